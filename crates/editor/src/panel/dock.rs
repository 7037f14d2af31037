//! The trace dock: the question, the hops of both legs, the packet and the decision at the shown step.

mod assumed;
mod card;
mod draft;
mod fixes;
pub(crate) mod policy;
mod typed;

use std::rc::Rc;

use reach::explain::{Explanation, HopText};
use reach::id::{Ref, RowRef};
use reach::question::Question;
use reach::trace::{Action, Blocker, Fact, Finding, Hop, Leg, Trace, Verdict};

pub use assumed::Assumed;
pub use card::{Card, PacketLine};
pub use draft::{Draft, DraftError, Part, Picker, Suggestion};
pub use fixes::{FixItem, Fixes};
pub use policy::Policy;
pub use typed::Typed;

use super::context::{Context, source};
use super::inspector::Source;
use super::words;
use crate::Outcome;
use crate::session::Session;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dock {
    /// Every watched flow: its words and its verdict.
    pub flows: Vec<FlowItem>,
    /// What can stand in the fields "from" and "to".
    pub picker: Picker,
    pub shown: Option<Shown>,
    /// False where flows can be looked at only.
    pub may_ask: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowItem {
    /// "app-1 → S3, tcp 443".
    pub title: Rc<str>,
    pub outcome: Outcome,
    /// "No route in rtb-private".
    pub reason: Rc<str>,
    pub question: Question,
    /// The question as it stands in the fields.
    pub draft: Draft,
    /// "s3:GetObject, photos": what is asked of a service, empty if the flow does not say. `None` where no service is asked.
    pub request: Option<Rc<str>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub flow: usize,
    /// The network's.
    pub verdict: Verdict,
    pub outcome: Outcome,
    /// "Blocked at rtb-private: no route".
    pub headline: Rc<str>,
    /// The whole answer in one or two sentences.
    pub summary: Rc<str>,
    /// Both legs, forward first; a chip's place is its step.
    pub hops: Vec<HopChip>,
    /// Where the packet would have gone, if the request does not arrive.
    pub unreached: Option<Rc<str>>,
    /// Why there is no reply to show, if there is none.
    pub no_reply: Option<Rc<str>>,
    /// From 0.
    pub step: usize,
    pub card: Option<Card>,
    pub blockers: Vec<BlockerItem>,
    /// What policies say, if the flow says what it asks for.
    pub policy: Option<Policy>,
    /// The switch for rules that no AWS page states, where it matters.
    pub assumed: Option<Assumed>,
    pub remarks: Vec<Remark>,
    pub fixes: Fixes,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HopChip {
    pub leg: Leg,
    pub at: Ref,
    pub text: Rc<str>,
    pub action: Action,
    /// The whole sentence, for the list that assistive technology reads.
    pub sentence: Rc<str>,
    /// The row that decided, to be shown in the inspector.
    pub row: Option<RowRef>,
}

impl HopChip {
    /// A sign beside the text, so that colour is never alone.
    pub const fn sign(&self) -> &'static str {
        match self.action {
            Action::Pass | Action::Forward | Action::Deliver => "✓",
            Action::Rewrite => "⟳",
            Action::Drop => "✕",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockerItem {
    pub leg: Leg,
    pub at: Ref,
    /// "rtb-private: no route".
    pub title: Rc<str>,
    pub text: Rc<str>,
    pub source: Source,
    /// The step to jump to.
    pub step: Option<usize>,
    pub row: Option<RowRef>,
}

/// A hint, a warning or a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub kind: RemarkKind,
    pub text: Rc<str>,
    pub source: Source,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RemarkKind {
    Hint,
    Warning,
    Note,
}

impl RemarkKind {
    pub const fn title(self) -> &'static str {
        match self {
            RemarkKind::Hint => "Hint",
            RemarkKind::Warning => "Warning",
            RemarkKind::Note => "Note",
        }
    }
}

pub fn dock(session: &Session) -> Dock {
    let context = Context::of(session);
    Dock {
        flows: flow_items(&context),
        picker: Picker::of(&context),
        shown: shown(&context),
        may_ask: true,
    }
}

pub(super) fn flow_items(context: &Context<'_>) -> Vec<FlowItem> {
    let flows = context.session.document().flows.iter();
    let traces = &context.session.derived().traces;
    flows
        .zip(traces)
        .map(|(flow, trace)| FlowItem {
            title: flow
                .name
                .clone()
                .unwrap_or_else(|| words::question(context.resolved, &flow.question)),
            outcome: Outcome::of(trace),
            reason: reason(context, trace),
            question: flow.question.clone(),
            draft: Draft::of(context, &flow.question),
            request: policy::is_possible(context, &flow.question).then(|| policy::words(&flow.question).into()),
        })
        .collect()
}

/// Why it is not allowed, in a few words.
fn reason(context: &Context<'_>, trace: &Trace) -> Rc<str> {
    let refusal = trace.authorization.as_ref();
    let refusal = refusal.filter(|finding| finding.reason.shown_code().is_some());
    let finding = trace.blockers.first().map(|blocker| &blocker.finding).or(refusal);
    let finding = finding.or_else(|| match trace.verdict {
        Verdict::Unknown => trace.hints.first(),
        _ => None,
    });
    finding.map_or_else(Rc::default, |finding| place(context, finding).into())
}

fn shown(context: &Context<'_>) -> Option<Shown> {
    let trace = context.trace?;
    let explanation = reach::explain::explain(trace, context.resolved);
    let hops = chips(context, trace, &explanation);
    let step = context.step.min(hops.len().saturating_sub(1));
    let arrives = trace.forward.last().is_some_and(|hop| hop.action == Action::Deliver);
    let would_be = words::end(context.resolved, &trace.question.to);
    Some(Shown {
        flow: context.session.flow()?,
        verdict: trace.verdict,
        outcome: Outcome::of(trace),
        headline: in_full(trace, headline(context, trace)).into(),
        summary: explanation.summary.as_str().into(),
        unreached: (!arrives).then_some(would_be),
        no_reply: trace.reply.is_empty().then(|| no_reply(trace).into()),
        card: card::card(context, trace, &explanation, step),
        blockers: blockers(context, trace, &explanation),
        policy: policy::policy(context, trace),
        assumed: assumed::assumed(context, trace, step),
        remarks: remarks(context, trace),
        fixes: fixes::fixes(context, trace),
        hops,
        step,
    })
}

/// Where there are two judgements, each says whose it is.
fn in_full(trace: &Trace, headline: String) -> String {
    if trace.question.is_request() {
        return format!("Network: {}", words::uncapitalized(&headline));
    }
    headline
}

/// "Blocked at rtb-private: no route".
fn headline(context: &Context<'_>, trace: &Trace) -> String {
    let blocker = trace.blockers.first();
    match (trace.verdict, blocker) {
        (Verdict::Allowed, _) => "Allowed, there and back".to_owned(),
        (Verdict::Partial, _) if !trace.by_chance.is_empty() => "Works by chance".to_owned(),
        (Verdict::Partial, _) => "Allowed for a part of the ports".to_owned(),
        (Verdict::Blocked, Some(blocker)) => {
            let says_reply = blocker.finding.reason.title.contains("reply");
            let what = match blocker.leg {
                Leg::Return if !says_reply => "Reply blocked",
                _ => "Blocked",
            };
            format!("{what} at {}", place(context, &blocker.finding))
        }
        (Verdict::Blocked, None) => "Blocked".to_owned(),
        (Verdict::Unknown, _) => {
            let why = trace.hints.first().or(blocker.map(|blocker| &blocker.finding));
            why.map_or_else(
                || "Unknown".to_owned(),
                |finding| format!("Unknown: {}", place(context, finding)),
            )
        }
    }
}

/// "rtb-private: no route". Where a peering is to blame, it is named, not the VPC that cannot be reached.
fn place(context: &Context<'_>, finding: &Finding) -> String {
    let title = words::uncapitalized(finding.reason.title);
    let at = match finding.fact("peering") {
        Some(Fact::Element(peering)) => peering,
        _ => &finding.at,
    };
    format!("{}: {title}", context.name(at))
}

const fn no_reply(trace: &Trace) -> &'static str {
    match trace.verdict {
        Verdict::Unknown => "No reply to show.",
        _ => "No reply: the request does not arrive.",
    }
}

fn chips(context: &Context<'_>, trace: &Trace, explanation: &Explanation) -> Vec<HopChip> {
    let leg = |leg: Leg, hops: &[Hop], texts: &[HopText]| -> Vec<HopChip> {
        let chip = |(index, hop): (usize, &Hop)| chip(context, leg, hop, texts.get(index));
        hops.iter().enumerate().map(chip).collect()
    };
    let mut all = leg(Leg::Forward, &trace.forward, &explanation.forward);
    all.extend(leg(Leg::Return, &trace.reply, &explanation.reply));
    all
}

fn chip(context: &Context<'_>, leg: Leg, hop: &Hop, text: Option<&HopText>) -> HopChip {
    HopChip {
        leg,
        at: hop.at.clone(),
        text: words::of_default(context.resolved, &hop.at)
            .map(Into::into)
            .unwrap_or_else(|| text.map_or_else(|| context.name(&hop.at), |text| text.chip.as_str().into())),
        action: hop.action,
        sentence: text.map_or_else(
            || context.sentence(&hop.decision.finding),
            |text| format!("{}: {}. {}", text.chip, text.title, text.text).into(),
        ),
        row: hop.decision.by.clone(),
    }
}

fn blockers(context: &Context<'_>, trace: &Trace, explanation: &Explanation) -> Vec<BlockerItem> {
    let item = |(index, blocker): (usize, &Blocker)| BlockerItem {
        leg: blocker.leg,
        at: blocker.finding.at.clone(),
        title: place(context, &blocker.finding).into(),
        text: explanation
            .blockers
            .get(index)
            .map_or_else(|| context.sentence(&blocker.finding), |text| text.text.as_str().into()),
        source: source(&blocker.finding),
        step: blocker.hop.map(|hop| match blocker.leg {
            Leg::Forward => hop,
            Leg::Return => trace.forward.len() + hop,
        }),
        row: blocker.by.clone(),
    };
    trace.blockers.iter().enumerate().map(item).collect()
}

fn remarks(context: &Context<'_>, trace: &Trace) -> Vec<Remark> {
    let remark = |kind, findings: &[Finding]| -> Vec<Remark> {
        let remark = |finding: &Finding| Remark {
            kind,
            text: context.sentence(finding),
            source: source(finding),
        };
        findings.iter().map(remark).collect()
    };
    let mut all = remark(RemarkKind::Hint, &trace.hints);
    all.extend(remark(RemarkKind::Warning, &trace.warnings));
    all.extend(remark(RemarkKind::Note, &trace.notes));
    all
}
