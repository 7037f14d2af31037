//! Load balancers, endpoint services and Gateway Load Balancer endpoints need what they stand in or are made of, and lose
//! what is not there. A service is offered through load balancers that are behind no other one (PL-01). AWS page: vpc/latest/privatelink/concepts.html

use crate::id::{Id, Record, Ref};
use crate::issue::association;
use crate::issue::parent::{missing, require};
use crate::reason::reasons;
use crate::resolve::{Draft, element};
use crate::sorted::SortedMap;
use crate::topology::{
    EndpointServiceId, EndpointSubnet, InterfaceEndpoint, InterfaceEndpointId, LoadBalancerId, LoadBalancerKind,
    Topology, VpcId,
};

reasons! {
    OTHER_KIND: "X_REFUSED" ["PL-01"] "Not a load balancer for services",
        "{at} cannot be offered through {other}: only Network Load Balancers can, or Gateway Load Balancers for appliances.",
        "vpc/latest/privatelink/create-endpoint-service.html";

    SECOND_SERVICE: "X_REFUSED" ["PL-01"] "Load balancer already used",
        "{at} cannot be offered through {other}: {service} is. A load balancer is behind at most one endpoint service.",
        "vpc/latest/privatelink/create-endpoint-service.html";

    NO_BALANCER: "X_NOTICE" ["PL-01"] "No load balancer",
        "{at} has no load balancer, so nothing answers behind it; AWS creates no service without one.",
        "vpc/latest/privatelink/create-endpoint-service.html";

    NO_PUBLIC_ADDRESS: "X_NOTICE" ["IG-02", "DEC-26"] "Public addresses not drawn",
        "{at} is internet-facing, so AWS gives it a public address in each of its subnets; not all are drawn. Others stand in for those.",
        "elasticloadbalancing/latest/network/introduction.html";

    NO_POLICY: "X_REFUSED" ["EI-11"] "No policy for this service",
        "{at} cannot have a policy: endpoints for the service of a provider, such as {service}, always give full access.",
        "vpc/latest/privatelink/vpc-endpoints-access.html";

    NOT_VERIFIED: "X_REFUSED" ["PL-13"] "Private name not verified",
        "{at} cannot have private DNS: {service} has no private DNS name whose domain its provider has verified.",
        "vpc/latest/privatelink/manage-dns-names.html";
}

pub(super) fn check(_: &Topology, draft: &mut Draft) {
    load_balancers(draft);
    services(draft);
    let all = draft.topology.gateway_load_balancer_endpoints.clone();
    for (id, endpoint) in all.iter() {
        require(id.into(), (&endpoint.subnet).into(), draft);
        if draft.topology.gateway_load_balancer_endpoints.contains(id.as_str()) {
            require(id.into(), (&endpoint.service).into(), draft);
        }
    }
    let endpoints = draft.topology.interface_endpoints.clone();
    for (id, endpoint) in endpoints.iter() {
        if let Some(provider) = &endpoint.provider {
            require(id.into(), provider.into(), draft);
            private_name(id, endpoint, provider, draft);
            without_policy(id, provider, draft);
        }
    }
}

fn services(draft: &mut Draft) {
    let mut first: SortedMap<LoadBalancerId, EndpointServiceId> = SortedMap::new();
    let all = draft.topology.endpoint_services.clone();
    for (id, service) in all.iter() {
        let mut record = service.clone();
        let mut kind = None;
        record.load_balancers.retain(|of| {
            is_part(id, of.into(), draft) && can_offer(id, of, &mut kind, draft) && is_free(id, of, &mut first, draft)
        });
        if record.load_balancers.is_empty() {
            draft.warn("endpoint-service-without-load-balancer", &NO_BALANCER, id, Vec::new());
        }
        if record != *service {
            draft.topology.endpoint_services.insert(id.clone(), record);
        }
    }
}

/// All of one kind, which is that of the first.
fn can_offer(
    id: &EndpointServiceId,
    balancer: &LoadBalancerId,
    kind: &mut Option<LoadBalancerKind>,
    draft: &mut Draft,
) -> bool {
    let own = draft.topology.load_balancers.get(balancer).map(|record| record.kind);
    let is_fine = own != Some(LoadBalancerKind::Application) && (kind.is_none() || *kind == own);
    if is_fine {
        *kind = own;
    } else {
        draft.error(
            "endpoint-service-load-balancer",
            &OTHER_KIND,
            id,
            vec![("other", element(balancer))],
        );
    }
    is_fine
}

fn is_free(
    id: &EndpointServiceId,
    balancer: &LoadBalancerId,
    first: &mut SortedMap<LoadBalancerId, EndpointServiceId>,
    draft: &mut Draft,
) -> bool {
    let Some(service) = first.get(balancer).filter(|service| *service != id) else {
        first.insert(balancer.clone(), id.clone());
        return true;
    };
    let facts = vec![("other", element(balancer)), ("service", element(service))];
    draft.error("load-balancer-of-other-service", &SECOND_SERVICE, id, facts);
    false
}

/// PL-13: private DNS needs a name of the service that the provider has verified.
fn private_name(
    id: &InterfaceEndpointId,
    endpoint: &InterfaceEndpoint,
    provider: &EndpointServiceId,
    draft: &mut Draft,
) {
    let service = draft.topology.endpoint_services.get(provider);
    let has_name = service.is_some_and(|service| service.verified && service.private_dns_name.is_some());
    if !endpoint.private_dns || has_name {
        return;
    }
    draft.error(
        "private-name-not-verified",
        &NOT_VERIFIED,
        id,
        vec![("service", element(provider))],
    );
    if let Some(record) = draft.topology.interface_endpoints.get_mut(id) {
        record.private_dns = false;
    }
}

fn without_policy(id: &InterfaceEndpointId, provider: &EndpointServiceId, draft: &mut Draft) {
    let record = draft.topology.interface_endpoints.get_mut(id);
    let Some(record) = record.filter(|record| record.policy.is_some()) else {
        return;
    };
    record.policy = None;
    draft.error(
        "policy-for-providers-service",
        &NO_POLICY,
        id,
        vec![("service", element(provider))],
    );
}

fn load_balancers(draft: &mut Draft) {
    let all = draft.topology.load_balancers.clone();
    for (id, balancer) in all.iter() {
        require(id.into(), (&balancer.vpc).into(), draft);
        if !draft.topology.load_balancers.contains(id.as_str()) {
            continue;
        }
        let mut changed = balancer.clone();
        let kept = places(id, &balancer.vpc, &balancer.subnets, draft);
        changed.retain_places(|place| kept.contains(place));
        for listener in &mut changed.listeners {
            let port = listener.port;
            listener.targets.retain(|target| {
                let is_there = exists(id, (&target.interface).into(), draft);
                if !is_there {
                    draft.filled_in.lost_targets.insert((id.clone(), port));
                }
                is_there
            });
        }
        if changed.internet_facing && changed.public_ipv4.len() < changed.subnets.len() {
            draft.info(
                "load-balancer-without-public-address",
                &NO_PUBLIC_ADDRESS,
                id,
                Vec::new(),
            );
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
            None => {
                missing(id, (&place.subnet).into(), draft);
                draft.filled_in.incomplete.insert(id.into());
            }
        }
    }
    kept
}

/// The same, of what `at` is made of: without it nobody knows all that it does.
pub(super) fn is_part<T: Record>(at: &Id<T>, other: Ref, draft: &mut Draft) -> bool {
    let is_there = exists(at, other, draft);
    if !is_there {
        draft.filled_in.incomplete.insert(at.into());
    }
    is_there
}

/// Whether the other element is there; reports it if not.
pub(super) fn exists<T: Record>(at: &Id<T>, other: Ref, draft: &mut Draft) -> bool {
    let is_there = draft.topology.contains(&other);
    if !is_there {
        missing(at, other, draft);
    }
    is_there
}
