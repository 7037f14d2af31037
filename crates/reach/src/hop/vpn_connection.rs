//! A Site-to-Site VPN connection has two tunnels; traffic uses one that is up (VPN-24), and none passes if both are down
//! (VPN-25). AWS page: vpn/latest/s2svpn/VPNTunnels.html

use crate::id::{Ref, Row, RowRef};
use crate::reason::reasons;
use crate::topology::{VpnConnection, VpnConnectionId};
use crate::trace::{Action, Step};
use crate::walk::{Next, Walk, Way, Why};

reasons! {
    CARRIES: "through-tunnel" ["VPN-23", "VPN-24"] "Through the tunnel",
        "{row} of {at} is up and carries the packet.",
        "vpn/latest/s2svpn/VPNTunnels.html";
    DOWN: "BAD_STATE_VPN" ["VPN-25"] "Both tunnels are down",
        "Both tunnels of {at} are down.",
        "vpn/latest/s2svpn/VPNTunnels.html";
}

pub(crate) fn enter(walk: &mut Walk<'_>, component: &Ref, way: Way) -> Next {
    let network = walk.network;
    let record = component
        .to_id()
        .and_then(|id: VpnConnectionId| network.topology().vpn_connections.get(&id));
    let Some(record) = record else {
        return super::not_modelled(walk, component);
    };
    let Some(tunnel) = tunnel_up(record) else {
        let step = Step::VpnConnection { tunnel: 1 };
        return walk.stop(component.clone(), step, Why::new(&DOWN));
    };
    let row = RowRef {
        of: component.clone(),
        row: Row::Tunnel(tunnel),
    };
    let why = Why::new(&CARRIES).by(Some(row));
    walk.pass(component.clone(), Step::VpnConnection { tunnel }, Action::Forward, why);
    match way {
        Way::Out(_) | Way::Onward => Next::Enter(Ref::from(&record.customer_gateway), way),
        Way::In => Next::Enter(record.gateway.clone(), way),
    }
}

/// The first tunnel that is up, 1 or 2.
fn tunnel_up(record: &VpnConnection) -> Option<u8> {
    let [first, second] = record.tunnels;
    [(first, 1), (second, 2)]
        .into_iter()
        .find(|(tunnel, _)| tunnel.up)
        .map(|(_, number)| number)
}
