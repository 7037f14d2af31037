//! Arbitrary records, one function for all kinds.

use std::rc::Rc;

use reach::id::{Id, Kind, Ref};
use reach::topology::*;

use super::{Names, Random};

const ENDPOINT_STATES: [EndpointState; 8] = [
    EndpointState::Available,
    EndpointState::PendingAcceptance,
    EndpointState::Pending,
    EndpointState::Rejected,
    EndpointState::Expired,
    EndpointState::Failed,
    EndpointState::Deleting,
    EndpointState::Deleted,
];

pub fn add(topology: &mut Topology, kind: Kind, id: &Rc<str>, names: &Names, random: &mut Random) {
    let element = match kind {
        Kind::Vpc => Element::from((Id::new(Rc::clone(id)), vpc(names, random))),
        Kind::Subnet => Element::from((Id::new(Rc::clone(id)), subnet(topology, names, random))),
        Kind::RouteTable => Element::from((Id::new(Rc::clone(id)), route_table(names, random))),
        Kind::NetworkAcl => Element::from((Id::new(Rc::clone(id)), network_acl(topology, names, random))),
        Kind::SecurityGroup => Element::from((Id::new(Rc::clone(id)), security_group(topology, id, names, random))),
        Kind::PrefixList => Element::from((Id::new(Rc::clone(id)), prefix_list(random))),
        Kind::NetworkInterface => Element::from((Id::new(Rc::clone(id)), interface(names, random))),
        Kind::NatGateway => Element::from((Id::new(Rc::clone(id)), nat_gateway(names, random))),
        Kind::PeeringConnection => Element::from((Id::new(Rc::clone(id)), peering(names, random))),
        Kind::GatewayEndpoint => Element::from((Id::new(Rc::clone(id)), gateway_endpoint(names, random))),
        Kind::InterfaceEndpoint => Element::from((Id::new(Rc::clone(id)), interface_endpoint(names, random))),
        Kind::CustomerGateway => Element::from((Id::new(Rc::clone(id)), customer_gateway(names, random))),
        Kind::VpnConnection => Element::from((Id::new(Rc::clone(id)), vpn_connection(names, random))),
        Kind::Site => Element::from((Id::new(Rc::clone(id)), site(random))),
        Kind::InternetGateway => {
            let vpc = random.maybe(2, |random| names.id(random));
            let route_table = random.maybe(3, |random| names.id(random));
            let name = name(random);
            Element::from((Id::new(Rc::clone(id)), InternetGateway { name, vpc, route_table }))
        }
        Kind::VpnGateway => {
            let vpc = random.maybe(2, |random| names.id(random));
            let asn = *random.pick(&[64512, 65010, u32::MAX]);
            let route_table = random.maybe(3, |random| names.id(random));
            let name = name(random);
            Element::from((
                Id::new(Rc::clone(id)),
                VpnGateway {
                    name,
                    vpc,
                    asn,
                    route_table,
                },
            ))
        }
        kind => match super::beyond::element(kind, id, names, random) {
            Some(element) => element,
            None => return,
        },
    };
    topology.put(element);
}

pub fn name(random: &mut Random) -> Option<Rc<str>> {
    random.maybe(4, Random::text)
}

pub fn region(random: &mut Random) -> Rc<str> {
    (*random.pick(&["us-east-1", "us-east-1", "eu-west-1", "on the moon"])).into()
}

fn vpc(names: &Names, random: &mut Random) -> Vpc {
    Vpc {
        name: name(random),
        region: region(random),
        account: random.maybe(4, |_| "123456789012".into()),
        cidrs: random.list(2, Random::cidr4),
        ipv6_cidrs: random.list(1, Random::cidr6),
        main_route_table: random.maybe(2, |random| names.id(random)),
        default_security_group: random.maybe(2, |random| names.id(random)),
        default_network_acl: random.maybe(2, |random| names.id(random)),
        dns_support: !random.chance(4),
        dns_hostnames: random.chance(4),
    }
}

fn subnet(topology: &Topology, names: &Names, random: &mut Random) -> Subnet {
    let vpc: VpcId = names.id(random);
    let region = topology.vpcs.get(&vpc).map_or("us-east-1", |vpc| &vpc.region);
    let zone = match random.below(6) {
        0 => random.text(),
        1 => "use1-az4".into(),
        2 => "b".into(),
        _ => format!("{region}{}", random.pick(&["a", "b"])).into(),
    };
    Subnet {
        name: name(random),
        vpc,
        zone,
        cidr: (!random.chance(5)).then(|| random.cidr4()),
        ipv6_cidr: random.maybe(4, Random::cidr6),
        route_table: random.maybe(2, |random| names.id(random)),
        network_acl: random.maybe(2, |random| names.id(random)),
    }
}

fn route_table(names: &Names, random: &mut Random) -> RouteTable {
    let route = |random: &mut Random| Route {
        destination: match random.below(4) {
            0 => Destination::PrefixList(names.id(random)),
            1 => Destination::PrefixList("pl-s3".into()),
            _ => Destination::Cidr(random.cidr()),
        },
        target: match random.below(6) {
            0 => Target::Local,
            1 => Target::NotModelled(random.text()),
            _ => Target::Element(names.any(random)),
        },
    };
    RouteTable {
        name: name(random),
        vpc: names.id(random),
        routes: random.list(5, route),
        propagating: random.list(2, |random| names.id(random)).into_iter().collect(),
    }
}

fn network_acl(topology: &Topology, names: &Names, random: &mut Random) -> NetworkAcl {
    let entries = |random: &mut Random| {
        let mut entries = random.list(4, |random| AclEntry {
            number: *random.pick(&[1, 100, 110, 32766]),
            action: *random.pick(&[AclAction::Allow, AclAction::Deny]),
            traffic: random.traffic(),
            cidr: random.cidr(),
        });
        entries.sort_by_key(|entry| entry.number);
        entries
    };
    let vpc: VpcId = names.id(random);
    let has_ipv6 = topology.vpcs.get(&vpc).is_some_and(|vpc| !vpc.ipv6_cidrs.is_empty());
    if random.chance(3) {
        return NetworkAcl::default_of(vpc, has_ipv6);
    }
    NetworkAcl {
        name: name(random),
        vpc,
        inbound: entries(random),
        outbound: entries(random),
    }
}

fn security_group(topology: &Topology, id: &Rc<str>, names: &Names, random: &mut Random) -> SecurityGroup {
    let rule = |random: &mut Random| Rule {
        traffic: random.traffic(),
        peer: match random.below(4) {
            0 => RulePeer::PrefixList(names.id(random)),
            1 => RulePeer::SecurityGroup(names.id(random)),
            _ => RulePeer::Cidr(random.cidr()),
        },
        description: random.maybe(4, Random::text),
    };
    let vpc: VpcId = names.id(random);
    let has_ipv6 = topology.vpcs.get(&vpc).is_some_and(|vpc| !vpc.ipv6_cidrs.is_empty());
    let mut group = match random.below(3) {
        0 => SecurityGroup::default_of(vpc, Id::new(Rc::clone(id)), has_ipv6),
        _ => SecurityGroup::new(vpc, has_ipv6),
    };
    group.name = name(random);
    if random.chance(2) {
        group.inbound = random.list(4, rule);
    }
    if random.chance(2) {
        group.outbound = random.list(4, rule);
    }
    group
}

fn prefix_list(random: &mut Random) -> PrefixList {
    PrefixList {
        name: name(random),
        region: region(random),
        service: random.maybe(2, |random| (*random.pick(&["s3", "sqs", "x y"])).into()),
        entries: random.list(3, Random::cidr),
    }
}

fn interface(names: &Names, random: &mut Random) -> NetworkInterface {
    let roles = [Role::Instance, Role::Database, Role::Function, Role::Other];
    let states = [
        InterfaceState::InUse,
        InterfaceState::Stopped,
        InterfaceState::Available,
    ];
    NetworkInterface {
        name: name(random),
        subnet: names.id(random),
        role: *random.pick(&roles),
        instance: random.maybe(4, |random| (*random.pick(&["i-1", "i-2", "x y"])).into()),
        state: *random.pick(&states),
        ipv4: (!random.chance(5)).then(|| random.ipv4()),
        secondary_ipv4: random.list(1, Random::ipv4),
        ipv6: random.list(1, Random::ipv6),
        public_ipv4: random.maybe(3, Random::ipv4),
        security_groups: random.list(2, |random| names.id(random)),
        source_dest_check: !random.chance(4),
        masquerades: random.chance(4),
    }
}

fn nat_gateway(names: &Names, random: &mut Random) -> NatGateway {
    let states = [
        NatState::Available,
        NatState::Pending,
        NatState::Failed,
        NatState::Deleting,
        NatState::Deleted,
    ];
    NatGateway {
        name: name(random),
        subnet: names.id(random),
        ipv4: random.ipv4(),
        connectivity: match random.below(3) {
            0 => NatConnectivity::Private,
            _ => NatConnectivity::Public(random.ipv4()),
        },
        state: *random.pick(&states),
    }
}

fn peering(names: &Names, random: &mut Random) -> PeeringConnection {
    PeeringConnection {
        name: name(random),
        requester: names.id(random),
        accepter: names.id(random),
        state: *random.pick(&PeeringState::ALL),
        requester_dns: random.chance(3),
        accepter_dns: random.chance(3),
    }
}

fn gateway_endpoint(names: &Names, random: &mut Random) -> GatewayEndpoint {
    GatewayEndpoint {
        name: name(random),
        vpc: names.id(random),
        service: (*random.pick(&["s3", "dynamodb", "two words", "routes"])).into(),
        route_tables: random.list(3, |random| names.id(random)).into_iter().collect(),
        state: *random.pick(&ENDPOINT_STATES),
        policy: random.maybe(3, |random| super::services::policy(names, random)),
        address_type: *random.pick(&[AddressType::Ipv4, AddressType::Dualstack]),
    }
}

fn interface_endpoint(names: &Names, random: &mut Random) -> InterfaceEndpoint {
    let provider: Option<EndpointServiceId> = random.maybe(3, |random| names.id(random));
    InterfaceEndpoint {
        name: name(random),
        vpc: names.id(random),
        service: if provider.is_some() {
            "".into()
        } else {
            (*random.pick(&["sqs", "ssm", "", "in", "e1"])).into()
        },
        subnets: random.list(2, |random| EndpointSubnet {
            subnet: names.id(random),
            ipv4: random.ipv4(),
        }),
        security_groups: random.list(2, |random| names.id(random)),
        private_dns: random.chance(2),
        state: *random.pick(&ENDPOINT_STATES),
        provider,
        service_region: random.maybe(4, Random::text),
        inbound_resolver_only: random.chance(4),
        policy: random.maybe(3, |random| super::services::policy(names, random)),
    }
}

fn customer_gateway(names: &Names, random: &mut Random) -> CustomerGateway {
    CustomerGateway {
        name: name(random),
        site: random.maybe(2, |random| names.id(random)),
        asn: *random.pick(&[65000, 65001]),
        announces: random.maybe(2, |random| random.list(2, Random::cidr)),
        routes: random.maybe(2, |random| random.list(2, Random::cidr)),
    }
}

fn vpn_connection(names: &Names, random: &mut Random) -> VpnConnection {
    VpnConnection {
        name: name(random),
        gateway: if random.chance(3) {
            names.any(random)
        } else {
            Ref::from(names.id::<VpnGateway>(random))
        },
        customer_gateway: names.id(random),
        routing: match random.below(2) {
            0 => VpnRouting::Bgp,
            _ => VpnRouting::Static(random.list(2, Random::cidr)),
        },
        tunnels: [Tunnel { up: !random.chance(3) }, Tunnel { up: !random.chance(3) }],
        options: super::beyond::vpn_options(names, random),
    }
}

fn site(random: &mut Random) -> Site {
    Site {
        name: name(random),
        cidrs: random.list(2, Random::cidr),
        hosts: random.list(2, |random| Host {
            name: random.text(),
            address: if random.chance(3) {
                random.ipv6().into()
            } else {
                random.ipv4().into()
            },
        }),
    }
}
