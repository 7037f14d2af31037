//! Rules of a security group add up (SG-02): one that another covers adds nothing.
//! AWS page: vpc/latest/userguide/security-group-rules.html

use ipnet::IpNet;

use super::{Found, Lint};
use crate::id::{Direction, Ref, Row, RowRef};
use crate::issue::Level;
use crate::network::{Network, cidrs_of};
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
            let inbound = in_direction(network, id, Direction::In, &group.inbound);
            let outbound = in_direction(network, id, Direction::Out, &group.outbound);
            inbound.into_iter().chain(outbound)
        })
        .collect()
}

/// Of two that are alike the later one.
fn in_direction(network: &Network, id: &SecurityGroupId, direction: Direction, rules: &[Rule]) -> Vec<Found> {
    let row = |index| RowRef {
        of: Ref::from(id),
        row: Row::Rule(direction, index),
    };
    let implied = |(index, rule): (usize, &Rule)| {
        let others = || rules.iter().enumerate().filter(|(other, _)| *other != index);
        let same = others().find(|(other, wider)| covers(wider, rule) && (!covers(rule, wider) || *other < index));
        let (by, _) = same.or_else(|| {
            let ranges = stands_for(network, id, rule);
            let mut by = ranges
                .iter()
                .map(|net| others().find(|(_, wider)| covers_range(wider, *net, rule)));
            let first = by.next()??;
            by.all(|other| other.is_some()).then_some(first)
        })?;
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
    names_more && has_all_packets(wider, rule)
}

fn covers_range(wider: &Rule, net: IpNet, rule: &Rule) -> bool {
    matches!(&wider.peer, RulePeer::Cidr(cidr) if cidr.contains(&net)) && has_all_packets(wider, rule)
}

fn has_all_packets(wider: &Rule, rule: &Rule) -> bool {
    PacketSet::of_rule(rule.traffic).is_subset_of(&PacketSet::of_rule(wider.traffic))
}

/// All addresses that a rule can mean which names a group or a list: a group's members have private addresses of their VPC.
/// The rule that AWS makes in a default group is nobody's to delete as idle.
fn stands_for(network: &Network, id: &SecurityGroupId, rule: &Rule) -> Vec<IpNet> {
    let topology = network.topology();
    match &rule.peer {
        RulePeer::Cidr(_) => Vec::new(),
        RulePeer::PrefixList(list) => {
            let record = topology.prefix_lists.get(list);
            record.map(|list| list.entries.clone()).unwrap_or_default()
        }
        RulePeer::SecurityGroup(named) => {
            let group = topology.security_groups.get(named);
            let vpc = group.and_then(|group| topology.vpcs.get(&group.vpc));
            let is_made = named == id && vpc.is_some_and(|vpc| vpc.default_security_group.as_ref() == Some(id));
            let vpc = vpc.filter(|_| !is_made && network.can_name(id, named));
            vpc.map(|vpc| cidrs_of(vpc).collect()).unwrap_or_default()
        }
    }
}
