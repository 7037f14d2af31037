//! What a person may try to do to a network, and what AWS refuses.
//!
//! [`attempt`] is the one door for edits by people (the editor, the text panel, cases); imports bypass it and get issues.

use crate::id::Ref;
use crate::topology::{Element, PeeringId, Topology};
use crate::trace::Finding;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// A new record; its id must be free.
    Create(Element),
    /// The record with this id, changed: what changed is checked (an added route, a new CIDR, another state).
    Update(Element),
    /// Deletes it and what AWS deletes with it. Routes to it stay as blackholes, references to it become stale.
    Delete(Ref),
    Peering(PeeringId, PeeringEvent),
}

/// The lifecycle events of a peering connection (PEER-01).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeeringEvent {
    Accept,
    Reject,
    /// 168 hours went by.
    Expire,
    /// By the requester or by the accepter.
    Delete(Side),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    Requester,
    Accepter,
}

/// AWS would say no: the code, the rule and the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub finding: Finding,
}

/// What an accepted change leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    pub topology: Topology,
    /// What was deleted along with it, for the message.
    pub deleted: Vec<Ref>,
    /// Accepted, but surprising (`WARN(code)` of the specification), or worth a remark.
    pub warnings: Vec<Finding>,
}
