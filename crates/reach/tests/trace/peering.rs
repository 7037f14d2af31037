//! Peering: SC-01..04, SC-10, PX-05, PX-09, PX-12, PS-04, PS-14 of the specification.

use crate::common::{Net, tcp};
use reach::topology::PeeringState;

/// The network of SC-01 without routes.
fn two() -> Net {
    Net::two_vpcs().peering("pcx-ab", "A", "B")
}

fn both_routes() -> Net {
    two()
        .route("rtb-a1", "10.1.0.0/16", "pcx-ab")
        .route("rtb-b1", "10.0.0.0/16", "pcx-ab")
}

#[test]
fn sc_01_both_routes() {
    let answer = both_routes().ask("i-a", "i-b", tcp(443));
    assert_eq!(answer.verdict(), "allowed");
    assert_eq!(
        answer.forward(),
        "eni:i-a/10.0.1.10 | sg-out:sg-i-a | nacl-out:a1 | rt:rtb-a1[10.1.0.0/16=>pcx-ab] | pcx:pcx-ab(A>B) | local:B | nacl-in:b1 | sg-in:sg-i-b | eni:i-b/10.1.1.20"
    );
    assert_eq!(
        answer.reply(),
        "eni:i-b/10.1.1.20 | sg-tracked:sg-i-b | nacl-out:b1 | rt:rtb-b1[10.0.0.0/16=>pcx-ab] | pcx:pcx-ab(B>A) | local:A | nacl-in:a1 | sg-tracked:sg-i-a | eni:i-a/10.0.1.10"
    );
}

#[test]
fn sc_02_missing_return_route() {
    let one = two().route("rtb-a1", "10.1.0.0/16", "pcx-ab");
    let a = one.ask("i-a", "i-b", tcp(443));
    assert_eq!(a.verdict(), "blocked(return, NO_ROUTE_TO_DESTINATION) @rtb-b1");
    assert_eq!(
        a.reply(),
        "eni:i-b/10.1.1.20 | sg-tracked:sg-i-b | nacl-out:b1 | drop(NO_ROUTE_TO_DESTINATION)"
    );
    assert_eq!(a.trace.no_reply, a.trace.forward.last().unwrap().packet.packets);
    let b = one
        .internet_gateway("igw-b", "B")
        .route("rtb-b1", "0.0.0.0/0", "igw-b")
        .ask("i-a", "i-b", tcp(443));
    assert_eq!(
        b.verdict(),
        "blocked(return, IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS) @igw-b"
    );
    assert_eq!(
        b.reply(),
        "eni:i-b/10.1.1.20 | sg-tracked:sg-i-b | nacl-out:b1 | rt:rtb-b1[0.0.0.0/0=>igw-b] | drop(IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS)"
    );
}

/// SC-03, PX-05: A is peered with B and C; that does not join B and C.
#[test]
fn sc_03_not_transitive() {
    let three = both_routes()
        .vpc("C", "10.2.0.0/16")
        .subnet("C", "c1", "10.2.1.0/24")
        .instance("c1", "i-c", "10.2.1.30")
        .peering("pcx-ac", "A", "C")
        .route("rtb-a1", "10.2.0.0/16", "pcx-ac")
        .route("rtb-c1", "10.0.0.0/16", "pcx-ac")
        .route("rtb-c1", "10.1.0.0/16", "pcx-ac");
    let none = three.ask("i-b", "i-c", tcp(443));
    assert_eq!(none.verdict(), "blocked(NO_ROUTE_TO_DESTINATION) @rtb-b1");
    let routed = three
        .route("rtb-b1", "10.2.0.0/16", "pcx-ab")
        .ask("i-b", "i-c", tcp(443));
    assert_eq!(routed.verdict(), "blocked(PCX_REQUIRES_ADDRESS_IN_VPC_CIDR) @pcx-ab");
    assert_eq!(
        routed.forward(),
        "eni:i-b/10.1.1.20 | sg-out:sg-i-b | nacl-out:b1 | rt:rtb-b1[10.2.0.0/16=>pcx-ab] | pcx:pcx-ab(B>A) | drop(PCX_REQUIRES_ADDRESS_IN_VPC_CIDR)"
    );
}

/// SC-04, PX-09, PX-12: nor the peer's gateways and endpoints.
#[test]
fn no_edge_to_edge() {
    let net = both_routes()
        .internet_gateway("igw-a", "A")
        .s3_endpoint("vpce-1", "A", &["rtb-a1"])
        .route("rtb-b1", "0.0.0.0/0", "pcx-ab");
    let internet = net.ask("i-b", "internet", tcp(443));
    assert_eq!(internet.verdict(), "blocked(PCX_REQUIRES_ADDRESS_IN_VPC_CIDR) @pcx-ab");
    assert!(internet.hints().is_empty());
    let s3 = net.ask("i-b", "service:s3", tcp(443));
    assert_eq!(s3.verdict(), "blocked(PCX_REQUIRES_ADDRESS_IN_VPC_CIDR) @pcx-ab");
    assert_eq!(s3.hints(), ["X_GATEWAY_ENDPOINT_NOT_EXTENDABLE"]);
}

/// PEER-35, DEC-20: a peering that is not active is a blackhole, and its route still wins.
#[test]
fn a_peering_that_is_not_active_is_a_blackhole() {
    let pending = both_routes().change(|net| {
        net.peering_connections.get_mut(&"pcx-ab".into()).unwrap().state = PeeringState::PendingAcceptance;
    });
    let answer = pending.ask("i-a", "i-b", tcp(443));
    assert_eq!(answer.verdict(), "blocked(BAD_STATE_ROUTE) @rtb-a1");
    assert_eq!(answer.hints(), ["BAD_STATE"]);
    assert!(answer.forward().ends_with("nacl-out:a1 | drop(BAD_STATE_ROUTE)"));
}

/// DEC-23: nothing joins the VPCs.
#[test]
fn disconnected_vpcs() {
    let apart = two().change(|net| {
        net.peering_connections.remove("pcx-ab");
    });
    let answer = apart.ask("i-a", "i-b", tcp(443));
    assert_eq!(answer.verdict(), "blocked(DISCONNECTED_VPCS) @B");
    assert!(answer.trace.forward.is_empty());
    assert_eq!(
        apart.ask("i-a", "10.1.1.20", tcp(443)).verdict(),
        "blocked(NO_ROUTE_TO_DESTINATION) @rtb-a1"
    );
}

/// SC-10, PS-13: the reply follows the longest prefix, into the wrong VPC.
#[test]
fn sc_10_reply_to_the_wrong_vpc() {
    let net = Net::default()
        .vpc("A", "172.16.0.0/16")
        .vpc("B", "10.0.0.0/16")
        .vpc("C", "10.0.0.0/16")
        .subnet("A", "a1", "172.16.0.0/24")
        .subnet("B", "b2", "10.0.1.0/24")
        .subnet("C", "c2", "10.0.1.0/24")
        .instance("a1", "ad", "172.16.0.20")
        .instance("b2", "b66", "10.0.1.66")
        .instance("c2", "c66", "10.0.1.66")
        .peering("pcx-ab", "A", "B")
        .peering("pcx-ac", "A", "C")
        .route("rtb-b2", "172.16.0.0/24", "pcx-ab")
        .route("rtb-a1", "10.0.0.0/16", "pcx-ac");
    let answer = net.ask("b66", "ad", tcp(443));
    assert_eq!(answer.verdict(), "blocked(return, X_REPLY_TO_WRONG_VPC) @c66");
    assert_eq!(
        answer.reply(),
        "eni:ad/172.16.0.20 | sg-tracked:sg-ad | nacl-out:a1 | rt:rtb-a1[10.0.0.0/16=>pcx-ac] | pcx:pcx-ac(A>C) | local:C | drop(X_REPLY_TO_WRONG_VPC)"
    );
    let empty = net.clone().change(|net| {
        net.interfaces.remove("c66");
    });
    let nobody = empty.ask("b66", "ad", tcp(443));
    assert_eq!(nobody.verdict(), "blocked(return, X_REPLY_TO_WRONG_VPC) @C");
    assert!(nobody.reply().ends_with("| local:C | drop(X_REPLY_TO_WRONG_VPC)"));
    let fixed = net.route("rtb-a1", "10.0.1.0/24", "pcx-ab").ask("b66", "ad", tcp(443));
    assert_eq!(fixed.verdict(), "allowed");
    assert!(
        fixed
            .reply()
            .ends_with("pcx:pcx-ab(A>B) | local:B | nacl-in:b2 | sg-tracked:sg-b66 | eni:b66/10.0.1.66")
    );
}

/// PEER-42, PEER-41, PEER-43: group references work over an active peering in one Region.
#[test]
fn group_references_over_peering() {
    let net = both_routes().inbound("sg-i-b", vec![crate::common::rule(tcp(443), "sg-i-a")]);
    assert_eq!(net.ask("i-a", "i-b", tcp(443)).verdict(), "allowed");
    let far = net.change(|net| net.vpcs.get_mut(&"A".into()).unwrap().region = "eu-west-1".into());
    assert_eq!(
        far.ask("i-a", "i-b", tcp(443)).verdict(),
        "blocked(ENI_SG_RULES_MISMATCH) @sg-i-b"
    );
}

/// PEER-28: the peer's resolver answers its own VPC only.
#[test]
fn the_peers_resolver() {
    let dns = reach::topology::Traffic::Udp(reach::topology::PortRange::single(53));
    let net = both_routes();
    assert_eq!(
        net.ask("i-b", "10.0.0.2", dns).verdict(),
        "blocked(X_REMOTE_RESOLVER) @A"
    );
    assert_eq!(net.ask("i-a", "10.0.0.2", dns).verdict(), "allowed");
}
