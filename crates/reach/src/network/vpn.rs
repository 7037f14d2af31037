//! A virtual private gateway forwards only to prefixes that it knows: those a BGP peer announced, and the static ones of
//! its connections (VPN-20). It prefers healthy tunnels, then the longest prefix, then static over BGP, then
//! the shorter path of ASNs and the lower MED (VPN-22).
//! AWS page: vpn/latest/s2svpn/vpn-route-priority.html

use std::cmp::Reverse;

use crate::sorted::{SortedMap, sort_by};
use ipnet::IpNet;

use super::RouteOrigin;
use crate::id::Ref;
use crate::topology::{
    Preference, Topology, VirtualInterface, VirtualInterfaceKind, VpnConnection, VpnGateway, VpnGatewayId, VpnRouting,
};

/// Of a prefix that comes without one.
pub(super) const DEFAULT_MED: u32 = 100;

/// One prefix that a virtual private gateway can forward to, and through which connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LearnedPrefix {
    pub prefix: IpNet,
    /// The VPN connection, or the virtual interface of Direct Connect.
    pub connection: Ref,
    /// `PropagatedStaticVpn` or `PropagatedBgpVpn`: what its route in a table would be.
    pub origin: RouteOrigin,
    preference: Nearness,
}

/// Between BGP prefixes that are alike: the higher preference (DX-14), the shorter path of ASNs, then the lower MED, which says
/// something only beside another of the same neighbour (VPN-22).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Nearness {
    preference: Preference,
    as_path: u8,
    /// The first AS of the path: the router's own.
    neighbour: u32,
    med: u32,
}

impl LearnedPrefix {
    /// AWS documents nothing that would decide between the two, if both are up.
    pub(crate) fn is_as_near_as(&self, other: &Self) -> bool {
        let (own, their) = (self.preference, other.preference);
        let is_alike = self.prefix == other.prefix && self.origin == other.origin;
        is_alike
            && (own.preference, own.as_path) == (their.preference, their.as_path)
            && (own.neighbour != their.neighbour || own.med == their.med)
    }
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
            connection: Ref::from(id),
            origin,
            preference: nearness(topology, connection),
        }));
    }
    direct_connect(topology, &mut all);
    for known in all.values_mut() {
        sort_by(&mut known.up, preferred_first);
        sort_by(&mut known.down, preferred_first);
    }
    all
}

fn nearness(topology: &Topology, connection: &VpnConnection) -> Nearness {
    let device = topology.customer_gateways.get(&connection.customer_gateway);
    let options = &connection.options;
    let is_bgp = connection.routing == VpnRouting::Bgp;
    let if_bgp = |value: u32| if is_bgp { value } else { 0 };
    Nearness {
        preference: Preference::Medium,
        as_path: if is_bgp { options.as_path } else { 0 },
        neighbour: if_bgp(device.map_or(0, |device| device.asn)),
        med: if_bgp(options.med.unwrap_or(DEFAULT_MED)),
    }
}

/// What sites announce over Direct Connect, to the gateway itself or to the Direct Connect gateway that it is associated with.
fn direct_connect(topology: &Topology, all: &mut SortedMap<VpnGatewayId, Knowledge>) {
    let interfaces = topology.virtual_interfaces.iter();
    for (id, record) in interfaces.filter(|(_, record)| record.kind == VirtualInterfaceKind::Private) {
        let Some(gateway) = &record.gateway else {
            continue;
        };
        let associated = gateway.to_id().and_then(|id| topology.direct_connect_gateways.get(&id));
        let associated = associated.into_iter().flat_map(|record| &record.associations);
        let gateways = associated.map(|own| &own.gateway).chain([gateway]);
        for gateway in gateways.filter_map(|gateway| gateway.to_id::<VpnGateway>()) {
            let known = all.entry(gateway).or_default();
            let list = if has_session(topology, record) {
                &mut known.up
            } else {
                &mut known.down
            };
            list.extend(announced_by(topology, record).iter().map(|prefix| LearnedPrefix {
                prefix: prefix.trunc(),
                connection: Ref::from(id),
                origin: RouteOrigin::PropagatedDirectConnect,
                preference: Nearness {
                    preference: record.preference,
                    as_path: record.as_path,
                    neighbour: record.asn,
                    med: record.med.unwrap_or_default(),
                },
            }));
        }
    }
}

/// What the router of the site announces.
pub(crate) fn announced_by<'a>(topology: &'a Topology, interface: &'a VirtualInterface) -> &'a [IpNet] {
    if let Some(prefixes) = &interface.announces {
        return prefixes;
    }
    let site = interface.site.as_ref().and_then(|site| topology.sites.get(site));
    site.map(|site| site.cidrs.as_slice()).unwrap_or_default()
}

/// Prefixes of each family that a router may announce over Direct Connect; with more the session goes down (DX-17).
pub(crate) const MOST_ANNOUNCED: usize = 100;

/// The router announces more than AWS takes.
pub(crate) fn is_idle(topology: &Topology, interface: &VirtualInterface) -> bool {
    let announced = announced_by(topology, interface);
    let ipv4 = announced.iter().filter(|prefix| prefix.addr().is_ipv4()).count();
    ipv4.max(announced.len() - ipv4) > MOST_ANNOUNCED
}

/// Its BGP session is up and stays so.
pub(crate) fn has_session(topology: &Topology, interface: &VirtualInterface) -> bool {
    interface.up && !is_idle(topology, interface)
}

/// Between the two routers of a session; a transit gateway learns no such range (DX-13).
pub(crate) fn is_point_to_point(prefix: &IpNet) -> bool {
    match prefix {
        IpNet::V4(prefix) => prefix.prefix_len() >= 30 && prefix.addr().is_link_local(),
        IpNet::V6(_) => false,
    }
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

/// Of several neighbours the one with the lower number: which one AWS takes is not documented.
fn preferred_first(a: &LearnedPrefix, b: &LearnedPrefix) -> std::cmp::Ordering {
    let key = |learned: &LearnedPrefix| {
        let length = Reverse(learned.prefix.prefix_len());
        let near = learned.preference;
        (
            (length, learned.origin, learned.prefix),
            (Reverse(near.preference), near.as_path, near.neighbour, near.med),
        )
    };
    key(a).cmp(&key(b)).then_with(|| a.connection.cmp(&b.connection))
}
