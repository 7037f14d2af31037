//! Route tables of transit gateways (TGW-11, TGW-20 to TGW-26, TGW-40).

use std::net::IpAddr;

use ipnet::IpNet;
use reach::address::overlaps;
use reach::topology::*;

use super::packet::has;
use super::world::World;
use super::{direct_connect, vpn};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    Attachment(TransitGatewayAttachmentId),
    Blackhole,
    Nothing,
    /// Equal in everything that TGW-20 names.
    Several,
}

#[derive(Clone, Debug)]
struct Row {
    prefix: IpNet,
    /// TGW-20; the lower wins among equal prefixes.
    rank: u8,
    as_path: u8,
    med: u32,
    list: String,
    target: TransitGatewayTarget,
}

pub fn lookup(world: &World<'_>, table: &TransitGatewayRouteTableId, to: IpAddr) -> Found {
    let mut rows = rows(world, table);
    rows.retain(|row| has(row.prefix, to));
    let Some(longest) = rows.iter().map(|row| row.prefix.prefix_len()).max() else {
        return Found::Nothing;
    };
    rows.retain(|row| row.prefix.prefix_len() == longest);
    rows.sort_by_key(key);
    let first = rows.first().map(key);
    rows.retain(|row| Some(key(row)) == first);
    let target = rows.first().map(|row| row.target.clone());
    if rows.iter().any(|row| Some(&row.target) != target.as_ref()) {
        return Found::Several;
    }
    match target {
        Some(TransitGatewayTarget::Attachment(id)) if is_there(world, &id) => Found::Attachment(id),
        Some(_) => Found::Blackhole,
        None => Found::Nothing,
    }
}

fn key(row: &Row) -> (u8, String, u8, u32) {
    (row.rank, row.list.clone(), row.as_path, row.med)
}

/// TGW-22: a route to what is gone drops.
fn is_there(world: &World<'_>, id: &TransitGatewayAttachmentId) -> bool {
    let attachment = world.drawn.transit_gateway_attachments.get(id);
    attachment.is_some_and(|attachment| !attachment.state.is_gone())
}

/// What the table announces to the far side of an attachment: not what drops (VPN-51), and not what leads back there, which
/// the rules leave open.
pub fn prefixes(world: &World<'_>, table: &TransitGatewayRouteTableId, own: &TransitGatewayAttachmentId) -> Vec<IpNet> {
    let mut all = rows(world, table);
    all.retain(|row| row.target != TransitGatewayTarget::Attachment(own.clone()));
    all.sort_by_key(key);
    let mut seen: Vec<IpNet> = Vec::new();
    let mut prefixes = Vec::new();
    for row in all {
        if seen.contains(&row.prefix) {
            continue;
        }
        seen.push(row.prefix);
        if matches!(&row.target, TransitGatewayTarget::Attachment(id) if is_there(world, id)) {
            prefixes.push(row.prefix);
        }
    }
    prefixes
}

fn rows(world: &World<'_>, id: &TransitGatewayRouteTableId) -> Vec<Row> {
    let mut rows = Vec::new();
    let table = world.drawn.transit_gateway_route_tables.get(id);
    for route in table.map(|table| table.routes.iter()).into_iter().flatten() {
        match &route.destination {
            Destination::Cidr(cidr) => rows.push(written(*cidr, 1, "", route)),
            Destination::PrefixList(list) => {
                for range in world.ranges_of(list) {
                    rows.push(written(range, 2, list.as_str(), route));
                }
            }
        }
    }
    for (attachment, record) in world.drawn.transit_gateway_attachments.iter() {
        if !record.state.is_gone() && propagates_to(world, record, id) {
            rows.extend(propagated(world, attachment, record));
        }
    }
    rows
}

fn written(prefix: IpNet, rank: u8, list: &str, route: &TransitGatewayRoute) -> Row {
    Row {
        prefix,
        rank,
        as_path: 0,
        med: 0,
        list: list.to_owned(),
        target: route.target.clone(),
    }
}

fn propagates_to(world: &World<'_>, attachment: &TransitGatewayAttachment, table: &TransitGatewayRouteTableId) -> bool {
    match &attachment.propagations {
        Some(tables) => tables.contains(table),
        None => {
            let gateway = world.drawn.transit_gateways.get(&attachment.gateway);
            gateway
                .and_then(|it| it.default_propagation_of(&attachment.gateway))
                .as_ref()
                == Some(table)
        }
    }
}

/// TGW-11: a VPC's CIDRs, what a BGP connection learned; nothing of peerings.
fn propagated(world: &World<'_>, id: &TransitGatewayAttachmentId, attachment: &TransitGatewayAttachment) -> Vec<Row> {
    let (rank, as_path, med, prefixes) = match &attachment.to {
        Attached::Vpc { vpc, .. } if !overlaps_earlier(world, id, attachment, vpc) => (3, 0, 0, world.cidrs(vpc)),
        Attached::Vpn(connection) => {
            let Some(connection) = world.drawn.vpn_connections.get(connection) else {
                return Vec::new();
            };
            if connection.routing != VpnRouting::Bgp || !vpn::is_up(connection) {
                return Vec::new();
            }
            let options = &connection.options;
            let prefixes = vpn::announced(world, &connection.customer_gateway);
            (7, options.as_path, options.med.unwrap_or(100), prefixes)
        }
        Attached::DirectConnectGateway(gateway) => {
            let mut ways = direct_connect::ways_of(world, &gateway.into());
            ways.retain(|way| !is_point_to_point(way.prefix));
            let row = |way: vpn::Way| Row {
                prefix: way.prefix,
                rank: 4,
                as_path: way.as_path,
                med: way.med,
                list: String::new(),
                target: TransitGatewayTarget::Attachment(id.clone()),
            };
            return ways.into_iter().filter(|way| way.is_up).map(row).collect();
        }
        _ => return Vec::new(),
    };
    let row = |prefix| Row {
        prefix,
        rank,
        as_path,
        med,
        list: String::new(),
        target: TransitGatewayTarget::Attachment(id.clone()),
    };
    prefixes.into_iter().map(row).collect()
}

/// DX-13: the addresses of the line itself.
fn is_point_to_point(prefix: IpNet) -> bool {
    matches!(prefix, IpNet::V4(net) if net.prefix_len() >= 30 && net.network().is_link_local())
}

/// TGW-40: of VPCs that overlap only the one attached first is propagated; ids stand for the order.
fn overlaps_earlier(
    world: &World<'_>,
    id: &TransitGatewayAttachmentId,
    attachment: &TransitGatewayAttachment,
    vpc: &VpcId,
) -> bool {
    let own = world.cidrs(vpc);
    world.drawn.transit_gateway_attachments.iter().any(|(other, record)| {
        let Attached::Vpc { vpc: theirs, .. } = &record.to else {
            return false;
        };
        let theirs = world.cidrs(theirs);
        let is_earlier = other < id && record.gateway == attachment.gateway && !record.state.is_gone();
        is_earlier && own.iter().any(|a| theirs.iter().any(|b| overlaps(*a, *b)))
    })
}
