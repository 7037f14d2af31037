//! What cannot exist in AWS, or surprises: found by [`crate::resolve`], shown in the problems list.

mod defaults;

use crate::id::RowRef;
use crate::resolve::Draft;
use crate::topology::Topology;
use crate::trace::Finding;

/// The checks, in the order in which records depend on each other.
pub(crate) static PASSES: &[fn(&Topology, &mut Draft)] = &[defaults::fill_in];

/// One thing about the topology as drawn that AWS would not accept, or that a person should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    pub level: Level,
    /// The documented kebab-case name: `subnet-outside-vpc`.
    pub name: &'static str,
    /// The element, the code, the rule and the words.
    pub finding: Finding,
    pub row: Option<RowRef>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    Error,
    Warning,
    Info,
}

impl Level {
    pub const fn word(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info => "info",
        }
    }
}
