//! An interface endpoint for a provider's service hands requests to a Network Load Balancer of the service in its own
//! Availability Zone (PL-01, PL-04, PL-12), and answers come back the same way. Nothing is routed between the two VPCs, so their
//! ranges may overlap (PL-07). AWS page: vpc/latest/privatelink/privatelink-share-your-services.html

use std::net::IpAddr;

use super::interface_endpoint;
use super::load_balancer::{self, Node};
use crate::id::Ref;
use crate::network::{Network, cidrs_of};
use crate::reason::reasons;
use crate::topology::{
    EndpointService, EndpointServiceId, InterfaceEndpoint, InterfaceEndpointId, LoadBalancer, LoadBalancerKind,
    ServiceState, SubnetId,
};
use crate::trace::{ANY_BALANCER, Action, Fact, Pick, Step};
use crate::walk::{Came, Next, Walk, Why};

reasons! {
    HANDS_OVER: "endpoint-hands-over" ["EI-01", "PW-13"] "Through PrivateLink",
        "{destination} is an address of {at}, which hands the request to {service} behind it.",
        "vpc/latest/privatelink/privatelink-share-your-services.html";
    OFFERED: "endpoint-service" ["PL-01", "PW-13"] "The service behind the endpoint",
        "{at} is offered through Network Load Balancers; {other} takes the request.",
        "vpc/latest/privatelink/create-endpoint-service.html";
    IN_ZONE: "service-in-zone" ["PL-04"] "In the same Availability Zone",
        "Both the endpoint's address and {other} are in {zone}.",
        "vpc/latest/privatelink/create-endpoint-service.html";
    OTHER_REGION: "service-in-other-region" ["PL-10", "PL-04"] "From another Region",
        "The service is in {region} and is offered in other Regions, too; Availability Zones need not match then.",
        "vpc/latest/privatelink/privatelink-share-your-services.html";
    OVERLAP: "overlap-does-not-matter" ["PL-07"] "Overlapping ranges do not matter",
        "{vpc} and {other} have addresses in common. Nothing is routed between them, so that does not matter.",
        "whitepapers/latest/aws-vpc-connectivity-options/aws-privatelink.html";
    ONE_OF_SEVERAL: "one-balancer-of-several" ["PL-12", "DEC-27"] "One load balancer of several",
        "{at} has {number} load balancers to choose from, and takes any for a first connection; {other} is shown.",
        "vpc/latest/privatelink/create-endpoint-service.html";
    GIVES_BACK: "endpoint-service-answers" ["PL-06", "PW-13"] "Back through PrivateLink",
        "The answer goes back by the connection that the consumer opened; {at} can open none itself.",
        "vpc/latest/privatelink/concepts.html";
    NOT_AVAILABLE: "BAD_STATE" ["PL-14"] "Service not available",
        "{at} is {state}, so it answers nothing.",
        "vpc/latest/privatelink/concepts.html";
    LOST_SUBNET: "UNKNOWN_RESOURCE" ["DEC-26"] "A load balancer in a subnet that is not there",
        "{other}, which {service} is offered through, is in a subnet that is not there: nobody knows in which Availability Zones it takes packets.",
        "vpc/latest/reachability/explanation-codes.html";
    LOST_BALANCER: "UNKNOWN_RESOURCE" ["DEC-26"] "A load balancer that is not there",
        "{service} is offered through a load balancer that is not there: nobody knows who answers.",
        "vpc/latest/reachability/explanation-codes.html";
    NOT_IN_ZONE: "VPCE_SERVICE_NOT_INSTALLED_IN_AZ" ["PL-04"] "The service is not in this Availability Zone",
        "{at} has its address in {zone}, and {service} has no load balancer there.",
        "vpc/latest/privatelink/create-endpoint-service.html";
    NOT_IN_REGION: "NO_POSSIBLE_DESTINATION" ["PL-10"] "The service is not offered in this Region",
        "{service} is in {region}, and the provider does not offer it in the Region of {at}.",
        "vpc/latest/privatelink/privatelink-share-your-services.html";
}

/// The endpoint has taken the packet in this subnet; `whence` is what it means where the client is.
pub(crate) fn enter(
    walk: &mut Walk<'_>,
    endpoint: (&InterfaceEndpointId, &InterfaceEndpoint),
    subnet: &SubnetId,
    service: &EndpointServiceId,
    whence: Vec<Why>,
) -> Next {
    let network = walk.network;
    let Some(record) = network.topology().endpoint_services.get(service) else {
        return super::not_modelled(walk, &Ref::from(service));
    };
    let (id, consumer) = endpoint;
    let hands_over = Why::new(&HANDS_OVER).element("service", service).because(whence);
    if let Some(state) = not_available(record.state) {
        walk.pass(id, Step::InterfaceEndpoint, Action::Forward, hands_over);
        let why = Why::new(&NOT_AVAILABLE).text("state", state);
        return walk.stop(service, Step::EndpointService, why);
    }
    let nodes = match nodes(network, consumer, subnet, record) {
        Ok(nodes) => nodes,
        Err(why) => return walk.stop(id, Step::InterfaceEndpoint, why.element("service", service)),
    };
    let picked = walk.choices.random(nodes.len(), |picked| {
        let node = nodes.get(picked)?;
        let pick = Pick::new(&ANY_BALANCER, service, nodes.len(), node.id);
        Some(pick.address(IpAddr::V4(node.place.ipv4)))
    });
    let Some(node) = nodes.get(picked).copied() else {
        return super::not_modelled(walk, &Ref::from(service));
    };
    let hands_over = hands_over.because(overlap(network, consumer, node.record));
    walk.pass(id, Step::InterfaceEndpoint, Action::Forward, hands_over);
    let several = (nodes.len() > 1).then(|| {
        let number = Fact::Number(nodes.len() as u32);
        Why::new(&ONE_OF_SEVERAL)
            .fact("number", number)
            .element("other", node.id)
    });
    let why = Why::new(&OFFERED).element("other", node.id);
    let why = why.because([place(network, consumer, node)]).because(several);
    walk.pass(service, Step::EndpointService, Action::Forward, why);
    // Beyond, nobody knows whose packet it was.
    walk.came = Came::FromSubnet;
    walk.sender = None;
    walk.subnet = Some(node.place.subnet.clone());
    load_balancer::hand_on(walk, node, Some((id.clone(), subnet.clone())))
}

/// The load balancers that the endpoint in this subnet can hand a packet to, each by one of its interfaces.
fn nodes<'n>(
    network: &'n Network,
    consumer: &InterfaceEndpoint,
    subnet: &SubnetId,
    service: &'n EndpointService,
) -> Result<Vec<Node<'n>>, Box<Why>> {
    let topology = network.topology();
    let own = network.region_of(&consumer.vpc);
    let far = region(network, service);
    let is_offered = own.is_some_and(|own| service.regions.contains(own));
    if let (Some(far), true, false) = (far, own != far, is_offered) {
        return Err(Box::new(Why::new(&NOT_IN_REGION).text("region", far)));
    }
    let zone = topology
        .subnets
        .get(subnet)
        .map(|subnet| &*subnet.zone)
        .unwrap_or_default();
    if let Some(lost) = consumer.provider.as_ref().and_then(|id| lost(network, id, service)) {
        return Err(Box::new(lost));
    }
    let mut all = Vec::new();
    for id in &service.load_balancers {
        let Some(record) = topology.load_balancers.get(id) else {
            continue;
        };
        if record.kind != LoadBalancerKind::Network {
            continue;
        }
        let of_place = |place| Node { id, record, place };
        let nodes = record.subnets.iter().map(of_place);
        all.extend(nodes.filter(|node| own != far || node.zone(network) == Some(zone)));
    }
    // In which order they are written does not matter.
    all.sort_by_key(|node| (node.id, &node.place.subnet));
    if all.is_empty() {
        return Err(Box::new(Why::new(&NOT_IN_ZONE).text("zone", zone)));
    }
    Ok(all)
}

/// Connections are spread over all load balancers (DEC-27): is one not known, nobody knows who answers.
pub(super) fn lost(network: &Network, id: &EndpointServiceId, service: &EndpointService) -> Option<Why> {
    if network.is_incomplete(&id.into()) {
        return Some(Why::new(&LOST_BALANCER).element("service", id));
    }
    let mut balancers = service.load_balancers.iter();
    let lost = balancers.find(|balancer| network.is_incomplete(&Ref::from(*balancer)))?;
    Some(Why::new(&LOST_SUBNET).element("service", id).element("other", lost))
}

/// The Region of its load balancers.
pub(crate) fn region<'n>(network: &'n Network, service: &EndpointService) -> Option<&'n str> {
    let balancers = &network.topology().load_balancers;
    let first = service.load_balancers.iter().find_map(|id| balancers.get(id))?;
    network.region_of(&first.vpc)
}

fn place(network: &Network, consumer: &InterfaceEndpoint, node: Node<'_>) -> Why {
    let region = network.region_of(&node.record.vpc).unwrap_or_default();
    if network.region_of(&consumer.vpc) != Some(region) {
        return Why::new(&OTHER_REGION).text("region", region);
    }
    let zone = node.zone(network).unwrap_or_default();
    Why::new(&IN_ZONE).element("other", node.id).text("zone", zone)
}

fn overlap(network: &Network, consumer: &InterfaceEndpoint, balancer: &LoadBalancer) -> Option<Why> {
    let vpcs = &network.topology().vpcs;
    let (own, far) = (vpcs.get(&consumer.vpc)?, vpcs.get(&balancer.vpc)?);
    let meets = |a: &ipnet::IpNet, b: &ipnet::IpNet| a.contains(&b.network()) || b.contains(&a.network());
    let is_shared = cidrs_of(own).any(|own| cidrs_of(far).any(|far| meets(&own, &far)));
    let is_other = consumer.vpc != balancer.vpc;
    (is_other && is_shared).then(|| {
        let why = Why::new(&OVERLAP).element("vpc", &consumer.vpc);
        why.element("other", &balancer.vpc)
    })
}

/// The load balancer has the answer: it goes back to the endpoint that the request came by.
pub(crate) fn give_back(walk: &mut Walk<'_>, endpoint: &InterfaceEndpointId, subnet: &SubnetId) -> Next {
    let network = walk.network;
    let record = network.topology().interface_endpoints.get(endpoint);
    let Some(service) = record.and_then(|record| record.provider.as_ref()) else {
        return super::not_modelled(walk, &Ref::from(endpoint));
    };
    walk.pass(service, Step::EndpointService, Action::Forward, Why::new(&GIVES_BACK));
    interface_endpoint::answer(walk, endpoint, subnet)
}

/// `None` if it is; else what it is.
pub(crate) fn not_available(state: ServiceState) -> Option<&'static str> {
    match state {
        ServiceState::Available => None,
        ServiceState::Pending => Some("pending"),
        ServiceState::Failed => Some("failed"),
        ServiceState::Deleting => Some("being deleted"),
        ServiceState::Deleted => Some("deleted"),
    }
}
