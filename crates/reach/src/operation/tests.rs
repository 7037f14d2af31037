//! Every refusal once, with the code and the rule it must carry, next to what AWS accepts.

mod delete;
mod filter;
mod peering;
mod route;
mod vpc;

use std::net::Ipv4Addr;

use ipnet::IpNet;
use proptest::prelude::*;

use super::*;
use crate::id::Kind;
use crate::tests::arbitrary;
use crate::topology::*;

fn ranges(cidrs: &[&str]) -> Vpc {
    let cidrs: Vec<_> = cidrs.iter().map(|cidr| cidr.parse().unwrap()).collect();
    Vpc {
        cidrs: cidrs.clone(),
        ..Vpc::new(cidrs[0])
    }
}

fn subnet(vpc: &str, cidr: &str) -> Subnet {
    Subnet::new(vpc.into(), "us-east-1a", cidr.parse().unwrap())
}

fn interface(subnet: &str, address: &str) -> NetworkInterface {
    NetworkInterface::new(subnet.into(), Role::Instance, address.parse().unwrap())
}

fn pair(requester: &str, accepter: &str, state: PeeringState) -> PeeringConnection {
    PeeringConnection::new(requester.into(), accepter.into(), state)
}

fn to(destination: &str, target: Ref) -> Route {
    let destination = match destination.parse() {
        Ok(cidr) => Destination::Cidr(cidr),
        Err(_) => Destination::PrefixList(destination.into()),
    };
    Route {
        destination,
        target: Target::Element(target),
    }
}

fn table(vpc: &str, routes: Vec<Route>) -> RouteTable {
    RouteTable {
        routes,
        ..RouteTable::new(vpc.into())
    }
}

fn at(kind: Kind, id: &str) -> Ref {
    Ref::new(kind, id)
}

/// `a` 10.0.0.0/16 with subnet `a1` 10.0.1.0/24, table `rtb-a`, instance `i-a` and its gateways; `b` 10.1.0.0/16 with an
/// active peering `pcx`; `c` 10.2.0.0/16 with a request `pcx-c` to `a`.
fn lab() -> Topology {
    let mut lab = Topology::default();
    lab.vpcs.insert("a".into(), ranges(&["10.0.0.0/16"]));
    lab.vpcs.insert("b".into(), ranges(&["10.1.0.0/16"]));
    lab.vpcs.insert("c".into(), ranges(&["10.2.0.0/16"]));
    let mut a1 = subnet("a", "10.0.1.0/24");
    a1.route_table = Some("rtb-a".into());
    lab.subnets.insert("a1".into(), a1);
    lab.subnets.insert("b1".into(), subnet("b", "10.1.1.0/24"));
    lab.interfaces.insert("i-a".into(), interface("a1", "10.0.1.10"));
    lab.interfaces.insert("i-b".into(), interface("b1", "10.1.1.10"));
    lab.internet_gateways.insert(
        "igw-a".into(),
        InternetGateway {
            name: None,
            vpc: Some("a".into()),
            route_table: None,
        },
    );
    lab.internet_gateways.insert(
        "igw-b".into(),
        InternetGateway {
            name: None,
            vpc: Some("b".into()),
            route_table: None,
        },
    );
    lab.vpn_gateways.insert(
        "vgw-a".into(),
        VpnGateway {
            name: None,
            vpc: Some("a".into()),
            asn: 64512,
            route_table: None,
        },
    );
    lab.peering_connections
        .insert("pcx".into(), pair("a", "b", PeeringState::Active));
    lab.peering_connections
        .insert("pcx-c".into(), pair("c", "a", PeeringState::PendingAcceptance));
    lab.route_tables.insert(
        "rtb-a".into(),
        table("a", vec![to("10.1.0.0/16", at(Kind::PeeringConnection, "pcx"))]),
    );
    lab.security_groups
        .insert("sg-a".into(), SecurityGroup::new("a".into(), false));
    lab.security_groups
        .insert("sg-b".into(), SecurityGroup::new("b".into(), false));
    lab.security_groups
        .insert("sg-c".into(), SecurityGroup::new("c".into(), false));
    lab.customer_gateways.insert(
        "cgw".into(),
        CustomerGateway {
            name: None,
            site: Some("corp".into()),
            asn: 65000,
            announces: None,
            routes: None,
        },
    );
    let corp = Site {
        name: None,
        cidrs: vec!["10.99.0.0/16".parse().unwrap()],
        hosts: Vec::new(),
    };
    lab.sites.insert("corp".into(), corp);
    lab.vpn_connections.insert("vpn".into(), vpn("vgw-a", VpnRouting::Bgp));
    lab.gateway_endpoints
        .insert("vpce-s3".into(), gateway_endpoint("s3", &["rtb-a"]));
    lab
}

fn vpn(gateway: &str, routing: VpnRouting) -> VpnConnection {
    VpnConnection {
        name: None,
        gateway: at(Kind::VpnGateway, gateway),
        customer_gateway: "cgw".into(),
        routing,
        tunnels: [Tunnel { up: true }; 2],
        options: VpnOptions::default(),
    }
}

fn gateway_endpoint(service: &str, tables: &[&str]) -> GatewayEndpoint {
    GatewayEndpoint {
        name: None,
        vpc: "a".into(),
        service: service.into(),
        route_tables: tables.iter().map(|id| RouteTableId::from(*id)).collect(),
        state: EndpointState::Available,
        policy: None,
        address_type: AddressType::Ipv4,
    }
}

fn create<T>(id: &str, record: T) -> Operation
where
    Element: From<(crate::id::Id<T>, T)>,
{
    Operation::Create((crate::id::Id::from(id), record).into())
}

fn update<T>(id: &str, record: T) -> Operation
where
    Element: From<(crate::id::Id<T>, T)>,
{
    Operation::Update((crate::id::Id::from(id), record).into())
}

#[track_caller]
fn refused(topology: &Topology, operation: &Operation, code: &str, rule: &str) {
    match attempt(topology, operation) {
        Ok(_) => panic!("accepted, not {code} {rule}: {operation:?}"),
        Err(refusal) => {
            let reason = refusal.finding.reason;
            assert_eq!(
                (reason.code, reason.rules.first().copied()),
                (code, Some(rule)),
                "{operation:?}"
            );
            let places = reason
                .words
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split('}').next());
            for place in places.filter(|place| *place != "at") {
                let is_filled = refusal.finding.facts.iter().any(|(name, _)| *name == place);
                assert!(is_filled, "{{{place}}} is not filled in: {}", reason.words);
            }
        }
    }
}

#[track_caller]
fn accepted(topology: &Topology, operation: &Operation) -> Accepted {
    match attempt(topology, operation) {
        Ok(accepted) => accepted,
        Err(refusal) => panic!("refused: {refusal:?}"),
    }
}

#[track_caller]
fn state(topology: &Topology, id: &str) -> PeeringState {
    topology.peering_connections.get(&id.into()).unwrap().state
}

fn codes(accepted: &Accepted) -> Vec<&'static str> {
    accepted.warnings.iter().map(|finding| finding.reason.code).collect()
}

proptest! {
    #[test]
    fn attempts_never_panic(topology in arbitrary::topology(), operations in prop::collection::vec(arbitrary::operation(), 1..4)) {
        let result = attempt_all(&topology, &operations);
        if let Ok(accepted) = &result {
            for element in &accepted.deleted {
                prop_assert!(!accepted.topology.contains(element) || operations.len() > 1);
            }
        }
    }

    /// Nothing that AWS would call impossible gets in through the one door.
    #[test]
    fn an_accepted_change_brings_no_new_error(elements in arbitrary::elements()) {
        let mut topology = Topology::default();
        for element in elements {
            if let Ok(accepted) = attempt(&topology, &Operation::Create(element)) {
                topology = accepted.topology;
                let (_, issues) = crate::resolve(&topology);
                let errors: Vec<_> = issues.iter().filter(|issue| issue.level == Level::Error).collect();
                prop_assert!(errors.is_empty(), "{errors:?}");
            }
        }
    }
}
