//! Which edits would let a flow through: the smallest sets, each proved by making it and tracing both legs again.
//!
//! ```text
//! Trace ──first blocker──▶ moves (what could answer it) ──attempt──▶ the next state … until the flow is allowed
//! ```
//!
//! - Fewest edits first, then the fewest flows broken, then the least that is opened, then the least money. Nothing wider is offered where something narrower works,
//!   no way past a machine that looks at the packets, and no new link beside one that can be completed.
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
mod rank;
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

use crate::cost::{self, Cost, Money};
use crate::operation::Operation;
use crate::question::Question;
use crate::reason::Reason;
use crate::sorted::{sort_by, sort_by_key};
use crate::topology::Topology;
use crate::trace::{Finding, Verdict};
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
    /// What each GB of the flow costs then and not now, as far as it gets; there or back, whichever is more.
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
    let paid = Paid {
        per_hour: cost::hourly(&start.network).total(),
        flow: cost::flow_cost(&start.network, &start.trace),
    };
    let mut list: Vec<(Fix, State)> = found
        .into_iter()
        .map(|(steps, after)| (of_steps(steps, &paid, &after), after))
        .collect();
    if list
        .iter()
        .any(|(fix, after)| !rank::is_poor(&start, &fix.steps, after))
    {
        list.retain(|(fix, after)| !rank::is_poor(&start, &fix.steps, after));
    }
    let hints = &start.trace.hints;
    sort_by(&mut list, |(a, _), (b, _)| a.rank(hints).cmp(&b.rank(hints)));
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
    // Those with as many edits: the one that breaks least goes first.
    sort_by_key(&mut shown, |fix| (fix.edits(), fix.effect.breaks()));
    Fixes { list: shown, why_none }
}

/// Before the edits.
struct Paid {
    per_hour: Money,
    flow: Cost,
}

fn of_steps(steps: Vec<Step>, paid: &Paid, after: &State) -> Fix {
    let total = cost::hourly(&after.network).total();
    Fix {
        exposure: steps.iter().map(|step| step.exposure).sum(),
        per_hour: Money(total.0.saturating_sub(paid.per_hour.0)),
        per_gb: rank::per_gb(&paid.flow, after),
        steps,
        effect: Effect::default(),
    }
}

#[cfg(test)]
mod tests;
