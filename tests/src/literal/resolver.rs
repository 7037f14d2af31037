//! Resolver endpoints: the inbound ones take queries (DN-09).

use reach::topology::*;

use super::outcome::{Outcome, Place};
use super::packet::{TCP, UDP};
use super::walk::{Flight, Walk};
use super::{network_acl, security_group};

const PORT: u16 = 53;

/// Somebody sends to an address of the endpoint.
pub fn addressed(
    walk: &mut Walk<'_>,
    vpc: &VpcId,
    id: &ResolverEndpointId,
    subnet: &SubnetId,
    from: Option<&SubnetId>,
    flight: Flight,
) -> Outcome {
    let Some(endpoint) = walk.world.drawn.resolver_endpoints.get(id).cloned() else {
        return Outcome::Unknown;
    };
    walk.world.picks.meet("Resolver endpoint");
    if walk.is_return() {
        return Outcome::dropped_somewhere("X_REPLY_TO_WRONG_VPC");
    }
    if from != Some(subnet)
        && let Some(refused) = network_acl::ingress(walk.world, subnet, &flight.packet)
    {
        return refused;
    }
    if let Some(refused) = security_group::ingress(walk.world, vpc, &endpoint.security_groups, &flight) {
        return refused;
    }
    let is_query = matches!(flight.packet.protocol, TCP | UDP) && flight.packet.destination_port == PORT;
    match endpoint.direction {
        ResolverDirection::Inbound if is_query => {
            Outcome::delivered(Place::Resolver(id.clone(), subnet.clone()), flight.packet)
        }
        _ => Outcome::refused(),
    }
}
