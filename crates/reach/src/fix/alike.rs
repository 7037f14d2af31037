//! Two fixes that come to the same: other rows of the same tables lead to the same targets, or the same edits in other words, and no
//! flow that was looked at tells them apart. One is enough.

use super::{Fix, Step, route};
use crate::id::Ref;
use crate::trace::{Fact, Finding};

/// What a step is about, whichever row says it.
#[derive(PartialEq)]
enum About<'a> {
    Route { table: &'a Ref, target: &'a Fact },
    Other(&'a Finding),
}

pub(super) fn are_alike(a: &Fix, b: &Fix) -> bool {
    let price = |fix: &Fix| (fix.exposure, fix.per_hour, fix.per_gb);
    let are_within = |a: &[About<'_>], b: &[About<'_>]| a.iter().all(|about| b.contains(about));
    let (of_a, of_b) = (abouts(a), abouts(b));
    price(a) == price(b) && a.effect == b.effect && are_within(&of_a, &of_b) && are_within(&of_b, &of_a)
}

fn abouts(fix: &Fix) -> Vec<About<'_>> {
    let is_new = |step: &&Step| !route::is_removal(step);
    fix.steps.iter().filter(is_new).map(about).collect()
}

fn about(step: &Step) -> About<'_> {
    let target = step.finding.fact("target").filter(|_| route::is_written(step));
    match target {
        Some(target) => About::Route {
            table: &step.finding.at,
            target,
        },
        None => About::Other(&step.finding),
    }
}
