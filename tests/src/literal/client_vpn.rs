//! Client VPN: authorized, by a route of the endpoint, from its own address in the VPC (CVPN-05 to CVPN-18).

use std::net::IpAddr;

use ipnet::IpNet;
use reach::id::Ref;
use reach::topology::*;

use super::appliance::translated;
use super::outcome::{Outcome, Place};
use super::packet::{Packet, has};
use super::walk::{Entered, Flight, Walk};
use super::world::{Owner, World};
use super::{Sender, internet, network_acl, security_group, site};

/// A client sends.
pub fn send(walk: &mut Walk<'_>, id: &ClientVpnEndpointId, client: &str, packet: Packet) -> Outcome {
    let Some(endpoint) = walk.world.drawn.client_vpn_endpoints.get(id).cloned() else {
        return Outcome::Unknown;
    };
    walk.world.picks.meet("Client VPN");
    if !packet.is_ipv4() {
        let is_client = endpoint
            .clients
            .iter()
            .any(|client| client.address == packet.destination);
        return match is_client {
            // CVPN-16
            true => Outcome::dropped("X_FAMILY_MISMATCH", id.as_str()),
            // CVPN-17, DEC-09
            false => Outcome::Unknown,
        };
    }
    // CVPN-19, DEC-26: no rule says whether addresses change on the way into a transit gateway.
    if endpoint.transit_gateway.is_some() {
        let to = packet.destination;
        if endpoint.split_tunnel && !endpoint.routes.iter().any(|route| route.destination.contains(&to)) {
            return past_tunnel(walk.world, &endpoint, packet);
        }
        walk.world.picks.meet("Client VPN of a transit gateway");
        return Outcome::Unknown;
    }
    // CVPN-05
    if endpoint.associations.is_empty() {
        return Outcome::dropped("X_CVPN_NOT_ASSOCIATED", id.as_str());
    }
    let to = packet.destination;
    let is_resolver = walk
        .world
        .drawn
        .vpcs
        .ids()
        .any(|vpc| walk.world.resolver_of(vpc) == Some(to));
    if is_resolver || matches!(to, IpAddr::V4(to) if to.is_link_local()) {
        return Outcome::Open("a client asks a service of a VPC");
    }
    // CVPN-08: a client lands on one of them.
    let Some(place) = walk.world.picks.pick(&endpoint.associations).cloned() else {
        return Outcome::Unknown;
    };
    let target = route(walk.world, &endpoint, &place.subnet, packet.destination);
    if target.is_none() && endpoint.split_tunnel {
        return past_tunnel(walk.world, &endpoint, packet);
    }
    if !is_authorized(&endpoint, client, packet.destination) {
        return Outcome::dropped("X_CVPN_NOT_AUTHORIZED", id.as_str());
    }
    match target {
        None => Outcome::dropped("X_CVPN_NO_ROUTE", id.as_str()),
        Some(ClientVpnTarget::Local) => to_client(&endpoint, id, packet),
        Some(ClientVpnTarget::Subnet(_)) => into_vpc(walk, id, &endpoint, &place, packet),
        Some(ClientVpnTarget::TransitGateway) => Outcome::Unknown,
    }
}

/// CVPN-10: by the client's own provider.
fn past_tunnel(world: &World<'_>, endpoint: &ClientVpnEndpoint, packet: Packet) -> Outcome {
    let to = packet.destination;
    let other = |place: &EndpointSubnet| route(world, endpoint, &place.subnet, to).is_some();
    if endpoint.associations.iter().any(other) {
        // CVPN-08: it knows the routes of all subnets, and this subnet has none.
        return Outcome::Open("a route by another subnet with split tunnel");
    }
    if !site::is_public(to) {
        return Outcome::refused();
    }
    match internet::has_owner(world, to) {
        // From an address that nobody knows.
        true => Outcome::Unknown,
        false => Outcome::delivered(Place::PastTunnel, packet),
    }
}

pub fn back_past_tunnel(sender: &Sender, packet: Packet) -> Outcome {
    match sender {
        Sender::Client(endpoint, client) => Outcome::delivered(Place::Client(endpoint.clone(), client.clone()), packet),
        _ => Outcome::Unknown,
    }
}

/// CVPN-06, CVPN-07: the longest prefix among the routes of this subnet.
fn route(world: &World<'_>, endpoint: &ClientVpnEndpoint, subnet: &SubnetId, to: IpAddr) -> Option<ClientVpnTarget> {
    let own = ClientVpnTarget::Subnet(subnet.clone());
    let vpc = world.subnet(subnet).map(|subnet| subnet.vpc.clone())?;
    let mut rows: Vec<(IpNet, ClientVpnTarget)> = Vec::new();
    // The ranges that the VPC got later are not picked up; which these are, only their order says.
    rows.extend(world.cidrs(&vpc).first().map(|cidr| (*cidr, own.clone())));
    for route in &endpoint.routes {
        if route.target == own || route.target == ClientVpnTarget::Local {
            rows.push((route.destination, route.target.clone()));
        }
    }
    rows.retain(|(destination, _)| has(*destination, to));
    // CVPN-16: nothing else leads to clients.
    rows.retain(|(_, target)| !is_client(endpoint, to) || *target == ClientVpnTarget::Local);
    rows.sort_by_key(|(destination, _)| std::cmp::Reverse(destination.prefix_len()));
    rows.into_iter().next().map(|(_, target)| target)
}

/// CVPN-09, CVPN-20: of the rules for the address those with the longest prefix. Among clients only rules for all count.
fn is_authorized(endpoint: &ClientVpnEndpoint, client: &str, to: IpAddr) -> bool {
    let among_clients = is_client(endpoint, to);
    let known = endpoint.clients.iter().find(|known| &*known.name == client);
    let mut rules: Vec<&Authorization> = endpoint.authorizations.iter().collect();
    rules.retain(|rule| has(rule.destination, to));
    let longest = rules.iter().map(|rule| rule.destination.prefix_len()).max();
    rules.retain(|rule| Some(rule.destination.prefix_len()) == longest);
    rules.iter().any(|rule| match &rule.group {
        None => true,
        Some(group) => !among_clients && known.is_some_and(|client| client.groups.contains(group)),
    })
}

fn is_client(endpoint: &ClientVpnEndpoint, address: IpAddr) -> bool {
    has(endpoint.client_cidr, address)
}

/// CVPN-16.
fn to_client(endpoint: &ClientVpnEndpoint, id: &ClientVpnEndpointId, packet: Packet) -> Outcome {
    let found = endpoint
        .clients
        .iter()
        .find(|client| client.address == packet.destination);
    match found {
        Some(client) => Outcome::delivered(Place::Client(id.clone(), client.name.to_string()), packet),
        None => Outcome::refused(),
    }
}

/// CVPN-11: from the endpoint's address in the subnet, then as from any interface there (CVPN-12, CVPN-14).
fn into_vpc(
    walk: &mut Walk<'_>,
    id: &ClientVpnEndpointId,
    endpoint: &ClientVpnEndpoint,
    place: &EndpointSubnet,
    packet: Packet,
) -> Outcome {
    let mut flight = Flight::from_outside(packet, Entered::Sent);
    walk.translate(Ref::from(id), (IpAddr::V4(place.ipv4), None), &mut flight);
    flight.sender = Some(Owner::ClientVpn(id.clone(), place.subnet.clone()));
    let Some(vpc) = walk.world.subnet(&place.subnet).map(|subnet| subnet.vpc.clone()) else {
        return Outcome::Unknown;
    };
    if let Some(refused) = security_group::egress_of(walk.world, &vpc, &endpoint.security_groups, &flight) {
        return refused;
    }
    walk.leave_subnet(&place.subnet, flight)
}

/// Something comes to the endpoint's address in a subnet: only answers are for clients (CVPN-15).
pub fn addressed(
    walk: &mut Walk<'_>,
    id: &ClientVpnEndpointId,
    subnet: &SubnetId,
    from: Option<&SubnetId>,
    flight: Flight,
) -> Outcome {
    walk.world.picks.meet("Client VPN");
    let known = translated(walk, &Ref::from(id), &flight);
    let Some(packet) = known else {
        return match walk.is_return() {
            true => Outcome::dropped_somewhere("X_REPLY_TO_WRONG_VPC"),
            false => Outcome::refused(),
        };
    };
    if from != Some(subnet)
        && let Some(refused) = network_acl::ingress(walk.world, subnet, &flight.packet)
    {
        return refused;
    }
    let endpoint = walk.world.drawn.client_vpn_endpoints.get(id);
    let found = endpoint.and_then(|endpoint| {
        endpoint
            .clients
            .iter()
            .find(|client| client.address == packet.destination)
    });
    match found {
        Some(client) => Outcome::delivered(Place::Client(id.clone(), client.name.to_string()), packet),
        None => Outcome::Unknown,
    }
}

/// A client answers another one.
pub fn reply(walk: &mut Walk<'_>, id: &ClientVpnEndpointId, client: &str, packet: Packet) -> Outcome {
    send(walk, id, client, packet)
}
