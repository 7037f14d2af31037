//! The tree of everything that is drawn, in containment order.

use std::rc::Rc;

use reach::id::{Kind, Ref};
use reach::service;
use reach::topology::{SubnetId, VpcId};

use super::context::Context;
use super::words;
use crate::edit::containment;
use crate::scene::Glyph;
use crate::session::Session;
use crate::words::joined;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineItem {
    pub of: Ref,
    /// From 1.
    pub level: usize,
    pub glyph: Glyph,
    pub title: Rc<str>,
    pub detail: Rc<str>,
    /// "Subnet private-a, 10.0.1.0/24": the whole name for assistive technology.
    pub label: Rc<str>,
    pub selected: bool,
    /// The item that holds it, by its place in the list.
    pub parent: Option<usize>,
    /// Which one among those with the same parent, from 1, and how many there are.
    pub position: (usize, usize),
    pub has_children: bool,
}

pub fn outline(session: &Session) -> Vec<OutlineItem> {
    let context = Context::of(session);
    let mut tree = Tree {
        context: &context,
        items: Vec::new(),
    };
    for vpc in context.drawn.vpcs.ids() {
        tree.vpc(vpc);
    }
    tree.connections();
    tree.strays();
    tree.finish()
}

struct Tree<'a> {
    context: &'a Context<'a>,
    items: Vec<OutlineItem>,
}

impl Tree<'_> {
    fn add(&mut self, of: Ref, parent: Option<usize>, detail: String) -> usize {
        let title = match words::of_default(self.context.resolved, &of) {
            Some(title) => title.into(),
            None => self.context.name(&of),
        };
        let kind = words::kind_title(self.context.resolved, &of);
        let separator = if detail.is_empty() { "" } else { ", " };
        let level = parent
            .and_then(|parent| self.items.get(parent))
            .map_or(1, |parent| parent.level + 1);
        self.items.push(OutlineItem {
            level,
            glyph: self.context.glyph(&of),
            label: format!("{kind} {title}{separator}{detail}").into(),
            title,
            detail: detail.into(),
            selected: self.context.session.selection().contains(&of),
            parent,
            position: (0, 0),
            has_children: false,
            of,
        });
        self.items.len() - 1
    }

    fn vpc(&mut self, id: &VpcId) {
        let topology = self.context.drawn;
        let cidrs = topology.vpcs.get(id).map(|vpc| joined(&vpc.cidrs)).unwrap_or_default();
        let parent = Some(self.add(id.into(), None, cidrs));
        for (gateway, _) in topology
            .internet_gateways
            .iter()
            .filter(|(_, it)| it.vpc.as_ref() == Some(id))
        {
            self.add(gateway.into(), parent, String::new());
        }
        for (gateway, _) in topology
            .vpn_gateways
            .iter()
            .filter(|(_, it)| it.vpc.as_ref() == Some(id))
        {
            self.add(gateway.into(), parent, String::new());
        }
        for (subnet, record) in topology.subnets.iter().filter(|(_, it)| it.vpc == *id) {
            let cidr = record.cidr.map(|cidr| cidr.to_string()).unwrap_or_default();
            let subnet_item = self.add(subnet.into(), parent, cidr);
            self.inside_subnet(subnet, subnet_item);
        }
        for (endpoint, record) in topology.gateway_endpoints.iter().filter(|(_, it)| it.vpc == *id) {
            let service = service::title(&record.service).to_string();
            self.add(endpoint.into(), parent, service);
        }
        for (endpoint, record) in topology.interface_endpoints.iter().filter(|(_, it)| it.vpc == *id) {
            let service = service::title(&record.service).to_string();
            self.add(endpoint.into(), parent, service);
        }
        self.others_in(&id.into(), parent);
        // With those that AWS makes by itself.
        let topology = self.context.resolved;
        for (table, _) in topology.route_tables.iter().filter(|(_, it)| it.vpc == *id) {
            self.add(table.into(), parent, String::new());
        }
        for (group, _) in topology.security_groups.iter().filter(|(_, it)| it.vpc == *id) {
            self.add(group.into(), parent, String::new());
        }
        for (acl, _) in topology.network_acls.iter().filter(|(_, it)| it.vpc == *id) {
            self.add(acl.into(), parent, String::new());
        }
    }

    fn inside_subnet(&mut self, id: &SubnetId, item: usize) {
        let topology = self.context.drawn;
        for (interface, record) in topology.interfaces.iter().filter(|(_, it)| it.subnet == *id) {
            let address = record.ipv4.map(|address| address.to_string());
            let address = address.or_else(|| record.ipv6.first().map(ToString::to_string));
            self.add(interface.into(), Some(item), address.unwrap_or_default());
        }
        for (gateway, record) in topology.nat_gateways.iter().filter(|(_, it)| it.subnet == *id) {
            self.add(gateway.into(), Some(item), record.ipv4.to_string());
        }
        self.others_in(&id.into(), Some(item));
    }

    /// What else lies in the container: load balancers, attachments, virtual interfaces.
    fn others_in(&mut self, of: &Ref, item: Option<usize>) {
        let topology = self.context.drawn;
        for child in topology.references() {
            let is_inside = containment::parent_of(topology, &child).as_ref() == Some(of);
            // Tables and filters of a VPC come after all that.
            let later = matches!(
                child.kind,
                Kind::Subnet | Kind::RouteTable | Kind::SecurityGroup | Kind::NetworkAcl | Kind::InterfaceEndpoint
            );
            if is_inside && !later && !self.items.iter().any(|item| item.of == child) {
                let inner = self.add(child.clone(), item, String::new());
                self.others_in(&child, Some(inner));
            }
        }
    }

    fn connections(&mut self) {
        let topology = self.context.drawn;
        for (peering, record) in topology.peering_connections.iter() {
            self.add(peering.into(), None, record.state.word().to_owned());
        }
        for (site, record) in topology.sites.iter() {
            let item = self.add(site.into(), None, joined(&record.cidrs));
            for (device, _) in topology
                .customer_gateways
                .iter()
                .filter(|(_, it)| it.site.as_ref() == Some(site))
            {
                self.add(device.into(), Some(item), String::new());
            }
            self.others_in(&site.into(), Some(item));
        }
        for (connection, record) in topology.vpn_connections.iter() {
            let up = record.tunnels.iter().filter(|tunnel| tunnel.up).count();
            self.add(connection.into(), None, format!("{up} of 2 tunnels up"));
        }
        for (list, _) in topology.prefix_lists.iter() {
            self.add(list.into(), None, String::new());
        }
    }

    /// What stands nowhere: a detached gateway, a subnet whose VPC is missing.
    fn strays(&mut self) {
        for of in self.context.drawn.references() {
            if !self.items.iter().any(|item| item.of == of) {
                let detail = match of.kind {
                    Kind::InternetGateway | Kind::VpnGateway | Kind::EgressOnlyInternetGateway => "detached",
                    _ => "",
                };
                let item = self.add(of.clone(), None, detail.to_owned());
                self.others_in(&of, Some(item));
            }
        }
    }

    /// Counts the children of each item.
    fn finish(mut self) -> Vec<OutlineItem> {
        let parents: Vec<_> = self.items.iter().map(|item| item.parent).collect();
        let mut seen = vec![0_usize; parents.len() + 1];
        let slot = |parent: Option<usize>| parent.map_or(0, |parent| parent + 1);
        for (item, parent) in self.items.iter_mut().zip(&parents) {
            if let Some(count) = seen.get_mut(slot(*parent)) {
                *count += 1;
                item.position.0 = *count;
            }
        }
        for (index, item) in self.items.iter_mut().enumerate() {
            item.position.1 = seen.get(slot(item.parent)).copied().unwrap_or_default();
            item.has_children = seen.get(index + 1).is_some_and(|count| *count > 0);
        }
        self.items
    }
}
