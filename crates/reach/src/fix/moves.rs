//! Where moves come from: every kind of edit that could answer a blocker.

use super::scene::Scene;
use super::{
    Move, access, acl, announce, balancer, dns, endpoint, group, interface, internet, peering, prefix_list,
    private_link, route, transit, vpn,
};

type Source = fn(&Scene<'_>) -> Vec<Move>;

static SOURCES: &[Source] = &[
    group::moves,
    acl::moves,
    route::moves,
    peering::moves,
    internet::moves,
    endpoint::moves,
    interface::moves,
    vpn::moves,
    transit::moves,
    dns::moves,
    access::moves,
    announce::moves,
    balancer::moves,
    private_link::moves,
    prefix_list::moves,
];

pub(super) fn moves(scene: &Scene<'_>) -> Vec<Move> {
    SOURCES.iter().flat_map(|source| source(scene)).collect()
}
