//! An active connection moves nothing by itself: each side needs a route in the tables of the subnets that talk
//! (PEER-20, PEER-21, VPN-21, TGW-13). AWS page: vpc/latest/peering/vpc-peering-routing.html

use crate::sorted::{SortedMap, SortedSet};
use ipnet::IpNet;

use super::routes::cidrs_of;
use super::{MissingRoute, Network, RouteOrigin, RouteState};
use crate::address::overlaps;
use crate::id::Ref;
use crate::topology::{
    Association, Attached, Destination, PeeringState, RouteTableId, SubnetId, Target, TransitGatewayTarget, VpcId,
};

pub(super) fn missing_routes(network: &Network) -> Vec<MissingRoute> {
    let tables = talking_tables(network);
    let mut missing = Vec::new();
    let topology = network.topology();
    for (id, peering) in topology.peering_connections.iter() {
        if peering.state != PeeringState::Active {
            continue;
        }
        let sides = [
            (&peering.requester, &peering.accepter),
            (&peering.accepter, &peering.requester),
        ];
        for (near, far) in sides {
            let Some(far) = topology.vpcs.get(far) else {
                continue;
            };
            let carries_ipv6 = topology.vpcs.get(near).is_some_and(|vpc| !vpc.ipv6_cidrs.is_empty());
            let wanted: Vec<IpNet> = cidrs_of(far)
                .filter(|cidr| carries_ipv6 || cidr.addr().is_ipv4())
                .collect();
            for table in tables.get(near).into_iter().flatten() {
                missing.extend(lacking(network, table, &wanted, &Ref::from(id)));
            }
        }
    }
    missing.extend(missing_to_sites(network, &tables));
    missing.extend(missing_to_transit_gateways(network, &tables));
    missing
}

/// What the table of an attachment leads to, but for a default route, which is a choice (TGW-13).
fn missing_to_transit_gateways(
    network: &Network,
    tables: &SortedMap<VpcId, SortedSet<RouteTableId>>,
) -> Vec<MissingRoute> {
    let topology = network.topology();
    let mut missing = Vec::new();
    for (id, attachment) in topology.transit_gateway_attachments.iter() {
        let (Attached::Vpc { vpc, .. }, Association::Table(associated)) = (&attachment.to, &attachment.association)
        else {
            continue;
        };
        let Some(record) = topology.vpcs.get(vpc).filter(|_| attachment.state.carries()) else {
            continue;
        };
        let own = TransitGatewayTarget::Attachment(id.clone());
        let routes = network.transit_routes(associated).iter();
        let onward = routes.filter(|route| route.state == RouteState::Active && route.target != own);
        let prefixes: SortedSet<IpNet> = onward
            .flat_map(|route| network.entries(&route.destination).into_owned())
            .filter(|prefix| prefix.prefix_len() > 0 && (prefix.addr().is_ipv4() || attachment.ipv6))
            .filter(|prefix| !cidrs_of(record).any(|own| overlaps(own, *prefix)))
            .collect();
        let wanted: Vec<IpNet> = prefixes.into_iter().collect();
        for table in tables.get(vpc).into_iter().flatten() {
            missing.extend(lacking(network, table, &wanted, &Ref::from(&attachment.gateway)));
        }
    }
    missing
}

fn missing_to_sites(network: &Network, tables: &SortedMap<VpcId, SortedSet<RouteTableId>>) -> Vec<MissingRoute> {
    let topology = network.topology();
    let mut missing = Vec::new();
    for (id, gateway) in topology.vpn_gateways.iter() {
        let Some((vpc, record)) = gateway
            .vpc
            .as_ref()
            .and_then(|vpc| Some((vpc, topology.vpcs.get(vpc)?)))
        else {
            continue;
        };
        let known = network.vpn_prefixes(id).iter().chain(network.vpn_prefixes_down(id));
        let wanted: SortedSet<IpNet> = known
            .map(|learned| learned.prefix)
            .filter(|prefix| !cidrs_of(record).any(|own| own.contains(prefix)))
            .collect();
        let wanted: Vec<IpNet> = wanted.into_iter().collect();
        for table in tables.get(vpc).into_iter().flatten() {
            let propagates = topology
                .route_tables
                .get(table)
                .is_some_and(|table| table.propagating.contains(id));
            if !propagates {
                missing.extend(lacking(network, table, &wanted, &Ref::from(id)));
            }
        }
    }
    missing
}

/// A part of the range, or more than it, is enough to call it routed (PEER-22). A route of its own to exactly this
/// destination, wherever it leads, is somebody's decision and leaves no room for another (RT-14).
fn lacking(network: &Network, table: &RouteTableId, wanted: &[IpNet], target: &Ref) -> Vec<MissingRoute> {
    let routes = network.routes(table);
    let leads_there = |cidr: &IpNet| {
        routes.iter().any(|route| {
            route.state == RouteState::Active
                && route.target == Target::Element(target.clone())
                && network
                    .entries(&route.destination)
                    .iter()
                    .any(|entry| overlaps(*entry, *cidr))
        })
    };
    let is_taken = |cidr: &IpNet| {
        routes
            .iter()
            .any(|route| route.origin == RouteOrigin::Static && route.destination == Destination::Cidr(*cidr))
    };
    wanted
        .iter()
        .filter(|cidr| !leads_there(cidr) && !is_taken(cidr))
        .map(|cidr| MissingRoute {
            table: table.clone(),
            destination: Destination::Cidr(*cidr),
            target: target.clone(),
        })
        .collect()
}

/// The tables of the subnets that hold an interface; in a VPC where none does, the main one.
fn talking_tables(network: &Network) -> SortedMap<VpcId, SortedSet<RouteTableId>> {
    let topology = network.topology();
    let interfaces = topology.interfaces.iter().map(|(_, interface)| &interface.subnet);
    let endpoints = topology
        .interface_endpoints
        .iter()
        .flat_map(|(_, endpoint)| &endpoint.subnets);
    let client_vpns = topology.client_vpn_endpoints.iter();
    let client_vpns = client_vpns.flat_map(|(_, endpoint)| &endpoint.associations);
    let places = endpoints.chain(client_vpns).map(|interface| &interface.subnet);
    let talking: SortedSet<&SubnetId> = interfaces.chain(places).collect();
    let mut tables: SortedMap<VpcId, SortedSet<RouteTableId>> = SortedMap::new();
    for subnet in talking.into_iter().filter_map(|id| topology.subnets.get(id)) {
        if let Some(table) = &subnet.route_table {
            tables.entry(subnet.vpc.clone()).or_default().insert(table.clone());
        }
    }
    for (id, vpc) in topology.vpcs.iter() {
        if let (false, Some(main)) = (tables.contains_key(id), &vpc.main_route_table) {
            tables.insert(id.clone(), SortedSet::from([main.clone()]));
        }
    }
    tables
}
