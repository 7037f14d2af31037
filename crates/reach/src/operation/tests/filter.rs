//! Security groups, network ACLs and VPN connections.

use super::*;

#[test]
fn security_group_rules() {
    let mut lab = lab();
    let naming = |other: &str| {
        let mut group = SecurityGroup::new("a".into(), false);
        let peer = RulePeer::SecurityGroup(other.into());
        group.inbound.push(Rule {
            traffic: Traffic::All,
            peer,
            description: None,
        });
        update("sg-a", group)
    };
    accepted(&lab, &naming("sg-a"));
    accepted(&lab, &naming("sg-b"));
    accepted(&lab, &naming("a.default-sg"));
    refused(&lab, &naming("sg-c"), "X_REFUSED", "PEER-40");
    refused(&lab, &naming("sg-x"), "X_REFUSED", "SG-09");
    lab.vpcs.insert(
        "b".into(),
        Vpc {
            region: "eu-west-1".into(),
            ..ranges(&["10.1.0.0/16"])
        },
    );
    refused(&lab, &naming("sg-b"), "X_REFUSED", "PEER-41");
    let mut backwards = SecurityGroup::new("a".into(), false);
    let traffic = Traffic::Tcp(PortRange { from: 443, to: 80 });
    let peer = RulePeer::Cidr("0.0.0.0/0".parse().unwrap());
    backwards.inbound.push(Rule {
        traffic,
        peer,
        description: None,
    });
    refused(&lab, &update("sg-a", backwards), "X_REFUSED", "SG-06");
}

#[test]
fn acl_entries() {
    let lab = lab();
    let entry = |number| AclEntry {
        number,
        action: AclAction::Allow,
        traffic: Traffic::All,
        cidr: "0.0.0.0/0".parse::<IpNet>().unwrap(),
    };
    let acl = |inbound| NetworkAcl {
        inbound,
        ..NetworkAcl::new("a".into())
    };
    accepted(&lab, &create("acl", acl(vec![entry(1), entry(32766)])));
    refused(&lab, &create("acl", acl(vec![entry(0)])), "X_REFUSED", "NA-04");
    refused(&lab, &create("acl", acl(vec![entry(32767)])), "X_REFUSED", "NA-04");
    refused(
        &lab,
        &create("acl", acl(vec![entry(100), entry(100)])),
        "X_REFUSED",
        "NA-04",
    );
}

#[test]
fn vpn_connections() {
    let lab = lab();
    let fixed = |prefixes: &[&str]| VpnRouting::Static(prefixes.iter().map(|prefix| prefix.parse().unwrap()).collect());
    refused(
        &lab,
        &create("vpn-2", vpn("vgw-a", VpnRouting::Bgp)),
        "InvalidOption.Conflict",
        "VPN-05",
    );
    let with_prefix = update("vpn", vpn("vgw-a", fixed(&["10.99.0.0/16"])));
    refused(&lab, &with_prefix, "InvalidVpnConnection.InvalidType", "VPN-06");
    let as_static = accepted(&lab, &update("vpn", vpn("vgw-a", fixed(&[])))).topology;
    accepted(&as_static, &with_prefix);
    refused(
        &as_static,
        &update("vpn", vpn("vgw-a", fixed(&["2001:db8::/32"]))),
        "X_REFUSED",
        "VPN-07",
    );
    let overlap = accepted(&as_static, &update("vpn", vpn("vgw-a", fixed(&["10.0.200.0/24"]))));
    assert_eq!(codes(&overlap), ["X_ONPREM_OVERLAPS_VPC"]);
    let one_tunnel = VpnConnection {
        tunnels: [Tunnel { up: true }, Tunnel { up: false }],
        ..vpn("vgw-a", VpnRouting::Bgp)
    };
    assert_eq!(codes(&accepted(&lab, &update("vpn", one_tunnel))), ["X_SINGLE_TUNNEL"]);
    let mut full = lab.clone();
    for n in 0..9 {
        full.vpn_connections
            .insert(format!("v{n}").as_str().into(), vpn("vgw-a", VpnRouting::Bgp));
    }
    refused(
        &full,
        &create("next", vpn("vgw-a", VpnRouting::Bgp)),
        "VpnConnectionLimitExceeded",
        "VPN-03",
    );
}
