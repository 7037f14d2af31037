//! The network interfaces that record flows: those of instances, and those that AWS makes for its own gateways.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::rc::Rc;

use crate::id::{Kind, Ref};
use crate::network::{Holder, Network};
use crate::topology::{
    Attached, ClientVpnEndpointId, InterfaceEndpointId, InterfaceId, LoadBalancerId, NatGatewayId, ResolverEndpointId,
    Role, SubnetId, TransitGatewayAttachmentId, VpcId,
};

/// The account that a diagram without accounts is about.
const ACCOUNT: &str = "123456789012";

/// Who records: the facts about a network interface that records show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// The element whose interface it is.
    pub at: Ref,
    /// As the field interface-id shows it. AWS's own interfaces have no record here: a NAT gateway's goes by the gateway's id,
    /// an endpoint's
    /// and an attachment's by its own and the subnet's.
    pub id: Rc<str>,
    pub account: Rc<str>,
    pub vpc: VpcId,
    pub subnet: SubnetId,
    pub region: Rc<str>,
    /// The instance behind it; none for interfaces that AWS manages (FL-08).
    pub instance: Option<Rc<str>>,
    primary: Option<Ipv4Addr>,
    ipv6: Vec<Ipv6Addr>,
}

impl Interface {
    pub(super) fn of_holder(network: &Network, holder: &Holder) -> Option<Self> {
        match holder {
            Holder::Interface(id) => Self::of_instance(network, id),
            Holder::NatGateway(id) => Self::of_nat_gateway(network, id),
            Holder::RegionalNatGateway(_) => None,
            Holder::ClientVpnInterface { endpoint, subnet } => Self::of_client_vpn(network, endpoint, subnet),
            Holder::ResolverInterface { endpoint, subnet } => Self::of_resolver(network, endpoint, subnet),
            Holder::EndpointInterface { endpoint, subnet } => Self::of_endpoint(network, endpoint, subnet),
            Holder::LoadBalancer { balancer, subnet } => Self::of_load_balancer(network, balancer, subnet),
        }
    }

    /// The interface of an element that has just one.
    pub(super) fn of_element(network: &Network, element: &Ref) -> Option<Self> {
        match element.kind {
            Kind::NetworkInterface => Self::of_instance(network, &element.to_id()?),
            Kind::NatGateway => Self::of_nat_gateway(network, &element.to_id()?),
            // Nothing is known about its address.
            Kind::GatewayLoadBalancerEndpoint => {
                let subnet = network.subnet_of_element(element)?;
                Self::in_subnet(network, element.clone(), Rc::clone(&element.id), subnet)
            }
            _ => None,
        }
    }

    /// The interface with this private address in the VPC.
    pub(super) fn at_address(network: &Network, vpc: &VpcId, address: IpAddr) -> Option<Self> {
        Self::of_holder(network, &network.holder(vpc, address)?)
    }

    fn of_instance(network: &Network, id: &InterfaceId) -> Option<Self> {
        let record = network.topology().interfaces.get(id)?;
        let own = (record.role == Role::Instance).then(|| id.text());
        Some(Self {
            instance: record.instance.clone().or(own),
            primary: record.ipv4,
            ipv6: record.ipv6.clone(),
            ..Self::in_subnet(network, Ref::from(id), id.text(), &record.subnet)?
        })
    }

    fn of_nat_gateway(network: &Network, id: &NatGatewayId) -> Option<Self> {
        let record = network.topology().nat_gateways.get(id)?;
        Some(Self {
            primary: Some(record.ipv4),
            ..Self::in_subnet(network, Ref::from(id), id.text(), &record.subnet)?
        })
    }

    fn of_endpoint(network: &Network, id: &InterfaceEndpointId, subnet: &SubnetId) -> Option<Self> {
        let record = network.topology().interface_endpoints.get(id)?;
        let place = record.subnets.iter().find(|place| place.subnet == *subnet)?;
        let own: Rc<str> = format!("{id}.{subnet}").into();
        Some(Self {
            primary: Some(place.ipv4),
            ..Self::in_subnet(network, Ref::from(id), own, subnet)?
        })
    }

    pub(super) fn of_load_balancer(network: &Network, id: &LoadBalancerId, subnet: &SubnetId) -> Option<Self> {
        let record = network.topology().load_balancers.get(id)?;
        let place = record.subnets.iter().find(|place| place.subnet == *subnet)?;
        let own: Rc<str> = format!("{id}.{subnet}").into();
        Some(Self {
            primary: Some(place.ipv4),
            ..Self::in_subnet(network, Ref::from(id), own, subnet)?
        })
    }

    fn of_client_vpn(network: &Network, id: &ClientVpnEndpointId, subnet: &SubnetId) -> Option<Self> {
        let record = network.topology().client_vpn_endpoints.get(id)?;
        let place = record.associations.iter().find(|place| place.subnet == *subnet)?;
        let own: Rc<str> = format!("{id}.{subnet}").into();
        Some(Self {
            primary: Some(place.ipv4),
            ..Self::in_subnet(network, Ref::from(id), own, subnet)?
        })
    }

    fn of_resolver(network: &Network, id: &ResolverEndpointId, subnet: &SubnetId) -> Option<Self> {
        let record = network.topology().resolver_endpoints.get(id)?;
        let place = record.subnets.iter().find(|place| place.subnet == *subnet)?;
        let own: Rc<str> = format!("{id}.{subnet}").into();
        Some(Self {
            primary: Some(place.ipv4),
            ..Self::in_subnet(network, Ref::from(id), own, subnet)?
        })
    }

    /// The interface that a transit gateway has in one subnet of an attachment; nothing is known about its address.
    pub(super) fn of_attachment(
        network: &Network,
        attachment: &Ref,
        is_there: impl Fn(&SubnetId) -> bool,
    ) -> Option<Self> {
        let id: TransitGatewayAttachmentId = attachment.to_id()?;
        let record = network.topology().transit_gateway_attachments.get(&id)?;
        let Attached::Vpc { subnets, .. } = &record.to else {
            return None;
        };
        let subnet = subnets.iter().find(|subnet| is_there(subnet))?;
        Self::in_subnet(network, attachment.clone(), format!("{id}.{subnet}").into(), subnet)
    }

    fn in_subnet(network: &Network, at: Ref, id: Rc<str>, subnet: &SubnetId) -> Option<Self> {
        let vpc = network.vpc_of(subnet)?;
        let record = network.topology().vpcs.get(vpc)?;
        Some(Self {
            at,
            id,
            account: record.account.clone().unwrap_or_else(|| ACCOUNT.into()),
            vpc: vpc.clone(),
            subnet: subnet.clone(),
            region: Rc::clone(&record.region),
            instance: None,
            primary: None,
            ipv6: Vec::new(),
        })
    }

    /// What records show for the interface's own side of the packet: its primary private address, whatever the packet says
    /// (FL-08). `None` if it is not known.
    pub(super) fn own_address(&self, in_packet: IpAddr) -> Option<IpAddr> {
        match in_packet {
            IpAddr::V4(_) => self.primary.map(IpAddr::V4),
            IpAddr::V6(address) if self.ipv6.contains(&address) => Some(in_packet),
            IpAddr::V6(_) => self.ipv6.first().copied().map(IpAddr::V6),
        }
    }
}
