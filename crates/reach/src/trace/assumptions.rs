//! Some rules stand on no AWS page: they are commonly known, and this program assumes them (tag K of the specification; the
//! reasons say `assumed`). Whoever does not want that switches them off, and what rests on them becomes `unknown`.

use super::{Blocker, Finding, Leg, Trace, Verdict};
use crate::packet::PacketSet;
use crate::reason::reasons;

reasons! {
    NOT_ASSUMED: "UNSUPPORTED_COMPONENT" ["DEC-26"] "Rests on an assumption",
        "What {at} does here is commonly known, but no AWS page says it, and nothing is to be assumed.",
        "vpc/latest/reachability/explanation-codes.html";
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
    let Some((leg, at)) = first_assumed(&trace).map(|(leg, finding)| (leg, finding.at.clone())) else {
        return trace;
    };
    let finding = Finding {
        reason: &NOT_ASSUMED,
        at,
        facts: Vec::new(),
    };
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
    trace.no_reply = PacketSet::empty();
    trace
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
