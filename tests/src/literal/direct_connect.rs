//! Direct Connect: virtual interfaces of a site, on virtual private gateways and on Direct Connect gateways (DX-01 to DX-19).

use std::net::IpAddr;

use ipnet::IpNet;
use reach::id::{Kind, Ref};
use reach::topology::*;

use super::outcome::Outcome;
use super::packet::has;
use super::site::Line;
use super::vpn::{self, Way};
use super::walk::{Flight, Walk};
use super::world::World;
use super::{site, transit};

/// What the router of the virtual interface announces.
fn announced(world: &World<'_>, interface: &VirtualInterface) -> Vec<IpNet> {
    if let Some(announces) = &interface.announces {
        return announces.clone();
    }
    let site = interface.site.as_ref().and_then(|site| world.drawn.sites.get(site));
    site.map(|site| site.cidrs.clone()).unwrap_or_default()
}

/// The virtual interfaces that lead to the gateway.
fn interfaces<'a>(world: &World<'a>, to: &Ref) -> Vec<(&'a VirtualInterfaceId, &'a VirtualInterface)> {
    let all = world.drawn.virtual_interfaces.iter();
    all.filter(|(_, it)| it.kind != VirtualInterfaceKind::Public && it.gateway.as_ref() == Some(to))
        .collect()
}

/// The Direct Connect gateways that the gateway is associated with.
fn gateways_of(world: &World<'_>, gateway: &Ref) -> Vec<Ref> {
    let all = world.drawn.direct_connect_gateways.iter();
    let joined = all.filter(|(_, it)| it.associations.iter().any(|own| own.gateway == *gateway));
    joined.map(|(id, _)| Ref::from(id)).collect()
}

/// The ways of a virtual private gateway by virtual interfaces, its own or those of its Direct Connect gateway.
pub fn ways(world: &World<'_>, gateway: &Ref) -> Vec<Way> {
    let mut lines = vec![gateway.clone()];
    lines.extend(gateways_of(world, gateway));
    lines.iter().flat_map(|line| ways_of(world, line)).collect()
}

/// What the virtual interfaces of a gateway know.
pub fn ways_of(world: &World<'_>, line: &Ref) -> Vec<Way> {
    let mut ways = Vec::new();
    for (id, interface) in interfaces(world, line) {
        for prefix in announced(world, interface) {
            ways.push(Way {
                by: Ref::from(id),
                site: interface.site.clone(),
                is_up: interface.up,
                prefix,
                rank: 0,
                as_path: interface.as_path,
                asn: interface.asn,
                med: interface.med.unwrap_or(0),
            });
        }
    }
    ways
}

/// A transit gateway sends it to a Direct Connect gateway (TGW-56).
pub fn from_transit_gateway(walk: &mut Walk<'_>, id: &DirectConnectGatewayId, flight: Flight) -> Outcome {
    walk.world.picks.meet("Direct Connect on a transit gateway");
    let mut ways = ways_of(walk.world, &Ref::from(id));
    ways.retain(|way| way.is_up && has(way.prefix, flight.packet.destination));
    let longest = ways.iter().map(|way| way.prefix.prefix_len()).max();
    ways.retain(|way| Some(way.prefix.prefix_len()) == longest);
    match ways.as_slice() {
        [] => Outcome::Open("nobody announced it to the Direct Connect gateway"),
        [way] => site::arrive(walk.world, way.site.clone(), flight.packet),
        _ => Outcome::Open("equal ways of a Direct Connect gateway"),
    }
}

/// The site's virtual interfaces whose router sends this address to AWS.
pub fn lines(world: &World<'_>, site: &SiteId, to: IpAddr) -> Vec<Line> {
    let mut lines = Vec::new();
    for (id, interface) in world.drawn.virtual_interfaces.iter() {
        let (Some(gateway), true) = (&interface.gateway, interface.site.as_ref() == Some(site)) else {
            continue;
        };
        // DX-19: without a session the router knows no way.
        if !interface.up || interface.kind == VirtualInterfaceKind::Public {
            continue;
        }
        let known = interface
            .routes
            .clone()
            .unwrap_or_else(|| told(world, &id.into(), gateway));
        let longest = known.iter().filter(|net| has(**net, to)).map(IpNet::prefix_len).max();
        let Some(prefix) = longest else { continue };
        lines.push(Line {
            by: Ref::from(id),
            gateway: gateway.clone(),
            is_up: true,
            prefix,
        });
    }
    lines
}

/// DX-07, VPN-33: nobody tells the site of what its Direct Connect gateway does not carry to; it sends all the same.
pub fn refused_lines(world: &World<'_>, site: &SiteId, to: IpAddr) -> Vec<Line> {
    let mut lines = Vec::new();
    for (id, interface) in world.drawn.virtual_interfaces.iter() {
        let (Some(gateway), true) = (&interface.gateway, interface.site.as_ref() == Some(site)) else {
            continue;
        };
        if !interface.up || interface.routes.is_some() || interface.kind == VirtualInterfaceKind::Public {
            continue;
        }
        let record = gateway
            .to_id()
            .and_then(|id| world.drawn.direct_connect_gateways.get(&id));
        let is_known = record.is_some_and(|record| {
            is_behind_vpn(world, record, to) || !behind_others(world, gateway, &id.into(), to).is_empty()
        });
        if is_known {
            lines.push(Line {
                by: Ref::from(id),
                gateway: gateway.clone(),
                is_up: true,
                prefix: 0,
            });
        }
    }
    lines
}

/// What AWS announces over a virtual interface of the gateway.
fn told(world: &World<'_>, by: &Ref, gateway: &Ref) -> Vec<IpNet> {
    if let Some(id) = gateway.to_id::<DirectConnectGateway>() {
        let record = world.drawn.direct_connect_gateways.get(&id);
        let own = record.map(|record| record.associations.iter()).into_iter().flatten();
        return own.flat_map(|association| told_by(world, association)).collect();
    }
    let mut told = vpc_of(world, gateway).map(|vpc| world.cidrs(&vpc)).unwrap_or_default();
    // VPN-30: it joins CloudHub.
    let others = vpn::ways(world, gateway)
        .into_iter()
        .filter(|way| way.by != *by && way.is_up);
    told.extend(others.map(|way| way.prefix));
    told
}

/// DX-09, DX-10.
fn told_by(world: &World<'_>, association: &DirectConnectAssociation) -> Vec<IpNet> {
    let allowed = &association.allowed_prefixes;
    if association.gateway.kind == Kind::TransitGateway {
        return allowed.clone();
    }
    let mut cidrs = vpc_of(world, &association.gateway)
        .map(|vpc| world.cidrs(&vpc))
        .unwrap_or_default();
    // Without a list all of them: a filter that nobody set.
    cidrs.retain(|cidr| allowed.is_empty() || allowed.iter().any(|prefix| prefix.contains(cidr)));
    cidrs
}

fn vpc_of(world: &World<'_>, gateway: &Ref) -> Option<VpcId> {
    world.drawn.vpn_gateways.get(&gateway.to_id()?)?.vpc.clone()
}

/// By a virtual interface to its gateway.
pub fn from_site(walk: &mut Walk<'_>, by: &Ref, flight: Flight) -> Outcome {
    let interface = by.to_id().and_then(|id| walk.world.drawn.virtual_interfaces.get(&id));
    let Some(gateway) = interface.and_then(|interface| interface.gateway.clone()) else {
        return Outcome::Unknown;
    };
    walk.world.picks.meet("virtual interface");
    if let Some(gateway) = gateway.to_id::<VpnGateway>() {
        return vpn::into_gateway(walk, &gateway, by, flight);
    }
    let Some(id) = gateway.to_id::<DirectConnectGateway>() else {
        return Outcome::Unknown;
    };
    let Some(record) = walk.world.drawn.direct_connect_gateways.get(&id) else {
        return Outcome::Unknown;
    };
    walk.world.picks.meet("Direct Connect gateway");
    let to = flight.packet.destination;
    let leads = |it: &&DirectConnectAssociation| told_by(walk.world, it).iter().any(|cidr| has(*cidr, to));
    match record.associations.iter().find(leads) {
        Some(association) if association.gateway.kind == Kind::TransitGateway => {
            transit::from_direct_connect(walk, &id, &association.gateway.id, flight)
        }
        Some(association) => vpn::into_gateway(walk, &VpnGatewayId::new(association.gateway.id.clone()), by, flight),
        None => refuse(walk.world, &gateway, by, record, to),
    }
}

/// DX-07, VPN-33: what is behind another interface, or behind a VPN.
fn refuse(world: &World<'_>, gateway: &Ref, by: &Ref, record: &DirectConnectGateway, to: IpAddr) -> Outcome {
    if is_behind_vpn(world, record, to) {
        return Outcome::dropped_somewhere("X_DXGW_VIF_TO_VPN");
    }
    let behind = behind_others(world, gateway, by, to);
    if has_site_link(world, by) && behind.iter().any(|way| has_site_link(world, &way.by)) {
        return Outcome::Unknown;
    }
    if !behind.is_empty() {
        return Outcome::dropped_somewhere("X_DXGW_NO_TRANSIT");
    }
    Outcome::dropped_somewhere("NO_ROUTE_TO_DESTINATION")
}

fn behind_others(world: &World<'_>, gateway: &Ref, by: &Ref, to: IpAddr) -> Vec<Way> {
    let mut ways = ways_of(world, gateway);
    ways.retain(|way| way.by != *by && has(way.prefix, to));
    ways
}

fn has_site_link(world: &World<'_>, by: &Ref) -> bool {
    let mut interfaces = world.drawn.virtual_interfaces.iter();
    interfaces.any(|(id, interface)| Ref::from(id) == *by && interface.site_link)
}

fn is_behind_vpn(world: &World<'_>, record: &DirectConnectGateway, to: IpAddr) -> bool {
    let mut gateways = record
        .associations
        .iter()
        .filter(|it| it.gateway.kind == Kind::VpnGateway);
    gateways.any(|association| {
        let ways = vpn::ways(world, &association.gateway);
        ways.iter().any(|way| way.rank > 0 && has(way.prefix, to))
    })
}

/// DX-08: where packets turn round, to the other gateway that the interface's own Direct Connect gateway tells of.
pub fn beyond(world: &World<'_>, from: &Ref, by: &Ref, to: IpAddr) -> Option<VpnGatewayId> {
    let interface = world.drawn.virtual_interfaces.get(&by.to_id()?)?;
    let line = interface.gateway.as_ref()?.to_id()?;
    let record = world.drawn.direct_connect_gateways.get(&line)?;
    let mut others = record.associations.iter().filter(|it| it.gateway != *from);
    let other = others.find(|it| told_by(world, it).iter().any(|cidr| has(*cidr, to)))?;
    other.gateway.to_id()
}

/// DX-07: the address of another VPC behind the same Direct Connect gateway.
pub fn is_in_other_vpc(world: &World<'_>, gateway: &Ref, to: IpAddr) -> bool {
    gateways_of(world, gateway).into_iter().any(|line| {
        let record = line.to_id().and_then(|id| world.drawn.direct_connect_gateways.get(&id));
        let own = record.map(|record| record.associations.iter()).into_iter().flatten();
        own.filter(|it| it.gateway != *gateway)
            .any(|it| vpc_of(world, &it.gateway).is_some_and(|vpc| world.is_in_vpc(&vpc, to)))
    })
}
