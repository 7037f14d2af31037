//! A NAT instance is a machine that sends on what others hand to it with its own address, and gives the replies back. Its
//! source/destination check is off, its security groups are asked, and to reach the internet it needs a public address (NG-11).
//! AWS page: vpc/latest/userguide/VPC_NAT_Instance.html

use std::net::IpAddr;

use super::{nat_gateway, security_group};
use crate::id::{Direction, Ref};
use crate::packet::PacketSet;
use crate::reason::{NOT_MODELLED, reasons};
use crate::topology::{InterfaceId, NetworkInterface};
use crate::trace::{Fact, Step};
use crate::walk::{Next, Walk, Why};

reasons! {
    MASQUERADES: "nat-instance-out" ["NG-11", "SD-01"] "Sends from its own address",
        "{at} sends the packet on from its own address {own} in place of {source}, and remembers the connection; its source/destination check is off.",
        "vpc/latest/userguide/VPC_NAT_Instance.html";
    GIVES_BACK: "nat-instance-back" ["NG-11"] "Knows the reply",
        "{at} knows the connection and gives the reply back to {client}.",
        "vpc/latest/userguide/VPC_NAT_Instance.html";
}

/// A route handed the packet to the machine, whose groups let it in.
pub(super) fn send_on(walk: &mut Walk<'_>, id: &InterfaceId, record: &NetworkInterface) -> Next {
    let at = Ref::from(id);
    if walk.is_reply() {
        return walk.stop(at, Step::Interface, Why::new(&nat_gateway::UNKNOWN_REPLY));
    }
    // What its operating system does with other packets is nowhere said.
    let unknown = |what| Why::new(&NOT_MODELLED).text("target", what);
    let (Some(own), true) = (record.ipv4.map(IpAddr::V4), walk.destination().is_ipv4()) else {
        return walk.stop(at, Step::Interface, unknown("IPv6 through a NAT instance"));
    };
    let other = unknown("Another protocol through a NAT instance");
    if let Some(next) = walk.restrict(&at, &Step::Interface, &PacketSet::of_nat(), other) {
        return next;
    }
    let why = Why::new(&MASQUERADES).fact("own", Fact::Address(own));
    let out = walk.translated(&at, own, None);
    walk.rewrite(at.clone(), Step::Interface, out, why);
    // From here the packet is the machine's own, and rules that name its groups know it.
    walk.sender = Some(at);
    leave(walk, id, record)
}

/// The reply has the machine's address, and the machine knows whose it is.
pub(super) fn give_back(walk: &mut Walk<'_>, id: &InterfaceId, record: &NetworkInterface) -> Next {
    let at = Ref::from(id);
    let Some(back) = walk.given_back(&at) else {
        return super::not_modelled(walk, &at);
    };
    let why = Why::new(&GIVES_BACK).fact("client", Fact::Address(back.destination));
    walk.rewrite(at, Step::Interface, back, why);
    walk.sender = None;
    leave(walk, id, record)
}

fn leave(walk: &mut Walk<'_>, id: &InterfaceId, record: &NetworkInterface) -> Next {
    let at = Ref::from(id);
    walk.connection.middleboxes.push(at.clone());
    security_group::check(walk, at, &record.security_groups, Direction::Out);
    Next::Leave(record.subnet.clone())
}
