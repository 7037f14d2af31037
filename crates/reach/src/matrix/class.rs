//! Which interfaces are bound to fare alike.

use std::net::IpAddr;

use ipnet::IpNet;

use super::end::MatrixEnd;
use crate::id::{Kind, Ref};
use crate::network::Network;
use crate::packet::PacketSet;
use crate::sorted::{SortedMap, SortedSet, sort};
use crate::topology::{InterfaceId, InterfaceState, NetworkInterface, Role, SecurityGroupId, SubnetId, Target};
use crate::trace::nets_of;

/// Everything about an interface that a rule could look at. Addresses stand as the stretch between two neighbouring borders of
/// rows, in which no row tells one from another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    subnet: SubnetId,
    role: Role,
    state: InterfaceState,
    groups: Vec<SecurityGroupId>,
    source_dest_check: bool,
    masquerades: bool,
    ipv4: Option<usize>,
    public: Option<usize>,
    ipv6: Vec<usize>,
}

/// The class of each end: the place of the first end that is like it.
pub(super) fn classes(network: &Network, ends: &[MatrixEnd]) -> Vec<usize> {
    let borders = borders(network);
    let named = named(network);
    let mut first: SortedMap<Key, usize> = SortedMap::default();
    let mut classes = Vec::with_capacity(ends.len());
    for (place, end) in ends.iter().enumerate() {
        let key = key_of(network, &end.at, &borders).filter(|_| !named.contains(&end.at));
        let class = match key {
            Some(key) => *first.entry(key).or_insert(place),
            None => place,
        };
        classes.push(class);
    }
    classes
}

/// `None` for what is like nothing else.
fn key_of(network: &Network, at: &Ref, borders: &[u128]) -> Option<Key> {
    let id: InterfaceId = at.to_id::<NetworkInterface>()?;
    let record = network.topology().interfaces.get(&id)?;
    if !record.secondary_ipv4.is_empty() {
        return None;
    }
    let stretch = |address: IpAddr| borders.partition_point(|border| *border <= number(address));
    let mut groups = network.security_groups_of(&id).to_vec();
    sort(&mut groups);
    Some(Key {
        subnet: record.subnet.clone(),
        role: record.role,
        state: record.state,
        groups,
        source_dest_check: record.source_dest_check,
        masquerades: record.masquerades,
        ipv4: record.ipv4.map(|address| stretch(address.into())),
        public: record.public_ipv4.map(|address| stretch(address.into())),
        ipv6: record.ipv6.iter().map(|address| stretch((*address).into())).collect(),
    })
}

/// Interfaces that other records name: a route, a target of a load balancer.
fn named(network: &Network) -> SortedSet<Ref> {
    let topology = network.topology();
    let mut named = SortedSet::new();
    for (_, table) in topology.route_tables.iter() {
        for route in &table.routes {
            if let Target::Element(element) = &route.target
                && element.kind == Kind::NetworkInterface
            {
                named.insert(element.clone());
            }
        }
    }
    for (_, balancer) in topology.load_balancers.iter() {
        for listener in &balancer.listeners {
            for target in &listener.targets {
                named.insert(Ref::from(&target.interface));
            }
        }
    }
    named
}

/// Where the ranges of all rows begin and where they have ended.
fn borders(network: &Network) -> Vec<u128> {
    let topology = network.topology();
    let everything = PacketSet::all();
    let mut nets: Vec<IpNet> = Vec::new();
    for element in topology.references() {
        nets.extend(nets_of(network, &element, &everything).unwrap_or_default());
    }
    nets.extend(held_twice(network));
    nets.extend(
        topology
            .prefix_lists
            .iter()
            .flat_map(|(_, list)| list.entries.iter().copied()),
    );
    let mut borders: Vec<u128> = nets
        .iter()
        .flat_map(|net| [number(net.network()), number(net.broadcast()).saturating_add(1)])
        .collect();
    sort(&mut borders);
    borders.dedup();
    borders
}

/// Addresses that stand in several VPCs: to whoever holds one of them, the others are out of reach.
fn held_twice(network: &Network) -> Vec<IpNet> {
    let interfaces = network.topology().interfaces.iter();
    let mut held: Vec<IpAddr> = interfaces.filter_map(|(_, record)| Some(record.ipv4?.into())).collect();
    sort(&mut held);
    let twice = held.windows(2).filter(|pair| pair.first() == pair.last());
    twice.filter_map(|pair| Some(IpNet::from(*pair.first()?))).collect()
}

/// Addresses of both families on one line: IPv4 lies where IPv6 has no unicast addresses.
fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address),
    }
}
