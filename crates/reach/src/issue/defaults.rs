//! What AWS makes by itself and nobody drew: main route tables, default security groups and default network ACLs, and the
//! managed prefix lists. AWS page: vpc/latest/userguide/default-vpc.html

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::resolve::Draft;
use crate::service;
use crate::topology::{
    Destination, NetworkAcl, PrefixListId, RouteTable, Rule, RulePeer, SecurityGroup, Topology, Vpc,
};

pub(super) fn fill_in(drawn: &Topology, draft: &mut Draft) {
    of_vpcs(drawn, draft);
    of_subnets(draft);
    of_interfaces(draft);
    managed_lists(draft);
}

fn of_vpcs(drawn: &Topology, draft: &mut Draft) {
    for (id, vpc) in drawn.vpcs.iter() {
        let has_ipv6 = !vpc.ipv6_cidrs.is_empty();
        let topology = &mut draft.topology;
        let main = Vpc::implicit_main_route_table(id);
        let group = Vpc::implicit_security_group(id);
        let acl = Vpc::implicit_network_acl(id);
        let Some(record) = topology.vpcs.get_mut(id) else {
            continue;
        };
        if record.main_route_table.is_none() {
            record.main_route_table = Some(main.clone());
        }
        if record.default_security_group.is_none() {
            record.default_security_group = Some(group.clone());
        }
        if record.default_network_acl.is_none() {
            record.default_network_acl = Some(acl.clone());
        }
        if record.main_route_table.as_ref() == Some(&main) && !topology.route_tables.contains(main.as_str()) {
            topology.route_tables.insert(main, RouteTable::new(id.clone()));
        }
        if record.default_security_group.as_ref() == Some(&group) && !topology.security_groups.contains(group.as_str())
        {
            let record = SecurityGroup::default_of(id.clone(), group.clone(), has_ipv6);
            topology.security_groups.insert(group, record);
        }
        if record.default_network_acl.as_ref() == Some(&acl) && !topology.network_acls.contains(acl.as_str()) {
            topology
                .network_acls
                .insert(acl, NetworkAcl::default_of(id.clone(), has_ipv6));
        }
    }
}

fn of_subnets(draft: &mut Draft) {
    let subnets = draft.topology.subnets.clone();
    for (id, subnet) in subnets.iter() {
        let Some(vpc) = draft.topology.vpcs.get(&subnet.vpc) else {
            continue;
        };
        let (table, acl) = (vpc.main_route_table.clone(), vpc.default_network_acl.clone());
        if let Some(record) = draft.topology.subnets.get_mut(id) {
            record.route_table = subnet.route_table.clone().or(table);
            record.network_acl = subnet.network_acl.clone().or(acl);
        }
    }
}

fn of_interfaces(draft: &mut Draft) {
    let drawn = draft.topology.clone();
    let default_of = |vpc| drawn.vpcs.get(vpc)?.default_security_group.clone();
    for (id, interface) in drawn.interfaces.iter() {
        if !interface.security_groups.is_empty() {
            continue;
        }
        let group = drawn
            .subnets
            .get(&interface.subnet)
            .and_then(|subnet| default_of(&subnet.vpc));
        if let Some(record) = draft.topology.interfaces.get_mut(id) {
            record.security_groups = group.into_iter().collect();
        }
    }
    for (id, endpoint) in drawn.interface_endpoints.iter() {
        if !endpoint.security_groups.is_empty() {
            continue;
        }
        if let Some(record) = draft.topology.interface_endpoints.get_mut(id) {
            record.security_groups = default_of(&endpoint.vpc).into_iter().collect();
        }
    }
}

/// One list per service for every Region that has a VPC, and those that somebody names.
fn managed_lists(draft: &mut Draft) {
    let topology = &draft.topology;
    let mut wanted: BTreeSet<(&'static str, Rc<str>)> = BTreeSet::new();
    for (_, vpc) in topology.vpcs.iter() {
        for service in service::GATEWAY_SERVICES {
            wanted.insert((service, Rc::clone(&vpc.region)));
        }
    }
    for list in named_lists(topology) {
        if let Some((service, region)) = service::of_implicit_list(list) {
            wanted.insert((service, region.into()));
        }
    }
    for (service, region) in wanted {
        if service::managed_list(&draft.topology, service, &region).is_some() {
            continue;
        }
        let list = service::built_in_list(service, &region);
        draft
            .topology
            .prefix_lists
            .insert(service::implicit_list(service, &region), list);
    }
}

pub(super) fn named_lists(topology: &Topology) -> impl Iterator<Item = &PrefixListId> {
    let routes = topology.route_tables.iter().flat_map(|(_, table)| &table.routes);
    let in_routes = routes.filter_map(|route| match &route.destination {
        Destination::PrefixList(list) => Some(list),
        Destination::Cidr(_) => None,
    });
    let groups = topology.security_groups.iter();
    let rules = groups.flat_map(|(_, group)| group.inbound.iter().chain(&group.outbound));
    let in_rules = rules.filter_map(|rule: &Rule| match &rule.peer {
        RulePeer::PrefixList(list) => Some(list),
        RulePeer::Cidr(_) | RulePeer::SecurityGroup(_) => None,
    });
    in_routes.chain(in_rules)
}
