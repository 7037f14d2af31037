//! One problem of a network, as `check` and `diff` say it.

use document::text;
use reach::explain::{self, Ids};
use reach::harm;
use reach::issue::Issue;
use reach::topology::Topology;
use serde::Serialize;

#[derive(Clone, Debug, Serialize)]
pub(crate) struct Problem {
    pub(crate) problem: &'static str,
    pub(crate) level: &'static str,
    pub(crate) at: String,
    pub(crate) row: Option<String>,
    pub(crate) text: String,
    pub(crate) fix: Option<String>,
}

impl Problem {
    pub(crate) fn of(topology: &Topology, issue: &Issue) -> Self {
        Self {
            fix: fix(topology, issue),
            problem: issue.name,
            level: issue.level.word(),
            at: issue.finding.at.id.to_string(),
            row: issue.row.as_ref().map(|row| row.row.to_string()),
            text: explain::sentence(&issue.finding, &Ids),
        }
    }

    pub(crate) fn in_words(&self) -> String {
        format!("{}: {}: {} [{}]", self.level, self.place(), self.text, self.problem)
    }

    /// The element, and the row of it.
    pub(crate) fn place(&self) -> String {
        let row = self.row.as_ref().map_or_else(String::new, |row| format!("/{row}"));
        format!("{}{row}", self.at)
    }
}

/// Rows that decide about nothing can go, and nothing changes: the lines that say so.
const IDLE: [&str; 4] = [
    "acl-rule-shadowed",
    "group-rule-implied",
    "stale-rule",
    "route-blackhole",
];

fn fix(topology: &Topology, issue: &Issue) -> Option<String> {
    let row = issue.row.as_ref().filter(|_| IDLE.contains(&issue.name))?;
    let operation = harm::without_row(topology, row)?;
    reach::attempt(topology, &operation).ok()?;
    Some(text::format_edits(topology, &[operation]).join("\n"))
}
