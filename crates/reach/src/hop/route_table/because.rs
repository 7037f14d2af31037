//! What stands behind a look-up: whose table it is (RT-01, RT-02), where the route comes from (RT-30, RT-31, VPC-10), and who
//! has the route that is missing here (PEER-21, EG-03). AWS page: vpc/latest/userguide/subnet-route-tables.html

use std::net::IpAddr;

use ipnet::IpNet;

use crate::id::Kind;
use crate::network::{EffectiveRoute, Network, RouteOrigin, RouteState, cidrs_of};
use crate::reason::reasons;
use crate::route::{self, Chosen};
use crate::topology::{
    AddressType, Association, Destination, PeeringId, RouteTableId, SubnetId, Target, TransitGatewayAttachmentId,
    TransitGatewayId, VpcId,
};
use crate::trace::Fact;
use crate::transit_route;
use crate::walk::{Party, Walk, Why};

reasons! {
    MAIN: "main-table" ["RT-01"] "The main table",
        "{subnet} is associated with no table of its own, so the main table of its VPC decides.",
        "vpc/latest/userguide/subnet-route-tables.html";
    MAIN_HAS_IT: "main-table-does-not-count" ["RT-02", "ENG-04"] "The main table does not count here",
        "{other}, the VPC's main table, has a route for it, but {subnet} is associated with {at}, so the main table does not count.",
        "vpc/latest/userguide/subnet-route-tables.html";
    OTHER_HAS_IT: "other-table-has-it" ["ENG-04", "IG-01"] "Another table has it",
        "{other} has a route for it, but that is the table of other subnets.",
        "vpc/latest/userguide/subnet-route-tables.html";
    OTHER_PEERS: "other-table-peers" ["PEER-21"] "Another table leads to the peer",
        "{other} leads to the peer, but that is the table of other subnets: each table whose subnets talk to the peer needs the route.",
        "vpc/latest/peering/vpc-peering-routing.html";
    OTHER_HAS_ENDPOINT: "other-table-has-endpoint" ["EG-03"] "The endpoint is on another table",
        "{other} has the route of {endpoint}, but that is the table of other subnets: associate the endpoint with {at}.",
        "vpc/latest/privatelink/gateway-endpoints.html";
    OTHER_FAMILY: "other-family-only" ["ENG-08"] "Routes of the other family",
        "The routes that {at} has for other networks are for the other IP family: IPv4 routes never carry IPv6, and IPv6 routes never IPv4.",
        "vpc/latest/userguide/route-tables-priority.html";
    PEER_OTHER_FAMILY: "peer-other-family-only" ["PEER-31", "ENG-08"] "IPv6 needs its own route",
        "{at} leads to the peer for IPv4 only: IPv6 needs a route of its own over {peering}.",
        "vpc/latest/peering/vpc-peering-routing.html";
    IPV4_ENDPOINT: "endpoint-is-ipv4" ["EG-12"] "The endpoint is for IPv4",
        "{endpoint} is for IPv4: it brings no route for the service's IPv6 addresses.",
        "vpc/latest/privatelink/gateway-endpoints.html";
    OTHER_REGION: "endpoint-of-one-region" ["EG-04"] "The endpoint is for its own Region",
        "{endpoint} is for the service in {region} only; what is in another Region goes like any other public address.",
        "vpc/latest/privatelink/gateway-endpoints.html";
    NO_WAY_TO_INTERNET: "reply-needs-internet-gateway" ["IG-03"] "The reply needs a route, too",
        "The request came in by the internet gateway, but replies go by the table of the subnet, and it does not lead there.",
        "vpc/latest/userguide/VPC_Internet_Gateway.html";
    FURTHER_RANGE: "further-range" ["VPC-10", "RT-04"] "A further range of the VPC",
        "{prefix} is a further range of the VPC: every table got a local route for it.",
        "vpc/latest/userguide/vpc-cidr-blocks.html";
    PROPAGATED: "propagated" ["RT-30", "RT-31"] "Propagated",
        "Nobody wrote this route: {target} propagates it, as long as a line that brings {prefix}, a VPN or Direct Connect, is up.",
        "vpn/latest/s2svpn/SetUpVPNConnections.html";
    NO_FALLBACK: "no-fallback" ["RT-21"] "Nothing takes over",
        "{row} matches, too, but does not take over: a blackhole wins like any other route.",
        "vpc/latest/userguide/route-tables-priority.html", assumed;
    STAYS: "X_NOTICE" ["RT-32"] "Stays while the connection is up",
        "If the line is interrupted while the VPN connection still counts as up, {prefix} stays in {at}, and {row} does not take over.",
        "vpn/latest/s2svpn/SetUpVPNConnections.html";
    PART_OF_PEER: "part-of-peer" ["PEER-22"] "A part of the peer",
        "The route names only {prefix} of the peer's range: other addresses of the peer are not sent there.",
        "vpc/latest/peering/vpc-peering-routing.html";
    OWN_ADDRESS: "own-range-goes-first" ["TGW-42", "RT-11"] "The VPC's own range goes first",
        "{meant} has this address in another VPC with the same range. Inside a VPC its own range always leads to itself, so the two can never talk by these addresses.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    NO_ROUTE_TO_GATEWAY: "no-route-to-transit-gateway" ["TGW-13", "RT-30"] "Nothing is propagated into a VPC's table",
        "The VPC is attached to {gateway}, which knows the way; but attaching adds no route. Write one to {gateway} in {at}.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    TWIN_PEERS: "twin-peers" ["PEER-30"] "Two peers with one range",
        "{other} leads to a VPC that has the same addresses: the more specific route decides which of the two gets the packet.",
        "vpc/latest/peering/peering-configurations-partial-access.html";
}

/// Whose table it is, where that is not plain to see.
pub(super) fn table(network: &Network, subnet: &SubnetId) -> Option<Why> {
    let follows = network.follows_main(subnet);
    follows.then(|| Why::new(&MAIN).element("subnet", subnet))
}

/// Why there is this route.
pub(super) fn route(walk: &mut Walk<'_>, table: &RouteTableId, vpc: &VpcId, chosen: &Chosen<'_>) -> Vec<Why> {
    let network = walk.network;
    let Chosen { route, prefix } = *chosen;
    let mut all = Vec::new();
    let prefix_fact = || Fact::Cidr(prefix);
    if route.target == Target::Local && is_further(network, vpc, prefix) {
        all.push(Why::new(&FURTHER_RANGE).fact("prefix", prefix_fact()));
    }
    if let Some(meant) = twin_of_own(walk, vpc).filter(|_| route.target == Target::Local) {
        all.push(Why::new(&OWN_ADDRESS).element("meant", meant.reference()));
    }
    if route.origin.is_propagated() {
        all.push(
            Why::new(&PROPAGATED)
                .fact("prefix", prefix_fact())
                .fact("target", super::described(&route.target)),
        );
        if let Some(row) = matching(network, table, walk.destination()).find(|other| !std::ptr::eq(*other, route)) {
            let row = route::row(table, &row.destination);
            let why = Why::new(&STAYS)
                .fact("prefix", prefix_fact())
                .fact("row", Fact::Row(row));
            walk.warn(table, why);
        }
    }
    if let (Some((_, peer)), RouteState::Active) = (peer_of(network, vpc, &route.target), route.state) {
        if network
            .topology()
            .vpcs
            .get(peer)
            .is_some_and(|peer| cidrs_of(peer).any(|own| own.contains(&prefix) && own != prefix))
        {
            all.push(Why::new(&PART_OF_PEER).fact("prefix", prefix_fact()));
        }
        let twin = matching(network, table, walk.destination()).find_map(|other| {
            let (peering, twin) = peer_of(network, vpc, &other.target)?;
            (twin != peer && network.is_in_vpc(twin, walk.destination())).then_some(peering)
        });
        all.extend(twin.map(|twin| Why::new(&TWIN_PEERS).element("other", &twin)));
    }
    if route.state == RouteState::Blackhole {
        let usable = |other: &&EffectiveRoute| other.state == RouteState::Active && other.origin != RouteOrigin::Local;
        let other = matching(network, table, walk.destination()).find(usable);
        let row = other.map(|other| Fact::Row(route::row(table, &other.destination)));
        all.extend(row.map(|row| Why::new(&NO_FALLBACK).fact("row", row)));
    }
    all.extend(foreign_endpoint(walk, table, vpc));
    all
}

/// Why there is none.
pub(super) fn no_route(walk: &Walk<'_>, subnet: &SubnetId, table: &RouteTableId, vpc: &VpcId) -> Vec<Why> {
    let network = walk.network;
    let mut all: Vec<Why> = foreign_endpoint(walk, table, vpc).into_iter().collect();
    all.extend(other_family(walk, table, vpc));
    all.extend(transit_gateway(walk, vpc).map(|gateway| Why::new(&NO_ROUTE_TO_GATEWAY).element("gateway", gateway)));
    if walk.is_reply() {
        let to_internet = walk.expected == Some(Party::Internet);
        all.extend(to_internet.then(|| Why::new(&NO_WAY_TO_INTERNET)));
        return all;
    }
    let main = network
        .topology()
        .vpcs
        .get(vpc)
        .and_then(|vpc| vpc.main_route_table.as_ref());
    let others = network.topology().route_tables.iter();
    let others = others.filter(|(id, other)| other.vpc == *vpc && *id != table);
    let leads_there = others.filter_map(|(id, _)| {
        let route = matching(network, id, walk.destination()).find(|route| route.state == RouteState::Active)?;
        Some((id, route))
    });
    // What says most about the packet.
    let found = leads_there.min_by_key(|(id, route)| match &route.target {
        Target::Element(element) if element.kind == Kind::GatewayEndpoint => 0,
        Target::Element(element) if element.kind == Kind::PeeringConnection => 1,
        _ if Some(*id) == main => 2,
        _ => 3,
    });
    all.extend(found.map(|(other, route)| {
        let why = match &route.target {
            Target::Element(element) if element.kind == Kind::PeeringConnection => Why::new(&OTHER_PEERS),
            Target::Element(element) if element.kind == Kind::GatewayEndpoint => {
                Why::new(&OTHER_HAS_ENDPOINT).element("endpoint", element.clone())
            }
            _ if Some(other) == main => Why::new(&MAIN_HAS_IT).element("subnet", subnet),
            _ => Why::new(&OTHER_HAS_IT),
        };
        why.element("other", other)
    }));
    all
}

/// Who is meant, if that is in another VPC with the same addresses.
fn twin_of_own<'a>(walk: &'a Walk<'_>, vpc: &VpcId) -> Option<&'a Party> {
    let meant = walk.expected.as_ref()?;
    let of = meant.vpc(walk.network)?;
    // The answer to what sent the request with an address of its own is for that.
    if walk.is_reply() && walk.connection.is_for_translator(&walk.packet) {
        return None;
    }
    (of != vpc && walk.network.is_in_vpc(of, walk.destination())).then_some(meant)
}

/// A gateway that the VPC is attached to and that would know the way.
pub(crate) fn transit_gateway<'n>(walk: &Walk<'n>, vpc: &'n VpcId) -> Option<&'n TransitGatewayId> {
    let network = walk.network;
    let knows = |attachment: &TransitGatewayAttachmentId| {
        let record = network.topology().transit_gateway_attachments.get(attachment);
        match record.map(|record| &record.association) {
            Some(Association::Table(table)) => transit_route::select(network, table, walk.destination())
                .chosen
                .is_some(),
            _ => false,
        }
    };
    let mut gateways = network.transit_gateways_of(vpc);
    gateways
        .find(|(_, attachment)| knows(attachment))
        .map(|(gateway, _)| gateway)
}

fn matching<'n>(
    network: &'n Network,
    table: &RouteTableId,
    destination: IpAddr,
) -> impl Iterator<Item = &'n EffectiveRoute> {
    let routes = network.routes(table).iter();
    routes.filter(move |route| {
        network
            .entries(&route.destination)
            .iter()
            .any(|entry| entry.contains(&destination))
    })
}

fn is_further(network: &Network, vpc: &VpcId, prefix: IpNet) -> bool {
    let cidrs = network.topology().vpcs.get(vpc).map(|vpc| vpc.cidrs.as_slice());
    let further = cidrs.and_then(|cidrs| cidrs.get(1..)).unwrap_or_default();
    further.iter().any(|cidr| IpNet::V4(*cidr) == prefix)
}

fn peer_of<'n>(network: &'n Network, vpc: &VpcId, target: &Target) -> Option<(PeeringId, &'n VpcId)> {
    let Target::Element(element) = target else {
        return None;
    };
    let id: PeeringId = element.to_id()?;
    let peer = network.topology().peering_connections.get(&id)?.other(vpc)?;
    Some((id, peer))
}

/// The asked service has an endpoint on this table, but not for these addresses.
fn foreign_endpoint(walk: &Walk<'_>, table: &RouteTableId, vpc: &VpcId) -> Option<Why> {
    let Some(Party::Service { name, region, .. }) = &walk.expected else {
        return None;
    };
    let network = walk.network;
    let mut endpoints = network.topology().gateway_endpoints.iter();
    let (id, record) =
        endpoints.find(|(_, endpoint)| endpoint.service == *name && endpoint.route_tables.contains(table))?;
    let own = network.region_of(vpc)?;
    let why = if own != &**region {
        Why::new(&OTHER_REGION).text("region", own)
    } else if walk.destination().is_ipv6() && record.address_type == AddressType::Ipv4 {
        Why::new(&IPV4_ENDPOINT)
    } else {
        return None;
    };
    Some(why.element("endpoint", id))
}

fn other_family(walk: &Walk<'_>, table: &RouteTableId, vpc: &VpcId) -> Option<Why> {
    let network = walk.network;
    let destination = walk.destination();
    let is_foreign = |route: &&EffectiveRoute| {
        let other = |net: &IpNet| net.addr().is_ipv4() != destination.is_ipv4();
        route.origin != RouteOrigin::Local && matches!(&route.destination, Destination::Cidr(cidr) if other(cidr))
    };
    let mut foreign = network.routes(table).iter().filter(is_foreign).peekable();
    foreign.peek()?;
    let peering = foreign.find_map(|route| {
        let (peering, peer) = peer_of(network, vpc, &route.target)?;
        network.is_in_vpc(peer, destination).then_some(peering)
    });
    Some(match peering {
        Some(peering) if destination.is_ipv6() => Why::new(&PEER_OTHER_FAMILY).element("peering", &peering),
        _ => Why::new(&OTHER_FAMILY),
    })
}
