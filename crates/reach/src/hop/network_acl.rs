//! The network ACL step: a packet enters or leaves a subnet (NA-02), reply or not (NA-03).
//! AWS page: vpc/latest/userguide/vpc-network-acls.html

use std::net::IpAddr;

use crate::address::Family;
use crate::id::{Direction, Ref, Row, RowRef};
use crate::network::Network;
use crate::network_acl as entries;
use crate::packet::{IntervalSet, PacketSet};
use crate::reason::Reason;
use crate::topology::{NetworkAcl, NetworkAclId, SubnetId, Traffic};
use crate::trace::{Fact, Step};
use crate::walk::{Came, Walk, Why};

/// The ports that clients choose from (NA-09).
const CLIENT_PORTS: [(&str, (u16, u16)); 3] = [
    ("Amazon Linux (32768–61000)", (32768, 61000)),
    ("Windows (49152–65535)", (49152, 65535)),
    ("NAT gateways, load balancers and Lambda (1024–65535)", (1024, 65535)),
];

/// Asks the network ACL of the subnet. A subnet without one lets nothing through: resolving leaves none.
pub(crate) fn cross(walk: &mut Walk<'_>, subnet: &SubnetId, direction: Direction) {
    let network = walk.network;
    let acl = network
        .network_acl_of(subnet)
        .and_then(|id| Some((network.topology().network_acls.get(&id)?, id)));
    let Some((acl, id)) = acl else {
        super::not_modelled(walk, &Ref::from(subnet));
        return;
    };
    let step = Step::NetworkAcl {
        direction,
        subnet: subnet.clone(),
    };
    if network.is_unread(&Ref::from(&id)) {
        let why = Why::new(&super::UNREAD)
            .text("what", "network ACL")
            .direction(direction);
        walk.block(Ref::from(subnet), step, why);
        return;
    }
    let peer = match direction {
        Direction::In => walk.packet.source,
        Direction::Out => walk.packet.destination,
    };
    let judgement = entries::judge(&id, acl, direction, peer, &walk.packet.packets);
    let words = |why| words(why, subnet, direction);
    let refusal = refusal(walk.is_reply(), judgement.refused_by.as_ref());
    let admits = match direction {
        Direction::Out => &entries::ADMITS_OUT,
        Direction::In => &entries::ADMITS_IN,
    };
    let systems =
        systems(walk, &judgement.admitted).map(|systems| Why::new(&entries::PORTS_OF_SYSTEMS).text("client", &systems));
    let admits = words(Why::new(admits))
        .because(systems)
        .fact("packets", Fact::Packets(judgement.admitted.clone()))
        .by(judgement.admitted_by)
        .passed_over(judgement.passed_over.clone());
    let rows = match direction {
        Direction::In => &acl.inbound,
        Direction::Out => &acl.outbound,
    };
    let no_entries = rows.is_empty().then(|| words(Why::new(&entries::NO_ENTRIES)));
    let refuses = words(Why::new(refusal))
        .because(no_entries)
        .because(of_service(network, subnet, peer))
        .by(judgement.refused_by)
        .passed_over(judgement.passed_over);
    if !judgement.admitted.is_empty() && direction == Direction::In && stops_large_packets(walk, &id, acl, peer) {
        walk.warn(&id, Why::new(&entries::LARGE_PACKETS).element("subnet", subnet));
    }
    walk.filter(Ref::from(&id), step, judgement.admitted, admits, refuses);
}

fn words(why: Why, subnet: &SubnetId, direction: Direction) -> Why {
    let [direction_word, way] = match direction {
        Direction::In => ["into", "inbound"],
        Direction::Out => ["out of", "outbound"],
    };
    why.element("subnet", subnet)
        .text("direction", direction_word)
        .text("way", way)
        .direction(direction)
}

/// Whose client ports some replies are not admitted to, where others are (NA-09).
fn systems(walk: &Walk<'_>, admitted: &PacketSet) -> Option<String> {
    let lost = walk.packet.packets.minus(admitted);
    let ports = lost.tcp.firsts().or(&lost.udp.firsts());
    if !walk.is_reply() || (admitted.tcp.is_empty() && admitted.udp.is_empty()) {
        return None;
    }
    let hit = CLIENT_PORTS.iter().filter(|(_, (first, last))| {
        let range = IntervalSet::range(*first, *last);
        !range.and(&ports).is_empty()
    });
    let names: Vec<&str> = hit.map(|(name, _)| *name).collect();
    (!names.is_empty()).then(|| names.join(" and to "))
}

/// NA-11: what comes from beyond the VPC may take a way for smaller packets only.
fn stops_large_packets(walk: &Walk<'_>, id: &NetworkAclId, acl: &NetworkAcl, peer: IpAddr) -> bool {
    let is_from_beyond = matches!(walk.came, Came::ByInternetGateway | Came::ByVpnGateway);
    let too_large = Traffic::Icmp {
        kind: Some(3),
        code: Some(4),
    };
    let asked = PacketSet::of_rule(too_large);
    is_from_beyond && peer.is_ipv4() && entries::judge(id, acl, Direction::In, peer, &asked).admitted.is_empty()
}

/// The packet comes from, or goes to, a service that the VPC has a gateway endpoint for.
fn of_service(network: &Network, subnet: &SubnetId, peer: IpAddr) -> Option<Why> {
    let vpc = network.vpc_of(subnet)?;
    let region = network.region_of(vpc)?;
    let mut endpoints = network.topology().gateway_endpoints.iter();
    let (id, endpoint) = endpoints.find(|(_, endpoint)| {
        let prefixes = || network.service_prefixes(&endpoint.service, region, Family::of(peer));
        endpoint.vpc == *vpc && prefixes().iter().any(|prefix| prefix.contains(&peer))
    })?;
    let why = Why::new(&entries::SERVICE_ADDRESS).element("endpoint", id);
    Some(why.element("service", Ref::service(&endpoint.service, region)))
}

fn refusal(is_reply: bool, row: Option<&RowRef>) -> &'static Reason {
    let is_final = row.is_some_and(|row| matches!(row.row, Row::Entry(_, None)));
    match (is_reply, is_final) {
        (true, true) => &entries::REFUSES_REPLY_BY_DEFAULT,
        (true, false) => &entries::REFUSES_REPLY,
        (false, true) => &entries::REFUSES_BY_DEFAULT,
        (false, false) => &entries::REFUSES,
    }
}
