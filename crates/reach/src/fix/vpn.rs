//! Site-to-Site VPN and Direct Connect (VPN-20, VPN-25, RT-30): a tunnel or a BGP session that is up, a prefix that somebody
//! announces, a route or its propagation. AWS page: vpn/latest/s2svpn/SetUpVPNConnections.html

use super::Move;
use super::exposure::Exposure;
use super::route::{Lead, Place};
use super::scene::{Scene, attach, change, step};
use crate::id::{Kind, Ref};
use crate::reason::reasons;
use crate::topology::{Element, SiteId, VpnConnection, VpnRouting};
use crate::trace::Fact;

reasons! {
    TUNNEL: "fix-tunnel-up" ["VPN-25"] "Bring a tunnel up",
        "Bring tunnel 1 of {at} up.",
        "vpn/latest/s2svpn/VPNTunnels.html";
    SESSION: "fix-session-up" ["DX-19"] "Bring the BGP session up",
        "Bring the BGP session of {at} up.",
        "directconnect/latest/UserGuide/WorkingWithVirtualInterfaces.html";
    STATIC: "fix-static-prefix" ["VPN-20"] "Add a static route to the connection",
        "Add the static route {cidr} to {at}.",
        "vpn/latest/s2svpn/vpn-edit-static-routes.html";
    ANNOUNCE: "fix-announce" ["VPN-20"] "Announce the range",
        "Let {at} announce {cidr}.",
        "vpn/latest/s2svpn/VPNRoutingTypes.html";
    SEND: "fix-device-route" ["VPN-21"] "Route the range into the tunnel",
        "Let {at} send {cidr} into the tunnel.",
        "vpn/latest/s2svpn/VPNRoutingTypes.html";
    PROPAGATE: "fix-propagate" ["RT-30"] "Turn propagation on",
        "Turn on route propagation from {target} in {at}.",
        "vpc/latest/userguide/WorkWithRouteTables.html";
    ATTACH: "fix-attach-vpn-gateway" ["VPN-02"] "Attach the gateway",
        "Attach {at} to {vpc}.",
        "vpn/latest/s2svpn/SetUpVPNConnections.html";
}

pub(super) fn moves(scene: &Scene<'_>) -> Vec<Move> {
    let mut moves: Vec<Move> = Vec::new();
    match (scene.code(), scene.at().kind) {
        ("BAD_STATE_VPN" | "TGW_BAD_STATE_VPN", Kind::VpnConnection) => moves.extend(tunnel(scene, scene.at())),
        ("BAD_STATE", Kind::VirtualInterface) => moves.extend(session(scene, scene.at())),
        ("X_VGW_UNKNOWN_PREFIX", Kind::VpnGateway) => moves.extend(announced(scene, scene.at())),
        ("NO_ROUTE_TO_DESTINATION", Kind::CustomerGateway | Kind::Site) => moves.extend(sent(scene)),
        ("TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT", _) => moves.extend(lines_to(scene)),
        _ => {}
    }
    let gateway = scene.element("target").filter(|of| of.kind == Kind::VpnGateway);
    let attached = gateway.and_then(|at| attach(scene, &ATTACH, at, &Place::vpc_of(scene)?));
    moves.extend(attached.map(|step| vec![step]));
    moves
}

fn tunnel(scene: &Scene<'_>, at: &Ref) -> Option<Move> {
    change(scene, at, &TUNNEL, Vec::new(), |element| match element {
        Element::VpnConnection(_, connection) if connection.tunnels.iter().all(|tunnel| !tunnel.up) => {
            connection.tunnels.first_mut()?.up = true;
            Some(())
        }
        _ => None,
    })
}

fn session(scene: &Scene<'_>, at: &Ref) -> Option<Move> {
    change(scene, at, &SESSION, Vec::new(), |element| match element {
        Element::VirtualInterface(_, interface) if !interface.up => {
            interface.up = true;
            Some(())
        }
        _ => None,
    })
}

/// The connections of the gateway whose site has the address: a static prefix, or one more that the device announces.
fn announced(scene: &Scene<'_>, gateway: &Ref) -> Vec<Move> {
    let topology = scene.state.network.topology();
    let Some(destination) = scene.destination() else {
        return Vec::new();
    };
    let connections = topology.vpn_connections.iter();
    let of_gateway = connections.filter(|(_, connection)| connection.gateway == *gateway);
    of_gateway
        .filter_map(|(id, connection)| {
            let device = topology.customer_gateways.get(&connection.customer_gateway)?;
            let site = topology.sites.get(device.site.as_ref()?)?;
            let cidr = scene.no_wider(*site.cidrs.iter().find(|cidr| cidr.contains(&destination))?);
            let facts = vec![("cidr", Fact::Cidr(cidr))];
            match connection.routing {
                VpnRouting::Static(_) => change(scene, &Ref::from(id), &STATIC, facts, |element| match element {
                    Element::VpnConnection(
                        _,
                        VpnConnection {
                            routing: VpnRouting::Static(prefixes),
                            ..
                        },
                    ) => {
                        prefixes.push(cidr);
                        Some(())
                    }
                    _ => None,
                }),
                VpnRouting::Bgp => {
                    let at = Ref::from(&connection.customer_gateway);
                    change(scene, &at, &ANNOUNCE, facts, |element| match element {
                        Element::CustomerGateway(_, device) => {
                            device.announces.as_mut()?.push(cidr);
                            Some(())
                        }
                        _ => None,
                    })
                }
            }
        })
        .collect()
}

/// The devices of the site that keep a list of what they send: one more range on it; and connections that are down.
fn sent(scene: &Scene<'_>) -> Vec<Move> {
    let topology = scene.state.network.topology();
    let vpcs = topology.vpcs.iter();
    let destination = scene.destination();
    let range = destination.and_then(|destination| {
        let mut ranges = vpcs.flat_map(|(_, vpc)| crate::network::cidrs_of(vpc));
        Some(scene.no_wider(ranges.find(|range| range.contains(&destination))?))
    });
    let mut moves = Vec::new();
    for id in topology.customer_gateways.ids() {
        let Some(cidr) = range else {
            break;
        };
        let facts = vec![("cidr", Fact::Cidr(cidr))];
        moves.extend(change(scene, &Ref::from(id), &SEND, facts, |element| match element {
            Element::CustomerGateway(_, device) => {
                device.routes.as_mut()?.push(cidr);
                Some(())
            }
            _ => None,
        }));
    }
    let connections = topology.vpn_connections.ids().map(Ref::from);
    moves.extend(connections.filter_map(|at| tunnel(scene, &at)));
    let lines = topology.virtual_interfaces.ids().map(Ref::from);
    moves.extend(lines.filter_map(|at| session(scene, &at)));
    moves
}

/// The lines of the site that has the address, which bring its network while they are up.
fn lines_to(scene: &Scene<'_>) -> Vec<Move> {
    let topology = scene.state.network.topology();
    let has_it = |site: &SiteId| {
        let site = topology.sites.get(site).zip(scene.destination());
        site.is_some_and(|(site, destination)| site.cidrs.iter().any(|cidr| cidr.contains(&destination)))
    };
    let lines = topology.virtual_interfaces.iter();
    let of_site = lines.filter(|(_, record)| record.site.as_ref().is_some_and(has_it));
    of_site.filter_map(|(id, _)| session(scene, &Ref::from(id))).collect()
}

/// A route to the VPC's virtual private gateway.
pub(super) fn leads(place: &Place<'_>) -> Vec<Lead> {
    let network = &place.scene.state.network;
    let gateway = network.vpn_gateway_of(&place.vpc);
    let Some(at) = gateway.map(Ref::from).filter(|_| is_of_site(place)) else {
        return Vec::new();
    };
    vec![Lead {
        before: Vec::new(),
        target: at,
        range: place.range(),
        exposure: Exposure::NOTHING,
    }]
}

fn is_of_site(place: &Place<'_>) -> bool {
    let mut sites = place.scene.state.network.topology().sites.iter();
    sites.any(|(_, site)| site.cidrs.iter().any(|cidr| cidr.contains(&place.destination)))
}

/// The gateway knows the prefix; the table does not learn from it.
pub(super) fn propagate(place: &Place<'_>) -> Option<Move> {
    let network = &place.scene.state.network;
    let gateway = network.vpn_gateway_of(&place.vpc)?.clone();
    let mut known = network.vpn_prefixes(&gateway).iter();
    known.find(|learned| learned.prefix.contains(&place.destination))?;
    let at = Ref::from(&place.table);
    let operation = place.scene.state.change(&at, |element| match element {
        Element::RouteTable(_, table) => {
            table.propagating.insert(gateway.clone());
            Some(())
        }
        _ => None,
    })?;
    let facts = vec![("target", Fact::Element(Ref::from(&gateway)))];
    Some(vec![step(operation, &PROPAGATE, &at, facts, Exposure::NOTHING)])
}
