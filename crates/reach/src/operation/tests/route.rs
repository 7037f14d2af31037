//! Routes, gateways and endpoints.

use super::*;

#[test]
fn gateways_and_endpoints() {
    let lab = lab();
    let igw = InternetGateway {
        name: None,
        vpc: Some("a".into()),
        route_table: None,
    };
    refused(&lab, &create("igw-0", igw), "Resource.AlreadyAssociated", "IG-01");
    let vgw = VpnGateway {
        name: None,
        vpc: Some("a".into()),
        asn: 64512,
        route_table: None,
    };
    refused(&lab, &create("vgw-0", vgw), "InvalidVpcState", "VPN-02");
    refused(
        &lab,
        &create("x", gateway_endpoint("sqs", &[])),
        "X_SERVICE_NOT_GATEWAY",
        "EG-01",
    );
    refused(
        &lab,
        &create("x", gateway_endpoint("s3", &["rtb-a"])),
        "X_DUPLICATE_PREFIX_LIST_ROUTE",
        "EG-06",
    );
    accepted(&lab, &create("x", gateway_endpoint("dynamodb", &["rtb-a"])));
    let place = |subnet: &str, address: &str| EndpointSubnet {
        subnet: subnet.into(),
        ipv4: address.parse().unwrap(),
    };
    let endpoint = InterfaceEndpoint {
        name: None,
        vpc: "a".into(),
        service: "sqs".into(),
        subnets: vec![place("a1", "10.0.1.50"), place("a2", "10.0.2.50")],
        security_groups: Vec::new(),
        private_dns: false,
        state: EndpointState::Available,
        provider: None,
        service_region: None,
        inbound_resolver_only: false,
        policy: None,
    };
    let two = accepted(&lab, &create("a2", subnet("a", "10.0.2.0/24"))).topology;
    refused(&two, &create("x", endpoint.clone()), "X_ONE_SUBNET_PER_AZ", "EI-01");
    let one_place = InterfaceEndpoint {
        subnets: vec![place("a1", "10.0.1.50")],
        ..endpoint
    };
    accepted(&lab, &create("x", one_place.clone()));
    let private = InterfaceEndpoint {
        private_dns: true,
        ..one_place
    };
    refused(&lab, &create("x", private), "X_PRIVATE_DNS_NEEDS_VPC_DNS", "EI-05");
}

#[test]
fn routes() {
    let lab = lab();
    let with = |destination: &str, target: Ref| {
        update(
            "rtb-a",
            table(
                "a",
                vec![
                    to("10.1.0.0/16", at(Kind::PeeringConnection, "pcx")),
                    to(destination, target),
                ],
            ),
        )
    };
    let igw = || at(Kind::InternetGateway, "igw-a");
    let eni = || at(Kind::NetworkInterface, "i-a");
    accepted(&lab, &with("0.0.0.0/0", igw()));
    refused(&lab, &with("10.1.0.0/16", igw()), "RouteAlreadyExists", "RT-14");
    refused(&lab, &with("10.1.3.4/16", igw()), "RouteAlreadyExists", "RT-14");
    refused(&lab, &with("10.0.0.0/16", igw()), "X_REFUSED", "RT-04");
    accepted(&lab, &with("10.0.0.0/16", eni()));
    accepted(&lab, &with("10.0.1.0/24", eni()));
    refused(&lab, &with("10.0.1.0/25", eni()), "X_REFUSED", "RT-06");
    refused(
        &lab,
        &with("10.0.1.0/24", at(Kind::PeeringConnection, "pcx")),
        "X_REFUSED",
        "RT-06",
    );
    refused(&lab, &with("169.254.169.254/32", eni()), "X_REFUSED", "RT-18");
    accepted(&lab, &with("169.254.0.0/16", eni()));
    refused(
        &lab,
        &with("0.0.0.0/0", at(Kind::InternetGateway, "igw-x")),
        "X_REFUSED",
        "RT-21",
    );
    refused(
        &lab,
        &with("0.0.0.0/0", at(Kind::InternetGateway, "igw-b")),
        "X_REFUSED",
        "IG-01",
    );
    refused(
        &lab,
        &with("0.0.0.0/0", at(Kind::NetworkInterface, "i-b")),
        "X_REFUSED",
        "RT-06",
    );
    refused(
        &lab,
        &with("0.0.0.0/0", at(Kind::GatewayEndpoint, "vpce-s3")),
        "X_REFUSED",
        "EG-02",
    );
    refused(&lab, &with("0.0.0.0/0", at(Kind::Site, "corp")), "X_REFUSED", "DEC-25");
    refused(&lab, &with("pl-s3", igw()), "RouteAlreadyExists", "RT-14");
    refused(&lab, &with("pl-nothing", igw()), "X_REFUSED", "EG-04");
    accepted(&lab, &with("10.2.0.0/16", at(Kind::PeeringConnection, "pcx-c")));
    let local = Route {
        destination: Destination::Cidr("0.0.0.0/0".parse().unwrap()),
        target: Target::Local,
    };
    refused(&lab, &update("rtb-a", table("a", vec![local])), "X_REFUSED", "RT-04");
    let of_b = create(
        "rtb-c",
        table("c", vec![to("10.1.0.0/16", at(Kind::PeeringConnection, "pcx"))]),
    );
    refused(&lab, &of_b, "X_REFUSED", "PEER-04");
    let of_c = create(
        "rtb-c",
        table("c", vec![to("0.0.0.0/0", at(Kind::VpnGateway, "vgw-a"))]),
    );
    refused(&lab, &of_c, "X_REFUSED", "VPN-02");
    let rejected = accepted(&lab, &Operation::Peering("pcx-c".into(), PeeringEvent::Reject)).topology;
    refused(
        &rejected,
        &with("10.2.0.0/16", at(Kind::PeeringConnection, "pcx-c")),
        "X_REFUSED",
        "PEER-01",
    );
    let many = (0..=500u32)
        .map(|n| to(&format!("{}/32", Ipv4Addr::from(0x0b00_0000 + n)), igw()))
        .collect();
    refused(&lab, &update("rtb-a", table("a", many)), "RouteLimitExceeded", "VPC-27");
}

#[test]
fn nat_gateways_as_targets() {
    let mut lab = lab();
    let nat = NatGateway {
        name: None,
        subnet: "a1".into(),
        ipv4: "10.0.1.100".parse().unwrap(),
        connectivity: NatConnectivity::Private,
        state: NatState::Available,
    };
    lab = accepted(&lab, &create("nat", nat)).topology;
    let to_nat = |destination: &str| update("rtb-a", table("a", vec![to(destination, at(Kind::NatGateway, "nat"))]));
    accepted(&lab, &to_nat("0.0.0.0/0"));
    refused(&lab, &to_nat("::/0"), "X_REFUSED", "NG-06");
    accepted(&lab, &to_nat("64:ff9b::/96"));
}

/// The change of what AWS made by itself: as a creation or as an update.
#[test]
fn the_main_table_can_be_changed() {
    let lab = lab();
    let main = || table("a", vec![to("0.0.0.0/0", at(Kind::InternetGateway, "igw-a"))]);
    for operation in [create("a.main", main()), update("a.main", main())] {
        let after = accepted(&lab, &operation).topology;
        let (network, _) = crate::resolve(&after);
        assert_eq!(network.routes(&"a.main".into()).len(), 2);
    }
    refused(&lab, &update("rtb-x", main()), "X_REFUSED", "DEC-25");
}
