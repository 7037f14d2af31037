//! Load balancers, endpoint services and Gateway Load Balancer endpoints need what they stand in or are made of, and lose
//! what is not there. AWS page: vpc/latest/privatelink/concepts.html

use crate::id::{Id, Record, Ref};
use crate::issue::association;
use crate::issue::parent::{missing, require};
use crate::resolve::Draft;
use crate::topology::{EndpointSubnet, Topology, VpcId};

pub(super) fn check(drawn: &Topology, draft: &mut Draft) {
    load_balancers(drawn, draft);
    for (id, service) in drawn.endpoint_services.iter() {
        let mut kept = service.load_balancers.clone();
        kept.retain(|of| exists(id, of.into(), draft));
        if let Some(record) = draft.topology.endpoint_services.get_mut(id)
            && record.load_balancers != kept
        {
            record.load_balancers = kept;
        }
    }
    for (id, endpoint) in drawn.gateway_load_balancer_endpoints.iter() {
        require(id.into(), (&endpoint.subnet).into(), draft);
        if draft.topology.gateway_load_balancer_endpoints.contains(id.as_str()) {
            require(id.into(), (&endpoint.service).into(), draft);
        }
    }
    let endpoints = draft.topology.interface_endpoints.clone();
    for (id, endpoint) in endpoints.iter() {
        if let Some(provider) = &endpoint.provider {
            require(id.into(), provider.into(), draft);
        }
    }
}

fn load_balancers(drawn: &Topology, draft: &mut Draft) {
    for (id, balancer) in drawn.load_balancers.iter() {
        require(id.into(), (&balancer.vpc).into(), draft);
        if !draft.topology.load_balancers.contains(id.as_str()) {
            continue;
        }
        let mut changed = balancer.clone();
        changed.subnets = places(id, &balancer.vpc, &balancer.subnets, draft);
        for listener in &mut changed.listeners {
            listener
                .targets
                .retain(|target| exists(id, (&target.interface).into(), draft));
        }
        if changed != *balancer {
            draft.topology.load_balancers.insert(id.clone(), changed);
        }
    }
}

/// The places whose subnets exist and are of the VPC.
pub(super) fn places<T: Record>(
    id: &Id<T>,
    vpc: &VpcId,
    places: &[EndpointSubnet],
    draft: &mut Draft,
) -> Vec<EndpointSubnet> {
    let mut kept = Vec::new();
    for place in places {
        match draft.topology.subnets.get(&place.subnet) {
            Some(record) if record.vpc == *vpc => kept.push(place.clone()),
            Some(_) => association::other_vpc(id, (&place.subnet).into(), vpc, draft),
            None => missing(id, (&place.subnet).into(), draft),
        }
    }
    kept
}

/// Whether the other element is there; reports it if not.
pub(super) fn exists<T: Record>(at: &Id<T>, other: Ref, draft: &mut Draft) -> bool {
    let is_there = draft.topology.contains(&other);
    if !is_there {
        missing(at, other, draft);
    }
    is_there
}
