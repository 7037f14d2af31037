//! Site-to-Site VPN: SC-05, VPN-20, VPN-21, VPN-25, VPN-41..44, VPN-47, PX-06, PX-07 of the specification.

use crate::common::{Net, tcp};

fn net(sends: Option<&str>) -> Net {
    Net::two_vpcs()
        .peering("pcx-ab", "A", "B")
        .vpn("A", "10.99.0.0/16", "h", "10.99.0.5", sends)
        .propagate("rtb-a1", "vgw-a")
        .route("rtb-a1", "10.1.0.0/16", "pcx-ab")
        .route("rtb-b1", "10.0.0.0/16", "pcx-ab")
        .route("rtb-b1", "10.99.0.0/16", "pcx-ab")
}

fn tunnels(net: Net, up: [bool; 2]) -> Net {
    net.change(|net| {
        let tunnels = &mut net.vpn_connections.get_mut(&"vpn-1".into()).unwrap().tunnels;
        for (tunnel, up) in tunnels.iter_mut().zip(up) {
            tunnel.up = up;
        }
    })
}

#[test]
fn sc_05_own_vpc() {
    let net = net(Some("10.0.0.0/8"));
    let answer = net.ask("host:h", "i-a", tcp(443));
    assert_eq!(answer.verdict(), "allowed");
    assert_eq!(
        answer.forward(),
        "onprem:h/10.99.0.5 | cgw:cgw-1 | vpn:vpn-1/t1 | vgw:vgw-a[10.0.0.0/16=>A] | local:A | nacl-in:a1 | sg-in:sg-i-a | eni:i-a/10.0.1.10"
    );
    assert_eq!(
        answer.reply(),
        "eni:i-a/10.0.1.10 | sg-tracked:sg-i-a | nacl-out:a1 | rt:rtb-a1[10.99.0.0/16=>vgw-a] | vgw:vgw-a[10.99.0.0/16=>vpn-1] | vpn:vpn-1/t1 | cgw:cgw-1 | onprem:h/10.99.0.5"
    );
    assert_eq!(net.ask("i-a", "host:h", tcp(443)).verdict(), "allowed");
    assert_eq!(net.ask("i-a", "site", tcp(443)).verdict(), "allowed");
}

/// PX-06, PX-07, VPN-44: the peer VPC is out of reach, both ways.
#[test]
fn sc_05_peer_vpc() {
    let net = net(Some("10.0.0.0/8"));
    let answer = net.ask("host:h", "i-b", tcp(443));
    assert_eq!(
        answer.verdict(),
        "blocked(VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS) @vgw-a"
    );
    assert_eq!(
        answer.forward(),
        "onprem:h/10.99.0.5 | cgw:cgw-1 | vpn:vpn-1/t1 | drop(VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS)"
    );
    let back = net.ask("i-b", "host:h", tcp(443));
    assert_eq!(back.verdict(), "blocked(PCX_REQUIRES_ADDRESS_IN_VPC_CIDR) @pcx-ab");
}

#[test]
fn sc_05_tunnels() {
    let one = tunnels(net(Some("10.0.0.0/8")), [false, true]).ask("host:h", "i-a", tcp(443));
    assert_eq!(one.verdict(), "allowed");
    assert!(one.forward().contains("vpn:vpn-1/t2") && one.reply().contains("vpn:vpn-1/t2"));
    let none = tunnels(net(Some("10.0.0.0/8")), [false, false]);
    let answer = none.ask("host:h", "i-a", tcp(443));
    assert_eq!(answer.verdict(), "blocked(BAD_STATE_VPN) @vpn-1");
    assert_eq!(answer.forward(), "onprem:h/10.99.0.5 | cgw:cgw-1 | drop(BAD_STATE_VPN)");
    assert_eq!(
        none.ask("i-a", "host:h", tcp(443)).verdict(),
        "blocked(NO_ROUTE_TO_DESTINATION) @rtb-a1"
    );
    // VPN-25: a route that somebody wrote stays, and drops.
    let fixed = none
        .route("rtb-a1", "10.99.0.0/16", "vgw-a")
        .ask("i-a", "host:h", tcp(443));
    assert_eq!(fixed.verdict(), "blocked(BAD_STATE_VPN) @vpn-1");
}

/// VPN-20: a subnet route alone is not enough. VPN-21: nor is the way there.
#[test]
fn both_sides_must_know() {
    let net = net(None);
    let unknown = net
        .clone()
        .route("rtb-a1", "10.98.0.0/16", "vgw-a")
        .ask("i-a", "10.98.0.1", tcp(443));
    assert_eq!(unknown.verdict(), "blocked(X_VGW_UNKNOWN_PREFIX) @vgw-a");
    let other = self::net(Some("10.7.0.0/16")).ask("i-a", "host:h", tcp(443));
    assert_eq!(other.verdict(), "blocked(return, NO_ROUTE_TO_DESTINATION) @cgw-1");
    let unrouted = net.change(|net| net.route_tables.get_mut(&"rtb-a1".into()).unwrap().propagating.clear());
    assert_eq!(
        unrouted.ask("host:h", "i-a", tcp(443)).verdict(),
        "blocked(return, NO_ROUTE_TO_DESTINATION) @rtb-a1"
    );
}

/// VPN-41, VPN-42, VPN-43, VPN-47: from on-premises a VGW leads to interfaces only.
#[test]
fn no_edges_behind_the_gateway() {
    let net = net(Some("0.0.0.0/0"))
        .subnet("A", "pub", "10.0.0.0/24")
        .internet_gateway("igw-a", "A")
        .s3_endpoint("vpce-1", "A", &["rtb-a1"]);
    let internet = net.ask("host:h", "198.51.100.7", tcp(443));
    assert_eq!(
        internet.verdict(),
        "blocked(VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS) @vgw-a"
    );
    assert!(internet.hints().is_empty());
    let s3 = net.ask("host:h", "52.216.8.1", tcp(443));
    assert_eq!(s3.hints(), ["X_GATEWAY_ENDPOINT_NOT_EXTENDABLE"]);
    let nat = net.nat("nat", "pub", "10.0.0.50", "203.0.113.50");
    assert_eq!(
        nat.ask("host:h", "198.51.100.7", tcp(443)).hints(),
        ["NGW_REQUIRES_SOURCE_IN_VPC"]
    );
    assert_eq!(
        nat.ask("host:h", "10.0.0.50", tcp(443)).verdict(),
        "blocked(NGW_REQUIRES_SOURCE_IN_VPC) @nat"
    );
    assert_eq!(
        nat.ask("i-b", "10.0.0.50", tcp(443)).verdict(),
        "blocked(NGW_REQUIRES_SOURCE_IN_VPC) @nat"
    );
    assert_eq!(
        nat.ask("host:h", "10.0.0.2", tcp(443)).verdict(),
        "blocked(X_REMOTE_RESOLVER) @A"
    );
}

/// RT-11, VPN-29: what the VPC's own range contains never leaves it.
#[test]
fn overlap_is_local() {
    let net = net(None).change(|net| {
        let site = net.sites.get_mut(&"site".into()).unwrap();
        site.cidrs.push("10.0.7.0/24".parse().unwrap());
    });
    assert_eq!(
        net.ask("i-a", "10.0.7.9", tcp(443)).verdict(),
        "blocked(NO_POSSIBLE_DESTINATION) @A"
    );
}
