//! The switch for rules that no AWS page states: beside a hop that rests on one, and as long as they are off.

use reach::trace::{Assumptions, Trace};

use super::super::context::Context;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assumed {
    pub text: &'static str,
    /// What the button says that turns it the other way.
    pub button: &'static str,
}

pub(super) fn assumed(context: &Context<'_>, trace: &Trace, step: usize) -> Option<Assumed> {
    if context.network.assumptions() == Assumptions::NotMade {
        return Some(Assumed {
            text: "Nothing is assumed: a flow that rests on a rule which no AWS page states is not known.",
            button: "Assume it again",
        });
    }
    let hop = trace.forward.iter().chain(&trace.reply).nth(step)?;
    let findings = [&hop.decision.finding].into_iter().chain(&hop.decision.because);
    let mut rests = findings.filter(|finding| finding.reason.assumed);
    rests.next().map(|_| Assumed {
        text: "This hop rests on a rule that is commonly known, but that no AWS page states.",
        button: "Answer without assumptions",
    })
}
