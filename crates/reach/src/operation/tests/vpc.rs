//! VPCs, subnets and addresses.

use super::*;

#[test]
fn vpc_ranges() {
    let lab = lab();
    refused(
        &lab,
        &create("x", ranges(&["10.0.0.0/15"])),
        "InvalidVpcRange",
        "VPC-01",
    );
    refused(
        &lab,
        &create("x", ranges(&["10.0.0.0/29"])),
        "InvalidVpcRange",
        "VPC-01",
    );
    refused(
        &lab,
        &create("x", ranges(&["127.0.0.0/16"])),
        "InvalidVpcRange",
        "VPC-03",
    );
    refused(
        &lab,
        &create("x", ranges(&["10.0.0.0/16", "10.0.128.0/17"])),
        "X_REFUSED",
        "VPC-07",
    );
    let six = [
        "100.64.0.0/24",
        "100.64.1.0/24",
        "100.64.2.0/24",
        "100.64.3.0/24",
        "100.64.4.0/24",
        "100.64.5.0/24",
    ];
    refused(&lab, &create("x", ranges(&six)), "X_QUOTA", "VPC-06");
    let ipv6 = Vpc {
        ipv6_cidrs: vec!["2001:db8::/50".parse().unwrap()],
        ..ranges(&["10.0.0.0/16"])
    };
    refused(&lab, &create("x", ipv6), "X_REFUSED", "VPC-21");
    assert_eq!(
        codes(&accepted(&lab, &create("x", ranges(&["203.0.113.0/24"])))),
        ["X_PUBLIC_RANGE_AS_PRIVATE"]
    );
    assert_eq!(
        codes(&accepted(&lab, &create("x", ranges(&["172.17.0.0/16"])))),
        ["X_DOCKER_BRIDGE"]
    );
    assert_eq!(
        codes(&accepted(&lab, &create("x", ranges(&["10.0.0.0/28"])))),
        ["same-range-elsewhere"]
    );
    assert_eq!(
        codes(&accepted(&lab, &create("x", ranges(&["192.168.0.0/28"])))),
        Vec::<&str>::new()
    );
}

#[test]
fn ranges_that_do_not_go_together() {
    let lab = lab();
    let cases = [
        ("10.0.0.0/16", "172.16.0.0/16", false),
        ("10.1.0.0/16", "10.0.0.0/16", false),
        ("10.2.0.0/16", "10.0.0.0/16", true),
        ("10.0.0.0/16", "100.64.0.0/16", true),
        ("100.64.0.0/16", "10.0.0.0/16", false),
        ("172.16.0.0/16", "172.31.0.0/16", false),
        ("192.168.0.0/16", "192.169.0.0/16", true),
        ("10.0.0.0/16", "198.19.0.0/24", false),
    ];
    for (first, second, is_fine) in cases {
        let operation = create("x", ranges(&[first, second]));
        if is_fine {
            accepted(&lab, &operation);
        } else {
            refused(&lab, &operation, "X_REFUSED", "VPC-30");
        }
    }
}

#[test]
fn adding_a_range_to_a_vpc_in_use() {
    let lab = lab();
    refused(&lab, &update("a", ranges(&["10.3.0.0/16"])), "X_REFUSED", "VPC-08");
    refused(&lab, &update("a", ranges(&["10.0.0.0/17"])), "X_REFUSED", "VPC-08");
    refused(
        &lab,
        &update("a", ranges(&["10.0.0.0/16", "10.1.4.0/24"])),
        "X_REFUSED",
        "VPC-11",
    );
    refused(
        &lab,
        &update("c", ranges(&["10.2.0.0/16", "10.9.0.0/16"])),
        "X_REFUSED",
        "VPC-12",
    );
    let mut alone = Topology::default();
    alone.vpcs.insert("a".into(), ranges(&["10.2.0.0/16"]));
    let vgw = VpnGateway {
        name: None,
        vpc: Some("a".into()),
        asn: 64512,
        route_table: None,
    };
    alone.vpn_gateways.insert("vgw".into(), vgw);
    alone.route_tables.insert(
        "rtb".into(),
        table("a", vec![to("10.3.0.0/24", at(Kind::VpnGateway, "vgw"))]),
    );
    refused(
        &alone,
        &update("a", ranges(&["10.2.0.0/16", "10.3.0.0/24"])),
        "X_REFUSED",
        "VPC-09",
    );
    refused(
        &alone,
        &update("a", ranges(&["10.2.0.0/16", "10.3.0.0/16"])),
        "X_REFUSED",
        "VPC-09",
    );
    accepted(&alone, &update("a", ranges(&["10.2.0.0/16", "10.3.0.0/25"])));
    accepted(&alone, &update("a", ranges(&["10.7.0.0/16"])));
    let failing = accepted(&lab, &update("a", ranges(&["10.0.0.0/16", "10.2.4.0/24"])));
    assert_eq!(state(&failing.topology, "pcx-c"), PeeringState::Failed);
    assert_eq!(codes(&failing), ["peering-request-failed"]);
}

#[test]
fn subnets_and_addresses() {
    let lab = lab();
    refused(
        &lab,
        &create("x", subnet("a", "10.0.2.0/29")),
        "InvalidSubnet.Range",
        "VPC-15",
    );
    refused(
        &lab,
        &create("x", subnet("a", "10.1.0.0/24")),
        "InvalidSubnet.Range",
        "VPC-15",
    );
    refused(
        &lab,
        &create("x", subnet("a", "10.0.1.128/25")),
        "InvalidSubnet.Conflict",
        "VPC-16",
    );
    refused(
        &lab,
        &create("a0", subnet("a", "10.0.0.0/16")),
        "InvalidSubnet.Conflict",
        "VPC-16",
    );
    refused(
        &lab,
        &create("x", subnet("nowhere", "10.0.2.0/24")),
        "X_REFUSED",
        "DEC-25",
    );
    let ipv6 = Subnet {
        cidr: None,
        ipv6_cidr: Some("2001:db8::/62".parse().unwrap()),
        ..subnet("a", "10.0.2.0/24")
    };
    refused(&lab, &create("x", ipv6), "X_REFUSED", "VPC-22");
    let no_table = Subnet {
        route_table: Some("rtb-x".into()),
        ..subnet("a", "10.0.2.0/24")
    };
    refused(&lab, &create("x", no_table), "X_REFUSED", "DEC-25");
    let table_of_a = Subnet {
        route_table: Some("rtb-a".into()),
        ..subnet("b", "10.1.2.0/24")
    };
    refused(&lab, &create("x", table_of_a), "X_REFUSED", "RT-01");
    refused(&lab, &create("x", interface("a1", "10.0.2.10")), "X_REFUSED", "VPC-17");
    refused(&lab, &create("x", interface("a1", "10.0.1.3")), "X_REFUSED", "VPC-17");
    refused(&lab, &create("x", interface("a1", "10.0.1.255")), "X_REFUSED", "VPC-17");
    refused(&lab, &create("a", interface("a1", "10.0.1.10")), "X_REFUSED", "DEC-25");
    let clash = attempt(&lab, &create("h", interface("a1", "10.0.1.10"))).unwrap_err();
    assert_eq!(
        clash.finding.at,
        at(Kind::NetworkInterface, "h"),
        "the new one is refused"
    );
    let with_public = |address: &str| NetworkInterface {
        public_ipv4: Some(address.parse().unwrap()),
        ..interface("a1", "10.0.1.20")
    };
    refused(&lab, &create("x", with_public("10.0.0.1")), "X_REFUSED", "EA-01");
    let one = accepted(&lab, &create("x", with_public("203.0.113.10"))).topology;
    let two = NetworkInterface {
        public_ipv4: Some(Ipv4Addr::new(203, 0, 113, 10)),
        ..interface("b1", "10.1.1.20")
    };
    refused(&one, &create("y", two), "Resource.AlreadyAssociated", "EA-01");
}

#[test]
fn a_subnet_moves_with_what_is_in_it() {
    let lab = lab();
    let moved = Subnet {
        route_table: Some("rtb-a".into()),
        ..subnet("a", "10.0.7.0/24")
    };
    let operations = [update("a1", moved), update("i-a", interface("a1", "10.0.7.10"))];
    refused(&lab, &operations[0], "X_REFUSED", "VPC-17");
    attempt_all(&lab, &operations).unwrap();
}
