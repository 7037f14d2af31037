//! Words for people, made at the end from typed findings.

use std::rc::Rc;

use crate::id::Ref;
use crate::topology::Topology;
use crate::trace::{Finding, Trace};

/// How elements are called in sentences.
pub trait Names {
    fn name(&self, element: &Ref) -> Rc<str>;
}

/// One trace in words: what the page and the command line show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// "app-1 cannot reach S3: no route in rtb-private."
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

pub fn explain(_trace: &Trace, _names: &dyn Names) -> Explanation {
    Explanation {
        summary: String::new(),
        forward: Vec::new(),
        reply: Vec::new(),
        blockers: Vec::new(),
    }
}

/// The finding's words with the facts filled in.
pub fn sentence(finding: &Finding, _names: &dyn Names) -> String {
    finding.reason.words.to_owned()
}
