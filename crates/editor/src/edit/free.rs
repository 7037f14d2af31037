//! The next free thing: CIDR, address, zone, number, id.

use std::net::Ipv4Addr;
use std::rc::Rc;

use ipnet::{IpNet, Ipv4Net};
use reach::address::{is_reserved_in, overlaps};
use reach::id::Ref;
use reach::sorted::SortedSet;
use reach::topology::{
    ClientVpnEndpoint, EndpointSubnet, NatConnectivity, Subnet, SubnetId, Topology, TransitGateway, Vpc, VpcId,
};

/// `stem-1`, `stem-2`, …: the first that nothing uses.
pub fn id(topology: &Topology, stem: &str) -> Rc<str> {
    id_besides(topology, stem, &SortedSet::new())
}

/// Also none of `taken`.
pub fn id_besides(topology: &Topology, stem: &str, taken: &SortedSet<Rc<str>>) -> Rc<str> {
    let mut number = 1u32;
    loop {
        let candidate: Rc<str> = format!("{stem}-{number}").into();
        if topology.find(&candidate).is_none() && !taken.contains(&candidate) {
            return candidate;
        }
        number += 1;
    }
}

/// 10.0.0.0/16, 10.1.0.0/16, …: the first that overlaps no VPC and no site.
pub fn vpc_cidr(topology: &Topology) -> Option<Ipv4Net> {
    let taken: Vec<IpNet> = topology
        .vpcs
        .iter()
        .flat_map(|(_, vpc)| vpc.cidrs.iter().map(|cidr| IpNet::V4(*cidr)))
        .chain(topology.sites.iter().flat_map(|(_, site)| site.cidrs.iter().copied()))
        .collect();
    let tens = (0..=255).map(|second| Ipv4Addr::new(10, second, 0, 0));
    let others = (16..=31).map(|second| Ipv4Addr::new(172, second, 0, 0));
    tens.chain(others)
        .chain([Ipv4Addr::new(192, 168, 0, 0)])
        .filter_map(|address| Ipv4Net::new(address, 16).ok())
        .find(|cidr| !taken.iter().any(|other| overlaps(IpNet::V4(*cidr), *other)))
}

/// A site's CIDR: 192.168.0.0/24 and upwards.
pub fn site_cidr(topology: &Topology) -> Option<Ipv4Net> {
    let taken: Vec<IpNet> = topology
        .sites
        .iter()
        .flat_map(|(_, site)| site.cidrs.iter().copied())
        .chain(
            topology
                .vpcs
                .iter()
                .flat_map(|(_, vpc)| vpc.cidrs.iter().map(|cidr| IpNet::V4(*cidr))),
        )
        .collect();
    (0..=255)
        .filter_map(|third| Ipv4Net::new(Ipv4Addr::new(192, 168, third, 0), 24).ok())
        .find(|cidr| !taken.iter().any(|other| overlaps(IpNet::V4(*cidr), *other)))
}

/// The first /24 of the VPC that no subnet overlaps; smaller where the VPC is small.
pub fn subnet_cidr(topology: &Topology, vpc: &VpcId) -> Option<Ipv4Net> {
    let record = topology.vpcs.get(vpc)?;
    let length = record
        .cidrs
        .iter()
        .map(|cidr| {
            if cidr.prefix_len() < 24 {
                24
            } else {
                (cidr.prefix_len() + 2).min(28)
            }
        })
        .min()?;
    subnet_cidr_of_length(topology, vpc, length)
}

pub fn subnet_cidr_of_length(topology: &Topology, vpc: &VpcId, length: u8) -> Option<Ipv4Net> {
    let record = topology.vpcs.get(vpc)?;
    let taken = subnets_of(topology, vpc);
    record
        .cidrs
        .iter()
        .filter_map(|cidr| cidr.subnets(length).ok())
        .flatten()
        // A /8 has 65,536 /24s: whoever filled so many has other worries.
        .take(4096)
        .find(|cidr| !taken.iter().any(|other| overlaps((*cidr).into(), (*other).into())))
}

pub fn subnets_of(topology: &Topology, vpc: &VpcId) -> Vec<Ipv4Net> {
    topology
        .subnets
        .iter()
        .filter(|(_, subnet)| subnet.vpc == *vpc)
        .filter_map(|(_, subnet)| subnet.cidr)
        .collect()
}

/// The first free address of the subnet from .10 on, else from .4 on.
pub fn address(topology: &Topology, subnet: &SubnetId) -> Option<Ipv4Addr> {
    let taken = addresses_in(topology, subnet);
    address_besides(topology.subnets.get(subnet)?, &taken)
}

pub fn address_besides(subnet: &Subnet, taken: &SortedSet<Ipv4Addr>) -> Option<Ipv4Addr> {
    let cidr = subnet.cidr?;
    let size = u64::from(u32::from(cidr.broadcast()) - u32::from(cidr.network())) + 1;
    let from = |start: u64| start.min(size)..size;
    from(10)
        .chain(from(4))
        .filter_map(|offset| at_offset(cidr, u32::try_from(offset).ok()?))
        .take(taken.len() + 32)
        .find(|address| !taken.contains(address) && !is_reserved_in(cidr, *address))
        .or_else(|| {
            from(4)
                .filter_map(|offset| at_offset(cidr, u32::try_from(offset).ok()?))
                .take(10)
                .find(|address| !taken.contains(address) && !is_reserved_in(cidr, *address))
        })
}

pub fn at_offset(cidr: Ipv4Net, offset: u32) -> Option<Ipv4Addr> {
    let address = Ipv4Addr::from(u32::from(cidr.network()).checked_add(offset)?);
    cidr.contains(&address).then_some(address)
}

pub fn offset_in(cidr: Ipv4Net, address: Ipv4Addr) -> Option<u32> {
    cidr.contains(&address)
        .then(|| u32::from(address).wrapping_sub(u32::from(cidr.network())))
}

/// Every private address in use in the subnet.
pub fn addresses_in(topology: &Topology, subnet: &SubnetId) -> SortedSet<Ipv4Addr> {
    addresses_of_others(topology, subnet, None)
}

/// The same without those of one element, which is about to move.
pub fn addresses_of_others(topology: &Topology, subnet: &SubnetId, except: Option<&Ref>) -> SortedSet<Ipv4Addr> {
    let is_other = |of: Ref| except != Some(&of);
    let interfaces = topology
        .interfaces
        .iter()
        .filter(|(id, record)| record.subnet == *subnet && is_other(Ref::from(*id)))
        .flat_map(|(_, record)| record.ipv4.into_iter().chain(record.secondary_ipv4.iter().copied()));
    let nats = topology
        .nat_gateways
        .iter()
        .filter(|(id, record)| record.subnet == *subnet && is_other(Ref::from(*id)))
        .map(|(_, record)| record.ipv4);
    let endpoints = topology
        .interface_endpoints
        .iter()
        .filter(|(id, _)| is_other(Ref::from(*id)))
        .flat_map(|(_, record)| &record.subnets)
        .filter(|place| place.subnet == *subnet)
        .map(|place| place.ipv4);
    let of_service = places_of_services(topology)
        .filter(|(of, _)| is_other(of.clone()))
        .map(|(_, place)| place)
        .filter(|place| place.subnet == *subnet)
        .map(|place| place.ipv4);
    interfaces.chain(nats).chain(endpoints).chain(of_service).collect()
}

/// The addresses of load balancers, Resolver endpoints and Client VPN endpoints.
fn places_of_services(topology: &Topology) -> impl Iterator<Item = (Ref, &EndpointSubnet)> {
    let balancers = topology
        .load_balancers
        .iter()
        .map(|(id, record)| (Ref::from(id), &record.subnets));
    let resolvers = topology
        .resolver_endpoints
        .iter()
        .map(|(id, record)| (Ref::from(id), &record.subnets));
    let clients = topology.client_vpn_endpoints.iter();
    let clients = clients.map(|(id, record)| (Ref::from(id), &record.associations));
    let all = balancers.chain(resolvers).chain(clients);
    all.flat_map(|(of, places)| places.iter().map(move |place| (of.clone(), place)))
}

/// The next public address: from the ranges kept for documentation (RFC 5737), so that it is nobody's.
pub fn public_address(topology: &Topology) -> Option<Ipv4Addr> {
    public_addresses(topology).next()
}

/// All of them.
pub fn public_addresses(topology: &Topology) -> impl Iterator<Item = Ipv4Addr> {
    let interfaces = topology.interfaces.iter().filter_map(|(_, record)| record.public_ipv4);
    let nats = topology
        .nat_gateways
        .iter()
        .filter_map(|(_, record)| match record.connectivity {
            NatConnectivity::Public(address) => Some(address),
            NatConnectivity::Private => None,
        });
    let regional = topology
        .regional_nat_gateways
        .iter()
        .flat_map(|(_, record)| &record.public_ipv4);
    let balancers = topology
        .load_balancers
        .iter()
        .flat_map(|(_, record)| &record.public_ipv4);
    let shared = regional.chain(balancers).copied();
    let taken: SortedSet<Ipv4Addr> = interfaces.chain(nats).chain(shared).collect();
    [[203, 0, 113], [198, 51, 100]]
        .into_iter()
        .flat_map(|[a, b, c]| (10..=254).map(move |d| Ipv4Addr::new(a, b, c, d)))
        .filter(move |address| !taken.contains(address))
}

/// Zone a, then b, then whichever of the two has fewer subnets.
pub fn zone(topology: &Topology, vpc: &VpcId) -> Rc<str> {
    let region = topology
        .vpcs
        .get(vpc)
        .map_or_else(|| Vpc::DEFAULT_REGION.into(), |record| Rc::clone(&record.region));
    let used = |letter: char| {
        topology
            .subnets
            .iter()
            .filter(|(_, subnet)| subnet.vpc == *vpc && subnet.zone.ends_with(letter))
            .count()
    };
    let letter = if used('b') < used('a') { 'b' } else { 'a' };
    format!("{region}{letter}").into()
}

/// One that no transit gateway and no Direct Connect gateway has: those that meet need different ones (DX-12).
pub fn asn(topology: &Topology) -> u32 {
    let transit = topology.transit_gateways.iter().map(|(_, record)| record.asn);
    let direct = topology.direct_connect_gateways.iter().map(|(_, record)| record.asn);
    let taken: Vec<u32> = transit.chain(direct).collect();
    let mut all = TransitGateway::DEFAULT_ASN..;
    all.find(|asn| !taken.contains(asn))
        .unwrap_or(TransitGateway::DEFAULT_ASN)
}

/// 172.20.0.0/22 and upwards: none that a VPC, a site or another endpoint uses.
pub fn client_cidr(topology: &Topology) -> Option<Ipv4Net> {
    let is_free = |cidr: &Ipv4Net| {
        let meets = |other: &Ipv4Net| cidr.contains(other) || other.contains(cidr);
        let vpcs = topology.vpcs.iter().flat_map(|(_, vpc)| &vpc.cidrs);
        let others = topology
            .client_vpn_endpoints
            .iter()
            .map(|(_, record)| &record.client_cidr);
        let mut sites = topology.sites.iter().flat_map(|(_, site)| &site.cidrs);
        let own = IpNet::V4(*cidr);
        !vpcs.chain(others).any(meets) && !sites.any(|other| overlaps(*other, own))
    };
    let base = ClientVpnEndpoint::DEFAULT_CIDR;
    let start = u32::from(base.network());
    let all = (0..64u32).filter_map(|step| Ipv4Net::new((start + step * 1024).into(), base.prefix_len()).ok());
    all.into_iter().find(is_free)
}
