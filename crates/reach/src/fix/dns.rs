//! Names (DN-02, PEER-53): the settings of the VPC and of the peering that let a name be answered.
//! AWS page: vpc/latest/userguide/vpc-dns.html

use super::Move;
use super::scene::{Scene, change};
use crate::id::Ref;
use crate::reason::reasons;
use crate::topology::Element;

reasons! {
    SUPPORT: "fix-dns-support" ["DN-02"] "Turn DNS on",
        "Turn on DNS support in {at}.",
        "vpc/latest/userguide/vpc-dns-updating.html";
    HOST_NAMES: "fix-dns-hostnames" ["DN-02", "DN-03"] "Turn DNS host names on",
        "Turn on DNS host names in {at}.",
        "vpc/latest/userguide/vpc-dns-updating.html";
    PEERING: "fix-peering-dns" ["PEER-50", "PEER-53"] "Turn DNS resolution on",
        "Turn on DNS resolution on both sides of {at}.",
        "vpc/latest/peering/vpc-peering-dns.html";
}

pub(super) fn moves(scene: &Scene<'_>) -> Vec<Move> {
    if scene.code() != "X_DNS_DISABLED" {
        return Vec::new();
    }
    let mut is_off = false;
    let support = change(scene, scene.at(), &SUPPORT, Vec::new(), |element| match element {
        Element::Vpc(_, vpc) => {
            is_off = !vpc.dns_support;
            vpc.dns_support = true;
            Some(())
        }
        _ => None,
    });
    let names = change(scene, scene.at(), &HOST_NAMES, Vec::new(), |element| match element {
        Element::Vpc(_, vpc) if !is_off => {
            vpc.dns_hostnames = true;
            Some(())
        }
        _ => None,
    });
    let peerings = scene.state.topology.peering_connections.ids().map(Ref::from);
    let over_peerings = peerings.filter_map(|at| {
        change(scene, &at, &PEERING, Vec::new(), |element| match element {
            Element::PeeringConnection(_, peering) => {
                peering.requester_dns = true;
                peering.accepter_dns = true;
                Some(())
            }
            _ => None,
        })
    });
    support.into_iter().chain(names).chain(over_peerings).collect()
}
