//! The search: the state that promises the fewest edits next, as long as there is work left to spend. Only the first blocker of a
//! state is answered, because each must be, whatever the others are.

use super::exposure::Exposure;
use super::rank::is_poor;
use super::scene::Scene;
use super::state::State;
use super::{Step, group, moves};
use crate::attempt_all;
use crate::operation::Operation;
use crate::question::Question;
use crate::topology::Topology;
use crate::trace::{Blocker, Verdict};

/// More is no fix, but another network.
pub(super) const MOST_EDITS: usize = 8;
/// States that are looked at, in a network of few records.
const MOST_STATES: usize = 200;
/// Every state costs a look at every record.
const MOST_WORK: usize = 40_000;
const FEWEST_STATES: usize = 12;
/// So many more edits than the smallest fix are still an alternative.
const SLACK: usize = 1;
const ENOUGH: usize = 12;

struct Node {
    steps: Vec<Step>,
    state: State,
}

impl Node {
    fn edits(&self) -> usize {
        self.steps.iter().map(|step| step.rows).sum()
    }

    /// Edits so far, and one for each thing that still blocks.
    fn promise(&self) -> (usize, Exposure) {
        let exposure = self.steps.iter().map(|step| step.exposure).sum();
        (self.edits() + self.state.trace.blockers.len(), exposure)
    }
}

/// Sets of edits after which the flow is allowed, with the network that each leads to.
pub(super) fn search(start: &State) -> Vec<(Vec<Step>, State)> {
    let question = &start.trace.question;
    let mut open = vec![Node {
        steps: Vec::new(),
        state: start.clone(),
    }];
    let mut seen: Vec<Topology> = vec![start.topology.clone()];
    let mut found: Vec<(Vec<Step>, State)> = Vec::new();
    let mut left = states(&start.topology);
    while let Some(node) = take_best(&mut open) {
        let good = found.iter().filter(|(steps, state)| !is_poor(start, steps, state));
        let limit = good.map(|(steps, _)| rows(steps)).min();
        if limit.is_some_and(|fewest| node.edits() > fewest + SLACK) || found.len() >= ENOUGH {
            break;
        }
        if node.state.trace.verdict == Verdict::Allowed {
            add(&mut found, start, node, question);
            continue;
        }
        for next in following(&start.topology, &node, &mut seen, &mut left) {
            open.push(next);
        }
        if left == 0 && open.iter().all(|node| node.state.trace.verdict != Verdict::Allowed) {
            break;
        }
    }
    found
}

/// The larger the network, the fewer states.
fn states(topology: &Topology) -> usize {
    let records = topology.references().len().max(1);
    (MOST_WORK / records).clamp(FEWEST_STATES, MOST_STATES)
}

fn rows(steps: &[Step]) -> usize {
    steps.iter().map(|step| step.rows).sum()
}

/// The first of the most promising.
fn take_best(open: &mut Vec<Node>) -> Option<Node> {
    let best = (0..open.len()).min_by_key(|index| open.get(*index).map(Node::promise))?;
    Some(open.remove(best))
}

/// The states that one move leads to, without those that it does not help.
fn following(start: &Topology, node: &Node, seen: &mut Vec<Topology>, left: &mut usize) -> Vec<Node> {
    let Some(scene) = Scene::of(start, &node.state).filter(|scene| !scene.blocker.finding.reason.is_unknown()) else {
        return Vec::new();
    };
    let question = &node.state.trace.question;
    let mut nodes = Vec::new();
    for steps in moves::moves(&scene) {
        if *left == 0 {
            break;
        }
        if node.edits() + rows(&steps) > MOST_EDITS {
            continue;
        }
        let operations: Vec<Operation> = steps.iter().map(|step| step.operation.clone()).collect();
        let Ok(accepted) = attempt_all(&node.state.topology, &operations) else {
            continue;
        };
        if seen.contains(&accepted.topology) {
            continue;
        }
        *left -= 1;
        seen.push(accepted.topology.clone());
        let state = State::new(accepted.topology, question);
        if is_same(&state, scene.blocker) || group::is_no_answer(&steps, &scene, &state) {
            continue;
        }
        nodes.push((steps, state));
    }
    group::drop_alike(&mut nodes);
    let whole = |(steps, state)| Node {
        steps: node.steps.iter().cloned().chain(steps).collect(),
        state,
    };
    nodes.into_iter().map(whole).collect()
}

/// The move was no answer.
fn is_same(after: &State, blocker: &Blocker) -> bool {
    after
        .trace
        .first_blocker()
        .is_some_and(|first| first.leg == blocker.leg && first.finding == blocker.finding && first.by == blocker.by)
}

/// Keeps it if nothing of it can be left out, and no smaller one is a part of it.
fn add(found: &mut Vec<(Vec<Step>, State)>, start: &State, node: Node, question: &Question) {
    let (steps, state) = smallest(start, node, question);
    let is_part = |(known, _): &(Vec<Step>, State)| {
        let mut findings = known.iter().map(|step| &step.finding);
        findings.all(|finding| steps.iter().any(|step| step.finding == *finding))
    };
    if !found.iter().any(is_part) {
        found.push((steps, state));
    }
}

fn smallest(start: &State, node: Node, question: &Question) -> (Vec<Step>, State) {
    let (mut steps, mut state) = (node.steps, node.state);
    let mut index = 0;
    while index < steps.len() && steps.len() > 1 {
        if is_written_again(&steps, index) {
            index += 1;
            continue;
        }
        let mut fewer = steps.clone();
        fewer.remove(index);
        match proved(start, &fewer, question) {
            Some(proof) => (steps, state) = (fewer, proof),
            None => index += 1,
        }
    }
    (steps, state)
}

/// A later edit of the same record writes all of it, this one's part, too: without this one its words would be missing, and no more.
fn is_written_again(steps: &[Step], index: usize) -> bool {
    let written = |step: &Step| step.operation.subject();
    let own = steps.get(index).map(written);
    steps.iter().skip(index + 1).any(|step| Some(written(step)) == own)
}

/// All edits at once from the start: AWS accepts them, and both legs are free.
fn proved(start: &State, steps: &[Step], question: &Question) -> Option<State> {
    let operations: Vec<Operation> = steps.iter().map(|step| step.operation.clone()).collect();
    let accepted = attempt_all(&start.topology, &operations).ok()?;
    let state = State::new(accepted.topology, question);
    (state.trace.verdict == Verdict::Allowed).then_some(state)
}
