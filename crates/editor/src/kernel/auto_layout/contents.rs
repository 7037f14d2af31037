//! What is inside what, as it will be drawn: every record that has a picture is in exactly one place, however wrong the diagram.

use std::rc::Rc;

use reach::id::{Kind, Ref};
use reach::sorted::{SortedMap, SortedSet};
use reach::topology::{Attached, RouteTableId, Subnet, SubnetId, Target, Topology, Vpc, VpcId};

use super::block::Key;

#[derive(Debug, Default)]
pub(super) struct Contents {
    /// By Region.
    pub(super) vpcs: SortedMap<Rc<str>, Vec<VpcId>>,
    pub(super) subnets: SortedMap<VpcId, Vec<SubnetId>>,
    /// Cards of a subnet, a site, or of a VPC outside its subnets.
    pub(super) cards: SortedMap<Ref, Vec<Key>>,
    /// Circles on a VPC's or a site's border.
    pub(super) border: SortedMap<Ref, Vec<Ref>>,
    /// Peerings whose two VPCs are drawn.
    pub(super) peerings: Vec<(Ref, VpcId, VpcId)>,
    /// What belongs to nothing that is drawn.
    pub(super) tray: Vec<Ref>,
    /// The internet and services, with the elements that each stands next to.
    pub(super) outside: SortedMap<Ref, SortedSet<Ref>>,
}

impl Contents {
    pub(super) fn of(topology: &Topology, mentioned: &[Ref]) -> Self {
        let mut contents = Self::default();
        for of in mentioned {
            contents.outside.entry(of.clone()).or_default();
        }
        contents.take_frames(topology);
        contents.take_cards(topology);
        contents.take_endpoints(topology);
        contents.take_borders(topology);
        contents.take_connections(topology);
        contents.take_transit(topology);
        contents
    }

    fn take_frames(&mut self, topology: &Topology) {
        for (id, vpc) in topology.vpcs.iter() {
            self.vpcs.entry(Rc::clone(&vpc.region)).or_default().push(id.clone());
        }
        for (id, subnet) in topology.subnets.iter() {
            if topology.vpcs.get(&subnet.vpc).is_some() {
                self.subnets.entry(subnet.vpc.clone()).or_default().push(id.clone());
            } else {
                self.tray.push(id.into());
            }
        }
        for (id, site) in topology.sites.iter() {
            let cards = self.cards.entry(id.into()).or_default();
            for host in &site.hosts {
                let key = Key {
                    of: id.into(),
                    part: Some(Rc::clone(&host.name)),
                };
                if !cards.contains(&key) {
                    cards.push(key);
                }
            }
        }
    }

    fn take_cards(&mut self, topology: &Topology) {
        let nodes = topology
            .interfaces
            .iter()
            .map(|(id, record)| (Ref::from(id), &record.subnet));
        let gateways = topology
            .nat_gateways
            .iter()
            .map(|(id, record)| (Ref::from(id), &record.subnet));
        let appliances = topology
            .gateway_load_balancer_endpoints
            .iter()
            .map(|(id, record)| (Ref::from(id), &record.subnet));
        for (of, subnet) in nodes.chain(gateways).chain(appliances) {
            if topology.subnets.get(subnet).is_some() {
                self.cards.entry(subnet.into()).or_default().push(Key::of(of));
            } else {
                self.tray.push(of);
            }
        }
    }

    fn take_endpoints(&mut self, topology: &Topology) {
        for (id, endpoint) in topology.interface_endpoints.iter() {
            let of = Ref::from(id);
            let mut first = true;
            let mut seen = SortedSet::new();
            for place in &endpoint.subnets {
                if topology.subnets.get(&place.subnet).is_none() || !seen.insert(&place.subnet) {
                    continue;
                }
                let part = (!first).then(|| place.subnet.text());
                first = false;
                let key = Key { of: of.clone(), part };
                self.cards.entry((&place.subnet).into()).or_default().push(key);
            }
            if first && topology.vpcs.get(&endpoint.vpc).is_some() {
                self.cards
                    .entry((&endpoint.vpc).into())
                    .or_default()
                    .push(Key::of(of.clone()));
            } else if first {
                self.tray.push(of.clone());
            }
            if endpoint.provider.is_none() {
                self.stand_outside(topology, &endpoint.service, &endpoint.vpc, of);
            }
        }
        for (id, endpoint) in topology.gateway_endpoints.iter() {
            self.on_border(topology, Some(&endpoint.vpc), id.into());
            self.stand_outside(topology, &endpoint.service, &endpoint.vpc, id.into());
        }
    }

    fn stand_outside(&mut self, topology: &Topology, service: &str, vpc: &VpcId, beside: Ref) {
        if let Some(vpc) = topology.vpcs.get(vpc) {
            self.outside
                .entry(Ref::service(service, &vpc.region))
                .or_default()
                .insert(beside);
        }
    }

    fn take_borders(&mut self, topology: &Topology) {
        for (id, gateway) in topology.internet_gateways.iter() {
            let attached = self.on_border(topology, gateway.vpc.as_ref(), id.into());
            if attached {
                self.outside.entry(Ref::internet()).or_default().insert(id.into());
            }
        }
        for (id, gateway) in topology.vpn_gateways.iter() {
            self.on_border(topology, gateway.vpc.as_ref(), id.into());
        }
        for (id, gateway) in topology.customer_gateways.iter() {
            match gateway.site.as_ref().filter(|site| topology.sites.get(site).is_some()) {
                Some(site) => self.border.entry(site.into()).or_default().push(id.into()),
                None => self.tray.push(id.into()),
            }
        }
    }

    /// Transit gateways stand by themselves, attachments at the VPCs that they join.
    fn take_transit(&mut self, topology: &Topology) {
        for (id, gateway) in topology.egress_only_internet_gateways.iter() {
            self.on_border(topology, gateway.vpc.as_ref(), id.into());
        }
        self.take_services(topology);
        self.tray.extend(topology.transit_gateways.ids().map(Ref::from));
        self.tray.extend(topology.direct_connect_gateways.ids().map(Ref::from));
        for (id, endpoint) in topology.client_vpn_endpoints.iter() {
            self.on_border(topology, endpoint.vpc.as_ref(), id.into());
        }
        for (id, interface) in topology.virtual_interfaces.iter() {
            match interface
                .site
                .as_ref()
                .filter(|site| topology.sites.get(site).is_some())
            {
                Some(site) => self.border.entry(site.into()).or_default().push(id.into()),
                None => self.tray.push(id.into()),
            }
        }
        for (id, attachment) in topology.transit_gateway_attachments.iter() {
            let vpc = match &attachment.to {
                Attached::Vpc { vpc, .. } => Some(vpc),
                _ => None,
            };
            self.on_border(topology, vpc, id.into());
        }
    }

    /// Load balancers and resolvers stand at their VPC, services and names by themselves.
    fn take_services(&mut self, topology: &Topology) {
        for (id, record) in topology.load_balancers.iter() {
            self.on_border(topology, Some(&record.vpc), id.into());
        }
        for (id, record) in topology.regional_nat_gateways.iter() {
            self.on_border(topology, Some(&record.vpc), id.into());
        }
        for (id, record) in topology.resolver_endpoints.iter() {
            self.on_border(topology, Some(&record.vpc), id.into());
        }
        self.tray.extend(topology.endpoint_services.ids().map(Ref::from));
        self.tray.extend(topology.block_public_access.ids().map(Ref::from));
        self.tray.extend(topology.hosted_zones.ids().map(Ref::from));
        self.tray.extend(topology.resolver_rules.ids().map(Ref::from));
        self.tray.extend(topology.resource_policies.ids().map(Ref::from));
    }

    fn on_border(&mut self, topology: &Topology, vpc: Option<&VpcId>, of: Ref) -> bool {
        match vpc.filter(|vpc| topology.vpcs.get(vpc).is_some()) {
            Some(vpc) => {
                self.border.entry(vpc.into()).or_default().push(of);
                true
            }
            None => {
                self.tray.push(of);
                false
            }
        }
    }

    fn take_connections(&mut self, topology: &Topology) {
        for (id, peering) in topology.peering_connections.iter() {
            let (a, b) = (&peering.requester, &peering.accepter);
            if a != b && topology.vpcs.get(a).is_some() && topology.vpcs.get(b).is_some() {
                self.peerings.push((id.into(), a.clone(), b.clone()));
            } else {
                self.tray.push(id.into());
            }
        }
        for (id, connection) in topology.vpn_connections.iter() {
            let drawn = topology.contains(&connection.gateway)
                && matches!(connection.gateway.kind, Kind::VpnGateway | Kind::TransitGateway)
                && topology.customer_gateways.get(&connection.customer_gateway).is_some();
            if !drawn {
                self.tray.push(id.into());
            }
        }
    }
}

/// The route table that the drawn subnet follows: its own, else the VPC's main one.
pub fn table_of(topology: &Topology, subnet: &Subnet) -> RouteTableId {
    let main = || {
        topology
            .vpcs
            .get(&subnet.vpc)
            .and_then(|vpc| vpc.main_route_table.clone())
    };
    subnet
        .route_table
        .clone()
        .or_else(main)
        .unwrap_or_else(|| Vpc::implicit_main_route_table(&subnet.vpc))
}

/// Whether the drawn route table leads to an internet gateway: such subnets stand above the others.
pub(super) fn is_public(topology: &Topology, subnet: &Subnet) -> bool {
    let leads_out = |target: &Target| matches!(target, Target::Element(of) if of.kind == Kind::InternetGateway);
    topology
        .route_tables
        .get(&table_of(topology, subnet))
        .is_some_and(|table| table.routes.iter().any(|route| leads_out(&route.target)))
}
