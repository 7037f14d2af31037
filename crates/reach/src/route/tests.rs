use super::*;
use crate::id::Kind;
use crate::topology::{
    CustomerGateway, InternetGateway, PrefixList, Route, RouteTable, Site, Topology, Tunnel, Vpc, VpnConnection,
    VpnGateway, VpnOptions, VpnRouting,
};

fn cidr(text: &str) -> Destination {
    Destination::Cidr(text.parse().unwrap())
}

fn to(kind: Kind, id: &str) -> Target {
    Ref::new(kind, id).into()
}

/// VPC 10.0.0.0/16 with an internet gateway and a VPN gateway that learns `learned`.
fn network(routes: Vec<(Destination, Target)>, learned: &[&str], routing: fn(Vec<IpNet>) -> VpnRouting) -> Network {
    let mut topology = Topology::default();
    topology
        .vpcs
        .insert("a".into(), Vpc::new("10.0.0.0/16".parse().unwrap()));
    topology.internet_gateways.insert(
        "igw".into(),
        InternetGateway {
            name: None,
            vpc: Some("a".into()),
            route_table: None,
        },
    );
    topology.vpn_gateways.insert(
        "vgw".into(),
        VpnGateway {
            name: None,
            vpc: Some("a".into()),
            asn: VpnGateway::DEFAULT_ASN,
            route_table: None,
        },
    );
    let prefixes: Vec<IpNet> = learned.iter().map(|net| net.parse().unwrap()).collect();
    topology.sites.insert(
        "site".into(),
        Site {
            name: None,
            cidrs: prefixes.clone(),
            hosts: Vec::new(),
        },
    );
    topology.customer_gateways.insert(
        "cgw".into(),
        CustomerGateway {
            name: None,
            site: Some("site".into()),
            asn: CustomerGateway::DEFAULT_ASN,
            announces: None,
            routes: None,
        },
    );
    topology.vpn_connections.insert(
        "vpn".into(),
        VpnConnection {
            name: None,
            gateway: Ref::new(Kind::VpnGateway, "vgw"),
            customer_gateway: "cgw".into(),
            routing: routing(prefixes),
            tunnels: [Tunnel { up: true }; 2],
            options: VpnOptions::default(),
        },
    );
    topology.prefix_lists.insert(
        "pl-x".into(),
        PrefixList {
            name: None,
            region: "us-east-1".into(),
            service: None,
            entries: vec!["172.31.0.0/24".parse().unwrap(), "2001:db8::/32".parse().unwrap()],
        },
    );
    let mut table = RouteTable::new("a".into());
    table.routes = routes
        .into_iter()
        .map(|(destination, target)| Route { destination, target })
        .collect();
    table.propagating.insert("vgw".into());
    topology.route_tables.insert("rtb".into(), table);
    crate::resolve(&topology).0
}

fn bgp(_: Vec<IpNet>) -> VpnRouting {
    VpnRouting::Bgp
}

fn chosen(network: &Network, destination: &str) -> Option<Target> {
    let selection = select(network, &"rtb".into(), destination.parse().unwrap());
    selection.chosen.map(|chosen| chosen.route.target.clone())
}

fn lost(network: &Network, destination: &str) -> Vec<(String, &'static str)> {
    select(network, &"rtb".into(), destination.parse().unwrap())
        .passed_over
        .iter()
        .map(|row| (row.by.row.to_string(), row.reason.code))
        .collect()
}

/// RT-10, RT-19, ENG-08: the worked example of the route-priority page.
#[test]
fn the_longest_prefix_wins() {
    let network = network(
        vec![
            (cidr("172.31.0.0/16"), to(Kind::VpnGateway, "vgw")),
            (cidr("0.0.0.0/0"), to(Kind::InternetGateway, "igw")),
        ],
        &[],
        bgp,
    );
    assert_eq!(chosen(&network, "10.0.9.9"), Some(Target::Local));
    assert_eq!(chosen(&network, "172.31.5.5"), Some(to(Kind::VpnGateway, "vgw")));
    assert_eq!(chosen(&network, "172.32.0.1"), Some(to(Kind::InternetGateway, "igw")));
    assert_eq!(chosen(&network, "2001:db8::1"), None);
    assert_eq!(
        lost(&network, "172.31.5.5"),
        [
            ("10.0.0.0/16".to_owned(), "CANNOT_ROUTE"),
            ("0.0.0.0/0".to_owned(), "MORE_SPECIFIC_ROUTE")
        ]
    );
}

/// RT-12: between equal prefixes a static route goes first; then a prefix list, then what is propagated.
#[test]
fn equal_prefixes_go_by_kind() {
    let statics = || (cidr("172.31.0.0/24"), to(Kind::InternetGateway, "igw"));
    let list = || (Destination::PrefixList("pl-x".into()), to(Kind::NatGateway, "nat"));
    let all = network(vec![list(), statics()], &["172.31.0.0/24"], bgp);
    assert_eq!(chosen(&all, "172.31.0.5"), Some(to(Kind::InternetGateway, "igw")));
    let two = network(vec![list()], &["172.31.0.0/24"], bgp);
    assert_eq!(chosen(&two, "172.31.0.5"), Some(to(Kind::NatGateway, "nat")));
    assert!(lost(&two, "172.31.0.5").contains(&("172.31.0.0/24".to_owned(), "HIGHER_PRIORITY_ROUTE")));
    assert_eq!(chosen(&two, "2001:db8::7"), Some(to(Kind::NatGateway, "nat")));
}

/// RT-13: a more specific propagated route beats a static one; RT-11: never the local one.
#[test]
fn local_beats_propagated() {
    let network = network(
        vec![(cidr("192.168.0.0/16"), to(Kind::InternetGateway, "igw"))],
        &["192.168.200.0/24", "10.0.7.0/24"],
        VpnRouting::Static,
    );
    assert_eq!(chosen(&network, "192.168.200.5"), Some(to(Kind::VpnGateway, "vgw")));
    assert_eq!(chosen(&network, "192.168.7.5"), Some(to(Kind::InternetGateway, "igw")));
    assert_eq!(chosen(&network, "10.0.7.5"), Some(Target::Local));
    assert!(lost(&network, "10.0.7.5").contains(&("10.0.7.0/24".to_owned(), "HIGHER_PRIORITY_ROUTE")));
}
