//! What hangs on a transit gateway: the way in from a VPN connection or from another gateway, and the way out to whatever the
//! route leads to. AWS page: vpc/latest/tgw/working-with-transit-gateways.html

use super::{because, into_vpc, look_up};
use crate::id::Ref;
use crate::reason::reasons;
use crate::topology::{
    Attached, AttachmentState, TransitGatewayAttachment, TransitGatewayAttachmentId, VpnConnectionId,
};
use crate::trace::{Action, Step};
use crate::transit_route::Chosen;
use crate::walk::{Identity, Next, Transit, Walk, Way, Why};

reasons! {
    FROM_CONNECTION: "from-vpn-attachment" ["VPN-50", "VPN-54"] "Into the transit gateway",
        "{at} takes what comes from {connection} into {gateway}.",
        "vpc/latest/tgw/tgw-vpn-attachments.html";
    TO_CONNECTION: "to-vpn-attachment" ["VPN-50"] "To the VPN",
        "{at} hands the packet to {connection}.",
        "vpc/latest/tgw/tgw-vpn-attachments.html";
    FROM_DIRECT_CONNECT: "from-direct-connect-attachment" ["TGW-01", "TGW-56"] "Into the transit gateway",
        "{at} takes what comes from {from} into {gateway}.",
        "vpc/latest/tgw/tgw-dcg-attachments.html";
    TO_DIRECT_CONNECT: "to-direct-connect-attachment" ["TGW-56"] "To Direct Connect",
        "{at} hands the packet to {to}.",
        "vpc/latest/tgw/tgw-dcg-attachments.html";
    CROSSES: "crosses-gateway-peering" ["TGW-50", "TGW-51"] "To the other transit gateway",
        "{at} carries the packet from {from} to {to}, where it is looked up again.",
        "vpc/latest/tgw/tgw-peering.html";
    SECOND_PEERING: "second-gateway-peering" ["TGW-53"] "Over several peerings",
        "Each gateway on the way looks the packet up by itself, so static routes in all of them lead it through.",
        "vpc/latest/tgw/tgw-peering.html", assumed;
    NOT_AVAILABLE: "BAD_STATE_ATTACHMENT" ["TGW-03", "DEC-20"] "Attachment not available",
        "{at} is {state}; only an available attachment carries packets.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    PEERING_NOT_AVAILABLE: "BAD_STATE_ATTACHMENT" ["TGW-50", "TGW-03", "DEC-20"] "Peering not available",
        "{at} is {state}: a peering of transit gateways must be accepted, even within one account, before it carries packets.",
        "vpc/latest/tgw/tgw-peering.html";
    IPV6_OFF: "X_TGW_IPV6_DISABLED" ["TGW-07"] "IPv6 is off",
        "IPv6 support is off at {at}, so it carries IPv4 only.",
        "vpc/latest/tgw/tgw-vpc-attachments.html", assumed;
    OTHER_FAMILY: "X_FAMILY_MISMATCH" ["VPN-07", "DEC-21"] "The other IP family",
        "{connection} carries {family} only.",
        "vpn/latest/s2svpn/ipv4-ipv6.html";
}

/// From a VPN connection, or over a peering from the gateway at its other end.
pub(crate) fn enter(walk: &mut Walk<'_>, component: &Ref, way: Way) -> Next {
    let network = walk.network;
    let found = component.to_id().and_then(|id: TransitGatewayAttachmentId| {
        let record = network.topology().transit_gateway_attachments.get(&id)?;
        Some((id, record))
    });
    let Some((id, record)) = found else {
        return crate::hop::not_modelled(walk, component);
    };
    let step = Step::AttachmentIn { zone: None };
    if let Some(next) = refuse(walk, &id, record, &step) {
        return next;
    }
    walk.sender = None;
    walk.subnet = None;
    match (&record.to, way) {
        (Attached::Vpn(connection), Way::In) => {
            let why = Why::new(&FROM_CONNECTION).element("connection", connection);
            walk.pass(&id, step, Action::Forward, why.element("gateway", &record.gateway));
            walk.transit = Transit {
                came_by: Some(id.clone()),
                ..Transit::default()
            };
        }
        (Attached::DirectConnectGateway(gateway), Way::In) => {
            let why = Why::new(&FROM_DIRECT_CONNECT).element("from", gateway);
            walk.pass(&id, step, Action::Forward, why.element("gateway", &record.gateway));
            walk.transit = Transit {
                came_by: Some(id.clone()),
                ..Transit::default()
            };
        }
        (Attached::Peering(_), Way::Onward) => {
            walk.transit.came_by = Some(id.clone());
            walk.transit.zone = None;
        }
        _ => return crate::hop::not_modelled(walk, component),
    }
    look_up(walk, &id, record)
}

/// Out of the gateway by the attachment of the route.
pub(super) fn out(walk: &mut Walk<'_>, id: &TransitGatewayAttachmentId, chosen: Chosen<'_>) -> Next {
    let network = walk.network;
    let Some(record) = network.topology().transit_gateway_attachments.get(id) else {
        return crate::hop::not_modelled(walk, &Ref::from(id));
    };
    if let Some(next) = refuse(walk, id, record, &Step::AttachmentOut { zone: None }) {
        return next;
    }
    match &record.to {
        Attached::Vpc { vpc, subnets } => into_vpc::enter(walk, id, record, vpc, subnets),
        Attached::Vpn(connection) => to_connection(walk, id, connection, chosen),
        Attached::DirectConnectGateway(gateway) => {
            let why = Why::new(&TO_DIRECT_CONNECT).element("to", gateway);
            walk.pass(id, Step::AttachmentOut { zone: None }, Action::Forward, why);
            walk.sender = None;
            walk.subnet = None;
            Next::Enter(Ref::from(gateway), Way::Onward)
        }
        Attached::Peering(other) => over_peering(walk, id, record, other),
        _ => crate::hop::not_modelled(walk, &Ref::from(id)),
    }
}

/// By its state, or by the packet's family.
pub(super) fn refuse(
    walk: &mut Walk<'_>,
    id: &TransitGatewayAttachmentId,
    record: &TransitGatewayAttachment,
    step: &Step,
) -> Option<Next> {
    if !record.state.carries() {
        let is_peering = matches!(record.to, Attached::Peering(_));
        let reason = if is_peering {
            &PEERING_NOT_AVAILABLE
        } else {
            &NOT_AVAILABLE
        };
        let why = Why::new(reason).text("state", word(record.state));
        return Some(walk.stop(id, step.clone(), why));
    }
    let is_vpc = matches!(record.to, Attached::Vpc { .. });
    (is_vpc && walk.destination().is_ipv6() && !record.ipv6).then(|| walk.stop(id, step.clone(), Why::new(&IPV6_OFF)))
}

fn word(state: AttachmentState) -> &'static str {
    match state {
        AttachmentState::PendingAcceptance => "waiting for acceptance",
        AttachmentState::Deleting => "being deleted",
        other => other.word(),
    }
}

fn to_connection(
    walk: &mut Walk<'_>,
    id: &TransitGatewayAttachmentId,
    connection: &VpnConnectionId,
    chosen: Chosen<'_>,
) -> Next {
    let step = Step::AttachmentOut { zone: None };
    let record = walk.network.topology().vpn_connections.get(connection);
    let is_ipv6 = record.is_some_and(|record| record.options.ipv6);
    if walk.destination().is_ipv6() != is_ipv6 {
        let why = Why::new(&OTHER_FAMILY).element("connection", connection);
        let why = why.text("family", if is_ipv6 { "IPv6" } else { "IPv4" });
        return walk.stop(id, step, why);
    }
    let why = Why::new(&TO_CONNECTION).element("connection", connection);
    let why = why.because(because::to_connection(walk.network, connection, chosen));
    walk.pass(id, step, Action::Forward, why);
    walk.sender = None;
    walk.subnet = None;
    Next::Enter(Ref::from(connection), Way::Onward)
}

fn over_peering(
    walk: &mut Walk<'_>,
    id: &TransitGatewayAttachmentId,
    record: &TransitGatewayAttachment,
    other: &TransitGatewayAttachmentId,
) -> Next {
    let attachments = &walk.network.topology().transit_gateway_attachments;
    let leads_back = |far: &&TransitGatewayAttachment| far.to == Attached::Peering(id.clone());
    let Some(far) = attachments.get(other).filter(leads_back) else {
        return crate::hop::not_modelled(walk, &Ref::from(id));
    };
    let step = Step::TransitGatewayPeering {
        from: record.gateway.clone(),
        to: far.gateway.clone(),
    };
    let is_second = walk.transit.peerings > 0;
    let why = Why::new(&CROSSES)
        .element("from", &record.gateway)
        .element("to", &far.gateway)
        .because(is_second.then(|| Why::new(&SECOND_PEERING)));
    walk.pass(id, step, Action::Forward, why);
    walk.transit.peerings = walk.transit.peerings.saturating_add(1);
    walk.transit.identity = Identity::Lost;
    walk.sender = None;
    walk.subnet = None;
    Next::Enter(Ref::from(other), Way::Onward)
}
