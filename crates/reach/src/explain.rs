//! Words for people, made at the end from typed findings.

mod packets;
mod sentence;
mod summary;

use std::rc::Rc;

pub use packets::in_words as packets_in_words;
pub use sentence::sentence;

use crate::id::{Kind, Ref};
use crate::topology::Topology;
use crate::trace::{Blocker, Decision, Hop, Trace};

/// How elements are called in sentences.
pub trait Names {
    fn name(&self, element: &Ref) -> Rc<str>;
}

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

impl Names for Topology {
    fn name(&self, element: &Ref) -> Rc<str> {
        Rc::clone(&element.id)
    }
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
        chip: element_in_words(&hop.at, names),
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
        chip: element_in_words(&blocker.finding.at, names),
        title: blocker.finding.reason.title.to_owned(),
        text: sentence(&blocker.finding, names),
    }
}

/// An element's name; places that are no records have names of their own.
fn element_in_words(element: &Ref, names: &dyn Names) -> String {
    match element.kind {
        Kind::Internet => "the internet".to_owned(),
        Kind::Service => service_in_words(element.id.split('@').next().unwrap_or_default()),
        _ => names.name(element).as_ref().to_owned(),
    }
}

fn service_in_words(name: &str) -> String {
    match name {
        "s3" => "S3".to_owned(),
        "dynamodb" => "DynamoDB".to_owned(),
        other => other.to_owned(),
    }
}
