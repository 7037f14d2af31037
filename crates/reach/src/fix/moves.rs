//! Where moves come from: every kind of edit that could answer a blocker.

use super::scene::Scene;
use super::{Move, access, acl, dns, endpoint, group, interface, internet, peering, route, transit, vpn};

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
];

pub(super) fn moves(scene: &Scene<'_>) -> Vec<Move> {
    SOURCES.iter().flat_map(|source| source(scene)).collect()
}
