//! NAT gateways: out with another source, back to who asked, nothing else in (NG-01 to NG-10).

use std::net::IpAddr;

use reach::id::Ref;
use reach::topology::*;

use super::appliance::translated;
use super::network_acl;
use super::outcome::Outcome;
use super::packet::{ICMP, ICMPV6, TCP, UDP};
use super::walk::{Entered, Flight, Walk};

/// The ports that it sends from (NG-03).
pub const PORTS: (u16, u16) = (1024, 65535);

/// Those of its ports between which network ACLs can tell.
pub fn ports(drawn: &Topology) -> Vec<u16> {
    let mut ports = vec![PORTS.0];
    for (_, acl) in drawn.network_acls.iter() {
        for entry in acl.inbound.iter().chain(&acl.outbound) {
            if let Traffic::Tcp(range) | Traffic::Udp(range) = entry.traffic {
                ports.extend([range.from, range.to.saturating_add(1)]);
            }
        }
    }
    ports.retain(|port| (PORTS.0..=PORTS.1).contains(port));
    ports.sort_unstable();
    ports.dedup();
    ports
}

/// A route led to it.
pub fn forward(walk: &mut Walk<'_>, id: &NatGatewayId, from: &SubnetId, mut flight: Flight) -> Outcome {
    let Some(nat) = walk.world.drawn.nat_gateways.get(id).cloned() else {
        return Outcome::Unknown;
    };
    walk.world.picks.meet(match nat.connectivity {
        NatConnectivity::Public(_) => "NAT gateway",
        NatConnectivity::Private => "private NAT gateway",
    });
    if nat.state != NatState::Available {
        return Outcome::dropped("BAD_STATE", id.as_str());
    }
    let meant = stands_for(flight.packet.destination);
    if !flight.packet.is_ipv4() && meant.is_none() {
        return Outcome::dropped("X_FAMILY_MISMATCH", id.as_str());
    }
    // DEC-30: it knows no connection that it did not open. Which remark that is, the rules leave open.
    if walk.is_return() {
        return Outcome::dropped("X_ASYMMETRIC_APPLIANCE", id.as_str());
    }
    // NG-04
    if !matches!(flight.entered, Entered::Sent | Entered::Transit) {
        return Outcome::dropped("NGW_REQUIRES_SOURCE_IN_VPC", id.as_str());
    }
    if meant.is_some() {
        walk.world.picks.meet("NAT64");
        // How one kind of ICMP becomes the other is not modelled.
        if flight.packet.protocol == ICMPV6 {
            return Outcome::Unknown;
        }
    }
    if !matches!(flight.packet.protocol, TCP | UDP | ICMP) {
        return Outcome::dropped("PROTOCOL_RESTRICTION", id.as_str());
    }
    if nat.subnet != *from
        && let Some(refused) = network_acl::ingress(walk.world, &nat.subnet, &flight.packet)
    {
        return refused;
    }
    walk.translate(Ref::from(id), (IpAddr::V4(nat.ipv4), meant), &mut flight);
    flight.lose("SG_REFERENCES_NOT_PRESERVED");
    flight.entered = Entered::Sent;
    flight.appliance = None;
    walk.leave_subnet(&nat.subnet, flight)
}

/// NG-06: the last four bytes of an address in 64:ff9b::/96 are the IPv4 address that is meant.
pub fn stands_for(destination: IpAddr) -> Option<IpAddr> {
    let IpAddr::V6(destination) = destination else {
        return None;
    };
    let [0x64, 0xff9b, 0, 0, 0, 0, _, _] = destination.segments() else {
        return None;
    };
    let [.., a, b, c, d] = destination.octets();
    Some(std::net::Ipv4Addr::new(a, b, c, d).into())
}

/// Somebody sends to its private address.
pub fn addressed(walk: &mut Walk<'_>, id: &NatGatewayId, from: Option<&SubnetId>, mut flight: Flight) -> Outcome {
    let Some(nat) = walk.world.drawn.nat_gateways.get(id).cloned() else {
        return Outcome::Unknown;
    };
    // ENG-07: another NAT gateway than the one that sent the request on.
    let is_asked = |request: &super::walk::Memory| request.translations.iter().any(|it| it.by == Ref::from(id));
    if walk.request.is_some_and(|request| !is_asked(request)) {
        return Outcome::dropped_somewhere("X_REPLY_TO_WRONG_VPC");
    }
    if from != Some(&nat.subnet)
        && let Some(refused) = network_acl::ingress(walk.world, &nat.subnet, &flight.packet)
    {
        return refused;
    }
    if nat.state != NatState::Available {
        return Outcome::dropped("BAD_STATE", id.as_str());
    }
    let original = translated(walk, &Ref::from(id), &flight);
    let Some(original) = original else {
        return match flight.entered {
            // PEER-33, DEC-18
            Entered::Peering | Entered::VpnGateway => Outcome::dropped("NGW_REQUIRES_SOURCE_IN_VPC", id.as_str()),
            _ => Outcome::dropped("X_NAT_NO_INBOUND", id.as_str()),
        };
    };
    // PW-23
    flight.packet = original;
    flight.entered = Entered::Sent;
    walk.leave_subnet(&nat.subnet, flight)
}
