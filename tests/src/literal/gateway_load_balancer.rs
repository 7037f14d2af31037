//! Gateway Load Balancer endpoints: through an appliance, out of the same endpoint, on by its subnet's table (PL-15).

use std::net::IpAddr;

use reach::id::Ref;
use reach::topology::*;

use super::outcome::{Outcome, Place};
use super::packet::{Packet, UDP};
use super::walk::{Entered, Flight, Walk};
use super::world::Owner;
use super::{load_balancer, network_acl, private_link};

/// A route led to the endpoint. `from` is the subnet that the packet leaves; none if it comes from a gateway's own table.
pub fn pass(
    walk: &mut Walk<'_>,
    id: &GatewayLoadBalancerEndpointId,
    from: Option<&SubnetId>,
    mut flight: Flight,
) -> Outcome {
    let Some(endpoint) = walk.world.drawn.gateway_load_balancer_endpoints.get(id).cloned() else {
        return Outcome::Unknown;
    };
    walk.world.picks.meet("Gateway Load Balancer endpoint");
    if from != Some(&endpoint.subnet)
        && let Some(refused) = network_acl::ingress(walk.world, &endpoint.subnet, &flight.packet)
    {
        return refused;
    }
    if endpoint.state != EndpointState::Available {
        return Outcome::dropped("BAD_STATE", id.as_str());
    }
    if walk.visiting.contains(id) {
        return Outcome::dropped_somewhere("CYCLIC_PATH_DETECTED");
    }
    if walk.visiting.len() >= 2 {
        return Outcome::Unknown;
    }
    // DEC-30
    if let Some(request) = walk.request
        && !request.appliances.is_empty()
        && !request.appliances.contains(&Ref::from(id))
    {
        return Outcome::dropped_somewhere("X_ASYMMETRIC_APPLIANCE");
    }
    if let Some(outcome) = visit(walk, id, &endpoint, flight.packet) {
        return outcome;
    }
    walk.memory.appliances.push(Ref::from(id));
    flight.lose("SG_REFERENCES_NOT_PRESERVED");
    flight.entered = Entered::Sent;
    flight.appliance = Some(Ref::from(id));
    walk.leave_subnet(&endpoint.subnet, flight)
}

/// What keeps it from the appliance that AWS picks: of those in the endpoint's Availability Zone, or of any with cross-zone
/// balancing (DEC-27). The reply goes to the one that the request went to.
fn visit(
    walk: &mut Walk<'_>,
    id: &GatewayLoadBalancerEndpointId,
    endpoint: &GatewayLoadBalancerEndpoint,
    packet: Packet,
) -> Option<Outcome> {
    let world = walk.world;
    let Some(service) = world.drawn.endpoint_services.get(&endpoint.service) else {
        return Some(Outcome::Unknown);
    };
    if service.state != ServiceState::Available {
        return Some(Outcome::dropped("BAD_STATE", endpoint.service.as_str()));
    }
    if let Some(request) = walk.request
        && request
            .visits
            .contains(&(id.clone(), packet.destination, packet.source))
    {
        return None;
    }
    let nodes = private_link::nodes(world, service, LoadBalancerKind::Gateway, &endpoint.subnet);
    let Some((balancer, node)) = world.picks.pick(&nodes).cloned() else {
        return Some(Outcome::dropped("VPCE_SERVICE_NOT_INSTALLED_IN_AZ", id.as_str()));
    };
    let Some(record) = world.drawn.load_balancers.get(&balancer) else {
        return Some(Outcome::Unknown);
    };
    let mut appliances = Vec::new();
    for listener in &record.listeners {
        appliances.extend(load_balancer::targets(world, record, &node, listener));
    }
    let Some(appliance) = world.picks.pick(&appliances) else {
        return Some(Outcome::dropped_somewhere("ELBV2_NO_TARGETS_IN_AZ"));
    };
    walk.memory.visits.push((id.clone(), packet.source, packet.destination));
    geneve(walk, id, record, (&balancer, &node), appliance)
}

/// The load balancer's own packets to the appliance, and back: UDP, port 6081. What stops them.
fn geneve(
    walk: &Walk<'_>,
    id: &GatewayLoadBalancerEndpointId,
    record: &LoadBalancer,
    (balancer, node): (&LoadBalancerId, &SubnetId),
    target: &ListenerTarget,
) -> Option<Outcome> {
    let own = load_balancer::node_address(record, node);
    let to = walk.world.interface(&target.interface).and_then(|it| it.ipv4);
    let (Some(own), Some(to)) = (own, to) else {
        return Some(Outcome::Unknown);
    };
    let packet = Packet {
        protocol: UDP,
        source: own,
        destination: IpAddr::V4(to),
        source_port: walk.world.nat_port,
        destination_port: 6081,
        message: (0, 0),
    };
    let mut flight = Flight::from_outside(packet, Entered::Sent);
    flight.sender = Some(Owner::LoadBalancer(balancer.clone(), node.clone()));
    let mut visiting = walk.visiting.clone();
    visiting.push(id.clone());
    let mut there = Walk::new(walk.world, None);
    there.visiting = visiting.clone();
    let arrival = match there.leave_subnet(node, flight) {
        Outcome::Delivered(arrival) => arrival,
        refused => return Some(refused),
    };
    let Place::Interface(appliance) = &arrival.place else {
        return Some(Outcome::Open("GENEVE that does not arrive at an interface"));
    };
    let mut memory = there.memory;
    memory.asking_node = Some((balancer.clone(), node.clone()));
    let mut back = Walk::new(walk.world, Some(&memory));
    back.visiting = visiting;
    match back.send(appliance, arrival.packet.reply()?) {
        Outcome::Delivered(_) => None,
        refused => Some(refused),
    }
}
