//! A question about many addresses: the internet, a service, a site. One address is traced; the rows that were asked say which
//! other addresses are bound to fare alike; the rest is traced in turn. Nothing is called allowed that was not looked at.

use std::collections::VecDeque;
use std::net::IpAddr;

use super::addresses::{self, Addresses, Range};
use super::ends::{self, Flow};
use super::legs::Traced;
use super::looks::Looks;
use super::rows::rows;
use super::{AddressShare, Blocker, Fact, Finding, Leg, NOT_ALL_ADDRESSES, TOO_MANY_ADDRESSES, Trace, Verdict};
use super::{assumptions, choices};
use crate::address::Family;
use crate::id::{Kind, Ref};
use crate::network::Network;
use crate::packet::PacketSet;
use crate::question::Question;
use crate::sorted::sort_by_key;
use crate::walk::Party;

/// Traces the flow for every address that its ends stand for; a service's are often assumed.
pub(super) fn over_addresses(network: &Network, question: &Question, flow: &Flow) -> Trace {
    let trace = traced(network, question, flow);
    let Some(assumed) = &flow.assumed else {
        return trace;
    };
    let anywhere = || {
        let destinations = ends::the_internet(network, flow.family).ok()?;
        Some(traced(
            network,
            question,
            &Flow {
                destinations,
                ..flow.clone()
            },
        ))
    };
    assumptions::about_addresses(network, trace, assumed, anywhere)
}

fn traced(network: &Network, question: &Question, flow: &Flow) -> Trace {
    let (source, destination) = (flow.sources.shown(), flow.destinations.shown());
    let from = |source| match &flow.destinations {
        Addresses::Any { ranges, shown } => {
            let follow = |address| Part::of(choices::follow(network, question, flow, source, address));
            let at = flow.receiver.as_ref().map_or_else(Ref::internet, Party::reference);
            split(network, flow, ranges, *shown, &at, &follow)
        }
        _ => Part::of(choices::follow(network, question, flow, source, destination)),
    };
    match &flow.sources {
        Addresses::Any { ranges, shown } => split(network, flow, ranges, *shown, &flow.sender.reference(), &from).trace,
        _ => from(source).trace,
    }
}

/// The flow by one address of the end that is split, whatever the other end stands for.
struct Part {
    trace: Trace,
    asked: Vec<Ref>,
    is_service: bool,
    /// The work of telling the other end's addresses apart.
    compared: usize,
}

impl Part {
    fn of(traced: Traced) -> Self {
        Self {
            is_service: matches!(traced.delivered, Some(Party::Service { through: Some(_), .. })),
            trace: traced.trace,
            asked: traced.asked,
            compared: 0,
        }
    }
}

/// Addresses that fare alike, and the trace of one of them.
struct Share {
    ranges: Vec<Range>,
    trace: Trace,
    /// A gateway endpoint took the packet: the addresses are a service's.
    is_service: bool,
}

fn split(
    network: &Network,
    flow: &Flow,
    ranges: &[Range],
    shown: IpAddr,
    at: &Ref,
    follow: &dyn Fn(IpAddr) -> Part,
) -> Part {
    let (family, packets) = (flow.family, on_the_way(&flow.packets));
    let mut shares: Vec<Share> = Vec::new();
    let mut looks = Looks::new(flow.are_both_many());
    let mut asked: Vec<Ref> = Vec::new();
    let mut rest: VecDeque<Range> = ranges.iter().copied().collect();
    let first = addresses::number(shown);
    // The shown address first: its trace is the one that is kept where shares fare alike.
    sort_by_key(rest.make_contiguous(), |range| !range.contains(first));
    while let Some(range) = rest.pop_front() {
        let number = if range.contains(first) { first } else { range.first };
        let (share, part) = looks.find(number, range).unwrap_or_else(|| {
            let traced = follow(addresses::address(number, family));
            let rows = rows(network, &traced.asked, family, &packets);
            looks.spend(traced.compared);
            let new = traced.asked.iter().filter(|of| !asked.contains(of));
            asked.append(&mut new.cloned().collect());
            let share = share_of(&mut shares, traced);
            (share, looks.remember(number, range, rows, share))
        });
        rest.extend(range.without(part));
        if let Some(share) = shares.get_mut(share) {
            share.ranges.push(part);
        }
        if looks.is_enough() {
            break;
        }
    }
    // What an endpoint takes is a service, and not what "the internet" is asked about.
    if at.kind == Kind::Internet && shares.iter().any(|share| !share.is_service) {
        shares.retain(|share| !share.is_service);
    }
    if let (false, Some(share)) = (rest.is_empty(), shares.first()) {
        let question = &share.trace.question;
        shares.push(not_looked_at(question, at, rest.into()));
    }
    Part {
        trace: merge(shares, family, shown, at).unwrap_or_else(|| follow(shown).trace),
        asked,
        is_service: false,
        compared: looks.spent(),
    }
}

/// Whatever the packets and their replies may be on the way, through a NAT gateway, too.
fn on_the_way(packets: &PacketSet) -> PacketSet {
    let through_nat = packets.with_nat_ports();
    packets
        .or(&through_nat)
        .or(&packets.replies())
        .or(&through_nat.replies())
}

/// DEC-26: neither allowed nor blocked.
fn not_looked_at(question: &Question, at: &Ref, ranges: Vec<Range>) -> Share {
    let finding = Finding {
        reason: &TOO_MANY_ADDRESSES,
        at: at.clone(),
        facts: Vec::new(),
    };
    Share {
        ranges,
        trace: Trace::without_hops(question, finding),
        is_service: false,
    }
}

fn share_of(shares: &mut Vec<Share>, part: Part) -> usize {
    let Part { trace, is_service, .. } = part;
    let fares_alike = |share: &Share| {
        let known = &share.trace;
        share.is_service == is_service
            && known.verdict == trace.verdict
            && known.allowed == trace.allowed
            && known.by_chance == trace.by_chance
            && known.no_reply == trace.no_reply
            && known.leg == trace.leg
            && code(known) == code(&trace)
    };
    shares.iter().position(fares_alike).unwrap_or_else(|| {
        shares.push(Share {
            ranges: Vec::new(),
            trace,
            is_service,
        });
        shares.len() - 1
    })
}

fn code(trace: &Trace) -> Option<&'static str> {
    trace.first_blocker().map(|blocker| blocker.finding.reason.code)
}

/// `None` only if there is no share at all.
fn merge(shares: Vec<Share>, family: Family, shown: IpAddr, at: &Ref) -> Option<Trace> {
    let verdict = verdict(&shares);
    let by_address = shares.iter().map(|share| share.summary(family)).collect();
    let failing = failing(&shares, verdict);
    let others: Vec<Blocker> = shares.iter().flat_map(|share| elsewhere(&share.trace)).collect();
    let is_split = shares.len() > 1;
    let mut traces = shares.into_iter().map(|share| share.trace);
    let mut trace = traces.next()?;
    if !is_split {
        return Some(trace);
    }
    for other in traces {
        trace.allowed = trace.allowed.or(&other.allowed);
        trace.by_chance = trace.by_chance.or(&other.by_chance);
        trace.no_reply = trace.no_reply.or(&other.no_reply);
        if trace.by_choice.is_empty() {
            trace.by_choice = other.by_choice;
        }
    }
    if let (true, Some((leg, blockers))) = (
        trace.verdict == Verdict::Allowed || verdict == Verdict::Unknown,
        failing,
    ) {
        trace.leg = leg;
        trace.blockers = blockers;
    }
    for blocker in others {
        if !trace.blockers.iter().any(|known| is_same_blocker(known, &blocker)) {
            trace.blockers.push(blocker);
        }
    }
    if verdict != Verdict::Blocked {
        trace.notes.push(Finding {
            reason: &NOT_ALL_ADDRESSES,
            at: at.clone(),
            facts: vec![("address", Fact::Address(shown))],
        });
    }
    trace.verdict = verdict;
    trace.by_address = by_address;
    Some(trace)
}

/// What stops the addresses that decide the verdict. The hop list is another address's: the blockers are not in it.
fn failing(shares: &[Share], verdict: Verdict) -> Option<(Option<Leg>, Vec<Blocker>)> {
    let decides = |share: &&Share| match verdict {
        Verdict::Unknown => share.trace.verdict == Verdict::Unknown,
        _ => share.trace.verdict != Verdict::Allowed,
    };
    let trace = &shares.iter().find(decides)?.trace;
    Some((trace.leg, elsewhere(trace).collect()))
}

/// The blockers of an address whose hops are not shown.
fn elsewhere(trace: &Trace) -> impl Iterator<Item = Blocker> + '_ {
    trace.blockers.iter().map(|blocker| Blocker {
        hop: None,
        ..blocker.clone()
    })
}

/// The same change answers both, for whatever addresses.
fn is_same_blocker(a: &Blocker, b: &Blocker) -> bool {
    a.leg == b.leg && a.finding.at == b.finding.at && a.finding.reason.code == b.finding.reason.code
}

impl Share {
    fn summary(&self, family: Family) -> AddressShare {
        AddressShare {
            addresses: addresses::cidrs(self.ranges.clone(), family),
            verdict: self.trace.verdict,
            allowed: self.trace.allowed.clone(),
            by_chance: self.trace.by_chance.clone(),
            no_reply: self.trace.no_reply.clone(),
        }
    }
}

fn verdict(shares: &[Share]) -> Verdict {
    let all = |verdict| shares.iter().all(|share| share.trace.verdict == verdict);
    if all(Verdict::Allowed) {
        Verdict::Allowed
    } else if all(Verdict::Blocked) {
        Verdict::Blocked
    } else if shares.iter().any(|share| share.trace.verdict == Verdict::Unknown) {
        Verdict::Unknown
    } else {
        Verdict::Partial
    }
}
