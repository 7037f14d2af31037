//! An interface endpoint is a network interface in each of its subnets, with security groups; the service behind it answers
//! and never starts anything (EI-01, EI-02). It can be reached from outside the VPC like any interface (EI-08).
//! AWS page: vpc/latest/privatelink/create-interface-endpoint.html

use super::{gateway_endpoint, security_group};
use crate::id::{Direction, Ref};
use crate::issue::endpoint;
use crate::packet::PacketSet;
use crate::reason::reasons;
use crate::topology::{EndpointState, InterfaceEndpointId, SubnetId};
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
    NOT_AVAILABLE: "BAD_STATE" ["EI-14"] "Endpoint not available",
        "{at} is {state}, so it carries nothing.",
        "vpc/latest/privatelink/concepts.html";
    OTHER_PROTOCOL: "PROTOCOL_RESTRICTION" ["EI-12"] "Other protocol",
        "{at} does not answer {packets}.",
        "vpc/latest/privatelink/create-interface-endpoint.html", assumed;
}

/// The packet is in the endpoint's subnet and has its address there.
pub(crate) fn receive(walk: &mut Walk<'_>, id: &InterfaceEndpointId, subnet: &SubnetId) -> Next {
    let network = walk.network;
    let Some(record) = network.topology().interface_endpoints.get(id) else {
        return super::not_modelled(walk, &Ref::from(id));
    };
    let at = Ref::from(id);
    security_group::check(walk, at.clone(), &record.security_groups, Direction::In);
    if record.state != EndpointState::Available {
        let why = Why::new(&NOT_AVAILABLE).text("state", gateway_endpoint::state_word(record.state));
        return walk.stop(at, Step::InterfaceEndpoint, why);
    }
    let taken = PacketSet::of_interface_endpoint();
    if let Some(next) = walk.restrict(&at, &Step::InterfaceEndpoint, &taken, Why::new(&OTHER_PROTOCOL)) {
        return next;
    }
    if let Some(provider) = &record.provider {
        return super::not_modelled(walk, &provider.into());
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

/// What it means where the client is.
fn whence(walk: &Walk<'_>, subnet: &SubnetId) -> Vec<Why> {
    if walk.came != Came::FromSubnet {
        return vec![Why::new(&FROM_OUTSIDE)];
    }
    let is_other = walk.subnet.as_ref() != Some(subnet);
    let from_other = is_other.then(|| Why::new(&FROM_OTHER_SUBNET).element("subnet", subnet));
    let zones = walk.zones_crossed(subnet).map(|zones| zones.of(&OTHER_ZONE));
    from_other.into_iter().chain(zones).collect()
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
