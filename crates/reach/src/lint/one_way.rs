//! A way out without a way back (PEER-20, TGW-13): requests arrive, and no reply returns.
//! AWS page: vpc/latest/peering/vpc-peering-routing.html

use ipnet::IpNet;

use super::{Found, Lint};
use crate::address::overlaps;
use crate::id::Ref;
use crate::issue::Level;
use crate::network::{Network, RouteState, cidrs_of};
use crate::reason::reasons;
use crate::resolve::element;
use crate::sorted::SortedSet;
use crate::topology::{
    Association, Attached, PeeringState, RouteTableId, Target, TransitGatewayId, TransitGatewayTarget, VpcId,
};

reasons! {
    ONE_WAY: "peering-one-way" ["PEER-20", "PW-22"] "Routes on one side only",
        "{from} has a route over {at}, and no table of {to} leads back: requests arrive there, and replies do not return. Add a route in {to}.",
        "vpc/latest/peering/vpc-peering-routing.html";
    TRANSIT_ONE_WAY: "transit-gateway-one-way" ["TGW-13", "PW-22"] "Routes on one side only",
        "{from} has a route to {to} over {at}, and no table of {to} leads back to {from}: requests arrive there, and replies do not return. Add a route in {to}.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    TABLE_ONE_WAY: "transit-gateway-table-one-way" ["TGW-10", "TGW-12", "PW-22"] "No way back in the gateway's table",
        "What {from} sends over {at} arrives in {to}, and {table}, the table of the attachment of {to}, has no route to {from}: replies are dropped. Let the attachment of {from} propagate to {table}.",
        "vpc/latest/tgw/tgw-route-tables.html";
}

pub(super) static PEERING: Lint = Lint {
    name: "peering-one-way",
    level: Level::Warning,
    reason: &ONE_WAY,
    look: over_peerings,
};

pub(super) static TRANSIT_GATEWAY: Lint = Lint {
    name: "transit-gateway-one-way",
    level: Level::Warning,
    reason: &TRANSIT_ONE_WAY,
    look: over_transit_gateways,
};

fn over_peerings(network: &Network) -> Vec<Found> {
    let peerings = network.topology().peering_connections.iter();
    let active = peerings.filter(|(_, peering)| peering.state == PeeringState::Active);
    let sides = active.flat_map(|(id, peering)| {
        let (a, b) = (&peering.requester, &peering.accepter);
        [(id, a, b), (id, b, a)]
    });
    sides
        .filter(|(id, from, to)| {
            let at = Ref::from(*id);
            leads(network, from, to, &at) && !leads(network, to, from, &at)
        })
        .map(|(id, from, to)| Found::at(id, vec![("from", element(from)), ("to", element(to))]))
        .collect()
}

pub(super) static TRANSIT_GATEWAY_TABLES: Lint = Lint {
    name: "transit-gateway-table-one-way",
    level: Level::Warning,
    reason: &TABLE_ONE_WAY,
    look: in_transit_gateways,
};

/// Two attached VPCs, of which the first sends to the second.
fn sending_pairs(network: &Network) -> Vec<(&TransitGatewayId, &VpcId, &VpcId)> {
    let attachments = network.topology().transit_gateway_attachments.iter();
    let vpcs: Vec<_> = attachments
        .filter(|(_, record)| record.state.carries())
        .filter_map(|(_, record)| match &record.to {
            Attached::Vpc { vpc, .. } => Some((&record.gateway, vpc)),
            _ => None,
        })
        .collect();
    let pairs = vpcs.iter().flat_map(|(gateway, from)| {
        let others = vpcs.iter().filter(move |(other, to)| other == gateway && to != from);
        others.map(move |(_, to)| (*gateway, *from, *to))
    });
    let sends = |(gateway, from, to): &(&TransitGatewayId, &VpcId, &VpcId)| {
        leads(network, from, to, &Ref::from(*gateway)) && carries(network, gateway, from, to)
    };
    pairs.filter(sends).collect()
}

fn over_transit_gateways(network: &Network) -> Vec<Found> {
    let pairs = sending_pairs(network).into_iter();
    pairs
        .filter(|(gateway, from, to)| !leads(network, to, from, &Ref::from(*gateway)))
        .map(|(gateway, from, to)| Found::at(gateway, vec![("from", element(from)), ("to", element(to))]))
        .collect()
}

/// Both VPCs have their routes, and the table that looks at the replies has none at all for them: one that leads elsewhere, or drops, is
/// somebody's decision.
fn in_transit_gateways(network: &Network) -> Vec<Found> {
    let topology = network.topology();
    let found = sending_pairs(network).into_iter().filter_map(|(gateway, from, to)| {
        let attachment = network.attachment_of_vpc(gateway, to)?;
        let record = topology.transit_gateway_attachments.get(attachment)?;
        let Association::Table(table) = &record.association else {
            return None;
        };
        let near = topology.vpcs.get(from)?;
        let mut routes = network.transit_routes(table).iter();
        let is_near = |entry: &IpNet| cidrs_of(near).any(|own| overlaps(own, *entry));
        let knows = routes.any(|route| network.entries(&route.destination).iter().any(is_near));
        let is_known = !network.is_incomplete(&Ref::from(table)) && !network.has_lost_routes(table);
        if knows || !is_known || !leads(network, to, from, &Ref::from(gateway)) {
            return None;
        }
        let facts = vec![("from", element(from)), ("to", element(to)), ("table", element(table))];
        Some(Found::at(gateway, facts))
    });
    found.collect()
}

/// The gateway has a route to the other VPC for what comes from this one, which it has not for one that overlaps another (TGW-40).
fn carries(network: &Network, gateway: &TransitGatewayId, from: &VpcId, to: &VpcId) -> bool {
    let attachment_of = |vpc| network.attachment_of_vpc(gateway, vpc);
    let attachments = &network.topology().transit_gateway_attachments;
    let near = attachment_of(from).and_then(|id| attachments.get(id));
    let (Some(Association::Table(table)), Some(far)) = (near.map(|near| &near.association), attachment_of(to)) else {
        return false;
    };
    let target = TransitGatewayTarget::Attachment(far.clone());
    let mut routes = network.transit_routes(table).iter();
    routes.any(|route| route.state == RouteState::Active && route.target == target)
}

/// A table that a subnet of `from` follows has a route over `target` that covers a part of `to`.
fn leads(network: &Network, from: &VpcId, to: &VpcId, target: &Ref) -> bool {
    let Some(far) = network.topology().vpcs.get(to) else {
        return false;
    };
    let Some(near) = network.topology().vpcs.get(from) else {
        return false;
    };
    // What is in both VPCs stays in the nearer one.
    let is_own = |range: &IpNet| cidrs_of(near).any(|own| own.contains(range));
    let ranges: Vec<_> = cidrs_of(far).filter(|range| !is_own(range)).collect();
    let target = Target::Element(target.clone());
    tables(network, from).iter().any(|table| {
        network.routes(table).iter().any(|route| {
            let entries = network.entries(&route.destination);
            let covers = || {
                entries
                    .iter()
                    .any(|entry| ranges.iter().any(|range| overlaps(*entry, *range)))
            };
            route.state == RouteState::Active && route.target == target && covers()
        })
    })
}

fn tables(network: &Network, vpc: &VpcId) -> SortedSet<RouteTableId> {
    let subnets = network.topology().subnets.iter();
    let of_vpc = subnets.filter(|(_, subnet)| subnet.vpc == *vpc);
    of_vpc.filter_map(|(_, subnet)| subnet.route_table.clone()).collect()
}
