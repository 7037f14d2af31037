//! The trace dock: the question, the hops of both legs, the packet and the decision at the shown step.

use std::rc::Rc;

use reach::id::Ref;
use reach::trace::{Action, Leg, Verdict};

use crate::session::Session;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dock {
    /// Every watched flow: its words and its verdict.
    pub flows: Vec<FlowItem>,
    pub shown: Option<Shown>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowItem {
    pub title: Rc<str>,
    pub verdict: Verdict,
    /// "No route in rtb-private".
    pub reason: Rc<str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub flow: usize,
    pub verdict: Verdict,
    /// "Blocked at rtb-private: no route".
    pub headline: Rc<str>,
    /// The whole answer in one or two sentences.
    pub summary: Rc<str>,
    pub hops: Vec<HopChip>,
    pub step: usize,
    pub card: Card,
    pub blockers: Vec<BlockerItem>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HopChip {
    pub leg: Leg,
    pub at: Ref,
    pub text: Rc<str>,
    pub action: Action,
    /// The whole sentence, for the list that assistive technology reads.
    pub sentence: Rc<str>,
}

/// The decision at the shown step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// "10.0.1.10 → 52.216.8.1", "tcp, from 1024–65535 to 443".
    pub arrives: Vec<Rc<str>>,
    /// Where the hop rewrites the packet.
    pub leaves: Vec<Rc<str>>,
    pub decided: Rc<str>,
    pub therefore: Rc<str>,
    pub code: Option<Rc<str>>,
    pub rule: Option<Rc<str>>,
    pub page: Option<Rc<str>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockerItem {
    pub leg: Leg,
    pub at: Ref,
    pub text: Rc<str>,
    pub code: Rc<str>,
    /// The step to jump to.
    pub step: Option<usize>,
}

pub fn dock(_session: &Session) -> Dock {
    Dock::default()
}
