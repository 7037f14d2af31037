//! A Site-to-Site VPN connection has two tunnels; traffic uses one that is up (VPN-24), and none passes if both are down
//! (VPN-25). AWS page: vpn/latest/s2svpn/VPNTunnels.html

use crate::id::{Kind, Ref, Row, RowRef};
use crate::reason::reasons;
use crate::topology::{VpnConnection, VpnConnectionId};
use crate::trace::{Action, Step};
use crate::walk::{Next, Walk, Way, Why};

reasons! {
    CARRIES: "through-tunnel" ["VPN-23", "VPN-24"] "Through the tunnel",
        "{row} of {at} is up and carries the packet.",
        "vpn/latest/s2svpn/VPNTunnels.html";
    DOWN_ON_TRANSIT_GATEWAY: "TGW_BAD_STATE_VPN" ["VPN-50", "DEC-20"] "Both tunnels are down",
        "Both tunnels of {at} are down, so its attachment carries nothing; a static route to it stays, and drops.",
        "vpc/latest/tgw/tgw-vpn-attachments.html", assumed;
    NOT_ATTACHED: "BAD_STATE_ATTACHMENT" ["VPN-50"] "Not attached",
        "{at} has no attachment to {gateway} that could carry packets.",
        "vpc/latest/tgw/tgw-vpn-attachments.html";
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
        let is_of_transit_gateway = record.gateway.kind == Kind::TransitGateway;
        let reason = if is_of_transit_gateway {
            &DOWN_ON_TRANSIT_GATEWAY
        } else {
            &DOWN
        };
        return walk.stop(component.clone(), step, Why::new(reason));
    };
    let row = RowRef {
        of: component.clone(),
        row: Row::Tunnel(tunnel),
    };
    let why = Why::new(&CARRIES).by(Some(row));
    walk.pass(component.clone(), Step::VpnConnection { tunnel }, Action::Forward, why);
    match way {
        Way::Out(_) | Way::Onward => Next::Enter(Ref::from(&record.customer_gateway), way),
        Way::In if record.gateway.kind == Kind::TransitGateway => into_transit_gateway(walk, component, record),
        Way::In => Next::Enter(record.gateway.clone(), way),
    }
}

fn into_transit_gateway(walk: &mut Walk<'_>, component: &Ref, record: &VpnConnection) -> Next {
    let attachment = component
        .to_id()
        .and_then(|id| walk.network.attachment_of_connection(&id));
    match attachment {
        Some(attachment) => Next::Enter(Ref::from(attachment), Way::In),
        None => {
            let why = Why::new(&NOT_ATTACHED).element("gateway", record.gateway.clone());
            walk.stop(component.clone(), Step::Other, why)
        }
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
