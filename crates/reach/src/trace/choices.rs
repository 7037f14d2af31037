//! What AWS picks at random: every way is traced. All pass: allowed; some: partial; none: blocked (DEC-27).

use std::net::IpAddr;

use super::ends::Flow;
use super::legs::{self, Traced};
use super::{Blocker, Finding, TOO_MANY_WAYS, Trace, Verdict, choice};
use crate::network::Network;
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

fn merge(flow: &Flow, first: &mut Traced, others: &[Traced]) {
    let ways: Vec<&Traced> = [&*first].into_iter().chain(others).collect();
    let fares = choice::together(&flow.packets, &ways);
    let verdict = fares.verdict;
    let by_choice = if fares.by_chance.is_empty() {
        Vec::new()
    } else {
        choice::that_matter(&flow.packets, &ways)
    };
    let decides = |way: &&&Traced| verdict != Verdict::Unknown || way.trace.verdict == Verdict::Unknown;
    let mut stopped = ways.iter().filter(|way| !way.trace.blockers.is_empty());
    let failing = stopped.find(decides);
    let leg = failing.and_then(|way| way.trace.leg);
    let mut blockers: Vec<Blocker> = failing.map(|way| way.trace.blockers.clone()).unwrap_or_default();
    let shows_failing = failing.is_some_and(|way| std::ptr::eq(*way, &*first));
    if !shows_failing {
        blockers.iter_mut().for_each(|blocker| blocker.hop = None);
    }
    for blocker in ways.iter().flat_map(|way| way.trace.blockers.clone()) {
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
    (trace.allowed, trace.by_chance, trace.no_reply) = (fares.allowed, fares.by_chance, fares.no_reply);
    trace.by_choice = by_choice;
}
