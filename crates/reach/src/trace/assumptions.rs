//! Some rules stand on no AWS page: they are commonly known, and this program assumes them (tag K of the specification; the
//! reasons say `assumed`). Whoever does not want that switches them off, and what rests on them becomes `unknown`.

use super::{Blocker, Fact, Finding, Leg, Trace, Verdict};
use crate::network::Network;
use crate::packet::PacketSet;
use crate::reason::reasons;
use crate::service;

reasons! {
    NOT_ASSUMED: "UNSUPPORTED_COMPONENT" ["DEC-26"] "Rests on an assumption",
        "No AWS page says what {at} does here (“{what}”): it is commonly known, and nothing is to be assumed.",
        "vpc/latest/reachability/explanation-codes.html";
    ADDRESSES_NOT_ASSUMED: "UNKNOWN_DESTINATION" ["DEC-26"] "Depends on the addresses",
        "The addresses of {at} are not drawn, and nothing is to be assumed about them. Give a prefix list that says which addresses {at} has.",
        "vpc/latest/userguide/aws-ip-ranges.html";
}

/// What to do with rules that no AWS page states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Assumptions {
    /// They hold; answers that rest on them say so.
    #[default]
    Made,
    /// Answers that rest on them are `unknown`.
    NotMade,
}

/// The same answer if it rests on no assumption, else `unknown`.
pub(super) fn without(mut trace: Trace) -> Trace {
    let Some((leg, assumed)) = first_assumed(&trace) else {
        return trace;
    };
    let finding = Finding {
        reason: &NOT_ASSUMED,
        at: assumed.at.clone(),
        facts: vec![("what", Fact::Text(assumed.reason.title.into()))],
    };
    make_unknown(&mut trace, leg, finding);
    trace
}

/// A flow to a service whose addresses nobody drew: said to be assumed, unless it is blocked at whatever public address.
pub(super) fn about_addresses(
    network: &Network,
    mut trace: Trace,
    assumed: &Finding,
    anywhere: impl FnOnce() -> Option<Trace>,
) -> Trace {
    let is_blocked = |trace: &Trace| trace.verdict == Verdict::Blocked;
    if is_blocked(&trace) && anywhere().is_some_and(|trace| is_blocked(&trace)) {
        return trace;
    }
    let stands_in = std::ptr::eq(assumed.reason, &service::STANDS_IN);
    let reason = match network.assumptions() {
        _ if trace.verdict == Verdict::Unknown => None,
        Assumptions::NotMade => Some(&ADDRESSES_NOT_ASSUMED),
        Assumptions::Made if stands_in && !trace.by_address.is_empty() => Some(&service::CUT),
        Assumptions::Made => None,
    };
    if network.assumptions() == Assumptions::Made {
        trace.notes.push(assumed.clone());
    }
    if let Some(reason) = reason {
        let (at, facts) = (assumed.at.clone(), assumed.facts.clone());
        make_unknown(&mut trace, Leg::Forward, Finding { reason, at, facts });
    }
    trace
}

fn make_unknown(trace: &mut Trace, leg: Leg, finding: Finding) {
    let blocker = Blocker {
        leg,
        finding,
        by: None,
        direction: None,
        hop: None,
    };
    trace.verdict = Verdict::Unknown;
    trace.leg = Some(leg);
    trace.blockers.insert(0, blocker);
    trace.allowed = PacketSet::empty();
    trace.by_chance = PacketSet::empty();
    trace.no_reply = PacketSet::empty();
    trace.by_address.clear();
    trace.by_choice.clear();
}

/// On the packets' way, or the first thing that stops them. What is only worth a remark decides nothing.
fn first_assumed(trace: &Trace) -> Option<(Leg, &Finding)> {
    let legs = [(Leg::Forward, &trace.forward), (Leg::Return, &trace.reply)];
    let hops = legs
        .into_iter()
        .flat_map(|(leg, hops)| hops.iter().map(move |hop| (leg, hop)));
    let on_the_way = hops.flat_map(|(leg, hop)| {
        let decision = &hop.decision;
        let all = [&decision.finding].into_iter().chain(&decision.because);
        all.map(move |finding| (leg, finding))
    });
    let first = trace.first_blocker().map(|blocker| (blocker.leg, &blocker.finding));
    on_the_way.chain(first).find(|(_, finding)| finding.reason.assumed)
}
