//! Everything with a public address. From there only a public address of something behind an attached internet gateway can
//! be reached (IG-05). AWS page: vpc/latest/userguide/VPC_Internet_Gateway.html

use std::net::IpAddr;

use super::{egress_only_internet_gateway, internet_gateway, local};
use crate::address::{RFC1918, RFC6598};
use crate::id::Ref;
use crate::network::Network;
use crate::reason::reasons;
use crate::topology::VpcId;
use crate::trace::{Action, Step};
use crate::walk::{Next, Party, Walk, Way, Why};

reasons! {
    SENDS: "internet-sends" ["PW-08"] "From the internet",
        "{source} on the internet sends {packets} to {destination}.",
        "vpc/latest/userguide/VPC_Internet_Gateway.html";
    ANSWERS: "internet-answers" ["PW-08", "ENG-02"] "Answers",
        "{source} on the internet answers {destination}: {packets}.",
        "vpc/latest/userguide/VPC_Internet_Gateway.html";
    RECEIVES: "internet-receives" ["PW-08"] "On the internet",
        "The packet is on its way to {destination} on the internet.",
        "vpc/latest/userguide/VPC_Internet_Gateway.html";
    CARRIES: "internet-carries" ["PW-08"] "Over the internet",
        "The internet carries the packet to {destination}, the public address of something in another VPC.",
        "vpc/latest/userguide/VPC_Internet_Gateway.html";
}

/// A host on the internet sends.
pub(crate) fn send(walk: &mut Walk<'_>) -> Next {
    let Some(gateway) = gateway_for(walk)
        .map(|(_, gateway)| gateway)
        .or_else(|| gateway_of_owner(walk))
    else {
        let why = Why::new(&internet_gateway::NOBODY_PUBLIC);
        return super::nobody(walk, Ref::internet(), Step::Internet, why);
    };
    // By which gateway a packet comes depends on this table, too.
    let table = egress_only_internet_gateway::table_behind(walk.network, walk.destination());
    walk.journal.asked.extend(table.map(Ref::from));
    let reason = if walk.is_reply() { &ANSWERS } else { &SENDS };
    walk.pass(Ref::internet(), Step::Internet, Action::Forward, Why::new(reason));
    Next::Enter(gateway, Way::In)
}

/// The end of a leg that left through an internet gateway.
pub(crate) fn deliver(walk: &mut Walk<'_>) -> Next {
    if let Some(Party::Service { name, region, .. }) = &walk.expected {
        let (name, region) = (name.clone(), region.clone());
        return super::service::deliver(walk, name, region, None);
    }
    if let Some(next) = local::refuse(walk, &Party::Internet, &Step::Internet) {
        return next;
    }
    if let Some(why) = super::lost_holder(walk) {
        return walk.stop(Ref::internet(), Step::Internet, why);
    }
    // The address belongs to a VPC that is drawn, and no internet gateway there takes it in: nobody answers.
    if walk.expected.is_none() && has_owner(walk) {
        return walk.stop(
            Ref::internet(),
            Step::Internet,
            Why::new(&internet_gateway::NOBODY_PUBLIC),
        );
    }
    walk.deliver(Ref::internet(), Step::Internet, Party::Internet, Why::new(&RECEIVES))
}

/// Out of one VPC and into another that is drawn, too.
pub(crate) fn pass_on(walk: &mut Walk<'_>, gateway: Ref) -> Next {
    walk.pass(Ref::internet(), Step::Internet, Action::Forward, Why::new(&CARRIES));
    Next::Enter(gateway, Way::In)
}

/// The VPC that has the destination as a public address, and its attached internet gateway.
pub(crate) fn gateway_for(walk: &Walk<'_>) -> Option<(VpcId, Ref)> {
    let network = walk.network;
    let destination = walk.destination();
    let vpc = if destination.is_ipv6() {
        network.holder_of_ipv6(destination)?.0
    } else {
        network.holder_of_public(destination)?.0
    };
    let knows = egress_only_internet_gateway::that_knows(walk, &vpc);
    let by_table = || egress_only_internet_gateway::before(network, &vpc, destination, walk.packet.source);
    let gateway = knows
        .or_else(by_table)
        .or_else(|| network.internet_gateway_of(&vpc).map(Ref::from))?;
    Some((vpc, gateway))
}

/// A public IPv4 address of something drawn, or an IPv6 address of a VPC's own block.
pub(super) fn has_owner(walk: &Walk<'_>) -> bool {
    let (network, destination) = (walk.network, walk.destination());
    let mut vpcs = network.topology().vpcs.ids();
    network.holder_of_public(destination).is_some()
        || destination.is_ipv6() && vpcs.any(|vpc| network.is_in_vpc(vpc, destination))
}

/// For a private destination: the gateway of the VPC that it would have to pass, which says why it does not.
fn gateway_of_owner(walk: &Walk<'_>) -> Option<Ref> {
    let network = walk.network;
    let meant = walk.expected.as_ref().and_then(|party| party.vpc(network));
    let vpc = meant.or_else(|| owner_of_private(network, walk.destination()))?;
    network.internet_gateway_of(vpc).map(Ref::from)
}

fn owner_of_private(network: &Network, address: IpAddr) -> Option<&VpcId> {
    let vpcs = network.topology().vpcs.ids();
    vpcs.into_iter().find(|vpc| network.holder(vpc, address).is_some())
}

/// An address that the internet carries (VPC-31).
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let is_private = RFC1918.iter().any(|range| range.contains(&v4)) || RFC6598.contains(&v4);
            let [first, second, ..] = v4.octets();
            let is_special = matches!((first, second), (0 | 127 | 224.., _) | (169, 254) | (198, 19));
            !is_private && !is_special
        }
        // Global unicast.
        IpAddr::V6(v6) => v6.octets().first().is_some_and(|first| first & 0xe0 == 0x20),
    }
}
