//! A flow asks for a service's public addresses; programs ask for its name, and an interface endpoint may answer for that (EI-05).
//! AWS page: vpc/latest/privatelink/create-interface-endpoint.html

use crate::id::Ref;
use crate::network::Network;
use crate::reason::reasons;
use crate::service::GATEWAY_SERVICES;
use crate::topology::VpcId;
use crate::trace::{Fact, Finding};

reasons! {
    BY_NAME: "endpoint-by-name" ["EI-05"] "By name to the endpoint",
        "This is about the public addresses of {service}. By the name {name}, which programs use, packets go to {at} instead: its private DNS is on.",
        "vpc/latest/privatelink/create-interface-endpoint.html";
    WITH_PRIVATE_DNS: "endpoint-with-private-dns" ["EI-05", "EI-06"] "With private DNS to the endpoint",
        "This is about the public addresses of {service}. With private DNS on at {at}, which is an endpoint for it, the name {name} would lead to {at} instead.",
        "vpc/latest/privatelink/create-interface-endpoint.html";
    NO_ENDPOINT: "endpoint-would-do" ["EI-04", "EI-05"] "An interface endpoint would do",
        "An interface endpoint for {service} in {at}, with private DNS on, would be another way: the name {name} then leads to it, and no gateway or public address is needed.",
        "vpc/latest/privatelink/create-interface-endpoint.html";
}

/// What to say beside a flow to a service's public addresses.
#[derive(Debug)]
pub(crate) struct Beside {
    pub(crate) finding: Finding,
    /// There is such an endpoint, so that it is worth knowing whatever the verdict.
    pub(crate) is_there: bool,
}

/// The interface endpoint of the sender's VPC for the service, or the lack of one.
pub(crate) fn beside(network: &Network, vpc: &VpcId, service: &str, region: &str) -> Option<Beside> {
    // Their gateway endpoints are part of the way itself.
    if GATEWAY_SERVICES.contains(&service) || network.region_of(vpc) != Some(region) {
        return None;
    }
    let endpoints = network.topology().interface_endpoints.iter();
    let mut own = endpoints.filter(|(_, record)| record.vpc == *vpc && *record.service == *service);
    let found = own.next();
    let (reason, at) = match found {
        Some((id, record)) if record.private_dns => (&BY_NAME, Ref::from(id)),
        Some((id, _)) => (&WITH_PRIVATE_DNS, Ref::from(id)),
        None => (&NO_ENDPOINT, Ref::from(vpc)),
    };
    let name = format!("{service}.{region}.amazonaws.com");
    let facts = vec![
        ("service", Fact::Element(Ref::service(service, region))),
        ("name", Fact::Text(name.into())),
    ];
    Some(Beside {
        finding: Finding { reason, at, facts },
        is_there: found.is_some(),
    })
}
