//! Static prefixes belong to a static VPN connection; one over BGP learns them from the customer gateway (VPN-06). A virtual
//! private gateway has at most ten connections (VPN-03). AWS page: vpn/latest/s2svpn/VPNRoutingTypes.html

use super::{Refusal, refuse};
use crate::reason::reasons;
use crate::topology::{Topology, VpnConnection, VpnConnectionId, VpnRouting};
use crate::trace::Fact;

reasons! {
    STATIC_ON_BGP: "InvalidVpnConnection.InvalidType" ["VPN-06"] "No static prefixes on a BGP connection",
        "{at} uses BGP: the customer gateway announces the prefixes. Have it announce them, or make a new connection \
         with static routing.",
        "vpn/latest/s2svpn/VPNRoutingTypes.html";

    TOO_MANY: "VpnConnectionLimitExceeded" ["VPN-03"] "Too many VPN connections",
        "{at} cannot be created: {gateway} already has ten VPN connections, the default quota.",
        "vpn/latest/s2svpn/vpn-limits.html";
}

const PER_GATEWAY: usize = 10;

pub(super) fn create(id: &VpnConnectionId, connection: &VpnConnection, topology: &Topology) -> Result<(), Refusal> {
    let others = topology
        .vpn_connections
        .iter()
        .filter(|(_, other)| other.gateway == connection.gateway);
    if others.count() < PER_GATEWAY {
        return Ok(());
    }
    refuse(
        &TOO_MANY,
        id,
        vec![("gateway", Fact::Element(connection.gateway.clone()))],
    )
}

/// Another routing type with an empty list is a new connection in the old one's place; prefixes can follow then.
pub(super) fn update(id: &VpnConnectionId, before: &VpnConnection, after: &VpnConnection) -> Result<(), Refusal> {
    match (&before.routing, &after.routing) {
        (VpnRouting::Bgp, VpnRouting::Static(prefixes)) if !prefixes.is_empty() => {
            refuse(&STATIC_ON_BGP, id, Vec::new())
        }
        _ => Ok(()),
    }
}
