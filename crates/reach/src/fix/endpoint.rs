//! Endpoints (EG-02, EG-03, EI-14): a gateway endpoint for a table, new or known; an endpoint that waits, accepted.
//! AWS page: vpc/latest/privatelink/gateway-endpoints.html

use super::exposure::Exposure;
use super::route::Place;
use super::scene::{Scene, change, step};
use super::{Move, Step};
use crate::id::Ref;
use crate::operation::Operation;
use crate::reason::reasons;
use crate::sorted::SortedSet;
use crate::topology::{AddressType, Element, EndpointState, GatewayEndpoint, GatewayEndpointId};
use crate::trace::Fact;

reasons! {
    ASSOCIATE: "fix-associate-endpoint" ["EG-03"] "Associate the endpoint",
        "Associate {at} with {table}.",
        "vpc/latest/privatelink/gateway-endpoints.html";
    CREATE: "fix-create-gateway-endpoint" ["EG-02", "EG-03"] "Create a gateway endpoint",
        "Create a gateway endpoint {at} for {service}, associated with {table}.",
        "vpc/latest/privatelink/gateway-endpoints.html";
    ACCEPT: "fix-endpoint-available" ["EI-14"] "Accept the endpoint",
        "Accept {at}, or wait until it is available.",
        "vpc/latest/privatelink/concepts.html";
}

pub(super) fn moves(scene: &Scene<'_>) -> Vec<Move> {
    if scene.code() != "BAD_STATE" {
        return Vec::new();
    }
    let at = scene.at();
    let accepted = change(scene, at, &ACCEPT, Vec::new(), |element| {
        let state = match element {
            Element::InterfaceEndpoint(_, endpoint) => &mut endpoint.state,
            Element::GatewayEndpoint(_, endpoint) => &mut endpoint.state,
            Element::GatewayLoadBalancerEndpoint(_, endpoint) => &mut endpoint.state,
            _ => return None,
        };
        let is_waiting = matches!(state, EndpointState::PendingAcceptance | EndpointState::Pending);
        *state = EndpointState::Available;
        is_waiting.then_some(())
    });
    accepted.into_iter().collect()
}

/// A route to the endpoint comes with the association.
pub(super) fn associate(place: &Place<'_>) -> Option<Move> {
    let network = &place.scene.state.network;
    let region = network.region_of(&place.vpc)?;
    let service = network.gateway_service_at(region, place.destination)?;
    let mut known = network.topology().gateway_endpoints.iter();
    let known = known.find(|(_, endpoint)| endpoint.vpc == place.vpc && &*endpoint.service == service);
    let step = match known {
        Some((id, _)) => known_endpoint(place, &Ref::from(id)),
        None => Some(new_endpoint(place, service)),
    };
    step.map(|step| vec![step])
}

fn known_endpoint(place: &Place<'_>, at: &Ref) -> Option<Step> {
    let operation = place.scene.state.change(at, |element| match element {
        Element::GatewayEndpoint(_, endpoint) => {
            endpoint.route_tables.insert(place.table.clone());
            Some(())
        }
        _ => None,
    })?;
    Some(step(operation, &ASSOCIATE, at, table_fact(place), Exposure::NOTHING))
}

fn new_endpoint(place: &Place<'_>, service: &str) -> Step {
    let id = GatewayEndpointId::new(place.scene.state.free_id(&format!("vpce-{service}")));
    let at = Ref::from(&id);
    let address_type = if place.destination.is_ipv6() {
        AddressType::Ipv6
    } else {
        AddressType::Ipv4
    };
    let record = GatewayEndpoint {
        name: None,
        vpc: place.vpc.clone(),
        service: service.into(),
        route_tables: SortedSet::from([place.table.clone()]),
        state: EndpointState::Available,
        policy: None,
        address_type,
    };
    let mut facts = table_fact(place);
    facts.push(("service", Fact::Text(crate::service::title(service).into())));
    let operation = Operation::Create(Element::GatewayEndpoint(id, record));
    step(operation, &CREATE, &at, facts, Exposure::NOTHING)
}

fn table_fact(place: &Place<'_>) -> Vec<(&'static str, Fact)> {
    vec![("table", Fact::Element(Ref::from(&place.table)))]
}
