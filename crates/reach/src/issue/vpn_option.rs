//! What a VPN connection can have besides its routing depends on its gateway: a virtual private gateway takes neither IPv6 nor
//! acceleration nor large tunnels (VPN-07..11), and the tunnels' own addresses are /30s that the gateway has once (VPN-04).
//! AWS page: vpn/latest/s2svpn/VPNTunnels.html

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::address::overlaps;
use crate::id::{Kind, Ref};
use crate::reason::{Reason, reasons};
use crate::resolve::{Draft, element};
use crate::sorted::SortedMap;
use crate::topology::{Topology, VpnConnection, VpnConnectionId, VpnOptions, VpnRouting};
use crate::trace::Fact;

reasons! {
    INSIDE_RANGE: "X_REFUSED" ["VPN-04"] "Not addresses for a tunnel",
        "{at} cannot use {cidr} inside its tunnels: that takes a /30 of 169.254.0.0/16 that AWS does not keep for itself, or a /126 of fd00::/8.",
        "vpn/latest/s2svpn/VPNTunnels.html";

    INSIDE_IN_USE: "InvalidCidr.InUse" ["VPN-04"] "Tunnel addresses already in use",
        "{at} cannot use {cidr} inside its tunnels: {other} on the same gateway has it. Choose another /30.",
        "vpn/latest/s2svpn/VPNTunnels.html";

    IPV6: "X_REFUSED" ["VPN-07"] "No IPv6 on a virtual private gateway",
        "{at} cannot carry IPv6: a connection on a virtual private gateway is for IPv4. IPv6 needs a transit gateway.",
        "vpn/latest/s2svpn/ipv4-ipv6.html";

    ACCELERATED: "X_REFUSED" ["VPN-08"] "No acceleration on a virtual private gateway",
        "{at} cannot be accelerated: that needs a transit gateway.",
        "vpn/latest/s2svpn/accelerated-vpn.html";

    LARGE: "X_REFUSED" ["VPN-09"] "No large tunnels on a virtual private gateway",
        "{at} cannot have tunnels of 5 Gbps: they need a transit gateway. On a virtual private gateway a tunnel carries 1.25 Gbps.",
        "vpn/latest/s2svpn/vpn-limits.html";

    CONCENTRATOR: "X_REFUSED" ["VPN-10"] "A VPN Concentrator needs a transit gateway and BGP",
        "{at} cannot be on a VPN Concentrator: that is for connections of a transit gateway that use BGP.",
        "vpc/latest/tgw/tgw-vpn-attachments.html";

    PRIVATE: "X_REFUSED" ["VPN-11"] "A private-IP VPN needs a transit gateway",
        "{at} cannot run over {other}: a private-IP VPN needs a transit gateway with addresses of its own, and its Direct Connect attachment.",
        "vpn/latest/s2svpn/private-ip-dx.html";
}

const LINK_LOCAL: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(169, 254, 0, 0), 16);
const METADATA: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(169, 254, 169, 252), 30);
const UNIQUE_LOCAL: Ipv6Net = Ipv6Net::new_assert(Ipv6Addr::new(0xfd00, 0, 0, 0, 0, 0, 0, 0), 8);

/// What cannot be is taken off the connection.
pub(super) fn check(_: &Topology, draft: &mut Draft) {
    let all = draft.topology.vpn_connections.clone();
    let mut used: SortedMap<Ref, Vec<(IpNet, VpnConnectionId)>> = SortedMap::new();
    for (id, connection) in all.iter() {
        let mut options = connection.options.clone();
        for (name, reason, take_off) in wrong(connection, &draft.topology) {
            let other = options.transport.as_ref().map(element);
            draft.error(
                name,
                reason,
                id,
                other.map(|other| ("other", other)).into_iter().collect(),
            );
            take_off(&mut options);
        }
        let used = used.entry(connection.gateway.clone()).or_default();
        options.inside_cidrs.retain(|cidr| inside(id, *cidr, used, draft));
        if let Some(record) = draft
            .topology
            .vpn_connections
            .get_mut(id)
            .filter(|record| record.options != options)
        {
            record.options = options;
        }
    }
}

type Wrong = (&'static str, &'static Reason, fn(&mut VpnOptions));

fn wrong(connection: &VpnConnection, topology: &Topology) -> Vec<Wrong> {
    let options = &connection.options;
    let is_transit = connection.gateway.kind == Kind::TransitGateway;
    let can_concentrate = is_transit && connection.routing == VpnRouting::Bgp;
    let gateway = connection.gateway.to_id();
    let gateway = gateway.and_then(|id| topology.transit_gateways.get(&id));
    let can_be_private = gateway.is_some_and(|gateway| !gateway.cidr_blocks.is_empty());
    let mut all: Vec<Wrong> = Vec::new();
    if options.ipv6 && !is_transit {
        all.push(("vpn-ipv6", &IPV6, |options| options.ipv6 = false));
    }
    if options.accelerated && !is_transit {
        all.push(("vpn-accelerated", &ACCELERATED, |options| options.accelerated = false));
    }
    if options.large && !is_transit {
        all.push(("vpn-large", &LARGE, |options| options.large = false));
    }
    if options.concentrator && !can_concentrate {
        all.push(("vpn-concentrator", &CONCENTRATOR, |options| {
            options.concentrator = false
        }));
    }
    if options.transport.is_some() && !can_be_private {
        all.push(("vpn-private", &PRIVATE, |options| options.transport = None));
    }
    all
}

fn inside(id: &VpnConnectionId, cidr: IpNet, used: &mut Vec<(IpNet, VpnConnectionId)>, draft: &mut Draft) -> bool {
    let fact = ("cidr", Fact::Cidr(cidr));
    if !is_possible(cidr) {
        draft.error("vpn-inside-range", &INSIDE_RANGE, id, vec![fact]);
        return false;
    }
    if let Some((_, other)) = used.iter().find(|(other, _)| overlaps(*other, cidr)) {
        draft.error(
            "vpn-inside-used-twice",
            &INSIDE_IN_USE,
            id,
            vec![fact, ("other", element(other))],
        );
        return false;
    }
    used.push((cidr, id.clone()));
    true
}

fn is_possible(cidr: IpNet) -> bool {
    match cidr {
        IpNet::V4(cidr) => {
            let is_kept = cidr == METADATA || matches!(cidr.network().octets(), [169, 254, 0..=5, 0]);
            cidr.prefix_len() == 30 && LINK_LOCAL.contains(&cidr) && !is_kept
        }
        IpNet::V6(cidr) => cidr.prefix_len() == 126 && UNIQUE_LOCAL.contains(&cidr),
    }
}
