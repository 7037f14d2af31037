//! Topologies of any shape, references to nothing included, and layouts that place some of it anywhere.

use std::net::Ipv4Addr;

use document::{Layout, Place};
use ipnet::Ipv4Net;
use proptest::collection::vec;
use proptest::prelude::*;
use reach::id::{Id, Kind, Ref};
use reach::topology::*;

/// One record: what kind, and three numbers that it takes its references from. High numbers refer to nothing.
type Draw = (u8, u8, u8, u8);

pub(crate) fn topologies(most: usize) -> impl Strategy<Value = Topology> {
    vec((0_u8..12, 0_u8..12, 0_u8..12, any::<u8>()), 0..most).prop_map(|draws| topology(&draws))
}

pub(crate) fn layouts(topology: &Topology) -> impl Strategy<Value = Layout> + use<> {
    let all = topology.references();
    let place = (any::<bool>(), -200_i32..200, -200_i32..200, 0_i32..80, 0_i32..80);
    vec(place, all.len()).prop_map(move |places| {
        let chosen = all.iter().zip(places).filter(|(_, (chosen, ..))| *chosen);
        let places = chosen.map(|(of, (_, x, y, width, height))| (of.clone(), Place { x, y, width, height }));
        Layout {
            places: places.collect(),
        }
    })
}

fn topology(draws: &[Draw]) -> Topology {
    let mut all = Topology::default();
    for number in 0..4_u8 {
        let mut vpc = Vpc::new(Ipv4Net::new(Ipv4Addr::new(10, number, 0, 0), 16).unwrap());
        if number == 3 {
            vpc.region = "eu-west-1".into();
        }
        if usize::from(number) < draws.len() {
            all.vpcs.insert(Id::new(format!("vpc-{number}")), vpc);
        }
    }
    for (index, draw) in draws.iter().enumerate() {
        add(&mut all, index, *draw);
    }
    all
}

fn add(all: &mut Topology, index: usize, (kind, a, b, c): Draw) {
    let vpc = |number: u8| VpcId::new(format!("vpc-{}", number % 6));
    let subnet = SubnetId::new(format!("subnet-{}", c % 40));
    let address = Ipv4Addr::new(10, a, b, c);
    match kind {
        0..=2 => {
            let cidr = Ipv4Net::new(Ipv4Addr::new(10, a, b, 0), 24).unwrap();
            let record = Subnet::new(vpc(a), format!("us-east-1{}", char::from(b'a' + b % 4)), cidr);
            all.subnets.insert(Id::new(format!("subnet-{}", index % 40)), record);
        }
        3..=6 => {
            let record = NetworkInterface::new(subnet, Role::Instance, address);
            all.interfaces.insert(Id::new(format!("i-{index}")), record);
        }
        7 => {
            let record = PeeringConnection::new(vpc(a), vpc(b), PeeringState::Active);
            all.peering_connections.insert(Id::new(format!("pcx-{index}")), record);
        }
        8 => {
            let record = InternetGateway {
                name: None,
                vpc: (b > 2).then(|| vpc(a)),
                route_table: None,
            };
            all.internet_gateways.insert(Id::new(format!("igw-{index}")), record);
        }
        9 => {
            let record = GatewayEndpoint {
                name: None,
                vpc: vpc(a),
                service: if b > 5 { "s3".into() } else { "dynamodb".into() },
                route_tables: Default::default(),
                state: EndpointState::Available,
                policy: None,
                address_type: AddressType::Ipv4,
            };
            all.gateway_endpoints.insert(Id::new(format!("vpce-{index}")), record);
        }
        10 => add_endpoint(
            all,
            index,
            vpc(a),
            [subnet, SubnetId::new(format!("subnet-{b}"))],
            address,
        ),
        _ => add_vpn(all, index, vpc(a), b),
    }
}

fn add_endpoint(all: &mut Topology, index: usize, vpc: VpcId, subnets: [SubnetId; 2], ipv4: Ipv4Addr) {
    let record = InterfaceEndpoint {
        name: None,
        vpc,
        service: "sqs".into(),
        subnets: subnets
            .into_iter()
            .map(|subnet| EndpointSubnet { subnet, ipv4 })
            .collect(),
        security_groups: Vec::new(),
        private_dns: true,
        state: EndpointState::Available,
        provider: None,
        service_region: None,
        inbound_resolver_only: false,
        policy: None,
    };
    all.interface_endpoints.insert(Id::new(format!("vpce-{index}")), record);
}

fn add_vpn(all: &mut Topology, index: usize, vpc: VpcId, site: u8) {
    let hosts = (0..site % 3).map(|host| Host {
        name: format!("h{host}").into(),
        address: [192, 168, site, host].into(),
    });
    let record = Site {
        name: None,
        cidrs: vec!["192.168.0.0/16".parse().unwrap()],
        hosts: hosts.collect(),
    };
    all.sites.insert(Id::new(format!("site-{}", site % 3)), record);
    let gateway = VpnGateway {
        name: None,
        vpc: (site != 1).then_some(vpc),
        asn: VpnGateway::DEFAULT_ASN,
        route_table: None,
    };
    all.vpn_gateways.insert(Id::new(format!("vgw-{index}")), gateway);
    let customer = CustomerGateway {
        name: None,
        site: Some(Id::new(format!("site-{site}"))),
        asn: CustomerGateway::DEFAULT_ASN,
        announces: None,
        routes: None,
    };
    all.customer_gateways.insert(Id::new(format!("cgw-{index}")), customer);
    let connection = VpnConnection {
        name: None,
        gateway: Ref::new(Kind::VpnGateway, format!("vgw-{}", index + usize::from(site % 2))),
        customer_gateway: Id::new(format!("cgw-{index}")),
        routing: VpnRouting::Bgp,
        tunnels: [Tunnel { up: true }; 2],
        options: VpnOptions::default(),
    };
    all.vpn_connections.insert(Id::new(format!("vpn-{index}")), connection);
}
