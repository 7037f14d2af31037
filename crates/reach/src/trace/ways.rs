//! The way that fails, where the trace shows another one: of those that AWS picks from, or of the addresses that an end stands for.

use std::net::IpAddr;

use super::addresses::{self, Addresses, Range};
use super::{Trace, Verdict, ends, legs};
use crate::network::Network;

/// Ways that are looked at.
const MOST: usize = 64;
const MOST_ADDRESSES: usize = 8;

/// The hops of the way that the first blocker is on; `None` if they are the ones that are shown.
pub(crate) fn failing(network: &Network, shown: &Trace) -> Option<Trace> {
    let blocker = shown.first_blocker().filter(|blocker| blocker.hop.is_none())?;
    let question = &shown.question;
    let flow = ends::resolve(network, question).ok()?;
    let (sources, destinations) = (tried(&flow.sources, shown), tried(&flow.destinations, shown));
    let pairs = sources
        .iter()
        .flat_map(|from| destinations.iter().map(move |to| [*from, *to]));
    for addresses in pairs {
        let mut given = Vec::new();
        for _ in 0..MOST {
            let traced = legs::follow(network, question, &flow, addresses, given);
            let first = traced.trace.first_blocker();
            if first.is_some_and(|first| first.hop.is_some() && first.finding == blocker.finding) {
                return Some(traced.trace);
            }
            match traced.choices.next() {
                Some(next) => given = next,
                None => break,
            }
        }
    }
    None
}

fn contain(ranges: &[Range], address: IpAddr) -> bool {
    let number = addresses::number(address);
    ranges.iter().any(|range| range.contains(number))
}

/// The shown address, and one of each share that fails.
fn tried(of: &Addresses, shown: &Trace) -> Vec<IpAddr> {
    let fails = shown
        .by_address
        .iter()
        .filter(|share| share.verdict != Verdict::Allowed);
    let others = fails.filter_map(|share| share.addresses.first().map(|range| range.addr()));
    let others = others.filter(|address| matches!(of, Addresses::Any { ranges, .. } if contain(ranges, *address)));
    std::iter::once(of.shown()).chain(others).take(MOST_ADDRESSES).collect()
}
