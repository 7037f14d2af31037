//! What AWS announces to a site, which sends only that: the table of its connection's attachment (VPN-51), and the allowed prefixes of a
//! Direct Connect gateway (DX-09, DX-10). AWS page: directconnect/latest/UserGuide/allowed-to-prefixes.html

use std::net::IpAddr;

use super::Move;
use super::scene::{Scene, change};
use super::transit::{into_table, without_blackhole};
use crate::id::{Kind, Ref};
use crate::network::cidrs_of;
use crate::reason::reasons;
use crate::topology::{
    Association, Attached, Destination, Element, TransitGatewayRouteTableId, TransitGatewayTarget, VpnConnectionId,
};
use crate::trace::Fact;

reasons! {
    ALLOW: "fix-allowed-prefix" ["DX-09", "DX-10"] "Allow the range",
        "Add {cidr} to the allowed prefixes of {gateway} at {at}, so that the site hears of it.",
        "directconnect/latest/UserGuide/allowed-to-prefixes.html";
}

pub(super) fn moves(scene: &Scene<'_>) -> Vec<Move> {
    let Some(destination) = scene
        .destination()
        .filter(|_| scene.code() == "NO_ROUTE_TO_DESTINATION")
    else {
        return Vec::new();
    };
    match scene.at().kind {
        Kind::CustomerGateway => over_transit_gateway(scene, destination),
        Kind::Site | Kind::DirectConnectGateway => allow(scene, destination),
        _ => Vec::new(),
    }
}

/// Only what the attachment's own table holds is announced over its VPN.
fn over_transit_gateway(scene: &Scene<'_>, destination: IpAddr) -> Vec<Move> {
    let topology = scene.state.network.topology();
    let is_its = |id: &VpnConnectionId| {
        let connection = topology.vpn_connections.get(id);
        connection.is_some_and(|connection| Ref::from(&connection.customer_gateway) == *scene.at())
    };
    let attachments = topology.transit_gateway_attachments.iter();
    let of_device = attachments.filter(|(_, record)| matches!(&record.to, Attached::Vpn(id) if is_its(id)));
    let tables = of_device.filter_map(|(_, record)| match &record.association {
        Association::Table(table) => Some(table),
        _ => None,
    });
    tables
        .flat_map(|table| {
            let freed = blackholes(scene, table, destination);
            freed
                .into_iter()
                .chain(into_table(scene, table, destination))
                .collect::<Vec<Move>>()
        })
        .collect()
}

fn blackholes(scene: &Scene<'_>, table: &TransitGatewayRouteTableId, destination: IpAddr) -> Vec<Move> {
    let record = scene.state.topology.transit_gateway_route_tables.get(table);
    let routes = record.map(|record| record.routes.as_slice()).unwrap_or_default().iter();
    let drops = routes.filter(|route| {
        let covers = matches!(route.destination, Destination::Cidr(cidr) if cidr.contains(&destination));
        covers && route.target == TransitGatewayTarget::Blackhole
    });
    drops
        .filter_map(|route| without_blackhole(scene, &Ref::from(table), &route.destination))
        .collect()
}

/// Of the VPC or another site that has the address, at every association that leads to it. A virtual private gateway announces its VPC's range or
/// nothing (DX-09), a transit gateway the list as it is (DX-10).
fn allow(scene: &Scene<'_>, destination: IpAddr) -> Vec<Move> {
    let topology = scene.state.network.topology();
    let vpcs = topology.vpcs.iter().flat_map(|(_, vpc)| cidrs_of(vpc));
    let sites = topology.sites.iter().flat_map(|(_, site)| site.cidrs.iter().copied());
    let has_it = |cidr: &ipnet::IpNet| cidr.contains(&destination);
    let (in_vpc, in_site) = (vpcs.into_iter().find(has_it), sites.into_iter().find(has_it));
    let Some(cidr) = in_vpc.or(in_site) else {
        return Vec::new();
    };
    let mut moves = Vec::new();
    for (id, record) in topology.direct_connect_gateways.iter() {
        for own in &record.associations {
            // A virtual private gateway without a list announces all of its VPC.
            let is_filter = own.gateway.kind == Kind::VpnGateway;
            if is_filter && (own.allowed_prefixes.is_empty() || in_vpc.is_none()) {
                continue;
            }
            let cidr = if is_filter { cidr } else { scene.no_wider(cidr) };
            let facts = vec![
                ("cidr", Fact::Cidr(cidr)),
                ("gateway", Fact::Element(own.gateway.clone())),
            ];
            moves.extend(change(scene, &Ref::from(id), &ALLOW, facts, |element| {
                let Element::DirectConnectGateway(_, record) = element else {
                    return None;
                };
                record.associations.retain(|known| known.gateway != own.gateway);
                let mut wider = own.clone();
                wider.allowed_prefixes.push(cidr);
                record.associations.push(wider);
                Some(())
            }));
        }
    }
    moves
}
