//! A copy of one record that brings nothing along: what there can be only one of is left out of it, or refused.

use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;

use ipnet::IpNet;
use reach::id::{Id, Record};
use reach::topology::{Element, EndpointSubnet, Host, NetworkInterface, RulePeer, SecurityGroup, Site, Topology};

use super::{fresh_public, stem};
use crate::edit::{Refused, free};
use crate::words;

/// The ends of flows that nobody drew.
pub(super) fn fixed(name: &str) -> Refused {
    format!("{name} cannot be duplicated: it is there by itself.").into()
}

pub(super) fn copy(topology: &Topology, mut element: Element) -> Result<Element, Refused> {
    let of = element.reference();
    element.set_name(None);
    let name = words::name(topology, &of);
    let id = free::id(topology, stem(&of.id));
    Ok(match element {
        Element::NetworkInterface(_, record) => with_id(id, interface(topology, record)?),
        Element::NatGateway(_, mut record) => {
            record.ipv4 = free::address(topology, &record.subnet).ok_or(NO_ADDRESS)?;
            fresh_public(topology, &mut record.connectivity);
            with_id(free::id(topology, "nat"), record)
        }
        Element::RouteTable(_, record) => with_id(id, record),
        Element::NetworkAcl(_, record) => with_id(id, record),
        Element::PrefixList(_, record) => with_id(id, record),
        Element::TransitGatewayRouteTable(_, record) => with_id(id, record),
        Element::CustomerGateway(_, record) => with_id(id, record),
        Element::VirtualInterface(_, record) => with_id(id, record),
        Element::GatewayLoadBalancerEndpoint(_, record) => with_id(id, record),
        Element::SecurityGroup(old, record) => with_id(Rc::clone(&id), group(record, &old, &Id::new(id))),
        Element::Site(_, record) => with_id(id, site(topology, record)?),
        Element::EndpointService(_, record) => with_id(id, record),
        other => return attached(topology, other, id, &name),
    })
}

const NO_ADDRESS: &str = "The subnet has no free IPv4 address.";

/// What joins or serves something that has room for one only comes without it; what is nothing else is refused.
fn attached(topology: &Topology, element: Element, id: Rc<str>, name: &str) -> Result<Element, Refused> {
    Ok(match element {
        Element::InternetGateway(_, mut record) => {
            (record.vpc, record.route_table) = (None, None);
            with_id(id, record)
        }
        Element::VpnGateway(_, mut record) => {
            (record.vpc, record.route_table) = (None, None);
            with_id(id, record)
        }
        Element::EgressOnlyInternetGateway(_, mut record) => {
            record.vpc = None;
            with_id(id, record)
        }
        Element::TransitGateway(_, mut record) => {
            (record.association_table, record.propagation_table) = (None, None);
            (record.asn, record.cidr_blocks) = (free::asn(topology), Vec::new());
            with_id(id, record)
        }
        Element::DirectConnectGateway(_, mut record) => {
            (record.asn, record.associations) = (free::asn(topology), Vec::new());
            with_id(id, record)
        }
        Element::GatewayEndpoint(_, mut record) => {
            record.route_tables.clear();
            with_id(id, record)
        }
        Element::ResolverRule(_, mut record) => {
            record.vpcs.clear();
            with_id(id, record)
        }
        other => return addressed(topology, other, id, name),
    })
}

/// What has addresses in subnets gets free ones.
fn addressed(topology: &Topology, element: Element, id: Rc<str>, name: &str) -> Result<Element, Refused> {
    Ok(match element {
        Element::InterfaceEndpoint(_, mut record) => {
            record.subnets = elsewhere(topology, &record.subnets)?;
            // A name leads to one endpoint of a VPC (EI-05).
            record.private_dns = false;
            with_id(id, record)
        }
        Element::LoadBalancer(_, mut record) => {
            record.subnets = elsewhere(topology, &record.subnets)?;
            record.public_ipv4 = public(topology, record.public_ipv4.len());
            with_id(id, record)
        }
        Element::ResolverEndpoint(_, mut record) => {
            record.subnets = elsewhere(topology, &record.subnets)?;
            with_id(id, record)
        }
        Element::RegionalNatGateway(_, mut record) => {
            record.public_ipv4 = public(topology, record.public_ipv4.len());
            record.route_table = None;
            with_id(id, record)
        }
        Element::ClientVpnEndpoint(_, mut record) => {
            let none = "No range is left for the clients of another Client VPN endpoint.";
            record.client_cidr = free::client_cidr(topology).ok_or(none)?;
            record.associations = elsewhere(topology, &record.associations)?;
            record.clients.clear();
            with_id(id, record)
        }
        Element::PeeringConnection(..) | Element::TransitGatewayAttachment(..) | Element::VpnConnection(..) => {
            return Err(format!("{name} is a line between two things. Draw another line instead.").into());
        }
        Element::HostedZone(..) | Element::ResourcePolicy(..) | Element::BlockPublicAccess(..) => {
            return Err(format!("{name} cannot be duplicated: there can be one for what it is about.").into());
        }
        _ => return Err(fixed(name)),
    })
}

fn with_id<T: Record>(id: Rc<str>, record: T) -> Element
where
    Element: From<(Id<T>, T)>,
{
    (Id::new(id), record).into()
}

fn interface(topology: &Topology, mut copy: NetworkInterface) -> Result<NetworkInterface, Refused> {
    copy.instance = None;
    copy.secondary_ipv4.clear();
    copy.ipv6.clear();
    if copy.ipv4.is_some() {
        copy.ipv4 = Some(free::address(topology, &copy.subnet).ok_or(NO_ADDRESS)?);
    }
    if copy.public_ipv4.is_some() {
        copy.public_ipv4 = free::public_address(topology);
    }
    Ok(copy)
}

/// A rule that lets the group's own members in is about the copy's members.
fn group(mut record: SecurityGroup, old: &Id<SecurityGroup>, new: &Id<SecurityGroup>) -> SecurityGroup {
    for rule in record.inbound.iter_mut().chain(&mut record.outbound) {
        if let RulePeer::SecurityGroup(peer) = &mut rule.peer
            && peer == old
        {
            *peer = new.clone();
        }
    }
    record
}

/// On a range of its own, with hosts at the same places in it.
fn site(topology: &Topology, mut record: Site) -> Result<Site, Refused> {
    let new = free::site_cidr(topology).ok_or("No private range is left for another site.")?;
    let old = record.cidrs.iter().find_map(|cidr| match cidr {
        IpNet::V4(cidr) => Some(*cidr),
        IpNet::V6(_) => None,
    });
    let moved = |host: Host| {
        let IpAddr::V4(address) = host.address else {
            return None;
        };
        let address = free::at_offset(new, free::offset_in(old?, address)?)?;
        Some(Host {
            address: address.into(),
            ..host
        })
    };
    record.hosts = record.hosts.into_iter().filter_map(moved).collect();
    record.cidrs = vec![new.into()];
    Ok(record)
}

/// The same subnets, other addresses.
fn elsewhere(topology: &Topology, places: &[EndpointSubnet]) -> Result<Vec<EndpointSubnet>, Refused> {
    let place = |place: &EndpointSubnet| {
        Ok(EndpointSubnet {
            subnet: place.subnet.clone(),
            ipv4: free::address(topology, &place.subnet).ok_or(NO_ADDRESS)?,
        })
    };
    places.iter().map(place).collect()
}

/// So many public addresses that nobody has, or as many as are left.
fn public(topology: &Topology, count: usize) -> Vec<Ipv4Addr> {
    free::public_addresses(topology).take(count).collect()
}
