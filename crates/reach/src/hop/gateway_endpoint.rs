//! A gateway endpoint leads to its service's addresses, for TCP from its own VPC; it cannot be used from anywhere else
//! (EG-07, EG-13). AWS page: vpc/latest/privatelink/gateway-endpoints.html

use crate::address::Family;
use crate::id::Ref;
use crate::packet::PacketSet;
use crate::reason::reasons;
use crate::topology::{EndpointState, GatewayEndpoint, GatewayEndpointId, VpcId};
use crate::trace::{Action, Step};
use crate::walk::{Came, Next, Walk, Way, Why};

use super::service;

reasons! {
    LEADS: "through-gateway-endpoint" ["EG-02", "EG-11"] "Through the endpoint",
        "{at} carries the packet to the service inside AWS; it needs no public address, internet gateway or NAT.",
        "vpc/latest/privatelink/gateway-endpoints.html";
    AFTER_NAT: "endpoint-after-nat" ["EG-16"] "After a NAT gateway",
        "The packets came through a NAT gateway, which is charged by the gigabyte. Associate {at} with the client's own table and they need none.",
        "vpc/latest/privatelink/gateway-endpoints.html", assumed;
    LEADS_BACK: "back-through-gateway-endpoint" ["EG-10", "EG-13"] "Back through the endpoint",
        "{at} brings the reply back into the VPC.",
        "vpc/latest/privatelink/gateway-endpoints.html";
    OTHER_PROTOCOL: "VPCE_GATEWAY_PROTOCOL_RESTRICTION" ["EG-13"] "Other protocol",
        "{at} carries TCP and pings only, not {packets}.",
        "vpc/latest/reachability/explanation-codes.html";
    NOT_AVAILABLE: "BAD_STATE" ["DEC-20", "EI-14"] "Endpoint not available",
        "{at} is {state}, so it carries nothing.",
        "vpc/latest/privatelink/gateway-endpoints.html";
    OTHER_ADDRESS: "NO_POSSIBLE_DESTINATION" ["EG-13"] "Not an address of the service",
        "{at} leads to its service only, and {destination} is not one of the service's addresses.",
        "vpc/latest/privatelink/gateway-endpoints.html";
    NOT_EXTENDABLE: "X_GATEWAY_ENDPOINT_NOT_EXTENDABLE" ["EG-07", "PEER-27", "VPN-43"] "For its own VPC only",
        "A gateway endpoint works only for its own VPC: {at} cannot be used over a peering connection or a VPN. An interface endpoint can.",
        "vpc/latest/privatelink/gateway-endpoints.html";
    NOT_FROM_OUTSIDE: "X_GATEWAY_ENDPOINT_NOT_EXTENDABLE" ["EG-07", "VPN-43", "VPN-54", "ENG-05", "DEC-18"] "For its own VPC only",
        "A gateway endpoint works only for its own VPC, and the packet from {source} comes from outside, so {at} drops it. An interface endpoint can be used from outside.",
        "vpc/latest/privatelink/gateway-endpoints.html";
    CANNOT_START: "VPCE_INTRA_VPC_TRAFFIC" ["EG-13", "EI-02"] "Endpoints only answer",
        "{at} only answers; it never starts a connection of its own.",
        "vpc/latest/reachability/explanation-codes.html";
}

pub(crate) fn enter(walk: &mut Walk<'_>, component: &Ref, _way: Way) -> Next {
    let network = walk.network;
    let found = component.to_id().and_then(|id: GatewayEndpointId| {
        let record = network.topology().gateway_endpoints.get(&id)?;
        Some((id, record))
    });
    let Some((id, record)) = found else {
        return super::not_modelled(walk, component);
    };
    if record.state != EndpointState::Available {
        let why = Why::new(&NOT_AVAILABLE).text("state", state_word(record.state));
        return walk.stop(component.clone(), Step::GatewayEndpoint, why);
    }
    // ENG-05: only for packets of the VPC's own interfaces.
    if walk.came == Came::ByTransitGateway || !network.is_in_vpc(&record.vpc, walk.packet.source) {
        return walk.stop(component.clone(), Step::GatewayEndpoint, Why::new(&NOT_FROM_OUTSIDE));
    }
    if !is_for(walk, record) {
        return walk.stop(component.clone(), Step::GatewayEndpoint, Why::new(&OTHER_ADDRESS));
    }
    let taken = PacketSet::of_gateway_endpoint();
    if let Some(next) = walk.restrict(component, &Step::GatewayEndpoint, &taken, Why::new(&OTHER_PROTOCOL)) {
        return next;
    }
    let after_nat = walk.connection.by_nat_gateway().is_some();
    let why = Why::new(&LEADS).because(after_nat.then(|| Why::new(&AFTER_NAT)));
    walk.pass(component.clone(), Step::GatewayEndpoint, Action::Forward, why);
    let region = network.region_of(&record.vpc).unwrap_or_default();
    service::deliver(walk, record.service.clone(), region.into(), Some(id))
}

/// The service answers through the endpoint.
pub(crate) fn answer(walk: &mut Walk<'_>, id: &GatewayEndpointId) -> Next {
    let network = walk.network;
    let Some(record) = network.topology().gateway_endpoints.get(id) else {
        return super::not_modelled(walk, &Ref::from(id));
    };
    walk.pass(id, Step::GatewayEndpoint, Action::Forward, Why::new(&LEADS_BACK));
    walk.came = Came::ByGatewayEndpoint;
    walk.subnet = None;
    Next::Arrive(record.vpc.clone())
}

/// Somebody outside the VPC aims at what this VPC has a gateway endpoint for: that is what they wanted (DEC-18).
pub(crate) fn hint_if_wanted(walk: &mut Walk<'_>, vpc: &VpcId) {
    let network = walk.network;
    let wanted = network
        .topology()
        .gateway_endpoints
        .iter()
        .find(|(_, endpoint)| endpoint.vpc == *vpc && is_for(walk, endpoint));
    if let Some((id, _)) = wanted {
        walk.hint(id, Why::new(&NOT_EXTENDABLE));
    }
}

fn is_for(walk: &Walk<'_>, endpoint: &GatewayEndpoint) -> bool {
    let network = walk.network;
    let destination = walk.destination();
    let region = network.region_of(&endpoint.vpc).unwrap_or_default();
    network
        .service_prefixes(&endpoint.service, region, Family::of(destination))
        .iter()
        .any(|prefix| prefix.contains(&destination))
}

pub(crate) fn state_word(state: EndpointState) -> &'static str {
    match state {
        EndpointState::PendingAcceptance => "waiting for acceptance",
        EndpointState::Pending => "pending",
        EndpointState::Available => "available",
        EndpointState::Rejected => "rejected",
        EndpointState::Expired => "expired",
        EndpointState::Failed => "failed",
        EndpointState::Deleting => "being deleted",
        EndpointState::Deleted => "deleted",
    }
}
