//! The ways out of AWS: routes to a VPN connection whose tunnels are all down (VPN-25, VPN-50), and a site that hears nothing of a VPC
//! over Direct Connect (DX-09, DX-10). AWS page: vpn/latest/s2svpn/VPNTunnels.html

use ipnet::IpNet;

use super::{Found, Lint};
use crate::address::overlaps;
use crate::id::Ref;
use crate::issue::Level;
use crate::network::{Network, RouteOrigin, TransitRouteOrigin, cidrs_of};
use crate::reason::reasons;
use crate::resolve::element;
use crate::topology::{
    Attached, Target, TransitGatewayTarget, Vpc, VpcId, VpnConnection, VpnConnectionId, VpnGatewayId,
};
use crate::trace::Fact;

reasons! {
    DOWN: "BAD_STATE_VPN" ["VPN-25"] "Routes to a VPN connection that is down",
        "Both tunnels of {at} are down, and {table} still sends {destination} there, where it is dropped. Bring a tunnel up.",
        "vpn/latest/s2svpn/VPNTunnels.html";
    TRANSIT_DOWN: "TGW_BAD_STATE_VPN" ["VPN-50"] "Routes to a VPN connection that is down",
        "Both tunnels of {at} are down, and {table} still sends {destination} there, where it is dropped. Bring a tunnel up.",
        "vpn/latest/s2svpn/VPNTunnels.html";
    UNHEARD: "NO_ROUTE_TO_DESTINATION" ["DX-09", "DX-10"] "Allowed prefixes without the VPC",
        "The prefixes that {at} allows for {gateway} leave out {cidr} of {vpc}, so the site does not hear of it and sends nothing there. Add the range.",
        "directconnect/latest/UserGuide/allowed-to-prefixes.html";
    NOT_USED: "vpn-gateway-unused" ["VPN-21", "RT-30"] "A virtual private gateway that no route names",
        "{at} knows the way to {cidr}, but no table that a subnet of {vpc} follows leads to it: nothing gets there, and replies do not return. Switch propagation on, or add a route.",
        "vpn/latest/s2svpn/SetUpVPNConnections.html";
}

pub(super) static UNUSED: Lint = Lint {
    name: "vpn-gateway-unused",
    level: Level::Warning,
    reason: &NOT_USED,
    look: unused,
};

pub(super) static VPN_DOWN: Lint = Lint {
    name: "vpn-connection-down",
    level: Level::Warning,
    reason: &DOWN,
    look: behind_vpn_gateways,
};

pub(super) static TRANSIT_VPN_DOWN: Lint = Lint {
    name: "transit-gateway-vpn-down",
    level: Level::Warning,
    reason: &TRANSIT_DOWN,
    look: behind_transit_gateways,
};

pub(super) static PREFIXES: Lint = Lint {
    name: "allowed-prefixes-without-vpc",
    level: Level::Warning,
    reason: &UNHEARD,
    look: unheard,
};

fn down(network: &Network) -> impl Iterator<Item = (&VpnConnectionId, &VpnConnection)> {
    let connections = network.topology().vpn_connections.iter();
    connections.filter(|(_, record)| record.tunnels.iter().all(|tunnel| !tunnel.up))
}

/// Somebody wrote the route, and no other connection of the gateway brings the range.
fn behind_vpn_gateways(network: &Network) -> Vec<Found> {
    let found = down(network).filter_map(|(id, record)| {
        let gateway: VpnGatewayId = record.gateway.to_id()?;
        let lost = network.vpn_prefixes_down(&gateway).iter();
        let lost: Vec<IpNet> = lost
            .filter(|known| known.connection == Ref::from(id))
            .map(|known| known.prefix)
            .collect();
        let up = network.vpn_prefixes(&gateway);
        let target = Target::Element(record.gateway.clone());
        let mut routes = network
            .topology()
            .route_tables
            .ids()
            .flat_map(|table| network.routes(table).iter().map(move |route| (table, route)));
        let (table, route) = routes.find(|(_, route)| {
            let entries = network.entries(&route.destination);
            let is_lost = entries
                .iter()
                .any(|entry| lost.iter().any(|lost| overlaps(*entry, *lost)));
            let is_up = || {
                entries
                    .iter()
                    .any(|entry| up.iter().any(|known| overlaps(*entry, known.prefix)))
            };
            route.origin == RouteOrigin::Static && route.target == target && is_lost && !is_up()
        })?;
        Some(found_down(id, element(table), route.destination.to_string()))
    });
    found.collect()
}

fn behind_transit_gateways(network: &Network) -> Vec<Found> {
    let topology = network.topology();
    let found = down(network).filter_map(|(id, _)| {
        let mut attachments = topology.transit_gateway_attachments.iter();
        let (attachment, _) = attachments.find(|(_, record)| record.to == Attached::Vpn(id.clone()))?;
        let target = TransitGatewayTarget::Attachment(attachment.clone());
        let mut routes = topology
            .transit_gateway_route_tables
            .ids()
            .flat_map(|table| network.transit_routes(table).iter().map(move |route| (table, route)));
        let (table, route) =
            routes.find(|(_, route)| route.origin == TransitRouteOrigin::Static && route.target == target)?;
        Some(found_down(id, element(table), route.destination.to_string()))
    });
    found.collect()
}

fn found_down(id: &VpnConnectionId, table: Fact, destination: String) -> Found {
    Found::at(
        id,
        vec![("table", table), ("destination", Fact::Text(destination.into()))],
    )
}

/// Nothing of any VPC behind the gateway is announced: of several, some may be left out on purpose.
fn unheard(network: &Network) -> Vec<Found> {
    let topology = network.topology();
    let mut found = Vec::new();
    for (id, record) in topology.direct_connect_gateways.iter() {
        let at = Ref::from(id);
        let mut lines = topology.virtual_interfaces.iter();
        if !lines.any(|(_, line)| line.gateway.as_ref() == Some(&at)) || network.is_incomplete(&at) {
            continue;
        }
        for own in &record.associations {
            let (is_filter, vpcs) = behind(network, &own.gateway);
            let allowed = &own.allowed_prefixes;
            let hears = |cidr: &IpNet| {
                let says = |prefix: &IpNet| prefix.contains(cidr) || !is_filter && cidr.contains(prefix);
                is_filter && allowed.is_empty() || allowed.iter().any(says)
            };
            let mut ranges = vpcs
                .iter()
                .flat_map(|(vpc, record)| cidrs_of(record).map(move |cidr| (*vpc, cidr)));
            let Some((vpc, cidr)) = ranges.next() else { continue };
            if !hears(&cidr) && !ranges.any(|(_, cidr)| hears(&cidr)) {
                let gateway = Fact::Element(own.gateway.clone());
                let facts = vec![("gateway", gateway), ("vpc", element(vpc)), ("cidr", Fact::Cidr(cidr))];
                found.push(Found::at(id, facts));
            }
        }
    }
    found
}

/// The VPCs that the gateway leads to; true for a virtual private gateway, whose list only filters.
fn behind<'n>(network: &'n Network, gateway: &Ref) -> (bool, Vec<(&'n VpcId, &'n Vpc)>) {
    let topology = network.topology();
    let of = |vpc: &VpcId| topology.vpcs.iter().find(|(id, _)| *id == vpc);
    if let Some(record) = gateway
        .to_id()
        .and_then(|id: VpnGatewayId| topology.vpn_gateways.get(&id))
    {
        return (true, record.vpc.as_ref().and_then(of).into_iter().collect());
    }
    let attachments = topology.transit_gateway_attachments.iter();
    let attached = attachments.filter(|(_, record)| Ref::from(&record.gateway) == *gateway && record.state.carries());
    let vpcs = attached.filter_map(|(_, record)| match &record.to {
        Attached::Vpc { vpc, .. } => of(vpc),
        _ => None,
    });
    (false, vpcs.collect())
}

fn unused(network: &Network) -> Vec<Found> {
    let topology = network.topology();
    let attached = topology
        .vpn_gateways
        .iter()
        .filter_map(|(id, record)| Some((id, record.vpc.as_ref()?)));
    let found = attached.filter_map(|(id, vpc)| {
        let first = network.vpn_prefixes(id).first()?;
        let target = Target::Element(Ref::from(id));
        let own = topology.subnets.iter().filter(|(_, subnet)| subnet.vpc == *vpc);
        let mut tables = own.filter_map(|(_, subnet)| subnet.route_table.as_ref()).peekable();
        tables.peek()?;
        let mut routes = tables.flat_map(|table| network.routes(table));
        let is_used = routes.any(|route| route.target == target);
        let facts = vec![("cidr", Fact::Cidr(first.prefix)), ("vpc", element(vpc))];
        (!is_used).then(|| Found::at(id, facts))
    });
    found.collect()
}
