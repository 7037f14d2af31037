//! A virtual private gateway forwards only to prefixes that it knows: those a BGP peer announced, and the static ones of
//! its connections (VPN-20). It prefers healthy tunnels, then the longest prefix, then static over BGP, then
//! the shorter path of ASNs and the lower MED (VPN-22).
//! AWS page: vpn/latest/s2svpn/vpn-route-priority.html

use std::cmp::Reverse;

use crate::sorted::{SortedMap, sort_by};
use ipnet::IpNet;

use super::RouteOrigin;
use crate::topology::{Topology, VpnConnection, VpnConnectionId, VpnGateway, VpnGatewayId, VpnRouting};

/// Of a prefix that comes without one.
pub(super) const DEFAULT_MED: u32 = 100;

/// One prefix that a virtual private gateway can forward to, and through which connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LearnedPrefix {
    pub prefix: IpNet,
    pub connection: VpnConnectionId,
    /// `PropagatedStaticVpn` or `PropagatedBgpVpn`: what its route in a table would be.
    pub origin: RouteOrigin,
    /// Between BGP prefixes that are alike: the shorter path of ASNs, then the lower MED (VPN-22).
    preference: (u8, u32),
}

#[derive(Clone, Debug, Default)]
pub(super) struct Knowledge {
    pub(super) up: Vec<LearnedPrefix>,
    pub(super) down: Vec<LearnedPrefix>,
}

pub(super) fn knowledge(topology: &Topology) -> SortedMap<VpnGatewayId, Knowledge> {
    let mut all: SortedMap<VpnGatewayId, Knowledge> = SortedMap::new();
    for (id, connection) in topology.vpn_connections.iter() {
        let Some(gateway) = connection.gateway.to_id::<VpnGateway>() else {
            continue;
        };
        let known = all.entry(gateway).or_default();
        let is_up = connection.tunnels.iter().any(|tunnel| tunnel.up);
        let list = if is_up { &mut known.up } else { &mut known.down };
        let origin = match connection.routing {
            VpnRouting::Static(_) => RouteOrigin::PropagatedStaticVpn,
            VpnRouting::Bgp => RouteOrigin::PropagatedBgpVpn,
        };
        list.extend(prefixes_of(topology, connection).map(|prefix| LearnedPrefix {
            prefix,
            connection: id.clone(),
            origin,
            preference: match connection.routing {
                VpnRouting::Bgp => (
                    connection.options.as_path,
                    connection.options.med.unwrap_or(DEFAULT_MED),
                ),
                VpnRouting::Static(_) => (0, 0),
            },
        }));
    }
    for known in all.values_mut() {
        sort_by(&mut known.up, preferred_first);
        sort_by(&mut known.down, preferred_first);
    }
    all
}

/// The connection's prefixes. A virtual private gateway carries IPv4 only (VPN-07).
pub(crate) fn prefixes_of<'a>(
    topology: &'a Topology,
    connection: &'a VpnConnection,
) -> impl Iterator<Item = IpNet> + 'a {
    let list: &[IpNet] = match &connection.routing {
        VpnRouting::Static(prefixes) => prefixes,
        VpnRouting::Bgp => announced(topology, connection),
    };
    list.iter().map(IpNet::trunc).filter(|prefix| prefix.addr().is_ipv4())
}

pub(super) fn announced<'a>(topology: &'a Topology, connection: &VpnConnection) -> &'a [IpNet] {
    let Some(device) = topology.customer_gateways.get(&connection.customer_gateway) else {
        return &[];
    };
    if let Some(prefixes) = &device.announces {
        return prefixes;
    }
    let site = device.site.as_ref().and_then(|site| topology.sites.get(site));
    site.map(|site| site.cidrs.as_slice()).unwrap_or_default()
}

fn preferred_first(a: &LearnedPrefix, b: &LearnedPrefix) -> std::cmp::Ordering {
    let key = |learned: &LearnedPrefix| {
        let length = Reverse(learned.prefix.prefix_len());
        (length, learned.origin, learned.prefix, learned.preference)
    };
    key(a).cmp(&key(b)).then_with(|| a.connection.cmp(&b.connection))
}
