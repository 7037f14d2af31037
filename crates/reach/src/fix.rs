//! Which edits would let a flow through: the smallest sets, each proved by making it and tracing both legs again.
//!
//! ```text
//! Trace ──first blocker──▶ moves (what could answer it) ──attempt──▶ the next state … until the flow is allowed
//! ```
//!
//! - Fewest edits first, then the least that is opened, then the least money. Nothing wider is offered where something narrower works.
//! - Every edit goes through [`crate::attempt`], so AWS would accept it; a [`Fix`] is a list of [`Operation`]s, carried out as one.
//! - Each fix says what else it would change: among the flows that are watched, and in a sample of other pairs ([`Effect`]).
//! - What is stopped without a fix stands in `FIXES.md` with the reason; a test finds what does not.
//! - One file for each kind of edit; each has the words for what it does. Adding one is a file and a line in `moves.rs`.

mod access;
mod acl;
mod alike;
mod announce;
mod balancer;
mod dns;
mod effect;
mod endpoint;
mod exposure;
mod group;
mod interface;
mod internet;
mod moves;
mod none;
mod peering;
mod prefix_list;
mod private_link;
mod route;
mod rules;
mod scene;
mod search;
mod state;
mod transit;
mod vpn;
mod words;

pub use effect::{Change, Effect};
pub use exposure::Exposure;

use crate::cost::{self, Money};
use crate::id::Ref;
use crate::operation::Operation;
use crate::question::Question;
use crate::reason::Reason;
use crate::sorted::sort_by;
use crate::topology::Topology;
use crate::trace::{Fact, Finding, Verdict};
use state::State;

pub(crate) static REASONS: &[&[&Reason]] = &[
    access::REASONS,
    acl::REASONS,
    announce::REASONS,
    balancer::REASONS,
    dns::REASONS,
    endpoint::REASONS,
    group::REASONS,
    interface::REASONS,
    internet::REASONS,
    none::REASONS,
    peering::REASONS,
    prefix_list::REASONS,
    private_link::REASONS,
    route::REASONS,
    transit::REASONS,
    vpn::REASONS,
    words::REASONS,
];

/// As many are shown; more would be a list to study.
const MOST: usize = 5;

/// What would let one flow through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixes {
    /// The best first; none for a flow that is allowed.
    pub list: Vec<Fix>,
    /// Why there is none, though the flow is not allowed.
    pub why_none: Option<Finding>,
}

/// A set of edits after which the flow is allowed, there and back: that was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// In this order.
    pub steps: Vec<Step>,
    pub exposure: Exposure,
    /// What it adds to what is paid by the hour.
    pub per_hour: Money,
    /// What each GB of the flow then costs where the edits lead it, there or back, whichever is more.
    pub per_gb: Money,
    pub effect: Effect,
}

/// Edits that belong together.
type Move = Vec<Step>;

/// One edit of a fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub operation: Operation,
    /// What it does, in words.
    pub finding: Finding,
    exposure: Exposure,
    /// How many rows and records it writes.
    rows: usize,
}

impl Fix {
    /// Rows and records that it writes.
    pub fn edits(&self) -> usize {
        self.steps.iter().map(|step| step.rows).sum()
    }

    pub fn operations(&self) -> Vec<Operation> {
        self.steps.iter().map(|step| step.operation.clone()).collect()
    }

    pub fn is_free(&self) -> bool {
        self.per_hour.is_zero() && self.per_gb.is_zero()
    }
}

/// The best few ways to let the flow through, and what else each would change among the `watched` flows.
pub fn fix(topology: &Topology, question: &Question, watched: &[Question]) -> Fixes {
    let start = State::new(topology.clone(), question);
    if start.trace.verdict == Verdict::Allowed {
        return Fixes::default();
    }
    let found = search::search(&start);
    let paid = cost::hourly(&start.network).total();
    let mut list: Vec<(Fix, State)> = found
        .into_iter()
        .map(|(steps, after)| (of_steps(steps, paid, &after), after))
        .collect();
    sort_by(&mut list, |(a, _), (b, _)| a.rank().cmp(&b.rank()));
    let ranked: Vec<Fix> = list.iter().map(|(fix, _)| fix.clone()).collect();
    list.retain(|(fix, _)| !ranked.iter().any(|other| other.is_plainly_better(fix)));
    let fewest = ranked.first().map_or(0, Fix::edits);
    list.retain(|(fix, _)| fix.edits() == fewest || !fix.steps.iter().any(route::is_association));
    let why_none = list.is_empty().then(|| none::why(&start));
    let before = effect::Before::new(&start.network, question, watched);
    let mut shown: Vec<Fix> = Vec::new();
    for (fix, after) in list {
        if shown.len() == MOST {
            break;
        }
        let effect = before.compare(&after.network);
        let fix = Fix { effect, ..fix };
        if !shown.iter().any(|known| alike::are_alike(known, &fix)) {
            shown.push(fix);
        }
    }
    Fixes { list: shown, why_none }
}

fn of_steps(steps: Vec<Step>, paid: Money, after: &State) -> Fix {
    let total = cost::hourly(&after.network).total();
    Fix {
        exposure: steps.iter().map(|step| step.exposure).sum(),
        per_hour: Money(total.0.saturating_sub(paid.0)),
        per_gb: per_gb(after, &steps),
        steps,
        effect: Effect::default(),
    }
}

/// By what the edits name: what the flow pays elsewhere is not their doing.
fn per_gb(after: &State, steps: &[Step]) -> Money {
    let cost = cost::flow_cost(&after.network, &after.trace);
    let is_named = |element: &Ref| {
        let names_it = |fact: &Fact| matches!(fact, Fact::Element(named) if named == element);
        let named =
            |step: &Step| step.finding.at == *element || step.finding.facts.iter().any(|(_, fact)| names_it(fact));
        steps.iter().any(named)
    };
    let items: Vec<_> = cost.items.iter().filter(|item| is_named(&item.at)).collect();
    let there: Money = items.iter().map(|item| item.per_gb).sum();
    there.max(items.iter().map(|item| item.per_gb_back).sum())
}

impl Fix {
    /// It begins alike with fewer edits, and nothing else speaks for the other.
    fn is_plainly_better(&self, other: &Self) -> bool {
        let first = |fix: &Self| fix.steps.first().map(|step| step.finding.reason.code);
        first(self) == first(other)
            && self.edits() < other.edits()
            && self.exposure.inbound <= other.exposure.inbound
            && self.exposure.outbound <= other.exposure.outbound
            && self.per_hour <= other.per_hour
            && self.per_gb <= other.per_gb
    }

    fn rank(&self) -> (usize, Exposure, Money, Money) {
        (self.edits(), self.exposure, self.per_hour, self.per_gb)
    }
}

#[cfg(test)]
mod tests;
