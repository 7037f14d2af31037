//! What stands out about VPN connections: one device twice on a gateway (VPN-05), IPv6 prefixes (VPN-07), a tunnel that is
//! down (VPN-26), and sites whose range overlaps the VPC (RT-11, VPN-29). AWS page: vpn/latest/s2svpn/VPNTunnels.html

use crate::sorted::SortedMap;
use ipnet::IpNet;

use crate::address::overlaps;
use crate::id::{Kind, Ref, Row, RowRef};
use crate::network::{cidrs_of, prefixes_of};
use crate::reason::reasons;
use crate::resolve::{Draft, element};
use crate::topology::{
    Attached, Table, Topology, TransitGatewayRouteTableId, TransitGatewayTarget, VpnConnection, VpnConnectionId,
    VpnGateway, VpnRouting,
};
use crate::trace::Fact;

reasons! {
    SECOND_CONNECTION: "InvalidOption.Conflict" ["VPN-05"] "These two are already connected",
        "{at} cannot connect {gateway} and {device}: {other} already does. It has two tunnels; for more, use a \
         second customer gateway.",
        "vpn/latest/s2svpn/vpn-redundant-connection.html";

    NO_IPV6: "X_REFUSED" ["VPN-07"] "No IPv6 on a virtual private gateway",
        "{at} cannot carry {cidr}: a VPN connection on a virtual private gateway is for IPv4. IPv6 needs a \
         transit gateway.",
        "vpn/latest/s2svpn/ipv4-ipv6.html";

    SINGLE_TUNNEL: "X_SINGLE_TUNNEL" ["VPN-26"] "Only one tunnel is up",
        "{at} works over one tunnel only. When AWS maintains that one, the connection is lost: set up both on the \
         device.",
        "vpn/latest/s2svpn/VPNTunnels.html";

    SITES_OVERLAP: "X_NOTICE" ["VPN-31", "VPN-29"] "Sites overlap",
        "{at} brings {cidr}, which overlaps {other_cidr} of {other} on the same gateway. The more specific network gets the packets, \
         of equal ones only one does: the other site cannot be reached there.",
        "vpn/latest/s2svpn/VPN_CloudHub.html";

    OVERLAPS_VPC: "X_ONPREM_OVERLAPS_VPC" ["RT-11", "VPN-29"] "Site overlaps the VPC",
        "{at} brings {cidr}, which overlaps {other_cidr} of {vpc}. The shared addresses always stay in the VPC, \
         so that part of the site cannot be reached.",
        "vpn/latest/s2svpn/vpn-route-priority.html";
}

pub(super) fn check(_: &Topology, draft: &mut Draft) {
    let mut first: SortedMap<(Ref, Ref), VpnConnectionId> = SortedMap::new();
    let all = draft.topology.vpn_connections.clone();
    for (id, connection) in all.iter() {
        let ends = (connection.gateway.clone(), Ref::from(&connection.customer_gateway));
        if let Some(other) = first.get(&ends) {
            let facts = vec![
                ("gateway", Fact::Element(ends.0)),
                ("device", Fact::Element(ends.1)),
                ("other", element(other)),
            ];
            draft.leave_out("second-vpn-connection", &SECOND_CONNECTION, id, facts);
            continue;
        }
        first.insert(ends, id.clone());
        let up = connection.tunnels.iter().filter(|tunnel| tunnel.up).count();
        if up == 1 {
            draft.warn("single-tunnel", &SINGLE_TUNNEL, id, Vec::new());
        }
        ipv6(id, connection, draft);
        overlap(id, connection, draft);
        sites(id, connection, &all, draft);
    }
}

/// Networks of two sites behind one gateway; two connections to one site are meant to bring the same.
fn sites(id: &VpnConnectionId, connection: &VpnConnection, all: &Table<VpnConnection>, draft: &mut Draft) {
    let topology = &draft.topology;
    let site = |connection: &VpnConnection| {
        topology
            .customer_gateways
            .get(&connection.customer_gateway)?
            .site
            .clone()
    };
    let is_earlier = |(other, record): &(&VpnConnectionId, &VpnConnection)| {
        let is_of_two = record.gateway == connection.gateway && site(record) != site(connection);
        *other < id && is_of_two && meet(topology, (other, record), (id, connection))
    };
    let found = all.iter().filter(is_earlier).find_map(|(other, record)| {
        let others = || prefixes_of(topology, record);
        let is_shared = is_balanced(topology, record, connection);
        let mut own = prefixes_of(topology, connection);
        own.find_map(|own| {
            Some((
                own,
                others().find(|its| overlaps(own, *its) && !(is_shared && own == *its))?,
            ))
        })
        .map(|(own, its)| (other.clone(), own, its))
    });
    if let Some((other, own, its)) = found {
        let facts = vec![
            ("cidr", Fact::Cidr(own)),
            ("other_cidr", Fact::Cidr(its)),
            ("other", element(&other)),
        ];
        draft.warn("sites-overlap", &SITES_OVERLAP, id, facts);
        draft.at_row(row(id, own));
    }
}

type Connection<'t> = (&'t VpnConnectionId, &'t VpnConnection);

/// A transit gateway looks into one of its tables at a time: networks that are in no table together do not meet (TGW-20).
fn meet(topology: &Topology, one: Connection<'_>, other: Connection<'_>) -> bool {
    if one.1.gateway.kind != Kind::TransitGateway {
        return true;
    }
    let (one, other) = (tables_of(topology, one.0), tables_of(topology, other.0));
    one.iter().any(|table| other.contains(table))
}

/// The tables that lead to the connection, by propagation or by a static route.
fn tables_of(topology: &Topology, id: &VpnConnectionId) -> Vec<TransitGatewayRouteTableId> {
    let mut attachments = topology.transit_gateway_attachments.iter();
    let own = attachments.find(|(_, record)| record.to == Attached::Vpn(id.clone()));
    let Some((attachment, record)) = own else {
        return Vec::new();
    };
    let target = TransitGatewayTarget::Attachment(attachment.clone());
    let tables = topology.transit_gateway_route_tables.iter();
    let statics = tables.filter(|(_, table)| table.routes.iter().any(|route| route.target == target));
    let gateway = topology.transit_gateways.get(&record.gateway);
    let by_default = || gateway.and_then(|gateway| gateway.default_propagation_of(&record.gateway));
    let propagated: Vec<_> = match &record.propagations {
        Some(tables) => tables.iter().cloned().collect(),
        None => by_default().into_iter().collect(),
    };
    propagated
        .into_iter()
        .chain(statics.map(|(id, _)| id.clone()))
        .collect()
}

/// ECMP: of equal networks from one AS a transit gateway uses both ways (VPN-53).
fn is_balanced(topology: &Topology, one: &VpnConnection, other: &VpnConnection) -> bool {
    let gateway = one.gateway.to_id().and_then(|id| topology.transit_gateways.get(&id));
    let asn = |connection: &VpnConnection| {
        let device = topology.customer_gateways.get(&connection.customer_gateway)?;
        (connection.routing == VpnRouting::Bgp).then_some(device.asn)
    };
    gateway.is_some_and(|gateway| gateway.vpn_ecmp) && asn(one).is_some() && asn(one) == asn(other)
}

fn ipv6(id: &VpnConnectionId, connection: &VpnConnection, draft: &mut Draft) {
    let VpnRouting::Static(prefixes) = &connection.routing else {
        return;
    };
    if connection.gateway.kind != Kind::VpnGateway {
        return;
    }
    for prefix in prefixes.iter().filter(|prefix| prefix.addr().is_ipv6()) {
        draft.error("ipv6-on-vpn-gateway", &NO_IPV6, id, vec![("cidr", Fact::Cidr(*prefix))]);
        draft.at_row(row(id, *prefix));
    }
}

fn overlap(id: &VpnConnectionId, connection: &VpnConnection, draft: &mut Draft) {
    let gateway = connection.gateway.to_id::<VpnGateway>();
    let Some(vpc) = gateway.and_then(|id| draft.topology.vpn_gateways.get(&id)?.vpc.clone()) else {
        return;
    };
    let Some(record) = draft.topology.vpcs.get(&vpc) else {
        return;
    };
    let shared: Vec<(IpNet, IpNet)> = prefixes_of(&draft.topology, connection)
        .filter_map(|prefix| Some((prefix, cidrs_of(record).find(|own| overlaps(*own, prefix))?)))
        .filter(|(prefix, _)| prefix.prefix_len() > 0)
        .collect();
    for (prefix, own) in shared {
        let facts = vec![
            ("cidr", Fact::Cidr(prefix)),
            ("other_cidr", Fact::Cidr(own)),
            ("vpc", element(&vpc)),
        ];
        draft.warn("site-overlaps-vpc", &OVERLAPS_VPC, id, facts);
        draft.at_row(row(id, prefix));
    }
}

fn row(id: &VpnConnectionId, prefix: IpNet) -> RowRef {
    RowRef {
        of: Ref::from(id),
        row: Row::Prefix(prefix),
    }
}
