//! Load balancers, what is offered through them, and Client VPN endpoints.

use std::net::IpAddr;
use std::rc::Rc;

use reach::id::{Id, Ref};
use reach::topology::{
    Client, ClientVpnEndpoint, EndpointService, EndpointServiceId, EndpointState, EndpointSubnet,
    GatewayLoadBalancerEndpoint, Listener, ListenerProtocol, LoadBalancer, LoadBalancerId, LoadBalancerKind,
    ServiceState, Subnet, SubnetId, Topology, VpcId,
};

use super::{free_address, made};
use crate::edit::{Drawing, Edit, Refused, containment, free};
use crate::message::Placeable;
use crate::words;

/// The subnet that the parent is or lies in.
fn subnet_around(topology: &Topology, parent: Option<&Ref>) -> Option<SubnetId> {
    let mut around = parent.cloned();
    while let Some(at) = around {
        if let Some(id) = at.to_id::<Subnet>() {
            return Some(id);
        }
        around = containment::parent_of(topology, &at);
    }
    None
}

/// The subnet it was dropped on; else one in each Availability Zone of the VPC.
fn subnets_for(topology: &Topology, vpc: &VpcId, parent: Option<&Ref>) -> Vec<SubnetId> {
    if let Some(subnet) = subnet_around(topology, parent) {
        return vec![subnet];
    }
    let mut zones: Vec<&Rc<str>> = Vec::new();
    let mut chosen = Vec::new();
    for (id, record) in topology.subnets.iter() {
        if record.vpc == *vpc && record.cidr.is_some() && !zones.contains(&&record.zone) {
            zones.push(&record.zone);
            chosen.push(id.clone());
        }
    }
    chosen
}

fn places(drawing: Drawing<'_>, subnets: Vec<SubnetId>) -> Result<Vec<EndpointSubnet>, Refused> {
    let place = |subnet: SubnetId| {
        Ok(EndpointSubnet {
            ipv4: free_address(drawing, &subnet)?,
            subnet,
        })
    };
    subnets.into_iter().map(place).collect()
}

pub(super) fn load_balancer(
    drawing: Drawing<'_>,
    what: Placeable,
    vpc: &VpcId,
    parent: Option<&Ref>,
) -> Result<Edit, Refused> {
    let (kind, stem, protocol, port) = match what {
        Placeable::ApplicationLoadBalancer => (LoadBalancerKind::Application, "alb", ListenerProtocol::Https, 443),
        Placeable::GatewayLoadBalancer => (LoadBalancerKind::Gateway, "gwlb", ListenerProtocol::Geneve, 6081),
        _ => (LoadBalancerKind::Network, "nlb", ListenerProtocol::Tcp, 443),
    };
    let name = words::name(drawing.topology, &vpc.into());
    let subnets = subnets_for(drawing.topology, vpc, parent);
    if subnets.is_empty() {
        return Err(format!("A load balancer stands in the subnets of {name}. Add a subnet first.").into());
    }
    let id = free::id(drawing.topology, stem);
    let mut record = LoadBalancer::new(vpc.clone(), kind);
    record.subnets = places(drawing, subnets)?;
    record.listeners = vec![Listener {
        protocol,
        port,
        targets: Vec::new(),
    }];
    let said = format!("Added {id} to {name}. Connect it with its targets next");
    Ok(made(drawing, what, (Id::new(id), record).into(), said))
}

/// In front of the load balancer it was dropped on; else of the first that offers nothing yet.
pub(super) fn endpoint_service(drawing: Drawing<'_>, parent: Option<&Ref>) -> Result<Edit, Refused> {
    let topology = drawing.topology;
    let offers = |id: &LoadBalancerId| {
        let mut services = topology.endpoint_services.iter();
        services.any(|(_, service)| service.load_balancers.contains(id))
    };
    let fits = |id: &LoadBalancerId| {
        let record = topology.load_balancers.get(id);
        record.is_some_and(|record| record.kind != LoadBalancerKind::Application)
    };
    let given = parent.and_then(|parent| parent.to_id::<LoadBalancer>());
    let mut ids = topology.load_balancers.ids();
    let balancer = given.or_else(|| ids.find(|id| fits(id) && !offers(id)).cloned());
    let Some(balancer) = balancer else {
        return Err("An endpoint service stands in front of a Network or Gateway Load Balancer. Add one first.".into());
    };
    let name = words::name(topology, &(&balancer).into());
    let id = free::id(topology, "service");
    let record = EndpointService {
        name: None,
        load_balancers: vec![balancer],
        acceptance_required: false,
        principals: Default::default(),
        regions: Default::default(),
        private_dns_name: None,
        verified: false,
        state: ServiceState::Available,
    };
    let said = format!("Added {id} in front of {name}. Connect an endpoint in another VPC with it");
    Ok(made(
        drawing,
        Placeable::EndpointService,
        (Id::new(id), record).into(),
        said,
    ))
}

/// For the first service with a Gateway Load Balancer (PL-15).
pub(super) fn gateway_load_balancer_endpoint(drawing: Drawing<'_>, subnet: &SubnetId) -> Result<Edit, Refused> {
    let topology = drawing.topology;
    let is_gateway = |id: &LoadBalancerId| {
        let record = topology.load_balancers.get(id);
        record.is_some_and(|record| record.kind == LoadBalancerKind::Gateway)
    };
    let mut services = topology.endpoint_services.iter();
    let found = services.find(|(_, service)| service.load_balancers.iter().any(is_gateway));
    let Some((service, _)) = found else {
        return Err("This endpoint leads to an endpoint service with a Gateway Load Balancer. Add those first.".into());
    };
    let service: EndpointServiceId = service.clone();
    let id = free::id(topology, "gwlbe");
    let place = words::name(topology, &subnet.into());
    let said = format!("Added {id} for {service} to {place}. A route leads packets to it");
    let record = GatewayLoadBalancerEndpoint {
        name: None,
        subnet: subnet.clone(),
        service,
        state: EndpointState::Available,
    };
    Ok(made(
        drawing,
        Placeable::GatewayLoadBalancerEndpoint,
        (Id::new(id), record).into(),
        said,
    ))
}

pub(super) fn client_vpn(drawing: Drawing<'_>, vpc: &VpcId, parent: Option<&Ref>) -> Result<Edit, Refused> {
    let topology = drawing.topology;
    let client_cidr =
        free::client_cidr(topology).ok_or("No range is left for the clients of another Client VPN endpoint.")?;
    let mut record = ClientVpnEndpoint::new(Some(vpc.clone()), client_cidr);
    record.associations = places(drawing, subnet_around(topology, parent).into_iter().collect())?;
    let address = free::at_offset(client_cidr, 2).map(IpAddr::V4);
    record.clients = address
        .map(|address| Client {
            name: "user-1".into(),
            address,
            groups: Vec::new(),
        })
        .into_iter()
        .collect();
    let id = free::id(topology, "cvpn");
    let next = if record.associations.is_empty() {
        "Connect it with a subnet, then add an authorization rule"
    } else {
        "Add an authorization rule: without one its users get nowhere"
    };
    let said = format!(
        "Added {id} to {} for clients in {client_cidr}. {next}",
        words::name(topology, &vpc.into())
    );
    Ok(made(
        drawing,
        Placeable::ClientVpnEndpoint,
        (Id::new(id), record).into(),
        said,
    ))
}
