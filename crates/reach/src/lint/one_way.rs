//! A way out without a way back (PEER-20, TGW-13, TGW-12, TGW-51): requests arrive, and no reply returns. A way back of another kind
//! will do: AWS does not ask that both directions go the same way (PW-24). AWS page: vpc/latest/peering/vpc-peering-routing.html

use ipnet::IpNet;

use super::way::{End, lead, parts};
use super::{Found, Lint};
use crate::address::Family;
use crate::id::{Kind, Ref};
use crate::issue::Level;
use crate::network::{Network, RouteState};
use crate::reason::reasons;
use crate::resolve::element;
use crate::sorted::SortedMap;
use crate::topology::{
    Association, Attached, PeeringState, SubnetId, TransitGatewayAttachment, TransitGatewayAttachmentId,
    TransitGatewayRouteTableId, TransitGatewayTarget, VpcId,
};

reasons! {
    ONE_WAY: "peering-one-way" ["PEER-20", "PW-22"] "Routes on one side only",
        "{from} has a route to {to} over {at}, and what it leads to there has no way back: requests arrive, and replies do not return. Add a route in {to}.",
        "vpc/latest/peering/vpc-peering-routing.html";
    TRANSIT_ONE_WAY: "transit-gateway-one-way" ["TGW-13", "PW-22"] "Routes on one side only",
        "{from} has a route to {to} over {at}, and what it leads to there has no way back: requests arrive, and replies do not return. Add a route in {to}.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    TABLE_ONE_WAY: "transit-gateway-table-one-way" ["TGW-10", "TGW-12", "PW-22"] "No way back in the gateway's table",
        "What {from} sends over {at} arrives in {to}, and {table}, the table of the attachment of {to}, has no route to {from}: replies are dropped. Let the attachment of {from} propagate to {table}.",
        "vpc/latest/tgw/tgw-route-tables.html";
    PEERED_ONE_WAY: "transit-gateway-peering-one-way" ["TGW-51", "TGW-12", "PW-22"] "No way back between transit gateways",
        "What {from} sends arrives in {to} over a peering of transit gateways, and {table}, where the replies are looked up, has no route to {from}: they are dropped. Add one; over a peering it must be static.",
        "vpc/latest/tgw/tgw-peering.html";
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

pub(super) static TRANSIT_GATEWAY_TABLES: Lint = Lint {
    name: "transit-gateway-table-one-way",
    level: Level::Warning,
    reason: &TABLE_ONE_WAY,
    look: in_transit_gateways,
};

pub(super) static TRANSIT_GATEWAY_PEERINGS: Lint = Lint {
    name: "transit-gateway-peering-one-way",
    level: Level::Warning,
    reason: &PEERED_ONE_WAY,
    look: between_transit_gateways,
};

fn over_peerings(network: &Network) -> Vec<Found> {
    let subnets = Subnets::new(network);
    let peerings = network.topology().peering_connections.iter();
    let active = peerings.filter(|(_, peering)| peering.state == PeeringState::Active);
    let sides = active.flat_map(|(_, peering)| {
        let (a, b) = (&peering.requester, &peering.accepter);
        [(a, b), (b, a)]
    });
    let found = sides.filter_map(|(from, to)| {
        let (over, _) = subnets.one_way(from, to, Kind::PeeringConnection)?;
        Some(Found::at(over, vec![("from", element(from)), ("to", element(to))]))
    });
    found.collect()
}

fn over_transit_gateways(network: &Network) -> Vec<Found> {
    let found = transit_faults(network, |_, _| true).into_iter();
    found
        .filter(|fault| fault.table.is_none())
        .map(|Fault { from, to, over, .. }| Found::at(over, vec![("from", element(from)), ("to", element(to))]))
        .collect()
}

/// Both VPCs have their routes, and the table that looks at the replies has none at all for them: one that leads elsewhere, or drops, is
/// somebody's decision.
fn in_transit_gateways(network: &Network) -> Vec<Found> {
    without_table_route(network, |near, far| near.gateway == far.gateway)
}

fn between_transit_gateways(network: &Network) -> Vec<Found> {
    without_table_route(network, |near, far| near.gateway != far.gateway)
}

fn without_table_route(
    network: &Network,
    is_meant: fn(&TransitGatewayAttachment, &TransitGatewayAttachment) -> bool,
) -> Vec<Found> {
    let found = transit_faults(network, is_meant).into_iter();
    found
        .filter_map(|fault| {
            let table = fault.table?;
            let facts = vec![
                ("from", element(fault.from)),
                ("to", element(fault.to)),
                ("table", element(table)),
            ];
            let gateway = &network.topology().transit_gateway_route_tables.get(table)?.gateway;
            Some(Found::at(gateway, facts))
        })
        .collect()
}

struct Fault<'n> {
    from: &'n VpcId,
    to: &'n VpcId,
    over: Ref,
    /// The table of a transit gateway that drops the replies; `None`: they do not get that far.
    table: Option<&'n TransitGatewayRouteTableId>,
}

fn transit_faults(
    network: &Network,
    is_meant: fn(&TransitGatewayAttachment, &TransitGatewayAttachment) -> bool,
) -> Vec<Fault<'_>> {
    let subnets = Subnets::new(network);
    let attachments = network.topology().transit_gateway_attachments.iter();
    let vpcs: Vec<_> = attachments
        .filter(|(_, record)| record.state.carries())
        .filter_map(|(id, record)| match &record.to {
            Attached::Vpc { vpc, .. } => Some((id, record, vpc)),
            _ => None,
        })
        .collect();
    let mut faults = Vec::new();
    for (_, near, from) in &vpcs {
        let others = vpcs
            .iter()
            .filter(|(far, other, to)| to != from && is_meant(near, other) && may_carry(network, near, other, far));
        for (_, _, to) in others {
            let Some((over, back)) = subnets.one_way(from, to, Kind::TransitGateway) else {
                continue;
            };
            let table = match back {
                End::NoRoute(table) => Some(table),
                _ => None,
            };
            if over == Ref::from(&near.gateway) {
                faults.push(Fault { from, to, over, table });
            }
        }
    }
    faults
}

/// The gateway has a route to the other VPC for what comes from this one, which it has not for one that overlaps another (TGW-40), or to
/// another gateway.
fn may_carry(
    network: &Network,
    near: &TransitGatewayAttachment,
    far: &TransitGatewayAttachment,
    id: &TransitGatewayAttachmentId,
) -> bool {
    let Association::Table(table) = &near.association else {
        return false;
    };
    let attachments = &network.topology().transit_gateway_attachments;
    let mut routes = network.transit_routes(table).iter();
    routes.any(|route| match &route.target {
        TransitGatewayTarget::Attachment(target) if route.state == RouteState::Active => {
            let is_peering = || {
                attachments
                    .get(target)
                    .is_some_and(|to| matches!(to.to, Attached::Peering(_)))
            };
            target == id || near.gateway != far.gateway && is_peering()
        }
        _ => false,
    })
}

/// The subnets of each VPC with their ranges.
struct Subnets<'n> {
    network: &'n Network,
    of: SortedMap<&'n VpcId, Vec<(&'n SubnetId, IpNet)>>,
}

impl<'n> Subnets<'n> {
    fn new(network: &'n Network) -> Self {
        let mut of: SortedMap<&VpcId, Vec<_>> = SortedMap::new();
        for (id, record) in network.topology().subnets.iter() {
            let ranges = of.entry(&record.vpc).or_default();
            ranges.extend(record.cidr.map(|cidr| (id, IpNet::V4(cidr))));
            ranges.extend(record.ipv6_cidr.map(|cidr| (id, IpNet::V6(cidr))));
        }
        Self { network, of }
    }

    fn of<'a>(&'a self, vpc: &'a VpcId, family: Family) -> impl Iterator<Item = (&'n SubnetId, IpNet)> + 'a {
        let all = self.of.get(&vpc).into_iter().flatten();
        all.copied()
            .filter(move |(_, range)| Family::of(range.addr()) == family)
    }

    /// What `from` sends over, and where the replies end, if packets get from a subnet there to one of `to` and no such subnet has a way
    /// back to one that sends.
    fn one_way(&self, from: &VpcId, to: &'n VpcId, over: Kind) -> Option<(Ref, End<'n>)> {
        let families = [Family::V4, Family::V6].into_iter();
        let mut found = families.filter_map(|family| {
            let mut fault = None;
            for (near, near_range) in self.of(from, family) {
                for (far, far_range) in self.of(to, family) {
                    let Some(sent) = self.sends(near, far_range, to, over) else {
                        continue;
                    };
                    match self.returns(far, near_range, from) {
                        None => return None,
                        Some(end @ End::NoRoute(_)) => fault = Some((sent, end)),
                        Some(end) => fault = fault.or(Some((sent, end))),
                    }
                }
            }
            fault
        });
        found.next()
    }

    fn sends(&self, near: &'n SubnetId, range: IpNet, to: &VpcId, by: Kind) -> Option<Ref> {
        let all = parts(self.network, near, range).into_iter();
        let mut ends = all.map(|part| lead(self.network, near, part));
        ends.find_map(|end| match end {
            End::In { vpc, over } if vpc == to && over.kind == by => Some(over),
            _ => None,
        })
    }

    /// Where it ends if it does not.
    fn returns(&self, far: &'n SubnetId, range: IpNet, from: &VpcId) -> Option<End<'n>> {
        let mut fault = End::Never;
        for part in parts(self.network, far, range) {
            match lead(self.network, far, part) {
                End::Perhaps => return None,
                End::In { vpc, .. } if vpc == from => return None,
                end @ End::NoRoute(_) => fault = end,
                _ => {}
            }
        }
        Some(fault)
    }
}
