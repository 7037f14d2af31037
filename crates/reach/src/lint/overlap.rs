//! VPCs with the same addresses that meet (TGW-40, PEER-30, RT-11): on one transit gateway, or as peers of one VPC. PrivateLink does not mind.
//! AWS page: vpc/latest/peering/vpc-peering-basics.html

use super::{Found, Lint};
use crate::address::overlaps;
use crate::issue::Level;
use crate::network::{Network, cidrs_of, on_one_transit_gateway};
use crate::reason::reasons;
use crate::resolve::element;
use crate::topology::{PeeringState, VpcId};
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
        .filter(|((one, _), (other, _))| meet(network, one, other))
        .filter_map(|((one, record), (other, theirs))| {
            let shared = cidrs_of(record).find(|own| cidrs_of(theirs).any(|cidr| overlaps(*own, cidr)))?;
            Some(Found::at(
                *one,
                vec![("other", element(*other)), ("cidr", Fact::Cidr(shared))],
            ))
        })
        .collect()
}

fn meet(network: &Network, one: &VpcId, other: &VpcId) -> bool {
    let peers = |vpc: &VpcId| -> Vec<VpcId> {
        let peerings = network.topology().peering_connections.iter();
        let active = peerings.filter(|(_, peering)| peering.state == PeeringState::Active);
        active.filter_map(|(_, peering)| peering.other(vpc).cloned()).collect()
    };
    let theirs = peers(other);
    on_one_transit_gateway(network.topology(), one, other) || peers(one).iter().any(|peer| theirs.contains(peer))
}
