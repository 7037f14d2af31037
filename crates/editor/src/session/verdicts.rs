//! What an edit did to the flows, in one polite sentence.

use std::rc::Rc;

use document::Document;
use reach::trace::Trace;

use crate::{Outcome, words};

/// Verdicts before, by their questions, against verdicts now. `None` if no flow is watched.
pub(super) fn sentence(before: &[Rc<Trace>], document: &Document, now: &[Rc<Trace>]) -> Option<String> {
    let mut changed = Vec::new();
    let mut same = 0usize;
    for (flow, trace) in document.flows.iter().zip(now) {
        let old = before.iter().find(|old| old.question == trace.question);
        match old {
            Some(old) if Outcome::of(old) == Outcome::of(trace) => same += 1,
            _ => {
                let name = words::flow(&document.topology, flow);
                let is_now = if old.is_some() { "is now" } else { "is" };
                changed.push(format!("{name} {is_now} {}", word(trace)));
            }
        }
    }
    if changed.is_empty() {
        return None;
    }
    let mut sentence = if changed.len() > 4 {
        let kept = changed.get(..3).unwrap_or_default();
        format!("{} flows changed: {}; and others", changed.len(), kept.join("; "))
    } else {
        changed.join("; ")
    };
    if same > 0 {
        sentence.push_str(&format!("; {} unchanged", words::count(same, "other flow")));
    }
    Some(sentence)
}

fn word(trace: &Trace) -> &'static str {
    match Outcome::of(trace) {
        Outcome::Partial => "partly allowed",
        Outcome::Unknown => "not known",
        outcome => outcome.word(),
    }
}
