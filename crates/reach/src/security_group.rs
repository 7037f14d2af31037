//! The rules of all security groups of an interface are one list of what may pass; nothing is denied by a rule, and what no
//! rule names does not pass (SG-02). Replies are not asked (SG-05): the walk knows.
//! AWS page: vpc/latest/userguide/security-group-rules.html

use crate::id::{Direction, Ref, Row, RowRef};
use crate::packet::PacketSet;
use crate::reason::{Reason, reasons};
use crate::topology::{Rule, RulePeer, SecurityGroup, SecurityGroupId};
use crate::trace::PassedOver;

reasons! {
    ADMITS_OUT: "group-allows" ["SG-02", "PW-03"] "Allowed",
        "{row} of {at} allows {packets} {direction} {peer}.",
        "vpc/latest/userguide/security-group-rules.html";
    ADMITS_IN: "group-allows" ["SG-02", "PW-11"] "Allowed",
        "{row} of {at} allows {packets} {direction} {peer}.",
        "vpc/latest/userguide/security-group-rules.html";
    BY_OWN_GROUP: "group-names-itself" ["SG-08"] "Its own members",
        "The rule names its own group: members may talk to each other because of this rule, not because they are members.",
        "vpc/latest/userguide/security-group-rules.html";
    BY_DEFAULT_GROUP: "default-group-names-itself" ["SG-04", "SG-08"] "Members of the default group",
        "{at} is the VPC's default group, which everything is in that names no other; AWS made the rule that lets its members talk to each other.",
        "vpc/latest/userguide/default-security-group.html";
    BY_GROUP: "group-named" ["SG-07"] "Members of another group",
        "The rule names {other}: it means the private addresses of the interfaces that are in that group now.",
        "vpc/latest/userguide/security-group-rules.html";
    BY_PEER_GROUP: "peer-group-named" ["PEER-42", "SG-09"] "Members of a group of the peer",
        "The rule names {other} of the peer VPC: it means the private addresses of the interfaces in that group, and works because the peering is active and in one Region.",
        "vpc/latest/peering/vpc-peering-security-groups.html";
    BY_LIST: "prefix-list-named" ["EG-09", "SG-06"] "A prefix list",
        "{other} stands for a list of addresses, and {peer} is among them.",
        "vpc/latest/userguide/managed-prefix-lists.html";
    NO_RULES: "SG_HAS_NO_RULES" ["SG-03"] "The security group has no rules",
        "{at} has no {way} rules, so nothing gets {side} {interface}.",
        "vpc/latest/userguide/default-security-group.html";
    NO_RULE_FITS: "ENI_SG_RULES_MISMATCH" ["SG-02", "SG-03"] "No security-group rule allows it",
        "No {way} rule of {at} allows {packets} {direction} {peer}.",
        "vpc/latest/userguide/security-group-rules.html";
    NOT_PRESERVED: "SG_REFERENCES_NOT_PRESERVED" ["SG-11", "RT-08"] "The sender's group is not known here",
        "A rule of {at} names a security group of the sender, but the packets came through another machine and no longer count as the sender's. Allow the addresses instead.",
        "vpc/latest/userguide/security-group-rules.html";
    BY_TRANSIT_GROUP: "group-named-over-transit-gateway" ["SG-10", "TGW-60"] "Members of a group beyond the transit gateway",
        "The rule names {other} of another VPC: it means the private addresses of the interfaces in that group, and works because security group referencing is on at the transit gateway and at both attachments.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    REFERENCING_OFF: "SG_REFERENCING_SUPPORT" ["TGW-60", "SG-10"] "Security group referencing is off",
        "A rule of {at} names a security group of the sender, but security group referencing is off at the transit gateway or at one of the two attachments.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    INBOUND_ONLY: "rule-inbound-only" ["SG-10", "TGW-60"] "Only in inbound rules",
        "It names a group that is reached by a transit gateway, which works in inbound rules only.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    LOST_BETWEEN_GATEWAYS: "group-lost-between-gateways" ["TGW-61", "TGW-54", "SG-10"] "Not between transit gateways",
        "Over a peering of transit gateways, and in some Availability Zones, the sender's group is not known.",
        "vpc/latest/tgw/tgw-peering.html";
    NOT_FOR_ENDPOINTS: "group-unknown-to-endpoint" ["EI-15", "TGW-61"] "Not for endpoints",
        "An endpoint does not know the groups of senders that come by a transit gateway, whatever its settings.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    PEER_NOT_PRESERVED: "peer-group-lost" ["PEER-44"] "Over a peering, too",
        "The sender is in the peer VPC; over a peering connection, too, a group is only recognised if no other machine is in between.",
        "vpc/latest/peering/vpc-peering-security-groups.html";
    OTHER_PEER: "rule-for-other-peer" ["SG-06", "SG-07"] "Other addresses",
        "It is about other addresses.",
        "vpc/latest/userguide/security-group-rules.html";
    OTHER_PACKETS: "rule-for-other-packets" ["SG-06"] "Other packets",
        "It is about other packets.",
        "vpc/latest/userguide/security-group-rules.html";
    STALE: "stale-rule" ["PEER-43", "SG-09"] "Stale rule",
        "The security group that it names is gone or not reachable from here, so it matches nothing.",
        "vpc/latest/peering/vpc-peering-security-groups.html";
}

/// Whether a rule's peer is the packet's other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PeerMatch {
    Yes,
    No,
    /// It names a group that the other end carries, but the path lost that identity (SG-11).
    NotPreserved,
    /// It names a group that the other end carries, but the transit gateway on the way does not tell (TGW-60).
    ReferencingOff,
    /// It names a group that only inbound rules can name (SG-10).
    InboundOnly,
    /// It names a group that is gone, or out of reach (PEER-43).
    Stale,
}

/// What the groups do with a set of packets.
#[derive(Debug)]
pub(crate) struct Judgement {
    pub(crate) admitted: PacketSet,
    /// The first rule that admits some of them.
    pub(crate) admitted_by: Option<RowRef>,
    pub(crate) passed_over: Vec<PassedOver>,
    /// Why the rest does not pass.
    pub(crate) refusal: &'static Reason,
}

/// `matches` says whether a rule of the given group names the packet's other end.
pub(crate) fn judge(
    groups: &[(&SecurityGroupId, &SecurityGroup)],
    direction: Direction,
    packets: &PacketSet,
    matches: impl Fn(&SecurityGroup, &RulePeer) -> PeerMatch,
) -> Judgement {
    let mut judgement = Judgement {
        admitted: PacketSet::empty(),
        admitted_by: None,
        passed_over: Vec::new(),
        refusal: &NO_RULES,
    };
    for (id, group) in groups {
        for (index, rule) in rules(group, direction).iter().enumerate() {
            let row = RowRef {
                of: Ref::from(*id),
                row: Row::Rule(direction, index),
            };
            judgement.add(row, rule, packets, matches(group, &rule.peer));
        }
    }
    judgement
}

impl Judgement {
    fn add(&mut self, row: RowRef, rule: &Rule, packets: &PacketSet, matched: PeerMatch) {
        let fits = packets.of_these(rule.traffic);
        let lost = match matched {
            PeerMatch::NotPreserved => Some(&NOT_PRESERVED),
            PeerMatch::ReferencingOff => Some(&REFERENCING_OFF),
            _ => None,
        };
        let lost = lost.filter(|_| !fits.is_empty());
        if lost.is_some() || self.refusal.code == NO_RULES.code {
            self.refusal = lost.unwrap_or(&NO_RULE_FITS);
        }
        let reason = match (matched, fits.is_empty()) {
            (PeerMatch::Yes, false) => {
                self.admitted = self.admitted.or(&fits);
                self.admitted_by.get_or_insert(row);
                return;
            }
            (PeerMatch::Yes, true) => &OTHER_PACKETS,
            (PeerMatch::No, _) => &OTHER_PEER,
            (PeerMatch::NotPreserved, _) => &NOT_PRESERVED,
            (PeerMatch::ReferencingOff, _) => &REFERENCING_OFF,
            (PeerMatch::InboundOnly, _) => &INBOUND_ONLY,
            (PeerMatch::Stale, _) => &STALE,
        };
        self.passed_over.push(PassedOver { by: row, reason });
    }
}

pub(crate) fn rules(group: &SecurityGroup, direction: Direction) -> &[Rule] {
    match direction {
        Direction::In => &group.inbound,
        Direction::Out => &group.outbound,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topology::{PortRange, Traffic};

    fn group(inbound: Vec<Rule>) -> SecurityGroup {
        SecurityGroup {
            inbound,
            ..SecurityGroup::new("vpc".into(), false)
        }
    }

    fn rule(port: u16, peer: &str) -> Rule {
        Rule {
            traffic: Traffic::Tcp(PortRange::single(port)),
            peer: RulePeer::SecurityGroup(peer.into()),
            description: None,
        }
    }

    fn judged(groups: &[SecurityGroup], answer: PeerMatch) -> Judgement {
        let ids: Vec<SecurityGroupId> = (0..groups.len()).map(|n| format!("sg-{n}").as_str().into()).collect();
        let groups: Vec<_> = ids.iter().zip(groups).collect();
        let asked = PacketSet::of_rule(Traffic::Tcp(PortRange::new(20, 30)));
        judge(&groups, Direction::In, &asked, |_, peer| match peer {
            RulePeer::SecurityGroup(id) if id.as_str() == "sender" => answer,
            _ => PeerMatch::No,
        })
    }

    /// SG-02: all rules of all groups together.
    #[test]
    fn groups_add_up() {
        let both = judged(
            &[group(vec![]), group(vec![rule(22, "sender"), rule(25, "sender")])],
            PeerMatch::Yes,
        );
        assert!(both.admitted.tcp.contains(22, 9) && both.admitted.tcp.contains(25, 9));
        assert!(!both.admitted.tcp.contains(23, 9));
        assert_eq!(
            both.admitted_by.map(|row| row.to_string()).as_deref(),
            Some("sg-1/in/0")
        );
    }

    /// SG-03: no rules at all is told from rules that do not fit; SG-11: a lost identity is told from both.
    #[test]
    fn refusals_say_why() {
        assert_eq!(
            judged(&[group(vec![]), group(vec![])], PeerMatch::Yes).refusal.code,
            "SG_HAS_NO_RULES"
        );
        assert_eq!(
            judged(&[group(vec![rule(22, "other")])], PeerMatch::Yes).refusal.code,
            "ENI_SG_RULES_MISMATCH"
        );
        let lost = judged(
            &[group(vec![rule(22, "other"), rule(22, "sender")])],
            PeerMatch::NotPreserved,
        );
        assert_eq!(lost.refusal.code, "SG_REFERENCES_NOT_PRESERVED");
        let elsewhere = judged(&[group(vec![rule(99, "sender")])], PeerMatch::NotPreserved);
        assert_eq!(elsewhere.refusal.code, "ENI_SG_RULES_MISMATCH");
        let stale = judged(&[group(vec![rule(22, "sender")])], PeerMatch::Stale);
        assert_eq!(stale.refusal.code, "ENI_SG_RULES_MISMATCH");
        assert_eq!(stale.passed_over.first().map(|row| row.reason.code), Some("stale-rule"));
    }
}
