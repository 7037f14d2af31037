//! Moving something into another container: the address that fits there, or why it cannot go there.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::rc::Rc;

use ipnet::{Ipv4Net, Ipv6Net};
use reach::id::{Kind, Ref};
use reach::operation::Operation;
use reach::sorted::{SortedMap, SortedSet};
use reach::topology::{Element, InterfaceEndpoint, NatGateway, NetworkInterface, Subnet, SubnetId, Topology, VpcId};

use super::{Drawing, Edit, Refused, containment, drawn, free};
use crate::words;

/// Moves `of` into `into`. An edit without operations means that it is there already.
pub fn reparent(drawing: Drawing<'_>, of: &Ref, into: &Ref) -> Result<Edit, Refused> {
    if containment::parent_of(drawing.topology, of).as_ref() == Some(into) {
        return Ok(Edit::default());
    }
    let (operations, how) = match (drawn(drawing, of)?, into.kind) {
        (Element::NetworkInterface(id, record), Kind::Subnet) => {
            let record = interface_into(drawing, of, record, &subnet_id(into))?;
            let how = record.ipv4.map(|address| format!(", address {address}"));
            (vec![Operation::Update((id, record).into())], how.unwrap_or_default())
        }
        (Element::NatGateway(id, record), Kind::Subnet) => {
            let record = nat_into(drawing, of, record, &subnet_id(into))?;
            let how = format!(", address {}", record.ipv4);
            (vec![Operation::Update((id, record).into())], how)
        }
        (Element::InterfaceEndpoint(id, record), Kind::Subnet) => {
            let record = endpoint_into(drawing, of, record, &subnet_id(into))?;
            let how = record.subnets.first().map(|place| format!(", address {}", place.ipv4));
            (vec![Operation::Update((id, record).into())], how.unwrap_or_default())
        }
        (Element::Subnet(id, record), Kind::Vpc) => {
            subnet_into(drawing, &id, record, &VpcId::new(Rc::clone(&into.id)))?
        }
        (Element::InternetGateway(id, mut record), Kind::Vpc) => {
            record.vpc = Some(VpcId::new(Rc::clone(&into.id)));
            (vec![Operation::Update((id, record).into())], String::new())
        }
        (Element::EgressOnlyInternetGateway(id, mut record), Kind::Vpc) => {
            record.vpc = Some(VpcId::new(Rc::clone(&into.id)));
            (vec![Operation::Update((id, record).into())], String::new())
        }
        (Element::VpnGateway(id, mut record), Kind::Vpc) => {
            record.vpc = Some(VpcId::new(Rc::clone(&into.id)));
            (vec![Operation::Update((id, record).into())], String::new())
        }
        _ => return Err(nowhere(drawing.topology, of, into)),
    };
    let (name, place) = (words::name(drawing.topology, of), words::name(drawing.topology, into));
    let mut edit = Edit::new(format!("Move {name} to {place}"), operations);
    edit.said = Some(format!("{name} moves to {place}{how}").into());
    Ok(edit)
}

/// The kind of frame in which it lies; `None` for what lies on the open canvas.
pub const fn container(kind: Kind) -> Option<Kind> {
    match kind {
        Kind::NetworkInterface | Kind::NatGateway | Kind::InterfaceEndpoint | Kind::GatewayLoadBalancerEndpoint => {
            Some(Kind::Subnet)
        }
        Kind::Subnet
        | Kind::InternetGateway
        | Kind::VpnGateway
        | Kind::GatewayEndpoint
        | Kind::EgressOnlyInternetGateway
        | Kind::RegionalNatGateway
        | Kind::LoadBalancer
        | Kind::ResolverEndpoint => Some(Kind::Vpc),
        _ => None,
    }
}

fn nowhere(topology: &Topology, of: &Ref, into: &Ref) -> Refused {
    let name = words::name(topology, of);
    let place = words::name(topology, into);
    match of.kind {
        Kind::GatewayEndpoint | Kind::RegionalNatGateway | Kind::LoadBalancer | Kind::ResolverEndpoint => {
            format!("{name} belongs to its VPC for good. Delete it and add one in {place}.").into()
        }
        Kind::GatewayLoadBalancerEndpoint => {
            format!("{name} stays in its subnet for good. Delete it and add one in {place}.").into()
        }
        _ => format!("{name} cannot lie in {place}.").into(),
    }
}

fn subnet_id(of: &Ref) -> SubnetId {
    SubnetId::new(Rc::clone(&of.id))
}

fn subnet_of<'a>(topology: &'a Topology, id: &SubnetId) -> Result<&'a Subnet, Refused> {
    topology
        .subnets
        .get(id)
        .ok_or_else(|| format!("{id} does not exist any more.").into())
}

/// The same place from the start of the block where that is free, else the next free address.
fn address_in(
    topology: &Topology,
    of: &Ref,
    old: Option<(Option<Ipv4Net>, Ipv4Addr)>,
    into: &SubnetId,
) -> Result<Ipv4Addr, Refused> {
    let subnet = subnet_of(topology, into)?;
    let taken = free::addresses_of_others(topology, into, Some(of));
    let same = old.and_then(|(cidr, address)| same_place(cidr?, address, subnet.cidr?));
    let is_free = |address: &Ipv4Addr| {
        !taken.contains(address)
            && subnet
                .cidr
                .is_some_and(|cidr| !reach::address::is_reserved_in(cidr, *address))
    };
    same.filter(is_free)
        .or_else(|| free::address_besides(subnet, &taken))
        .ok_or_else(|| format!("{} has no free IPv4 address.", words::name(topology, &into.into())).into())
}

fn same_place(from: Ipv4Net, address: Ipv4Addr, to: Ipv4Net) -> Option<Ipv4Addr> {
    free::at_offset(to, free::offset_in(from, address)?)
}

fn same_place_v6(from: Option<Ipv6Net>, address: Ipv6Addr, to: Option<Ipv6Net>) -> Option<Ipv6Addr> {
    let (from, to) = (from?, to?);
    let host = u128::from(address) & u128::from(from.hostmask());
    let moved = Ipv6Addr::from(u128::from(to.network()) | (host & u128::from(to.hostmask())));
    from.contains(&address).then_some(moved)
}

fn interface_into(
    drawing: Drawing<'_>,
    of: &Ref,
    mut record: NetworkInterface,
    into: &SubnetId,
) -> Result<NetworkInterface, Refused> {
    let topology = drawing.topology;
    let target = subnet_of(topology, into)?;
    let source = topology.subnets.get(&record.subnet);
    let cidr = source.and_then(|source| source.cidr);
    record.ipv4 = match target.cidr {
        Some(_) => Some(address_in(topology, of, record.ipv4.map(|old| (cidr, old)), into)?),
        None => None,
    };
    let mut taken: SortedSet<Ipv4Addr> = free::addresses_of_others(topology, into, Some(of));
    taken.extend(record.ipv4);
    record.secondary_ipv4 = record
        .secondary_ipv4
        .iter()
        .filter_map(|old| same_place(cidr?, *old, target.cidr?))
        .filter(|address| taken.insert(*address))
        .collect();
    let cidr_v6 = source.and_then(|source| source.ipv6_cidr);
    record.ipv6 = record
        .ipv6
        .iter()
        .filter_map(|old| same_place_v6(cidr_v6, *old, target.ipv6_cidr))
        .collect();
    // Security groups belong to a VPC: in another one the default group takes over (SG-01).
    if source.is_none_or(|source| source.vpc != target.vpc) {
        record.security_groups.clear();
    }
    record.subnet = into.clone();
    Ok(record)
}

fn nat_into(drawing: Drawing<'_>, of: &Ref, mut record: NatGateway, into: &SubnetId) -> Result<NatGateway, Refused> {
    let source = drawing.topology.subnets.get(&record.subnet);
    let cidr = source.and_then(|source| source.cidr);
    record.ipv4 = address_in(drawing.topology, of, Some((cidr, record.ipv4)), into)?;
    record.subnet = into.clone();
    Ok(record)
}

fn endpoint_into(
    drawing: Drawing<'_>,
    of: &Ref,
    mut record: InterfaceEndpoint,
    into: &SubnetId,
) -> Result<InterfaceEndpoint, Refused> {
    let topology = drawing.topology;
    let name = words::name(topology, of);
    if subnet_of(topology, into)?.vpc != record.vpc {
        return Err(format!(
            "{name} belongs to {} for good.",
            words::name(topology, &Ref::from(&record.vpc))
        )
        .into());
    }
    if record.subnets.iter().any(|place| place.subnet == *into) {
        return Err(format!("{name} has an address in {into} already.").into());
    }
    let Some(first) = record.subnets.first_mut() else {
        return Err(format!("{name} has no address to move. Add a subnet in its table.").into());
    };
    let cidr = topology.subnets.get(&first.subnet).and_then(|source| source.cidr);
    first.ipv4 = address_in(topology, of, Some((cidr, first.ipv4)), into)?;
    first.subnet = into.clone();
    Ok(record)
}

/// The subnet with everything in it: its block moves, and each address keeps its place in the block.
fn subnet_into(
    drawing: Drawing<'_>,
    id: &SubnetId,
    mut record: Subnet,
    into: &VpcId,
) -> Result<(Vec<Operation>, String), Refused> {
    let topology = drawing.topology;
    let name = words::name(topology, &id.into());
    let holds = |(_, endpoint): &(&_, &InterfaceEndpoint)| endpoint.subnets.iter().any(|place| place.subnet == *id);
    if let Some((endpoint, _)) = topology.interface_endpoints.iter().find(holds) {
        return Err(format!("{name} holds {endpoint}, which cannot leave its VPC.").into());
    }
    let old = record.cidr;
    if let Some(cidr) = old {
        record.cidr = Some(fitting_cidr(topology, into, cidr)?);
    }
    let old_v6 = record.ipv6_cidr.take();
    let region = |vpc: &VpcId| topology.vpcs.get(vpc).map(|vpc| Rc::clone(&vpc.region));
    if region(&record.vpc) != region(into) {
        record.zone = free::zone(topology, into);
    }
    record.vpc = into.clone();
    record.route_table = None;
    record.network_acl = None;
    let how = record.cidr.map(|cidr| format!(", {cidr}")).unwrap_or_default();
    let new = record.cidr;
    let mut operations = vec![Operation::Update((id.clone(), record).into())];
    let addresses = AddressMap { old, new, old_v6 };
    operations.extend(addresses.of_children(topology, id, true));
    Ok((operations, how))
}

/// The subnet's own block if the VPC has room for it, else the next free one of the same size.
fn fitting_cidr(topology: &Topology, vpc: &VpcId, cidr: Ipv4Net) -> Result<Ipv4Net, Refused> {
    let name = words::name(topology, &vpc.into());
    let taken = free::subnets_of(topology, vpc);
    let fits = topology
        .vpcs
        .get(vpc)
        .is_some_and(|record| record.cidrs.iter().any(|block| block.contains(&cidr)));
    let overlaps = |other: &Ipv4Net| reach::address::overlaps(cidr.into(), (*other).into());
    if fits && !taken.iter().any(overlaps) {
        return Ok(cidr);
    }
    free::subnet_cidr_of_length(topology, vpc, cidr.prefix_len())
        .ok_or_else(|| format!("{name} has no free /{} for it.", cidr.prefix_len()).into())
}

/// Carries the addresses of a subnet's children over when its block changes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AddressMap {
    pub(crate) old: Option<Ipv4Net>,
    pub(crate) new: Option<Ipv4Net>,
    pub(crate) old_v6: Option<Ipv6Net>,
}

impl AddressMap {
    pub(crate) fn of(self, address: Ipv4Addr) -> Option<Ipv4Addr> {
        same_place(self.old?, address, self.new?)
    }

    /// The operations that give every interface and NAT gateway its new address. What does not fit gets the next free one.
    pub(crate) fn of_children(self, topology: &Topology, subnet: &SubnetId, other_vpc: bool) -> Vec<Operation> {
        let mut used: SortedMap<Ipv4Addr, ()> = SortedMap::new();
        let mut operations = Vec::new();
        let mut place = |address: Ipv4Addr| {
            let fallback = || {
                let taken: SortedSet<Ipv4Addr> = used.keys().copied().collect();
                let template = Subnet {
                    cidr: self.new,
                    ..topology.subnets.get(subnet)?.clone()
                };
                free::address_besides(&template, &taken)
            };
            let kept = self.of(address).filter(|address| {
                !used.contains_key(address)
                    && self
                        .new
                        .is_some_and(|cidr| !reach::address::is_reserved_in(cidr, *address))
            });
            let address = kept.or_else(fallback)?;
            used.insert(address, ());
            Some(address)
        };
        for (id, record) in topology
            .interfaces
            .iter()
            .filter(|(_, record)| record.subnet == *subnet)
        {
            let mut record = record.clone();
            record.ipv4 = record.ipv4.and_then(&mut place);
            record.secondary_ipv4 = record.secondary_ipv4.iter().filter_map(|old| place(*old)).collect();
            if self.old_v6.is_some() {
                record.ipv6.clear();
            }
            if other_vpc {
                record.security_groups.clear();
            }
            operations.push(Operation::Update((id.clone(), record).into()));
        }
        for (id, record) in topology
            .nat_gateways
            .iter()
            .filter(|(_, record)| record.subnet == *subnet)
        {
            let mut record = record.clone();
            if let Some(address) = place(record.ipv4) {
                record.ipv4 = address;
            }
            operations.push(Operation::Update((id.clone(), record).into()));
        }
        operations
    }
}
