//! Peering connections: to the other VPC, and no further (PEER-20 to PEER-33, DEC-19).

use reach::topology::*;

use super::arrival;
use super::outcome::Outcome;
use super::walk::{Entered, Flight, Walk};

pub fn forward(walk: &mut Walk<'_>, vpc: &VpcId, id: &str, mut flight: Flight) -> Outcome {
    let id = PeeringId::new(id);
    let Some(peering) = walk.world.drawn.peering_connections.get(&id) else {
        return Outcome::Unknown;
    };
    walk.world.picks.meet("peering");
    let Some(other) = peering.other(vpc).cloned() else {
        return Outcome::Unknown;
    };
    if !walk.world.is_in_vpc(&other, flight.packet.destination) {
        return Outcome::dropped("PCX_REQUIRES_ADDRESS_IN_VPC_CIDR", id.as_str());
    }
    flight.entered = Entered::Peering;
    // SG-09, PEER-41: groups of another Region mean nothing.
    if walk.world.region_of(vpc) != walk.world.region_of(&other) {
        flight.lose("ENI_SG_RULES_MISMATCH");
    }
    arrival::arrive(walk, &other, None, flight)
}
