//! A virtual private gateway carries packets of its VPC's interfaces to prefixes that it knows (VPN-20), and what comes
//! from its connections to interfaces of its VPC (VPN-40..45). Neither passes on to anything else.
//! AWS page: vpn/latest/s2svpn/vpn-route-priority.html

pub(crate) mod cloud_hub;

use std::net::IpAddr;

use ipnet::IpNet;

use super::{direct_connect_gateway, gateway_endpoint, gateway_route_table, internet, nat_gateway, vpc_service};
use crate::id::{Kind, Ref, Row, RowRef};
use crate::network::{LearnedPrefix, Network};
use crate::reason::{Reason, reasons};
use crate::topology::{NatConnectivity, SiteId, Topology, VpcId, VpnGatewayId};
use crate::trace::{Action, Fact, Step};
use crate::walk::{Came, Next, Walk, Way, Why};

reasons! {
    OUT: "to-vpn" ["VPN-20", "VPN-22"] "To the VPN",
        "{at} knows {prefix} from {to} and sends the packet there.",
        "vpn/latest/s2svpn/vpn-route-priority.html";
    STANDS_IN: "stands-in" ["VPN-27"] "Stands in for another connection",
        "{other} brings the same network, but is down.",
        "vpn/latest/s2svpn/vpn-redundant-connection.html";
    OUT_BY_LINE: "to-direct-connect" ["DX-15", "VPN-22", "VPN-20"] "To the site, over Direct Connect",
        "{at} knows {prefix} from {to} and sends the packet there: Direct Connect goes before VPN connections that bring the same network.",
        "vpn/latest/s2svpn/vpn-route-priority.html";
    OUT_BY_PREFERRED_LINE: "to-direct-connect" ["DX-14", "VPN-22", "VPN-20"] "To the site, over Direct Connect",
        "{at} knows {prefix} from {to}, the best of several virtual interfaces, and sends the packet there.",
        "directconnect/latest/UserGuide/routing-and-bgp.html";
    OUT_BY_ONLY_LINE: "to-direct-connect" ["VPN-20", "DX-02"] "To the site, over Direct Connect",
        "{at} knows {prefix} from {to} and sends the packet there.",
        "directconnect/latest/UserGuide/WorkingWithVirtualInterfaces.html";
    PREFERRED_LINE: "preferred-line" ["DX-14"] "The preferred interface",
        "{other} brings the same network: the higher preference decides, then the shorter path of ASNs.",
        "directconnect/latest/UserGuide/routing-and-bgp.html";
    ONE_OF_ALIKE: "one-of-alike" ["VPN-22", "VPN-29"] "One of two that are alike",
        "{other} brings {prefix} from another site, and nothing tells the two apart: {to} is taken here.",
        "vpn/latest/s2svpn/vpn-route-priority.html", assumed;
    IPV6_BY_LINE: "ipv6-over-direct-connect" ["DX-16"] "IPv6, too",
        "Over Direct Connect a virtual private gateway carries IPv6; over VPN it does not.",
        "directconnect/latest/UserGuide/WorkingWithVirtualInterfaces.html";
    STANDS_IN_FOR_LINE: "stands-in-for-line" ["VPN-28", "DX-19"] "Stands in for Direct Connect",
        "{other} brings the same network and would go first, but its BGP session is down.",
        "vpn/latest/s2svpn/vpn-route-priority.html";
    INWARD: "into-vpc" ["VPN-40"] "Into the VPC",
        "{at} takes the packet into {to}, where {destination} is.",
        "vpn/latest/s2svpn/how_it_works.html";
    UNKNOWN_PREFIX: "X_VGW_UNKNOWN_PREFIX" ["VPN-20"] "Nobody announces this network",
        "{at} knows no VPN connection that leads to {destination}; no customer gateway announces it and no static route names it.",
        "vpn/latest/s2svpn/vpn-route-priority.html";
    FOREIGN_SOURCE: "VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS" ["ENG-05"] "Only from its own VPC",
        "{at} carries only what interfaces of its VPC send, and {source} is not one of them.",
        "vpc/latest/reachability/explanation-codes.html";
    NOT_AN_INTERFACE: "VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS" ["VPN-41", "VPN-43", "VPN-44", "ENG-05", "ENG-06"] "Only to its own VPC",
        "{at} leads to interfaces of {to} and no further, and none of them has the address {destination}.",
        "vpc/latest/reachability/explanation-codes.html";
    NO_TRANSIT_BEHIND: "no-transit-gateway-behind" ["VPN-45"] "Not on to the transit gateway",
        "{gateway} is attached to {to}, too, and knows the way, but what comes in by {at} meets no route table there.",
        "vpn/latest/s2svpn/how_it_works.html";
    SPOOFED_SOURCE: "GATEWAY_REJECTS_SPOOFED_TRAFFIC" ["SD-03", "VPN-29"] "Forged source",
        "{source} is an address of the VPC itself and cannot come from outside, so {at} drops the packet.",
        "vpc/latest/reachability/explanation-codes.html";
    DETACHED: "BAD_STATE_ATTACHMENT" ["VPN-02"] "Not attached",
        "{at} is not attached to a VPC.",
        "vpn/latest/s2svpn/how_it_works.html";
    IPV4_ONLY: "X_FAMILY_MISMATCH" ["VPN-07", "DEC-21"] "IPv4 only",
        "{at} carries IPv4 only.",
        "vpn/latest/s2svpn/ipv4-ipv6.html";
}

pub(crate) fn enter(walk: &mut Walk<'_>, component: &Ref, way: Way) -> Next {
    let network = walk.network;
    let found = component.to_id().and_then(|id: VpnGatewayId| {
        let record = network.topology().vpn_gateways.get(&id)?;
        Some((id, record))
    });
    let Some((id, record)) = found else {
        return super::not_modelled(walk, component);
    };
    if walk.destination().is_ipv6() && !carries_ipv6(walk, &id, &way) {
        return walk.stop(component.clone(), step_in(walk, component), Why::new(&IPV4_ONLY));
    }
    match (way, &record.vpc) {
        (Way::In, vpc) if cloud_hub::is_for_another_site(walk, &id, vpc.as_ref()) => cloud_hub::pass_on(walk, &id),
        (_, None) | (Way::Onward, _) => {
            let step = step_in(walk, component);
            super::lacks(walk, component.clone(), step, component.clone(), Why::new(&DETACHED))
        }
        (Way::Out(_), Some(vpc)) => out(walk, &id, vpc),
        (Way::In, Some(vpc)) => inward(walk, &id, vpc),
    }
}

/// Direct Connect carries IPv6 (DX-16), a VPN connection does not.
fn carries_ipv6(walk: &Walk<'_>, id: &VpnGatewayId, way: &Way) -> bool {
    match way {
        Way::In => walk
            .handed_over_by()
            .is_some_and(|before| before.kind != Kind::VpnConnection),
        Way::Out(_) | Way::Onward => known(walk.network, id, walk.destination()).is_some(),
    }
}

/// DX-07, DX-08: another VPC of the same Direct Connect gateway is not reached by it, unless packets turn round there.
fn to_other_vpc(walk: &mut Walk<'_>, id: &VpnGatewayId, learned: Option<&LearnedPrefix>) -> Option<Next> {
    let network = walk.network;
    let (line, other) = direct_connect_gateway::other_vpc(network, &Ref::from(id), walk.destination())?;
    let Some(learned) = learned.filter(|learned| learned.connection.kind == Kind::VirtualInterface) else {
        let why = Why::new(&direct_connect_gateway::NO_TRANSIT);
        return Some(walk.stop(line, Step::DirectConnectGateway, why));
    };
    if !direct_connect_gateway::turns_round(network, &line, &other, &learned.connection, walk.destination()) {
        return None;
    }
    let step = Step::VpnGateway {
        prefix: learned.prefix,
        to: learned.connection.clone(),
    };
    let why = Why::new(&OUT).by(Some(row(id, learned.prefix)));
    let why = why
        .fact("prefix", Fact::Cidr(learned.prefix))
        .element("to", learned.connection.clone());
    walk.pass(id, step, Action::Forward, why);
    walk.warn(line, Why::new(&direct_connect_gateway::HAIRPIN));
    walk.sender = None;
    walk.subnet = None;
    Some(Next::Enter(other, Way::In))
}

fn out(walk: &mut Walk<'_>, id: &VpnGatewayId, vpc: &VpcId) -> Next {
    let network = walk.network;
    if walk.came == Came::ByTransitGateway || network.holder(vpc, walk.packet.source).is_none() {
        return walk.stop(id, step_in(walk, &Ref::from(vpc)), Why::new(&FOREIGN_SOURCE));
    }
    let learned = known(network, id, walk.destination());
    if let Some(next) = to_other_vpc(walk, id, learned) {
        return next;
    }
    let Some(learned) = learned else {
        let step = step_in(walk, &Ref::from(vpc));
        return super::lacks(walk, id, step, id, Why::new(&UNKNOWN_PREFIX));
    };
    let because = replaced(network, id, learned).map(|down| {
        let is_line = down.kind == Kind::VirtualInterface;
        Why::new(if is_line { &STANDS_IN_FOR_LINE } else { &STANDS_IN }).element("other", down.clone())
    });
    let why = Why::new(out_by(network, id, learned))
        .because(because)
        .because(over_line(walk, id, learned))
        .because(alike(network, id, learned));
    hand_over(walk, id, learned, why, Way::Out(vpc.clone()))
}

/// What else brings the same network decides by which rule this one is taken.
fn out_by(network: &Network, id: &VpnGatewayId, learned: &LearnedPrefix) -> &'static Reason {
    if learned.connection.kind != Kind::VirtualInterface {
        return &OUT;
    }
    let known = network.vpn_prefixes(id).iter();
    let others = known.filter(|other| other.prefix == learned.prefix && other.connection != learned.connection);
    let mut kinds = others.map(|other| other.connection.kind);
    if kinds.clone().any(|kind| kind != Kind::VirtualInterface) {
        return &OUT_BY_LINE;
    }
    match kinds.next() {
        Some(_) => &OUT_BY_PREFERRED_LINE,
        None => &OUT_BY_ONLY_LINE,
    }
}

fn over_line(walk: &Walk<'_>, id: &VpnGatewayId, learned: &LearnedPrefix) -> Vec<Why> {
    let is_line = |other: &&LearnedPrefix| other.connection.kind == Kind::VirtualInterface;
    if !is_line(&learned) {
        return Vec::new();
    }
    let known = walk.network.vpn_prefixes(id).iter();
    let mut others = known.filter(|other| other.prefix == learned.prefix && other.connection != learned.connection);
    let other = others
        .find(is_line)
        .map(|other| Why::new(&PREFERRED_LINE).element("other", other.connection.clone()));
    let ipv6 = walk.destination().is_ipv6().then(|| Why::new(&IPV6_BY_LINE));
    other.into_iter().chain(ipv6).collect()
}

/// Another site that brings the same network and is as near.
fn alike(network: &Network, id: &VpnGatewayId, learned: &LearnedPrefix) -> Option<Why> {
    let own = site_of(network.topology(), &learned.connection);
    let mut others = network.vpn_prefixes(id).iter();
    let other = others.find(|other| {
        let is_other = other.connection != learned.connection && other.is_as_near_as(learned);
        is_other && site_of(network.topology(), &other.connection) != own
    })?;
    let why = Why::new(&ONE_OF_ALIKE).element("other", other.connection.clone());
    let why = why.fact("prefix", Fact::Cidr(learned.prefix));
    Some(why.element("to", learned.connection.clone()))
}

/// The site at the far end of a VPN connection or a virtual interface.
fn site_of<'n>(topology: &'n Topology, connection: &Ref) -> Option<&'n SiteId> {
    if let Some(interface) = connection.to_id().and_then(|id| topology.virtual_interfaces.get(&id)) {
        return interface.site.as_ref();
    }
    let connection = topology.vpn_connections.get(&connection.to_id()?)?;
    topology
        .customer_gateways
        .get(&connection.customer_gateway)?
        .site
        .as_ref()
}

fn hand_over(walk: &mut Walk<'_>, id: &VpnGatewayId, learned: &LearnedPrefix, why: Why, way: Way) -> Next {
    let connection = learned.connection.clone();
    let step = Step::VpnGateway {
        prefix: learned.prefix,
        to: connection.clone(),
    };
    let why = why
        .by(Some(row(id, learned.prefix)))
        .fact("prefix", Fact::Cidr(learned.prefix))
        .element("to", connection.clone());
    walk.pass(id, step, Action::Forward, why);
    walk.sender = None;
    walk.subnet = None;
    Next::Enter(connection, way)
}

/// The connection that would carry the packet if it were up.
fn replaced<'n>(network: &'n Network, id: &VpnGatewayId, learned: &LearnedPrefix) -> Option<&'n Ref> {
    let down = network.vpn_prefixes_down(id).iter();
    let mut same = down.filter(|other| other.prefix == learned.prefix && other.connection != learned.connection);
    same.next().map(|other| &other.connection)
}

/// What is down is still tried, so that the tunnel says that it is down (VPN-25).
fn known<'n>(network: &'n Network, id: &VpnGatewayId, destination: IpAddr) -> Option<&'n LearnedPrefix> {
    let up = network.vpn_prefixes(id).iter();
    let mut all = up.chain(network.vpn_prefixes_down(id));
    all.find(|learned| learned.prefix.contains(&destination))
}

fn inward(walk: &mut Walk<'_>, id: &VpnGatewayId, vpc: &VpcId) -> Next {
    let network = walk.network;
    let destination = walk.destination();
    let to = Ref::from(vpc);
    let step = step_in(walk, &to);
    if network.is_in_vpc(vpc, walk.packet.source) {
        return walk.stop(id, step, Why::new(&SPOOFED_SOURCE));
    }
    let is_resolver = vpc_service::base_plus_two(network, vpc) == Some(destination);
    let table = network
        .topology()
        .vpn_gateways
        .get(id)
        .and_then(|gateway| gateway.route_table.as_ref());
    let is_redirected = table.is_some_and(|table| gateway_route_table::machine(network, table, destination).is_some());
    if network.holder(vpc, destination).is_none() && !is_resolver && !is_redirected {
        hint(walk, vpc);
        let behind = super::route_table::because::transit_gateway(walk, vpc);
        let behind = behind.map(|gateway| {
            Why::new(&NO_TRANSIT_BEHIND)
                .element("gateway", gateway)
                .element("to", vpc)
        });
        let why = Why::new(&NOT_AN_INTERFACE).element("to", vpc).because(behind);
        return super::nobody(walk, id, step, why);
    }
    walk.pass(id, step, Action::Forward, Why::new(&INWARD).element("to", vpc));
    walk.came = Came::ByVpnGateway;
    walk.sender = None;
    walk.subnet = None;
    gateway_route_table::arrive(walk, &Ref::from(id), table, vpc.clone())
}

/// DEC-18: what the sender probably wanted to use there.
fn hint(walk: &mut Walk<'_>, vpc: &VpcId) {
    gateway_endpoint::hint_if_wanted(walk, vpc);
    if !internet::is_public(walk.destination()) {
        return;
    }
    let network = walk.network;
    let nat = network.topology().nat_gateways.iter().find(|(_, gateway)| {
        network.vpc_of(&gateway.subnet) == Some(vpc) && matches!(gateway.connectivity, NatConnectivity::Public(_))
    });
    if let Some((nat, _)) = nat {
        walk.hint(nat, Why::new(&nat_gateway::NOT_FOR_OTHERS));
    }
}

/// The step towards the VPC: by the VPC's CIDR that has the destination, else the destination itself.
fn step_in(walk: &Walk<'_>, to: &Ref) -> Step {
    let destination = walk.destination();
    let vpc = to.to_id().and_then(|id| walk.network.topology().vpcs.get(&id));
    let cidr = vpc.and_then(|vpc| {
        let all = vpc.cidrs.iter().copied().map(IpNet::V4);
        all.into_iter().find(|cidr| cidr.contains(&destination))
    });
    Step::VpnGateway {
        prefix: cidr.unwrap_or_else(|| IpNet::from(destination)),
        to: to.clone(),
    }
}

fn row(id: &VpnGatewayId, prefix: IpNet) -> RowRef {
    RowRef {
        of: Ref::from(id),
        row: Row::Prefix(prefix),
    }
}
