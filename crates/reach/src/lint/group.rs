//! Rules of a security group add up (SG-02): one that another covers adds nothing.
//! AWS page: vpc/latest/userguide/security-group-rules.html

use super::{Found, Lint};
use crate::id::{Direction, Ref, Row, RowRef};
use crate::issue::Level;
use crate::network::Network;
use crate::packet::PacketSet;
use crate::reason::reasons;
use crate::topology::{Rule, RulePeer, SecurityGroupId};
use crate::trace::Fact;

reasons! {
    ADDS_NOTHING: "group-rule-implied" ["SG-02", "SG-06"] "A rule that adds nothing",
        "{row} of {at} adds nothing: {other} allows all of it. Delete one of the two.",
        "vpc/latest/userguide/security-group-rules.html";
}

pub(super) static IMPLIED: Lint = Lint {
    name: "group-rule-implied",
    level: Level::Info,
    reason: &ADDS_NOTHING,
    look,
};

fn look(network: &Network) -> Vec<Found> {
    let groups = network.topology().security_groups.iter();
    groups
        .flat_map(|(id, group)| {
            let inbound = in_direction(id, Direction::In, &group.inbound);
            inbound
                .into_iter()
                .chain(in_direction(id, Direction::Out, &group.outbound))
        })
        .collect()
}

/// Of two that are alike the later one.
fn in_direction(id: &SecurityGroupId, direction: Direction, rules: &[Rule]) -> Vec<Found> {
    let row = |index| RowRef {
        of: Ref::from(id),
        row: Row::Rule(direction, index),
    };
    let implied = |(index, rule): (usize, &Rule)| {
        let mut others = rules.iter().enumerate().filter(|(other, _)| *other != index);
        let (by, _) = others.find(|(other, wider)| covers(wider, rule) && (!covers(rule, wider) || *other < index))?;
        let facts = vec![("row", Fact::Row(row(index))), ("other", Fact::Row(row(by)))];
        Some(Found::in_row(row(index), facts))
    };
    rules.iter().enumerate().filter_map(implied).collect()
}

fn covers(wider: &Rule, rule: &Rule) -> bool {
    let names_more = match (&wider.peer, &rule.peer) {
        (RulePeer::Cidr(wider), RulePeer::Cidr(cidr)) => wider.contains(cidr),
        (wider, peer) => wider == peer,
    };
    names_more && PacketSet::of_rule(rule.traffic).is_subset_of(&PacketSet::of_rule(wider.traffic))
}
