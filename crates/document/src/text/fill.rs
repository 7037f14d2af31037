//! Finds the addresses that a text leaves open: the next free ones, in the order of the text.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use reach::address::{is_reserved_in, overlaps};
use reach::id::{Kind, Ref};
use reach::sorted::{SortedMap, SortedSet, sort_by_key};
use reach::topology::{EndpointSubnet, NatConnectivity, SubnetId, Topology, VpcId};

use super::Error;
use super::scope::{Scope, Want, Wanted};

/// The ranges for documentation: public addresses that nobody owns.
const PUBLIC: [Ipv4Net; 2] = [
    Ipv4Net::new_assert(Ipv4Addr::new(203, 0, 113, 0), 24),
    Ipv4Net::new_assert(Ipv4Addr::new(198, 51, 100, 0), 24),
];

/// Where VPCs without a range go.
const PRIVATE: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(10, 0, 0, 0), 8);

/// The first address that is given away, where the range is large enough; AWS keeps the first four.
const FIRST: u32 = 10;

pub(crate) fn fill(scope: &mut Scope, mut report: impl FnMut(Error)) {
    let mut wants = std::mem::take(&mut scope.wants);
    if wants.is_empty() {
        return;
    }
    // Ranges first: addresses need them.
    sort_by_key(&mut wants, |want| match want.of {
        Wanted::VpcCidr(_) => 0,
        Wanted::SubnetCidr(_) => 1,
        _ => 2,
    });
    let mut taken = Taken::of(&scope.topology);
    for want in &wants {
        if let Err(problem) = fill_one(&mut scope.topology, &mut taken, want) {
            report(Error::new(want.line, want.column, problem).fix("Write one, or make room"));
        }
    }
}

/// The next free private address of a subnet, as the text form chooses it.
pub fn next_address(topology: &Topology, subnet: &SubnetId) -> Option<Ipv4Addr> {
    Taken::of(topology).private(topology, subnet)
}

/// The next free public address, out of the ranges for documentation.
pub fn next_public_address(topology: &Topology) -> Option<Ipv4Addr> {
    Taken::of(topology).public()
}

/// The next free range of a VPC for a subnet: a /24 where one fits.
pub fn next_subnet_cidr(topology: &Topology, vpc: &VpcId) -> Option<Ipv4Net> {
    Taken::of(topology).subnet(topology, vpc)
}

/// The next free /16 for a VPC.
pub fn next_vpc_cidr(topology: &Topology) -> Option<Ipv4Net> {
    Taken::of(topology).vpc()
}

/// What is in use, indexed so that filling many gaps stays fast.
#[derive(Debug, Default)]
struct Taken {
    vpcs: SortedSet<Ipv4Net>,
    /// Where the search for the next VPC goes on.
    vpcs_from: usize,
    /// The subnets of each VPC by their first address, with their last one.
    subnets: SortedMap<VpcId, SortedMap<u32, u32>>,
    /// Where the search in each VPC goes on: before it, everything is in use.
    subnets_from: SortedMap<VpcId, (usize, u64)>,
    private: SortedMap<SubnetId, Addresses>,
    public: Addresses,
    public_from: (usize, u32),
}

#[derive(Debug, Default)]
struct Addresses {
    used: SortedSet<Ipv4Addr>,
    /// Where the search goes on: everything before it is used.
    next: u32,
}

impl Taken {
    fn of(topology: &Topology) -> Self {
        let mut taken = Self::default();
        for (_, vpc) in topology.vpcs.iter() {
            taken.vpcs.extend(vpc.cidrs.iter().copied());
        }
        for (_, subnet) in topology.subnets.iter() {
            if let Some(cidr) = subnet.cidr {
                taken.add_subnet(&subnet.vpc, cidr);
            }
        }
        for (_, interface) in topology.interfaces.iter() {
            let used = &mut taken.private.entry(interface.subnet.clone()).or_default().used;
            used.extend(interface.ipv4.iter().chain(&interface.secondary_ipv4).copied());
            taken.public.used.extend(interface.public_ipv4);
        }
        for (_, nat) in topology.nat_gateways.iter() {
            taken
                .private
                .entry(nat.subnet.clone())
                .or_default()
                .used
                .insert(nat.ipv4);
            if let NatConnectivity::Public(address) = nat.connectivity {
                taken.public.used.insert(address);
            }
        }
        let interface = topology.interface_endpoints.iter().map(|(_, record)| &record.subnets);
        let client_vpn = topology
            .client_vpn_endpoints
            .iter()
            .map(|(_, record)| &record.associations);
        let balancers = topology.load_balancers.iter().map(|(_, record)| &record.subnets);
        let resolvers = topology.resolver_endpoints.iter().map(|(_, record)| &record.subnets);
        for place in interface.chain(client_vpn).chain(balancers).chain(resolvers).flatten() {
            let addresses = taken.private.entry(place.subnet.clone()).or_default();
            addresses.used.insert(place.ipv4);
        }
        taken
    }

    fn add_subnet(&mut self, vpc: &VpcId, cidr: Ipv4Net) {
        let ranges = self.subnets.entry(vpc.clone()).or_default();
        let (first, last) = (u32::from(cidr.network()), u32::from(cidr.broadcast()));
        let end = ranges.entry(first).or_insert(last);
        *end = last.max(*end);
    }

    fn private(&mut self, topology: &Topology, subnet: &SubnetId) -> Option<Ipv4Addr> {
        let cidr = topology.subnets.get(subnet)?.cidr?;
        let addresses = self.private.entry(subnet.clone()).or_default();
        addresses.next_in(cidr, |address| is_reserved_in(cidr, address))
    }

    fn public(&mut self) -> Option<Ipv4Addr> {
        let (mut range, mut next) = self.public_from;
        while let Some(cidr) = PUBLIC.get(range) {
            self.public.next = next;
            let edge = |address| address == cidr.network() || address == cidr.broadcast();
            let found = self.public.next_in(*cidr, edge);
            next = self.public.next;
            if found.is_some() {
                self.public_from = (range, next);
                return found;
            }
            (range, next) = (range + 1, 0);
        }
        self.public_from = (range, next);
        None
    }

    fn subnet(&mut self, topology: &Topology, vpc: &VpcId) -> Option<Ipv4Net> {
        let ranges = self.subnets.entry(vpc.clone()).or_default();
        let from = self.subnets_from.entry(vpc.clone()).or_default();
        let cidrs = &topology.vpcs.get(vpc)?.cidrs;
        while let Some(range) = cidrs.get(from.0) {
            let length = match range.prefix_len() {
                short if short < 24 => 24,
                long => (long + 2).min(28).max(long),
            };
            let size = 1_u64 << (32 - u32::from(length));
            let start = u64::from(u32::from(range.network()));
            let end = u64::from(u32::from(range.broadcast()));
            while start + from.1 + size - 1 <= end {
                let at = start + from.1;
                let (first, last) = (u32::try_from(at).ok()?, u32::try_from(at + size - 1).ok()?);
                // Of the subnets that begin before the end of the candidate, only the last can reach into it.
                match ranges.last_up_to(&last).filter(|(_, taken)| **taken >= first) {
                    Some((_, taken)) => from.1 = (u64::from(*taken) / size + 1) * size - start,
                    None => return Ipv4Net::new(first.into(), length).ok(),
                }
            }
            *from = (from.0 + 1, 0);
        }
        None
    }

    fn vpc(&mut self) -> Option<Ipv4Net> {
        for (index, net) in PRIVATE.subnets(16).ok()?.enumerate().skip(self.vpcs_from) {
            self.vpcs_from = index;
            if !self.vpcs.iter().any(|taken| overlaps(net.into(), (*taken).into())) {
                return Some(net);
            }
        }
        // All of them are in use.
        self.vpcs_from = usize::MAX;
        None
    }
}

impl Addresses {
    /// From the tenth on, then the ones before.
    fn next_in(&mut self, cidr: Ipv4Net, is_kept: impl Fn(Ipv4Addr) -> bool) -> Option<Ipv4Addr> {
        let size = 1_u64 << (32 - u32::from(cidr.prefix_len()));
        while u64::from(self.next) < size {
            let offset = (u64::from(self.next) + u64::from(FIRST)) % size;
            let address = Ipv4Addr::from(u32::from(cidr.network()).checked_add(u32::try_from(offset).ok()?)?);
            if !is_kept(address) && self.used.insert(address) {
                return Some(address);
            }
            self.next = self.next.checked_add(1)?;
        }
        None
    }
}

fn fill_one(topology: &mut Topology, taken: &mut Taken, want: &Want) -> Result<(), &'static str> {
    match &want.of {
        Wanted::VpcCidr(vpc) => {
            let cidr = taken.vpc().ok_or("no range of 10.0.0.0/8 is free for this VPC")?;
            taken.vpcs.insert(cidr);
            if let Some(record) = topology.vpcs.get_mut(vpc) {
                record.cidrs.insert(0, cidr);
            }
        }
        Wanted::SubnetCidr(subnet) => {
            let vpc = topology.subnets.get(subnet).map(|record| record.vpc.clone());
            let vpc = vpc.ok_or("this subnet has no VPC to take a range from")?;
            let cidr = taken
                .subnet(topology, &vpc)
                .ok_or("the VPC has no free range for this subnet")?;
            taken.add_subnet(&vpc, cidr);
            if let Some(record) = topology.subnets.get_mut(subnet) {
                record.cidr = Some(cidr);
            }
        }
        Wanted::Private(element) => {
            let subnet = subnet_of(topology, element).ok_or("this has no subnet to take an address from")?;
            let address = taken
                .private(topology, &subnet)
                .ok_or("the subnet has no free IPv4 address for this")?;
            set_private(topology, element, address);
        }
        Wanted::Public(element) => {
            let address = taken
                .public()
                .ok_or("no public address of 203.0.113.0/24 or 198.51.100.0/24 is left")?;
            set_public(topology, element, address);
        }
        Wanted::Endpoint(endpoint, subnet, row) => {
            let address = taken
                .private(topology, subnet)
                .ok_or("the subnet has no free IPv4 address for this")?;
            if let Some(place) = places_of(topology, endpoint).and_then(|places| places.get_mut(*row)) {
                place.ipv4 = address;
            }
        }
    }
    Ok(())
}

/// Where the element has network interfaces of its own.
fn places_of<'t>(topology: &'t mut Topology, of: &Ref) -> Option<&'t mut Vec<EndpointSubnet>> {
    Some(match of.kind {
        Kind::InterfaceEndpoint => &mut topology.interface_endpoints.get_mut(&of.to_id()?)?.subnets,
        Kind::ClientVpnEndpoint => &mut topology.client_vpn_endpoints.get_mut(&of.to_id()?)?.associations,
        Kind::LoadBalancer => &mut topology.load_balancers.get_mut(&of.to_id()?)?.subnets,
        Kind::ResolverEndpoint => &mut topology.resolver_endpoints.get_mut(&of.to_id()?)?.subnets,
        _ => return None,
    })
}

fn subnet_of(topology: &Topology, element: &Ref) -> Option<SubnetId> {
    if element.kind == Kind::NatGateway {
        return Some(topology.nat_gateways.get(&element.to_id()?)?.subnet.clone());
    }
    Some(topology.interfaces.get(&element.to_id()?)?.subnet.clone())
}

fn set_private(topology: &mut Topology, element: &Ref, address: Ipv4Addr) {
    if let Some(record) = element.to_id().and_then(|id| topology.nat_gateways.get_mut(&id)) {
        record.ipv4 = address;
    } else if let Some(record) = element.to_id().and_then(|id| topology.interfaces.get_mut(&id)) {
        record.ipv4 = Some(address);
    }
}

fn set_public(topology: &mut Topology, element: &Ref, address: Ipv4Addr) {
    if let Some(record) = element.to_id().and_then(|id| topology.nat_gateways.get_mut(&id)) {
        record.connectivity = NatConnectivity::Public(address);
    } else if let Some(record) = element.to_id().and_then(|id| topology.interfaces.get_mut(&id)) {
        record.public_ipv4 = Some(address);
    }
}
