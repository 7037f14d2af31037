//! Listeners that hand on to nobody (PW-13).
//! AWS page: elasticloadbalancing/latest/network/network-load-balancers.html

use super::{Found, Lint};
use crate::id::Ref;
use crate::issue::Level;
use crate::network::Network;
use crate::reason::reasons;

reasons! {
    NOBODY: "ELBV2_LISTENER_HAS_NO_TG" ["PW-13"] "A load balancer without targets",
        "No listener of {at} has a target, so nothing that is sent to it is answered. Register targets.",
        "elasticloadbalancing/latest/network/network-load-balancers.html";
}

pub(super) static NO_TARGETS: Lint = Lint {
    name: "load-balancer-without-targets",
    level: Level::Info,
    reason: &NOBODY,
    look,
};

fn look(network: &Network) -> Vec<Found> {
    let balancers = network.topology().load_balancers.iter();
    let idle = balancers.filter(|(id, record)| {
        let mut listeners = record.listeners.iter();
        let has_nobody =
            listeners.all(|listener| listener.targets.is_empty() && !network.has_lost_target(id, listener.port));
        !record.listeners.is_empty() && has_nobody && !network.is_incomplete(&Ref::from(*id))
    });
    idle.map(|(id, _)| Found::at(id, Vec::new())).collect()
}
