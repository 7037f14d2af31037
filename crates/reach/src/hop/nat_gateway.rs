//! A NAT gateway sends what its VPC's interfaces hand to it from its own address, and gives the replies back (NG-01..03).
//! It starts nothing, lets nothing in, and has no security group (SG-17).
//! AWS page: vpc/latest/userguide/nat-gateway-basics.html

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::Ipv6Net;

use super::network_acl;
use crate::id::{Direction, Ref};
use crate::packet::PacketSet;
use crate::reason::{NOT_MODELLED, reasons};
use crate::topology::{NatGatewayId, NatState, Traffic};
use crate::trace::{Fact, Step};
use crate::walk::{Came, Next, Walk, Way, Why};

reasons! {
    TRANSLATES: "nat-out" ["NG-01", "NG-02", "NG-03"] "Sends from its own address",
        "{at} sends the packet from its own address {own} in place of {source}, and remembers the connection.",
        "vpc/latest/userguide/nat-gateway-basics.html";
    CROSSES_ACL: "nat-acl-crossings" ["NG-07", "NA-14", "SG-17"] "Its subnet's network ACL counts",
        "The packet enters and leaves {subnet}, so the network ACL there is asked both times, and twice again for the reply; a NAT gateway has no security group.",
        "vpc/latest/userguide/vpc-nat-gateway.html";
    OTHER_ZONE: "AVAILABILITY_ZONE_CROSSED" ["NG-05", "VPC-19"] "In another Availability Zone",
        "{at} is in {zone}, the sender in {other}: if {zone} fails, this way does, and traffic between zones costs.",
        "vpc/latest/userguide/nat-gateway-basics.html";
    FROM_TRANSIT_GATEWAY: "nat-for-transit-gateway" ["NG-04", "VPN-42", "DEC-31"] "For what comes from a transit gateway, too",
        "The packet came by a transit gateway, through an interface in this VPC, so the NAT gateway serves it.",
        "vpc/latest/userguide/nat-gateway-basics.html";
    GIVES_BACK: "nat-back" ["NG-03", "PW-23"] "Knows the reply",
        "{at} knows the connection and gives the reply back to {client}.",
        "vpc/latest/userguide/nat-gateway-basics.html";
    NOT_AVAILABLE: "BAD_STATE" ["NG-10", "DEC-20"] "NAT gateway not available",
        "{at} is {state}, so it carries nothing.",
        "vpc/latest/userguide/nat-gateway-troubleshooting.html";
    OTHER_PROTOCOL: "PROTOCOL_RESTRICTION" ["NG-03"] "Other protocol",
        "{at} carries TCP, UDP and ICMP only, not {packets}.",
        "vpc/latest/userguide/nat-gateway-basics.html";
    NO_IPV6: "X_FAMILY_MISMATCH" ["DEC-21", "NG-06"] "IPv4 only",
        "{at} translates IPv4 addresses; {destination} is an IPv6 address.",
        "vpc/latest/userguide/nat-gateway-nat64-dns64.html";
    STANDS_FOR_IPV4: "nat64" ["NG-06"] "From IPv6 to IPv4",
        "{destination} stands for the IPv4 address {other}: {at} sends the packet there by IPv4, and the reply back by IPv6.",
        "vpc/latest/userguide/nat-gateway-nat64-dns64.html";
    NO_INBOUND: "X_NAT_NO_INBOUND" ["NG-03"] "Nothing comes in through a NAT gateway",
        "{at} only takes back the replies to connections that it opened. Nobody can start a connection to it, or through it from outside.",
        "vpc/latest/userguide/vpc-nat-gateway.html";
    NOT_FOR_OTHERS: "NGW_REQUIRES_SOURCE_IN_VPC" ["NG-04", "PEER-33", "VPN-42"] "For its own VPC only",
        "{at} serves its own VPC. What comes over a peering connection or a VPN gateway cannot use it.",
        "vpc/latest/userguide/nat-gateway-basics.html";
    UNKNOWN_REPLY: "X_ASYMMETRIC_APPLIANCE" ["DEC-30", "PW-24"] "The reply takes another way",
        "The reply goes to {at}, which never saw the request and does not know the connection. Send replies the way that requests come.",
        "vpc/latest/userguide/nat-gateway-basics.html";
}

/// IPv6 addresses that stand for IPv4 ones (NG-06).
const NAT64: Ipv6Net = Ipv6Net::new_assert(Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96);

/// A route hands the packet to the gateway.
pub(crate) fn enter(walk: &mut Walk<'_>, component: &Ref, _way: Way) -> Next {
    let network = walk.network;
    let id: Option<NatGatewayId> = component.to_id();
    let Some(record) = id.and_then(|id| network.topology().nat_gateways.get(&id)) else {
        return super::not_modelled(walk, component);
    };
    // In the order of PW-08: what it does not carry at all is said before what its subnet refuses.
    if let Some(next) = refuse(walk, component, record.state) {
        return next;
    }
    if walk.subnet.as_ref() != Some(&record.subnet) {
        network_acl::cross(walk, &record.subnet, Direction::In);
    }
    let own = IpAddr::V4(record.ipv4);
    let (destination, stands_for) = to_ipv4(walk).unzip();
    let out = walk.translated(component, own, destination);
    let why = Why::new(&TRANSLATES).fact("own", Fact::Address(own));
    let crosses = (walk.subnet.as_ref() != Some(&record.subnet))
        .then(|| Why::new(&CROSSES_ACL).element("subnet", &record.subnet));
    let zones = walk.zones_crossed(&record.subnet).map(|zones| zones.of(&OTHER_ZONE));
    let from_transit_gateway = (walk.came == Came::ByTransitGateway).then(|| Why::new(&FROM_TRANSIT_GATEWAY));
    let why = why
        .because(stands_for)
        .because(crosses)
        .because(zones)
        .because(from_transit_gateway);
    walk.rewrite(component.clone(), Step::NatGateway, out, why);
    walk.sender = None;
    Next::Leave(record.subnet.clone())
}

/// Whatever a NAT gateway does not carry.
pub(super) fn refuse(walk: &mut Walk<'_>, at: &Ref, state: NatState) -> Option<Next> {
    if let Some(next) = refuse_state(walk, at, state) {
        return Some(next);
    }
    let stands_for = ipv4_of(walk.destination());
    if walk.destination().is_ipv6() && stands_for.is_none() {
        return Some(walk.stop(at.clone(), Step::NatGateway, Why::new(&NO_IPV6)));
    }
    if walk.is_reply() {
        return Some(walk.stop(at.clone(), Step::NatGateway, Why::new(&UNKNOWN_REPLY)));
    }
    let why = Why::new(&OTHER_PROTOCOL);
    if let Some(next) = walk.restrict(at, &Step::NatGateway, &PacketSet::of_nat(), why) {
        return Some(next);
    }
    stands_for?;
    let messages = PacketSet::of_rule(Traffic::Icmpv6 { kind: None, code: None });
    let others = PacketSet::of_nat().minus(&messages);
    let why = Why::new(&NOT_MODELLED).text("target", "ICMP through NAT64");
    walk.restrict(at, &Step::NatGateway, &others, why)
}

/// What the address stands for, and what the gateway sends to in its place (NG-06).
fn ipv4_of(address: IpAddr) -> Option<Ipv4Addr> {
    let address = match address {
        IpAddr::V6(address) if NAT64.contains(&address) => address,
        _ => return None,
    };
    let [.., a, b, c, d] = address.octets();
    Some(Ipv4Addr::new(a, b, c, d))
}

/// The packet to the IPv4 address that is meant, if it stands for one.
pub(super) fn to_ipv4(walk: &Walk<'_>) -> Option<(IpAddr, Why)> {
    let other = IpAddr::V4(ipv4_of(walk.destination())?);
    Some((other, Why::new(&STANDS_FOR_IPV4).fact("other", Fact::Address(other))))
}

pub(super) fn refuse_state(walk: &mut Walk<'_>, at: &Ref, state: NatState) -> Option<Next> {
    let state = match state {
        NatState::Available => return None,
        NatState::Pending => "pending",
        NatState::Failed => "failed",
        NatState::Deleting => "being deleted",
        NatState::Deleted => "deleted",
    };
    let why = Why::new(&NOT_AVAILABLE).text("state", state);
    Some(walk.stop(at.clone(), Step::NatGateway, why))
}

/// The packet has the gateway's own address: a reply that it knows, or somebody who tries to come in.
pub(crate) fn receive(walk: &mut Walk<'_>, id: &NatGatewayId) -> Next {
    let network = walk.network;
    let Some(record) = network.topology().nat_gateways.get(id) else {
        return super::not_modelled(walk, &Ref::from(id));
    };
    if let Some(next) = refuse_state(walk, &Ref::from(id), record.state) {
        return next;
    }
    let Some(back) = walk.given_back(&Ref::from(id)) else {
        let reason = match walk.came {
            Came::ByPeering | Came::ByVpnGateway => &NOT_FOR_OTHERS,
            Came::FromSubnet | Came::ByInternetGateway | Came::ByGatewayEndpoint | Came::ByTransitGateway => {
                &NO_INBOUND
            }
        };
        return walk.stop(id, Step::NatGateway, Why::new(reason));
    };
    let why = Why::new(&GIVES_BACK).fact("client", Fact::Address(back.destination));
    walk.rewrite(id, Step::NatGateway, back, why);
    Next::Leave(record.subnet.clone())
}
