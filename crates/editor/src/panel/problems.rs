//! The problems list: what cannot work as drawn and what should not stay so, worst first.

use std::rc::Rc;

use reach::id::Ref;
use reach::issue::{Issue, Level};
use reach::sorted::sort_by_key;

use super::context::Context;
use super::words;
use crate::scene::Glyph;
use crate::session::Session;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemItem {
    pub level: Level,
    /// The documented name: `subnet-outside-vpc`.
    pub name: &'static str,
    pub at: Ref,
    pub glyph: Glyph,
    /// How the element is called.
    pub place: Rc<str>,
    pub text: Rc<str>,
    /// The inspector shows the element, and with it this problem.
    pub is_selected: bool,
}

pub fn problems(session: &Session) -> Vec<ProblemItem> {
    items(&Context::of(session), |_| true)
}

pub(super) fn items(context: &Context<'_>, wanted: impl Fn(&Issue) -> bool) -> Vec<ProblemItem> {
    let mut items: Vec<_> = context
        .problems()
        .filter(|issue| wanted(issue))
        .map(|issue| ProblemItem {
            level: issue.level,
            name: issue.name,
            at: issue.finding.at.clone(),
            glyph: words::glyph(context.drawn, &issue.finding.at),
            place: context.name(&issue.finding.at),
            text: context.sentence(&issue.finding),
            is_selected: context.session.selection() == [issue.finding.at.clone()],
        })
        .collect();
    sort_by_key(&mut items, |item| item.level);
    items
}
