//! Regional NAT gateways: of the VPC, in no subnet, with a table of their own (NG-09).

use std::net::IpAddr;

use reach::id::Ref;
use reach::topology::*;

use super::appliance::translated;
use super::nat::stands_for;
use super::outcome::Outcome;
use super::packet::{ICMP, ICMPV6, TCP, UDP};
use super::walk::{Entered, Flight, Walk};
use super::{arrival, route_table};

/// A route led to it.
pub fn forward(walk: &mut Walk<'_>, id: &RegionalNatGatewayId, from: &SubnetId, mut flight: Flight) -> Outcome {
    let Some(nat) = walk.world.drawn.regional_nat_gateways.get(id).cloned() else {
        return Outcome::Unknown;
    };
    walk.world.picks.meet("regional NAT gateway");
    if nat.state != NatState::Available {
        return Outcome::dropped("BAD_STATE", id.as_str());
    }
    let meant = stands_for(flight.packet.destination);
    if !flight.packet.is_ipv4() && meant.is_none() {
        return Outcome::dropped("X_FAMILY_MISMATCH", id.as_str());
    }
    if walk.is_return() {
        return Outcome::dropped("X_ASYMMETRIC_APPLIANCE", id.as_str());
    }
    if meant.is_some() && flight.packet.protocol == ICMPV6 {
        return Outcome::Unknown;
    }
    if !matches!(flight.packet.protocol, TCP | UDP | ICMP) {
        return Outcome::dropped("PROTOCOL_RESTRICTION", id.as_str());
    }
    let zone = walk.world.subnet(from).map(|subnet| subnet.zone.clone());
    // A zone may be named by its letter; where there is an address for each, they are in the order of the zones.
    let region = walk.world.drawn.vpcs.get(&nat.vpc).map(|vpc| vpc.region.clone());
    let whole = |named: &str| format!("{}{named}", region.as_deref().unwrap_or_default());
    let is_it = |named: &str| {
        zone.as_deref()
            .is_some_and(|zone| *zone == *named || *zone == whole(named))
    };
    let place = nat.zones.iter().position(|named| is_it(named));
    if !nat.zones.is_empty() && place.is_none() {
        return Outcome::dropped("REGIONAL_NGW_ROUTE_AZ_RESTRICTION", id.as_str());
    }
    let of_zone = place.and_then(|place| nat.public_ipv4.get(place));
    let Some(public) = of_zone.or(nat.public_ipv4.first()) else {
        return Outcome::Open("a regional NAT gateway without address");
    };
    walk.translate(Ref::from(id), (IpAddr::V4(*public), meant), &mut flight);
    flight.lose("SG_REFERENCES_NOT_PRESERVED");
    flight.entered = Entered::Sent;
    flight.subnet = None;
    flight.appliance = None;
    route(walk, id, &nat, flight)
}

/// By its own table; AWS's has the way to the internet gateway.
fn route(walk: &mut Walk<'_>, id: &RegionalNatGatewayId, nat: &RegionalNatGateway, flight: Flight) -> Outcome {
    let to = flight.packet.destination;
    if walk.world.is_in_vpc(&nat.vpc, to) {
        return arrival::arrive(walk, &nat.vpc, None, flight);
    }
    let target = match &nat.route_table {
        Some(table) => route_table::lookup(walk.world, &nat.vpc, table, to),
        None => {
            let mut gateways = walk.world.drawn.internet_gateways.iter();
            let own = gateways.find(|(_, gateway)| gateway.vpc.as_ref() == Some(&nat.vpc));
            own.map(|(id, _)| Target::Element(Ref::from(id)))
                .ok_or_else(|| Outcome::dropped_somewhere("NO_ROUTE_TO_DESTINATION"))
        }
    };
    match target {
        Ok(target) => walk.hop_from(&nat.vpc, id.as_str(), &target, flight),
        Err(outcome) => outcome,
    }
}

/// Somebody sends to its address.
pub fn addressed(walk: &mut Walk<'_>, id: &RegionalNatGatewayId, mut flight: Flight) -> Outcome {
    let Some(nat) = walk.world.drawn.regional_nat_gateways.get(id).cloned() else {
        return Outcome::Unknown;
    };
    if nat.state != NatState::Available {
        return Outcome::dropped("BAD_STATE", id.as_str());
    }
    let Some(original) = translated(walk, &Ref::from(id), &flight) else {
        return Outcome::dropped("X_NAT_NO_INBOUND", id.as_str());
    };
    flight.packet = original;
    flight.entered = Entered::Sent;
    route(walk, id, &nat, flight)
}
