//! Names (DN-02, PEER-53): the settings of the VPC and of the peering that let a name be answered.
//! AWS page: vpc/latest/userguide/vpc-dns.html

use super::Move;
use super::exposure::Exposure;
use super::scene::{Scene, change, step};
use crate::dns::service_named;
use crate::id::Ref;
use crate::operation::Operation;
use crate::question::End;
use crate::reason::{Reason, reasons};
use crate::service::{GATEWAY_SERVICES, title};
use crate::topology::{
    Element, EndpointState, EndpointSubnet, InterfaceEndpoint, InterfaceEndpointId, InterfaceId, PeeringConnection,
    SubnetId, Vpc, VpcId,
};
use crate::trace::Fact;

reasons! {
    SUPPORT: "fix-dns-support" ["DN-02"] "Turn DNS on",
        "Turn on DNS support in {at}.",
        "vpc/latest/userguide/vpc-dns-updating.html";
    HOST_NAMES: "fix-dns-hostnames" ["DN-02", "DN-03"] "Turn DNS host names on",
        "Turn on DNS host names in {at}.",
        "vpc/latest/userguide/vpc-dns-updating.html";
    PRIVATE: "fix-private-dns" ["EI-05", "PL-13"] "Turn private DNS on",
        "Turn on private DNS at {at}, so that the service's own name leads to it.",
        "vpc/latest/privatelink/create-interface-endpoint.html";
    CREATE: "fix-create-interface-endpoint" ["EI-01", "EI-05"] "Create an interface endpoint",
        "Create an interface endpoint {at} for {service} in {subnet}, with private DNS, so that the service's own name leads to it.",
        "vpc/latest/privatelink/create-interface-endpoint.html";
    PEERING: "fix-peering-dns" ["PEER-50", "PEER-53"] "Turn DNS resolution on",
        "Turn on DNS resolution for the {side} of {at}, so that the other side gets private addresses for names in {vpc}.",
        "vpc/latest/peering/vpc-peering-dns.html";
}

pub(super) fn moves(scene: &Scene<'_>) -> Vec<Move> {
    let is_by_name = matches!(scene.state.trace.question.to, End::Domain(_));
    match scene.code() {
        "X_DNS_DISABLED" => settings(scene).into_iter().chain(peerings(scene)).collect(),
        // The name leads to a public address, and could lead to a private one.
        _ if is_by_name => {
            let own = private(scene).into_iter().chain(create(scene));
            own.chain(peerings(scene)).collect()
        }
        _ => Vec::new(),
    }
}

/// The endpoints that would answer for the name.
fn private(scene: &Scene<'_>) -> Vec<Move> {
    let topology = scene.state.network.topology();
    let End::Domain(name) = &scene.state.trace.question.to else {
        return Vec::new();
    };
    let services = &topology.endpoint_services;
    let answers = |endpoint: &InterfaceEndpoint| match &endpoint.provider {
        Some(provider) => services
            .get(provider)
            .is_some_and(|of| of.private_dns_name.as_ref() == Some(name)),
        None => name.split('.').next() == Some(&*endpoint.service),
    };
    let endpoints = topology.interface_endpoints.iter();
    let off = endpoints.filter(|(_, endpoint)| !endpoint.private_dns && answers(endpoint));
    off.filter_map(|(id, endpoint)| {
        let names = turn_on(scene, &Ref::from(&endpoint.vpc), &HOST_NAMES, |vpc| {
            vpc.dns_hostnames = true
        });
        let on = change(scene, &Ref::from(id), &PRIVATE, Vec::new(), |element| match element {
            Element::InterfaceEndpoint(_, endpoint) => {
                endpoint.private_dns = true;
                Some(())
            }
            _ => None,
        });
        // On paper it is on already, where only the names that it needs are off.
        let both: Move = names.into_iter().flatten().chain(on.into_iter().flatten()).collect();
        (!both.is_empty()).then_some(both)
    })
    .collect()
}

/// In the sender's own subnet, if its VPC has no endpoint for the service yet. Those with gateway endpoints have a cheaper way.
fn create(scene: &Scene<'_>) -> Option<Move> {
    let network = &scene.state.network;
    let End::Domain(name) = &scene.state.trace.question.to else {
        return None;
    };
    let (service, region) = service_named(name)?;
    let (subnet, vpc) = home(scene)?;
    let mut endpoints = network.topology().interface_endpoints.iter();
    let is_there = endpoints.any(|(_, endpoint)| endpoint.vpc == vpc && *endpoint.service == *service);
    let is_elsewhere = network.region_of(&vpc) != Some(&*region);
    if is_there || is_elsewhere || GATEWAY_SERVICES.contains(&&*service) {
        return None;
    }
    let id = InterfaceEndpointId::new(scene.state.free_id(&format!("vpce-{service}")));
    let facts = vec![
        ("service", Fact::Text(title(&service).into())),
        ("subnet", Fact::Element(Ref::from(&subnet))),
    ];
    let ipv4 = scene.state.free_address(&subnet)?;
    let record = InterfaceEndpoint {
        name: None,
        vpc: vpc.clone(),
        service: service.into(),
        subnets: vec![EndpointSubnet { subnet, ipv4 }],
        security_groups: Vec::new(),
        private_dns: true,
        state: EndpointState::Available,
        provider: None,
        service_region: None,
        inbound_resolver_only: false,
        policy: None,
    };
    let at = Ref::from(&id);
    let operation = Operation::Create(Element::InterfaceEndpoint(id, record));
    let names = turn_on(scene, &Ref::from(&vpc), &HOST_NAMES, |vpc| vpc.dns_hostnames = true);
    let created = step(operation, &CREATE, &at, facts, Exposure::NOTHING);
    Some(names.into_iter().flatten().chain([created]).collect())
}

/// The sender's subnet and VPC.
fn home(scene: &Scene<'_>) -> Option<(SubnetId, VpcId)> {
    let End::Element(from) = &scene.state.trace.question.from else {
        return None;
    };
    let network = &scene.state.network;
    let id: InterfaceId = from.to_id()?;
    let subnet = network.topology().interfaces.get(&id)?.subnet.clone();
    let vpc = network.vpc_of(&subnet)?.clone();
    Some((subnet, vpc))
}

fn turn_on(scene: &Scene<'_>, at: &Ref, reason: &'static Reason, how: impl FnOnce(&mut Vpc)) -> Option<Move> {
    change(scene, at, reason, Vec::new(), |element| match element {
        Element::Vpc(_, vpc) => {
            how(vpc);
            Some(())
        }
        _ => None,
    })
}

/// What is off in the VPC that should answer.
fn settings(scene: &Scene<'_>) -> Option<Move> {
    let support = turn_on(scene, scene.at(), &SUPPORT, |vpc| vpc.dns_support = true);
    support.or_else(|| turn_on(scene, scene.at(), &HOST_NAMES, |vpc| vpc.dns_hostnames = true))
}

fn peerings(scene: &Scene<'_>) -> Vec<Move> {
    let peerings = scene.state.topology.peering_connections.iter();
    let sides = peerings.flat_map(|(id, record)| {
        let at = Ref::from(id);
        let one = |side: &str, vpc: &VpcId, of: fn(&mut PeeringConnection) -> &mut bool| {
            let facts = vec![
                ("side", Fact::Text(side.into())),
                ("vpc", Fact::Element(Ref::from(vpc))),
            ];
            change(scene, &at, &PEERING, facts, |element| match element {
                Element::PeeringConnection(_, peering) => {
                    *of(peering) = true;
                    Some(())
                }
                _ => None,
            })
        };
        [
            one("requester", &record.requester, |peering| &mut peering.requester_dns),
            one("accepter", &record.accepter, |peering| &mut peering.accepter_dns),
        ]
    });
    sides.flatten().collect()
}
