//! The faces of what reaches beyond VPCs, of load balancers, and of names.

use reach::id::{Kind, Ref};
use reach::topology::{Attached, AttachmentState, BlockMode, LoadBalancerKind, SubnetId, Topology, VpcId};

use super::{Face, endpoint_state, nat_state};
use crate::scene::{Glyph, Source};

pub(super) fn face(source: &Source<'_>, of: &Ref) -> Option<Face> {
    let topology = source.topology();
    Some(match of.kind {
        Kind::EgressOnlyInternetGateway => {
            let record = topology.egress_only_internet_gateways.get(&of.to_id()?)?;
            Face {
                state: record.vpc.is_none().then_some("detached"),
                ..Face::new(Glyph::EgressOnlyInternetGateway, "Egress-only internet gateway")
            }
        }
        Kind::TransitGateway => Face::new(Glyph::TransitGateway, "Transit gateway"),
        Kind::TransitGatewayAttachment => {
            let record = topology.transit_gateway_attachments.get(&of.to_id()?)?;
            let gateway = source.name(&(&record.gateway).into());
            Face {
                state: (record.state != AttachmentState::Available).then(|| record.state.word()),
                extra: Some(format!("to {gateway}")),
                ..Face::new(Glyph::TransitGatewayAttachment, "Transit gateway attachment")
            }
        }
        Kind::DirectConnectGateway => Face::new(Glyph::DirectConnect, "Direct Connect gateway"),
        Kind::VirtualInterface => {
            let record = topology.virtual_interfaces.get(&of.to_id()?)?;
            Face {
                state: (!record.up).then_some("BGP down"),
                ..Face::new(Glyph::DirectConnect, "Virtual interface")
            }
        }
        Kind::ClientVpnEndpoint => {
            let record = topology.client_vpn_endpoints.get(&of.to_id()?)?;
            Face {
                detail: record.client_cidr.to_string(),
                ..Face::new(Glyph::ClientVpn, "Client VPN endpoint")
            }
        }
        Kind::LoadBalancer => {
            let record = topology.load_balancers.get(&of.to_id()?)?;
            let kind = match record.kind {
                LoadBalancerKind::Network => "Network Load Balancer",
                LoadBalancerKind::Application => "Application Load Balancer",
                LoadBalancerKind::Gateway => "Gateway Load Balancer",
            };
            Face::new(Glyph::LoadBalancer, kind)
        }
        Kind::EndpointService => Face::new(Glyph::Service, "Endpoint service"),
        Kind::GatewayLoadBalancerEndpoint => {
            let record = topology.gateway_load_balancer_endpoints.get(&of.to_id()?)?;
            Face {
                state: endpoint_state(record.state),
                extra: Some(format!("for {}", source.name(&(&record.service).into()))),
                ..Face::new(Glyph::InterfaceEndpoint, "Gateway Load Balancer endpoint")
            }
        }
        Kind::BlockPublicAccess => {
            let record = topology.block_public_access.get(&of.to_id()?)?;
            Face {
                state: (record.mode == BlockMode::Off).then_some("off"),
                detail: record.region.to_string(),
                extra: match record.mode {
                    BlockMode::Off => None,
                    BlockMode::Bidirectional => Some("nothing in or out".to_owned()),
                    BlockMode::Ingress => Some("nothing in".to_owned()),
                },
                ..Face::new(Glyph::NetworkAcl, "Block Public Access")
            }
        }
        Kind::RegionalNatGateway => {
            let record = topology.regional_nat_gateways.get(&of.to_id()?)?;
            Face {
                state: nat_state(record.state),
                ..Face::new(Glyph::NatGateway, "Regional NAT gateway")
            }
        }
        Kind::HostedZone => {
            let record = topology.hosted_zones.get(&of.to_id()?)?;
            Face {
                detail: record.domain.to_string(),
                ..Face::new(Glyph::Dns, "Hosted zone")
            }
        }
        Kind::ResolverEndpoint => Face::new(Glyph::Dns, "Resolver endpoint"),
        Kind::ResolverRule => {
            let record = topology.resolver_rules.get(&of.to_id()?)?;
            Face {
                detail: record.domain.to_string(),
                ..Face::new(Glyph::Dns, "Resolver rule")
            }
        }
        Kind::ResourcePolicy => {
            let record = topology.resource_policies.get(&of.to_id()?)?;
            Face {
                detail: record.resource.to_string(),
                ..Face::new(Glyph::Bucket, "Resource policy")
            }
        }
        _ => return None,
    })
}

/// The VPC or site to which the element belongs, if it is drawn.
pub(super) fn home(topology: &Topology, of: &Ref) -> Option<Ref> {
    let of_vpc = |vpc: &VpcId| topology.vpcs.get(vpc).map(|_| Ref::from(vpc));
    let of_subnet = |subnet: &SubnetId| of_vpc(&topology.subnets.get(subnet)?.vpc);
    match of.kind {
        Kind::EgressOnlyInternetGateway => {
            of_vpc(topology.egress_only_internet_gateways.get(&of.to_id()?)?.vpc.as_ref()?)
        }
        Kind::LoadBalancer => of_vpc(&topology.load_balancers.get(&of.to_id()?)?.vpc),
        Kind::RegionalNatGateway => of_vpc(&topology.regional_nat_gateways.get(&of.to_id()?)?.vpc),
        Kind::ResolverEndpoint => of_vpc(&topology.resolver_endpoints.get(&of.to_id()?)?.vpc),
        Kind::GatewayLoadBalancerEndpoint => {
            of_subnet(&topology.gateway_load_balancer_endpoints.get(&of.to_id()?)?.subnet)
        }
        Kind::ClientVpnEndpoint => of_vpc(topology.client_vpn_endpoints.get(&of.to_id()?)?.vpc.as_ref()?),
        Kind::VirtualInterface => {
            let site = topology.virtual_interfaces.get(&of.to_id()?)?.site.as_ref()?;
            topology.sites.get(site).map(|_| site.into())
        }
        Kind::TransitGatewayAttachment => match &topology.transit_gateway_attachments.get(&of.to_id()?)?.to {
            Attached::Vpc { vpc, .. } => of_vpc(vpc),
            _ => None,
        },
        _ => None,
    }
}
