//! Arriving in a VPC: who has the address, and who may refuse it there (PW-09 to PW-13).

use reach::topology::*;

use super::outcome::{Outcome, Place};
use super::walk::{Entered, Flight, Walk};
use super::world::Owner;
use super::{client_vpn, endpoint, load_balancer, nat, network_acl, regional_nat, resolver, security_group};

/// The `local` route: only for destinations inside the VPC (RT-05).
pub fn local(walk: &mut Walk<'_>, vpc: &VpcId, subnet: &SubnetId, flight: Flight) -> Outcome {
    if !walk.world.is_in_vpc(vpc, flight.packet.destination) {
        return Outcome::dropped_somewhere("VPC_LOCAL_ROUTE_CIDR_RESTRICTION");
    }
    arrive(walk, vpc, Some(subnet), flight)
}

/// PW-09. `from` is the subnet it leaves, if it comes from one of this VPC.
pub fn arrive(walk: &mut Walk<'_>, vpc: &VpcId, from: Option<&SubnetId>, flight: Flight) -> Outcome {
    let to = flight.packet.destination;
    match walk.world.owner(vpc, to) {
        Some(Owner::Interface(id)) => at_interface(walk, vpc, &id, from, flight),
        Some(Owner::NatGateway(id)) => nat::addressed(walk, &id, from, flight),
        Some(Owner::RegionalNatGateway(id)) => regional_nat::addressed(walk, &id, flight),
        Some(Owner::InterfaceEndpoint(id, subnet)) => endpoint::interface(walk, vpc, &id, &subnet, from, flight),
        Some(Owner::LoadBalancer(id, node)) => load_balancer::addressed(walk, vpc, &id, &node, from, flight),
        Some(Owner::ClientVpn(id, subnet)) => client_vpn::addressed(walk, &id, &subnet, from, flight),
        Some(Owner::Resolver(id, subnet)) => resolver::addressed(walk, vpc, &id, &subnet, from, flight),
        None if walk.world.resolver_of(vpc) == Some(to) && flight.entered != Entered::Sent => {
            Outcome::dropped_somewhere("X_REMOTE_RESOLVER")
        }
        None if flight.entered == Entered::VpnGateway => {
            Outcome::dropped_somewhere("VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS")
        }
        None if is_wrong(walk, vpc) => Outcome::dropped_somewhere("X_REPLY_TO_WRONG_VPC"),
        None => Outcome::dropped_somewhere("NO_POSSIBLE_DESTINATION"),
    }
}

/// ENG-07: a reply in another VPC than the one that asked.
fn is_wrong(walk: &Walk<'_>, vpc: &VpcId) -> bool {
    let Some(request) = walk.request else { return false };
    let asking = request
        .asker
        .as_ref()
        .and_then(|asker| walk.world.vpc_of_interface(asker));
    asking.as_ref() != Some(vpc)
}

pub fn at_interface(
    walk: &mut Walk<'_>,
    vpc: &VpcId,
    id: &InterfaceId,
    from: Option<&SubnetId>,
    flight: Flight,
) -> Outcome {
    let Some(interface) = walk.world.interface(id) else {
        return Outcome::Unknown;
    };
    // An appliance that sent the request with its own address gets the reply, and passes it on.
    if let Some(outcome) = super::appliance::untranslate(walk, id, from, &flight) {
        return outcome;
    }
    if let Some(request) = walk.request
        && request.asker.as_ref() != Some(id)
    {
        return Outcome::dropped_somewhere("X_REPLY_TO_WRONG_VPC");
    }
    if let Some(refused) = enter(walk, vpc, id, from, &flight) {
        return refused;
    }
    walk.memory.tracked.push(id.clone());
    if interface.state != InterfaceState::InUse {
        return Outcome::dropped("BAD_STATE", id.as_str());
    }
    // Lambda's side of it lets nothing in but replies.
    if interface.role == Role::Function && walk.request.is_none() {
        return Outcome::dropped("NO_POSSIBLE_DESTINATION", id.as_str());
    }
    Outcome::delivered(Place::Interface(id.clone()), flight.packet)
}

/// PW-10 and PW-11 at an interface.
pub fn enter(
    walk: &Walk<'_>,
    vpc: &VpcId,
    id: &InterfaceId,
    from: Option<&SubnetId>,
    flight: &Flight,
) -> Option<Outcome> {
    let interface = walk.world.interface(id)?;
    if from != Some(&interface.subnet)
        && let Some(refused) = network_acl::ingress(walk.world, &interface.subnet, &flight.packet)
    {
        return Some(refused);
    }
    if walk.is_tracked(id) {
        return None;
    }
    security_group::ingress(walk.world, vpc, &interface.security_groups, flight)
}
