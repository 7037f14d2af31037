//! Static prefixes belong to a static VPN connection; one over BGP learns them from the customer gateway (VPN-06). A virtual
//! private gateway has at most ten connections (VPN-03). AWS page: vpn/latest/s2svpn/VPNRoutingTypes.html

use super::{Refusal, refuse};
use crate::reason::reasons;
use crate::topology::{Topology, VpnConnection, VpnConnectionId, VpnGateway, VpnGatewayId, VpnRouting};
use crate::trace::Fact;

reasons! {
    STATIC_ON_BGP: "InvalidVpnConnection.InvalidType" ["VPN-06"] "No static prefixes on a BGP connection",
        "{at} uses BGP: the customer gateway announces the prefixes. Have it announce them, or make a new connection \
         with static routing.",
        "vpn/latest/s2svpn/VPNRoutingTypes.html";

    ASN: "X_REFUSED" ["VPN-13"] "Not a private ASN",
        "{at} cannot have the ASN {number}: a virtual private gateway takes one from 64512 to 65534 or from 4200000000 to 4294967294.",
        "vpn/latest/s2svpn/how_it_works.html";

    ASN_STAYS: "X_REFUSED" ["VPN-13"] "The ASN stays",
        "{at} keeps its ASN for good. Make a new virtual private gateway with the other ASN.",
        "vpn/latest/s2svpn/how_it_works.html";

    TOO_MANY: "VpnConnectionLimitExceeded" ["VPN-03"] "Too many VPN connections",
        "{at} cannot be created: {gateway} already has ten VPN connections, the default quota.",
        "vpn/latest/s2svpn/vpn-limits.html";
}

const PER_GATEWAY: usize = 10;

/// The ASN is a private one, and stays what it is.
pub(super) fn gateway(id: &VpnGatewayId, before: Option<&VpnGateway>, after: &VpnGateway) -> Result<(), Refusal> {
    match before {
        Some(before) if before.asn == after.asn => Ok(()),
        Some(_) => refuse(&ASN_STAYS, id, Vec::new()),
        None if matches!(after.asn, 64512..=65534 | 4_200_000_000..=4_294_967_294) => Ok(()),
        None => refuse(&ASN, id, vec![("number", Fact::Number(after.asn))]),
    }
}

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
