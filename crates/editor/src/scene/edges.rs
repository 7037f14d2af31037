//! Lasting connections: peerings, VPN connections, gateways and what they lead to.

use std::rc::Rc;

use reach::id::{Kind, Ref};
use reach::topology::{Attached, PeeringState};

use super::field::{Field, Stop, segments, through};
use super::{Edge, EdgeStyle, Source};
use crate::kernel::geometry::World;
use crate::kernel::polyline::{length, point_at};
use crate::kernel::route_edge::{Segment, simplified};
use crate::kernel::text::{Type, fitted, width};

const MOST_TO_THE_INTERNET: usize = 3;

/// One connection to draw: through which things it goes.
struct Plan {
    of: Ref,
    stops: Vec<Stop>,
    style: EdgeStyle,
    text: Option<Rc<str>>,
    label: String,
}

pub(super) fn edges(source: &Source<'_>, field: &mut Field) -> Vec<Edge> {
    let mut plans = Vec::new();
    plans.extend(peerings(source));
    plans.extend(vpn_connections(source));
    plans.extend(gateways(source));
    plans.extend(interface_endpoints(source));
    plans.extend(attachments(source));
    plans.extend(direct_connect(source));
    plans.extend(services(source));
    let mut drawn: Vec<(Ref, Segment)> = Vec::new();
    let mut edges = Vec::new();
    for plan in plans {
        // Pieces of the same connection may share their way.
        let used: Vec<Segment> = drawn
            .iter()
            .filter(|(of, _)| *of != plan.of)
            .map(|(_, segment)| *segment)
            .collect();
        let path = chain(field, &plan.stops, &used);
        if path.len() < 2 {
            continue;
        }
        drawn.extend(segments(&path).map(|segment| (plan.of.clone(), segment)));
        let edge = Edge {
            of: plan.of,
            text: plan.text.map(|text| (beside_the_middle(&path, &text), text)),
            path,
            style: plan.style,
            label: plan.label.into(),
        };
        edge.text_rect()
            .into_iter()
            .for_each(|words| field.keep_readable(words));
        edges.push(edge);
    }
    edges
}

/// One line through all the stops.
pub(super) fn chain(field: &mut Field, stops: &[Stop], used: &[Segment]) -> Vec<World> {
    let mut path: Vec<World> = Vec::new();
    for pair in stops.windows(2) {
        let [from, to] = pair else { continue };
        let leg = field.connect(from, to, path.last().copied(), used);
        if let (Some(entry), Some(exit), Some(rect)) = (path.last(), leg.first(), field.rect(from)) {
            let bend = through(rect, *entry, *exit);
            path.extend(bend);
        }
        path.extend(leg);
    }
    simplified(path)
}

/// So far away that lines which go the same way have room between; [`super::captions`] finds the last place.
fn beside_the_middle(path: &[World], text: &str) -> World {
    let long = length(path);
    let middle = point_at(path, long / 2).unwrap_or_default();
    match point_at(path, long / 2 + 1) {
        Some(next) if next.y != middle.y => World::new(middle.x + width(text, Type::Caption) / 2 + 20, middle.y + 4),
        _ => World::new(middle.x, middle.y - 20),
    }
}

fn node(of: Ref) -> Stop {
    Stop::Node((of, None))
}

fn peerings(source: &Source<'_>) -> Vec<Plan> {
    let records = source.topology().peering_connections.iter();
    records
        .map(|(id, record)| {
            let of = Ref::from(id);
            let (a, b) = (Ref::from(&record.requester), Ref::from(&record.accepter));
            let active = record.state == PeeringState::Active;
            let label = format!(
                "Peering connection {} between {} and {}, {}",
                source.name(&of),
                source.name(&a),
                source.name(&b),
                record.state.word()
            );
            Plan {
                stops: vec![Stop::Frame(a), node(of.clone()), Stop::Frame(b)],
                of,
                style: if active { EdgeStyle::Solid } else { EdgeStyle::Dashed },
                text: None,
                label,
            }
        })
        .collect()
}

fn vpn_connections(source: &Source<'_>) -> Vec<Plan> {
    let records = source.topology().vpn_connections.iter();
    records
        .map(|(id, record)| {
            let of = Ref::from(id);
            let customer = Ref::from(&record.customer_gateway);
            let up = record.tunnels.iter().filter(|tunnel| tunnel.up).count();
            let name = source.name(&of);
            let label = format!(
                "VPN connection {name} between {} and {}, {up} of 2 tunnels up",
                source.name(&record.gateway),
                source.name(&customer)
            );
            Plan {
                of,
                stops: vec![node(record.gateway.clone()), node(customer)],
                style: if up > 0 { EdgeStyle::Solid } else { EdgeStyle::Dashed },
                text: Some(fitted(&name, Type::Caption, 88)),
                label,
            }
        })
        .collect()
}

/// An attached internet gateway leads to the internet, a gateway endpoint to its service.
fn gateways(source: &Source<'_>) -> Vec<Plan> {
    let topology = source.topology();
    let attached = || {
        topology
            .internet_gateways
            .iter()
            .filter(|(_, gateway)| gateway.vpc.is_some())
    };
    // Many lines to one card would say nothing.
    let internet = attached().filter(|_| attached().count() <= MOST_TO_THE_INTERNET);
    let internet = internet.map(|(id, _)| (Ref::from(id), Ref::internet()));
    let endpoints = topology.gateway_endpoints.iter().filter_map(|(id, endpoint)| {
        let vpc = topology.vpcs.get(&endpoint.vpc)?;
        Some((Ref::from(id), Ref::service(&endpoint.service, &vpc.region)))
    });
    internet
        .chain(endpoints)
        .map(|(of, to)| lead(source, of, None, to))
        .collect()
}

/// Virtual interfaces lead to their gateway, Direct Connect gateways to what they are associated with.
fn direct_connect(source: &Source<'_>) -> Vec<Plan> {
    let mut plans = Vec::new();
    for (id, interface) in source.topology().virtual_interfaces.iter() {
        plans.extend(
            interface
                .gateway
                .iter()
                .map(|gateway| lead(source, id.into(), None, gateway.clone())),
        );
    }
    for (id, gateway) in source.topology().direct_connect_gateways.iter() {
        let associations = gateway.associations.iter();
        plans.extend(associations.map(|association| lead(source, id.into(), None, association.gateway.clone())));
    }
    plans
}

/// Endpoint services stand in front of load balancers, Gateway Load Balancer endpoints in front of a service.
fn services(source: &Source<'_>) -> Vec<Plan> {
    let mut plans = Vec::new();
    for (id, service) in source.topology().endpoint_services.iter() {
        let balancers = service.load_balancers.iter();
        plans.extend(balancers.map(|balancer| lead(source, id.into(), None, balancer.into())));
    }
    for (id, endpoint) in source.topology().gateway_load_balancer_endpoints.iter() {
        plans.push(lead(source, id.into(), None, (&endpoint.service).into()));
    }
    plans
}

/// Attachments lead to their transit gateway, and to what they attach if that is drawn as one thing.
fn attachments(source: &Source<'_>) -> Vec<Plan> {
    let mut plans = Vec::new();
    for (id, attachment) in source.topology().transit_gateway_attachments.iter() {
        let far = match &attachment.to {
            Attached::Peering(other) if id <= other => Some(Ref::from(other)),
            _ => None,
        };
        for to in std::iter::once(Ref::from(&attachment.gateway)).chain(far) {
            let mut plan = lead(source, id.into(), None, to);
            if !attachment.state.carries() {
                plan.style = EdgeStyle::Dashed;
            }
            plans.push(plan);
        }
    }
    plans
}

fn interface_endpoints(source: &Source<'_>) -> Vec<Plan> {
    let topology = source.topology();
    let mut plans = Vec::new();
    for (id, endpoint) in topology.interface_endpoints.iter() {
        let Some(vpc) = topology.vpcs.get(&endpoint.vpc) else {
            continue;
        };
        let to = match &endpoint.provider {
            Some(provider) => provider.into(),
            None => Ref::service(&endpoint.service, &vpc.region),
        };
        let of = Ref::from(id);
        plans.push(lead(source, of.clone(), None, to.clone()));
        let parts = source.placement.parts.keys().filter(|(owner, _)| *owner == of);
        plans.extend(parts.map(|(_, part)| lead(source, of.clone(), Some(Rc::clone(part)), to.clone())));
    }
    plans
}

fn lead(source: &Source<'_>, of: Ref, part: Option<Rc<str>>, to: Ref) -> Plan {
    let kind = match of.kind {
        Kind::InternetGateway => "Internet gateway",
        Kind::GatewayEndpoint => "Gateway endpoint",
        Kind::TransitGatewayAttachment => "Transit gateway attachment",
        Kind::VirtualInterface => "Virtual interface",
        Kind::EndpointService => "Endpoint service",
        Kind::GatewayLoadBalancerEndpoint => "Gateway Load Balancer endpoint",
        Kind::DirectConnectGateway => "Direct Connect gateway",
        _ => "Interface endpoint",
    };
    Plan {
        label: format!("{kind} {} leads to {}", source.name(&of), source.name(&to)),
        stops: vec![Stop::Node((of.clone(), part)), node(to)],
        of,
        style: EdgeStyle::Solid,
        text: None,
    }
}
