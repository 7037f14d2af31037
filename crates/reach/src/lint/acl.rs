//! Network ACLs read their rules in order and remember nothing (NA-03, NA-04, NA-09): a rule behind one that decides everything never
//! decides, and a reply needs a rule of its own. AWS page: vpc/latest/userguide/nacl-rules.html

use super::{Found, Lint};
use crate::address::Family;
use crate::id::{Direction, Ref, Row, RowRef};
use crate::issue::Level;
use crate::network::Network;
use crate::packet::PacketSet;
use crate::reason::reasons;
use crate::topology::{AclAction, AclEntry, NetworkAcl, NetworkAclId, PortRange, Traffic};
use crate::trace::Fact;

reasons! {
    NEVER_DECIDES: "acl-rule-shadowed" ["NA-04", "NA-03"] "A rule that never decides",
        "{row} of {at} never decides: {other}, which is asked before, decides about all its packets. Delete it, or give it a lower number.",
        "vpc/latest/userguide/nacl-rules.html";
    FORGETS_REPLIES: "acl-without-replies" ["NA-09", "NA-03"] "No rule for the replies",
        "{at} lets connections {way}, but has no {direction} rule for their replies, which go to ports 1024 to 65535. A network ACL does not remember connections: add such a rule.",
        "vpc/latest/userguide/vpc-network-acls.html";
}

pub(super) static SHADOWED: Lint = Lint {
    name: "acl-rule-shadowed",
    level: Level::Info,
    reason: &NEVER_DECIDES,
    look: shadowed,
};

pub(super) static NO_REPLIES: Lint = Lint {
    name: "acl-without-replies",
    level: Level::Warning,
    reason: &FORGETS_REPLIES,
    look: without_replies,
};

fn shadowed(network: &Network) -> Vec<Found> {
    let acls = network.topology().network_acls.iter();
    acls.flat_map(|(id, acl)| {
        let inbound = in_direction(id, Direction::In, &acl.inbound);
        inbound
            .into_iter()
            .chain(in_direction(id, Direction::Out, &acl.outbound))
    })
    .collect()
}

/// The final `*` is nobody's rule and is not among the entries.
fn in_direction(id: &NetworkAclId, direction: Direction, entries: &[AclEntry]) -> Vec<Found> {
    let row = |number| RowRef {
        of: Ref::from(id),
        row: Row::Entry(direction, Some(number)),
    };
    let by_one = |(index, entry): (usize, &AclEntry)| {
        let mut before = entries.iter().take(index);
        let covers = |other: &AclEntry| {
            other.cidr.contains(&entry.cidr)
                && PacketSet::of_rule(entry.traffic).is_subset_of(&PacketSet::of_rule(other.traffic))
        };
        let by = before.find(|other| covers(other))?;
        let facts = vec![
            ("row", Fact::Row(row(entry.number))),
            ("other", Fact::Row(row(by.number))),
        ];
        Some(Found::in_row(row(entry.number), facts))
    };
    entries.iter().enumerate().filter_map(by_one).collect()
}

/// Only of ACLs that a subnet uses and that let something through both ways: others deny on purpose.
fn without_replies(network: &Network) -> Vec<Found> {
    let topology = network.topology();
    let is_used = |id: &NetworkAclId| {
        topology
            .subnets
            .iter()
            .any(|(_, subnet)| subnet.network_acl.as_ref() == Some(id))
    };
    let used = topology.network_acls.iter().filter(|(id, _)| is_used(id));
    used.flat_map(|(id, acl)| {
        let ways = [(Direction::In, "in", "outbound"), (Direction::Out, "out", "inbound")];
        let forgotten = ways.into_iter().filter(|(way, ..)| forgets(acl, *way));
        forgotten
            .map(|(_, way, direction)| {
                let facts = vec![
                    ("way", Fact::Text(way.into())),
                    ("direction", Fact::Text(direction.into())),
                ];
                Found::at(id, facts)
            })
            .collect::<Vec<_>>()
    })
    .collect()
}

fn forgets(acl: &NetworkAcl, way: Direction) -> bool {
    let (there, back) = match way {
        Direction::In => (&acl.inbound, &acl.outbound),
        Direction::Out => (&acl.outbound, &acl.inbound),
    };
    [Family::V4, Family::V6].into_iter().any(|family| {
        let mut allowed = there.iter().filter(|entry| is_allowed(entry, family));
        let opens = allowed.any(|entry| is_of_connections(entry.traffic));
        let mut answers = back.iter().filter(|entry| is_allowed(entry, family));
        opens && !answers.any(|entry| takes_replies(entry.traffic))
    })
}

fn is_allowed(entry: &AclEntry, family: Family) -> bool {
    entry.action == AclAction::Allow && Family::of(entry.cidr.addr()) == family
}

/// TCP to a port that a service listens on; rules for client ports are themselves for replies.
fn is_of_connections(traffic: Traffic) -> bool {
    let services = PacketSet::of_rule(Traffic::Tcp(PortRange::new(1, 1023)));
    !services.of_these(traffic).is_empty()
}

fn takes_replies(traffic: Traffic) -> bool {
    let clients = PacketSet::of_rule(Traffic::Tcp(PortRange::new(32768, 60999)));
    !clients.of_these(traffic).is_empty()
}
