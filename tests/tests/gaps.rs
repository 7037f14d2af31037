//! DEC-26: one record is taken out of a network and what names it stays, as in input with gaps. Whoever was reached before is
//! then reached, or nobody knows: it is never said that a route or a connection is missing where only its record is.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // A test's way to fail is to panic.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use reach::id::{Kind, Ref};
use reach::issue::{Issue, Level};
use reach::question::{End, Question};
use reach::topology::{Topology, VpcId};
use reach::trace::{Fact, Trace, Verdict};
use tests::random::{self, Dice, corpus};

const SEED: u64 = 0x5eed_0020_2611_2103;
const PACKETS: usize = 6;

#[test]
fn what_is_lost_neither_blocks_nor_opens() {
    let mut faults: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let (mut lost, mut asked) = (0, 0);
    for known in corpus::known() {
        let (network, before) = reach::resolve(&known.topology);
        let questions = questions(&known);
        let traces: Vec<Trace> = questions.iter().map(|it| reach::trace(&network, it)).collect();
        for record in known.topology.references() {
            let mut damaged = known.topology.clone();
            damaged.remove(&record);
            let (network, issues) = reach::resolve(&damaged);
            if !is_inconsistent(&before, &issues) {
                continue;
            }
            lost += 1;
            for trace in &traces {
                let after = reach::trace(&network, &trace.question);
                asked += 1;
                if let Some(fault) = fault(&known.topology, &record, trace, &after) {
                    let example = || (0, format!("{} without {}: {:?}", known.name, record.id, trace.question));
                    faults.entry(fault).or_insert_with(example).0 += 1;
                }
            }
        }
    }
    println!("{lost} networks with a gap, {asked} questions");
    for (fault, (count, example)) in &faults {
        println!("{count} times: {fault}\n    {example}");
    }
    assert!(faults.is_empty());
}

fn questions(known: &corpus::Known) -> Vec<Question> {
    let mut dice = Dice::new(SEED ^ known.number);
    let random = (0..PACKETS).filter_map(|_| Some(random::packet(&known.topology, &mut dice)?.question));
    known.questions.iter().cloned().chain(random).collect()
}

/// Something is wrong that was not wrong before.
fn is_inconsistent(before: &[Issue], after: &[Issue]) -> bool {
    let known: BTreeSet<String> = before.iter().map(|issue| format!("{issue:?}")).collect();
    let mut errors = after.iter().filter(|issue| issue.level == Level::Error);
    errors.any(|issue| !known.contains(&format!("{issue:?}")))
}

fn fault(known: &Topology, record: &Ref, before: &Trace, after: &Trace) -> Option<String> {
    let blocker = after.first_blocker();
    let code = blocker.map_or("", |it| it.finding.reason.code);
    let ends = [&before.question.from, &before.question.to];
    let is_asked = ends.into_iter().any(|end| is_of(end, record, known));
    // RT-21: a route stays when its target is gone, and drops.
    let is_route_to_it = blocker.is_some_and(|it| {
        it.finding
            .facts
            .iter()
            .any(|(_, fact)| *fact == Fact::Element(record.clone()))
    }) && matches!(code, "BAD_STATE_ROUTE" | "TGW_RTB_BAD_STATE_ROUTE");
    let name = |trace: &Trace| trace.verdict.word();
    let at = blocker.map_or(Kind::Internet, |it| it.finding.at.kind);
    let is_wrong = match (before.verdict, after.verdict) {
        (Verdict::Allowed, Verdict::Blocked | Verdict::Partial) => !is_asked && !is_route_to_it,
        (Verdict::Blocked, Verdict::Allowed | Verdict::Partial) => !is_asked,
        _ => false,
    };
    is_wrong.then(|| {
        format!(
            "{} -> {} {code} at {at:?}, without a {:?}",
            name(before),
            name(after),
            record.kind
        )
    })
}

fn is_of(end: &End, record: &Ref, known: &Topology) -> bool {
    match end {
        End::Element(element) => element == record,
        End::Site { site, .. } => Ref::from(site) == *record,
        End::Client { endpoint, .. } => Ref::from(endpoint) == *record,
        End::Address(address) => holds(known, record, *address),
        _ => false,
    }
}

/// The address is the record's own.
fn holds(known: &Topology, record: &Ref, address: IpAddr) -> bool {
    let (network, _) = reach::resolve(known);
    let mut private = known.vpcs.ids().filter_map(|vpc| network.holder(vpc, address));
    let public = network.holder_of_public(address).map(|(_, holder, _)| holder);
    let is_in = |id: VpcId| network.is_in_vpc(&id, address) && network.holder(&id, address).is_none();
    private.any(|holder| holder.reference() == *record)
        || public.is_some_and(|it| it.reference() == *record)
        || record.to_id().is_some_and(is_in)
}
