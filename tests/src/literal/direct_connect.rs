//! Direct Connect: virtual interfaces of a site, on a virtual private gateway (DX-01, DX-02, DX-14 to DX-19).

use std::net::IpAddr;

use ipnet::IpNet;
use reach::id::Ref;
use reach::topology::*;

use super::outcome::Outcome;
use super::packet::has;
use super::site::Line;
use super::vpn::{self, Way};
use super::walk::{Flight, Walk};
use super::world::World;

/// What the router of the virtual interface announces.
fn announced(world: &World<'_>, interface: &VirtualInterface) -> Vec<IpNet> {
    if let Some(announces) = &interface.announces {
        return announces.clone();
    }
    let site = interface.site.as_ref().and_then(|site| world.drawn.sites.get(site));
    site.map(|site| site.cidrs.clone()).unwrap_or_default()
}

/// The ways of a virtual private gateway by its own virtual interfaces. A session that is down knows nothing (DX-19).
pub fn ways(world: &World<'_>, gateway: &Ref) -> Vec<Way> {
    let mut ways = Vec::new();
    for (id, interface) in world.drawn.virtual_interfaces.iter() {
        let is_here = interface.kind == VirtualInterfaceKind::Private && interface.gateway.as_ref() == Some(gateway);
        if !is_here || !interface.up {
            continue;
        }
        for prefix in announced(world, interface) {
            ways.push(Way {
                by: Ref::from(id),
                site: interface.site.clone(),
                is_up: true,
                prefix,
                rank: 0,
                as_path: interface.as_path,
                med: interface.med.unwrap_or(0),
            });
        }
    }
    ways
}

/// The site's virtual interfaces whose router sends this address to AWS.
pub fn lines(world: &World<'_>, site: &SiteId, to: IpAddr) -> Vec<Line> {
    let mut lines = Vec::new();
    for (id, interface) in world.drawn.virtual_interfaces.iter() {
        let (Some(gateway), true) = (&interface.gateway, interface.site.as_ref() == Some(site)) else {
            continue;
        };
        if !interface.up {
            continue;
        }
        let known = interface.routes.clone().unwrap_or_else(|| told(world, gateway));
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

fn told(world: &World<'_>, gateway: &Ref) -> Vec<IpNet> {
    let gateway = gateway.to_id().and_then(|id| world.drawn.vpn_gateways.get(&id));
    let vpc = gateway.and_then(|gateway| gateway.vpc.clone());
    vpc.map(|vpc| world.cidrs(&vpc)).unwrap_or_default()
}

/// By a virtual interface to its gateway.
pub fn from_site(walk: &mut Walk<'_>, by: &Ref, flight: Flight) -> Outcome {
    let interface = by.to_id().and_then(|id| walk.world.drawn.virtual_interfaces.get(&id));
    let gateway = interface.and_then(|interface| interface.gateway.as_ref());
    match gateway.and_then(Ref::to_id::<VpnGateway>) {
        Some(gateway) => vpn::into_gateway(walk, &gateway, by, flight),
        None => Outcome::Open("a Direct Connect gateway"),
    }
}
