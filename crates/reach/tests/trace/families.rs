//! IPv6, packets put in with a chosen source, and questions about many addresses against questions about each.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::{IpNet, Ipv4Net};
use proptest::prelude::*;
use reach::address::Family;
use reach::question::{End, Question};
use reach::topology::{NetworkInterface, Traffic};

use crate::common::{Net, allow, deny, rule, tcp};

/// Two dual-stack VPCs with a peering connection and an internet gateway in the first.
fn dual() -> Net {
    let net = Net::two_vpcs()
        .peering("pcx", "A", "B")
        .internet_gateway("igw", "A")
        .route("rtb-a1", "10.1.0.0/16", "pcx")
        .route("rtb-b1", "10.0.0.0/16", "pcx");
    net.change(|net| {
        for (vpc, subnet, interface, block) in [
            ("A", "a1", "i-a", "2001:db8:a:100"),
            ("B", "b1", "i-b", "2001:db8:b:100"),
        ] {
            let record = net.vpcs.get_mut(&vpc.into()).unwrap();
            record.ipv6_cidrs.push(format!("{block}::/56").parse().unwrap());
            let record = net.subnets.get_mut(&subnet.into()).unwrap();
            record.ipv6_cidr = Some(format!("{block}::/64").parse().unwrap());
            let record: &mut NetworkInterface = net.interfaces.get_mut(&interface.into()).unwrap();
            record.ipv6.push(format!("{block}::10").parse().unwrap());
            let group = net
                .security_groups
                .get_mut(&format!("sg-{interface}").as_str().into())
                .unwrap();
            group.inbound.push(rule(tcp(443), "::/0"));
            group.outbound.push(rule(Traffic::All, "::/0"));
        }
    })
}

fn ask(net: &Net, from: &str, to: End, family: Option<Family>) -> String {
    let from = End::Element(net.0.find(from).unwrap());
    let trace = reach::trace(
        &net.network(),
        &Question {
            family,
            ..Question::new(from, to, tcp(443))
        },
    );
    let code = trace.first_blocker().map(|blocker| blocker.finding.reason.code);
    format!("{} {}", trace.verdict.word(), code.unwrap_or_default())
        .trim()
        .to_owned()
}

fn element(net: &Net, id: &str) -> End {
    End::Element(net.0.find(id).unwrap())
}

/// PEER-31, ENG-08, NA-07, IG-06, DEC-21.
#[test]
fn families_are_independent() {
    let net = dual();
    let v6 = Some(Family::V6);
    assert_eq!(ask(&net, "i-a", element(&net, "i-b"), None), "allowed");
    assert_eq!(
        ask(&net, "i-a", element(&net, "i-b"), v6),
        "blocked NO_ROUTE_TO_DESTINATION"
    );
    let routed = net
        .route("rtb-a1", "2001:db8:b:100::/56", "pcx")
        .route("rtb-b1", "2001:db8:a:100::/56", "pcx");
    assert_eq!(ask(&routed, "i-a", element(&routed, "i-b"), v6), "allowed");
    let only_v4 = vec![allow(100, Traffic::All, "0.0.0.0/0")];
    let closed = routed.clone().acl("a1", only_v4.clone(), only_v4);
    assert_eq!(
        ask(&closed, "i-a", element(&closed, "i-b"), v6),
        "blocked SUBNET_ACL_RESTRICTION"
    );
    assert_eq!(
        ask(&routed, "i-a", End::Internet, v6),
        "blocked NO_ROUTE_TO_DESTINATION"
    );
    let open = routed.route("rtb-a1", "::/0", "igw");
    assert_eq!(ask(&open, "i-a", End::Internet, v6), "allowed");
    let alone = open.change(|net| net.interfaces.get_mut(&"i-b".into()).unwrap().ipv6.clear());
    assert_eq!(
        ask(&alone, "i-a", element(&alone, "i-b"), v6),
        "blocked X_FAMILY_MISMATCH"
    );
    assert_eq!(ask(&alone, "i-a", element(&alone, "i-b"), None), "allowed");
}

/// SD-01, SD-03: a source address that is not the sender's.
#[test]
fn forged_sources() {
    let net = dual()
        .vpn("A", "10.99.0.0/16", "h", "10.99.0.5", None)
        .propagate("rtb-a1", "vgw-a");
    let put_in = |at: &str, source: &str, to: &str| {
        let at = net.0.find(at).unwrap();
        let from = End::Injected {
            at,
            address: source.parse().unwrap(),
        };
        let trace = reach::trace(&net.network(), &Question::new(from, element(&net, to), tcp(443)));
        let code = trace.first_blocker().map(|blocker| blocker.finding.reason.code);
        format!("{} {}", trace.verdict.word(), code.unwrap_or_default())
            .trim()
            .to_owned()
    };
    assert_eq!(
        put_in("i-a", "10.0.1.99", "i-b"),
        "blocked ENI_SOURCE_DEST_CHECK_RESTRICTION"
    );
    assert_eq!(
        put_in("vgw-a", "10.0.7.7", "i-a"),
        "blocked GATEWAY_REJECTS_SPOOFED_TRAFFIC"
    );
    assert_eq!(put_in("vgw-a", "10.99.0.7", "i-a"), "allowed");
    assert_eq!(
        put_in("vgw-a", "10.99.0.7", "i-b"),
        "blocked VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"
    );
    assert_eq!(
        put_in("igw", "10.99.0.7", "i-a"),
        "blocked IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS"
    );
    assert_eq!(
        put_in("igw", "8.8.8.8", "i-b"),
        "blocked IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"
    );
}

fn net_of(bits: u32, length: u8) -> Ipv4Net {
    Ipv4Net::new(Ipv4Addr::from(bits), length).unwrap().trunc()
}

fn a_net() -> impl Strategy<Value = Ipv4Net> {
    let near = (0u32..4, 24u8..=32).prop_map(|(low, length)| net_of(0x0808_0800 + low * 64, length));
    prop_oneof![
        near,
        (any::<u32>(), 0u8..=8).prop_map(|(bits, length)| net_of(bits, length))
    ]
}

fn an_address() -> impl Strategy<Value = Ipv4Addr> {
    prop_oneof![
        (0u32..300).prop_map(|low| Ipv4Addr::from(0x0808_0800 + low)),
        (0x0100_0000u32..0x0900_0000).prop_map(Ipv4Addr::from),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// What is said of the internet is true of each of its addresses, both as a sender and as a receiver.
    #[test]
    fn shares_are_true_of_every_address(
        inbound in prop::collection::vec(a_net(), 0..4),
        denied in prop::collection::vec(a_net(), 0..3),
        routed in prop::collection::btree_set(a_net(), 0..3),
        address in an_address(),
        outward in any::<bool>(),
    ) {
        prop_assume!(!Ipv4Net::new(Ipv4Addr::new(10, 0, 0, 0), 8).unwrap().contains(&address));
        let mut net = Net::default()
            .vpc("A", "10.0.0.0/16")
            .subnet("A", "a1", "10.0.1.0/24")
            .instance("a1", "i-a", "10.0.1.10")
            .public("i-a", "203.0.113.10")
            .internet_gateway("igw", "A");
        for route in &routed {
            net = net.route("rtb-a1", &route.to_string(), "igw");
        }
        let rules = inbound.iter().map(|net| rule(tcp(443), &net.to_string())).collect();
        net = if outward { net.outbound("sg-i-a", rules) } else { net.inbound("sg-i-a", rules) };
        let numbered = denied.iter().zip(1u16..).map(|(net, number)| deny(number, Traffic::All, &net.to_string()));
        let mut entries: Vec<_> = numbered.collect();
        entries.push(allow(100, Traffic::All, "0.0.0.0/0"));
        net = net.acl("a1", entries, vec![allow(100, Traffic::All, "0.0.0.0/0")]);
        let network = net.network();
        let flow = |other: End| {
            let own = element(&net, "i-a");
            let (from, to) = if outward { (own, other) } else { (other, own) };
            reach::trace(&network, &Question::new(from, to, tcp(443)))
        };
        let all = flow(End::Internet);
        let one = flow(End::Address(IpAddr::V4(address)));
        let has = |net: &IpNet| net.contains(&IpAddr::V4(address));
        let shares = all.by_address.iter().filter(|share| share.addresses.iter().any(has));
        let said: Vec<_> = shares.map(|share| share.verdict).collect();
        let expected = if all.by_address.is_empty() { vec![all.verdict] } else { said };
        prop_assert_eq!(expected, vec![one.verdict], "{}", address);
    }
}
