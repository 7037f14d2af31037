//! Arbitrary load balancers, endpoint services and names, and what belongs to a Region.

use std::rc::Rc;

use reach::id::{Id, Kind};
use reach::topology::*;

use super::elements::{name, region};
use super::{Names, Random};

pub fn element(kind: Kind, id: &Rc<str>, names: &Names, random: &mut Random) -> Option<Element> {
    let id = Rc::clone(id);
    Some(match kind {
        Kind::LoadBalancer => (Id::new(id), load_balancer(names, random)).into(),
        Kind::EndpointService => (Id::new(id), endpoint_service(names, random)).into(),
        Kind::GatewayLoadBalancerEndpoint => {
            let record = GatewayLoadBalancerEndpoint {
                name: name(random),
                subnet: names.id(random),
                service: names.id(random),
                state: *random.pick(&[EndpointState::Available, EndpointState::Rejected]),
            };
            (Id::new(id), record).into()
        }
        Kind::BlockPublicAccess => (Id::new(id), block_public_access(names, random)).into(),
        Kind::RegionalNatGateway => (Id::new(id), regional_nat_gateway(names, random)).into(),
        Kind::HostedZone => (Id::new(id), hosted_zone(names, random)).into(),
        Kind::ResolverEndpoint => {
            let record = ResolverEndpoint {
                name: name(random),
                vpc: names.id(random),
                direction: *random.pick(&[ResolverDirection::Inbound, ResolverDirection::Outbound]),
                subnets: places(names, random),
                security_groups: random.list(2, |random| names.id(random)),
            };
            (Id::new(id), record).into()
        }
        Kind::ResolverRule => {
            let record = ResolverRule {
                name: name(random),
                domain: random.text(),
                endpoint: random.maybe(2, |random| names.id(random)),
                targets: random.list(2, |random| random.ipv4().into()),
                vpcs: random.list(2, |random| names.id(random)).into_iter().collect(),
            };
            (Id::new(id), record).into()
        }
        Kind::ResourcePolicy => {
            let record = ResourcePolicy {
                name: name(random),
                resource: random.text(),
                statements: policy(names, random),
            };
            (Id::new(id), record).into()
        }
        _ => return None,
    })
}

pub fn policy(names: &Names, random: &mut Random) -> Vec<Statement> {
    let words = ["*", "*", "my-bucket", "none", "action"];
    random.list(2, |random| Statement {
        effect: *random.pick(&[Effect::Allow, Effect::Deny]),
        principal: (*random.pick(&words)).into(),
        action: (*random.pick(&words)).into(),
        resource: (*random.pick(&words)).into(),
        source_ip: random.maybe(3, Random::cidr),
        source: random.maybe(3, |random| names.any(random)),
        conditions: random.list(2, |random| PolicyCondition {
            operator: random.text(),
            key: random.text(),
            values: random.list(3, Random::text),
        }),
    })
}

fn places(names: &Names, random: &mut Random) -> Vec<EndpointSubnet> {
    random.list(2, |random| EndpointSubnet {
        subnet: names.id(random),
        ipv4: random.ipv4(),
    })
}

fn load_balancer(names: &Names, random: &mut Random) -> LoadBalancer {
    let kinds = [
        LoadBalancerKind::Network,
        LoadBalancerKind::Application,
        LoadBalancerKind::Gateway,
    ];
    let protocols = [
        ListenerProtocol::Tcp,
        ListenerProtocol::Udp,
        ListenerProtocol::TcpUdp,
        ListenerProtocol::Tls,
        ListenerProtocol::Http,
        ListenerProtocol::Https,
        ListenerProtocol::Geneve,
    ];
    LoadBalancer {
        name: name(random),
        vpc: names.id(random),
        kind: *random.pick(&kinds),
        internet_facing: random.chance(3),
        subnets: places(names, random),
        public_ipv4: random.list(2, Random::ipv4),
        security_groups: random.list(2, |random| names.id(random)),
        cross_zone: random.chance(2),
        enforce_private_link: !random.chance(3),
        preserve_client_ip: !random.chance(3),
        listeners: random.list(2, |random| Listener {
            protocol: *random.pick(&protocols),
            port: *random.pick(&[443, 6081, 0]),
            targets: random.list(3, |random| ListenerTarget {
                interface: names.id(random),
                port: random.maybe(2, |_| 8443),
            }),
        }),
    }
}

fn endpoint_service(names: &Names, random: &mut Random) -> EndpointService {
    let states = [
        ServiceState::Available,
        ServiceState::Pending,
        ServiceState::Failed,
        ServiceState::Deleting,
        ServiceState::Deleted,
    ];
    EndpointService {
        name: name(random),
        load_balancers: random.list(2, |random| names.id(random)),
        acceptance_required: random.chance(2),
        principals: random.list(2, Random::text).into_iter().collect(),
        regions: random.list(2, Random::text).into_iter().collect(),
        private_dns_name: random.maybe(2, Random::text),
        verified: random.chance(2),
        state: *random.pick(&states),
    }
}

fn block_public_access(names: &Names, random: &mut Random) -> BlockPublicAccess {
    BlockPublicAccess {
        name: name(random),
        region: region(random),
        account: random.maybe(4, |_| "123456789012".into()),
        mode: *random.pick(&[BlockMode::Off, BlockMode::Bidirectional, BlockMode::Ingress]),
        exclusions: random.list(2, |random| Exclusion {
            of: names.any(random),
            mode: *random.pick(&[ExclusionMode::Bidirectional, ExclusionMode::Egress]),
        }),
    }
}

fn regional_nat_gateway(names: &Names, random: &mut Random) -> RegionalNatGateway {
    RegionalNatGateway {
        name: name(random),
        vpc: names.id(random),
        zones: random.list(2, Random::text),
        public_ipv4: random.list(2, Random::ipv4),
        route_table: random.maybe(2, |random| names.id(random)),
        state: *random.pick(&[NatState::Available, NatState::Pending, NatState::Deleted]),
    }
}

fn hosted_zone(names: &Names, random: &mut Random) -> HostedZone {
    HostedZone {
        name: name(random),
        domain: random.text(),
        vpcs: random.list(2, |random| names.id(random)).into_iter().collect(),
        records: random.list(2, |random| DnsRecord {
            name: random.text(),
            addresses: random.list(2, |random| random.ipv4().into()),
            alias: random.maybe(2, |random| names.any(random)),
        }),
    }
}
