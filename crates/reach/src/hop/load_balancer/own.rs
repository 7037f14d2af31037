//! What a load balancer sends by itself: answers, health checks, and an Application Load Balancer's connections to its targets.
//! It sends to its targets only, on their ports (PW-13); a Gateway Load Balancer in GENEVE (PL-15).
//! AWS page: vpc/latest/reachability/explanation-codes.html

use std::net::IpAddr;

use super::{Node, check_groups, listener};
use crate::hop::lacks;
use crate::id::{Direction, Ref};
use crate::packet::PacketSet;
use crate::reason::reasons;
use crate::topology::{ListenerProtocol, LoadBalancerId, LoadBalancerKind, SubnetId};
use crate::trace::{Action, Step};
use crate::walk::{Next, Walk, Why};

reasons! {
    SENDS: "balancer-sends" ["PW-13"] "Sends",
        "{at} sends {packets} from {source} to its target {destination}.",
        "elasticloadbalancing/latest/application/introduction.html";
    ANSWERS: "balancer-answers" ["PW-13", "ENG-02"] "Answers",
        "{at} answers {destination}: {packets}.",
        "elasticloadbalancing/latest/application/introduction.html";
    NOT_A_TARGET: "TARGET_ADDRESS_RESTRICTION" ["PW-13"] "Not a target",
        "{at} sends to its targets only, and {destination} is the address of none.",
        "vpc/latest/reachability/explanation-codes.html";
    OTHER_PORT: "TARGET_PORT_RESTRICTION" ["PW-13"] "Not the target's port",
        "{at} sends to the port of its target only, not {packets}.",
        "vpc/latest/reachability/explanation-codes.html";
    NOT_UDP: "GWLB_PROTOCOL_RESTRICTION" ["PL-15"] "Only GENEVE",
        "{at} sends everything to its targets wrapped in GENEVE, which is UDP, not {packets}.",
        "vpc/latest/reachability/explanation-codes.html";
    NOT_GENEVE_PORT: "GWLB_DESTINATION_PORT_RESTRICTION" ["PL-15"] "Only port 6081",
        "{at} sends to port 6081 of its targets, the port of GENEVE, not {packets}.",
        "vpc/latest/reachability/explanation-codes.html";
}

/// The port of GENEVE.
pub(crate) const GENEVE: u16 = 6081;

/// The first steps of a leg that starts at the load balancer.
pub(crate) fn send(walk: &mut Walk<'_>, id: &LoadBalancerId, subnet: &SubnetId) -> Next {
    let Some(node) = Node::of(walk.network, id, subnet) else {
        return super::super::not_modelled(walk, &Ref::from(id));
    };
    let at = Ref::from(id);
    if !walk.is_reply()
        && let Some(next) = refuse(walk, node)
    {
        return next;
    }
    let reason = if walk.is_reply() { &ANSWERS } else { &SENDS };
    walk.pass(at.clone(), Step::LoadBalancer, Action::Forward, Why::new(reason));
    walk.sender = Some(at);
    check_groups(walk, node, Direction::Out);
    Next::Leave(subnet.clone())
}

fn refuse(walk: &mut Walk<'_>, node: Node<'_>) -> Option<Next> {
    let at = Ref::from(node.id);
    let is_gateway = node.record.kind == LoadBalancerKind::Gateway;
    let mut sets = Vec::new();
    for own in &node.record.listeners {
        let targets = listener::usable(walk.network, node.record, own);
        let meant = targets
            .iter()
            .filter(|usable| walk.destination() == IpAddr::V4(usable.address));
        let port = |port: Option<u16>| if is_gateway { GENEVE } else { port.unwrap_or(own.port) };
        let protocol = if is_gateway {
            ListenerProtocol::Geneve
        } else {
            own.protocol
        };
        sets.extend(meant.map(|usable| listener::taken(protocol, port(usable.target.port))));
    }
    if sets.is_empty() {
        return Some(lacks(walk, at.clone(), Step::LoadBalancer, at, Why::new(&NOT_A_TARGET)));
    }
    let taken = sets.iter().fold(PacketSet::empty(), |all, set| all.or(set));
    let reason = match (is_gateway, walk.packet.packets.udp.is_empty()) {
        (true, true) => &NOT_UDP,
        (true, false) => &NOT_GENEVE_PORT,
        (false, _) => &OTHER_PORT,
    };
    walk.restrict(&at, &Step::LoadBalancer, &taken, Why::new(reason))
}
