//! An attachment needs a table that says where its packets go (TGW-10), and a table that leads to it (TGW-11, TGW-12, VPN-50).
//! AWS page: vpc/latest/tgw/how-transit-gateways-work.html

use super::{Found, Lint};
use crate::id::Ref;
use crate::issue::Level;
use crate::network::Network;
use crate::reason::reasons;
use crate::resolve::element;
use crate::topology::{
    Association, Attached, TransitGatewayAttachment, TransitGatewayAttachmentId, TransitGatewayTarget, VpnRouting,
};

reasons! {
    GOES_NOWHERE: "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION" ["TGW-10"] "Associated with no route table",
        "{at} is associated with no route table of {gateway}: whatever comes in by it is dropped. Associate it with one.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
    NOT_REACHED: "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT" ["TGW-12", "TGW-11"] "No table leads to it",
        "No route table of {gateway} has a route to {at}: nothing gets there, no replies either. Let it propagate to a table, or write a static route; a static VPN connection propagates nothing.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
}

pub(super) static UNASSOCIATED: Lint = Lint {
    name: "transit-gateway-attachment-unassociated",
    level: Level::Warning,
    reason: &GOES_NOWHERE,
    look: unassociated,
};

pub(super) static UNREACHED: Lint = Lint {
    name: "transit-gateway-attachment-without-route",
    level: Level::Warning,
    reason: &NOT_REACHED,
    look: unreached,
};

fn in_use(network: &Network) -> impl Iterator<Item = (&TransitGatewayAttachmentId, &TransitGatewayAttachment)> {
    let all = network.topology().transit_gateway_attachments.iter();
    all.filter(|(id, record)| record.state.carries() && !network.is_incomplete(&Ref::from(*id)))
}

fn unassociated(network: &Network) -> Vec<Found> {
    let found = in_use(network).filter(|(_, record)| record.association == Association::None);
    found
        .map(|(id, record)| Found::at(id, vec![("gateway", element(&record.gateway))]))
        .collect()
}

fn unreached(network: &Network) -> Vec<Found> {
    let found = in_use(network).filter(|(id, record)| {
        let is_twin = network.twin_of(id).is_some();
        needs_route(network, id, record) && !is_twin && !has_route(network, id, record)
    });
    found
        .map(|(id, record)| Found::at(id, vec![("gateway", element(&record.gateway))]))
        .collect()
}

/// What BGP brings may be nothing for now; and some attachments only carry others.
fn needs_route(network: &Network, id: &TransitGatewayAttachmentId, record: &TransitGatewayAttachment) -> bool {
    let topology = network.topology();
    let propagates = record.propagations.as_ref().is_some_and(|tables| !tables.is_empty());
    let is_needed = match &record.to {
        Attached::Vpc { .. } => true,
        Attached::Vpn(connection) => {
            let connection = topology.vpn_connections.get(connection);
            let is_static = connection.is_some_and(|record| matches!(record.routing, VpnRouting::Static(_)));
            is_static || !propagates
        }
        Attached::DirectConnectGateway(_) => !propagates,
        // Who sends over a peering finds out by the way back.
        Attached::Peering(_) | Attached::ClientVpn(_) | Attached::Connect { .. } | Attached::NetworkFunction => false,
    };
    is_needed && !is_transport(network, id)
}

fn is_transport(network: &Network, id: &TransitGatewayAttachmentId) -> bool {
    let topology = network.topology();
    let mut attachments = topology.transit_gateway_attachments.iter();
    let mut connections = topology.vpn_connections.iter();
    attachments.any(|(_, record)| matches!(&record.to, Attached::Connect { transport, .. } if transport == id))
        || connections.any(|(_, record)| record.options.transport.as_ref() == Some(id))
}

fn has_route(network: &Network, id: &TransitGatewayAttachmentId, record: &TransitGatewayAttachment) -> bool {
    let target = TransitGatewayTarget::Attachment(id.clone());
    let tables = network.topology().transit_gateway_route_tables.iter();
    let mut own = tables.filter(|(_, table)| table.gateway == record.gateway);
    own.any(|(table, _)| {
        let is_lost = network.is_incomplete(&Ref::from(table)) || network.has_lost_routes(table);
        is_lost || network.transit_routes(table).iter().any(|route| route.target == target)
    })
}
