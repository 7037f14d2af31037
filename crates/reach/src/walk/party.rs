use std::rc::Rc;

use crate::id::{Kind, Ref};
use crate::network::{Holder, Network};
use crate::topology::{
    ClientVpnEndpointId, GatewayEndpointId, InterfaceEndpointId, InterfaceId, LoadBalancerId, NatGatewayId,
    RegionalNatGatewayId, ResolverEndpointId, SiteId, SubnetId, VpcId,
};

/// Who sends or receives packets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Party {
    Interface(InterfaceId),
    /// The interface of an interface endpoint in one subnet; the service behind it answers.
    EndpointInterface {
        endpoint: InterfaceEndpointId,
        subnet: SubnetId,
    },
    /// Somebody who is connected to a Client VPN endpoint.
    Client {
        endpoint: ClientVpnEndpointId,
        client: Option<Rc<str>>,
    },
    /// The network interface of a Client VPN endpoint in one subnet; replies to clients come to it.
    ClientVpnInterface {
        endpoint: ClientVpnEndpointId,
        subnet: SubnetId,
    },
    /// The network interface of a Resolver endpoint in one subnet.
    ResolverInterface {
        endpoint: ResolverEndpointId,
        subnet: SubnetId,
    },
    NatGateway(NatGatewayId),
    RegionalNatGateway(RegionalNatGatewayId),
    /// The interface of a load balancer in one subnet.
    LoadBalancer {
        balancer: LoadBalancerId,
        subnet: SubnetId,
    },
    Site {
        site: SiteId,
        host: Option<Rc<str>>,
    },
    Internet,
    Service {
        name: Rc<str>,
        region: Rc<str>,
        /// The gateway endpoint that the request came through, and the answer goes back through.
        through: Option<GatewayEndpointId>,
    },
    /// The resolver, the metadata service and the like of a VPC, as one of its interfaces sees them (PW-01).
    VpcService(InterfaceId, VpcId),
    /// The machine itself: the packet never leaves it (PW-26).
    Itself(InterfaceId),
    /// A packet was put in here, and nobody says who made it.
    Injected(Ref),
}

impl Party {
    pub(crate) fn of_holder(holder: &Holder) -> Self {
        match holder {
            Holder::Interface(id) => Party::Interface(id.clone()),
            Holder::NatGateway(id) => Party::NatGateway(id.clone()),
            Holder::RegionalNatGateway(id) => Party::RegionalNatGateway(id.clone()),
            Holder::ClientVpnInterface { endpoint, subnet } => Party::ClientVpnInterface {
                endpoint: endpoint.clone(),
                subnet: subnet.clone(),
            },
            Holder::ResolverInterface { endpoint, subnet } => Party::ResolverInterface {
                endpoint: endpoint.clone(),
                subnet: subnet.clone(),
            },
            Holder::EndpointInterface { endpoint, subnet } => Party::EndpointInterface {
                endpoint: endpoint.clone(),
                subnet: subnet.clone(),
            },
            Holder::LoadBalancer { balancer, subnet } => Party::LoadBalancer {
                balancer: balancer.clone(),
                subnet: subnet.clone(),
            },
        }
    }

    /// The VPC that the party is in, if it is in one.
    pub(crate) fn vpc<'n>(&self, network: &'n Network) -> Option<&'n VpcId> {
        let topology = network.topology();
        let subnet = match self {
            Party::Interface(id) | Party::Itself(id) | Party::VpcService(id, _) => &topology.interfaces.get(id)?.subnet,
            Party::EndpointInterface { endpoint, .. } => {
                return Some(&topology.interface_endpoints.get(endpoint)?.vpc);
            }
            Party::LoadBalancer { balancer, .. } => {
                return Some(&topology.load_balancers.get(balancer)?.vpc);
            }
            Party::Client { endpoint, .. } => return topology.client_vpn_endpoints.get(endpoint)?.vpc.as_ref(),
            Party::ClientVpnInterface { subnet, .. } | Party::ResolverInterface { subnet, .. } => subnet,
            Party::NatGateway(id) => &topology.nat_gateways.get(id)?.subnet,
            Party::RegionalNatGateway(id) => return Some(&topology.regional_nat_gateways.get(id)?.vpc),
            Party::Injected(at) => return vpc_of_injection(network, at),
            Party::Site { .. } | Party::Internet | Party::Service { .. } => return None,
        };
        network.vpc_of(subnet)
    }

    /// True if `receiver` is who was meant.
    pub(crate) fn is(&self, receiver: &Party) -> bool {
        match (self, receiver) {
            (Party::Site { site, host: None }, Party::Site { site: other, .. }) => site == other,
            (
                Party::Site { site, .. },
                Party::Site {
                    site: other,
                    host: None,
                },
            ) => site == other,
            (
                Party::Client { endpoint, client },
                Party::Client {
                    endpoint: other,
                    client: of,
                },
            ) => endpoint == other && (client.is_none() || client == of),
            (
                Party::Service { name, region, .. },
                Party::Service {
                    name: other,
                    region: of,
                    ..
                },
            ) => name == other && region == of,
            // Any public address: a service's is one of them.
            (Party::Internet, Party::Service { .. }) => true,
            // Whoever has the address of an injected packet is the right one to get the answer.
            (Party::Injected(_), _) => true,
            (meant, receiver) => meant == receiver,
        }
    }

    /// The element that stands for the party in hops and findings.
    pub(crate) fn reference(&self) -> Ref {
        match self {
            Party::Interface(id) | Party::Itself(id) | Party::VpcService(id, _) => Ref::from(id),
            Party::EndpointInterface { endpoint, .. } => Ref::from(endpoint),
            Party::Client { endpoint, .. } | Party::ClientVpnInterface { endpoint, .. } => Ref::from(endpoint),
            Party::ResolverInterface { endpoint, .. } => Ref::from(endpoint),
            Party::NatGateway(id) => Ref::from(id),
            Party::RegionalNatGateway(id) => Ref::from(id),
            Party::LoadBalancer { balancer, .. } => Ref::from(balancer),
            Party::Site { site, .. } => Ref::from(site),
            Party::Internet => Ref::internet(),
            Party::Service { name, region, .. } => Ref::service(name, region),
            Party::Injected(at) => at.clone(),
        }
    }
}

fn vpc_of_injection<'n>(network: &'n Network, at: &Ref) -> Option<&'n VpcId> {
    let topology = network.topology();
    match at.kind {
        Kind::Subnet => network.vpc_of(&at.to_id()?),
        Kind::NetworkInterface => network.vpc_of(&topology.interfaces.get(&at.to_id()?)?.subnet),
        _ => None,
    }
}
