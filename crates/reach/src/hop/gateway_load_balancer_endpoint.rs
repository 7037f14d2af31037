//! A Gateway Load Balancer endpoint is a target of routes: what comes to it visits an appliance behind the Gateway Load
//! Balancer, comes back out of the same endpoint, and follows the route table of the endpoint's own subnet (PL-15).
//! AWS page: vpc/latest/privatelink/gateway-load-balancer-endpoints.html

use std::net::IpAddr;

use super::load_balancer::{listener, own};
use super::{endpoint_service, gateway_endpoint, interface, network_acl};
use crate::id::{Direction, Ref};
use crate::network::Network;
use crate::packet::PacketSet;
use crate::reason::reasons;
use crate::topology::{
    EndpointService, EndpointState, EndpointSubnet, GatewayLoadBalancerEndpoint, GatewayLoadBalancerEndpointId,
    LoadBalancer, LoadBalancerId, LoadBalancerKind, PortRange, SubnetId, Traffic,
};
use crate::trace::{Action, Finding, Leg, Packet, Step};
use crate::walk::{Next, Party, Walk, Way, Why};

reasons! {
    VISITS: "visits-appliance" ["PL-15", "SD-02"] "Through an appliance and back",
        "{at} takes the packet to an appliance behind {other}; it comes back out of {at} unchanged, and the route table of {subnet} says where it goes on. {at} has no security group.",
        "vpc/latest/privatelink/gateway-load-balancer-endpoints.html";
    NOT_CHECKED: "PATH_THROUGH_GWLB_NOT_CHECKED" ["PL-15"] "What the appliance does is not known",
        "Whether the appliance behind {at} lets the packet through is up to the appliance; here it does.",
        "vpc/latest/reachability/additional-detail-codes.html";
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
    let balancer = match behind(network, &visiting, component, record, service) {
        Ok(balancer) => balancer,
        Err(refused) => {
            let (at, why) = *refused;
            return walk.stop(at, Step::GatewayLoadBalancerEndpoint, why);
        }
    };
    let why = Why::new(&VISITS)
        .element("other", &balancer)
        .element("subnet", &record.subnet);
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

/// Where nothing takes the packet, and why.
type Refused = Box<(Ref, Why)>;

/// The Gateway Load Balancer in the endpoint's zone, if it reaches an appliance.
fn behind(
    network: &Network,
    visiting: &[Ref],
    at: &Ref,
    record: &GatewayLoadBalancerEndpoint,
    service: &EndpointService,
) -> Result<LoadBalancerId, Refused> {
    if let Some(lost) = endpoint_service::lost(network, &record.service, service) {
        return Err(Box::new((at.clone(), lost)));
    }
    let topology = network.topology();
    let zone_of = |id: &SubnetId| topology.subnets.get(id).map(|subnet| &*subnet.zone);
    let zone = zone_of(&record.subnet).unwrap_or_default();
    let is_here = |place: &&EndpointSubnet| zone_of(&place.subnet) == Some(zone);
    let found = service.load_balancers.iter().find_map(|id| {
        let balancer = topology.load_balancers.get(id)?;
        let place = balancer.subnets.iter().find(is_here)?;
        (balancer.kind == LoadBalancerKind::Gateway).then_some((id, balancer, place))
    });
    let Some((id, balancer, place)) = found else {
        let why = Why::new(&NOT_IN_ZONE)
            .text("zone", zone)
            .element("service", &record.service);
        return Err(Box::new((at.clone(), why)));
    };
    let mut first: Option<Finding> = None;
    for address in appliances(network, balancer, zone) {
        match reaches(network, visiting, (id, place), address) {
            None => return Ok(id.clone()),
            Some(refused) => first = first.or(Some(refused)),
        }
    }
    let refused = first.map(|finding| (finding.at.clone(), Why::of(finding)));
    let mut listeners = balancer.listeners.iter();
    if refused.is_none() && listeners.any(|own| network.has_lost_target(id, own.port)) {
        return Err(Box::new((id.into(), Why::new(&listener::LOST_TARGET))));
    }
    Err(Box::new(refused.unwrap_or_else(|| {
        let why = Why::new(&NO_APPLIANCE).element("other", id).text("zone", zone);
        (at.clone(), why)
    })))
}

fn appliances(network: &Network, balancer: &LoadBalancer, zone: &str) -> Vec<IpAddr> {
    let of = |own| {
        let near = listener::near(&listener::usable(network, balancer, own), balancer, zone);
        listener::in_use(near)
    };
    let all = balancer.listeners.iter().flat_map(of);
    all.map(|usable| IpAddr::V4(usable.address)).collect()
}

/// Why GENEVE packets of the load balancer do not get to the appliance and back; `None` if they do.
fn reaches(
    network: &Network,
    visiting: &[Ref],
    (id, place): (&LoadBalancerId, &EndpointSubnet),
    appliance: IpAddr,
) -> Option<Finding> {
    let sender = Party::LoadBalancer {
        balancer: id.clone(),
        subnet: place.subnet.clone(),
    };
    let geneve = PacketSet::of_rule(Traffic::Udp(PortRange::single(own::GENEVE)));
    let packet = Packet {
        source: IpAddr::V4(place.ipv4),
        destination: appliance,
        packets: geneve.with_nat_ports(),
    };
    let mut there = Walk::new(network, Leg::Forward, packet, None);
    there.visiting = visiting.to_vec();
    there.run(&sender);
    let receiver = match (&there.delivered, there.journal.blockers.first()) {
        (Some(receiver), None) => receiver.clone(),
        (_, blocker) => return blocker.map(|blocker| blocker.finding.clone()),
    };
    let packet = Packet {
        source: appliance,
        destination: IpAddr::V4(place.ipv4),
        packets: there.packet.packets.replies(),
    };
    let mut back = Walk::new(network, Leg::Return, packet, Some(sender));
    back.visiting = visiting.to_vec();
    back.answers_from = Some(appliance);
    back.connection = there.connection;
    back.run(&receiver);
    back.journal.blockers.first().map(|blocker| blocker.finding.clone())
}
