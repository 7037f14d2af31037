//! Ways out of a VPC: SB-01..05, SB-08, SB-12, SB-13, SB-17, SB-23, SB-24, SB-25 of the specification, and the internet as an end.

use reach::topology::{EndpointState, EndpointSubnet, InterfaceEndpoint, NatState, PortRange, Target, Traffic};
use reach::trace::Verdict;

use crate::common::{Net, allow, rule, tcp};

fn all() -> Traffic {
    Traffic::All
}

/// LAB-0's VPC A, without endpoints.
fn lab() -> Net {
    Net::default()
        .vpc("A", "10.0.0.0/16")
        .subnet("A", "Apub", "10.0.0.0/24")
        .subnet("A", "A1", "10.0.1.0/24")
        .subnet("A", "A2", "10.0.2.0/24")
        .internet_gateway("igw-A", "A")
        .route("rtb-Apub", "0.0.0.0/0", "igw-A")
        .instance("Apub", "ap", "10.0.0.10")
        .public("ap", "203.0.113.10")
        .instance("A1", "a1", "10.0.1.10")
        .instance("A2", "a2", "10.0.2.10")
}

const S3: &str = "52.216.8.1";
const HOST: &str = "198.51.100.7";

#[test]
fn sb_01_and_02_the_lab() {
    let before = lab().ask("a1", "service:s3", tcp(443));
    assert_eq!(before.verdict(), "blocked(NO_ROUTE_TO_DESTINATION) @rtb-A1");
    assert_eq!(
        before.forward(),
        "eni:a1/10.0.1.10 | sg-out:sg-a1 | nacl-out:A1 | drop(NO_ROUTE_TO_DESTINATION)"
    );
    let after = lab().s3_endpoint("vpce-1", "A", &["rtb-A1"]);
    for to in ["service:s3", S3] {
        let answer = after.ask("a1", to, tcp(443));
        assert_eq!(answer.verdict(), "allowed", "{to}");
        assert!(answer.trace.by_address.is_empty());
    }
    let answer = after.ask("a1", S3, tcp(443));
    assert_eq!(
        answer.forward(),
        "eni:a1/10.0.1.10 | sg-out:sg-a1 | nacl-out:A1 | rt:rtb-A1[pl-s3=>vpce-1] | vpce:vpce-1 | service:s3@us-east-1/52.216.8.1"
    );
    assert_eq!(
        answer.reply(),
        "service:s3@us-east-1/52.216.8.1 | vpce:vpce-1 | nacl-in:A1 | sg-tracked:sg-a1 | eni:a1/10.0.1.10"
    );
    // The endpoint is no way to the internet.
    assert_eq!(
        after.ask("a1", "internet", tcp(443)).verdict(),
        "blocked(NO_ROUTE_TO_DESTINATION) @rtb-A1"
    );
    assert_eq!(after.ask("a1", "vpce-1", tcp(443)).verdict(), "allowed");
    assert_eq!(after.ask("vpce-1", "a1", tcp(443)).trace.verdict, Verdict::Blocked);
}

/// SB-03, SB-24, EG-03, EG-05, EG-13.
#[test]
fn sb_03_wrong_table_and_other_routes() {
    let wrong = lab().s3_endpoint("vpce-1", "A", &["rtb-A2"]);
    assert_eq!(
        wrong.ask("a1", S3, tcp(443)).verdict(),
        "blocked(NO_ROUTE_TO_DESTINATION) @rtb-A1"
    );
    assert_eq!(wrong.ask("a2", S3, tcp(443)).verdict(), "allowed");
    let udp = Traffic::Udp(PortRange::single(443));
    assert_eq!(
        wrong.ask("a2", S3, udp).verdict(),
        "blocked(VPCE_GATEWAY_PROTOCOL_RESTRICTION) @vpce-1"
    );
    let nat = wrong
        .nat("nat", "Apub", "10.0.0.50", "203.0.113.50")
        .route("rtb-A1", "0.0.0.0/0", "nat");
    let through = nat.ask("a1", S3, tcp(443));
    assert_eq!(through.verdict(), "allowed");
    assert!(through.forward().contains("nat:nat{src 10.0.1.10=>10.0.0.50}"));
    let both = nat.change(|net| {
        net.gateway_endpoints
            .get_mut(&"vpce-1".into())
            .unwrap()
            .route_tables
            .insert("rtb-A1".into());
    });
    assert!(
        both.ask("a1", S3, tcp(443))
            .forward()
            .contains("rt:rtb-A1[pl-s3=>vpce-1]")
    );
    assert!(
        both.ask("a1", HOST, tcp(443))
            .forward()
            .contains("rt:rtb-A1[0.0.0.0/0=>nat]")
    );
}

/// SB-04, EG-10.
#[test]
fn sb_04_acl_forgets_the_reply() {
    let inbound = vec![allow(100, tcp(443), "10.0.0.0/16")];
    let outbound = vec![allow(100, tcp(443), "0.0.0.0/0")];
    let net = lab().s3_endpoint("vpce-1", "A", &["rtb-A1"]);
    let answer = net
        .clone()
        .acl("A1", inbound.clone(), outbound.clone())
        .ask("a1", S3, tcp(443));
    assert_eq!(answer.verdict(), "blocked(return, SUBNET_ACL_RESTRICTION) @nacl-A1");
    assert_eq!(
        answer.trace.blockers[0].by.as_ref().unwrap().to_string(),
        "nacl-A1/in/*"
    );
    let mut fixed = inbound;
    fixed.push(allow(110, Traffic::Tcp(PortRange::new(1024, 65535)), "0.0.0.0/0"));
    assert_eq!(
        net.acl("A1", fixed, outbound).ask("a1", S3, tcp(443)).verdict(),
        "allowed"
    );
}

/// SB-05, EG-09.
#[test]
fn sb_05_group_without_the_service() {
    let net = lab().s3_endpoint("vpce-1", "A", &["rtb-A1"]);
    let narrow = net.clone().outbound("sg-a1", vec![rule(tcp(443), "10.0.0.0/16")]);
    assert_eq!(
        narrow.ask("a1", S3, tcp(443)).verdict(),
        "blocked(ENI_SG_RULES_MISMATCH) @sg-a1"
    );
    let list = net.outbound("sg-a1", vec![rule(tcp(443), "pl-s3")]);
    assert_eq!(list.ask("a1", S3, tcp(443)).verdict(), "allowed");
    assert_eq!(list.ask("a1", "service:s3", tcp(443)).verdict(), "allowed");
}

/// A rule that names a part of the service's addresses lets a part of the service through.
#[test]
fn a_part_of_a_service() {
    let net = lab()
        .s3_endpoint("vpce-1", "A", &["rtb-A1"])
        .outbound("sg-a1", vec![rule(tcp(443), "52.216.0.0/16")]);
    let answer = net.ask("a1", "service:s3", tcp(443));
    assert_eq!(answer.trace.verdict, Verdict::Partial);
    let shares: Vec<(String, &str)> = answer
        .trace
        .by_address
        .iter()
        .map(|share| {
            let nets: Vec<String> = share.addresses.iter().map(ToString::to_string).collect();
            (nets.join(" "), share.verdict.word())
        })
        .collect();
    assert_eq!(
        shares,
        [
            ("52.216.0.0/16".to_owned(), "allowed"),
            ("3.5.0.0/19 52.217.0.0/16".to_owned(), "blocked")
        ]
    );
}

/// SB-12, IG-02, IG-03, IG-04.
#[test]
fn sb_12_public_subnet() {
    let private = lab().instance("Apub", "ap2", "10.0.0.11");
    let answer = private.ask("ap2", HOST, tcp(443));
    assert_eq!(answer.verdict(), "blocked(IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS) @igw-A");
    let public = private.public("ap2", "203.0.113.11");
    let answer = public.ask("ap2", HOST, tcp(443));
    assert_eq!(answer.verdict(), "allowed");
    assert_eq!(
        answer.reply(),
        "inet/198.51.100.7 | igw:igw-A{dst 203.0.113.11=>10.0.0.11} | local:A | nacl-in:Apub | sg-tracked:sg-ap2 | eni:ap2/10.0.0.11"
    );
    let in_private = lab().public("a1", "203.0.113.12");
    assert_eq!(
        in_private.ask("a1", HOST, tcp(443)).verdict(),
        "blocked(NO_ROUTE_TO_DESTINATION) @rtb-A1"
    );
    let from_outside = in_private.ask("internet", "a1", tcp(443));
    assert_eq!(
        from_outside.verdict(),
        "blocked(return, NO_ROUTE_TO_DESTINATION) @rtb-A1"
    );
}

/// From the internet: the public address of an element, and never a private one.
#[test]
fn from_the_internet() {
    assert_eq!(lab().ask("internet", "ap", tcp(443)).verdict(), "allowed");
    assert_eq!(lab().ask("internet", "203.0.113.10", tcp(443)).verdict(), "allowed");
    for to in ["a1", "10.0.0.10", "10.0.1.10", "203.0.113.99"] {
        let answer = lab().ask("internet", to, tcp(443));
        assert_eq!(
            answer.trace.blockers[0].finding.reason.code, "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS",
            "{to}"
        );
    }
    let closed = lab().inbound("sg-ap", vec![rule(tcp(443), "8.0.0.0/8")]);
    let some = closed.ask("internet", "ap", tcp(443));
    assert_eq!(some.verdict(), "partial(ENI_SG_RULES_MISMATCH) @sg-ap");
    assert_eq!(some.trace.by_address[0].addresses, ["8.0.0.0/8".parse().unwrap()]);
    assert_eq!(some.trace.by_address[0].verdict, Verdict::Allowed);
    let other = lab().inbound("sg-ap", vec![rule(tcp(443), "9.9.9.9/32")]);
    assert_eq!(other.ask("internet", "ap", tcp(443)).trace.verdict, Verdict::Partial);
    assert_eq!(
        other.ask("8.8.4.4", "ap", tcp(443)).verdict(),
        "blocked(ENI_SG_RULES_MISMATCH) @sg-ap"
    );
    assert_eq!(other.ask("9.9.9.9", "ap", tcp(443)).verdict(), "allowed");
}

/// SB-13, NG-01, NG-03, NG-08, NG-10, PEER-33.
#[test]
fn sb_13_nat_gateways() {
    let wrong = lab()
        .nat("nat", "A1", "10.0.1.50", "203.0.113.50")
        .route("rtb-A2", "0.0.0.0/0", "nat");
    assert_eq!(
        wrong.ask("a2", HOST, tcp(443)).verdict(),
        "blocked(NO_ROUTE_TO_DESTINATION) @rtb-A1"
    );
    let net = lab()
        .nat("nat", "Apub", "10.0.0.50", "203.0.113.50")
        .route("rtb-A2", "0.0.0.0/0", "nat");
    let answer = net.ask("a2", HOST, tcp(443));
    assert_eq!(answer.verdict(), "allowed");
    assert_eq!(
        answer.forward(),
        "eni:a2/10.0.2.10 | sg-out:sg-a2 | nacl-out:A2 | rt:rtb-A2[0.0.0.0/0=>nat] | nacl-in:Apub | nat:nat{src 10.0.2.10=>10.0.0.50} | nacl-out:Apub | rt:rtb-Apub[0.0.0.0/0=>igw-A] | igw:igw-A{src 10.0.0.50=>203.0.113.50} | inet/198.51.100.7"
    );
    assert_eq!(
        answer.reply(),
        "inet/198.51.100.7 | igw:igw-A{dst 203.0.113.50=>10.0.0.50} | local:A | nacl-in:Apub | nat:nat{dst 10.0.0.50=>10.0.2.10} | nacl-out:Apub | rt:rtb-Apub[10.0.0.0/16=>local] | nacl-in:A2 | sg-tracked:sg-a2 | eni:a2/10.0.2.10"
    );
    assert_eq!(answer.trace.allowed.tcp, answer.trace.forward[0].packet.packets.tcp);
    assert_eq!(
        net.ask(HOST, "203.0.113.50", tcp(22)).verdict(),
        "blocked(X_NAT_NO_INBOUND) @nat"
    );
    assert_eq!(net.ask("nat", "a1", tcp(22)).verdict(), "blocked(NO_PATH) @nat");
    let gre = net.ask("a2", HOST, Traffic::Protocol(47));
    assert_eq!(gre.verdict(), "blocked(PROTOCOL_RESTRICTION) @nat");
    let own = net.clone().instance("Apub", "ap3", "10.0.0.13").change(|net| {
        net.route_tables.get_mut(&"rtb-Apub".into()).unwrap().routes[0].target =
            Target::Element(net.find("nat").unwrap());
    });
    assert_eq!(
        own.ask("ap3", HOST, tcp(443)).verdict(),
        "blocked(CYCLIC_PATH_DETECTED) @nat"
    );
    let pending = net.clone().change(|net| {
        net.nat_gateways.get_mut(&"nat".into()).unwrap().state = NatState::Pending;
    });
    assert_eq!(pending.ask("a2", HOST, tcp(443)).verdict(), "blocked(BAD_STATE) @nat");
    // A public address behind a NAT route: the reply takes another way than the request.
    let crossed = net.public("a2", "203.0.113.12").ask(HOST, "203.0.113.12", tcp(443));
    assert_eq!(crossed.verdict(), "blocked(return, X_ASYMMETRIC_APPLIANCE) @nat");
}

/// SB-23, NG-07: the gateway's own ports come back.
#[test]
fn sb_23_acl_of_the_nat_subnet() {
    let net = lab()
        .nat("nat", "Apub", "10.0.0.50", "203.0.113.50")
        .route("rtb-A1", "0.0.0.0/0", "nat");
    let https = allow(100, tcp(443), "0.0.0.0/0");
    let open = vec![allow(100, all(), "0.0.0.0/0")];
    let answer = net
        .clone()
        .acl("Apub", vec![https], open.clone())
        .ask("a1", HOST, tcp(443));
    assert_eq!(answer.verdict(), "blocked(return, SUBNET_ACL_RESTRICTION) @nacl-Apub");
    let half = Traffic::Tcp(PortRange::new(32768, 65535));
    let inbound = vec![allow(100, tcp(443), "0.0.0.0/0"), allow(110, half, "0.0.0.0/0")];
    let answer = net.acl("Apub", inbound, open).ask("a1", HOST, tcp(443));
    assert_eq!(answer.verdict(), "partial(return, SUBNET_ACL_RESTRICTION) @nacl-Apub");
}

/// SB-07, SB-17, EI-02, EI-04, EI-12, EI-14.
#[test]
fn interface_endpoints() {
    let endpoint = |groups: Vec<&str>, state| InterfaceEndpoint {
        name: None,
        vpc: "A".into(),
        service: "sqs".into(),
        subnets: vec![EndpointSubnet {
            subnet: "A1".into(),
            ipv4: "10.0.1.50".parse().unwrap(),
        }],
        security_groups: groups.into_iter().map(Into::into).collect(),
        private_dns: true,
        state,
        provider: None,
        service_region: None,
        inbound_resolver_only: false,
        policy: None,
    };
    let with =
        |groups, state| lab().change(|net| net.interface_endpoints.insert("vpce-2".into(), endpoint(groups, state)));
    let default = with(vec![], EndpointState::Available);
    assert_eq!(
        default.ask("a1", "vpce-2", tcp(443)).verdict(),
        "blocked(ENI_SG_RULES_MISMATCH) @A.default-sg"
    );
    let open = with(vec!["sg-ap"], EndpointState::Available);
    let answer = open.ask("a2", "vpce-2", tcp(443));
    assert_eq!(answer.verdict(), "allowed");
    assert_eq!(
        answer.forward(),
        "eni:a2/10.0.2.10 | sg-out:sg-a2 | nacl-out:A2 | rt:rtb-A2[10.0.0.0/16=>local] | nacl-in:A1 | sg-in:sg-ap | vpce:vpce-2/10.0.1.50"
    );
    assert!(
        answer
            .reply()
            .starts_with("vpce:vpce-2/10.0.1.50 | sg-tracked:sg-ap | nacl-out:A1 |")
    );
    assert_eq!(
        open.ask("vpce-2", "a1", tcp(443)).verdict(),
        "blocked(VPCE_INTRA_VPC_TRAFFIC) @vpce-2"
    );
    let ping = Traffic::Icmp {
        kind: Some(8),
        code: None,
    };
    let pinged = open
        .inbound("sg-ap", vec![rule(all(), "0.0.0.0/0")])
        .ask("a1", "10.0.1.50", ping);
    assert_eq!(pinged.verdict(), "blocked(PROTOCOL_RESTRICTION) @vpce-2");
    let rejected = with(vec!["sg-ap"], EndpointState::Rejected);
    assert_eq!(
        rejected.ask("a1", "10.0.1.50", tcp(443)).verdict(),
        "blocked(BAD_STATE) @vpce-2"
    );
}

/// SB-25, PW-01, PW-26, SG-13, DN-02.
#[test]
fn special_destinations() {
    let net = lab().inbound("sg-a1", vec![]).outbound("sg-a1", vec![]);
    let own = net.ask("a1", "10.0.1.10", tcp(80));
    assert_eq!(own.verdict(), "allowed");
    assert_eq!(own.forward(), "self:a1/10.0.1.10");
    let dns = Traffic::Udp(PortRange::single(53));
    let ntp = Traffic::Udp(PortRange::single(123));
    for (to, taken) in [
        ("10.0.0.2", dns),
        ("169.254.169.253", dns),
        ("169.254.169.254", tcp(80)),
        ("169.254.169.123", ntp),
    ] {
        assert_eq!(net.ask("a1", to, taken).verdict(), "allowed", "{to}");
        let other = net.ask("a1", to, tcp(443));
        assert_eq!(other.verdict(), "blocked(PROTOCOL_RESTRICTION) @A", "{to}");
    }
    assert_eq!(
        net.ask("a1", "10.0.1.255", dns).verdict(),
        "blocked(X_NO_BROADCAST) @a1"
    );
    assert_eq!(net.ask("a1", "224.0.0.5", dns).verdict(), "blocked(X_NO_BROADCAST) @a1");
    let off = net.change(|net| net.vpcs.get_mut(&"A".into()).unwrap().dns_support = false);
    assert_eq!(off.ask("a1", "10.0.0.2", dns).verdict(), "blocked(X_DNS_DISABLED) @A");
    assert_eq!(off.ask("a1", "169.254.169.254", tcp(80)).verdict(), "allowed");
    let elastic = lab().inbound("sg-ap", vec![rule(tcp(80), "sg-ap")]);
    assert_eq!(
        elastic.ask("ap", "203.0.113.10", tcp(80)).verdict(),
        "blocked(ENI_SG_RULES_MISMATCH) @sg-ap"
    );
    let named = elastic.inbound("sg-ap", vec![rule(tcp(80), "203.0.113.10/32")]);
    assert_eq!(named.ask("ap", "203.0.113.10", tcp(80)).verdict(), "allowed");
}

/// Nobody has the address: traced and dropped where AWS drops it. Not modelled: unknown, and never allowed.
#[test]
fn nowhere_and_unknown() {
    let answer = lab().ask("a1", "10.0.2.99", tcp(443));
    assert_eq!(answer.verdict(), "blocked(NO_POSSIBLE_DESTINATION) @A");
    assert!(
        answer
            .forward()
            .ends_with("rt:rtb-A1[10.0.0.0/16=>local] | drop(NO_POSSIBLE_DESTINATION)")
    );
    assert_eq!(
        lab().ask("a1", "service:s3express", tcp(443)).verdict(),
        "unknown(UNKNOWN_DESTINATION) @s3express@us-east-1"
    );
    let cloud_wan = lab().route("rtb-A1", "192.168.0.0/16", "x").change(|net| {
        net.route_tables.get_mut(&"rtb-A1".into()).unwrap().routes[0].target =
            Target::NotModelled("core network".into());
    });
    assert_eq!(
        cloud_wan.ask("a1", "192.168.0.1", tcp(443)).verdict(),
        "unknown(UNSUPPORTED_COMPONENT) @rtb-A1"
    );
    let vpc = lab().ask("A", "a1", tcp(443));
    assert_eq!(vpc.verdict(), "blocked(NO_SOURCE_OR_DESTINATION) @A");
}
