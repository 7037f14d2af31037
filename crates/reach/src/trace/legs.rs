//! Both legs of one flow between two addresses, and the verdict (ENG-01, ENG-02, PW-00).

use std::net::IpAddr;

use super::assumptions::{self, Assumptions};
use super::policy;
use super::{Blocker, ENDS_NOWHERE, Fact, Finding, Leg, ONE_LEG_ONLY, Packet, Trace, Verdict};
use crate::id::Ref;
use crate::network::Network;
use crate::packet::PacketSet;
use crate::question::Question;
use crate::sorted::sort_by_key;
use crate::walk::{Choices, Journal, Party, Walk};

use super::ends::Flow;

/// One flow, traced; `asked` are the elements whose rows were consulted.
pub(super) struct Traced {
    pub(super) trace: Trace,
    pub(super) asked: Vec<Ref>,
    /// Where the request ended.
    pub(super) delivered: Option<Party>,
    /// What was picked on the way, and the packets that are left to other ways.
    pub(super) choices: Choices,
    pub(super) diverted: PacketSet,
}

/// Follows the flow from one source address to one destination address, by the way that is given.
pub(super) fn follow(
    network: &Network,
    question: &Question,
    flow: &Flow,
    addresses: [IpAddr; 2],
    given: Vec<usize>,
) -> Traced {
    let mut choices = Choices::new(given);
    let (flow, [source, destination]) = &flow.at_nodes(addresses, &mut choices);
    let (source, destination) = (*source, *destination);
    let packet = Packet {
        source,
        destination,
        packets: flow.packets.clone(),
    };
    let mut forward = Walk::new(network, Leg::Forward, packet, flow.receiver.clone());
    forward.choices = choices;
    forward.run(&flow.sender);
    let arrived = forward.connection.as_sent(&forward.packet.packets);
    let mut reply = forward
        .delivered
        .as_ref()
        .and_then(|receiver| answer(&forward, receiver, flow, destination));
    let choices = match &mut reply {
        Some(reply) => std::mem::take(&mut reply.choices),
        None => std::mem::take(&mut forward.choices),
    };
    let sets = sets(&forward, reply.as_ref(), &arrived);
    let mut asked = std::mem::take(&mut forward.journal.asked);
    let mut back = Journal::default();
    let mut warnings = Vec::new();
    if let Some(reply) = reply {
        warnings = one_sided(&forward, &reply);
        back = reply.journal;
        asked.append(&mut back.asked);
    }
    let mut trace = assemble(question, flow, sets, forward.journal, back, warnings);
    let arrival = policy::Arrival {
        hops: &trace.forward,
        delivered: forward.delivered.as_ref(),
        source: forward.packet.source,
    };
    trace.authorization = policy::of(network, question, &arrival);
    if network.assumptions() == Assumptions::NotMade {
        trace = assumptions::without(trace);
    }
    Traced {
        choices,
        diverted: forward.connection.diverted,
        delivered: forward.delivered,
        trace,
        asked,
    }
}

/// The reply leg; `None` if the packets have no answer. It is walked after filter denials, too, to find what else blocks.
fn answer<'n>(forward: &Walk<'n>, receiver: &Party, flow: &Flow, asked: IpAddr) -> Option<Walk<'n>> {
    let packets = forward.packet.packets.replies();
    if packets.is_empty() {
        return None;
    }
    let packet = Packet {
        source: forward.packet.destination,
        destination: forward.packet.source,
        packets,
    };
    let mut reply = Walk::new(forward.network, Leg::Return, packet, Some(flow.sender.clone()));
    reply.answers_from = Some(asked);
    reply.choices = forward.choices.clone();
    reply.connection = forward.connection.clone();
    reply.connection.middleboxes_before = std::mem::take(&mut reply.connection.middleboxes);
    reply.run(receiver);
    Some(reply)
}

struct Sets {
    allowed: PacketSet,
    no_reply: PacketSet,
}

fn sets(forward: &Walk<'_>, reply: Option<&Walk<'_>>, arrived: &PacketSet) -> Sets {
    if forward.delivered.is_none() || !forward.journal.blockers.is_empty() {
        return Sets {
            allowed: PacketSet::empty(),
            no_reply: PacketSet::empty(),
        };
    }
    let unanswered = arrived.unanswered();
    let allowed = match reply {
        None => unanswered,
        Some(reply) if reply.delivered.is_some() && reply.journal.blockers.is_empty() => {
            arrived.and(&reply.packet.packets.requests()).or(&unanswered)
        }
        // What nobody answers anyway does not make a conversation that fails a part of one that works.
        Some(_) => PacketSet::empty(),
    };
    Sets {
        no_reply: arrived.minus(&allowed),
        allowed,
    }
}

fn assemble(
    question: &Question,
    flow: &Flow,
    sets: Sets,
    mut forward: Journal,
    mut back: Journal,
    warnings: Vec<Finding>,
) -> Trace {
    forward.finish();
    back.finish();
    let mut blockers = forward.blockers;
    let is_forward_blocked = !blockers.is_empty();
    if is_forward_blocked {
        back.hops.clear();
        let unseen = back.blockers.iter_mut().chain(&mut back.cuts);
        unseen.for_each(|blocker| blocker.hop = None);
    }
    blockers.append(&mut back.blockers);
    let mut cuts = forward.cuts;
    cuts.append(&mut back.cuts);
    let verdict = verdict(&blockers, &cuts, &sets, flow);
    match verdict {
        Verdict::Allowed => blockers.clear(),
        Verdict::Partial => blockers = cuts,
        Verdict::Unknown if blockers.is_empty() && !cuts.is_empty() => {
            blockers = cuts;
            sort_by_key(&mut blockers, |cut| !cut.finding.reason.is_unknown());
        }
        Verdict::Blocked | Verdict::Unknown if blockers.is_empty() => blockers.push(nowhere(flow)),
        // What would let a part through is in the way of the rest, too.
        Verdict::Blocked => blockers.append(&mut cuts),
        Verdict::Unknown => {}
    }
    forward.hints.append(&mut back.hints);
    forward.notes.append(&mut back.notes);
    let beside = flow.beside.as_deref();
    let beside = beside.filter(|beside| beside.is_there || verdict == Verdict::Blocked);
    let beside = beside.map(|beside| beside.finding.clone());
    let mut notes: Vec<Finding> = flow.resolved.iter().cloned().chain(beside).collect();
    // Both legs may pass the same thing, and one remark on it is enough.
    for note in forward.notes {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    for warning in back.warnings.into_iter().chain(warnings) {
        if !forward.warnings.contains(&warning) {
            forward.warnings.push(warning);
        }
    }
    Trace {
        question: question.clone(),
        verdict,
        leg: blockers.first().map(|blocker| blocker.leg),
        forward: forward.hops,
        reply: back.hops,
        blockers,
        allowed: sets.allowed,
        by_chance: PacketSet::empty(),
        no_reply: sets.no_reply,
        hints: forward.hints,
        warnings: forward.warnings,
        notes,
        by_address: Vec::new(),
        by_choice: Vec::new(),
        authorization: None,
    }
}

/// ENG-01, DEC-26: the first blocker decides between `blocked` and `unknown`. A part about which nobody knows is more than `partial`.
fn verdict(blockers: &[Blocker], cuts: &[Blocker], sets: &Sets, flow: &Flow) -> Verdict {
    match blockers.first() {
        Some(first) if first.finding.reason.is_unknown() => Verdict::Unknown,
        None if cuts.iter().any(|cut| cut.finding.reason.is_unknown()) => Verdict::Unknown,
        _ if sets.allowed.is_empty() => Verdict::Blocked,
        _ if cuts.is_empty() && flow.packets.is_subset_of(&sets.allowed) => Verdict::Allowed,
        _ => Verdict::Partial,
    }
}

/// Both legs ran to their ends and nothing passes all the same: said plainly, never shown as allowed.
fn nowhere(flow: &Flow) -> Blocker {
    let at = flow.sender.reference();
    let to = flow.receiver.as_ref().map_or_else(
        || Fact::Address(flow.destinations.shown()),
        |party| Fact::Element(party.reference()),
    );
    Blocker {
        leg: Leg::Forward,
        finding: Finding {
            reason: &ENDS_NOWHERE,
            facts: vec![("from", Fact::Element(at.clone())), ("to", to)],
            at,
        },
        by: None,
        direction: None,
        hop: None,
    }
}

/// PW-24: machines that forward the packets of one leg only.
fn one_sided(forward: &Walk<'_>, reply: &Walk<'_>) -> Vec<Finding> {
    let (there, back) = (&forward.connection.middleboxes, &reply.connection.middleboxes);
    if !forward.journal.blockers.is_empty() || !reply.journal.blockers.is_empty() {
        return Vec::new();
    }
    let only_there = there.iter().filter(|machine| !back.contains(machine));
    let only_back = back.iter().filter(|machine| !there.contains(machine));
    only_there
        .chain(only_back)
        .map(|machine| Finding {
            reason: &ONE_LEG_ONLY,
            at: machine.clone(),
            facts: Vec::new(),
        })
        .collect()
}
