//! Load balancers: a listener takes the packet, and one of its targets gets it (PL-05, PL-08, SG-11, PW-13).

use std::net::IpAddr;

use reach::topology::*;

use super::outcome::{Outcome, Place};
use super::packet::{Packet, TCP, UDP};
use super::walk::{Balanced, Entered, Flight, Walk};
use super::world::{Owner, World};
use super::{network_acl, security_group};

const NOT_PRESERVED: &str = "SG_REFERENCES_NOT_PRESERVED";

/// Somebody sends to an address of the load balancer, or answers it there.
pub fn addressed(
    walk: &mut Walk<'_>,
    vpc: &VpcId,
    id: &LoadBalancerId,
    node: &SubnetId,
    from: Option<&SubnetId>,
    flight: Flight,
) -> Outcome {
    let Some(balancer) = walk.world.drawn.load_balancers.get(id).cloned() else {
        return Outcome::Unknown;
    };
    walk.world.picks.meet("load balancer");
    if from != Some(node)
        && let Some(refused) = network_acl::ingress(walk.world, node, &flight.packet)
    {
        return refused;
    }
    if walk.is_return() {
        let own = Some((id.clone(), node.clone()));
        if walk.request.is_some_and(|request| request.asking_node == own) {
            return Outcome::delivered(Place::LoadBalancer(id.clone(), node.clone()), flight.packet);
        }
        return reply(walk, id, flight.packet);
    }
    if balancer.kind == LoadBalancerKind::Gateway {
        return Outcome::refused();
    }
    if let Some(refused) = groups_refuse(walk.world, vpc, &balancer, &flight) {
        return refused;
    }
    let listener = match listener(id, &balancer, &flight.packet) {
        Ok(listener) => listener,
        Err(outcome) => return outcome,
    };
    if balancer.kind == LoadBalancerKind::Application {
        return Outcome::delivered(Place::LoadBalancer(id.clone(), node.clone()), flight.packet);
    }
    balance(walk, id, &balancer, node, listener, flight, None)
}

/// An Application Load Balancer answers.
pub fn reply_of(walk: &mut Walk<'_>, id: &LoadBalancerId, node: &SubnetId, packet: Packet) -> Outcome {
    let mut flight = Flight::from_outside(packet, Entered::Sent);
    flight.sender = Some(Owner::LoadBalancer(id.clone(), node.clone()));
    walk.leave_subnet(node, flight)
}

/// Only Application Load Balancers always have groups.
fn groups_refuse(world: &World<'_>, vpc: &VpcId, balancer: &LoadBalancer, flight: &Flight) -> Option<Outcome> {
    if is_without_groups(balancer) {
        return None;
    }
    security_group::ingress(world, vpc, &balancer.security_groups, flight)
}

pub fn is_without_groups(balancer: &LoadBalancer) -> bool {
    balancer.kind != LoadBalancerKind::Application && balancer.security_groups.is_empty()
}

/// The listener for the packet's protocol and port.
pub fn listener<'a>(id: &LoadBalancerId, balancer: &'a LoadBalancer, packet: &Packet) -> Result<&'a Listener, Outcome> {
    let takes = |listener: &&Listener| match listener.protocol {
        ListenerProtocol::Tcp | ListenerProtocol::Tls | ListenerProtocol::Http | ListenerProtocol::Https => {
            packet.protocol == TCP
        }
        ListenerProtocol::Udp => packet.protocol == UDP,
        ListenerProtocol::TcpUdp => packet.has_ports(),
        ListenerProtocol::Geneve => false,
    };
    let found = balancer
        .listeners
        .iter()
        .filter(takes)
        .find(|listener| listener.port == packet.destination_port);
    let code = match balancer.listeners.iter().any(|listener| takes(&listener)) {
        true => "ELBV2_LISTENER_PORT_RESTRICTION",
        false => "ELBV2_LISTENERS_MISMATCH",
    };
    found.ok_or_else(|| Outcome::dropped(code, id.as_str()))
}

/// From the node to one of the targets; `endpoint` is the one that it came through, if it came through PrivateLink.
pub fn balance(
    walk: &mut Walk<'_>,
    id: &LoadBalancerId,
    balancer: &LoadBalancer,
    node: &SubnetId,
    listener: &Listener,
    mut flight: Flight,
    endpoint: Option<(InterfaceEndpointId, SubnetId)>,
) -> Outcome {
    let targets = targets(walk.world, balancer, node, listener);
    let Some(target) = walk.world.picks.pick(&targets).cloned() else {
        return Outcome::dropped("ELBV2_NO_TARGETS_IN_AZ", id.as_str());
    };
    let Some(own) = node_address(balancer, node) else {
        return Outcome::Unknown;
    };
    let to = walk.world.interface(&target.interface).and_then(|it| it.ipv4);
    let Some(to) = to.map(IpAddr::V4) else {
        return Outcome::dropped("X_FAMILY_MISMATCH", target.interface.as_str());
    };
    let before = flight.packet;
    flight.packet.destination = to;
    flight.packet.destination_port = target.port.unwrap_or(listener.port);
    // PL-08, SG-11
    let keeps_source = is_preserving(balancer) && endpoint.is_none();
    let is_far = walk.world.vpc_of_interface(&target.interface).as_ref() != Some(&balancer.vpc);
    if keeps_source && (before.source == to || is_far) {
        // DEC-26
        return Outcome::Unknown;
    }
    if !keeps_source {
        flight.packet.source = own;
        flight.packet.source_port = walk.world.nat_port;
        flight.lose(NOT_PRESERVED);
        flight.sender = Some(Owner::LoadBalancer(id.clone(), node.clone()));
    } else if let (None, Some((_, said))) = (&flight.sender, &mut flight.lost) {
        *said = NOT_PRESERVED;
    }
    walk.memory.balanced.push(Balanced {
        by: id.clone(),
        node: node.clone(),
        before,
        after: flight.packet,
        endpoint,
    });
    flight.entered = Entered::Sent;
    flight.appliance = None;
    if !is_without_groups(balancer)
        && let Some(refused) = security_group::egress_of(walk.world, &balancer.vpc, &balancer.security_groups, &flight)
    {
        return refused;
    }
    walk.leave_subnet(node, flight)
}

fn is_preserving(balancer: &LoadBalancer) -> bool {
    balancer.kind == LoadBalancerKind::Network && balancer.preserve_client_ip
}

/// PL-05: in the load balancer's Availability Zones, and without cross-zone balancing only in the node's own. What does not run
/// gets nothing while another target does.
pub fn targets(
    world: &World<'_>,
    balancer: &LoadBalancer,
    node: &SubnetId,
    listener: &Listener,
) -> Vec<ListenerTarget> {
    let zone = |subnet: &SubnetId| world.subnet(subnet).map(|subnet| subnet.zone.clone());
    let zone_of = |target: &ListenerTarget| world.interface(&target.interface).and_then(|it| zone(&it.subnet));
    let is_near = |target: &&ListenerTarget| {
        let own = zone_of(target);
        let is_enabled = balancer.subnets.iter().any(|place| zone(&place.subnet) == own);
        is_enabled && (balancer.cross_zone || own == zone(node))
    };
    let near: Vec<ListenerTarget> = listener.targets.iter().filter(is_near).cloned().collect();
    let runs = |target: &&ListenerTarget| {
        let interface = world.interface(&target.interface);
        interface.is_some_and(|it| it.state == InterfaceState::InUse)
    };
    let running: Vec<ListenerTarget> = near.iter().filter(runs).cloned().collect();
    if running.is_empty() { near } else { running }
}

pub fn node_address(balancer: &LoadBalancer, node: &SubnetId) -> Option<IpAddr> {
    let place = balancer.subnets.iter().find(|place| place.subnet == *node)?;
    Some(IpAddr::V4(place.ipv4))
}

/// A target answers: back to who asked, from the address that they sent to.
pub fn reply(walk: &mut Walk<'_>, id: &LoadBalancerId, packet: Packet) -> Outcome {
    let Some(known) = known(walk, &packet).filter(|known| known.by == *id) else {
        return Outcome::dropped_somewhere("X_REPLY_TO_WRONG_VPC");
    };
    let mut back = packet;
    back.source = known.before.destination;
    back.source_port = known.before.destination_port;
    back.destination = known.before.source;
    back.destination_port = known.before.source_port;
    let mut flight = Flight::from_outside(back, Entered::Sent);
    if let Some((endpoint, subnet)) = known.endpoint {
        flight.sender = Some(Owner::InterfaceEndpoint(endpoint, subnet.clone()));
        return walk.leave_subnet(&subnet, flight);
    }
    flight.sender = Some(Owner::LoadBalancer(id.clone(), known.node.clone()));
    walk.leave_subnet(&known.node, flight)
}

/// What the packet answers, if a load balancer sent that on.
fn known(walk: &Walk<'_>, packet: &Packet) -> Option<Balanced> {
    let mut all = walk.request?.balanced.iter().rev();
    all.find(|it| it.after.reply().as_ref() == Some(packet)).cloned()
}

/// The reply to a source that a load balancer kept goes back through it.
pub fn intercepted(walk: &mut Walk<'_>, subnet: &SubnetId, packet: Packet) -> Option<Outcome> {
    let known = known(walk, &packet).filter(|it| it.after.source == it.before.source)?;
    if walk.memory.returned.contains(&known.by) {
        return None;
    }
    walk.memory.returned.push(known.by.clone());
    walk.world.picks.meet("load balancer");
    if *subnet != known.node {
        if let Some(refused) = network_acl::egress(walk.world, subnet, &packet) {
            return Some(refused);
        }
        if let Some(refused) = network_acl::ingress(walk.world, &known.node, &packet) {
            return Some(refused);
        }
    }
    Some(reply(walk, &known.by, packet))
}
