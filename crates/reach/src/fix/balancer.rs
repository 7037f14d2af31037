//! Load balancers (PL-05, PW-13): a listener, a target, or targets of all zones.
//! AWS page: elasticloadbalancing/latest/network/network-load-balancers.html

use super::Move;
use super::exposure::Exposure;
use super::scene::{Scene, change, step};
use crate::hop::load_balancer::listener::taken;
use crate::id::{Kind, Ref};
use crate::packet::{Grid, PacketSet};
use crate::question::End;
use crate::reason::reasons;
use crate::sorted::SortedSet;
use crate::topology::{
    Element, InterfaceId, InterfaceState, Listener, ListenerProtocol, ListenerTarget, LoadBalancer, LoadBalancerId,
    LoadBalancerKind, NetworkInterface, PortRange, Role, SubnetId, Traffic,
};
use crate::trace::Fact;

reasons! {
    CROSS_ZONE: "fix-cross-zone" ["PL-05"] "Turn cross-zone load balancing on",
        "Turn on cross-zone load balancing at {at}, so that it uses its targets in all its zones.",
        "vpc/latest/privatelink/create-endpoint-service.html";
    REGISTER: "fix-register-target" ["PL-05", "PW-13"] "Register a target",
        "Register {target} with port {port} as a target of {at}.",
        "elasticloadbalancing/latest/network/network-load-balancers.html";
    LISTEN: "fix-add-listener" ["PW-13"] "Add a listener",
        "Add a listener for {packets} to {at}, which hands on to port {port} of the targets it has.",
        "elasticloadbalancing/latest/network/network-load-balancers.html";
}

/// So many machines are proposed as targets.
const MOST_TARGETS: usize = 2;
/// Listeners are of one port each; more of them are no small edit.
const MOST_PORTS: usize = 4;

pub(super) fn moves(scene: &Scene<'_>) -> Vec<Move> {
    let topology = scene.state.network.topology();
    // Without an appliance, the endpoint before the load balancer says so.
    let is_endpoint = scene.at().kind == Kind::GatewayLoadBalancerEndpoint;
    let at = scene.element("other").filter(|_| is_endpoint).unwrap_or(scene.at());
    let record = at
        .to_id()
        .and_then(|id: LoadBalancerId| topology.load_balancers.get(&id));
    let Some(record) = record else {
        return Vec::new();
    };
    match scene.code() {
        "ELBV2_NO_TARGETS_IN_AZ" => across_zones(scene, at, record)
            .into_iter()
            .chain(near(scene, at, record))
            .collect(),
        "ELBV2_LISTENER_PORT_RESTRICTION" => listeners(scene, record),
        "TARGET_ADDRESS_RESTRICTION" | "TARGET_PORT_RESTRICTION" => asked(scene, record).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn balancer(element: &mut Element) -> Option<&mut LoadBalancer> {
    match element {
        Element::LoadBalancer(_, balancer) => Some(balancer),
        _ => None,
    }
}

/// Only where another zone has a target.
fn across_zones(scene: &Scene<'_>, at: &Ref, record: &LoadBalancer) -> Option<Move> {
    if record.listeners.iter().all(|listener| listener.targets.is_empty()) {
        return None;
    }
    change(scene, at, &CROSS_ZONE, Vec::new(), |element| {
        balancer(element)?.cross_zone = true;
        Some(())
    })
}

/// Machines in the zone where the packet is: beside the targets there are, those that share a group with one of them.
fn near(scene: &Scene<'_>, at: &Ref, record: &LoadBalancer) -> Vec<Move> {
    let topology = scene.state.network.topology();
    let is_there = |subnet: &SubnetId| {
        let zone = topology.subnets.get(subnet).map(|subnet| &subnet.zone);
        match scene.blocker.finding.fact("zone") {
            Some(Fact::Text(asked)) => zone == Some(asked),
            _ => record.subnets.iter().any(|place| {
                let other = topology.subnets.get(&place.subnet).map(|subnet| &subnet.zone);
                zone.is_some() && other == zone
            }),
        }
    };
    let packets = scene.refused();
    // Appliances get everything, wrapped in GENEVE.
    let is_for = |listener: &&Listener| record.kind == LoadBalancerKind::Gateway || takes(listener, &packets);
    let Some(listener) = record.listeners.iter().find(is_for) else {
        return Vec::new();
    };
    let known: Vec<&NetworkInterface> = targets(listener).filter_map(|id| topology.interfaces.get(id)).collect();
    let is_candidate = |(id, other): &(&InterfaceId, &NetworkInterface)| {
        let of_vpc = topology
            .subnets
            .get(&other.subnet)
            .is_some_and(|subnet| subnet.vpc == record.vpc);
        let shares = |target: &&NetworkInterface| {
            let groups = &target.security_groups;
            groups.iter().any(|group| other.security_groups.contains(group))
        };
        other.role == Role::Instance
            && other.state == InterfaceState::InUse
            && of_vpc
            && is_there(&other.subnet)
            && targets(listener).all(|target| target != *id)
            && (known.is_empty() || known.iter().any(shares))
    };
    let candidates = topology.interfaces.iter().filter(is_candidate).take(MOST_TARGETS);
    let port = listener.targets.first().and_then(|target| target.port);
    candidates
        .filter_map(|(id, _)| register(scene, at, listener, id, port.unwrap_or(listener.port)))
        .collect()
}

fn takes(listener: &Listener, packets: &PacketSet) -> bool {
    !taken(listener.protocol, listener.port).and(packets).is_empty()
}

fn targets(listener: &Listener) -> impl Iterator<Item = &InterfaceId> {
    listener.targets.iter().map(|target| &target.interface)
}

fn register(scene: &Scene<'_>, at: &Ref, listener: &Listener, interface: &InterfaceId, port: u16) -> Option<Move> {
    let target = ListenerTarget {
        interface: interface.clone(),
        port: (port != listener.port).then_some(port),
    };
    let operation = scene.state.change(at, |element| {
        let listeners = &mut balancer(element)?.listeners;
        listeners.retain(|known| known != listener);
        let mut changed = listener.clone();
        changed.targets.push(target);
        listeners.push(changed);
        Some(())
    })?;
    let facts = vec![
        ("target", Fact::Element(Ref::from(interface))),
        ("port", Fact::Number(u32::from(port))),
    ];
    Some(vec![step(operation, &REGISTER, at, facts, Exposure::inbound(1))])
}

/// For each port that nobody listens on: to the port that the targets have now, or to the asked one.
fn listeners(scene: &Scene<'_>, record: &LoadBalancer) -> Vec<Move> {
    if record.kind == LoadBalancerKind::Gateway {
        return Vec::new();
    }
    let all = |set: PacketSet, known: &Listener| set.minus(&taken(known.protocol, known.port));
    let missing = record.listeners.iter().fold(scene.refused(), all);
    let fitting = |known: &&Listener| {
        let own = taken(known.protocol, known.port);
        !known.targets.is_empty()
            && (missing.tcp.is_empty() || !own.tcp.is_empty())
            && (missing.udp.is_empty() || !own.udp.is_empty())
    };
    let Some(like) = record.listeners.iter().find(fitting) else {
        return Vec::new();
    };
    let ports: SortedSet<u16> = numbers(&missing.tcp).chain(numbers(&missing.udp)).collect();
    if ports.is_empty() || ports.len() > MOST_PORTS {
        return Vec::new();
    }
    let to_known = listen(scene, like, &ports, true);
    to_known.into_iter().chain(listen(scene, like, &ports, false)).collect()
}

/// The first few.
fn numbers(grid: &Grid) -> impl Iterator<Item = u16> {
    let ranges: Vec<(u16, u16)> = grid.firsts().ranges().collect();
    ranges.into_iter().flat_map(|(from, to)| from..=to).take(MOST_PORTS + 1)
}

fn listen(scene: &Scene<'_>, like: &Listener, ports: &SortedSet<u16>, keeps_port: bool) -> Option<Move> {
    let target = |target: &ListenerTarget| ListenerTarget {
        interface: target.interface.clone(),
        port: keeps_port.then(|| target.port.unwrap_or(like.port)),
    };
    let steps = |port: &u16| -> Listener {
        Listener {
            protocol: usual(like.protocol, *port),
            port: *port,
            targets: like.targets.iter().map(target).collect(),
        }
    };
    let operation = scene.state.change(scene.at(), |element| {
        balancer(element)?.listeners.extend(ports.iter().map(steps));
        Some(())
    })?;
    let packets = ports.iter().fold(PacketSet::empty(), |all, port| {
        all.or(&taken(usual(like.protocol, *port), *port))
    });
    let known = like.targets.first().and_then(|target| target.port).unwrap_or(like.port);
    let port = match (keeps_port, ports.len()) {
        (true, _) => known.to_string(),
        (false, 1) => ports.iter().map(ToString::to_string).collect(),
        (false, _) => "the same number".to_owned(),
    };
    let facts = vec![("packets", Fact::Packets(packets)), ("port", Fact::Text(port.into()))];
    let mut step = step(operation, &LISTEN, scene.at(), facts, Exposure::inbound(1));
    step.rows = ports.len();
    Some(vec![step])
}

/// Of the two that an Application Load Balancer speaks, the one that clients expect on the port.
const fn usual(like: ListenerProtocol, port: u16) -> ListenerProtocol {
    match (like, port) {
        (ListenerProtocol::Https, 80 | 8080) => ListenerProtocol::Http,
        (ListenerProtocol::Http, 443 | 8443) => ListenerProtocol::Https,
        _ => like,
    }
}

/// Who was asked for is no target yet, or not with this port.
fn asked(scene: &Scene<'_>, record: &LoadBalancer) -> Option<Move> {
    let End::Element(to) = &scene.state.trace.question.to else {
        return None;
    };
    let interface: InterfaceId = to.to_id().filter(|_| to.kind == Kind::NetworkInterface)?;
    let packets = scene.hop()?.packet.packets.clone();
    let (grid, traffic): (_, fn(PortRange) -> Traffic) = match packets.tcp.is_empty() {
        false => (&packets.tcp, Traffic::Tcp),
        true => (&packets.udp, Traffic::Udp),
    };
    let mut ports = numbers(grid);
    let (Some(port), None) = (ports.next(), ports.next()) else {
        return None;
    };
    let asked = PacketSet::of_rule(traffic(PortRange::single(port)));
    let is_fitting = |listener: &&Listener| {
        takes(
            &Listener {
                port,
                ..(*listener).clone()
            },
            &asked,
        )
    };
    let listener = record.listeners.iter().find(is_fitting)?;
    register(scene, scene.at(), listener, &interface, port)
}
