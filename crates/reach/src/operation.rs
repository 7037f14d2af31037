//! What a person may try to do to a network, and what AWS refuses.
//!
//! [`attempt`](crate::attempt) is the one door for edits by people (the editor, the text panel, cases); imports bypass it
//! and get issues. A refusal is either a rule about the change itself (a file of this module), or an error that
//! [`crate::resolve`] would find in the result and did not find before.

pub(crate) mod client_vpn;
pub(crate) mod delete;
pub(crate) mod endpoint;
pub(crate) mod group;
pub(crate) mod identity;
pub(crate) mod participant;
pub(crate) mod peering;
pub(crate) mod private_link;
pub(crate) mod route;
pub(crate) mod transit;
pub(crate) mod vpc;
pub(crate) mod vpn;

use crate::id::Ref;
use crate::issue::{self, Issue, Level};
use crate::resolve::check;
use crate::sorted::sort_by_key;
use crate::topology::{Element, PeeringId, Topology};
use crate::trace::{Fact, Finding};

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// A new record; its id must be free, or be that of what AWS makes by itself and nobody changed yet. A peering that is
    /// created `active` is requested and accepted at once; with overlapping ranges it is `failed` (PEER-05).
    Create(Element),
    /// The record with this id, changed: what changed is checked (an added route, a new CIDR, another state).
    Update(Element),
    /// Deletes it and what AWS deletes with it. Routes to it stay as blackholes, references to it become stale.
    Delete(Ref),
    Peering(PeeringId, PeeringEvent),
    /// The same, tried by an account that the VPC's subnets are only shared with (EI-17, PEER-09).
    AsParticipant(Box<Operation>),
}

impl Operation {
    /// The operation after which the record is this one: it creates what was only implied until now, and changes what is there.
    pub fn write(topology: &Topology, element: Element) -> Self {
        if topology.contains(&element.reference()) {
            Self::Update(element)
        } else {
            Self::Create(element)
        }
    }

    /// What it is done to.
    pub fn subject(&self) -> Ref {
        match self {
            Self::Create(element) | Self::Update(element) => element.reference(),
            Self::Delete(of) => of.clone(),
            Self::Peering(id, _) => Ref::from(id),
            Self::AsParticipant(inner) => inner.subject(),
        }
    }
}

/// The lifecycle events of a peering connection (PEER-01).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeeringEvent {
    /// By who may: the owner of the accepter VPC, in its Region.
    Accept,
    /// By the owner of that side, from that side's Region (PEER-02, PEER-03).
    AcceptBy(Side),
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
    /// What was deleted, the asked element first, for the message.
    pub deleted: Vec<Ref>,
    /// Accepted, but surprising (`WARN(code)` of the specification), or worth a remark.
    pub warnings: Vec<Finding>,
}

/// Carries the change out as AWS would, or says why AWS refuses.
pub fn attempt(topology: &Topology, operation: &Operation) -> Result<Accepted, Refusal> {
    attempt_all(topology, std::slice::from_ref(operation))
}

/// Carries several changes out as one, all or none: what stands in between need not be possible, as when a subnet moves
/// to another range together with everything in it.
pub fn attempt_all(topology: &Topology, operations: &[Operation]) -> Result<Accepted, Refusal> {
    let mut result = Accepted {
        topology: topology.clone(),
        deleted: Vec::new(),
        warnings: Vec::new(),
    };
    let mut ordered: Vec<&Operation> = operations.iter().collect();
    if operations
        .iter()
        .all(|operation| matches!(operation, Operation::Delete(_)))
    {
        sort_by_key(&mut ordered, |operation| match operation {
            Operation::Delete(element) => delete::order(element),
            _ => 0,
        });
    }
    for operation in ordered {
        carry_out(operation, &mut result)?;
    }
    let touched: Vec<Ref> = operations.iter().filter_map(touched).collect();
    judge(topology, &touched, &mut result)?;
    Ok(result)
}

fn carry_out(operation: &Operation, result: &mut Accepted) -> Result<(), Refusal> {
    match operation {
        Operation::Create(element) => {
            let before = identity::before_create(&result.topology, element)?;
            write(before.as_ref(), element.clone(), result)
        }
        Operation::Update(element) => {
            let before = identity::before_update(&result.topology, element)?;
            write(Some(&before), element.clone(), result)
        }
        Operation::Delete(element) => delete::delete(element, result),
        Operation::Peering(id, event) => peering::event(id, *event, result),
        Operation::AsParticipant(inner) => {
            participant::may(inner)?;
            carry_out(inner, result)
        }
    }
}

fn write(before: Option<&Element>, mut after: Element, result: &mut Accepted) -> Result<(), Refusal> {
    match (before, &mut after) {
        (Some(Element::Vpc(_, before)), Element::Vpc(id, after)) => vpc::update(id, before, after, result)?,
        (_, Element::Vpc(id, after)) => vpc::create(id, after, result)?,
        (Some(Element::RouteTable(_, before)), Element::RouteTable(id, after)) => {
            route::update(id, Some(before), after, &result.topology)?;
        }
        (_, Element::RouteTable(id, after)) => route::update(id, None, after, &result.topology)?,
        (Some(Element::SecurityGroup(_, before)), Element::SecurityGroup(id, after)) => {
            group::update(id, Some(before), after, &result.topology)?;
            group::note_connections(id, before, after, &mut result.warnings);
        }
        (_, Element::SecurityGroup(id, after)) => group::update(id, None, after, &result.topology)?,
        (Some(Element::PeeringConnection(_, before)), Element::PeeringConnection(id, after)) => {
            peering::update(id, before, after, result)?;
        }
        (_, Element::PeeringConnection(id, after)) => peering::create(id, after, result)?,
        (Some(Element::VpnConnection(_, before)), Element::VpnConnection(id, after)) => vpn::update(id, before, after)?,
        (_, Element::VpnConnection(id, after)) => vpn::create(id, after, &result.topology)?,
        (Some(Element::GatewayEndpoint(_, before)), Element::GatewayEndpoint(id, after)) => {
            endpoint::note_connections(id, Some(before), after, &result.topology, &mut result.warnings);
        }
        (_, Element::GatewayEndpoint(id, after)) => {
            endpoint::note_connections(id, None, after, &result.topology, &mut result.warnings);
        }
        (before, Element::InterfaceEndpoint(id, after)) => {
            let before = before.and_then(|before| match before {
                Element::InterfaceEndpoint(_, before) => Some(before),
                _ => None,
            });
            private_link::interface(id, before, after, &result.topology)?;
        }
        (before, Element::GatewayLoadBalancerEndpoint(id, after)) => {
            let before = before.and_then(|before| match before {
                Element::GatewayLoadBalancerEndpoint(_, before) => Some(before),
                _ => None,
            });
            private_link::gateway(id, before, after, &result.topology)?;
        }
        (Some(Element::ClientVpnEndpoint(_, before)), Element::ClientVpnEndpoint(id, after)) => {
            client_vpn::update(id, before, after)?;
        }
        (None, Element::TransitGatewayAttachment(id, after)) => transit::create(id, after, &result.topology)?,
        (before, Element::VpnGateway(id, after)) => {
            let before = before.and_then(|before| match before {
                Element::VpnGateway(_, before) => Some(before),
                _ => None,
            });
            vpn::gateway(id, before, after)?;
        }
        _ => {}
    }
    result.topology.put(after);
    Ok(())
}

fn touched(operation: &Operation) -> Option<Ref> {
    match operation {
        Operation::Create(element) | Operation::Update(element) => Some(element.reference()),
        Operation::Peering(id, _) => Some(Ref::from(id)),
        Operation::Delete(_) => None,
        Operation::AsParticipant(inner) => touched(inner),
    }
}

/// Refuses what [`crate::resolve`] would call an error and did not before; passes its warnings on. What is left behind by
/// deleting alone is AWS's own doing.
fn judge(before: &Topology, touched: &[Ref], result: &mut Accepted) -> Result<(), Refusal> {
    let concerns = |issue: &Issue| {
        issue.level == Level::Error && !touched.is_empty()
            || issue.level == Level::Warning && issue.finding.reason.code.starts_with("X_")
    };
    let after = check(&result.topology).issues;
    if !after.iter().any(concerns) {
        return Ok(());
    }
    let known = check(before).issues;
    for issue in after
        .into_iter()
        .filter(|issue| concerns(issue) && !known.contains(issue))
    {
        let finding = seen_from(touched, issue.finding);
        if issue.level == Level::Error {
            return Err(Refusal { finding });
        }
        result.warnings.push(finding);
    }
    Ok(())
}

/// Of two records in each other's way the first by id stays; but it is the new one that is refused.
fn seen_from(touched: &[Ref], mut finding: Finding) -> Finding {
    if touched.contains(&finding.at) || !issue::is_between_equals(finding.reason) {
        return finding;
    }
    for (name, fact) in &mut finding.facts {
        if let ("other", Fact::Element(other)) = (*name, fact)
            && touched.contains(other)
        {
            std::mem::swap(other, &mut finding.at);
            break;
        }
    }
    finding
}

fn refuse(
    reason: &'static crate::reason::Reason,
    at: impl Into<Ref>,
    facts: crate::resolve::Facts,
) -> Result<(), Refusal> {
    Err(Refusal {
        finding: Finding {
            reason,
            at: at.into(),
            facts,
        },
    })
}

#[cfg(test)]
mod tests;
