//! A site: which way its packets take to AWS (VPN-21, VPN-51).

use std::net::IpAddr;

use ipnet::IpNet;
use reach::id::{Kind, Ref};
use reach::topology::*;

use super::outcome::{Outcome, Place};
use super::packet::{Packet, has, is_rfc1918, is_rfc6598};
use super::walk::{Entered, Flight, Walk};
use super::world::World;
use super::{direct_connect, transit, vpn};

/// One of the site's lines to AWS.
#[derive(Clone, Debug)]
pub struct Line {
    pub by: Ref,
    pub gateway: Ref,
    pub is_up: bool,
    /// How exactly its router knows the way; the longest prefix wins.
    pub prefix: u8,
}

pub fn send(walk: &mut Walk<'_>, site: &SiteId, packet: Packet) -> Outcome {
    let to = packet.destination;
    if is_own(walk.world, site, to) {
        // Its own network, which is not AWS's matter.
        return Outcome::delivered(Place::Site(site.clone()), packet);
    }
    let mut lines = lines(walk.world, site, to);
    if lines.iter().any(|line| line.is_up) {
        lines.retain(|line| line.is_up);
    }
    let longest = lines.iter().map(|line| line.prefix).max();
    lines.retain(|line| Some(line.prefix) == longest);
    if lines.len() > 1 {
        return Outcome::Open("two ways from a site");
    }
    let Some(line) = lines.into_iter().next() else {
        return Outcome::dropped_somewhere("NO_ROUTE_TO_DESTINATION");
    };
    let flight = Flight::from_outside(packet, Entered::VpnGateway);
    if !line.is_up {
        let code = if line.gateway.kind == Kind::TransitGateway {
            "TGW_BAD_STATE_VPN"
        } else {
            "BAD_STATE_VPN"
        };
        return Outcome::dropped(code, &*line.by.id);
    }
    match line.gateway.kind {
        Kind::VpnGateway => vpn::into_gateway(walk, &VpnGatewayId::new(line.gateway.id), &line.by, flight),
        Kind::TransitGateway => transit::from_connection(walk, &line.by, flight),
        _ => direct_connect::from_site(walk, &line.by, flight),
    }
}

/// A packet comes to the site; only what is there can have it.
pub fn arrive(world: &World<'_>, site: Option<SiteId>, packet: Packet) -> Outcome {
    match site {
        None => Outcome::Open("a customer gateway without site"),
        // A site may have its own way to the internet, which is not modelled (DEC-26).
        Some(site) if !is_of_site(world, &site, packet.destination) && is_public(packet.destination) => {
            Outcome::Unknown
        }
        Some(site) if !is_of_site(world, &site, packet.destination) => {
            Outcome::dropped("NO_POSSIBLE_DESTINATION", site.as_str())
        }
        // It may send it on, which is not modelled (DEC-26).
        Some(site) if !is_own(world, &site, packet.destination) => Outcome::Unknown,
        Some(site) => Outcome::delivered(Place::Site(site), packet),
    }
}

pub fn is_public(address: IpAddr) -> bool {
    let is_special = match address {
        IpAddr::V4(address) => {
            address.is_link_local() || address.is_loopback() || address.is_multicast() || address.is_broadcast()
        }
        // Global unicast is all that the internet carries of IPv6.
        IpAddr::V6(address) => address.segments()[0] & 0xe000 != 0x2000,
    };
    !is_special && !is_rfc1918(address) && !is_rfc6598(address)
}

fn is_of_site(world: &World<'_>, site: &SiteId, address: IpAddr) -> bool {
    let site = world.drawn.sites.get(site);
    site.is_some_and(|site| site.cidrs.iter().any(|cidr| has(*cidr, address)))
}

/// VPN-29: of the networks that the site knows, the one with the longest prefix decides; of equal ones its own.
fn is_own(world: &World<'_>, site: &SiteId, address: IpAddr) -> bool {
    let Some(record) = world.drawn.sites.get(site) else {
        return false;
    };
    let cidrs = record.cidrs.iter().copied().filter(|cidr| has(*cidr, address));
    let hosts = record.hosts.iter().filter(|host| host.address == address);
    let own = cidrs
        .chain(hosts.map(|host| IpNet::from(host.address)))
        .map(|net| net.prefix_len())
        .max();
    let told = lines(world, site, address).into_iter().map(|line| line.prefix).max();
    own.is_some() && own >= told
}

/// The lines whose router sends this address to AWS.
fn lines(world: &World<'_>, site: &SiteId, to: IpAddr) -> Vec<Line> {
    let mut lines = Vec::new();
    for (id, connection) in world.drawn.vpn_connections.iter() {
        let Some(customer) = world.drawn.customer_gateways.get(&connection.customer_gateway) else {
            continue;
        };
        if customer.site.as_ref() != Some(site) {
            continue;
        }
        let known = customer.routes.clone().unwrap_or_else(|| told(world, id, connection));
        let longest = known.iter().filter(|net| has(**net, to)).map(IpNet::prefix_len).max();
        let Some(prefix) = longest else { continue };
        lines.push(Line {
            by: Ref::from(id),
            gateway: connection.gateway.clone(),
            is_up: vpn::is_up(connection),
            prefix,
        });
    }
    lines.extend(direct_connect::lines(world, site, to));
    if lines.is_empty() {
        lines.extend(static_lines(world, site, to).into_iter().next());
    }
    if lines.is_empty() {
        lines.extend(direct_connect::refused_lines(world, site, to).into_iter().next());
    }
    lines
}

/// VPN-31: nobody tells a static site of the others; its device sends for them all the same, and the gateway refuses.
fn static_lines(world: &World<'_>, site: &SiteId, to: IpAddr) -> Vec<Line> {
    let mut lines = Vec::new();
    for (id, connection) in world.drawn.vpn_connections.iter() {
        let Some(customer) = world.drawn.customer_gateways.get(&connection.customer_gateway) else {
            continue;
        };
        let is_of_vpn_gateway = connection.gateway.kind == Kind::VpnGateway;
        if customer.site.as_ref() != Some(site) || customer.routes.is_some() || !is_of_vpn_gateway {
            continue;
        }
        if !vpn::is_up(connection) {
            continue;
        }
        let by = Ref::from(id);
        let others = vpn::ways(world, &connection.gateway);
        let is_static = connection.routing != VpnRouting::Bgp;
        let is_known = is_static
            && others
                .iter()
                .any(|way| way.by != by && way.is_up && has(way.prefix, to));
        if is_known || vpn::is_behind_static(world, &connection.gateway, &by, to) {
            lines.push(Line {
                by,
                gateway: connection.gateway.clone(),
                is_up: true,
                prefix: 0,
            });
        }
    }
    lines
}

/// What AWS announces over the connection.
fn told(world: &World<'_>, id: &VpnConnectionId, connection: &VpnConnection) -> Vec<IpNet> {
    match connection.gateway.kind {
        Kind::VpnGateway => {
            let gateway = world
                .drawn
                .vpn_gateways
                .get(&VpnGatewayId::new(connection.gateway.id.clone()));
            let vpc = gateway.and_then(|gateway| gateway.vpc.clone());
            let mut told = vpc.map(|vpc| world.cidrs(&vpc)).unwrap_or_default();
            // VPN-30; SC-12 has it refuse a static site's prefixes only at the gateway.
            let mut others = vpn::ways(world, &connection.gateway);
            others.retain(|way| way.by != Ref::from(id) && way.is_up);
            if connection.routing == VpnRouting::Bgp {
                told.extend(others.into_iter().map(|way| way.prefix));
            }
            told
        }
        _ => transit::told(world, &Attached::Vpn(id.clone())),
    }
}
