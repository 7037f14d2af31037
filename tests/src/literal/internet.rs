//! Internet gateways and egress-only internet gateways (IG-01 to IG-09, EO-01, RT-40 to RT-46).

use std::net::IpAddr;

use reach::id::Ref;
use reach::topology::*;

use super::block_public_access::{self, Inside};
use super::outcome::{Outcome, Place};
use super::packet::{Packet, is_rfc1918, is_rfc6598};
use super::walk::{Entered, Flight, Walk};
use super::world::{Owner, World};
use super::{appliance, arrival, gateway_load_balancer, route_table, site};

/// Out of the VPC by an internet gateway, in the order of DEC-17.
pub fn outward(walk: &mut Walk<'_>, vpc: &VpcId, id: &str, mut flight: Flight) -> Outcome {
    walk.world.picks.meet("internet gateway");
    let to = flight.packet.destination;
    let inside = block_public_access::sender(walk, vpc, &flight);
    if let Some(refused) = block_public_access::refuses(walk, vpc, id, &inside, true, false) {
        return refused;
    }
    if is_rfc1918(to) {
        return Outcome::dropped("IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS", id);
    }
    if is_rfc6598(to) {
        return Outcome::dropped("IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS", id);
    }
    if is_redirected(walk, vpc, id, &flight) {
        return Outcome::dropped("INGRESS_RTB_TRAFFIC_REDIRECTION", id);
    }
    match flight.packet.source {
        // ENG-06, note 5
        _ if flight.entered == Entered::Transit => {
            return Outcome::dropped("IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS", id);
        }
        IpAddr::V4(_) => match public_of(walk.world, vpc, flight.packet.source) {
            Some(public) => flight.packet.source = public,
            None => return Outcome::dropped("IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS", id),
        },
        source if walk.world.owner(vpc, source).is_none() => {
            return Outcome::dropped("IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS", id);
        }
        _ => {}
    }
    beyond(walk, vpc, false, flight)
}

/// After the gateway: back into a VPC that has the public address (IG-07), or out on the internet.
fn beyond(walk: &mut Walk<'_>, vpc: &VpcId, egress_only: bool, flight: Flight) -> Outcome {
    let to = flight.packet.destination;
    let owner = if to.is_ipv4() {
        public_owner(walk.world, to)
    } else {
        ipv6_owner(walk.world, to)
    };
    match owner {
        Some(found) => inbound(walk, &found, flight),
        None if !to.is_ipv4() && !site::is_public(to) => Outcome::dropped_somewhere("NO_POSSIBLE_DESTINATION"),
        None => Outcome::delivered(
            Place::Internet {
                vpc: vpc.clone(),
                egress_only,
            },
            flight.packet,
        ),
    }
}

/// RT-45: what is sent to this source comes in through an appliance, and this packet did not go out through it.
fn is_redirected(walk: &Walk<'_>, vpc: &VpcId, id: &str, flight: &Flight) -> bool {
    let world = walk.world;
    let gateway = world.drawn.internet_gateways.get(&InternetGatewayId::new(id));
    let Some(table) = gateway.and_then(|gateway| gateway.route_table.clone()) else {
        return false;
    };
    let Some(Target::Element(machine)) = route_table::chosen(world, vpc, &table, flight.packet.source) else {
        return false;
    };
    // RT-21: what drops redirects nothing.
    if route_table::is_blackhole(world, vpc, &Target::Element(machine.clone())) {
        return false;
    }
    let is_machine = |id: &InterfaceId| Ref::from(id) == machine;
    let is_its_own = matches!(world.owner(vpc, flight.packet.source), Some(Owner::Interface(id)) if is_machine(&id));
    !is_its_own && !walk.memory.appliances.contains(&machine)
}

/// Into the VPC from the internet, by its internet gateway.
pub fn inward(walk: &mut Walk<'_>, vpc: &VpcId, mut flight: Flight) -> Outcome {
    let Some((id, gateway)) = gateway_of(walk.world, vpc) else {
        // A reply that went out to the internet does not come back to who asked.
        let code = if walk.is_return() {
            "X_REPLY_TO_WRONG_VPC"
        } else {
            "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"
        };
        return Outcome::dropped_somewhere(code);
    };
    walk.world.picks.meet("internet gateway");
    let inside = receiver(walk.world, vpc, gateway, flight.packet.destination);
    if let Some(refused) = block_public_access::refuses(walk, vpc, id.as_str(), &inside, false, false) {
        return refused;
    }
    if is_rfc1918(flight.packet.source) {
        return Outcome::dropped("IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS", id.as_str());
    }
    if is_rfc6598(flight.packet.source) {
        return Outcome::dropped("IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS", id.as_str());
    }
    // SD-03
    if walk.world.is_in_vpc(vpc, flight.packet.source) {
        return Outcome::dropped("GATEWAY_REJECTS_SPOOFED_TRAFFIC", id.as_str());
    }
    let Some(private) = private_of(walk.world, vpc, flight.packet.destination) else {
        return Outcome::dropped("IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS", id.as_str());
    };
    flight.packet.destination = private;
    flight.entered = Entered::Internet;
    // SG-07: what comes by a public address is nobody's member.
    if flight.packet.is_ipv4() {
        // SB-16: whatever the packet met before, unless that gave it an address of its own.
        if walk.memory.translations.is_empty() {
            flight.lose_again("ENI_SG_RULES_MISMATCH");
        } else {
            flight.lose("ENI_SG_RULES_MISMATCH");
        }
    }
    let table = gateway.route_table.clone();
    // It has no address inside, for which the gateway's table could have a route.
    if let Some(Owner::RegionalNatGateway(_)) = walk.world.owner(vpc, private) {
        return arrival::arrive(walk, vpc, None, flight);
    }
    let target = match table {
        Some(table) => route_table::lookup(walk.world, vpc, &table, private),
        None => Ok(Target::Local),
    };
    match target {
        Ok(Target::Local) => arrival::arrive(walk, vpc, None, flight),
        Ok(Target::Element(to)) => {
            walk.world.picks.meet("gateway route table");
            redirected(walk, &to, flight)
        }
        Ok(Target::NotModelled(_)) => Outcome::Unknown,
        Err(outcome) => outcome,
    }
}

/// Whom the packet meets first in the VPC, for Block Public Access.
fn receiver(world: &World<'_>, vpc: &VpcId, gateway: &InternetGateway, to: IpAddr) -> Inside {
    let Some(private) = private_of(world, vpc, to) else {
        return block_public_access::of_owner(world, None);
    };
    let table = gateway.route_table.as_ref();
    let machine = match table.and_then(|table| route_table::chosen(world, vpc, table, private)) {
        Some(Target::Element(machine)) => machine.to_id::<NetworkInterface>(),
        _ => None,
    };
    let whose = block_public_access::of_owner(world, world.owner(vpc, private));
    let endpoint = table.and_then(|table| route_table::chosen(world, vpc, table, private));
    if let Some(Target::Element(endpoint)) = endpoint
        && let Some(endpoint) = endpoint.to_id::<GatewayLoadBalancerEndpoint>()
    {
        let record = world.drawn.gateway_load_balancer_endpoints.get(&endpoint);
        let subnet = record.map(|record| record.subnet.clone());
        return Inside { subnet, ..whose };
    }
    block_public_access::through(world, machine.as_ref(), whose)
}

/// IG-08, RT-44, DEC-22.
fn redirected(walk: &mut Walk<'_>, to: &Ref, flight: Flight) -> Outcome {
    if let Some(id) = to.to_id::<GatewayLoadBalancerEndpoint>() {
        return gateway_load_balancer::pass(walk, &id, None, flight);
    }
    let Some(id) = to.to_id::<NetworkInterface>() else {
        return Outcome::Unknown;
    };
    let has_public = walk.world.interface(&id).is_some_and(|it| it.public_ipv4.is_some());
    if flight.packet.is_ipv4() && !has_public {
        return Outcome::dropped_somewhere("INGRESS_RTB_NO_PUBLIC_IP");
    }
    appliance::pass(walk, &id, None, flight)
}

/// EO-01.
pub fn egress_only(walk: &mut Walk<'_>, vpc: &VpcId, id: &str, flight: Flight) -> Outcome {
    walk.world.picks.meet("egress-only internet gateway");
    if flight.packet.is_ipv4() {
        return Outcome::Open("IPv4 to an egress-only internet gateway");
    }
    if flight.entered == Entered::Transit {
        return Outcome::Open("from a transit gateway to an egress-only internet gateway");
    }
    let inside = block_public_access::sender(walk, vpc, &flight);
    if let Some(refused) = block_public_access::refuses(walk, vpc, id, &inside, true, true) {
        return refused;
    }
    if walk.is_return() {
        // EO-01: it is stateful, and did not see the request.
        return Outcome::dropped("X_ASYMMETRIC_APPLIANCE", id);
    }
    walk.memory.egress_only.push(EgressOnlyInternetGatewayId::new(id));
    beyond(walk, vpc, true, flight)
}

/// A host of the internet sends, or answers.
pub fn from_internet(walk: &mut Walk<'_>, packet: Packet, back_to: Option<(&VpcId, bool)>) -> Outcome {
    let flight = Flight::from_outside(packet, Entered::Internet);
    if let Some((vpc, true)) = back_to {
        // The reply of what left by an egress-only gateway.
        return arrival::arrive(walk, vpc, None, flight);
    }
    let to = packet.destination;
    let owner = if to.is_ipv4() {
        public_owner(walk.world, to)
    } else {
        ipv6_owner(walk.world, to)
    };
    let Some(vpc) = owner else {
        return Outcome::dropped_somewhere("IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS");
    };
    inbound(walk, &vpc, flight)
}

/// IPv6 from the internet: by the gateway to which the destination's subnet sends its answers (SB-21).
fn inbound(walk: &mut Walk<'_>, vpc: &VpcId, flight: Flight) -> Outcome {
    // EO-01: it knows the connection, whatever the table of the client's subnet says now.
    let is_known = walk.request.is_some_and(|request| {
        let mut known = request.egress_only.iter();
        known.any(|id| {
            let gateway = walk.world.drawn.egress_only_internet_gateways.get(id);
            gateway.is_some_and(|gateway| gateway.vpc.as_ref() == Some(vpc))
        })
    });
    if is_known && !flight.packet.is_ipv4() {
        return arrival::arrive(walk, vpc, None, flight);
    }
    if !flight.packet.is_ipv4()
        && let Some(Owner::Interface(id)) = walk.world.owner(vpc, flight.packet.destination)
    {
        let subnet = walk.world.interface(&id).map(|it| it.subnet.clone());
        let table = subnet.map(|subnet| walk.world.table_of(&subnet));
        let back = table.map(|table| route_table::lookup(walk.world, vpc, &table, flight.packet.source));
        if let Some(Ok(Target::Element(target))) = back {
            let knows = walk
                .request
                .is_some_and(|it| it.egress_only.iter().any(|id| id.as_str() == &*target.id));
            if target.kind == reach::id::Kind::EgressOnlyInternetGateway && knows {
                return arrival::arrive(walk, vpc, None, flight);
            }
            if target.kind == reach::id::Kind::EgressOnlyInternetGateway {
                let inside = block_public_access::of_interface(walk.world, &id);
                if let Some(refused) = block_public_access::refuses(walk, vpc, &target.id, &inside, false, true) {
                    return refused;
                }
                return Outcome::dropped("X_EIGW_INBOUND", &*target.id);
            }
        }
    }
    inward(walk, vpc, flight)
}

/// Something drawn has this address on the internet.
pub fn has_owner(world: &World<'_>, address: IpAddr) -> bool {
    match address.is_ipv4() {
        true => public_owner(world, address).is_some(),
        false => ipv6_owner(world, address).is_some(),
    }
}

fn gateway_of<'a>(world: &World<'a>, vpc: &VpcId) -> Option<(&'a InternetGatewayId, &'a InternetGateway)> {
    world
        .drawn
        .internet_gateways
        .iter()
        .find(|(_, it)| it.vpc.as_ref() == Some(vpc))
}

/// The public address that stands for this private one outside (IG-02).
fn public_of(world: &World<'_>, vpc: &VpcId, private: IpAddr) -> Option<IpAddr> {
    pairs(world, vpc)
        .into_iter()
        .find(|(own, _)| *own == private)
        .map(|(_, public)| public)
}

/// The private address behind this public one; an IPv6 address stands for itself (IG-06).
fn private_of(world: &World<'_>, vpc: &VpcId, public: IpAddr) -> Option<IpAddr> {
    if public.is_ipv6() {
        return world.owner(vpc, public).map(|_| public);
    }
    pairs(world, vpc)
        .into_iter()
        .find(|(_, known)| *known == public)
        .map(|(private, _)| private)
}

/// The VPC in which something has this public address.
fn public_owner(world: &World<'_>, public: IpAddr) -> Option<VpcId> {
    let mut vpcs = world.drawn.vpcs.ids();
    vpcs.find(|vpc| pairs(world, vpc).iter().any(|(_, known)| *known == public))
        .cloned()
}

fn ipv6_owner(world: &World<'_>, address: IpAddr) -> Option<VpcId> {
    let mut vpcs = world.drawn.vpcs.ids();
    vpcs.find(|vpc| world.is_in_vpc(vpc, address)).cloned()
}

/// Private and public addresses that belong together in the VPC.
fn pairs(world: &World<'_>, vpc: &VpcId) -> Vec<(IpAddr, IpAddr)> {
    let is_here = |subnet: &SubnetId| world.subnet(subnet).is_some_and(|subnet| subnet.vpc == *vpc);
    let mut pairs = Vec::new();
    for (_, interface) in world.drawn.interfaces.iter() {
        if let (true, Some(own), Some(public)) = (is_here(&interface.subnet), interface.ipv4, interface.public_ipv4) {
            pairs.push((IpAddr::V4(own), IpAddr::V4(public)));
        }
    }
    for (_, nat) in world
        .drawn
        .regional_nat_gateways
        .iter()
        .filter(|(_, nat)| nat.vpc == *vpc)
    {
        pairs.extend(
            nat.public_ipv4
                .iter()
                .map(|public| (IpAddr::V4(*public), IpAddr::V4(*public))),
        );
    }
    // ENG-06, note 8: public addresses that nobody knows, so no rule names them.
    let clients = world.drawn.client_vpn_endpoints.iter();
    let places = clients.flat_map(|(_, endpoint)| endpoint.associations.iter());
    for (place, last) in places.zip(1u8..) {
        if is_here(&place.subnet) {
            pairs.push((IpAddr::V4(place.ipv4), IpAddr::from([192, 88, 99, last])));
        }
    }
    for (_, balancer) in world.drawn.load_balancers.iter() {
        for (place, public) in balancer.subnets.iter().zip(&balancer.public_ipv4) {
            if balancer.internet_facing && is_here(&place.subnet) {
                pairs.push((IpAddr::V4(place.ipv4), IpAddr::V4(*public)));
            }
        }
    }
    for (_, nat) in world.drawn.nat_gateways.iter() {
        if let (true, NatConnectivity::Public(public)) = (is_here(&nat.subnet), nat.connectivity) {
            pairs.push((IpAddr::V4(nat.ipv4), IpAddr::V4(public)));
        }
    }
    pairs
}
