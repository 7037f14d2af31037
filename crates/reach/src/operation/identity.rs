//! A new record needs an id that nothing has; a change and a deletion need a record that is there (DEC-25).
//! AWS page: AWSEC2/latest/APIReference/errors-overview.html

use super::{Refusal, refuse};
use crate::id::Ref;
use crate::reason::reasons;
use crate::resolve::check;
use crate::topology::{Element, Topology};
use crate::trace::Fact;

reasons! {
    ID_TAKEN: "X_REFUSED" ["DEC-25"] "Id already used",
        "{at} cannot be created: {other} has this id. Choose another one.",
        "AWSEC2/latest/APIReference/errors-overview.html";

    NOT_THERE: "X_REFUSED" ["DEC-25"] "Does not exist",
        "{at} does not exist, or no longer. Nothing was changed.",
        "AWSEC2/latest/APIReference/errors-overview.html";
}

/// What AWS made by itself under this id, if it did: creating it is the first change to it.
pub(super) fn before_create(topology: &Topology, element: &Element) -> Result<Option<Element>, Refusal> {
    let at = element.reference();
    if let Some(other) = topology.find(&at.id) {
        refuse(&ID_TAKEN, at.clone(), vec![("other", Fact::Element(other))])?;
    }
    Ok(made_by_aws(topology, &at))
}

pub(super) fn before_update(topology: &Topology, element: &Element) -> Result<Element, Refusal> {
    let at = element.reference();
    match topology.get(&at).or_else(|| made_by_aws(topology, &at)) {
        Some(before) => Ok(before),
        None => Err(not_there(at)),
    }
}

pub(super) fn not_there(at: Ref) -> Refusal {
    Refusal {
        finding: crate::trace::Finding {
            reason: &NOT_THERE,
            at,
            facts: Vec::new(),
        },
    }
}

/// Main tables, default groups and ACLs and managed prefix lists exist without being drawn.
pub(super) fn made_by_aws(topology: &Topology, at: &Ref) -> Option<Element> {
    check(topology).topology.get(at)
}
