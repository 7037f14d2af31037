//! A VPC whose NAT gateway others use over a transit gateway has to know the way back to them (TGW-33, TGW-12): without it the replies of
//! the internet end there. AWS page: vpc/latest/tgw/transit-gateway-nat-igw.html

use std::net::IpAddr;

use super::way::{End, has_machine, lead, leaves_by};
use super::{Found, Lint};
use crate::address::INTERNET_IPV4;
use crate::id::{Kind, Ref};
use crate::issue::Level;
use crate::network::{Network, RouteState};
use crate::reason::reasons;
use crate::resolve::element;
use crate::route;
use crate::sorted::SortedSet;
use crate::topology::{Attached, NatGatewayId, SubnetId, Target};
use crate::trace::Fact;

reasons! {
    NO_WAY_BACK: "egress-one-way" ["TGW-33", "TGW-12", "PW-22"] "No way back from the NAT gateway",
        "What {from} sends to the internet goes over {gateway} and leaves by {at}, but from {subnet}, where {at} is, no route leads back to {other}: replies do not return. Add a route over {gateway} to the table of {subnet}, and let the gateway's table know {from}.",
        "vpc/latest/tgw/transit-gateway-nat-igw.html";
}

pub(super) static EGRESS: Lint = Lint {
    name: "egress-one-way",
    level: Level::Warning,
    reason: &NO_WAY_BACK,
    look,
};

fn look(network: &Network) -> Vec<Found> {
    let subnets = network.topology().subnets.iter();
    let mut told = SortedSet::new();
    let found = subnets.filter_map(|(id, record)| {
        let range = record.cidr?;
        let gateway = transit_gateway_of(network, id)?;
        let nat = nat_gateways(network, id, &gateway)
            .into_iter()
            .find(|nat| !returns(network, nat, range.addr().into()))?;
        let subnet = &network.topology().nat_gateways.get(&nat)?.subnet;
        // Once for each VPC and NAT gateway.
        told.insert((record.vpc.clone(), nat.clone())).then(|| {
            let facts = vec![
                ("from", element(&record.vpc)),
                ("gateway", Fact::Element(gateway)),
                ("subnet", element(subnet)),
                ("other", element(id)),
            ];
            Found::at(&nat, facts)
        })
    });
    found.collect()
}

/// Where the subnet's packets to the internet go, if somebody is in it.
fn transit_gateway_of(network: &Network, subnet: &SubnetId) -> Option<Ref> {
    let target = next(network, subnet)?;
    (target.kind == Kind::TransitGateway && has_machine(network, subnet)).then_some(target)
}

fn next(network: &Network, subnet: &SubnetId) -> Option<Ref> {
    let table = network.route_table_of(subnet)?;
    let route = route::chosen(network, &table, INTERNET_IPV4.into())?.route;
    match &route.target {
        Target::Element(target) if route.state == RouteState::Active => Some(target.clone()),
        _ => None,
    }
}

/// The public NAT gateways that take them in the VPC at the other end, from each subnet of its attachment.
fn nat_gateways(network: &Network, subnet: &SubnetId, gateway: &Ref) -> Vec<NatGatewayId> {
    let topology = network.topology();
    let Some(record) = topology.subnets.get(subnet) else {
        return Vec::new();
    };
    let out = leaves_by(network, gateway, &record.vpc, INTERNET_IPV4.into());
    let attached = out.ok().and_then(|id| topology.transit_gateway_attachments.get(id));
    match attached.map(|record| &record.to) {
        Some(Attached::Vpc { subnets, .. }) => subnets.iter().filter_map(|first| nat_behind(network, first)).collect(),
        _ => Vec::new(),
    }
}

/// Through machines that pass packets on, a few at most.
fn nat_behind(network: &Network, first: &SubnetId) -> Option<NatGatewayId> {
    let mut subnet = first.clone();
    for _ in 0..4 {
        let target = next(network, &subnet)?;
        if let Some(nat) = target.to_id::<crate::topology::NatGateway>() {
            return Some(nat);
        }
        subnet = network.subnet_of_element(&target)?.clone();
    }
    None
}

fn returns(network: &Network, nat: &NatGatewayId, to: IpAddr) -> bool {
    let record = network.topology().nat_gateways.get(nat);
    record.is_none_or(|record| !matches!(lead(network, &record.subnet, to), End::Never | End::NoRoute(_)))
}
