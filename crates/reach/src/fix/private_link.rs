//! Availability Zones of PrivateLink (PL-04): the load balancer in one more, or the endpoint in another.
//! AWS page: vpc/latest/privatelink/create-endpoint-service.html

use std::rc::Rc;

use super::Move;
use super::exposure::Exposure;
use super::scene::{Scene, change, step};
use crate::id::{Kind, Ref};
use crate::reason::reasons;
use crate::topology::{
    Element, EndpointSubnet, InterfaceEndpointId, LoadBalancerId, LoadBalancerKind, SubnetId, Topology, VpcId,
};
use crate::trace::Fact;

reasons! {
    ZONE: "fix-balancer-zone" ["PL-04"] "Put the load balancer into the zone",
        "Add {subnet} to {at}, so that it is in the endpoint's Availability Zone, too.",
        "vpc/latest/privatelink/create-endpoint-service.html";
    LEAVE: "fix-endpoint-leaves-zone" ["PL-04"] "Take the endpoint out of the zone",
        "Take {at} out of {subnet}: clients then use its address in another Availability Zone.",
        "vpc/latest/privatelink/create-endpoint-service.html";
    OFFER: "fix-offer-in-region" ["PL-10"] "Offer the service in the Region",
        "Let the provider offer {at} in {region}, too.",
        "vpc/latest/privatelink/privatelink-share-your-services.html";
    MOVE: "fix-endpoint-zone" ["PL-04"] "Put the endpoint into another zone",
        "Put {at} into {subnet} in place of {other}, in an Availability Zone of the service.",
        "vpc/latest/privatelink/create-endpoint-service.html";
}

pub(super) fn moves(scene: &Scene<'_>) -> Vec<Move> {
    if scene.code() == "NO_POSSIBLE_DESTINATION" {
        return offer(scene).into_iter().collect();
    }
    if scene.code() != "VPCE_SERVICE_NOT_INSTALLED_IN_AZ" {
        return Vec::new();
    }
    let Some(Fact::Text(zone)) = scene.blocker.finding.fact("zone") else {
        return Vec::new();
    };
    let balancers = balancers(scene);
    let added = balancers.iter().filter_map(|id| add(scene, id, zone));
    added.chain(elsewhere(scene, &balancers, zone)).collect()
}

/// In the endpoint's own Region, too.
fn offer(scene: &Scene<'_>) -> Option<Move> {
    let network = &scene.state.network;
    let id: InterfaceEndpointId = scene.at().to_id()?;
    let record = network.topology().interface_endpoints.get(&id)?;
    let region: Rc<str> = network.region_of(&record.vpc)?.into();
    let service = scene.element("service").filter(|of| of.kind == Kind::EndpointService)?;
    let facts = vec![("region", Fact::Text(Rc::clone(&region)))];
    change(scene, service, &OFFER, facts, |element| match element {
        Element::EndpointService(_, service) => {
            service.regions.insert(region);
            Some(())
        }
        _ => None,
    })
}

fn balancers(scene: &Scene<'_>) -> Vec<LoadBalancerId> {
    let services = &scene.state.network.topology().endpoint_services;
    let service = scene.element("service").and_then(|of| services.get(&of.to_id()?));
    service
        .map(|service| service.load_balancers.clone())
        .unwrap_or_default()
}

fn zone_of<'t>(topology: &'t Topology, subnet: &SubnetId) -> Option<&'t str> {
    topology.subnets.get(subnet).map(|subnet| &*subnet.zone)
}

/// The first subnet of the VPC in a zone that fits, and a free address there.
fn place(scene: &Scene<'_>, vpc: &VpcId, fits: impl Fn(&str) -> bool) -> Option<EndpointSubnet> {
    let mut subnets = scene.state.network.topology().subnets.iter();
    let (subnet, _) = subnets.find(|(_, record)| record.vpc == *vpc && fits(&record.zone))?;
    let ipv4 = scene.state.free_address(subnet)?;
    Some(EndpointSubnet {
        subnet: subnet.clone(),
        ipv4,
    })
}

/// An internet-facing one would need a public address there, too.
fn add(scene: &Scene<'_>, id: &LoadBalancerId, zone: &str) -> Option<Move> {
    let record = scene.state.network.topology().load_balancers.get(id)?;
    if record.kind != LoadBalancerKind::Network || record.internet_facing {
        return None;
    }
    let place = place(scene, &record.vpc, |other| other == zone)?;
    let facts = vec![("subnet", Fact::Element(Ref::from(&place.subnet)))];
    change(scene, &Ref::from(id), &ZONE, facts, |element| match element {
        Element::LoadBalancer(_, balancer) => {
            balancer.subnets.push(place);
            Some(())
        }
        _ => None,
    })
}

/// Out of the zone where another place is left; else into a zone where the service is.
fn elsewhere(scene: &Scene<'_>, balancers: &[LoadBalancerId], zone: &str) -> Option<Move> {
    let topology = scene.state.network.topology();
    let at = scene.at();
    let id: InterfaceEndpointId = at.to_id().filter(|_| at.kind == Kind::InterfaceEndpoint)?;
    let record = topology.interface_endpoints.get(&id)?;
    let is_served = |other: &str| {
        let records = balancers.iter().filter_map(|id| topology.load_balancers.get(id));
        let mut places = records.flat_map(|balancer| &balancer.subnets);
        places.any(|place| zone_of(topology, &place.subnet) == Some(other))
    };
    let here = record
        .subnets
        .iter()
        .find(|place| zone_of(topology, &place.subnet) == Some(zone))?;
    let mut others = record
        .subnets
        .iter()
        .filter_map(|place| zone_of(topology, &place.subnet));
    let new = if others.any(is_served) {
        None
    } else {
        Some(place(scene, &record.vpc, is_served)?)
    };
    let old = Fact::Element(Ref::from(&here.subnet));
    let (reason, facts) = match &new {
        None => (&LEAVE, vec![("subnet", old)]),
        Some(new) => (
            &MOVE,
            vec![("subnet", Fact::Element(Ref::from(&new.subnet))), ("other", old)],
        ),
    };
    let operation = scene.state.change(at, |element| {
        let Element::InterfaceEndpoint(_, endpoint) = element else {
            return None;
        };
        endpoint.subnets.retain(|place| place.subnet != here.subnet);
        endpoint.subnets.extend(new);
        Some(())
    })?;
    Some(vec![step(operation, reason, at, facts, Exposure::NOTHING)])
}
