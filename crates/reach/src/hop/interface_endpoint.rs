//! An interface endpoint is a network interface in each of its subnets, with security groups; the service behind it answers
//! and never starts anything (EI-01, EI-02). It can be reached from outside the VPC like any interface (EI-08).
//! AWS page: vpc/latest/privatelink/create-interface-endpoint.html

use super::{endpoint_service, gateway_endpoint, security_group};
use crate::id::{Direction, Ref};
use crate::issue::endpoint;
use crate::packet::PacketSet;
use crate::reason::reasons;
use crate::topology::{EndpointState, InterfaceEndpoint, InterfaceEndpointId, PortRange, SubnetId, Traffic};
use crate::trace::{Action, Step};
use crate::walk::{Came, Next, Party, Walk, Why};

reasons! {
    RECEIVES: "endpoint-receives" ["EI-01", "PW-13"] "At the endpoint",
        "{destination} is an address of {at}; the service behind it takes the request.",
        "vpc/latest/privatelink/privatelink-access-aws-services.html";
    FROM_OTHER_SUBNET: "endpoint-in-other-subnet" ["EI-03"] "From another subnet",
        "The client is not in {subnet}, so the network ACL of {subnet} is asked, too, for requests and for replies.",
        "vpc/latest/privatelink/create-interface-endpoint.html";
    OTHER_ZONE: "AVAILABILITY_ZONE_CROSSED" ["EI-04", "VPC-19"] "In another Availability Zone",
        "The local route leads to {at} from every zone; this address of it is in {zone}, the client in {other}: if {zone} fails, this way does, and traffic between zones costs.",
        "vpc/latest/privatelink/privatelink-access-aws-services.html";
    FROM_OUTSIDE: "endpoint-from-outside" ["EI-08"] "From outside the VPC",
        "The address of {at} is an ordinary private one, so peers and sites can use it, as far as routes and filters let them.",
        "vpc/latest/privatelink/privatelink-access-aws-services.html";
    BOTH_KINDS: "both-kinds-of-endpoint" ["EI-09"] "This service has both kinds",
        "{service} has gateway endpoints, too: they cost nothing, but are for their own VPC only. This one has private addresses and costs by the hour and by the gigabyte.",
        "AmazonS3/latest/userguide/privatelink-interface-endpoints.html";
    ANSWERS: "endpoint-answers" ["EI-02", "PW-13"] "The service answers",
        "The service answers through {at}.",
        "vpc/latest/privatelink/privatelink-access-aws-services.html";
    FROM_OTHER_REGION: "endpoint-from-other-region" ["PL-11", "EI-08"] "From another Region",
        "The client is in another Region. The address of {at} is an ordinary private one, so a peering connection or a transit gateway leads there, whether or not the service is offered in that Region.",
        "vpc/latest/privatelink/create-endpoint-service.html";
    NOT_ACCEPTED: "BAD_STATE" ["PL-03", "EI-14"] "The provider has not accepted it",
        "{at} is {state}: the provider of {service} decides whether it may be used.",
        "vpc/latest/privatelink/concepts.html";
    RESOURCE: "UNSUPPORTED_COMPONENT" ["PL-16", "DEC-26"] "A resource endpoint",
        "{at} leads to one resource through the provider's resource gateway, without a load balancer. What is behind it is not modelled here.",
        "vpc/latest/privatelink/privatelink-access-resources.html";
    RESOURCE_PROTOCOL: "PROTOCOL_RESTRICTION" ["PL-16"] "Only TCP",
        "{at} leads to a resource over TCP only, not {packets}.",
        "vpc/latest/privatelink/privatelink-access-resources.html";
    PROVIDER_NOT_HERE: "UNKNOWN_RESOURCE" ["PL-04", "PW-13", "DEC-26"] "Somebody's service, and nothing known of it",
        "{at} leads to {target}, a service of another account that is not drawn: its load balancers, listeners and targets are not known, so this program cannot say whether it answers.",
        "vpc/latest/privatelink/privatelink-share-your-services.html";
    SERVICE_NETWORK: "UNSUPPORTED_COMPONENT" ["PL-17", "DEC-26"] "A service network",
        "{at} leads to a VPC Lattice service network, which works with names and requests and is not modelled here.",
        "vpc/latest/privatelink/privatelink-access-service-networks.html";
    NOT_AVAILABLE: "BAD_STATE" ["EI-14"] "Endpoint not available",
        "{at} is {state}, so it carries nothing.",
        "vpc/latest/privatelink/concepts.html";
    OTHER_PORT: "UNSUPPORTED_COMPONENT" ["EI-12", "DEC-26"] "Another port than 443",
        "The services of AWS answer at TCP 443. Whether the one behind {at} answers {packets}, too, is not modelled.",
        "vpc/latest/privatelink/create-interface-endpoint.html";
    OTHER_PROTOCOL: "PROTOCOL_RESTRICTION" ["EI-12"] "Other protocol",
        "{at} does not answer {packets}.",
        "vpc/latest/privatelink/create-interface-endpoint.html", assumed;
}

/// In the ARN that such an endpoint is made for.
/// What stands in the names of services that customers offer.
const PROVIDED: &str = "vpce-svc-";
const LATTICE: &str = ":vpc-lattice:";

/// The packet is in the endpoint's subnet and has its address there.
pub(crate) fn receive(walk: &mut Walk<'_>, id: &InterfaceEndpointId, subnet: &SubnetId) -> Next {
    let network = walk.network;
    let Some(record) = network.topology().interface_endpoints.get(id) else {
        return super::not_modelled(walk, &Ref::from(id));
    };
    let at = Ref::from(id);
    security_group::check(walk, at.clone(), &record.security_groups, Direction::In);
    if record.state != EndpointState::Available {
        let why = not_available(record).text("state", gateway_endpoint::state_word(record.state));
        return walk.stop(at, Step::InterfaceEndpoint, why);
    }
    if let Some(next) = beyond_endpoint_services(walk, &at, &record.service) {
        return next;
    }
    // The name of a provider's service; AWS's own are called after what they do (EI-12).
    if record.provider.is_none() && record.service.contains(PROVIDED) {
        let why = Why::new(&PROVIDER_NOT_HERE).text("target", &record.service);
        return walk.stop(at, Step::InterfaceEndpoint, why);
    }
    // UDP came with endpoint services; AWS's own services are asked over TCP.
    let taken = match &record.provider {
        Some(_) => PacketSet::of_interface_endpoint(),
        None => PacketSet::of_rule(Traffic::Tcp(PortRange::ALL)),
    };
    if let Some(next) = walk.restrict(&at, &Step::InterfaceEndpoint, &taken, Why::new(&OTHER_PROTOCOL)) {
        return next;
    }
    let https = PacketSet::of_rule(Traffic::Tcp(PortRange::single(443)));
    if record.provider.is_none()
        && let Some(next) = walk.restrict(&at, &Step::InterfaceEndpoint, &https, Why::new(&OTHER_PORT))
    {
        return next;
    }
    if let Some(provider) = &record.provider {
        let whence = whence(walk, subnet);
        return endpoint_service::enter(walk, (id, record), subnet, provider, whence);
    }
    let party = Party::EndpointInterface {
        endpoint: id.clone(),
        subnet: subnet.clone(),
    };
    let why = Why::new(&RECEIVES).because(whence(walk, subnet));
    let has_both = endpoint::GATEWAY_SERVICES.contains(&&*record.service);
    let region = network.region_of(&record.vpc).unwrap_or_default();
    let why =
        why.because(has_both.then(|| Why::new(&BOTH_KINDS).element("service", Ref::service(&record.service, region))));
    walk.deliver(at, Step::InterfaceEndpoint, party, why)
}

/// A provider that has not said yes is told from an endpoint that is not ready.
fn not_available(record: &InterfaceEndpoint) -> Why {
    let waits = matches!(record.state, EndpointState::PendingAcceptance | EndpointState::Rejected);
    match &record.provider {
        Some(provider) if waits => Why::new(&NOT_ACCEPTED).element("service", provider),
        _ => Why::new(&NOT_AVAILABLE),
    }
}

/// Endpoints for VPC Lattice go by what they are for: a resource, or a service network (PL-16, PL-17).
fn beyond_endpoint_services(walk: &mut Walk<'_>, at: &Ref, service: &str) -> Option<Next> {
    let (_, named) = service.split_once(LATTICE)?;
    if named.contains(":resourceconfiguration/") {
        let tcp = PacketSet::of_rule(Traffic::Tcp(PortRange::ALL));
        if let Some(next) = walk.restrict(at, &Step::InterfaceEndpoint, &tcp, Why::new(&RESOURCE_PROTOCOL)) {
            return Some(next);
        }
        return Some(walk.stop(at.clone(), Step::InterfaceEndpoint, Why::new(&RESOURCE)));
    }
    Some(walk.stop(at.clone(), Step::InterfaceEndpoint, Why::new(&SERVICE_NETWORK)))
}

/// What it means where the client is.
fn whence(walk: &Walk<'_>, subnet: &SubnetId) -> Vec<Why> {
    if walk.came != Came::FromSubnet {
        let reason = if is_from_other_region(walk) {
            &FROM_OTHER_REGION
        } else {
            &FROM_OUTSIDE
        };
        return vec![Why::new(reason)];
    }
    let is_other = walk.subnet.as_ref() != Some(subnet);
    let from_other = is_other.then(|| Why::new(&FROM_OTHER_SUBNET).element("subnet", subnet));
    let zones = walk.zones_crossed(subnet).map(|zones| zones.of(&OTHER_ZONE));
    from_other.into_iter().chain(zones).collect()
}

/// Over a peering, or a peering of transit gateways, between Regions.
fn is_from_other_region(walk: &Walk<'_>) -> bool {
    let network = walk.network;
    let gateways = &network.topology().transit_gateways;
    let region = |id| gateways.get(id).map(|gateway| &gateway.region);
    walk.journal.hops.iter().any(|hop| match &hop.step {
        Step::Peering { from, to } => network.region_of(from) != network.region_of(to),
        Step::TransitGatewayPeering { from, to } => region(from) != region(to),
        _ => false,
    })
}

/// The way back starts in the endpoint's subnet (PW-13).
pub(crate) fn answer(walk: &mut Walk<'_>, id: &InterfaceEndpointId, subnet: &SubnetId) -> Next {
    let at = Ref::from(id);
    if !walk.is_reply() {
        return walk.stop(at, Step::InterfaceEndpoint, Why::new(&gateway_endpoint::CANNOT_START));
    }
    let network = walk.network;
    walk.pass(at.clone(), Step::InterfaceEndpoint, Action::Forward, Why::new(&ANSWERS));
    walk.sender = Some(at.clone());
    security_group::check(walk, at, network.security_groups_of_endpoint(id), Direction::Out);
    Next::Leave(subnet.clone())
}
