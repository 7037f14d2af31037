//! Rules of network ACLs (NA-03, NA-04, NA-09): one that decides before the row that denies, or that row taken away.
//! AWS page: vpc/latest/userguide/nacl-rules.html

use ipnet::IpNet;

use super::exposure::{Exposure, addresses};
use super::scene::{Far, Scene, host, step};
use super::{Move, rules};
use crate::address::{ANY_IPV4, ANY_IPV6, Family};
use crate::id::{Direction, Kind, Row};
use crate::packet::PacketSet;
use crate::reason::reasons;
use crate::sorted::{SortedSet, sort_by_key};
use crate::topology::{AclAction, AclEntry, Element, NetworkAcl};
use crate::trace::Fact;

reasons! {
    ADD: "fix-add-acl-rule" ["NA-04", "NA-09"] "Add a network ACL rule",
        "Add {way} rule {number} to {at}: allow {packets} {direction} {peer}.",
        "vpc/latest/userguide/nacl-rules.html";
    REMOVE: "fix-remove-acl-rule" ["NA-04"] "Delete a network ACL rule",
        "Delete {way} rule {number}, which denies, from {at}.",
        "vpc/latest/userguide/nacl-rules.html";
}

/// An ACL knows no lists, and has room for few rules: beyond, a service's ranges are not written out.
const MOST_RANGES: usize = 8;
/// AWS's own numbers are a hundred apart; between rules of one's own ten are usual.
const APART: u16 = 10;
const LAST: u16 = 32_766;

pub(super) fn moves(scene: &Scene<'_>) -> Vec<Move> {
    let (Kind::NetworkAcl, Some(direction)) = (scene.at().kind, scene.blocker.direction) else {
        return Vec::new();
    };
    let denied_by = match scene.blocker.by.as_ref().map(|by| &by.row) {
        Some(Row::Entry(_, number)) => *number,
        _ => None,
    };
    let added = scene
        .far(direction)
        .and_then(|far| add(scene, direction, denied_by, &ranges(far)));
    let removed = denied_by.and_then(|number| remove(scene, direction, number));
    added.into_iter().chain(removed).collect()
}

fn ranges(far: Far) -> Vec<IpNet> {
    match far {
        Far::One(address) => vec![host(address)],
        Far::Ranges(ranges) => ranges,
        Far::Service { prefixes, .. } if prefixes.len() <= MOST_RANGES => prefixes,
        Far::Service { prefixes, .. } => prefixes
            .first()
            .map(|range| anybody(Family::of(range.addr())))
            .into_iter()
            .collect(),
        Far::Anybody(family) => vec![anybody(family)],
    }
}

pub(super) const fn anybody(family: Family) -> IpNet {
    match family {
        Family::V4 => ANY_IPV4,
        Family::V6 => ANY_IPV6,
    }
}

fn add(scene: &Scene<'_>, direction: Direction, before: Option<u16>, ranges: &[IpNet]) -> Option<Move> {
    let traffic = rules::traffic(&scene.refused());
    let mut numbers = Vec::new();
    let operation = scene.state.change(scene.at(), |element| {
        let entries = entries(element, direction)?;
        for range in ranges {
            let number = free_number(entries, before)?;
            numbers.push(number);
            entries.push(AclEntry {
                number,
                action: AclAction::Allow,
                traffic,
                cidr: *range,
            });
            sort_by_key(entries, |entry| entry.number);
        }
        Some(())
    })?;
    let opened = ranges.iter().map(|range| addresses(*range)).sum();
    let list = |all: &[String]| Fact::Text(all.join(", ").into());
    let mut facts = words(direction);
    facts.push(("packets", Fact::Packets(PacketSet::of_rule(traffic))));
    facts.push((
        "peer",
        list(&ranges.iter().map(ToString::to_string).collect::<Vec<_>>()),
    ));
    facts.push((
        "number",
        list(&numbers.iter().map(ToString::to_string).collect::<Vec<_>>()),
    ));
    let mut step = step(operation, &ADD, scene.at(), facts, opens(direction, opened));
    step.rows = ranges.len();
    Some(vec![step])
}

fn remove(scene: &Scene<'_>, direction: Direction, number: u16) -> Option<Move> {
    let mut opened = 0;
    let operation = scene.state.change(scene.at(), |element| {
        let entries = entries(element, direction)?;
        let is_it = |entry: &AclEntry| entry.number == number && entry.action == AclAction::Deny;
        let denied = entries.iter().find(|entry| is_it(entry))?;
        opened = addresses(denied.cidr);
        entries.retain(|entry| !is_it(entry));
        Some(())
    })?;
    let mut facts = words(direction);
    facts.push(("number", Fact::Number(u32::from(number))));
    Some(vec![step(
        operation,
        &REMOVE,
        scene.at(),
        facts,
        opens(direction, opened),
    )])
}

fn entries(element: &mut Element, direction: Direction) -> Option<&mut Vec<AclEntry>> {
    let Element::NetworkAcl(_, NetworkAcl { inbound, outbound, .. }) = element else {
        return None;
    };
    Some(match direction {
        Direction::In => inbound,
        Direction::Out => outbound,
    })
}

/// Behind all others; but before the rule that denies, if one does.
fn free_number(entries: &[AclEntry], before: Option<u16>) -> Option<u16> {
    let taken: SortedSet<u16> = entries.iter().map(|entry| entry.number).collect();
    let last = taken.last().copied().unwrap_or(90);
    let next = (last / APART).saturating_add(1).saturating_mul(APART);
    match before {
        None if next <= LAST => Some(next.max(100)),
        None => (1..=LAST).rev().find(|number| !taken.contains(number)),
        Some(denying) => (1..denying).rev().find(|number| !taken.contains(number)),
    }
}

fn words(direction: Direction) -> Vec<(&'static str, Fact)> {
    let [way, preposition] = match direction {
        Direction::In => ["inbound", "from"],
        Direction::Out => ["outbound", "to"],
    };
    vec![
        ("way", Fact::Text(way.into())),
        ("direction", Fact::Text(preposition.into())),
    ]
}

fn opens(direction: Direction, addresses: u64) -> Exposure {
    match direction {
        Direction::In => Exposure::inbound(addresses),
        Direction::Out => Exposure::outbound(addresses),
    }
}
