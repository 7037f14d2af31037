//! The route table of an internet gateway sends what comes in to a machine first: that needs a public address (RT-44), and what is behind
//! it has to answer through the same machine (RT-45). AWS page: vpc/latest/userguide/gateway-route-tables.html

use std::net::IpAddr;

use ipnet::IpNet;

use super::{Found, Lint};
use crate::address::{Family, INTERNET_IPV4, INTERNET_IPV6};
use crate::id::{Kind, Ref};
use crate::issue::Level;
use crate::network::{EffectiveRoute, Network, RouteState};
use crate::reason::reasons;
use crate::resolve::element;
use crate::route;
use crate::topology::{InterfaceId, InternetGatewayId, NatConnectivity, RouteTableId, Subnet, SubnetId, Target};
use crate::trace::Fact;

reasons! {
    NO_ADDRESS: "INGRESS_RTB_NO_PUBLIC_IP" ["RT-44", "IG-08"] "Sent to a machine without a public address",
        "{at}, the route table of {gateway}, sends what comes in for {destination} to {target}, which has no public address: all of it is dropped. Give {target} one.",
        "vpc/latest/userguide/gateway-route-tables.html";
    PAST: "INGRESS_RTB_TRAFFIC_REDIRECTION" ["RT-45", "IG-08"] "In through the machine, out past it",
        "{at}, the table of {subnet}, leads straight to {gateway}, but {table} sends what comes in for {subnet} through {target} first: what {subnet} sends to the internet is dropped. Let {at} lead to {target}.",
        "vpc/latest/userguide/gateway-route-tables.html";
    IN_PAST: "X_ASYMMETRIC_PATH" ["PW-24", "RT-45"] "Out through the machine, in past it",
        "{at} sends what leaves {subnet} through {target}, but no route table of {gateway} sends what comes in for {subnet} there: {target} sees only one direction, and a firewall drops that. Give {gateway} a route table with {subnet} to {target}.",
        "vpc/latest/userguide/gateway-route-tables.html";
}

pub(super) static WITHOUT_ADDRESS: Lint = Lint {
    name: "gateway-route-without-public-address",
    level: Level::Warning,
    reason: &NO_ADDRESS,
    look: without_address,
};

pub(super) static BYPASSED: Lint = Lint {
    name: "gateway-route-bypassed",
    level: Level::Warning,
    reason: &PAST,
    look: bypassed,
};

pub(super) static ONE_SIDED: Lint = Lint {
    name: "gateway-route-missing",
    level: Level::Warning,
    reason: &IN_PAST,
    look: one_sided,
};

/// A row of an internet gateway's table that is in force and leads to a machine.
struct Redirect<'n> {
    gateway: &'n InternetGatewayId,
    table: &'n RouteTableId,
    route: &'n EffectiveRoute,
    target: &'n Ref,
}

fn redirects(network: &Network) -> impl Iterator<Item = Redirect<'_>> {
    let gateways = network.topology().internet_gateways.iter();
    let tables = gateways.filter_map(|(id, record)| Some((id, record.route_table.as_ref()?)));
    let rows =
        tables.flat_map(|(gateway, table)| network.routes(table).iter().map(move |route| (gateway, table, route)));
    rows.filter_map(|(gateway, table, route)| match &route.target {
        Target::Element(target) if route.state == RouteState::Active => Some(Redirect {
            gateway,
            table,
            route,
            target,
        }),
        _ => None,
    })
}

fn without_address(network: &Network) -> Vec<Found> {
    let of_ipv4 = redirects(network).filter(|redirect| {
        let entries = network.entries(&redirect.route.destination);
        entries.iter().any(|entry| Family::of(entry.addr()) == Family::V4)
    });
    let has_none = |target: &Ref| {
        let id: Option<InterfaceId> = target.to_id();
        let record = id.and_then(|id| network.topology().interfaces.get(&id));
        record.is_some_and(|record| record.public_ipv4.is_none())
    };
    let found = of_ipv4.filter(|redirect| redirect.target.kind == Kind::NetworkInterface && has_none(redirect.target));
    found
        .map(|redirect| {
            let facts = vec![
                ("gateway", element(redirect.gateway)),
                ("destination", Fact::Text(redirect.route.destination.to_string().into())),
                ("target", Fact::Element(redirect.target.clone())),
            ];
            Found::in_row(route::row(redirect.table, &redirect.route.destination), facts)
        })
        .collect()
}

fn bypassed(network: &Network) -> Vec<Found> {
    let found = redirects(network).flat_map(|redirect| {
        let subnets = network.topology().subnets.iter();
        subnets.filter_map(move |(id, record)| past(network, &redirect, id, record))
    });
    found.collect()
}

fn past(network: &Network, redirect: &Redirect<'_>, id: &SubnetId, subnet: &Subnet) -> Option<Found> {
    let entries = network.entries(&redirect.route.destination);
    let ranges = subnet
        .cidr
        .map(IpNet::V4)
        .into_iter()
        .chain(subnet.ipv6_cidr.map(IpNet::V6));
    let mut covered = ranges.filter(|range| entries.iter().any(|entry| entry.contains(range)));
    let is_own = network.subnet_of_element(redirect.target) == Some(id);
    let table = subnet.route_table.as_ref().filter(|_| !is_own)?;
    let straight = Target::Element(Ref::from(redirect.gateway));
    let chosen = covered.find_map(|range| {
        let internet: IpAddr = match range {
            IpNet::V4(_) => INTERNET_IPV4.into(),
            IpNet::V6(_) => INTERNET_IPV6.into(),
        };
        // The internet gateway's table may have a longer row for this subnet.
        let first = route::chosen(network, redirect.table, range.addr())?.route;
        let is_first = first.target == redirect.route.target;
        let chosen = route::chosen(network, table, internet)?;
        let is_meant = is_first && chosen.route.target == straight && is_public(network, id, range);
        is_meant.then_some(chosen)
    })?;
    let facts = vec![
        ("subnet", element(id)),
        ("gateway", element(redirect.gateway)),
        ("table", element(redirect.table)),
        ("target", Fact::Element(redirect.target.clone())),
    ];
    Some(Found::in_row(route::row(table, &chosen.route.destination), facts))
}

/// Somebody in the subnet is known to the internet by an address of this family.
fn is_public(network: &Network, subnet: &SubnetId, range: IpNet) -> bool {
    let topology = network.topology();
    let mut interfaces = topology
        .interfaces
        .iter()
        .filter(|(_, record)| record.subnet == *subnet);
    let mut gateways = topology
        .nat_gateways
        .iter()
        .filter(|(_, record)| record.subnet == *subnet);
    match range {
        IpNet::V4(_) => {
            interfaces.any(|(_, record)| record.public_ipv4.is_some())
                || gateways.any(|(_, record)| matches!(record.connectivity, NatConnectivity::Public(_)))
        }
        IpNet::V6(_) => interfaces.any(|(_, record)| !record.ipv6.is_empty()),
    }
}

/// A subnet with public machines whose way to the internet is through another that remembers their addresses as they are.
fn one_sided(network: &Network) -> Vec<Found> {
    let topology = network.topology();
    let found = topology.subnets.iter().filter_map(|(id, subnet)| {
        let range = IpNet::V4(subnet.cidr?);
        let table = subnet.route_table.as_ref().filter(|_| is_public(network, id, range))?;
        let chosen = route::chosen(network, table, INTERNET_IPV4.into())?;
        let Target::Element(target) = &chosen.route.target else {
            return None;
        };
        let next = network
            .subnet_of_element(target)
            .filter(|_| passes_on(network, target))?;
        let out = route::chosen(
            network,
            network.topology().subnets.get(next)?.route_table.as_ref()?,
            INTERNET_IPV4.into(),
        )?;
        let gateway = network.internet_gateway_of(&subnet.vpc)?;
        let is_straight = out.route.target == Target::Element(Ref::from(gateway));
        let edge = topology.internet_gateways.get(gateway)?.route_table.as_ref();
        let is_unknown = edge.is_some_and(|edge| network.is_unread(&Ref::from(edge)));
        let inward = edge.and_then(|edge| route::chosen(network, edge, range.addr()));
        let is_redirected = inward.is_some_and(|inward| matches!(inward.route.target, Target::Element(_)));
        let facts = vec![
            ("subnet", element(id)),
            ("gateway", element(gateway)),
            ("target", Fact::Element(target.clone())),
        ];
        (is_straight && !is_redirected && !is_unknown)
            .then(|| Found::in_row(route::row(table, &chosen.route.destination), facts))
    });
    found.collect()
}

/// Without changing addresses.
fn passes_on(network: &Network, target: &Ref) -> bool {
    match target.kind {
        Kind::GatewayLoadBalancerEndpoint => true,
        Kind::NetworkInterface => {
            let id: Option<InterfaceId> = target.to_id();
            let record = id.and_then(|id| network.topology().interfaces.get(&id));
            record.is_some_and(|record| !record.masquerades && !record.source_dest_check)
        }
        _ => false,
    }
}
