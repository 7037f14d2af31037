use super::*;
use crate::id::{Id, Kind};
use crate::topology::*;

fn at(kind: Kind, id: &str) -> Ref {
    Ref::new(kind, id)
}

fn vpc(topology: &mut Topology, id: &str, cidr: &str) {
    topology.vpcs.insert(id.into(), Vpc::new(cidr.parse().unwrap()));
}

fn subnet(topology: &mut Topology, id: &str, vpc: &str, cidr: &str, table: &str) {
    let mut subnet = Subnet::new(vpc.into(), "us-east-1a", cidr.parse().unwrap());
    subnet.route_table = (!table.is_empty()).then(|| table.into());
    topology.subnets.insert(id.into(), subnet);
}

fn interface(topology: &mut Topology, id: &str, subnet: &str, address: &str) {
    let interface = NetworkInterface::new(subnet.into(), Role::Instance, address.parse().unwrap());
    topology.interfaces.insert(id.into(), interface);
}

fn peering(topology: &mut Topology, id: &str, one: &str, other: &str, state: PeeringState) {
    let peering = PeeringConnection::new(one.into(), other.into(), state);
    topology.peering_connections.insert(id.into(), peering);
}

fn table(topology: &mut Topology, id: &str, vpc: &str, routes: &[(&str, Ref)]) {
    let routes = routes.iter().map(|(destination, target)| Route {
        destination: Destination::Cidr(destination.parse().unwrap()),
        target: Target::Element(target.clone()),
    });
    let table = RouteTable {
        routes: routes.collect(),
        ..RouteTable::new(vpc.into())
    };
    topology.route_tables.insert(id.into(), table);
}

fn site(topology: &mut Topology, id: &str, cidrs: &[&str]) {
    let cidrs = cidrs.iter().map(|cidr| cidr.parse().unwrap()).collect();
    let hosts = Vec::new();
    topology.sites.insert(
        id.into(),
        Site {
            name: None,
            cidrs,
            hosts,
        },
    );
    let device = CustomerGateway {
        name: None,
        site: Some(id.into()),
        asn: 65000,
        announces: None,
        routes: None,
    };
    topology
        .customer_gateways
        .insert(format!("cgw-{id}").as_str().into(), device);
}

fn vpn(topology: &mut Topology, id: &str, site: &str, routing: VpnRouting, up: bool) {
    let connection = VpnConnection {
        name: None,
        gateway: at(Kind::VpnGateway, "vgw"),
        customer_gateway: format!("cgw-{site}").as_str().into(),
        routing,
        tunnels: [Tunnel { up: false }, Tunnel { up }],
        options: VpnOptions::default(),
    };
    topology.vpn_connections.insert(id.into(), connection);
}

fn vpn_gateway(topology: &mut Topology, vpc: &str) {
    let gateway = VpnGateway {
        name: None,
        vpc: Some(vpc.into()),
        asn: VpnGateway::DEFAULT_ASN,
        route_table: None,
    };
    topology.vpn_gateways.insert("vgw".into(), gateway);
}

/// A table as `destination target state` lines.
fn lines(network: &Network, table: &str) -> Vec<String> {
    let routes = network.routes(&table.into()).iter();
    routes
        .map(|route| {
            let target = match &route.target {
                Target::Local => "local",
                Target::Element(element) => &element.id,
                Target::NotModelled(words) => words,
            };
            format!("{} {target} {:?} {:?}", route.destination, route.origin, route.state)
        })
        .collect()
}

#[test]
fn a_table_in_force() {
    let mut drawn = Topology::default();
    vpc(&mut drawn, "a", "10.0.0.0/16");
    let record = drawn.vpcs.get_mut(&"a".into()).unwrap();
    record.cidrs.push("10.5.0.0/16".parse().unwrap());
    record.ipv6_cidrs.push("2001:db8::/56".parse().unwrap());
    subnet(&mut drawn, "fw", "a", "10.0.9.0/24", "");
    interface(&mut drawn, "eni-fw", "fw", "10.0.9.10");
    let routes = [
        ("0.0.0.0/0", at(Kind::InternetGateway, "igw-gone")),
        ("10.5.0.0/16", at(Kind::NetworkInterface, "eni-fw")),
    ];
    table(&mut drawn, "rtb", "a", &routes);
    let record = drawn.route_tables.get_mut(&"rtb".into()).unwrap();
    record.propagating.insert("vgw".into());
    vpn_gateway(&mut drawn, "a");
    site(&mut drawn, "corp", &["10.99.0.0/16", "2001:db8:99::/48"]);
    site(&mut drawn, "dark", &["10.98.0.0/16"]);
    vpn(&mut drawn, "vpn-corp", "corp", VpnRouting::Bgp, true);
    vpn(&mut drawn, "vpn-dark", "dark", VpnRouting::Bgp, false);
    let endpoint = GatewayEndpoint {
        name: None,
        vpc: "a".into(),
        service: "s3".into(),
        route_tables: ["rtb".into()].into(),
        state: EndpointState::Available,
        policy: None,
        address_type: AddressType::Ipv4,
    };
    drawn.gateway_endpoints.insert("vpce".into(), endpoint);
    let (network, _) = crate::resolve(&drawn);
    let expected = [
        "10.0.0.0/16 local Local Active",
        "10.5.0.0/16 eni-fw Local Active",
        "2001:db8::/56 local Local Active",
        "0.0.0.0/0 igw-gone Static Blackhole",
        "pl-s3 vpce Endpoint Active",
        "10.99.0.0/16 vgw PropagatedBgpVpn Active",
    ];
    assert_eq!(lines(&network, "rtb"), expected);
    assert_eq!(lines(&network, "a.main").len(), 3);
    assert!(network.entries(&Destination::PrefixList("pl-s3".into())).len() > 1);
}

/// Every state of a peering but `active` makes its routes blackholes (PEER-01), as does every target out of reach (RT-21).
#[test]
fn states_of_routes() {
    for state in PeeringState::ALL {
        let mut drawn = Topology::default();
        vpc(&mut drawn, "a", "10.0.0.0/16");
        vpc(&mut drawn, "b", "10.1.0.0/16");
        peering(&mut drawn, "pcx", "a", "b", state);
        table(
            &mut drawn,
            "rtb",
            "a",
            &[("10.1.0.0/16", at(Kind::PeeringConnection, "pcx"))],
        );
        let (network, _) = crate::resolve(&drawn);
        let is_active = network.routes(&"rtb".into())[1].state == RouteState::Active;
        assert_eq!(is_active, state == PeeringState::Active, "{state:?}");
    }
    let mut drawn = Topology::default();
    vpc(&mut drawn, "a", "10.0.0.0/16");
    vpc(&mut drawn, "b", "10.1.0.0/16");
    subnet(&mut drawn, "b1", "b", "10.1.1.0/24", "");
    interface(&mut drawn, "i-b", "b1", "10.1.1.10");
    for (id, vpc) in [("igw-b", Some("b")), ("igw-none", None)] {
        let gateway = InternetGateway {
            name: None,
            vpc: vpc.map(Id::from),
            route_table: None,
        };
        drawn.internet_gateways.insert(id.into(), gateway);
    }
    let routes = [
        ("1.0.0.0/8", at(Kind::InternetGateway, "igw-b")),
        ("2.0.0.0/8", at(Kind::InternetGateway, "igw-none")),
        ("3.0.0.0/8", at(Kind::NetworkInterface, "i-b")),
        ("4.0.0.0/8", at(Kind::NatGateway, "nat-gone")),
    ];
    table(&mut drawn, "rtb", "a", &routes);
    let (network, _) = crate::resolve(&drawn);
    let states: Vec<RouteState> = network.routes(&"rtb".into()).iter().map(|route| route.state).collect();
    assert_eq!(states[1..], [RouteState::Blackhole; 4]);
}

#[test]
fn who_has_an_address() {
    let mut drawn = Topology::default();
    vpc(&mut drawn, "a", "10.0.0.0/16");
    vpc(&mut drawn, "b", "10.0.0.0/16");
    subnet(&mut drawn, "a1", "a", "10.0.1.0/24", "");
    subnet(&mut drawn, "b1", "b", "10.0.1.0/24", "");
    interface(&mut drawn, "i-a", "a1", "10.0.1.10");
    interface(&mut drawn, "i-b", "b1", "10.0.1.10");
    let public = Ipv4Addr::new(203, 0, 113, 10);
    drawn.interfaces.get_mut(&"i-b".into()).unwrap().public_ipv4 = Some(public);
    let nat = NatGateway {
        name: None,
        subnet: "a1".into(),
        ipv4: Ipv4Addr::new(10, 0, 1, 20),
        connectivity: NatConnectivity::Private,
        state: NatState::Available,
    };
    drawn.nat_gateways.insert("nat".into(), nat);
    let (network, _) = crate::resolve(&drawn);
    let address: IpAddr = "10.0.1.10".parse().unwrap();
    assert_eq!(
        network.holder(&"a".into(), address),
        Some(Holder::Interface("i-a".into()))
    );
    assert_eq!(
        network.holder(&"b".into(), address),
        Some(Holder::Interface("i-b".into()))
    );
    let nat = "10.0.1.20".parse().unwrap();
    assert_eq!(network.holder(&"a".into(), nat), Some(Holder::NatGateway("nat".into())));
    assert_eq!(network.holder(&"b".into(), nat), None);
    let holder = Holder::Interface("i-b".into());
    let expected = Some(("b".into(), holder, Ipv4Addr::new(10, 0, 1, 10)));
    assert_eq!(network.holder_of_public(IpAddr::V4(public)), expected);
    assert_eq!(network.holder_of_public(address), None);
    assert_eq!(network.subnet_at(&"a".into(), address), Some(&"a1".into()));
    assert_eq!(network.subnet_at(&"a".into(), "10.0.2.1".parse().unwrap()), None);
    assert!(network.is_in_vpc(&"a".into(), "10.0.2.1".parse().unwrap()));
    assert!(!network.is_in_vpc(&"a".into(), "10.1.0.1".parse().unwrap()));
}

/// Longest prefix first, then static before BGP, whatever the order of drawing (VPN-22); what is down is kept apart (VPN-25).
#[test]
fn what_a_vpn_gateway_knows() {
    let mut drawn = Topology::default();
    vpc(&mut drawn, "a", "10.0.0.0/16");
    vpn_gateway(&mut drawn, "a");
    for name in ["one", "two", "three"] {
        site(&mut drawn, name, &["10.99.0.0/16", "10.99.1.0/24"]);
    }
    let prefixes = vec!["10.99.0.0/16".parse().unwrap()];
    vpn(&mut drawn, "vpn-1", "one", VpnRouting::Bgp, true);
    vpn(&mut drawn, "vpn-2", "two", VpnRouting::Static(prefixes), true);
    vpn(&mut drawn, "vpn-3", "three", VpnRouting::Bgp, false);
    let (network, _) = crate::resolve(&drawn);
    let known = |list: &[LearnedPrefix]| -> Vec<String> {
        list.iter()
            .map(|learned| format!("{} {}", learned.prefix, learned.connection.id))
            .collect()
    };
    let up = ["10.99.1.0/24 vpn-1", "10.99.0.0/16 vpn-2", "10.99.0.0/16 vpn-1"];
    assert_eq!(known(network.vpn_prefixes(&"vgw".into())), up);
    let down = ["10.99.1.0/24 vpn-3", "10.99.0.0/16 vpn-3"];
    assert_eq!(known(network.vpn_prefixes_down(&"vgw".into())), down);
}

fn missing(network: &Network) -> Vec<String> {
    let all = network.missing_routes().into_iter();
    all.map(|route| format!("{} {} {}", route.table, route.destination, route.target.id))
        .collect()
}

#[test]
fn routes_that_are_missing() {
    let mut drawn = Topology::default();
    vpc(&mut drawn, "a", "10.0.0.0/16");
    vpc(&mut drawn, "b", "10.1.0.0/16");
    subnet(&mut drawn, "a1", "a", "10.0.1.0/24", "rtb-a");
    subnet(&mut drawn, "a2", "a", "10.0.2.0/24", "");
    interface(&mut drawn, "i-a", "a1", "10.0.1.10");
    table(&mut drawn, "rtb-a", "a", &[]);
    peering(&mut drawn, "pcx", "a", "b", PeeringState::PendingAcceptance);
    vpn_gateway(&mut drawn, "a");
    site(&mut drawn, "corp", &["10.99.0.0/16"]);
    vpn(&mut drawn, "vpn", "corp", VpnRouting::Bgp, true);
    assert_eq!(
        missing(&crate::resolve(&drawn).0),
        ["rtb-a 10.99.0.0/16 vgw"],
        "a request needs no routes yet"
    );
    peering(&mut drawn, "pcx", "a", "b", PeeringState::Active);
    let expected = [
        "rtb-a 10.1.0.0/16 pcx",
        "b.main 10.0.0.0/16 pcx",
        "rtb-a 10.99.0.0/16 vgw",
    ];
    assert_eq!(missing(&crate::resolve(&drawn).0), expected);
    table(
        &mut drawn,
        "rtb-a",
        "a",
        &[("10.1.0.10/32", at(Kind::PeeringConnection, "pcx"))],
    );
    drawn
        .route_tables
        .get_mut(&"rtb-a".into())
        .unwrap()
        .propagating
        .insert("vgw".into());
    assert_eq!(
        missing(&crate::resolve(&drawn).0),
        ["b.main 10.0.0.0/16 pcx"],
        "a part of the range is a route"
    );
    table(
        &mut drawn,
        "rtb-a",
        "a",
        &[("10.1.0.0/16", at(Kind::PeeringConnection, "pcx-old"))],
    );
    let network = crate::resolve(&drawn).0;
    assert!(
        !missing(&network).contains(&"rtb-a 10.1.0.0/16 pcx".to_owned()),
        "no second route to one destination"
    );
}

#[test]
fn which_vpcs_are_disconnected() {
    let mut drawn = Topology::default();
    for (id, cidr) in [
        ("a", "10.0.0.0/16"),
        ("b", "10.1.0.0/16"),
        ("c", "10.2.0.0/16"),
        ("d", "10.0.0.0/16"),
    ] {
        vpc(&mut drawn, id, cidr);
    }
    peering(&mut drawn, "pcx-ab", "a", "b", PeeringState::Active);
    peering(&mut drawn, "pcx-bc", "b", "c", PeeringState::Deleted);
    peering(&mut drawn, "pcx-ad", "a", "d", PeeringState::Active);
    let (network, _) = crate::resolve(&drawn);
    let disconnected = |network: &Network, a: &str, b: &str| network.disconnected(&a.into(), &b.into());
    assert!(!disconnected(&network, "a", "a"));
    assert!(
        !disconnected(&network, "a", "c"),
        "through b; the walk says more about the deleted one"
    );
    assert!(disconnected(&network, "a", "d"), "overlapping ranges cannot be peered");
    vpn_gateway(&mut drawn, "d");
    site(&mut drawn, "corp", &["10.99.0.0/16"]);
    vpn(&mut drawn, "vpn", "corp", VpnRouting::Bgp, false);
    assert!(disconnected(&crate::resolve(&drawn).0, "a", "d"));
    table(
        &mut drawn,
        "rtb",
        "d",
        &[("10.7.0.0/16", at(Kind::PeeringConnection, "pcx-gone"))],
    );
    assert!(
        !disconnected(&crate::resolve(&drawn).0, "a", "d"),
        "a route to a deleted peering is worth a walk"
    );
}

#[test]
fn rules_that_can_name_a_group() {
    let mut drawn = Topology::default();
    for (id, cidr) in [("a", "10.0.0.0/16"), ("b", "10.1.0.0/16"), ("c", "10.2.0.0/16")] {
        vpc(&mut drawn, id, cidr);
    }
    peering(&mut drawn, "pcx-ab", "a", "b", PeeringState::Active);
    peering(&mut drawn, "pcx-ac", "a", "c", PeeringState::Active);
    drawn.vpcs.get_mut(&"c".into()).unwrap().region = "eu-west-1".into();
    let (network, _) = crate::resolve(&drawn);
    let can = |other: &str| network.can_name(&"a.default-sg".into(), &other.into());
    assert_eq!(
        ["a", "b", "c", "x"].map(|vpc| can(&format!("{vpc}.default-sg"))),
        [true, true, false, false]
    );
}

/// TGW-13: attaching adds no route; a table that leads there already lacks none.
#[test]
fn a_transit_gateway_needs_routes() {
    let mut it = Topology::default();
    for (id, cidr, place) in [("a", "10.0.0.0/16", "10.0.1.0/24"), ("b", "10.1.0.0/16", "10.1.1.0/24")] {
        vpc(&mut it, id, cidr);
        subnet(&mut it, &format!("{id}1"), id, place, "");
        let to = Attached::Vpc {
            vpc: id.into(),
            subnets: vec![format!("{id}1").as_str().into()],
        };
        let attachment = TransitGatewayAttachment::new("t".into(), to);
        it.transit_gateway_attachments
            .insert(format!("at-{id}").as_str().into(), attachment);
    }
    it.transit_gateways.insert("t".into(), TransitGateway::default());
    table(&mut it, "b.main", "b", &[("0.0.0.0/0", at(Kind::TransitGateway, "t"))]);
    let (network, issues) = crate::resolve(&it);
    assert_eq!(issues, []);
    let missing = network.missing_routes();
    let missing: Vec<_> = missing
        .iter()
        .map(|it| (it.table.as_str(), it.destination.to_string()))
        .collect();
    assert_eq!(missing, [("a.main", "10.1.0.0/16".to_owned())]);
}
