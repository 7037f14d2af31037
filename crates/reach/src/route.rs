//! Which route of a table a packet takes: the longest prefix; between equal prefixes a static CIDR route, then one that
//! names a prefix list, then a propagated one (RT-10). A local route beats any propagated one (RT-11).
//! AWS page: vpc/latest/userguide/route-tables-priority.html

use std::cmp::Reverse;
use std::net::IpAddr;

use ipnet::IpNet;

use crate::id::{Id, Record, Ref, Row, RowRef};
use crate::network::{EffectiveRoute, Network, RouteOrigin};
use crate::reason::{Reason, reasons};
use crate::topology::{Destination, RouteTableId, Target};
use crate::trace::PassedOver;

reasons! {
    MORE_SPECIFIC: "MORE_SPECIFIC_ROUTE" ["RT-10", "RT-13", "ENG-10"] "Less specific",
        "It matches too, but a more specific route wins.",
        "vpc/latest/userguide/route-tables-priority.html";
    HIGHER_PRIORITY: "HIGHER_PRIORITY_ROUTE" ["RT-10", "RT-12", "ENG-10"] "Lower priority",
        "It matches too, but a route of a kind that goes first has the same destination.",
        "vpc/latest/userguide/route-tables-priority.html";
    LOCAL_FIRST: "HIGHER_PRIORITY_ROUTE" ["RT-11"] "Local goes first",
        "It matches too, but a propagated route never wins over the VPC's local route.",
        "vpn/latest/s2svpn/vpn-route-priority.html";
    CANNOT_ROUTE: "CANNOT_ROUTE" ["RT-19", "ENG-10"] "Other destination",
        "Its destination does not contain the packet's.",
        "vpc/latest/reachability/explanation-codes.html";
}

/// The outcome of a look-up, here or in a transit gateway's table.
#[derive(Debug)]
pub(crate) struct Selection<'n, R = EffectiveRoute> {
    /// `None`: no route matches.
    pub(crate) chosen: Option<Chosen<'n, R>>,
    /// The other routes of the packet's family, and why each lost.
    pub(crate) passed_over: Vec<PassedOver>,
}

#[derive(Debug)]
pub(crate) struct Chosen<'n, R = EffectiveRoute> {
    pub(crate) route: &'n R,
    /// What matched: the route's CIDR, or the entry of its prefix list.
    pub(crate) prefix: IpNet,
}

impl<R> Clone for Chosen<'_, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Chosen<'_, R> {}

/// Looks the destination up in the table.
pub(crate) fn select<'n>(network: &'n Network, table: &RouteTableId, destination: IpAddr) -> Selection<'n> {
    let routes = network.routes(table);
    let matched = matches(network, routes, destination);
    let chosen = choose(routes, &matched);
    let passed_over = routes
        .iter()
        .zip(&matched)
        .filter(|(route, _)| chosen.is_none_or(|chosen| !std::ptr::eq(chosen.route, *route)))
        .filter_map(|(route, prefix)| {
            let reason = why_not(network, route, *prefix, chosen, destination)?;
            Some(PassedOver {
                by: row(table, &route.destination),
                reason,
            })
        })
        .collect();
    Selection { chosen, passed_over }
}

/// The route that the look-up takes, without a word about the others.
pub(crate) fn chosen<'n>(network: &'n Network, table: &RouteTableId, destination: IpAddr) -> Option<Chosen<'n>> {
    let routes = network.routes(table);
    choose(routes, &matches(network, routes, destination))
}

fn matches(network: &Network, routes: &[EffectiveRoute], destination: IpAddr) -> Vec<Option<IpNet>> {
    let matches = routes.iter();
    let matches = matches.map(|route| longest_match(network, &route.destination, destination));
    matches.collect()
}

/// The row of a route, for a decision.
pub(crate) fn row<T: Record>(table: &Id<T>, destination: &Destination) -> RowRef {
    RowRef {
        of: Ref::from(table),
        row: Row::Route(destination.clone()),
    }
}

/// The longest prefix of the route's that contains the address.
pub(crate) fn longest_match(network: &Network, of: &Destination, address: IpAddr) -> Option<IpNet> {
    let entries = network.entries(of);
    let matching = entries.iter().filter(|entry| entry.contains(&address));
    matching.max_by_key(|entry| entry.prefix_len()).copied()
}

fn choose<'n>(routes: &'n [EffectiveRoute], matched: &[Option<IpNet>]) -> Option<Chosen<'n>> {
    let candidates = || {
        routes.iter().zip(matched).filter_map(|(route, prefix)| {
            Some(Chosen {
                route,
                prefix: (*prefix)?,
            })
        })
    };
    let preferred = |chosen: &Chosen<'n>| {
        (
            Reverse(chosen.prefix.prefix_len()),
            priority(chosen.route),
            &chosen.route.destination,
            &chosen.route.target,
        )
    };
    let best = candidates().min_by(|a, b| preferred(a).cmp(&preferred(b)))?;
    if !best.route.origin.is_propagated() {
        return Some(best);
    }
    let local = candidates()
        .filter(|chosen| is_local(chosen.route))
        .max_by_key(|chosen| chosen.prefix.prefix_len());
    local.or(Some(best))
}

fn is_local(route: &EffectiveRoute) -> bool {
    route.origin == RouteOrigin::Local && route.target == Target::Local
}

/// The order between equal prefixes. Two prefix lists: the lower id, as AWS's choice is random but stable (RT-15).
fn priority(route: &EffectiveRoute) -> u8 {
    match (route.origin, &route.destination) {
        (RouteOrigin::Local, _) => 0,
        (RouteOrigin::Static, Destination::Cidr(_)) => 1,
        (RouteOrigin::Static | RouteOrigin::Endpoint, _) => 2,
        (RouteOrigin::PropagatedDirectConnect, _) => 3,
        (RouteOrigin::PropagatedStaticVpn, _) => 4,
        (RouteOrigin::PropagatedBgpVpn, _) => 5,
    }
}

/// `None` for a route of the other family: it does not even take part (ENG-08).
fn why_not(
    network: &Network,
    route: &EffectiveRoute,
    prefix: Option<IpNet>,
    chosen: Option<Chosen<'_>>,
    destination: IpAddr,
) -> Option<&'static Reason> {
    if let (Some(prefix), Some(chosen)) = (prefix, chosen) {
        let reason = if prefix.prefix_len() < chosen.prefix.prefix_len() {
            &MORE_SPECIFIC
        } else if route.origin.is_propagated() && is_local(chosen.route) {
            &LOCAL_FIRST
        } else {
            &HIGHER_PRIORITY
        };
        return Some(reason);
    }
    network
        .entries(&route.destination)
        .iter()
        .any(|entry| entry.addr().is_ipv4() == destination.is_ipv4())
        .then_some(&CANNOT_ROUTE)
}

#[cfg(test)]
mod tests;
