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
        Element::PrefixList(..)
        | Element::PeeringConnection(..)
        | Element::CustomerGateway(..)
        | Element::VpnConnection(..)
        | Element::Site(..) => None,
    }
}

pub(crate) fn name_of(topology: &Topology, reference: &Ref) -> Option<Rc<str>> {
    match topology.get(reference)? {
        Element::Vpc(_, record) => record.name,
        Element::Subnet(_, record) => record.name,
        Element::RouteTable(_, record) => record.name,
        Element::NetworkAcl(_, record) => record.name,
        Element::SecurityGroup(_, record) => record.name,
        Element::PrefixList(_, record) => record.name,
        Element::NetworkInterface(_, record) => record.name,
        Element::InternetGateway(_, record) => record.name,
        Element::NatGateway(_, record) => record.name,
        Element::PeeringConnection(_, record) => record.name,
        Element::GatewayEndpoint(_, record) => record.name,
        Element::InterfaceEndpoint(_, record) => record.name,
        Element::VpnGateway(_, record) => record.name,
        Element::CustomerGateway(_, record) => record.name,
        Element::VpnConnection(_, record) => record.name,
        Element::Site(_, record) => record.name,
    }
}
