//! A transit gateway's table has one static route for a destination (TGW-23), to an attachment that takes static routes (TGW-24).
//! What brings no routes propagates nothing (TGW-11). AWS page: vpc/latest/tgw/tgw-route-tables.html

use ipnet::IpNet;

use super::transit::{self, OTHER_GATEWAY};
use crate::issue::parent::missing;
use crate::reason::reasons;
use crate::resolve::{Draft, element};
use crate::sorted::{SortedSet, sort};
use crate::topology::{
    Attached, Destination, Topology, TransitGatewayRoute, TransitGatewayRouteTable, TransitGatewayRouteTableId,
    TransitGatewayTarget,
};
use crate::trace::Fact;

reasons! {
    TWICE: "RouteAlreadyExists" ["TGW-23"] "Destination already in the table",
        "{at} already has a route for {destination}: a destination has one static route, to one attachment.",
        "vpc/latest/tgw/tgw-route-tables.html";
    NO_STATIC_TO_CONNECT: "X_REFUSED" ["TGW-24", "TGW-57"] "No static routes to Connect",
        "{at} cannot send {destination} to {target}: a Connect attachment learns its routes over BGP and takes no static ones.",
        "vpc/latest/tgw/tgw-connect.html";
    PROPAGATES_NOTHING: "X_REFUSED" ["TGW-11", "TGW-51", "TGW-58"] "Brings no routes",
        "{at} cannot propagate: neither a peering nor a Network Firewall brings routes. Write static ones.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
    TRANSPORT: "X_REFUSED" ["TGW-57"] "Not over this attachment",
        "{at} cannot use {other}: a Connect attachment lies over a VPC or Direct Connect attachment of the same transit gateway.",
        "vpc/latest/tgw/tgw-connect.html";
    BLOCK_SIZE: "X_REFUSED" ["TGW-08"] "Range too small",
        "{at} cannot have {cidr}: a range of a transit gateway is a /24 or larger, or for IPv6 a /64 or larger.",
        "vpc/latest/tgw/transit-gateway-quotas.html";
    BLOCKS: "X_QUOTA" ["TGW-08"] "Too many ranges",
        "{at} cannot have {number} ranges of its own: five is the most.",
        "vpc/latest/tgw/transit-gateway-quotas.html";
}

const BLOCKS_PER_GATEWAY: usize = 5;

pub(super) fn check(_: &Topology, draft: &mut Draft) {
    blocks(draft);
    let tables = draft.topology.transit_gateway_route_tables.clone();
    for (id, table) in tables.iter() {
        let kept = fitting(id, table, draft);
        if kept.len() != table.routes.len()
            && let Some(record) = draft.topology.transit_gateway_route_tables.get_mut(id)
        {
            record.routes = kept;
        }
    }
    attachments(draft);
    transit::stand_or_fall(draft);
}

fn attachments(draft: &mut Draft) {
    let attachments = draft.topology.transit_gateway_attachments.clone();
    for (id, attachment) in attachments.iter() {
        let is_silent = matches!(attachment.to, Attached::Peering(_) | Attached::NetworkFunction);
        let propagates = attachment
            .propagations
            .as_ref()
            .is_some_and(|tables| tables.iter().next().is_some());
        if is_silent && propagates {
            draft.error("propagates-nothing", &PROPAGATES_NOTHING, id, Vec::new());
            if let Some(record) = draft.topology.transit_gateway_attachments.get_mut(id) {
                record.propagations = Some(SortedSet::new());
            }
        }
        if let Attached::Connect { transport, .. } = &attachment.to {
            let below = draft.topology.transit_gateway_attachments.get(transport);
            let fits = below.is_some_and(|below| {
                let can_carry = matches!(below.to, Attached::Vpc { .. } | Attached::DirectConnectGateway(_));
                can_carry && below.gateway == attachment.gateway
            });
            if !fits {
                draft.leave_out(
                    "connect-over-other",
                    &TRANSPORT,
                    id,
                    vec![("other", element(transport))],
                );
            }
        }
    }
}

fn fitting(
    id: &TransitGatewayRouteTableId,
    table: &TransitGatewayRouteTable,
    draft: &mut Draft,
) -> Vec<TransitGatewayRoute> {
    let mut seen = SortedSet::new();
    let mut kept = Vec::new();
    for route in &table.routes {
        let destination = || ("destination", Fact::Text(route.destination.to_string().into()));
        if !seen.insert(route.destination.clone()) {
            draft.error("transit-gateway-route-twice", &TWICE, id, vec![destination()]);
            continue;
        }
        if let Destination::PrefixList(list) = &route.destination
            && !draft.topology.prefix_lists.contains(list.as_str())
        {
            missing(id, list.into(), draft);
        }
        let target = match &route.target {
            TransitGatewayTarget::Attachment(target) => Some(target),
            TransitGatewayTarget::Blackhole => None,
        };
        let record = target.and_then(|target| draft.topology.transit_gateway_attachments.get(target));
        if let (Some(target), Some(record)) = (target, record) {
            if record.gateway != table.gateway {
                let facts = vec![("other", element(target)), ("gateway", element(&table.gateway))];
                draft.error("belongs-to-other-gateway", &OTHER_GATEWAY, id, facts);
                continue;
            }
            if matches!(record.to, Attached::Connect { .. }) {
                let facts = vec![destination(), ("target", element(target))];
                draft.error("static-route-to-connect", &NO_STATIC_TO_CONNECT, id, facts);
                continue;
            }
        }
        kept.push(route.clone());
    }
    kept
}

fn blocks(draft: &mut Draft) {
    let gateways = draft.topology.transit_gateways.clone();
    for (id, gateway) in gateways.iter() {
        let is_large = |cidr: &IpNet| cidr.prefix_len() <= if cidr.addr().is_ipv4() { 24 } else { 64 };
        let mut small: Vec<IpNet> = gateway
            .cidr_blocks
            .iter()
            .filter(|cidr| !is_large(cidr))
            .copied()
            .collect();
        sort(&mut small);
        for cidr in small {
            draft.error(
                "transit-gateway-range-size",
                &BLOCK_SIZE,
                id,
                vec![("cidr", Fact::Cidr(cidr))],
            );
        }
        let number = gateway.cidr_blocks.len();
        if number > BLOCKS_PER_GATEWAY {
            let number = Fact::Number(u32::try_from(number).unwrap_or(u32::MAX));
            draft.error("transit-gateway-ranges", &BLOCKS, id, vec![("number", number)]);
        }
        let mut kept = gateway.cidr_blocks.clone();
        kept.retain(is_large);
        kept.truncate(BLOCKS_PER_GATEWAY);
        if let Some(record) = draft.topology.transit_gateways.get_mut(id)
            && kept != gateway.cidr_blocks
        {
            record.cidr_blocks = kept;
        }
    }
}
