//! Gateway endpoints and interface endpoints (EG-01 to EG-16, EI-01 to EI-15).

use reach::topology::*;

use super::outcome::{Outcome, Place};
use super::packet::{ICMP, ICMPV6, Packet, TCP};
use super::walk::{Entered, Flight, Walk};
use super::world::Owner;
use super::{arrival, network_acl, private_link, security_group};

pub fn gateway(walk: &mut Walk<'_>, id: &str, flight: Flight) -> Outcome {
    let id = GatewayEndpointId::new(id);
    let Some(endpoint) = walk.world.drawn.gateway_endpoints.get(&id) else {
        return Outcome::Unknown;
    };
    walk.world.picks.meet("gateway endpoint");
    if endpoint.state != EndpointState::Available {
        return Outcome::dropped("BAD_STATE", id.as_str());
    }
    // EG-07, DEC-18
    if flight.entered != Entered::Sent {
        return Outcome::dropped("X_GATEWAY_ENDPOINT_NOT_EXTENDABLE", id.as_str());
    }
    if !is_tcp_or_echo(&flight.packet) {
        return Outcome::dropped("VPCE_GATEWAY_PROTOCOL_RESTRICTION", id.as_str());
    }
    if walk.is_return() {
        return Outcome::Open("a reply into a gateway endpoint");
    }
    Outcome::delivered(Place::GatewayEndpoint(id), flight.packet)
}

fn is_tcp_or_echo(packet: &Packet) -> bool {
    match packet.protocol {
        TCP => true,
        ICMP => packet.message.0 == 8,
        ICMPV6 => packet.message.0 == 128,
        _ => false,
    }
}

/// The service answers: into the VPC, to whoever has the address.
pub fn reply_of_gateway(walk: &mut Walk<'_>, id: &GatewayEndpointId, packet: Packet) -> Outcome {
    let Some(endpoint) = walk.world.drawn.gateway_endpoints.get(id) else {
        return Outcome::Unknown;
    };
    let vpc = endpoint.vpc.clone();
    arrival::arrive(walk, &vpc, None, Flight::from_outside(packet, Entered::Sent))
}

/// PW-13: one of the endpoint's interfaces has the address.
pub fn interface(
    walk: &mut Walk<'_>,
    vpc: &VpcId,
    id: &InterfaceEndpointId,
    subnet: &SubnetId,
    from: Option<&SubnetId>,
    flight: Flight,
) -> Outcome {
    let Some(endpoint) = walk.world.drawn.interface_endpoints.get(id) else {
        return Outcome::Unknown;
    };
    walk.world.picks.meet("interface endpoint");
    if walk.is_return() {
        return Outcome::dropped_somewhere("X_REPLY_TO_WRONG_VPC");
    }
    if from != Some(subnet)
        && let Some(refused) = network_acl::ingress(walk.world, subnet, &flight.packet)
    {
        return refused;
    }
    let mut seen = flight.clone();
    // EI-15
    if flight.entered == Entered::Transit {
        seen.lose_again("SG_REFERENCES_NOT_PRESERVED");
    }
    if let Some(refused) = security_group::ingress(walk.world, vpc, &endpoint.security_groups, &seen) {
        return refused;
    }
    if endpoint.state != EndpointState::Available {
        return Outcome::dropped("BAD_STATE", id.as_str());
    }
    if let Some(service) = endpoint.provider.clone() {
        return private_link::forward(walk, id, subnet, &service, flight);
    }
    // PL-16, PL-17
    if let Some((_, of)) = endpoint.service.split_once(":vpc-lattice:") {
        let takes_tcp_only = of.contains(":resourceconfiguration/");
        return match takes_tcp_only && flight.packet.protocol != TCP {
            true => Outcome::dropped("PROTOCOL_RESTRICTION", id.as_str()),
            false => Outcome::Unknown,
        };
    }
    // PL-04, DEC-26: somebody's own service, of which nothing is drawn.
    if endpoint.service.contains("vpce-svc-") {
        return Outcome::Unknown;
    }
    // EI-12
    if flight.packet.protocol != TCP {
        return Outcome::dropped("PROTOCOL_RESTRICTION", id.as_str());
    }
    if flight.packet.destination_port != 443 {
        return Outcome::Unknown;
    }
    Outcome::delivered(Place::InterfaceEndpoint(id.clone(), subnet.clone()), flight.packet)
}

/// A resolver endpoint answers from its subnet.
pub fn reply_of_resolver(walk: &mut Walk<'_>, id: &ResolverEndpointId, subnet: &SubnetId, packet: Packet) -> Outcome {
    let mut flight = Flight::from_outside(packet, Entered::Sent);
    flight.sender = Some(Owner::Resolver(id.clone(), subnet.clone()));
    walk.leave_subnet(subnet, flight)
}

/// The reply leaves by the endpoint's subnet.
pub fn reply_of_interface(walk: &mut Walk<'_>, id: &InterfaceEndpointId, subnet: &SubnetId, packet: Packet) -> Outcome {
    let mut flight = Flight::from_outside(packet, Entered::Sent);
    flight.sender = Some(Owner::InterfaceEndpoint(id.clone(), subnet.clone()));
    walk.leave_subnet(subnet, flight)
}
