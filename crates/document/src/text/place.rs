//! Where an element belongs and how it is called, whatever its kind.

use std::rc::Rc;

use reach::id::Ref;
use reach::topology::{Element, Topology, VpcId};

pub(crate) fn vpc_of(topology: &Topology, reference: &Ref) -> Option<VpcId> {
    let of_subnet = |subnet| topology.subnets.get(subnet).map(|subnet| subnet.vpc.clone());
    match topology.get(reference)? {
        Element::Vpc(id, _) => Some(id),
        Element::Subnet(_, record) => Some(record.vpc),
        Element::RouteTable(_, record) => Some(record.vpc),
        Element::NetworkAcl(_, record) => Some(record.vpc),
        Element::SecurityGroup(_, record) => Some(record.vpc),
        Element::NetworkInterface(_, record) => of_subnet(&record.subnet),
        Element::InternetGateway(_, record) => record.vpc,
        Element::NatGateway(_, record) => of_subnet(&record.subnet),
        Element::GatewayEndpoint(_, record) => Some(record.vpc),
        Element::InterfaceEndpoint(_, record) => Some(record.vpc),
        Element::VpnGateway(_, record) => record.vpc,
        Element::EgressOnlyInternetGateway(_, record) => record.vpc,
        Element::ClientVpnEndpoint(_, record) => record.vpc,
        Element::LoadBalancer(_, record) => Some(record.vpc),
        Element::RegionalNatGateway(_, record) => Some(record.vpc),
        Element::ResolverEndpoint(_, record) => Some(record.vpc),
        Element::GatewayLoadBalancerEndpoint(_, record) => of_subnet(&record.subnet),
        _ => None,
    }
}

pub(crate) fn name_of(topology: &Topology, reference: &Ref) -> Option<Rc<str>> {
    topology.get(reference)?.name().cloned()
}
