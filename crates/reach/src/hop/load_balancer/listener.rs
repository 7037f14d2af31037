//! A listener takes what comes for its protocol and port and hands it to one of its targets: in its own Availability Zone, or
//! with cross-zone load balancing in any (PL-05). AWS page: elasticloadbalancing/latest/network/network-load-balancers.html

use std::net::Ipv4Addr;

use super::Node;
use crate::hop::lacks;
use crate::id::Ref;
use crate::network::Network;
use crate::packet::PacketSet;
use crate::reason::{Reason, reasons};
use crate::topology::{
    InterfaceId, InterfaceState, Listener, ListenerProtocol, ListenerTarget, LoadBalancer, NetworkInterface, PortRange,
    Traffic,
};
use crate::trace::{ANY_TARGET, Fact, Pick, Step};
use crate::walk::{Next, Walk, Why};

reasons! {
    NO_LISTENER: "ELBV2_LISTENERS_MISMATCH" ["PW-13"] "No listener",
        "{at} has no listener for {packets}.",
        "vpc/latest/reachability/explanation-codes.html";
    OTHER_PORT: "ELBV2_LISTENER_PORT_RESTRICTION" ["PW-13"] "Other port",
        "{at} has no listener for {packets}; it listens on other ports.",
        "vpc/latest/reachability/explanation-codes.html";
    NO_TARGETS: "ELBV2_NO_TARGETS_IN_AZ" ["PL-05", "PW-13"] "No targets in this Availability Zone",
        "{at} got the packet in {zone} and has no target there to hand it to.",
        "vpc/latest/privatelink/create-endpoint-service.html";
    NO_TARGETS_AT_ALL: "ELBV2_NO_TARGETS_IN_AZ" ["PW-13"] "No targets",
        "The listener of {at} has no target in any zone of {at}.",
        "vpc/latest/reachability/explanation-codes.html";
    LOST_TARGET: "UNKNOWN_RESOURCE" ["DEC-26"] "A target that is not there",
        "{at} hands packets to any of its targets, and one of them is not there: nobody knows what it does with them.",
        "vpc/latest/reachability/explanation-codes.html";
    NOT_CROSS_ZONE: "ELB_NOT_CROSSZONE" ["PL-05"] "Cross-zone load balancing is off",
        "{at} has targets in other Availability Zones. Turn on cross-zone load balancing, or put a target into {zone}.",
        "vpc/latest/reachability/explanation-codes.html";
    IN_ZONE: "targets-in-zone" ["PL-05"] "Targets of its own zone",
        "Cross-zone load balancing is off, so in {zone} the load balancer uses its targets in {zone} only.",
        "vpc/latest/privatelink/create-endpoint-service.html";
    ACROSS_ZONES: "targets-across-zones" ["PL-05"] "Targets of all zones",
        "Cross-zone load balancing is on, so the load balancer uses its targets in all its zones.",
        "vpc/latest/privatelink/create-endpoint-service.html";
    ONE_OF_SEVERAL: "one-target-of-several" ["DEC-27"] "One target of several",
        "{at} has {number} targets to choose from, and takes any; {target} is shown.",
        "elasticloadbalancing/latest/network/introduction.html";
}

/// Who gets the packet.
pub(crate) struct Chosen {
    pub(crate) interface: InterfaceId,
    pub(crate) address: Ipv4Addr,
    pub(crate) port: Option<u16>,
    pub(super) because: Vec<Why>,
}

/// What a listener takes, or a target with this port.
pub(crate) fn taken(protocol: ListenerProtocol, port: u16) -> PacketSet {
    let ports = PortRange::single(port);
    let [tcp, udp] = [Traffic::Tcp(ports), Traffic::Udp(ports)].map(PacketSet::of_rule);
    match protocol {
        ListenerProtocol::Tcp | ListenerProtocol::Tls | ListenerProtocol::Http | ListenerProtocol::Https => tcp,
        ListenerProtocol::Udp | ListenerProtocol::Geneve => udp,
        ListenerProtocol::TcpUdp => tcp.or(&udp),
    }
}

/// Goes on with what the listeners take.
pub(super) fn restrict(walk: &mut Walk<'_>, node: Node<'_>) -> Option<Next> {
    let all = |set: PacketSet, listener: &Listener| set.or(&taken(listener.protocol, listener.port));
    let listeners = &node.record.listeners;
    let taken = listeners.iter().fold(PacketSet::empty(), all);
    let why = Why::new(refusal(listeners, &walk.packet.packets));
    walk.restrict(&node.id.into(), &Step::LoadBalancer, &taken, why)
}

fn refusal(listeners: &[Listener], packets: &PacketSet) -> &'static Reason {
    let has_protocol = listeners.iter().any(|listener| {
        let taken = taken(listener.protocol, listener.port);
        !(packets.tcp.is_empty() || taken.tcp.is_empty()) || !(packets.udp.is_empty() || taken.udp.is_empty())
    });
    if has_protocol { &OTHER_PORT } else { &NO_LISTENER }
}

/// One listener of those that take any of the packets, and one of its targets.
pub(crate) fn choose(walk: &mut Walk<'_>, node: Node<'_>) -> Result<Chosen, Next> {
    if let Some(next) = restrict(walk, node) {
        return Err(next);
    }
    let packets = walk.packet.packets.clone();
    let of = |listener: &Listener| packets.and(&taken(listener.protocol, listener.port));
    let mut asked: Vec<&Listener> = node.record.listeners.iter().filter(|own| !of(own).is_empty()).collect();
    // In which order they are written does not matter.
    asked.sort_by_key(|own| (own.port, own.protocol));
    let picked = walk.choices.part(asked.len());
    let Some(listener) = asked.get(picked) else {
        return Err(super::super::not_modelled(walk, &node.id.into()));
    };
    let own = of(listener);
    let others = walk.connection.as_sent(&packets.minus(&own));
    walk.connection.diverted = walk.connection.diverted.or(&others);
    walk.packet.packets = own;
    choose_target(walk, node, listener)
}

fn choose_target(walk: &mut Walk<'_>, node: Node<'_>, listener: &Listener) -> Result<Chosen, Next> {
    let network = walk.network;
    if network.has_lost_target(node.id, listener.port) {
        return Err(walk.stop(node.id, Step::LoadBalancer, Why::new(&LOST_TARGET)));
    }
    let zone = node.zone(network).unwrap_or_default();
    let usable = usable(network, node.record, listener);
    let near = in_use(near(&usable, node.record, zone));
    if near.is_empty() {
        return Err(no_targets(walk, node, !usable.is_empty()));
    }
    let picked = walk.choices.random(near.len(), |picked| {
        let target = near.get(picked)?.target;
        Some(Pick::new(&ANY_TARGET, node.id, near.len(), &target.interface).port(target.port))
    });
    let Some(Usable { target, address, .. }) = near.get(picked).copied() else {
        return Err(super::super::not_modelled(walk, &node.id.into()));
    };
    let of_zones = if node.record.cross_zone {
        &ACROSS_ZONES
    } else {
        &IN_ZONE
    };
    let several = (near.len() > 1).then(|| {
        Why::new(&ONE_OF_SEVERAL)
            .fact("number", Fact::Number(near.len() as u32))
            .element("target", &target.interface)
    });
    let zones = Why::new(of_zones).text("zone", zone);
    Ok(Chosen {
        interface: target.interface.clone(),
        address,
        port: target.port,
        because: [zones].into_iter().chain(several).collect(),
    })
}

fn no_targets(walk: &mut Walk<'_>, node: Node<'_>, has_others: bool) -> Next {
    let zone = node.zone(walk.network).unwrap_or_default();
    let at = Ref::from(node.id);
    if !has_others {
        return lacks(walk, at.clone(), Step::LoadBalancer, at, Why::new(&NO_TARGETS_AT_ALL));
    }
    walk.hint(at.clone(), Why::new(&NOT_CROSS_ZONE).text("zone", zone));
    let why = Why::new(&NO_TARGETS).text("zone", zone);
    lacks(walk, at.clone(), Step::LoadBalancer, at, why)
}

/// A target in one of the load balancer's zones.
#[derive(Clone, Copy)]
pub(crate) struct Usable<'n> {
    pub(crate) target: &'n ListenerTarget,
    pub(crate) address: Ipv4Addr,
    record: &'n NetworkInterface,
    zone: &'n str,
}

pub(crate) fn usable<'n>(network: &'n Network, balancer: &'n LoadBalancer, listener: &'n Listener) -> Vec<Usable<'n>> {
    let topology = network.topology();
    let zone_of = |subnet| topology.subnets.get(subnet).map(|subnet| &*subnet.zone);
    let targets = listener.targets.iter().filter_map(|target| {
        let record = topology.interfaces.get(&target.interface)?;
        let zone = zone_of(&record.subnet)?;
        let is_enabled = balancer
            .subnets
            .iter()
            .any(|place| zone_of(&place.subnet) == Some(zone));
        let usable = Usable {
            target,
            address: record.ipv4?,
            record,
            zone,
        };
        is_enabled.then_some(usable)
    });
    let mut targets: Vec<Usable<'n>> = targets.collect();
    targets.sort_by_key(|usable| (&usable.target.interface, usable.target.port));
    targets
}

pub(crate) fn near<'n>(all: &[Usable<'n>], balancer: &LoadBalancer, zone: &str) -> Vec<Usable<'n>> {
    let is_near = |usable: &&Usable<'n>| balancer.cross_zone || usable.zone == zone;
    all.iter().filter(is_near).copied().collect()
}

/// A target that does not run gets nothing while another does.
pub(crate) fn in_use(all: Vec<Usable<'_>>) -> Vec<Usable<'_>> {
    let runs = |usable: &&Usable<'_>| usable.record.state == InterfaceState::InUse;
    let running: Vec<Usable<'_>> = all.iter().filter(runs).copied().collect();
    if running.is_empty() { all } else { running }
}
