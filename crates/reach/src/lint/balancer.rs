//! Listeners that hand on to nobody (PW-13), and targets whose groups do not let the load balancer in (SG-02).
//! AWS page: elasticloadbalancing/latest/network/network-load-balancers.html

use std::net::IpAddr;

use ipnet::IpNet;

use super::{Found, Lint};
use crate::id::Ref;
use crate::issue::Level;
use crate::network::Network;
use crate::packet::PacketSet;
use crate::reason::reasons;
use crate::resolve::element;
use crate::topology::{
    InterfaceId, Listener, ListenerProtocol, LoadBalancer, LoadBalancerId, LoadBalancerKind, PortRange, RulePeer,
    Traffic,
};
use crate::trace::Fact;

reasons! {
    NOBODY: "ELBV2_LISTENER_HAS_NO_TG" ["PW-13"] "A load balancer without targets",
        "No listener of {at} has a target, so nothing that is sent to it is answered. Register targets.",
        "elasticloadbalancing/latest/network/network-load-balancers.html";
    NOBODY_THERE: "ELBV2_LISTENER_HAS_NO_TG" ["PW-13"] "A listener without targets",
        "{at} listens on port {port} and has no target for it, so nothing that is sent there is answered. Register targets, or delete the listener.",
        "elasticloadbalancing/latest/network/load-balancer-listeners.html";
    SHUT_OUT: "ENI_SG_RULES_MISMATCH" ["SG-02", "PW-13"] "A target that lets the load balancer not in",
        "No inbound rule of the security groups of {to} lets {at} in on port {port}, so that target gets nothing from it. Allow the port from the group of {at}.",
        "elasticloadbalancing/latest/application/target-group-register-targets.html";
}

pub(super) static NO_TARGETS: Lint = Lint {
    name: "load-balancer-without-targets",
    level: Level::Info,
    reason: &NOBODY,
    look,
};

pub(super) static LISTENERS: Lint = Lint {
    name: "listener-without-targets",
    level: Level::Info,
    reason: &NOBODY_THERE,
    look: listeners,
};

pub(super) static TARGETS: Lint = Lint {
    name: "target-group-rules-missing",
    level: Level::Warning,
    reason: &SHUT_OUT,
    look: targets,
};

fn look(network: &Network) -> Vec<Found> {
    let idle = balancers(network).filter(|(id, record)| {
        record
            .listeners
            .iter()
            .all(|listener| has_nobody(network, id, listener))
    });
    idle.map(|(id, _)| Found::at(id, Vec::new())).collect()
}

/// Beside others that have targets.
fn listeners(network: &Network) -> Vec<Found> {
    let found = balancers(network).flat_map(|(id, record)| {
        let all = record.listeners.iter();
        let (idle, busy): (Vec<&Listener>, Vec<&Listener>) =
            all.partition(|listener| has_nobody(network, id, listener));
        let idle = idle
            .into_iter()
            .filter(move |listener| !busy.is_empty() && !only_redirects(listener, &busy));
        idle.map(move |listener| Found::at(id, vec![("port", Fact::Number(u32::from(listener.port)))]))
    });
    found.collect()
}

fn balancers(network: &Network) -> impl Iterator<Item = (&LoadBalancerId, &LoadBalancer)> {
    let all = network.topology().load_balancers.iter();
    all.filter(|(id, record)| !record.listeners.is_empty() && !network.is_incomplete(&Ref::from(*id)))
}

fn has_nobody(network: &Network, id: &LoadBalancerId, listener: &Listener) -> bool {
    listener.targets.is_empty() && !network.has_lost_target(id, listener.port)
}

/// From port 80 to HTTPS, as such pairs do; what a listener answers by itself is not drawn.
fn only_redirects(listener: &Listener, others: &[&Listener]) -> bool {
    let is_safe = |other: &&Listener| other.protocol == ListenerProtocol::Https;
    listener.protocol == ListenerProtocol::Http && listener.port == 80 && others.iter().any(is_safe)
}

/// Of those that send with an address of their own: others leave the client's.
fn targets(network: &Network) -> Vec<Found> {
    let own = balancers(network).filter(|(_, record)| match record.kind {
        LoadBalancerKind::Application => true,
        LoadBalancerKind::Network => !record.preserve_client_ip,
        LoadBalancerKind::Gateway => false,
    });
    let found = own.flat_map(|(id, record)| {
        let listeners = record.listeners.iter();
        let targets = listeners.flat_map(|listener| listener.targets.iter().map(move |target| (listener, target)));
        targets.filter_map(move |(listener, target)| {
            let port = target.port.unwrap_or(listener.port);
            let traffic = match listener.protocol {
                ListenerProtocol::Udp => Traffic::Udp(PortRange::single(port)),
                _ => Traffic::Tcp(PortRange::single(port)),
            };
            let facts = || {
                vec![
                    ("to", element(&target.interface)),
                    ("port", Fact::Number(u32::from(port))),
                ]
            };
            (!lets_in(network, &target.interface, id, record, traffic)).then(|| Found::at(id, facts()))
        })
    });
    found.collect()
}

fn lets_in(
    network: &Network,
    target: &InterfaceId,
    id: &LoadBalancerId,
    balancer: &LoadBalancer,
    traffic: Traffic,
) -> bool {
    let topology = network.topology();
    let asked = PacketSet::of_rule(traffic);
    let senders = network.security_groups_of_load_balancer(id);
    let contains = |cidr: &IpNet| {
        balancer
            .subnets
            .iter()
            .any(|place| cidr.contains(&IpAddr::V4(place.ipv4)))
    };
    let is_from_it = |peer: &RulePeer| match peer {
        RulePeer::Cidr(cidr) => contains(cidr),
        RulePeer::SecurityGroup(group) => senders.contains(group),
        RulePeer::PrefixList(list) => {
            let record = topology.prefix_lists.get(list);
            record.is_none_or(|record| record.entries.iter().any(contains))
        }
    };
    let groups = network.security_groups_of(target);
    let mut known = groups.iter().filter_map(|group| topology.security_groups.get(group));
    groups.iter().any(|group| network.is_unread(&Ref::from(group)))
        || !topology.interfaces.contains(target.as_str())
        || known.any(|group| {
            let mut rules = group.inbound.iter();
            rules.any(|rule| is_from_it(&rule.peer) && !asked.of_these(rule.traffic).is_empty())
        })
}
