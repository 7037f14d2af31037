//! A peering connection is requested, then accepted or rejected by the accepter, or it expires; either side can delete an
//! active one, only the requester a waiting one (PEER-01). AWS page: vpc/latest/peering/vpc-peering-basics.html

use std::rc::Rc;

use super::{Accepted, PeeringEvent, Refusal, Side, identity, refuse};
use crate::id::Ref;
use crate::issue::parent::MISSING;
use crate::issue::peering::{is_live, obstacle};
use crate::reason::reasons;
use crate::resolve::element;
use crate::topology::{PeeringConnection, PeeringId, PeeringState, Topology, VpcId};
use crate::trace::{Fact, Finding};

reasons! {
    ILLEGAL: "InvalidStateTransition" ["PEER-01"] "Not possible in this state",
        "{at} is {state}: it cannot be {action}. {advice}",
        "vpc/latest/peering/vpc-peering-basics.html";

    NO_ACCEPTER: "BAD_STATE" ["PEER-01"] "Peering failed: no such VPC",
        "{at} fails: {other} does not exist. Request it again with the right VPC.",
        "vpc/latest/peering/create-vpc-peering-connection.html";

    NOT_ACCEPTER: "X_REFUSED" ["PEER-02"] "Only the accepter can accept",
        "{at} was sent by the account of {requester} to another account: only the owner of {accepter} can accept it.",
        "vpc/latest/peering/accept-vpc-peering-connection.html";

    WRONG_REGION: "X_REFUSED" ["PEER-03"] "Accept it in the other Region",
        "{at} cannot be accepted from the Region of {requester}: switch to {region}, the Region of {accepter}.",
        "vpc/latest/peering/accept-vpc-peering-connection.html";

    OTHER_ENDS: "X_REFUSED" ["PEER-04"] "The two sides are for good",
        "{at} connects the two VPCs it was requested for. Delete it and request a new one between the others.",
        "vpc/latest/peering/vpc-peering-basics.html";

    DNS_NEEDS_ACTIVE: "X_REFUSED" ["PEER-50"] "Only while active",
        "{at} is {state}: DNS resolution over the peering can only be changed while it is active. Have it accepted first.",
        "vpc/latest/peering/vpc-peering-dns.html";

    DNS_NEEDS_HOST_NAMES: "InvalidVpcPeeringConnectionState.DnsHostnamesDisabled" ["PEER-51"] "DNS host names are off",
        "{at} cannot resolve names across: {vpc} must have both DNS resolution and DNS host names switched on.",
        "vpc/latest/peering/vpc-peering-dns.html";

    TOO_MANY_ACTIVE: "VpcPeeringConnectionsPerVpcLimitExceeded" ["PEER-08"] "Too many peering connections",
        "{at} cannot be made: {vpc} already has 50 active peering connections, the default quota (125 at most). A \
         transit gateway connects more.",
        "vpc/latest/peering/vpc-peering-connection-quotas.html";

    TOO_MANY_REQUESTS: "OutstandingVpcPeeringConnectionLimitExceeded" ["PEER-08"] "Too many open requests",
        "{at} cannot be requested: 25 requests of this account already wait for an answer, the default quota. Have \
         some accepted, or delete them.",
        "vpc/latest/peering/vpc-peering-connection-quotas.html";
}

const ACTIVE_PER_VPC: usize = 50;
const REQUESTS_PER_ACCOUNT: usize = 25;

/// AWS checks a request at once: what cannot be connected goes to `failed`, the rest waits for the accepter.
pub(super) fn create(id: &PeeringId, peering: &mut PeeringConnection, result: &mut Accepted) -> Result<(), Refusal> {
    let topology = &result.topology;
    if !topology.vpcs.contains(peering.requester.as_str()) {
        return refuse(&MISSING, id, vec![("other", element(&peering.requester))]);
    }
    if peering.requester_dns || peering.accepter_dns {
        dns(id, peering, topology)?;
    }
    if !is_live(peering.state) {
        return Ok(());
    }
    if let Some((reason, facts)) = failure(peering, topology) {
        fail(id, peering, reason, facts, &mut result.warnings);
        return Ok(());
    }
    within_quotas(id, peering, topology)?;
    peering.state = match peering.state {
        PeeringState::Active | PeeringState::Provisioning => PeeringState::Active,
        _ => PeeringState::PendingAcceptance,
    };
    Ok(())
}

fn failure(
    peering: &PeeringConnection,
    topology: &Topology,
) -> Option<(&'static crate::reason::Reason, crate::resolve::Facts)> {
    if !topology.vpcs.contains(peering.accepter.as_str()) {
        return Some((&NO_ACCEPTER, vec![("other", element(&peering.accepter))]));
    }
    obstacle(peering, topology)
}

fn fail(
    id: &PeeringId,
    peering: &mut PeeringConnection,
    reason: &'static crate::reason::Reason,
    facts: crate::resolve::Facts,
    warnings: &mut Vec<Finding>,
) {
    peering.state = PeeringState::Failed;
    warnings.push(Finding {
        reason,
        at: Ref::from(id),
        facts,
    });
}

fn within_quotas(id: &PeeringId, peering: &PeeringConnection, topology: &Topology) -> Result<(), Refusal> {
    let others = || {
        topology
            .peering_connections
            .iter()
            .filter(|(other, _)| *other != id)
            .map(|(_, other)| other)
    };
    for vpc in [&peering.requester, &peering.accepter] {
        let is_used = |other: &&PeeringConnection| other.state == PeeringState::Active && other.other(vpc).is_some();
        if others().filter(is_used).count() >= ACTIVE_PER_VPC {
            return refuse(&TOO_MANY_ACTIVE, id, vec![("vpc", element(vpc))]);
        }
    }
    let account = account(&peering.requester, topology);
    let is_waiting = |other: &&PeeringConnection| {
        other.state == PeeringState::PendingAcceptance && self::account(&other.requester, topology) == account
    };
    if peering.state == PeeringState::PendingAcceptance && others().filter(is_waiting).count() >= REQUESTS_PER_ACCOUNT {
        return refuse(&TOO_MANY_REQUESTS, id, Vec::new());
    }
    Ok(())
}

fn account<'a>(vpc: &VpcId, topology: &'a Topology) -> Option<&'a Rc<str>> {
    topology.vpcs.get(vpc)?.account.as_ref()
}

pub(super) fn event(id: &PeeringId, event: PeeringEvent, result: &mut Accepted) -> Result<(), Refusal> {
    let Some(before) = result.topology.peering_connections.get(id) else {
        return Err(identity::not_there(Ref::from(id)));
    };
    let mut peering = before.clone();
    step(id, &mut peering, event, &result.topology, &mut result.warnings)?;
    result.topology.peering_connections.insert(id.clone(), peering);
    Ok(())
}

/// The table of PEER-01. States that pass by themselves (`provisioning`, `deleting`) are skipped over.
fn step(
    id: &PeeringId,
    peering: &mut PeeringConnection,
    event: PeeringEvent,
    topology: &Topology,
    warnings: &mut Vec<Finding>,
) -> Result<(), Refusal> {
    peering.state = match (peering.state, event) {
        (PeeringState::PendingAcceptance, PeeringEvent::Accept | PeeringEvent::AcceptBy(_)) => {
            may_accept(id, peering, event, topology)?;
            if let Some((reason, facts)) = obstacle(peering, topology) {
                fail(id, peering, reason, facts, warnings);
                return Ok(());
            }
            peering.state = PeeringState::Active;
            within_quotas(id, peering, topology)?;
            PeeringState::Active
        }
        (PeeringState::PendingAcceptance, PeeringEvent::Reject) => PeeringState::Rejected,
        (PeeringState::PendingAcceptance, PeeringEvent::Expire) => PeeringState::Expired,
        (PeeringState::PendingAcceptance, PeeringEvent::Delete(Side::Requester))
        | (PeeringState::Active, PeeringEvent::Delete(_)) => PeeringState::Deleted,
        (state, event) => return illegal(id, state, event),
    };
    Ok(())
}

fn illegal(id: &PeeringId, state: PeeringState, event: PeeringEvent) -> Result<(), Refusal> {
    let action = match event {
        PeeringEvent::Accept | PeeringEvent::AcceptBy(_) => "accepted",
        PeeringEvent::Reject => "rejected",
        PeeringEvent::Expire => "left to expire",
        PeeringEvent::Delete(_) => "deleted",
    };
    let advice = match (state, event) {
        (PeeringState::PendingAcceptance, PeeringEvent::Delete(_)) => "The accepter rejects it instead.",
        (PeeringState::Active, _) => "Delete it to end it.",
        (PeeringState::Provisioning | PeeringState::InitiatingRequest | PeeringState::Deleting, _) => "Wait a moment.",
        _ => "Request a new one instead.",
    };
    let facts = vec![
        ("state", Fact::Text(state.word().into())),
        ("action", Fact::Text(action.into())),
        ("advice", Fact::Text(advice.into())),
    ];
    refuse(&ILLEGAL, id, facts)
}

/// The accepter's owner accepts, in the accepter's Region. In one account that is the same person (PEER-02, PEER-03).
fn may_accept(
    id: &PeeringId,
    peering: &PeeringConnection,
    event: PeeringEvent,
    topology: &Topology,
) -> Result<(), Refusal> {
    if event != PeeringEvent::AcceptBy(Side::Requester) {
        return Ok(());
    }
    let mut facts = vec![
        ("requester", element(&peering.requester)),
        ("accepter", element(&peering.accepter)),
    ];
    if account(&peering.requester, topology) != account(&peering.accepter, topology) {
        return refuse(&NOT_ACCEPTER, id, facts);
    }
    let region = |vpc: &VpcId| topology.vpcs.get(vpc).map(|vpc| Rc::clone(&vpc.region));
    let (near, far) = (region(&peering.requester), region(&peering.accepter));
    if near != far {
        facts.extend(far.map(|region| ("region", Fact::Text(region))));
        return refuse(&WRONG_REGION, id, facts);
    }
    Ok(())
}

/// A changed state is the event that leads to it.
pub(super) fn update(
    id: &PeeringId,
    before: &PeeringConnection,
    after: &mut PeeringConnection,
    result: &mut Accepted,
) -> Result<(), Refusal> {
    if (&before.requester, &before.accepter) != (&after.requester, &after.accepter) {
        return refuse(&OTHER_ENDS, id, Vec::new());
    }
    if before.state != after.state {
        let mut moved = before.clone();
        match (before.state, after.state) {
            (PeeringState::InitiatingRequest, PeeringState::PendingAcceptance)
            | (PeeringState::Provisioning, PeeringState::Active)
            | (PeeringState::Deleting, PeeringState::Deleted) => moved.state = after.state,
            _ => step(
                id,
                &mut moved,
                event_to(after.state),
                &result.topology,
                &mut result.warnings,
            )?,
        }
        after.state = moved.state;
    }
    let switched = (before.requester_dns, before.accepter_dns) != (after.requester_dns, after.accepter_dns);
    if switched {
        dns(id, after, &result.topology)
    } else {
        Ok(())
    }
}

fn event_to(state: PeeringState) -> PeeringEvent {
    match state {
        PeeringState::Provisioning | PeeringState::Active => PeeringEvent::Accept,
        PeeringState::Rejected => PeeringEvent::Reject,
        PeeringState::Deleting | PeeringState::Deleted => PeeringEvent::Delete(Side::Requester),
        PeeringState::Expired
        | PeeringState::Failed
        | PeeringState::InitiatingRequest
        | PeeringState::PendingAcceptance => PeeringEvent::Expire,
    }
}

/// The option that lets names resolve to private addresses across the peering (PEER-50, PEER-51).
fn dns(id: &PeeringId, peering: &PeeringConnection, topology: &Topology) -> Result<(), Refusal> {
    if peering.state != PeeringState::Active {
        return refuse(
            &DNS_NEEDS_ACTIVE,
            id,
            vec![("state", Fact::Text(peering.state.word().into()))],
        );
    }
    if !peering.requester_dns && !peering.accepter_dns {
        return Ok(());
    }
    for vpc in [&peering.requester, &peering.accepter] {
        let lacks_dns = |record: &crate::topology::Vpc| !record.dns_support || !record.dns_hostnames;
        if topology.vpcs.get(vpc).is_some_and(lacks_dns) {
            return refuse(&DNS_NEEDS_HOST_NAMES, id, vec![("vpc", element(vpc))]);
        }
    }
    Ok(())
}
