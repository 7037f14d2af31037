//! A network ACL reads its entries in the order of their numbers; the first one that fits a packet decides, and what fits
//! none is denied (NA-03, NA-04). Its entries know CIDRs only, of one family each (NA-06, NA-07).
//! AWS page: vpc/latest/userguide/nacl-rules.html

use std::net::IpAddr;

use crate::id::{Direction, Ref, Row, RowRef};
use crate::packet::PacketSet;
use crate::reason::{Reason, reasons};
use crate::sorted::sort_by_key;
use crate::topology::{AclAction, AclEntry, NetworkAcl, NetworkAclId};
use crate::trace::PassedOver;

reasons! {
    ADMITS: "acl-allows" ["NA-04"] "Allowed",
        "{row} of {at} allows {packets} {direction} {subnet}.",
        "vpc/latest/userguide/nacl-rules.html";
    REFUSES: "SUBNET_ACL_RESTRICTION" ["NA-04", "NA-03"] "The network ACL denies it",
        "{row} of {at} denies {packets} {direction} {subnet}, from {source} to {destination}.",
        "vpc/latest/userguide/nacl-rules.html";
    REFUSES_BY_DEFAULT: "SUBNET_ACL_RESTRICTION" ["NA-04", "NA-03"] "No network ACL rule allows it",
        "No {way} rule of {at} allows {packets} from {source} to {destination}, so its last rule (*) denies them.",
        "vpc/latest/userguide/nacl-rules.html";
    REFUSES_REPLY: "SUBNET_ACL_RESTRICTION" ["NA-09", "NA-03"] "The network ACL denies the reply",
        "{at} does not remember connections, so the reply needs a rule of its own, and {row} denies {packets}.",
        "vpc/latest/userguide/vpc-network-acls.html";
    REFUSES_REPLY_BY_DEFAULT: "SUBNET_ACL_RESTRICTION" ["NA-09", "NA-03"] "No network ACL rule allows the reply",
        "{at} does not remember connections, so the reply needs a rule of its own, and no {way} rule allows {packets}.",
        "vpc/latest/userguide/vpc-network-acls.html";
    OTHER_PACKETS: "entry-for-other-packets" ["NA-04"] "Other packets",
        "It is about other packets.",
        "vpc/latest/userguide/nacl-rules.html";
    OTHER_ADDRESSES: "entry-for-other-addresses" ["NA-06", "NA-07"] "Other addresses",
        "It is about other addresses.",
        "vpc/latest/userguide/nacl-rules.html";
    DECIDED_BEFORE: "decided-before" ["NA-04"] "Decided before",
        "A rule with a lower number has decided already.",
        "vpc/latest/userguide/nacl-rules.html";
}

/// What the ACL does with a set of packets between two addresses.
#[derive(Debug)]
pub(crate) struct Judgement {
    pub(crate) admitted: PacketSet,
    /// The first entry that admits some of them.
    pub(crate) admitted_by: Option<RowRef>,
    /// The first entry that refuses some of them; the final `*` if no other does.
    pub(crate) refused_by: Option<RowRef>,
    pub(crate) passed_over: Vec<PassedOver>,
}

/// `peer` is the packet's source on the way in, its destination on the way out (NA-06).
pub(crate) fn judge(
    id: &NetworkAclId,
    acl: &NetworkAcl,
    direction: Direction,
    peer: IpAddr,
    packets: &PacketSet,
) -> Judgement {
    let mut rest = packets.clone();
    let mut judgement = Judgement {
        admitted: PacketSet::empty(),
        admitted_by: None,
        refused_by: None,
        passed_over: Vec::new(),
    };
    let row = |number: Option<u16>| RowRef {
        of: Ref::from(id),
        row: Row::Entry(direction, number),
    };
    for entry in in_order(acl, direction) {
        let is_about_peer = entry.cidr.contains(&peer);
        let fits = if is_about_peer {
            rest.of_these(entry.traffic)
        } else {
            PacketSet::empty()
        };
        let row = row(Some(entry.number));
        if fits.is_empty() {
            let reason = why_not(is_about_peer, rest.is_empty());
            judgement.passed_over.push(PassedOver { by: row, reason });
            continue;
        }
        rest = rest.minus(&fits);
        judgement.decide(entry.action, row, &fits);
    }
    if !rest.is_empty() {
        judgement.decide(AclAction::Deny, row(None), &rest);
    }
    judgement
}

impl Judgement {
    fn decide(&mut self, action: AclAction, row: RowRef, packets: &PacketSet) {
        match action {
            AclAction::Allow => {
                self.admitted = self.admitted.or(packets);
                self.admitted_by.get_or_insert(row);
            }
            AclAction::Deny => {
                self.refused_by.get_or_insert(row);
            }
        }
    }
}

fn why_not(is_about_peer: bool, is_decided: bool) -> &'static Reason {
    match (is_decided, is_about_peer) {
        (true, _) => &DECIDED_BEFORE,
        (false, true) => &OTHER_PACKETS,
        (false, false) => &OTHER_ADDRESSES,
    }
}

fn in_order(acl: &NetworkAcl, direction: Direction) -> Vec<&AclEntry> {
    let entries = match direction {
        Direction::In => &acl.inbound,
        Direction::Out => &acl.outbound,
    };
    let mut entries: Vec<&AclEntry> = entries.iter().collect();
    sort_by_key(&mut entries, |entry| entry.number);
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::{ANY_IPV4, ANY_IPV6};
    use crate::topology::{PortRange, Traffic};
    use proptest::prelude::*;

    fn entry(number: u16, action: AclAction, traffic: Traffic) -> AclEntry {
        AclEntry {
            number,
            action,
            traffic,
            cidr: ANY_IPV4,
        }
    }

    fn tcp(from: u16, to: u16) -> Traffic {
        Traffic::Tcp(PortRange::new(from, to))
    }

    fn judged(entries: Vec<AclEntry>, peer: &str, packets: &PacketSet) -> Judgement {
        let mut acl = NetworkAcl::new("vpc".into());
        acl.inbound = entries;
        judge(&"acl".into(), &acl, Direction::In, peer.parse().unwrap(), packets)
    }

    fn by(row: &Option<RowRef>) -> String {
        row.as_ref().map(ToString::to_string).unwrap_or_default()
    }

    /// NA-04, SB-10: the lower number decides, whatever the order in which they are written.
    #[test]
    fn lower_numbers_go_first() {
        let deny = |number| entry(number, AclAction::Deny, tcp(22, 22));
        let allow = || entry(100, AclAction::Allow, Traffic::All);
        let ssh = PacketSet::of_rule(tcp(22, 22));
        let refused = judged(vec![allow(), deny(90)], "10.0.1.10", &ssh);
        assert!(refused.admitted.is_empty());
        assert_eq!(by(&refused.refused_by), "acl/in/90");
        assert_eq!(
            refused.passed_over.first().map(|row| row.reason.code),
            Some("decided-before")
        );
        let admitted = judged(vec![allow(), deny(110)], "10.0.1.10", &ssh);
        assert_eq!(by(&admitted.admitted_by), "acl/in/100");
        assert_eq!(admitted.admitted, ssh);
    }

    /// NA-09: the exact remainder goes on to the next entry.
    #[test]
    fn a_part_can_pass() {
        let rules = vec![
            entry(100, AclAction::Deny, tcp(2000, 2999)),
            entry(200, AclAction::Allow, tcp(1024, 4000)),
        ];
        let asked = PacketSet::of_rule(tcp(1024, 65535));
        let part = judged(rules, "10.0.1.10", &asked);
        let expected = PacketSet::of_rule(tcp(1024, 1999)).or(&PacketSet::of_rule(tcp(3000, 4000)));
        assert_eq!(part.admitted, expected);
        assert_eq!(by(&part.refused_by), "acl/in/100");
    }

    /// NA-07: an IPv4 entry never fits an IPv6 packet.
    #[test]
    fn families_are_apart() {
        let asked = PacketSet::of_rule(tcp(443, 443));
        let only_v4 = vec![entry(100, AclAction::Allow, Traffic::All)];
        let refused = judged(only_v4.clone(), "2001:db8::1", &asked);
        assert_eq!(by(&refused.refused_by), "acl/in/*");
        let mut both = only_v4;
        both.push(AclEntry {
            cidr: ANY_IPV6,
            ..entry(101, AclAction::Allow, Traffic::All)
        });
        assert_eq!(by(&judged(both, "2001:db8::1", &asked).admitted_by), "acl/in/101");
    }

    proptest! {
        /// First match decides, packet by packet.
        #[test]
        fn remainders_are_first_match(
            rules in prop::collection::vec((1u16..9, any::<bool>(), 0u16..8, 0u16..8), 0..6),
            port in 0u16..9,
        ) {
            let entries: Vec<AclEntry> = rules
                .iter()
                .enumerate()
                .map(|(index, &(number, allow, a, b))| {
                    let action = if allow { AclAction::Allow } else { AclAction::Deny };
                    entry(number * 10 + index as u16, action, tcp(a.min(b), a.max(b)))
                })
                .collect();
            let judgement = judged(entries.clone(), "10.0.0.1", &PacketSet::of_rule(tcp(0, 8)));
            let mut sorted = entries;
            sorted.sort_by_key(|entry| entry.number);
            let first = sorted.iter().find(|entry| PacketSet::of_rule(entry.traffic).tcp.contains(port, 5));
            let admitted = first.is_some_and(|entry| entry.action == AclAction::Allow);
            prop_assert_eq!(judgement.admitted.tcp.contains(port, 5), admitted);
        }
    }
}
