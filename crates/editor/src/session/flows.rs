//! Watched flows and the trace that is shown.

use document::Flow;
use reach::id::Ref;
use reach::question::Question;
use reach::trace::{Assumptions, Hop, Leg, Trace};

use super::{Session, verdicts};
use crate::edit::{Edit, connect};
use crate::effect::Effect;
use crate::words;

/// Whether someone has stepped to a hop of their choice, or looks at what an answer shows by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// The first hop of what gets through.
    Start,
    /// Where the packet ends on this leg: the hop that stops it, or its arrival.
    End(Leg),
    Chosen,
}

impl Session {
    /// What the document says it opens with, else its first flow.
    pub(super) fn show_opening_flow(&mut self) {
        let view = self.document.view;
        self.derived = self.derived.assuming(&self.document, view.assumptions);
        let wanted = view.flow.map(usize::from).unwrap_or_default();
        self.flow = (wanted < self.document.flows.len()).then_some(wanted);
        self.step = match view.step {
            Some(step) if view.flow.is_some() => usize::from(step).min(self.hops().saturating_sub(1)),
            _ => self.deciding_step(),
        };
    }

    /// How many hops the shown trace has, both legs.
    pub(crate) fn hops(&self) -> usize {
        self.trace().map_or(0, |trace| trace.forward.len() + trace.reply.len())
    }

    /// The first hop that stops it; the first hop of all if nothing does.
    pub(super) fn deciding_step(&self) -> usize {
        let blocking = self.trace().and_then(|trace| blocking_hop(trace));
        blocking.map_or(0, |(_, step)| step)
    }

    /// What the shown step stands for, before an edit may change it.
    pub(super) fn shown(&self) -> Shown {
        let Some(trace) = self.trace() else {
            return Shown::Chosen;
        };
        match blocking_hop(trace) {
            Some((leg, step)) if step == self.step => Shown::End(leg),
            Some(_) => Shown::Chosen,
            None if self.step == 0 => Shown::Start,
            None if self.step == arrival(trace, Leg::Forward) => Shown::End(Leg::Forward),
            None if self.step == arrival(trace, Leg::Return) => Shown::End(Leg::Return),
            None => Shown::Chosen,
        }
    }

    /// After an edit: whoever looked at where the packet ends still does.
    pub(super) fn follow(&mut self, shown: Shown) {
        let Some(trace) = self.trace() else { return };
        let blocking = blocking_hop(trace).map(|(_, step)| step);
        self.step = match shown {
            Shown::Start => blocking.unwrap_or_default(),
            Shown::End(leg) => blocking.unwrap_or_else(|| arrival(trace, leg)),
            Shown::Chosen => self.step,
        };
    }

    pub(crate) fn select_flow(&mut self, flow: Option<usize>) -> Vec<Effect> {
        self.flow = flow.filter(|flow| *flow < self.document.flows.len());
        self.step = self.deciding_step();
        self.show_flow();
        let (Some(flow), Some(trace)) = (self.flow, self.trace()) else {
            return Vec::new();
        };
        let explanation = reach::explain::explain(trace, &*self.document.topology);
        vec![Effect::Announce(explanation.summary), Effect::PostTrace(flow)]
    }

    pub(crate) fn step_to(&mut self, step: usize) -> Vec<Effect> {
        if self.trace().is_none() {
            return Vec::new();
        }
        self.step = step.min(self.hops().saturating_sub(1));
        self.show_step();
        self.say_step().into_iter().collect()
    }

    pub(crate) fn step_by(&mut self, by: isize) -> Vec<Effect> {
        self.step_to(self.step.saturating_add_signed(by))
    }

    pub(crate) fn flow_by(&mut self, by: isize) -> Vec<Effect> {
        let number = self.document.flows.len();
        let next = match (self.flow, number.checked_sub(1)) {
            (_, None) => return self.say("No flow is watched yet. Press T, then choose two ends"),
            (None, Some(last)) => {
                if by < 0 {
                    last
                } else {
                    0
                }
            }
            (Some(flow), Some(last)) => flow.saturating_add_signed(by).min(last),
        };
        self.select_flow(Some(next))
    }

    fn say_step(&self) -> Option<Effect> {
        let trace = self.trace()?;
        let explanation = reach::explain::explain(trace, &*self.document.topology);
        let hop = explanation.forward.iter().chain(&explanation.reply).nth(self.step)?;
        let number = format!("Step {} of {}", self.step + 1, self.hops());
        Some(Effect::Announce(format!("{number}: {}. {}", hop.title, hop.text)))
    }

    /// With or without rules that no AWS page states: a way of looking, so no undo step.
    pub(crate) fn switch_assumptions(&mut self) -> Vec<Effect> {
        let (next, now) = match self.derived.assumptions {
            Assumptions::Made => (Assumptions::NotMade, "Nothing is assumed"),
            Assumptions::NotMade => (Assumptions::Made, "Assumptions are made"),
        };
        let shown = self.shown();
        let derived = self.derived.assuming(&self.document, next);
        let verdicts = verdicts::sentence(&self.derived.traces, &self.document, &derived.traces);
        self.derived = derived;
        self.keep_what_is_there();
        self.follow(shown);
        let said = [Some(now.to_owned()), verdicts].into_iter().flatten();
        let said = Effect::Announce(said.collect::<Vec<_>>().join(". "));
        [said].into_iter().chain(self.flow.map(Effect::PostTrace)).collect()
    }

    /// Selecting an element on the shown path shows its step.
    pub(super) fn follow_selection(&mut self) {
        let ([of], Some(trace)) = (&self.selection[..], self.trace()) else {
            return;
        };
        let hops: Vec<&Hop> = trace.forward.iter().chain(&trace.reply).collect();
        let is_there = |hop: &&Hop| hop.at == *of;
        if hops.get(self.step).is_some_and(is_there) {
            return;
        }
        if let Some(step) = hops.iter().position(is_there) {
            self.step = step;
        }
    }

    /// Watches one more flow, or shows the one that asks the same.
    pub(crate) fn ask(&mut self, question: Question) -> Vec<Effect> {
        let known = self.document.flows.iter().position(|flow| flow.question == question);
        if let Some(known) = known {
            return self.select_flow(Some(known));
        }
        let mut flows = self.document.flows.to_vec();
        flows.push(Flow::new(question));
        let last = flows.len() - 1;
        let effects = self.commit_flows("Watch a flow", flows);
        self.flow = Some(last);
        self.step = self.deciding_step();
        effects.into_iter().chain([Effect::PostTrace(last)]).collect()
    }

    /// The same between two elements.
    pub(crate) fn ask_between(&mut self, from: &Ref, to: &Ref) -> Vec<Effect> {
        let topology = &self.document.topology;
        match connect::question(topology, from, to) {
            Ok(question) => self.ask(question),
            Err(refused) => self.refuse(refused.0),
        }
    }

    pub(super) fn set_flow(&mut self, flow: usize, question: Question) -> Vec<Effect> {
        let mut flows = self.document.flows.to_vec();
        let Some(changed) = flows.get_mut(flow) else {
            return Vec::new();
        };
        changed.question = question;
        // What its author expected was expected of another question.
        changed.expectation = None;
        let effects = self.commit_flows("Change a flow", flows);
        self.flow = Some(flow);
        self.step = self.deciding_step();
        effects
    }

    pub(crate) fn remove_flow(&mut self, flow: usize) -> Vec<Effect> {
        let mut flows = self.document.flows.to_vec();
        if flow >= flows.len() {
            return Vec::new();
        }
        let removed = flows.remove(flow);
        let name = words::flow(&self.document.topology, &removed);
        let shown = self.flow;
        let mut effects = self.commit_flows(&format!("Stop watching {name}"), flows);
        self.flow = match shown {
            Some(shown) if shown > flow => Some(shown - 1),
            Some(shown) if shown == flow => None,
            other => other,
        };
        self.step = self.deciding_step();
        effects.push(Effect::Announce(format!("Stopped watching {name}")));
        effects
    }

    /// The same packets from the other end.
    pub(crate) fn swap_flow(&mut self) -> Vec<Effect> {
        let Some((flow, shown)) = self.flow.and_then(|flow| Some((flow, self.document.flows.get(flow)?))) else {
            return Vec::new();
        };
        let question = shown.question.swapped();
        self.set_flow(flow, question)
    }

    fn commit_flows(&mut self, name: &str, flows: Vec<Flow>) -> Vec<Effect> {
        let mut edit = Edit::new(name, Vec::new());
        edit.flows = Some(flows);
        self.commit_or_refuse(Ok(edit))
    }
}

/// The first hop that stops it, counted over both legs.
fn blocking_hop(trace: &Trace) -> Option<(Leg, usize)> {
    let blocker = trace.blockers.iter().find(|blocker| blocker.hop.is_some())?;
    let before = match blocker.leg {
        Leg::Forward => 0,
        Leg::Return => trace.forward.len(),
    };
    Some((blocker.leg, before + blocker.hop?))
}

/// The last hop of the leg.
fn arrival(trace: &Trace, leg: Leg) -> usize {
    let hops = match leg {
        Leg::Forward => trace.forward.len(),
        Leg::Return => trace.forward.len() + trace.reply.len(),
    };
    hops.saturating_sub(1)
}
