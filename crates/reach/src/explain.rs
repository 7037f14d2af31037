//! Words for people, made at the end from typed findings.

mod chance;
mod names;
mod packets;
mod sentence;
mod summary;

pub use chance::taken;
pub use names::{Ids, Names, element, end};
pub use packets::in_words as packets_in_words;
pub use sentence::sentence;

use crate::trace::{Blocker, Decision, Hop, Trace};

/// Of a request that comes to nothing with a policy.
pub const NO_POLICY: &str = "The request comes to no endpoint and no resource with a policy that decides about it.";

/// One trace in words: what the page and the command line show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// "app-1 cannot reach S3: rtb-private has no route for 52.216.8.1."
    pub summary: String,
    pub forward: Vec<HopText>,
    pub reply: Vec<HopText>,
    pub blockers: Vec<HopText>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HopText {
    /// A few words, as on a chip: "rtb-private".
    pub chip: String,
    /// What the component decided, as a title: "No route".
    pub title: String,
    /// One or two sentences: the rule that decided and what follows.
    pub text: String,
}

pub fn explain(trace: &Trace, names: &dyn Names) -> Explanation {
    let hops = |hops: &[Hop]| hops.iter().map(|hop| of_hop(hop, names)).collect();
    Explanation {
        summary: summary::summary(trace, names),
        forward: hops(&trace.forward),
        reply: hops(&trace.reply),
        blockers: trace
            .blockers
            .iter()
            .map(|blocker| of_blocker(blocker, names))
            .collect(),
    }
}

fn of_hop(hop: &Hop, names: &dyn Names) -> HopText {
    HopText {
        chip: element(&hop.at, names).to_string(),
        title: hop.decision.finding.reason.title.to_owned(),
        text: in_full(&hop.decision, names),
    }
}

/// What was decided, and by which further rules.
fn in_full(decision: &Decision, names: &dyn Names) -> String {
    let mut text = sentence(&decision.finding, names);
    for finding in &decision.because {
        text.push(' ');
        text.push_str(&sentence(finding, names));
    }
    text
}

fn of_blocker(blocker: &Blocker, names: &dyn Names) -> HopText {
    HopText {
        chip: element(&blocker.finding.at, names).to_string(),
        title: blocker.finding.reason.title.to_owned(),
        text: sentence(&blocker.finding, names),
    }
}
