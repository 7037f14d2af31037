//! What lies in what, as drawn: VPC, subnet, instance; gateways lie in their VPC, a customer gateway in its site.

use reach::id::{Kind, Ref};
use reach::topology::{Element, Topology};

/// The container that the element is drawn in; `None` for what stands alone.
pub fn parent_of(topology: &Topology, of: &Ref) -> Option<Ref> {
    let parent = match topology.get(of)? {
        Element::Subnet(_, record) => Ref::from(record.vpc),
        Element::NetworkInterface(_, record) => Ref::from(record.subnet),
        Element::NatGateway(_, record) => Ref::from(record.subnet),
        Element::InterfaceEndpoint(_, record) => match record.subnets.first() {
            Some(first) => Ref::from(&first.subnet),
            None => Ref::from(record.vpc),
        },
        Element::GatewayEndpoint(_, record) => Ref::from(record.vpc),
        Element::RouteTable(_, record) => Ref::from(record.vpc),
        Element::NetworkAcl(_, record) => Ref::from(record.vpc),
        Element::SecurityGroup(_, record) => Ref::from(record.vpc),
        Element::InternetGateway(_, record) => Ref::from(record.vpc?),
        Element::VpnGateway(_, record) => Ref::from(record.vpc?),
        Element::CustomerGateway(_, record) => Ref::from(record.site?),
        Element::EgressOnlyInternetGateway(_, record) => Ref::from(record.vpc?),
        Element::LoadBalancer(_, record) => Ref::from(record.vpc),
        Element::RegionalNatGateway(_, record) => Ref::from(record.vpc),
        Element::ResolverEndpoint(_, record) => Ref::from(record.vpc),
        Element::GatewayLoadBalancerEndpoint(_, record) => Ref::from(record.subnet),
        Element::ClientVpnEndpoint(_, record) => Ref::from(record.vpc?),
        Element::VirtualInterface(_, record) => Ref::from(record.site?),
        Element::TransitGatewayAttachment(_, record) => Ref::from(record.gateway),
        Element::TransitGatewayRouteTable(_, record) => Ref::from(record.gateway),
        _ => return None,
    };
    topology.contains(&parent).then_some(parent)
}

/// The VPC that the element lies in, or is.
pub fn vpc_of(topology: &Topology, of: &Ref) -> Option<Ref> {
    let mut at = of.clone();
    loop {
        if at.kind == Kind::Vpc {
            return topology.contains(&at).then_some(at);
        }
        at = parent_of(topology, &at)?;
    }
}

/// Everything in the container, nearest first.
pub fn descendants(topology: &Topology, of: &Ref) -> Vec<Ref> {
    let pairs: Vec<(Ref, Ref)> = topology
        .references()
        .into_iter()
        .filter_map(|child| Some((parent_of(topology, &child)?, child)))
        .collect();
    let mut found = vec![of.clone()];
    let mut next = 0;
    while let Some(parent) = found.get(next).cloned() {
        found.extend(
            pairs
                .iter()
                .filter(|(of, _)| *of == parent)
                .map(|(_, child)| child.clone()),
        );
        next += 1;
    }
    found.remove(0);
    found
}

/// What a lasting connection joins.
pub fn ends_of(topology: &Topology, of: &Ref) -> Option<(Ref, Ref)> {
    match topology.get(of)? {
        Element::PeeringConnection(_, record) => Some((record.requester.into(), record.accepter.into())),
        Element::VpnConnection(_, record) => Some((record.gateway, record.customer_gateway.into())),
        _ => None,
    }
}

/// Every drawn element, each container before what is in it: the order of Tab and of the outline.
pub fn order(topology: &Topology) -> Vec<Ref> {
    let references = topology.references();
    let mut all = Vec::new();
    for top in &references {
        if parent_of(topology, top).is_none() {
            add_with_children(topology, top, &references, &mut all);
        }
    }
    all
}

fn add_with_children(topology: &Topology, of: &Ref, references: &[Ref], all: &mut Vec<Ref>) {
    all.push(of.clone());
    for child in references {
        if parent_of(topology, child).as_ref() == Some(of) {
            add_with_children(topology, child, references, all);
        }
    }
}
