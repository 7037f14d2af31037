//! Gateways that serve Availability Zones: what is elsewhere does not get to them (TGW-30, TGW-32, NG-09).
//! AWS page: vpc/latest/tgw/how-transit-gateways-work.html

use std::rc::Rc;

use super::way::has_machine;
use super::{Found, Lint};
use crate::hop::regional_nat_gateway::is_zone;
use crate::id::Ref;
use crate::issue::Level;
use crate::network::{Network, RouteState};
use crate::reason::reasons;
use crate::resolve::element;
use crate::sorted::SortedSet;
use crate::topology::{Attached, NatState, Subnet, SubnetId, Target, VpcId};
use crate::trace::Fact;

reasons! {
    NOT_ATTACHED: "TGW_ROUTE_AZ_RESTRICTION" ["TGW-30", "TGW-32"] "An Availability Zone without the attachment",
        "The table of {subnet} leads to {gateway}, but {at} has no subnet in {zone}: nothing there can send to {gateway}, nor answer what comes from it. Add a subnet of {zone} to {at}.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
    NOT_SERVED: "REGIONAL_NGW_ROUTE_AZ_RESTRICTION" ["NG-09"] "An Availability Zone without the NAT gateway",
        "The table of {subnet} leads to {at}, which does not serve {zone}: nothing there gets out. Add {zone} to it.",
        "vpc/latest/userguide/nat-gateways-regional.html";
}

pub(super) static ATTACHMENT: Lint = Lint {
    name: "transit-gateway-zone-missing",
    level: Level::Warning,
    reason: &NOT_ATTACHED,
    look: attachments,
};

pub(super) static REGIONAL_NAT: Lint = Lint {
    name: "regional-nat-zone-missing",
    level: Level::Warning,
    reason: &NOT_SERVED,
    look: regional_gateways,
};

fn attachments(network: &Network) -> Vec<Found> {
    let topology = network.topology();
    let attachments = topology.transit_gateway_attachments.iter();
    let whole = attachments.filter(|(id, record)| record.state.carries() && !network.is_incomplete(&Ref::from(*id)));
    let found = whole.flat_map(|(id, record)| {
        let gateway = Ref::from(&record.gateway);
        let (vpc, zones) = match &record.to {
            Attached::Vpc { vpc, subnets } => (Some(vpc), zones_of(network, subnets)),
            _ => (None, SortedSet::new()),
        };
        let others = vpc
            .map(|vpc| without(network, vpc, &gateway, &zones))
            .unwrap_or_default();
        others.into_iter().map(move |(subnet, zone)| {
            let facts = vec![
                ("subnet", element(subnet)),
                ("gateway", Fact::Element(gateway.clone())),
                ("zone", Fact::Text(zone)),
            ];
            Found::at(id, facts)
        })
    });
    found.collect()
}

fn zones_of(network: &Network, subnets: &[SubnetId]) -> SortedSet<Rc<str>> {
    let records = subnets.iter().filter_map(|id| network.topology().subnets.get(id));
    records.map(|record| record.zone.clone()).collect()
}

/// The first subnet of each other zone that has somebody in it and leads to the gateway.
fn without<'n>(
    network: &'n Network,
    vpc: &VpcId,
    gateway: &Ref,
    zones: &SortedSet<Rc<str>>,
) -> Vec<(&'n SubnetId, Rc<str>)> {
    let mut known = zones.clone();
    let target = Target::Element(gateway.clone());
    let own = network
        .topology()
        .subnets
        .iter()
        .filter(|(_, record)| record.vpc == *vpc);
    let leading = own.filter(|(id, record)| has_machine(network, id) && leads(network, record, &target));
    leading
        .filter(|(_, record)| known.insert(record.zone.clone()))
        .map(|(id, record)| (id, record.zone.clone()))
        .collect()
}

fn leads(network: &Network, subnet: &Subnet, target: &Target) -> bool {
    let routes = subnet.route_table.iter().flat_map(|table| network.routes(table));
    routes
        .into_iter()
        .any(|route| route.target == *target && route.state == RouteState::Active)
}

/// In automatic mode one follows the VPC's interfaces.
fn regional_gateways(network: &Network) -> Vec<Found> {
    let gateways = network.topology().regional_nat_gateways.iter();
    let manual = gateways.filter(|(_, record)| !record.zones.is_empty() && record.state == NatState::Available);
    let found = manual.flat_map(|(id, record)| {
        let region = network.region_of(&record.vpc).unwrap_or_default();
        let all = network.topology().subnets.iter().map(|(_, subnet)| &subnet.zone);
        let is_served = |zone: &&Rc<str>| record.zones.iter().any(|named| is_zone(named, zone, region));
        let zones = all.filter(is_served).cloned().collect();
        let others = without(network, &record.vpc, &Ref::from(id), &zones).into_iter();
        others.map(move |(subnet, zone)| Found::at(id, vec![("subnet", element(subnet)), ("zone", Fact::Text(zone))]))
    });
    found.collect()
}
