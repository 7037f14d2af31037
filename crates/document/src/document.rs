use std::rc::Rc;

use reach::question::Question;
use reach::sorted::SortedMap;
use reach::topology::Topology;
use reach::trace::{Assumptions, PolicyVerdict, Trace, Verdict};

use crate::layout::Layout;
use crate::words::{VERDICTS, value_of};

/// The thing that is saved, shared and undone: a network, where its boxes stand, and the flows that are watched.
///
/// Cloning is cheap: everything large is shared. Layout sits behind its own pointer, so that moving a box never runs the engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub title: Rc<str>,
    pub topology: Rc<Topology>,
    pub layout: Rc<Layout>,
    pub flows: Rc<Vec<Flow>>,
    /// What opens with the diagram: a selected flow and a step of it.
    pub view: View,
    /// Comment lines of the text form, kept with the thing they stand above.
    pub comments: Rc<Comments>,
}

impl Default for Document {
    fn default() -> Self {
        Self {
            title: "Untitled network".into(),
            topology: Rc::default(),
            layout: Rc::default(),
            flows: Rc::default(),
            view: View::default(),
            comments: Rc::default(),
        }
    }
}

/// A saved question: drawn on the canvas with its verdict, and checked against what its author expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    pub name: Option<Rc<str>>,
    pub question: Question,
    pub expectation: Option<Expectation>,
}

impl Flow {
    pub fn new(question: Question) -> Self {
        Self {
            name: None,
            question,
            expectation: None,
        }
    }
}

/// What the author says must come out (`--assert` of the command line).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Expectation {
    /// The network's, whatever policies say.
    Verdict(Verdict),
    /// The packets get through, and no policy that is asked refuses the request.
    Authorized,
    /// The packets get through, and a policy refuses the request.
    Refused,
    /// The first blocker's code, or that of the policy that refuses.
    Code(Rc<str>),
}

impl Expectation {
    /// Every word for one; anything else is a code.
    pub const WORDS: [&str; 6] = ["allowed", "partial", "blocked", "unknown", "authorized", "refused"];

    /// Whether the trace came out so.
    pub fn holds(&self, trace: &Trace) -> bool {
        let gets_through = matches!(trace.verdict, Verdict::Allowed | Verdict::Partial);
        match self {
            Expectation::Verdict(verdict) => trace.verdict == *verdict,
            Expectation::Authorized => gets_through && trace.policy_verdict() == Some(PolicyVerdict::Allowed),
            Expectation::Refused => gets_through && trace.policy_verdict() == Some(PolicyVerdict::Refused),
            Expectation::Code(code) => {
                let blocker = trace.first_blocker().map(|blocker| &blocker.finding);
                let mut findings = blocker.into_iter().chain(&trace.authorization);
                findings.any(|finding| finding.reason.shown_code() == Some(code))
            }
        }
    }

    pub fn word(&self) -> &str {
        match self {
            Expectation::Verdict(verdict) => verdict.word(),
            Expectation::Authorized => "authorized",
            Expectation::Refused => "refused",
            Expectation::Code(code) => code,
        }
    }

    /// `None` for a code.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "authorized" => Some(Expectation::Authorized),
            "refused" => Some(Expectation::Refused),
            word => value_of(VERDICTS, word).map(Expectation::Verdict),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    pub mode: Option<Mode>,
    /// Index into the flows.
    pub flow: Option<u16>,
    /// Hop of that flow's trace, forward leg first.
    pub step: Option<u16>,
    /// Whether rules count that no AWS page states.
    pub assumptions: Assumptions,
}

/// What a reader may do: look; also switch rules on and off; solve; change everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    View,
    Explore,
    Exercise,
    Edit,
}

/// Lines without their `#`, by what they stand above: an element's id, a row (`rtb-1/10.0.0.0/16`), a flow (`flow/0`),
/// or the end of the text (`end`). The lines at the very top, before an empty line, are the header (`top`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comments(pub SortedMap<Rc<str>, Vec<Rc<str>>>);
