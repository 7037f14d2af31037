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
