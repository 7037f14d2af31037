//! A Gateway Load Balancer endpoint is a target of routes: what comes to it visits an appliance behind the Gateway Load
//! Balancer, comes back out of the same endpoint, and follows the route table of the endpoint's own subnet (PL-15).
//! AWS page: vpc/latest/privatelink/gateway-load-balancer-endpoints.html

mod appliance;

use super::{endpoint_service, gateway_endpoint, interface, network_acl};
use crate::id::{Direction, Ref};
use crate::reason::reasons;
use crate::topology::{EndpointService, EndpointState, GatewayLoadBalancerEndpoint, GatewayLoadBalancerEndpointId};
use crate::trace::{Action, Step};
use crate::walk::{Next, Walk, Way, Why};

reasons! {
    VISITS: "visits-appliance" ["PL-15", "SD-02"] "Through an appliance and back",
        "{at} takes the packet to an appliance behind {other}; it comes back out of {at} unchanged, and the route table of {subnet} says where it goes on. {at} has no security group.",
        "vpc/latest/privatelink/gateway-load-balancer-endpoints.html";
    NOT_CHECKED: "PATH_THROUGH_GWLB_NOT_CHECKED" ["PL-15"] "What the appliance does is not known",
        "Whether the appliance behind {at} lets the packet through is up to the appliance; here it does.",
        "vpc/latest/reachability/additional-detail-codes.html";
    ONE_OF_SEVERAL: "one-appliance-of-several" ["PL-15", "DEC-27"] "One appliance of several",
        "{other} has {number} appliances to choose from, and takes any for a first packet, then always that one; {target} is shown.",
        "elasticloadbalancing/latest/gateway/introduction.html";
    NOT_AVAILABLE: "BAD_STATE" ["EI-14", "PL-15"] "Endpoint not available",
        "{at} is {state}, so it carries nothing.",
        "vpc/latest/privatelink/concepts.html";
    NOT_IN_ZONE: "VPCE_SERVICE_NOT_INSTALLED_IN_AZ" ["PL-04", "PL-15"] "The service is not in this Availability Zone",
        "{at} is in {zone}, and {service} has no Gateway Load Balancer there.",
        "vpc/latest/privatelink/create-endpoint-service.html";
    NO_APPLIANCE: "ELBV2_NO_TARGETS_IN_AZ" ["PL-15", "PL-05"] "No appliance in this Availability Zone",
        "{other} behind {at} has no appliance to send packets to in {zone}.",
        "vpc/latest/reachability/explanation-codes.html";
}

/// How many endpoints may lie on the ways to one another's appliances. Nobody builds that, and each takes as long as all behind it.
const DEEPEST: usize = 2;

/// A route hands the packet to the endpoint.
pub(crate) fn enter(walk: &mut Walk<'_>, component: &Ref, _way: Way) -> Next {
    let network = walk.network;
    let topology = network.topology();
    let id: Option<GatewayLoadBalancerEndpointId> = component.to_id();
    let record = id.and_then(|id| topology.gateway_load_balancer_endpoints.get(&id));
    let Some(record) = record else {
        return super::not_modelled(walk, component);
    };
    let Some(service) = topology.endpoint_services.get(&record.service) else {
        return super::not_modelled(walk, &Ref::from(&record.service));
    };
    if walk.subnet.as_ref() != Some(&record.subnet) {
        network_acl::cross(walk, &record.subnet, Direction::In);
    }
    if let Some(next) = refuse(walk, component, record, service) {
        return next;
    }
    // The way to the appliance leads through the endpoint that asks for it.
    if walk.visiting.contains(component) {
        return walk.stop_circling(component);
    }
    if walk.visiting.len() >= DEEPEST {
        return super::not_modelled(walk, component);
    }
    let mut visiting = walk.visiting.clone();
    visiting.push(component.clone());
    let visit = appliance::Visit {
        at: component,
        record,
        service,
        visiting,
    };
    let (balancer, several) = match appliance::visit(walk, &visit) {
        Ok(visited) => visited,
        Err(refused) => {
            let (at, why) = *refused;
            return walk.stop(at, Step::GatewayLoadBalancerEndpoint, why);
        }
    };
    let why = Why::new(&VISITS)
        .element("other", &balancer)
        .element("subnet", &record.subnet)
        .because(several);
    walk.pass(
        component.clone(),
        Step::GatewayLoadBalancerEndpoint,
        Action::Forward,
        why,
    );
    walk.note(component.clone(), Why::new(&NOT_CHECKED));
    walk.sender = None;
    walk.connection.middleboxes.push(component.clone());
    Next::Leave(record.subnet.clone())
}

fn refuse(
    walk: &mut Walk<'_>,
    at: &Ref,
    record: &GatewayLoadBalancerEndpoint,
    service: &EndpointService,
) -> Option<Next> {
    let step = Step::GatewayLoadBalancerEndpoint;
    if record.state != EndpointState::Available {
        let why = Why::new(&NOT_AVAILABLE).text("state", gateway_endpoint::state_word(record.state));
        return Some(walk.stop(at.clone(), step, why));
    }
    if let Some(state) = endpoint_service::not_available(service.state) {
        let why = Why::new(&endpoint_service::NOT_AVAILABLE).text("state", state);
        return Some(walk.stop(&record.service, Step::EndpointService, why));
    }
    let other = interface::other_machine(walk, at)?;
    interface::hint_at_zone(walk);
    let why = Why::new(&interface::OTHER_MACHINE).element("other", other);
    Some(walk.stop(at.clone(), step, why))
}
