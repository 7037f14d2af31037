//! From what was drawn to what it means: fills in AWS's defaults, leaves out what cannot exist, and says so.
//!
//! Parents come before children, so a record whose parent was left out goes with it. Nothing here fails. What nobody can read,
//! a filter, a table or a list that was chosen and is not there, is neither open nor closed: it makes answers `unknown`.

mod draft;
mod gaps;

use crate::issue::{self, Issue};
use crate::network::Network;
use crate::topology::Topology;

pub(crate) use draft::{Draft, Facts, FilledIn, element};

/// Finds out what the drawn topology means. Never fails: what cannot exist is left out and reported.
pub fn resolve(topology: &Topology) -> (Network, Vec<Issue>) {
    let draft = check(topology);
    let network = Network::new(draft.topology, draft.left_out, draft.filled_in);
    let mut issues = draft.issues;
    issues.extend(issue::route::blackholes(&network));
    (network, issues)
}

/// The first half of [`resolve`]: the consistent records and the issues, without the index.
pub(crate) fn check(drawn: &Topology) -> Draft {
    let mut draft = Draft::new(drawn);
    for pass in issue::PASSES {
        pass(drawn, &mut draft);
    }
    gaps::find(drawn, &mut draft);
    draft
}

#[cfg(test)]
mod tests;
