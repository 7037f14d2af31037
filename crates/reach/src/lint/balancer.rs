//! Listeners that hand on to nobody (PW-13).
//! AWS page: elasticloadbalancing/latest/network/network-load-balancers.html

use super::{Found, Lint};
use crate::id::Ref;
use crate::issue::Level;
use crate::network::Network;
use crate::reason::reasons;
use crate::topology::{Listener, ListenerProtocol, LoadBalancer, LoadBalancerId};
use crate::trace::Fact;

reasons! {
    NOBODY: "ELBV2_LISTENER_HAS_NO_TG" ["PW-13"] "A load balancer without targets",
        "No listener of {at} has a target, so nothing that is sent to it is answered. Register targets.",
        "elasticloadbalancing/latest/network/network-load-balancers.html";
    NOBODY_THERE: "ELBV2_LISTENER_HAS_NO_TG" ["PW-13"] "A listener without targets",
        "{at} listens on port {port} and has no target for it, so nothing that is sent there is answered. Register targets, or delete the listener.",
        "elasticloadbalancing/latest/network/load-balancer-listeners.html";
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

/// From HTTP to HTTPS, as such pairs do; what a listener answers by itself is not drawn.
fn only_redirects(listener: &Listener, others: &[&Listener]) -> bool {
    let is_safe = |other: &&Listener| other.protocol == ListenerProtocol::Https;
    listener.protocol == ListenerProtocol::Http && others.iter().any(is_safe)
}
