//! Security groups and network ACLs in flows: SB-04, SB-05, SB-09, SB-10, SB-11, SB-16 of the specification.

use reach::packet::PacketSet;
use reach::topology::{PortRange, Traffic};

use crate::common::{Net, allow, deny, rule, tcp};

fn all() -> Traffic {
    Traffic::All
}

/// One VPC with three subnets; `a1` and `a1b` share the first.
fn net() -> Net {
    Net::default()
        .vpc("A", "10.0.0.0/16")
        .subnet("A", "A1", "10.0.1.0/24")
        .subnet("A", "A2", "10.0.2.0/24")
        .instance("A1", "a1", "10.0.1.10")
        .instance("A1", "a1b", "10.0.1.11")
        .instance("A2", "a2", "10.0.2.10")
}

fn open_to_ssh(net: Net, group: &str) -> Net {
    net.inbound(group, vec![rule(tcp(22), "0.0.0.0/0"), rule(tcp(443), "0.0.0.0/0")])
}

/// SB-09, NA-02: a network ACL says nothing inside its subnet.
#[test]
fn sb_09_same_subnet() {
    let net = open_to_ssh(open_to_ssh(net(), "sg-a1b"), "sg-a2").acl("A1", vec![], vec![]);
    let inside = net.ask("a1", "a1b", tcp(22));
    assert_eq!(inside.verdict(), "allowed");
    assert_eq!(
        inside.forward(),
        "eni:a1/10.0.1.10 | sg-out:sg-a1 | sg-in:sg-a1b | eni:a1b/10.0.1.11"
    );
    assert_eq!(
        inside.reply(),
        "eni:a1b/10.0.1.11 | sg-tracked:sg-a1b | sg-tracked:sg-a1 | eni:a1/10.0.1.10"
    );
    let across = net.ask("a1", "a2", tcp(22));
    assert_eq!(across.verdict(), "blocked(SUBNET_ACL_RESTRICTION) @nacl-A1");
    assert_eq!(
        across.trace.blockers[0].by.as_ref().unwrap().to_string(),
        "nacl-A1/out/*"
    );
    // The way back is blocked at the same ACL, and so is named, too.
    assert_eq!(
        across.blockers(),
        [
            "forward SUBNET_ACL_RESTRICTION nacl-A1",
            "return SUBNET_ACL_RESTRICTION nacl-A1"
        ]
    );
    assert_eq!(
        across.forward(),
        "eni:a1/10.0.1.10 | sg-out:sg-a1 | drop(SUBNET_ACL_RESTRICTION)"
    );
    assert!(across.reply().is_empty());
}

/// SB-10, NA-04: the lowest number that fits decides.
#[test]
fn sb_10_order_of_entries() {
    let with = |number| {
        open_to_ssh(net(), "sg-a2").acl(
            "A2",
            vec![allow(100, all(), "0.0.0.0/0"), deny(number, tcp(22), "0.0.0.0/0")],
            vec![allow(100, all(), "0.0.0.0/0")],
        )
    };
    let denied = with(90).ask("a1", "a2", tcp(22));
    assert_eq!(denied.verdict(), "blocked(SUBNET_ACL_RESTRICTION) @nacl-A2");
    assert_eq!(
        denied.trace.blockers[0].by.as_ref().unwrap().to_string(),
        "nacl-A2/in/90"
    );
    assert_eq!(with(90).ask("a1", "a2", tcp(443)).verdict(), "allowed");
    assert_eq!(with(110).ask("a1", "a2", tcp(22)).verdict(), "allowed");
}

/// PW-00: everything that blocks on its own is listed, on both legs, and the hop list ends at the first.
#[test]
fn every_independent_blocker() {
    let net = net()
        .outbound("sg-a1", vec![])
        .inbound("sg-a2", vec![rule(tcp(22), "0.0.0.0/0")])
        .acl("A2", vec![allow(100, all(), "0.0.0.0/0")], vec![]);
    let answer = net.ask("a1", "a2", tcp(443));
    assert_eq!(answer.verdict(), "blocked(SG_HAS_NO_RULES) @sg-a1");
    assert_eq!(
        answer.blockers(),
        [
            "forward SG_HAS_NO_RULES sg-a1",
            "forward ENI_SG_RULES_MISMATCH sg-a2",
            "return SUBNET_ACL_RESTRICTION nacl-A2"
        ]
    );
    assert_eq!(answer.forward(), "eni:a1/10.0.1.10 | drop(SG_HAS_NO_RULES)");
    let places: Vec<_> = answer.trace.blockers.iter().map(|blocker| blocker.hop).collect();
    assert_eq!(places, [Some(1), None, None]);
}

/// NA-09: a part of the client's ports gets its replies.
#[test]
fn a_part_of_the_client_ports() {
    let high = Traffic::Tcp(PortRange::new(49152, 65535));
    let net = net().acl(
        "A2",
        vec![allow(100, all(), "0.0.0.0/0")],
        vec![allow(100, high, "0.0.0.0/0")],
    );
    let answer = net.ask("a1", "a2", tcp(443));
    assert_eq!(answer.verdict(), "partial(return, SUBNET_ACL_RESTRICTION) @nacl-A2");
    let sources: Vec<_> = answer.trace.allowed.tcp.seconds().ranges().collect();
    assert_eq!(sources, [(49152, 65535)]);
    let lost: Vec<_> = answer.trace.no_reply.tcp.seconds().ranges().collect();
    assert_eq!(lost, [(1024, 49151)]);
}

/// Asked for everything: what the group lets in is what passes.
#[test]
fn asked_for_everything() {
    let answer = open_to_ssh(net(), "sg-a2").ask("a1", "a2", all());
    assert_eq!(answer.verdict(), "partial(ENI_SG_RULES_MISMATCH) @sg-a2");
    let ports: Vec<_> = answer.trace.allowed.tcp.firsts().ranges().collect();
    assert_eq!(ports, [(22, 22), (443, 443)]);
    assert!(answer.trace.allowed.udp.is_empty());
    assert!(answer.trace.no_reply.is_empty());
}

/// DEC-15: a blocked way back blocks the whole conversation, whatever ICMP messages nobody answers.
#[test]
fn no_reply_at_all() {
    let net =
        net()
            .inbound("sg-a2", vec![rule(all(), "0.0.0.0/0")])
            .acl("A2", vec![allow(1, all(), "0.0.0.0/0")], vec![]);
    let answer = net.ask("a1", "a2", all());
    assert_eq!(answer.verdict(), "blocked(return, SUBNET_ACL_RESTRICTION) @nacl-A2");
    assert_eq!(answer.trace.allowed, PacketSet::empty());
    let timestamp = Traffic::Icmp {
        kind: Some(13),
        code: None,
    };
    assert_eq!(net.ask("a1", "a2", timestamp).verdict(), "allowed");
}

/// SB-11, FL-09: the reply to a ping is an ICMP message of its own for a network ACL.
#[test]
fn sb_11_ping() {
    let ping = Traffic::Icmp {
        kind: Some(8),
        code: None,
    };
    let echo_out = deny(90, Traffic::Icmp { kind: None, code: None }, "0.0.0.0/0");
    let net = net()
        .inbound(
            "sg-a2",
            vec![rule(Traffic::Icmp { kind: None, code: None }, "0.0.0.0/0")],
        )
        .outbound("sg-a2", vec![])
        .acl(
            "A2",
            vec![allow(100, all(), "0.0.0.0/0")],
            vec![echo_out, allow(100, all(), "0.0.0.0/0")],
        );
    let answer = net.ask("a1", "a2", ping);
    assert_eq!(answer.verdict(), "blocked(return, SUBNET_ACL_RESTRICTION) @nacl-A2");
    assert_eq!(
        answer.trace.blockers[0].by.as_ref().unwrap().to_string(),
        "nacl-A2/out/90"
    );
}

/// SG-04, SG-07, SG-08: references name members, by their private addresses.
#[test]
fn group_references() {
    let net = net().inbound("sg-a2", vec![rule(tcp(443), "sg-a1")]);
    assert_eq!(net.ask("a1", "a2", tcp(443)).verdict(), "allowed");
    let other = net.ask("a1b", "a2", tcp(443));
    assert_eq!(other.verdict(), "blocked(ENI_SG_RULES_MISMATCH) @sg-a2");
    let defaults = net.change(|net| {
        for id in ["a1", "a2"] {
            net.interfaces.get_mut(&id.into()).unwrap().security_groups.clear();
        }
    });
    assert_eq!(defaults.ask("a1", "a2", tcp(9)).verdict(), "allowed");
    assert_eq!(
        defaults.ask("a1b", "a2", tcp(9)).verdict(),
        "blocked(ENI_SG_RULES_MISMATCH) @A.default-sg"
    );
}

/// SB-16, SG-07, IG-07: from its public address the sender is nobody's member.
#[test]
fn sb_16_public_source() {
    let net = net()
        .internet_gateway("igw", "A")
        .public("a1", "203.0.113.10")
        .public("a2", "203.0.113.20")
        .route("rtb-A1", "0.0.0.0/0", "igw")
        .route("rtb-A2", "0.0.0.0/0", "igw")
        .inbound("sg-a2", vec![rule(tcp(22), "sg-a1")]);
    let answer = net.ask("a1", "203.0.113.20", tcp(22));
    assert_eq!(answer.verdict(), "blocked(ENI_SG_RULES_MISMATCH) @sg-a2");
    let notes: Vec<_> = answer.trace.notes.iter().map(|note| note.reason.code).collect();
    assert_eq!(notes, ["IGW_NAT_REFLECTION", "public-source"]);
    let named = net
        .inbound("sg-a2", vec![rule(tcp(22), "203.0.113.10/32")])
        .ask("a1", "203.0.113.20", tcp(22));
    assert_eq!(named.verdict(), "allowed");
    assert_eq!(
        named.forward(),
        "eni:a1/10.0.1.10 | sg-out:sg-a1 | nacl-out:A1 | rt:rtb-A1[0.0.0.0/0=>igw] | igw:igw{src 10.0.1.10=>203.0.113.10} | igw:igw{dst 203.0.113.20=>10.0.2.10} | local:A | nacl-in:A2 | sg-in:sg-a2 | eni:a2/10.0.2.10"
    );
    assert_eq!(named.trace.notes[0].reason.code, "IGW_NAT_REFLECTION");
}

/// SB-20, RT-08, SG-11, PW-24: a machine in between needs its check off, and hides who sent the packet.
#[test]
fn middlebox() {
    let routed = net()
        .subnet("A", "A3", "10.0.3.0/24")
        .instance("A3", "fw", "10.0.3.9")
        .inbound("sg-fw", vec![rule(all(), "10.0.0.0/16")])
        .inbound("sg-a2", vec![rule(tcp(443), "sg-a1")])
        .route("rtb-A1", "10.0.2.0/24", "fw");
    let checked = routed.ask("a1", "a2", tcp(443));
    assert_eq!(checked.verdict(), "blocked(ENI_SOURCE_DEST_CHECK_RESTRICTION) @fw");
    let off = routed.change(|net| net.interfaces.get_mut(&"fw".into()).unwrap().source_dest_check = false);
    let referenced = off.ask("a1", "a2", tcp(443));
    assert_eq!(referenced.verdict(), "blocked(SG_REFERENCES_NOT_PRESERVED) @sg-a2");
    let by_address = off.inbound("sg-a2", vec![rule(tcp(443), "10.0.1.0/24")]);
    let answer = by_address.ask("a1", "a2", tcp(443));
    assert_eq!(answer.verdict(), "allowed");
    assert_eq!(
        answer.forward(),
        "eni:a1/10.0.1.10 | sg-out:sg-a1 | nacl-out:A1 | rt:rtb-A1[10.0.2.0/24=>fw] | nacl-in:A3 | sg-in:sg-fw | eni:fw/10.0.3.9 | sg-out:sg-fw | nacl-out:A3 | rt:rtb-A3[10.0.0.0/16=>local] | nacl-in:A2 | sg-in:sg-a2 | eni:a2/10.0.2.10"
    );
    assert_eq!(answer.trace.warnings[0].reason.code, "X_ASYMMETRIC_PATH");
    let loops = by_address
        .route("rtb-A3", "10.0.2.0/24", "fw")
        .ask("a1", "a2", tcp(443));
    assert_eq!(loops.verdict(), "blocked(CYCLIC_PATH_DETECTED) @fw");
}
