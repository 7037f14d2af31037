//! How the shown flow could be let through, once somebody asks.

use std::rc::Rc;

use reach::fix::{Effect, Fix};
use reach::id::Ref;
use reach::operation::Operation;
use reach::trace::{Trace, Verdict};

use super::Context;
use crate::words;

/// What to say about fixes for the shown flow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixes {
    /// It is not allowed, and nobody has looked yet.
    pub may_ask: bool,
    /// False where the diagram is for looking at.
    pub may_apply: bool,
    /// The best first.
    pub list: Vec<FixItem>,
    /// Why nothing was found.
    pub none: Option<Rc<str>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixItem {
    /// "Create a gateway endpoint vpce-s3-1 for S3, associated with rtb-private."
    pub text: Rc<str>,
    /// The lines of the text form that it writes.
    pub edits: Vec<Rc<str>>,
    /// "Fixes 1 flow, changes 0 others".
    pub effect: Rc<str>,
    /// "Free", or what it costs.
    pub cost: Rc<str>,
}

pub(super) fn fixes(context: &Context<'_>, trace: &Trace) -> Fixes {
    let is_stopped = matches!(trace.verdict, Verdict::Blocked | Verdict::Partial);
    let Some(found) = context.session.fixes().filter(|_| trace.verdict != Verdict::Allowed) else {
        return Fixes {
            may_ask: is_stopped,
            ..Fixes::default()
        };
    };
    Fixes {
        may_ask: false,
        may_apply: context.may_edit,
        list: found.list.iter().map(|fix| item(context, fix)).collect(),
        none: found.why_none.as_ref().map(|why| context.sentence(why)),
    }
}

fn item(context: &Context<'_>, fix: &Fix) -> FixItem {
    let findings = fix.findings();
    let sentences = findings.iter().map(|finding| context.sentence(finding));
    let edits = document::text::format_edits(context.drawn, &in_short(&fix.operations()));
    FixItem {
        text: sentences.collect::<Vec<_>>().join(" ").into(),
        edits: edits.into_iter().map(Into::into).collect(),
        effect: effect(context, &fix.effect).into(),
        cost: cost(fix).into(),
    }
}

/// Two changes of one record on end are one: what is added and then changed again is read once.
fn in_short(operations: &[Operation]) -> Vec<Operation> {
    let followed = |index: usize, of: &Ref| {
        let next = operations.get(index + 1);
        next.is_some_and(|next| matches!(next, Operation::Update(element) if element.reference() == *of))
    };
    let lasts = operations
        .iter()
        .enumerate()
        .filter(|(index, operation)| match operation {
            Operation::Update(element) => !followed(*index, &element.reference()),
            _ => true,
        });
    lasts.map(|(_, operation)| operation.clone()).collect()
}

/// Others are the other watched flows, as in the sentence after it is applied; what nobody watches is said apart from them.
fn effect(context: &Context<'_>, effect: &Effect) -> String {
    let mut text = format!("Fixes 1 flow, changes {}", words::count(effect.watched.len(), "other"));
    let name = |change: &reach::fix::Change| {
        let question = &change.question;
        let (from, to) = (
            words::end(context.resolved, &question.from),
            words::end(context.resolved, &question.to),
        );
        format!("{from} → {to}")
    };
    let named: Vec<String> = effect.watched.iter().map(name).collect();
    if !named.is_empty() {
        text.push_str(&format!(": {}", words::list(&named)));
    }
    let others = effect.others.iter().map(|change| &change.question);
    if let Some(others) = crate::words::unwatched(context.resolved, others) {
        text.push_str(&format!("; also changes {others}"));
    }
    if effect.by_chance() > 0 {
        text.push_str(&format!("; {} of these by chance only", effect.by_chance()));
    }
    if effect.is_part {
        text.push_str(&format!("; {} other pairs were looked at, not all", effect.looked_at));
    }
    text
}

fn cost(fix: &Fix) -> String {
    match (fix.per_hour.is_zero(), fix.per_gb.is_zero()) {
        (true, true) => "Free".to_owned(),
        (true, false) => format!("${} a GB", fix.per_gb),
        (false, true) => format!("${} an hour", fix.per_hour),
        (false, false) => format!("${} an hour and ${} a GB", fix.per_hour, fix.per_gb),
    }
}
