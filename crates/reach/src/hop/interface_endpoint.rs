//! An interface endpoint is a network interface in each of its subnets, with security groups; the service behind it answers
//! and never starts anything (EI-01, EI-02). It can be reached from outside the VPC like any interface (EI-08).
//! AWS page: vpc/latest/privatelink/create-interface-endpoint.html

use super::{gateway_endpoint, security_group};
use crate::id::{Direction, Ref};
use crate::packet::PacketSet;
use crate::reason::reasons;
use crate::topology::{EndpointState, InterfaceEndpointId, SubnetId};
use crate::trace::{Action, Step};
use crate::walk::{Next, Party, Walk, Why};

reasons! {
    RECEIVES: "endpoint-receives" ["EI-01", "PW-13"] "At the endpoint",
        "{destination} is an address of {at}; the service behind it takes the request.",
        "vpc/latest/privatelink/privatelink-access-aws-services.html";
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
    let party = Party::EndpointInterface {
        endpoint: id.clone(),
        subnet: subnet.clone(),
    };
    walk.deliver(at, Step::InterfaceEndpoint, party, Why::new(&RECEIVES))
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
