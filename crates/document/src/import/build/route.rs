//! Route tables of VPCs. A route stays whatever its target is, because it wins over shorter ones all the same.

use std::rc::Rc;

use reach::id::{Kind, Ref};
use reach::sorted::SortedSet;
use reach::topology::{
    Destination, InternetGateway, Route, RouteTable, RouteTableId, SubnetId, Target, VpcId, VpnGateway, VpnGatewayId,
};

use super::address::net;
use super::{Build, names};
use crate::import::gathered::Found;
use crate::import::raw::{self, Text};
use crate::import::report::NoteKind;

impl Build<'_> {
    pub(super) fn route_tables(&mut self) {
        let raw = self.raw;
        for (id, found) in &raw.route_tables {
            let Some(vpc) = self.needs(&found.record.vpc_id, found, id, "VpcId") else {
                continue;
            };
            let mut table = RouteTable::new(VpcId::new(vpc));
            table.name = names::given(&found.record.tags, id);
            let gateways = found.record.propagating_vgws.0.iter();
            let gateways = gateways.filter_map(|one| one.gateway_id.clone());
            table.propagating = gateways.map(VpnGatewayId::new).collect();
            for (index, route) in found.record.routes.0.iter().enumerate() {
                let made = self.route(route, &format!("Routes[{index}]"), &table, found, id);
                if let Some(made) = made
                    && !table.routes.contains(&made)
                {
                    table.routes.push(made);
                }
            }
            table
                .routes
                .sort_by(|one, other| (&one.destination, &one.target).cmp(&(&other.destination, &other.target)));
            self.put(id, table);
            self.doubt_unread(Ref::from(&RouteTableId::new(id.clone())), found);
        }
        self.public_by_default();
    }

    /// Nothing for routes that follow from something else: local ones, those of gateway endpoints, propagated ones.
    fn route(
        &mut self,
        route: &raw::Route,
        step: &str,
        table: &RouteTable,
        found: &Found<raw::RouteTable>,
        id: &Text,
    ) -> Option<Route> {
        if route.origin.as_deref() == Some("EnableVgwRoutePropagation") {
            return None;
        }
        let cidr = route
            .destination_cidr_block
            .as_deref()
            .or(route.destination_ipv6_cidr_block.as_deref());
        let destination = match (cidr.map(net), &route.destination_prefix_list_id) {
            (Some(Some(net)), _) => Destination::Cidr(net),
            (None, Some(list)) => Destination::PrefixList(self.list_named(list)),
            (Some(None), _) | (None, None) => {
                let text = "the destination of this route is not understood";
                self.doubt(Ref::from(&RouteTableId::new(id.clone())), found, step, text);
                return None;
            }
        };
        let is_local = route.gateway_id.as_deref() == Some("local");
        if is_local && self.is_of_vpc(&destination, &table.vpc) {
            return None;
        }
        let target = self.target(route, table, found, step, id)?;
        if let Some(list) = &route.destination_prefix_list_id {
            self.list_of_route(list, found, step, id);
        }
        Some(Route { destination, target })
    }

    fn is_of_vpc(&self, destination: &Destination, vpc: &VpcId) -> bool {
        let Destination::Cidr(net) = destination else {
            return false;
        };
        let vpc = self.topology.vpcs.get(vpc);
        vpc.is_none_or(|vpc| match net {
            ipnet::IpNet::V4(net) => vpc.cidrs.contains(net),
            ipnet::IpNet::V6(net) => vpc.ipv6_cidrs.contains(net),
        })
    }

    /// The list that a route names is not there, which makes the route itself a gap.
    fn list_of_route(&mut self, list: &Text, found: &Found<raw::RouteTable>, step: &str, id: &Text) {
        if let Some((kind, text)) = self.about_list(list) {
            self.note_at(kind, found, step, id, text);
        }
    }

    fn target(
        &mut self,
        route: &raw::Route,
        table: &RouteTable,
        found: &Found<raw::RouteTable>,
        step: &str,
        id: &Text,
    ) -> Option<Target> {
        let gateway = route.gateway_id.as_deref();
        if gateway == Some("local") {
            return Some(Target::Local);
        }
        let Some((kind, named)) = self.named(route) else {
            let words = beyond(route);
            self.note_at(
                NoteKind::NotModelled,
                found,
                step,
                id,
                format!("a route leads to {words}"),
            );
            return Some(Target::NotModelled(words));
        };
        if kind == Kind::GatewayEndpoint {
            return self.endpoint_target(&named, found, step, id);
        }
        let reference = Ref::new(kind, Rc::clone(&named));
        if self.is_in_input(&reference) || route.state.as_deref() == Some("blackhole") {
            return Some(Target::Element(reference));
        }
        Some(self.absent(reference, &table.vpc, found, step, id))
    }

    /// AWS says that the route works, and the input does not hold what it leads to.
    fn absent(&mut self, reference: Ref, vpc: &VpcId, found: &Found<raw::RouteTable>, step: &str, id: &Text) -> Target {
        let named = Rc::clone(&reference.id);
        match reference.kind {
            Kind::InternetGateway => {
                let gateway = InternetGateway {
                    vpc: Some(vpc.clone()),
                    ..InternetGateway::default()
                };
                self.put(&named, gateway);
            }
            Kind::VpnGateway => self.put(&named, VpnGateway::new(Some(vpc.clone()))),
            kind => {
                let words = format!("the {} {named}, which is not in the input", kind.title());
                self.note_at(
                    NoteKind::NotModelled,
                    found,
                    step,
                    id,
                    format!("a route leads to {words}"),
                );
                return Target::NotModelled(words.into());
            }
        }
        let text = format!("{named} is not in the input: as a route leads to it, it was taken as attached to {vpc}");
        self.note_at(NoteKind::Assumed, found, step, id, text);
        Target::Element(reference)
    }

    /// A gateway endpoint's route follows from its associations; a Gateway Load Balancer endpoint is a target.
    fn endpoint_target(
        &mut self,
        named: &Text,
        found: &Found<raw::RouteTable>,
        step: &str,
        id: &Text,
    ) -> Option<Target> {
        if self.topology.gateway_endpoints.contains(named) {
            return None;
        }
        if let Some(known) = self.raw.vpc_endpoints.get(named) {
            if raw::is(&known.record.vpc_endpoint_type, &["Gateway"]) {
                // The endpoint is gone, and AWS takes its routes out.
                return None;
            }
            return Some(Target::Element(Ref::new(
                Kind::GatewayLoadBalancerEndpoint,
                Rc::clone(named),
            )));
        }
        let words: Text = format!("the endpoint {named}, which is not in the input").into();
        self.note_at(
            NoteKind::NotModelled,
            found,
            step,
            id,
            format!("a route leads to {words}"),
        );
        Some(Target::NotModelled(words))
    }

    /// What a route names, and of what kind that is.
    fn named(&self, route: &raw::Route) -> Option<(Kind, Text)> {
        let fields = [
            (Kind::NatGateway, &route.nat_gateway_id),
            (Kind::TransitGateway, &route.transit_gateway_id),
            (Kind::PeeringConnection, &route.vpc_peering_connection_id),
            (Kind::EgressOnlyInternetGateway, &route.egress_only_internet_gateway_id),
            (Kind::NetworkInterface, &route.network_interface_id),
            (Kind::GatewayEndpoint, &route.vpc_endpoint_id),
        ];
        let field = fields.into_iter().find_map(|(kind, id)| Some((kind, id.clone()?)));
        if let Some((Kind::NatGateway, id)) = &field
            && self.topology.regional_nat_gateways.contains(id)
        {
            return Some((Kind::RegionalNatGateway, id.clone()));
        }
        field
            .or_else(|| {
                route
                    .gateway_id
                    .clone()
                    .and_then(|id| Some((self.kind_of_gateway(&id)?, id)))
            })
            .or_else(|| self.interface_of(route.instance_id.as_ref()?))
    }

    /// By what the input says about it, else by how AWS begins such ids.
    fn kind_of_gateway(&self, id: &Text) -> Option<Kind> {
        let raw = self.raw;
        let known = [
            (raw.internet_gateways.contains_key(id), "igw-", Kind::InternetGateway),
            (raw.vpn_gateways.contains_key(id), "vgw-", Kind::VpnGateway),
            (raw.vpc_endpoints.contains_key(id), "vpce-", Kind::GatewayEndpoint),
            (raw.nat_gateways.contains_key(id), "nat-", Kind::NatGateway),
            (raw.transit_gateways.contains_key(id), "tgw-", Kind::TransitGateway),
            (
                raw.egress_only_internet_gateways.contains_key(id),
                "eigw-",
                Kind::EgressOnlyInternetGateway,
            ),
        ];
        let is = |(said, start, _): &&(bool, &str, Kind)| *said || id.starts_with(start);
        known.iter().find(is).map(|(.., kind)| *kind)
    }

    fn interface_of(&self, instance: &Text) -> Option<(Kind, Text)> {
        let mut interfaces = self.topology.interfaces.iter();
        let own =
            interfaces.find(|(id, record)| record.instance.as_ref() == Some(instance) || id.as_str() == &**instance);
        own.map(|(id, _)| (Kind::NetworkInterface, id.text()))
    }

    /// Whether the input describes it; what was left out, because it is deleted or failed, makes a blackhole.
    fn is_in_input(&self, reference: &Ref) -> bool {
        self.topology.contains(reference)
            || match reference.kind {
                Kind::TransitGateway => self.raw.transit_gateways.contains_key(&reference.id),
                Kind::VpnGateway => self.raw.vpn_gateways.contains_key(&reference.id),
                Kind::PeeringConnection => self.raw.vpc_peering_connections.contains_key(&reference.id),
                Kind::NatGateway => self.raw.nat_gateways.contains_key(&reference.id),
                _ => false,
            }
    }

    /// A collector that knows no route tables leaves only this sign of what is public.
    fn public_by_default(&mut self) {
        if !self.raw.route_tables.is_empty() {
            return;
        }
        let mut tables = SortedSet::new();
        for (id, found) in &self.raw.subnets {
            let Some(vpc) = found.record.vpc_id.clone().map(VpcId::new) else {
                continue;
            };
            let gateways = self.topology.internet_gateways.iter();
            let gateway = gateways
                .filter(|(_, record)| record.vpc.as_ref() == Some(&vpc))
                .map(|(id, _)| Ref::from(id))
                .next();
            let (Some(true), Some(gateway)) = (found.record.map_public_ip_on_launch, gateway) else {
                continue;
            };
            let table = RouteTableId::new(format!("{vpc}.public"));
            if let Some(subnet) = self.topology.subnets.get_mut(&SubnetId::new(id.clone())) {
                subnet.route_table = Some(table.clone());
                let text = format!(
                    "it was taken for public, with a route to {}, as it gives instances public addresses",
                    gateway.id
                );
                self.note(NoteKind::Assumed, found, id, text);
            }
            if tables.insert(table.clone()) {
                let mut record = RouteTable::new(vpc);
                let destination = Destination::Cidr(reach::address::ANY_IPV4);
                record.routes.push(Route {
                    destination,
                    target: gateway.into(),
                });
                self.topology.route_tables.insert(table, record);
            }
        }
    }
}

/// A target that this program has no rules for.
fn beyond(route: &raw::Route) -> Text {
    let fields = [
        ("local gateway", &route.local_gateway_id),
        ("carrier gateway", &route.carrier_gateway_id),
        ("core network", &route.core_network_arn),
        ("network of Oracle Database@AWS", &route.odb_network_arn),
        ("instance", &route.instance_id),
        ("gateway", &route.gateway_id),
    ];
    let field = fields.into_iter().find_map(|(what, id)| Some((what, id.as_ref()?)));
    field.map_or_else(
        || "a target of a kind that is not known".into(),
        |(what, id)| format!("the {what} {id}").into(),
    )
}
