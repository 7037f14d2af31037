//! An interface as the target of a route: a firewall, a router, a NAT instance (SD-01, NG-11, SG-11, PW-24).

use std::net::IpAddr;

use reach::id::Ref;
use reach::topology::*;

use super::arrival::{self, enter};
use super::outcome::Outcome;
use super::packet::{ICMP, Packet, TCP, UDP};
use super::walk::{Entered, Flight, Translation, Walk};
use super::world::{Owner, is_address_of};

const NOT_PRESERVED: &str = "SG_REFERENCES_NOT_PRESERVED";

/// The packet is handed to the appliance, which sends it on.
pub fn forward(walk: &mut Walk<'_>, id: &InterfaceId, from: &SubnetId, flight: Flight) -> Outcome {
    pass(walk, id, Some(from), flight)
}

/// `from` is the subnet it leaves; none if it comes from a gateway's own table.
pub fn pass(walk: &mut Walk<'_>, id: &InterfaceId, from: Option<&SubnetId>, mut flight: Flight) -> Outcome {
    let Some(vpc) = walk.world.vpc_of_interface(id) else {
        return Outcome::Unknown;
    };
    let Some(interface) = walk.world.interface(id).cloned() else {
        return Outcome::Unknown;
    };
    if is_address_of(&interface, flight.packet.destination) {
        return arrival::at_interface(walk, &vpc, id, from, flight);
    }
    walk.world.picks.meet("appliance");
    if let Some(refused) = enter(walk, &vpc, id, from, &flight) {
        return refused;
    }
    if interface.state != InterfaceState::InUse {
        return Outcome::dropped("BAD_STATE", id.as_str());
    }
    // SD-02: there is no setting for what AWS manages.
    if matches!(interface.role, Role::Database | Role::Function) {
        return Outcome::dropped("ENI_ADDRESS_RESTRICTION", id.as_str());
    }
    if interface.source_dest_check {
        return Outcome::dropped("ENI_SOURCE_DEST_CHECK_RESTRICTION", id.as_str());
    }
    if let Some(request) = walk.request {
        // DEC-30; what replaces addresses knows no connection that it did not open itself.
        let is_another = !request.appliances.is_empty() && !request.appliances.contains(&Ref::from(id));
        if is_another || interface.masquerades {
            return Outcome::dropped("X_ASYMMETRIC_APPLIANCE", id.as_str());
        }
    }
    walk.memory.appliances.push(Ref::from(id));
    walk.memory.tracked.push(id.clone());
    flight.lose(NOT_PRESERVED);
    flight.entered = Entered::Sent;
    flight.appliance = Some(Ref::from(id));
    if interface.masquerades && !walk.is_return() && !masquerade(walk, id, &interface, &mut flight) {
        return Outcome::Unknown;
    }
    walk.leave_interface(id, flight)
}

/// NG-11: from its own address. Says whether it can.
fn masquerade(walk: &mut Walk<'_>, id: &InterfaceId, interface: &NetworkInterface, flight: &mut Flight) -> bool {
    let (Some(own), IpAddr::V4(_)) = (interface.ipv4.map(IpAddr::V4), flight.packet.source) else {
        return false;
    };
    if !matches!(flight.packet.protocol, TCP | UDP | ICMP) {
        return false;
    }
    walk.world.picks.meet("NAT instance");
    walk.translate(Ref::from(id), (own, None), flight);
    flight.sender = Some(Owner::Interface(id.clone()));
    true
}

/// A reply to the address of an appliance that replaced the source gets its destination back.
pub fn untranslate(walk: &mut Walk<'_>, id: &InterfaceId, from: Option<&SubnetId>, flight: &Flight) -> Option<Outcome> {
    let original = translated(walk, &Ref::from(id), flight)?;
    let vpc = walk.world.vpc_of_interface(id)?;
    if let Some(refused) = enter(walk, &vpc, id, from, flight) {
        return Some(refused);
    }
    walk.memory.appliances.push(Ref::from(id));
    let mut onward = flight.clone();
    onward.packet = original;
    onward.appliance = Some(Ref::from(id));
    Some(walk.leave_interface(id, onward))
}

/// The reply as whoever asked expects it, by the memory of the component that replaced the request's addresses.
pub fn translated(walk: &Walk<'_>, by: &Ref, flight: &Flight) -> Option<Packet> {
    let request = walk.request?;
    let answers = |it: &&Translation| {
        it.by == *by
            && it.after.source == flight.packet.destination
            && it.after.destination == flight.packet.source
            && it.after.protocol == flight.packet.protocol
            && (!it.after.has_ports() || it.after.source_port == flight.packet.destination_port)
    };
    let found = request.translations.iter().rev().find(answers)?;
    Some(Packet {
        source: found.before.destination,
        destination: found.before.source,
        destination_port: found.before.source_port,
        ..flight.packet
    })
}
