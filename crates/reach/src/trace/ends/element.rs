//! Elements of the drawing as ends: which address of theirs is meant.

use std::net::IpAddr;
use std::rc::Rc;

use super::super::{LOST_PLACES, NOT_AN_END};
use super::{Addresses, Refused, existing, no_address, not_modelled, receiver, refused, sender};
use crate::address::Family;
use crate::hop::load_balancer;
use crate::id::{Kind, Ref};
use crate::network::{Holder, Network};
use crate::question::End;
use crate::sorted::sort_by_key;
use crate::topology::{
    EndpointServiceId, EndpointSubnet, InterfaceEndpointId, InterfaceId, LoadBalancerId, NatConnectivity, NatGatewayId,
    NetworkInterface, RegionalNatGatewayId, ResolverEndpointId, SiteId, SubnetId, Vpc,
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
    if let Some(place) = place_of(network, &element) {
        return sender(network, &place, family);
    }
    // What opens connections by itself does so with its private address, whatever it is to the internet (IG-02).
    receiving_element(network, &element, family, &Party::Injected(element.clone()))
}

/// The elements that stand for a place outside the VPCs.
pub(crate) fn place_of(network: &Network, element: &Ref) -> Option<End> {
    let site_of = |site: SiteId| End::Site { site, host: None };
    match element.kind {
        Kind::Internet | Kind::InternetGateway => Some(End::Internet),
        Kind::Site => element.to_id().map(site_of),
        Kind::ClientVpnEndpoint => Some(End::Client {
            endpoint: element.to_id()?,
            client: None,
        }),
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
    if let Some(place) = place_of(network, &element) {
        let (party, addresses) = receiver(network, &place, family, sender)?;
        let party = party.ok_or_else(|| refused(&NOT_AN_END, element))?;
        return Ok((party, addresses));
    }
    if let Some(endpoint) = endpoint_for(network, &element, sender) {
        return receiving_element(network, &endpoint, family, sender);
    }
    let is_from_internet = match sender {
        Party::Internet => true,
        Party::Injected(at) => at.kind == Kind::InternetGateway,
        _ => false,
    };
    let one = |found: Option<(Party, IpAddr)>| found.into_iter().collect::<Nodes>();
    let is_ipv4 = family == Family::V4;
    let several = |found: Option<Nodes>| found.filter(|_| is_ipv4).unwrap_or_default();
    let found = match element.kind {
        Kind::NetworkInterface => one(of_interface(network, &element, family, is_from_internet)),
        Kind::NatGateway => one(of_nat_gateway(network, &element, family, is_from_internet)),
        Kind::RegionalNatGateway => one(of_regional_nat_gateway(network, &element, family)),
        Kind::InterfaceEndpoint => several(of_endpoint(network, &element, sender)),
        Kind::ResolverEndpoint => several(of_resolver(network, &element, sender)),
        Kind::LoadBalancer => several(of_load_balancer(network, &element, sender, is_from_internet)),
        Kind::EndpointService
        | Kind::GatewayLoadBalancerEndpoint
        | Kind::TransitGateway
        | Kind::TransitGatewayAttachment => return Err(not_modelled(&element, None)),
        _ => return Err(refused(&NOT_AN_END, element)),
    };
    let Some((party, shown)) = found.first().cloned() else {
        return Err(if network.is_incomplete(&element) {
            refused(&LOST_PLACES, element)
        } else {
            no_address(&element, family)
        });
    };
    let addresses = if found.len() > 1 {
        Addresses::Nodes { nodes: found, shown }
    } else {
        Addresses::One(shown)
    };
    Ok((party, addresses))
}

/// A provider's service is meant: the endpoint for it in the sender's VPC.
fn endpoint_for(network: &Network, element: &Ref, sender: &Party) -> Option<Ref> {
    let service: EndpointServiceId = element.to_id()?;
    let own = sender.vpc(network)?;
    let mut endpoints = network.topology().interface_endpoints.iter();
    let found = endpoints.find(|(_, record)| record.provider.as_ref() == Some(&service) && record.vpc == *own);
    found.map(|(id, _)| id.into())
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

type Nodes = Vec<(Party, IpAddr)>;

/// The endpoint's interfaces: its name leads to any of them (EI-06).
fn of_endpoint(network: &Network, element: &Ref, sender: &Party) -> Option<Nodes> {
    let id: InterfaceEndpointId = element.to_id()?;
    let record = network.topology().interface_endpoints.get(&id)?;
    let party = |subnet| Party::EndpointInterface {
        endpoint: id.clone(),
        subnet,
    };
    Some(nodes(network, &record.subnets, sender, &party))
}

fn of_resolver(network: &Network, element: &Ref, sender: &Party) -> Option<Nodes> {
    let id: ResolverEndpointId = element.to_id()?;
    let record = network.topology().resolver_endpoints.get(&id)?;
    let party = |subnet| Party::ResolverInterface {
        endpoint: id.clone(),
        subnet,
    };
    Some(nodes(network, &record.subnets, sender, &party))
}

/// The load balancer's interfaces: its name leads to any of them, from the internet by their public addresses.
fn of_load_balancer(network: &Network, element: &Ref, sender: &Party, public: bool) -> Option<Nodes> {
    let id: LoadBalancerId = element.to_id()?;
    let record = network.topology().load_balancers.get(&id)?;
    let party = |subnet| Party::LoadBalancer {
        balancer: id.clone(),
        subnet,
    };
    let mut nodes = nodes(network, &record.subnets, sender, &party);
    for (party, address) in nodes.iter_mut().filter(|_| public) {
        if let Party::LoadBalancer { subnet, .. } = party
            && let Some(public) = load_balancer::public_address(network, &id, subnet)
        {
            *address = IpAddr::V4(public);
        }
    }
    Some(nodes)
}

/// Those in the sender's subnet, then those in its Availability Zone, then the others: the first is shown.
fn nodes(network: &Network, places: &[EndpointSubnet], sender: &Party, party: &dyn Fn(SubnetId) -> Party) -> Nodes {
    let topology = network.topology();
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
    let mut nodes: Vec<&EndpointSubnet> = places.iter().collect();
    sort_by_key(&mut nodes, |place| distance(&place.subnet));
    let node = |place: &EndpointSubnet| (party(place.subnet.clone()), IpAddr::V4(place.ipv4));
    nodes.into_iter().map(node).collect()
}
