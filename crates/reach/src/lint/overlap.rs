//! VPCs with the same addresses that meet (TGW-40, PEER-30, RT-11): on one transit gateway, or as peers of one VPC. PrivateLink does not mind.
//! AWS page: vpc/latest/peering/vpc-peering-basics.html

use ipnet::IpNet;

use super::{Found, Lint};
use crate::address::overlaps;
use crate::issue::Level;
use crate::network::{Network, cidrs_of};
use crate::reason::reasons;
use crate::resolve::element;
use crate::topology::{PeeringState, TransitGatewayTarget, VpcId};
use crate::trace::Fact;

reasons! {
    OVERLAP: "connected-vpcs-overlap" ["RT-11", "TGW-40"] "The same addresses twice",
        "{at} and {other} meet on one transit gateway or as peers of one VPC, and both use {cidr}: there the same address means two things. Give one of them another range.",
        "vpc/latest/peering/vpc-peering-basics.html";
}

pub(super) static VPCS: Lint = Lint {
    name: "connected-vpcs-overlap",
    level: Level::Warning,
    reason: &OVERLAP,
    look,
};

fn look(network: &Network) -> Vec<Found> {
    let vpcs: Vec<_> = network.topology().vpcs.iter().collect();
    let pairs = vpcs.iter().enumerate().flat_map(|(index, one)| {
        let others = vpcs.iter().skip(index + 1);
        others.map(move |other| (one, other))
    });
    pairs
        .filter_map(|((one, record), (other, theirs))| {
            let shared = cidrs_of(record).filter(|own| cidrs_of(theirs).any(|cidr| overlaps(*own, cidr)));
            let met = shared.into_iter().find(|shared| meet(network, one, other, *shared))?;
            Some(Found::at(
                *one,
                vec![("other", element(*other)), ("cidr", Fact::Cidr(met))],
            ))
        })
        .collect()
}

fn meet(network: &Network, one: &VpcId, other: &VpcId, shared: IpNet) -> bool {
    let peers = |vpc: &VpcId| -> Vec<VpcId> {
        let peerings = network.topology().peering_connections.iter();
        let active = peerings.filter(|(_, peering)| peering.state == PeeringState::Active);
        active.filter_map(|(_, peering)| peering.other(vpc).cloned()).collect()
    };
    let theirs = peers(other);
    is_routed(network, one, other, shared) || peers(one).iter().any(|peer| theirs.contains(peer))
}

/// By a transit gateway that both are attached to. One that knows neither's shared range is built for other addresses of theirs (TGW-45).
fn is_routed(network: &Network, one: &VpcId, other: &VpcId, shared: IpNet) -> bool {
    let mut gateways = network.transit_gateways_of(one);
    gateways.any(|(gateway, near)| {
        let Some(far) = network.attachment_of_vpc(gateway, other) else {
            return false;
        };
        let is_of_both = |target: &TransitGatewayTarget| match target {
            TransitGatewayTarget::Attachment(target) => target == near || target == far,
            TransitGatewayTarget::Blackhole => false,
        };
        let tables = network.topology().transit_gateway_route_tables.iter();
        let mut routes = tables
            .filter(|(_, table)| table.gateway == *gateway)
            .flat_map(|(id, _)| network.transit_routes(id));
        routes.any(|route| {
            let entries = network.entries(&route.destination);
            is_of_both(&route.target) && entries.iter().any(|entry| overlaps(*entry, shared))
        })
    })
}
