//! What an attachment brings to the tables that it propagates to: all ranges of a VPC, and what BGP brings while it is up. A
//! static VPN connection, a peering and a Network Firewall bring nothing (TGW-11, VPN-50, TGW-56).
//! AWS page: vpc/latest/tgw/how-transit-gateways-work.html

use ipnet::IpNet;

use super::TransitRouteOrigin as Origin;
use super::routes::cidrs_of;
use super::vpn::{DEFAULT_MED, announced, announced_by, has_session, is_point_to_point};
use crate::id::Ref;
use crate::sorted::SortedMap;
use crate::topology::{
    Attached, DirectConnectGatewayId, Topology, TransitGatewayAttachment, VirtualInterfaceKind, VpnConnection,
    VpnRouting,
};

pub(super) struct Brought {
    pub(super) prefix: IpNet,
    pub(super) origin: Origin,
    /// The length of the path of ASNs, then the MED.
    pub(super) preference: (u8, u32),
}

pub(super) fn brought(topology: &Topology, attachment: &TransitGatewayAttachment) -> Vec<Brought> {
    let plain = |origin, prefix| Brought {
        prefix,
        origin,
        preference: (0, 0),
    };
    match &attachment.to {
        Attached::Vpc { vpc, .. } => {
            let vpc = topology.vpcs.get(vpc).into_iter();
            vpc.flat_map(cidrs_of)
                .map(|cidr| plain(Origin::PropagatedVpc, cidr))
                .collect()
        }
        Attached::Connect { prefixes, .. } => {
            let prefixes = prefixes.iter().copied();
            prefixes
                .map(|prefix| plain(Origin::PropagatedConnect, prefix))
                .collect()
        }
        Attached::Vpn(id) => {
            let connection = topology.vpn_connections.get(id);
            connection
                .map(|connection| of_connection(topology, connection))
                .unwrap_or_default()
        }
        Attached::DirectConnectGateway(id) => of_direct_connect(topology, id),
        Attached::ClientVpn(id) => {
            let endpoint = topology.client_vpn_endpoints.get(id).into_iter();
            let cidrs = endpoint.map(|endpoint| IpNet::V4(endpoint.client_cidr));
            cidrs.map(|cidr| plain(Origin::PropagatedClientVpn, cidr)).collect()
        }
        Attached::Peering(_) | Attached::NetworkFunction => Vec::new(),
    }
}

fn of_connection(topology: &Topology, connection: &VpnConnection) -> Vec<Brought> {
    if !connection.tunnels.iter().any(|tunnel| tunnel.up) {
        return Vec::new();
    }
    let options = &connection.options;
    let origin = match (options.concentrator, &options.transport) {
        (true, _) => Origin::PropagatedConcentrator,
        (false, Some(_)) => Origin::PropagatedPrivateVpn,
        (false, None) => Origin::PropagatedVpn,
    };
    let all = learned(topology, connection).into_iter();
    let all = all.map(|prefix| Brought {
        prefix,
        origin,
        preference: (options.as_path, options.med.unwrap_or(DEFAULT_MED)),
    });
    all.collect()
}

/// What the customer gateway announces over BGP, in the one family that the connection was made for (VPN-07).
pub(crate) fn learned(topology: &Topology, connection: &VpnConnection) -> Vec<IpNet> {
    if connection.routing != VpnRouting::Bgp {
        return Vec::new();
    }
    let all = announced(topology, connection).iter().map(IpNet::trunc);
    all.filter(|prefix| prefix.addr().is_ipv6() == connection.options.ipv6)
        .collect()
}

/// Of the transit virtual interfaces that are up; a missing MED counts as 0 (TGW-20).
fn of_direct_connect(topology: &Topology, gateway: &DirectConnectGatewayId) -> Vec<Brought> {
    let gateway = Some(Ref::from(gateway));
    let interfaces = topology.virtual_interfaces.iter().map(|(_, interface)| interface);
    let ours = interfaces.filter(|interface| {
        has_session(topology, interface)
            && interface.kind == VirtualInterfaceKind::Transit
            && interface.gateway == gateway
    });
    let mut best: SortedMap<IpNet, (u8, u32)> = SortedMap::new();
    for interface in ours {
        let own = (interface.as_path, interface.med.unwrap_or_default());
        let announced = announced_by(topology, interface).iter();
        for prefix in announced.filter(|prefix| !is_point_to_point(prefix)) {
            let known = best.entry(prefix.trunc()).or_insert(own);
            *known = own.min(*known);
        }
    }
    let all = best.iter().map(|(prefix, preference)| Brought {
        prefix: *prefix,
        origin: Origin::PropagatedDirectConnect,
        preference: *preference,
    });
    all.collect()
}
