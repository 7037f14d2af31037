//! Elements of the drawing as ends: which address of theirs is meant.

use std::net::IpAddr;
use std::rc::Rc;

use super::super::NOT_AN_END;
use super::{Addresses, Refused, existing, no_address, not_modelled, receiver, refused, sender};
use crate::address::Family;
use crate::id::{Kind, Ref};
use crate::network::{Holder, Network};
use crate::question::End;
use crate::topology::{
    InterfaceEndpointId, InterfaceId, NatConnectivity, NatGatewayId, NetworkInterface, RegionalNatGatewayId, SiteId,
    SubnetId, Vpc,
};
use crate::walk::Party;

pub(super) fn sending_element(network: &Network, element: &Ref, family: Family) -> Result<(Party, Addresses), Refused> {
    let element = existing(network, element)?;
    let topology = network.topology();
    if let Some(id) = element.to_id::<NetworkInterface>()
        && let Some(record) = topology.interfaces.get(&id)
    {
        let address = match family {
            Family::V4 => record.ipv4.map(IpAddr::V4),
            Family::V6 => record.ipv6.first().copied().map(IpAddr::V6),
        };
        let address = address.ok_or_else(|| no_address(&element, family))?;
        return Ok((Party::Interface(id), Addresses::One(address)));
    }
    if let Some(place) = place(network, &element) {
        return sender(network, &place, family);
    }
    receiving_element(network, &element, family, &Party::Internet)
}

/// The elements that stand for a place outside the VPCs.
fn place(network: &Network, element: &Ref) -> Option<End> {
    let site_of = |site: SiteId| End::Site { site, host: None };
    match element.kind {
        Kind::Internet | Kind::InternetGateway => Some(End::Internet),
        Kind::Site => element.to_id().map(site_of),
        Kind::CustomerGateway => {
            let id = element.to_id()?;
            network.topology().customer_gateways.get(&id)?.site.clone().map(site_of)
        }
        Kind::Service => {
            let (name, region) = element.id.split_once('@').unwrap_or((&element.id, Vpc::DEFAULT_REGION));
            Some(End::Service {
                name: name.into(),
                region: Some(region.into()),
            })
        }
        Kind::GatewayEndpoint => {
            let record = network.topology().gateway_endpoints.get(&element.to_id()?)?;
            Some(End::Service {
                name: record.service.clone(),
                region: network.region_of(&record.vpc).map(Rc::from),
            })
        }
        _ => None,
    }
}

/// The address that the sender would use: the public one from the internet, the private one from everywhere else.
pub(super) fn receiving_element(
    network: &Network,
    element: &Ref,
    family: Family,
    sender: &Party,
) -> Result<(Party, Addresses), Refused> {
    let element = existing(network, element)?;
    if let Some(place) = place(network, &element) {
        let (party, addresses) = receiver(network, &place, family, sender)?;
        let party = party.ok_or_else(|| refused(&NOT_AN_END, element))?;
        return Ok((party, addresses));
    }
    let is_from_internet = match sender {
        Party::Internet => true,
        Party::Injected(at) => at.kind == Kind::InternetGateway,
        _ => false,
    };
    let found = match element.kind {
        Kind::NetworkInterface => of_interface(network, &element, family, is_from_internet),
        Kind::NatGateway => of_nat_gateway(network, &element, family, is_from_internet),
        Kind::RegionalNatGateway => of_regional_nat_gateway(network, &element, family),
        Kind::InterfaceEndpoint => of_endpoint(network, &element, family, sender),
        Kind::ClientVpnEndpoint
        | Kind::EndpointService
        | Kind::GatewayLoadBalancerEndpoint
        | Kind::LoadBalancer
        | Kind::ResolverEndpoint
        | Kind::TransitGateway
        | Kind::TransitGatewayAttachment => return Err(not_modelled(&element, None)),
        _ => return Err(refused(&NOT_AN_END, element)),
    };
    let (party, address) = found.ok_or_else(|| no_address(&element, family))?;
    Ok((party, Addresses::One(address)))
}

fn of_interface(network: &Network, element: &Ref, family: Family, public: bool) -> Option<(Party, IpAddr)> {
    let id: InterfaceId = element.to_id()?;
    let record = network.topology().interfaces.get(&id)?;
    let address = match family {
        Family::V4 => record.public_ipv4.filter(|_| public).or(record.ipv4).map(IpAddr::V4),
        Family::V6 => record.ipv6.first().copied().map(IpAddr::V6),
    };
    Some((Party::Interface(id), address?))
}

fn of_nat_gateway(network: &Network, element: &Ref, family: Family, public: bool) -> Option<(Party, IpAddr)> {
    let id: NatGatewayId = element.to_id()?;
    let record = network.topology().nat_gateways.get(&id)?;
    let address = match record.connectivity {
        NatConnectivity::Public(address) if public => address,
        NatConnectivity::Public(_) | NatConnectivity::Private => record.ipv4,
    };
    (family == Family::V4).then_some((Party::NatGateway(id), IpAddr::V4(address)))
}

fn of_regional_nat_gateway(network: &Network, element: &Ref, family: Family) -> Option<(Party, IpAddr)> {
    let id: RegionalNatGatewayId = element.to_id()?;
    let record = network.topology().regional_nat_gateways.get(&id)?;
    let own = record.public_ipv4.first().copied();
    let own = own.or_else(|| network.stand_in_of(&Holder::RegionalNatGateway(id.clone())));
    let own = own.filter(|_| family == Family::V4)?;
    Some((Party::RegionalNatGateway(id), IpAddr::V4(own)))
}

/// The endpoint's interface in the sender's subnet, else in its Availability Zone, else the first (EI-04).
fn of_endpoint(network: &Network, element: &Ref, family: Family, sender: &Party) -> Option<(Party, IpAddr)> {
    let id: InterfaceEndpointId = element.to_id()?;
    let topology = network.topology();
    let record = topology.interface_endpoints.get(&id)?;
    let home: Option<&SubnetId> = match sender {
        Party::Interface(id) => topology.interfaces.get(id).map(|record| &record.subnet),
        _ => None,
    };
    let zone = |subnet: &SubnetId| topology.subnets.get(subnet).map(|subnet| &subnet.zone);
    let distance = |subnet: &SubnetId| match home {
        Some(home) if home == subnet => 0,
        Some(home) if zone(home) == zone(subnet) => 1,
        _ => 2,
    };
    let nearest = record
        .subnets
        .iter()
        .min_by_key(|interface| distance(&interface.subnet))?;
    let party = Party::EndpointInterface {
        endpoint: id,
        subnet: nearest.subnet.clone(),
    };
    (family == Family::V4).then_some((party, IpAddr::V4(nearest.ipv4)))
}
