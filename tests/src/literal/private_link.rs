//! PrivateLink: from an endpoint to the load balancers of a provider, one way only (PL-01 to PL-12).

use reach::topology::*;

use super::load_balancer;
use super::outcome::Outcome;
use super::packet::{TCP, UDP};
use super::security_group;
use super::walk::{Flight, Walk};
use super::world::World;

/// The packet came to the endpoint's interface, and its groups let it in.
pub fn forward(
    walk: &mut Walk<'_>,
    id: &InterfaceEndpointId,
    subnet: &SubnetId,
    service: &EndpointServiceId,
    flight: Flight,
) -> Outcome {
    let Some(record) = walk.world.drawn.endpoint_services.get(service).cloned() else {
        return Outcome::Unknown;
    };
    walk.world.picks.meet("PrivateLink service");
    // EI-12
    if !matches!(flight.packet.protocol, TCP | UDP) {
        return Outcome::dropped("PROTOCOL_RESTRICTION", id.as_str());
    }
    if record.state != ServiceState::Available {
        return Outcome::dropped("BAD_STATE", service.as_str());
    }
    let nodes = nodes(walk.world, &record, LoadBalancerKind::Network, subnet);
    if nodes.is_empty() && is_of_other_region(walk.world, &record, subnet) {
        return Outcome::refused();
    }
    // PL-12: any of those in the endpoint's Availability Zone.
    let Some((balancer_id, node)) = walk.world.picks.pick(&nodes).cloned() else {
        return Outcome::dropped("VPCE_SERVICE_NOT_INSTALLED_IN_AZ", id.as_str());
    };
    let Some(balancer) = walk.world.drawn.load_balancers.get(&balancer_id).cloned() else {
        return Outcome::Unknown;
    };
    let listener = match load_balancer::listener(&balancer_id, &balancer, &flight.packet) {
        Ok(listener) => listener,
        Err(outcome) => return outcome,
    };
    // PL-05 comes before PL-09.
    if load_balancer::targets(walk.world, &balancer, &node, listener).is_empty() {
        return Outcome::dropped("ELBV2_NO_TARGETS_IN_AZ", balancer_id.as_str());
    }
    // PL-09: by the client's address; what groups it has is lost on the way (SG-11).
    let mut seen = flight.clone();
    seen.lose("SG_REFERENCES_NOT_PRESERVED");
    if balancer.enforce_private_link
        && !load_balancer::is_without_groups(&balancer)
        && let Some(refused) = security_group::ingress(walk.world, &balancer.vpc, &balancer.security_groups, &seen)
    {
        return refused;
    }
    let endpoint = Some((id.clone(), subnet.clone()));
    load_balancer::balance(walk, &balancer_id, &balancer, &node, listener, flight, endpoint)
}

/// PL-04: the nodes of the service's load balancers in the endpoint's Availability Zone.
pub fn nodes(
    world: &World<'_>,
    service: &EndpointService,
    kind: LoadBalancerKind,
    subnet: &SubnetId,
) -> Vec<(LoadBalancerId, SubnetId)> {
    let zone = |subnet: &SubnetId| world.subnet(subnet).map(|subnet| subnet.zone.clone());
    let own = world.subnet(subnet).and_then(|subnet| region(world, &subnet.vpc));
    let mut nodes = Vec::new();
    for id in &service.load_balancers {
        let Some(balancer) = world.drawn.load_balancers.get(id) else {
            continue;
        };
        if balancer.kind != kind {
            continue;
        }
        let mut places = balancer.subnets.clone();
        match region(world, &balancer.vpc) == own {
            true => places.retain(|place| zone(&place.subnet) == zone(subnet)),
            // PL-10: no need for the same Availability Zone.
            false if own.as_ref().is_some_and(|own| service.regions.contains(own)) => {}
            false => continue,
        }
        nodes.extend(places.into_iter().map(|place| (id.clone(), place.subnet)));
    }
    nodes
}

fn region(world: &World<'_>, vpc: &VpcId) -> Option<std::rc::Rc<str>> {
    world.vpc(vpc).map(|vpc| vpc.region.clone())
}

fn is_of_other_region(world: &World<'_>, service: &EndpointService, subnet: &SubnetId) -> bool {
    let own = world.subnet(subnet).and_then(|subnet| region(world, &subnet.vpc));
    let mut balancers = service
        .load_balancers
        .iter()
        .filter_map(|id| world.drawn.load_balancers.get(id));
    balancers.all(|balancer| region(world, &balancer.vpc) != own)
}
