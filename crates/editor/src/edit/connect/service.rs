//! Lines to services: endpoints, load balancers and their targets, Client VPN, names, and exclusions.

use std::rc::Rc;

use reach::id::{Id, Kind, Ref};
use reach::operation::Operation;
use reach::topology::{
    Element, EndpointService, EndpointServiceId, EndpointState, EndpointSubnet, Exclusion, ExclusionMode,
    InterfaceEndpoint, ListenerTarget, SubnetId, VpcId,
};

use crate::edit::{Drawing, Edit, Refused, change, free};
use crate::words;

pub(super) fn between(drawing: Drawing<'_>, a: &Ref, b: &Ref) -> Option<Result<Edit, Refused>> {
    Some(match (a.kind, b.kind) {
        (Kind::Vpc | Kind::Subnet, Kind::EndpointService) => endpoint(drawing, a, &b.to_id()?),
        (Kind::InterfaceEndpoint | Kind::GatewayLoadBalancerEndpoint, Kind::EndpointService)
        | (Kind::EndpointService, Kind::LoadBalancer)
        | (Kind::LoadBalancer, Kind::NetworkInterface)
        | (Kind::HostedZone | Kind::ResolverRule, Kind::Vpc)
        | (Kind::ResolverRule, Kind::ResolverEndpoint)
        | (Kind::BlockPublicAccess, Kind::Vpc | Kind::Subnet) => set(drawing, a, b),
        (Kind::ClientVpnEndpoint | Kind::LoadBalancer, Kind::Subnet) => stand_in(drawing, a, &b.to_id()?),
        _ => return None,
    })
}

/// What one more line means for the record, and how it is said.
fn joined(element: &mut Element, other: &Ref) -> Option<&'static str> {
    match element {
        Element::InterfaceEndpoint(_, record) => {
            record.provider = other.to_id();
            record.service = "".into();
            Some("leads to")
        }
        Element::GatewayLoadBalancerEndpoint(_, record) => {
            record.service = other.to_id()?;
            Some("leads to")
        }
        Element::EndpointService(_, record) => {
            let balancer = other.to_id()?;
            if !record.load_balancers.contains(&balancer) {
                record.load_balancers.push(balancer);
            }
            Some("offers")
        }
        Element::LoadBalancer(_, record) => {
            let interface = other.to_id()?;
            let listener = record.listeners.first_mut()?;
            if !listener.targets.iter().any(|target| target.interface == interface) {
                listener.targets.push(ListenerTarget { interface, port: None });
            }
            Some("has as a target")
        }
        Element::HostedZone(_, record) => {
            record.vpcs.insert(other.to_id()?);
            Some("answers")
        }
        Element::ResolverRule(_, record) => match other.kind {
            Kind::Vpc => {
                record.vpcs.insert(other.to_id()?);
                Some("holds for")
            }
            _ => {
                record.endpoint = other.to_id();
                Some("sends queries out by")
            }
        },
        Element::BlockPublicAccess(_, record) => {
            if !record.exclusions.iter().any(|exclusion| exclusion.of == *other) {
                record.exclusions.push(Exclusion {
                    of: other.clone(),
                    mode: ExclusionMode::Bidirectional,
                });
            }
            Some("leaves out")
        }
        _ => None,
    }
}

fn set(drawing: Drawing<'_>, of: &Ref, other: &Ref) -> Result<Edit, Refused> {
    let (name, to) = (words::name(drawing.topology, of), words::name(drawing.topology, other));
    let mut verb = None;
    let operations = change(drawing, of, |element| {
        verb = joined(element, other);
        Ok(())
    })?;
    let Some(verb) = verb else {
        return Err(format!("{name} has no listener yet. Add one in its table first.").into());
    };
    if operations.is_empty() {
        return Err(format!("{name} {verb} {to} already.").into());
    }
    let mut edit = Edit::new(format!("Connect {name} with {to}"), operations);
    edit.said = Some(format!("{name} {verb} {to}").into());
    Ok(edit)
}

/// Its network interface in one more subnet: an association of a Client VPN endpoint (CVPN-04), a zone of a load balancer.
fn stand_in(drawing: Drawing<'_>, of: &Ref, subnet: &SubnetId) -> Result<Edit, Refused> {
    let place = Ref::from(subnet);
    let (name, to) = (words::name(drawing.topology, of), words::name(drawing.topology, &place));
    let ipv4 = free::address(drawing.topology, subnet).ok_or_else(|| format!("{to} has no free IPv4 address."))?;
    let operations = change(drawing, of, |element| {
        let places = match element {
            Element::ClientVpnEndpoint(_, record) => &mut record.associations,
            Element::LoadBalancer(_, record) => &mut record.subnets,
            _ => return Ok(()),
        };
        if places.iter().any(|place| place.subnet == *subnet) {
            return Err(format!("{name} has an address in {to} already.").into());
        }
        places.push(EndpointSubnet {
            subnet: subnet.clone(),
            ipv4,
        });
        Ok(())
    })?;
    let mut edit = Edit::new(format!("Connect {name} with {to}"), operations);
    edit.said = Some(format!("{name} has {ipv4} in {to}").into());
    Ok(edit)
}

/// An interface endpoint for the service: in this subnet, or in one of each Availability Zone of the VPC.
fn endpoint(drawing: Drawing<'_>, place: &Ref, service: &EndpointServiceId) -> Result<Edit, Refused> {
    let topology = drawing.topology;
    let mut subnets: Vec<(&SubnetId, &Rc<str>, &VpcId)> = Vec::new();
    for (id, record) in topology.subnets.iter() {
        let is_here = Ref::from(id) == *place || Ref::from(&record.vpc) == *place;
        if is_here && record.cidr.is_some() && !subnets.iter().any(|(_, zone, _)| *zone == &record.zone) {
            subnets.push((id, &record.zone, &record.vpc));
        }
    }
    let (name, to) = (words::name(topology, place), words::name(topology, &service.into()));
    let Some((_, _, vpc)) = subnets.first() else {
        return Err(format!("An endpoint needs a subnet of {name}. Add one first.").into());
    };
    let places: Result<Vec<EndpointSubnet>, Refused> = subnets
        .iter()
        .map(|(subnet, ..)| {
            let ipv4 = free::address(topology, subnet).ok_or_else(|| format!("{subnet} has no free IPv4 address."))?;
            Ok(EndpointSubnet {
                subnet: (*subnet).clone(),
                ipv4,
            })
        })
        .collect();
    let waits = topology
        .endpoint_services
        .get(service)
        .is_some_and(|record: &EndpointService| record.acceptance_required);
    let id = free::id(topology, "vpce");
    let record = InterfaceEndpoint {
        name: None,
        vpc: (*vpc).clone(),
        service: "".into(),
        subnets: places?,
        security_groups: Vec::new(),
        private_dns: false,
        state: if waits {
            EndpointState::PendingAcceptance
        } else {
            EndpointState::Available
        },
        provider: Some(service.clone()),
        service_region: None,
        inbound_resolver_only: false,
        policy: None,
    };
    let operation = Operation::Create((Id::new(Rc::clone(&id)), record).into());
    let mut edit = Edit::new(format!("Connect {name} with {to}"), vec![operation]);
    let waiting = if waits {
        ". It waits until the provider accepts it"
    } else {
        ""
    };
    edit.said = Some(format!("Added {id} to {name} for {to}{waiting}").into());
    edit.select = Some(vec![Ref::new(Kind::InterfaceEndpoint, id)]);
    Ok(edit)
}
