//! What AWS picks at random: every way is traced. All pass: allowed; some: partial; none: blocked (DEC-27).

use std::net::IpAddr;

use super::ends::Flow;
use super::legs::{self, Traced};
use super::{Blocker, Finding, TOO_MANY_WAYS, Trace, Verdict};
use crate::network::Network;
use crate::packet::PacketSet;
use crate::question::Question;

/// Ways that are looked at; with more, nobody knows.
const MOST: usize = 256;

/// Follows the flow from one address to another, by every way that there is to pick.
pub(super) fn follow(
    network: &Network,
    question: &Question,
    flow: &Flow,
    source: IpAddr,
    destination: IpAddr,
) -> Traced {
    let mut first = legs::follow(network, question, flow, [source, destination], Vec::new());
    let Some(mut given) = first.choices.next() else {
        return first;
    };
    let mut others = Vec::new();
    loop {
        let mut traced = legs::follow(network, question, flow, [source, destination], given);
        first.asked.append(&mut traced.asked);
        let next = traced.choices.next();
        others.push(traced);
        match next {
            None => break,
            Some(_) if others.len() >= MOST => {
                first.trace = Trace::without_hops(question, too_many(&first));
                return first;
            }
            Some(next) => given = next,
        }
    }
    merge(flow, &mut first, &others);
    first
}

fn too_many(first: &Traced) -> Finding {
    let at = first.trace.forward.last().map(|hop| hop.at.clone());
    Finding {
        reason: &TOO_MANY_WAYS,
        at: at.unwrap_or_else(crate::id::Ref::internet),
        facts: Vec::new(),
    }
}

/// Each way answers for the packets that no listener sends another way; a packet passes for certain if it does by all of its ways.
fn merge(flow: &Flow, first: &mut Traced, others: &[Traced]) {
    let ways = || [&*first].into_iter().chain(others);
    let asked_of = |way: &Traced| flow.packets.minus(&way.diverted);
    let none = PacketSet::empty;
    let passes = ways().fold(none(), |all, way| all.or(&way.trace.allowed));
    let no_reply = ways().fold(none(), |all, way| all.or(&way.trace.no_reply));
    let fails = ways().fold(none(), |all, way| all.or(&asked_of(way).minus(&way.trace.allowed)));
    let is_unknown = |way: &&Traced| way.trace.verdict == Verdict::Unknown;
    let blocks = |way: &&Traced| !way.trace.blockers.is_empty();
    let verdict = match () {
        () if ways().any(|way| is_unknown(&way)) => Verdict::Unknown,
        () if passes.is_empty() => Verdict::Blocked,
        () if fails.is_empty() && !ways().any(|way| blocks(&way)) => Verdict::Allowed,
        () => Verdict::Partial,
    };
    let decides = |way: &&Traced| verdict != Verdict::Unknown || is_unknown(way);
    let failing = ways().find(|way| blocks(way) && decides(way));
    let leg = failing.and_then(|way| way.trace.leg);
    let mut blockers: Vec<Blocker> = failing.map(|way| way.trace.blockers.clone()).unwrap_or_default();
    let shows_failing = failing.is_some_and(|way| std::ptr::eq(way, &*first));
    if !shows_failing {
        blockers.iter_mut().for_each(|blocker| blocker.hop = None);
    }
    let more: Vec<Blocker> = ways().flat_map(|way| way.trace.blockers.clone()).collect();
    for blocker in more {
        let is_known = |known: &Blocker| {
            (known.leg, &known.finding.at) == (blocker.leg, &blocker.finding.at)
                && known.finding.reason.code == blocker.finding.reason.code
        };
        if verdict != Verdict::Allowed && !blockers.iter().any(is_known) {
            blockers.push(Blocker { hop: None, ..blocker });
        }
    }
    let remarks: Vec<Finding> = others.iter().flat_map(|way| way.trace.hints.clone()).collect();
    let trace = &mut first.trace;
    for hint in remarks {
        if !trace.hints.contains(&hint) {
            trace.hints.push(hint);
        }
    }
    (trace.verdict, trace.leg, trace.blockers) = (verdict, leg, blockers);
    (trace.allowed, trace.no_reply) = (passes, no_reply);
}
