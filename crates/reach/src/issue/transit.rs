//! What a transit gateway consists of must exist and belong together; its default route table and what attachments do by
//! default are filled in (TGW-05, TGW-06, TGW-10, TGW-11). AWS page: vpc/latest/tgw/how-transit-gateways-work.html

use crate::id::{Id, Ref};
use crate::issue::association;
use crate::issue::defaults::RESERVED_ID;
use crate::issue::parent::{missing, require};
use crate::reason::reasons;
use crate::resolve::{Draft, element};
use crate::sorted::SortedSet;
use crate::topology::{
    Association, Attached, SubnetId, Topology, TransitGateway, TransitGatewayAttachment, TransitGatewayAttachmentId,
    TransitGatewayId, TransitGatewayRouteTable, TransitGatewayRouteTableId, VpcId,
};
use crate::trace::Fact;

reasons! {
    OTHER_GATEWAY: "X_REFUSED" ["TGW-10", "TGW-11"] "Belongs to another transit gateway",
        "{at} cannot use {other}: that belongs to another transit gateway. Take a route table of {gateway}.",
        "vpc/latest/tgw/tgw-route-tables.html";
}

pub(super) fn check(drawn: &Topology, draft: &mut Draft) {
    tables(drawn, draft);
    attachments(draft);
    gateways(draft);
    associations(draft);
}

/// Tables need their gateway; the id of a gateway's default table is that gateway's.
fn tables(drawn: &Topology, draft: &mut Draft) {
    for (id, table) in drawn.transit_gateway_route_tables.iter() {
        require(id.into(), (&table.gateway).into(), draft);
    }
    for id in drawn.transit_gateways.ids() {
        let own = TransitGateway::implicit_route_table(id);
        let table = draft.topology.transit_gateway_route_tables.get(&own);
        if table.is_some_and(|table| table.gateway != *id) {
            draft.leave_out("id-of-other-vpc", &RESERVED_ID, own, vec![("vpc", element(id))]);
        }
    }
}

/// Attachments need both sides; one that hangs on another goes with it.
pub(super) fn stand_or_fall(draft: &mut Draft) {
    loop {
        let before = draft.topology.transit_gateway_attachments.len();
        let all = draft.topology.transit_gateway_attachments.clone();
        for (id, attachment) in all.iter() {
            let sides = [Some(Ref::from(&attachment.gateway)), attachment.to.element()];
            for side in sides.into_iter().flatten() {
                if draft.topology.transit_gateway_attachments.contains(id.as_str()) {
                    require(id.into(), side, draft);
                }
            }
        }
        if draft.topology.transit_gateway_attachments.len() == before {
            break;
        }
    }
}

fn attachments(draft: &mut Draft) {
    stand_or_fall(draft);
    let all = draft.topology.transit_gateway_attachments.clone();
    for (id, attachment) in all.iter() {
        if let Attached::Vpc { vpc, subnets } = &attachment.to {
            let kept = places(id, vpc, subnets, draft);
            if let Some(record) = draft.topology.transit_gateway_attachments.get_mut(id)
                && let Attached::Vpc { subnets, .. } = &mut record.to
                && *subnets != kept
            {
                *subnets = kept;
            }
        }
    }
}

/// The subnets that exist and are of the VPC.
fn places(id: &TransitGatewayAttachmentId, vpc: &VpcId, subnets: &[SubnetId], draft: &mut Draft) -> Vec<SubnetId> {
    let mut kept = Vec::new();
    for subnet in subnets {
        match draft.topology.subnets.get(subnet) {
            Some(record) if record.vpc == *vpc => kept.push(subnet.clone()),
            Some(_) => association::other_vpc(id, subnet.into(), vpc, draft),
            None => missing(id, subnet.into(), draft),
        }
    }
    kept
}

/// Default tables: the chosen one where it fits, else the one that AWS makes.
fn gateways(draft: &mut Draft) {
    let all = draft.topology.transit_gateways.clone();
    for (id, gateway) in all.iter() {
        let own = TransitGateway::implicit_route_table(id);
        let mut fitting = |table: &Option<TransitGatewayRouteTableId>| match table {
            Some(table) if *table != own && !fits(id, id, table, draft) => Some(unread_table(id, draft)),
            Some(table) => Some(table.clone()),
            None => Some(own.clone()),
        };
        let association_table = fitting(&gateway.association_table);
        let propagation_table = fitting(&gateway.propagation_table);
        let uses = |on: bool, table: &Option<TransitGatewayRouteTableId>| on && table.as_ref() == Some(&own);
        let is_needed = uses(gateway.default_association, &association_table)
            || uses(gateway.default_propagation, &propagation_table);
        let tables = &mut draft.topology.transit_gateway_route_tables;
        if is_needed && !tables.contains(own.as_str()) {
            tables.insert(own, TransitGatewayRouteTable::new(id.clone()));
        }
        if let Some(record) = draft.topology.transit_gateways.get_mut(id) {
            record.association_table = association_table;
            record.propagation_table = propagation_table;
        }
    }
}

/// Spells out what each attachment is associated with and propagates to.
fn associations(draft: &mut Draft) {
    let all = draft.topology.transit_gateway_attachments.clone();
    for (id, attachment) in all.iter() {
        let Some(gateway) = draft.topology.transit_gateways.get(&attachment.gateway).cloned() else {
            continue;
        };
        let association = match &attachment.association {
            Association::ByDefault => gateway
                .default_association_of(&attachment.gateway)
                .map_or(Association::None, Association::Table),
            Association::Table(table) if !fits(id, &attachment.gateway, table, draft) => {
                Association::Table(unread_table(&attachment.gateway, draft))
            }
            said => said.clone(),
        };
        let propagations = propagations(id, attachment, &gateway, draft);
        if let Some(record) = draft.topology.transit_gateway_attachments.get_mut(id) {
            record.association = association;
            record.propagations = Some(propagations);
        }
    }
}

/// A peering and a Network Firewall announce nothing (TGW-11, TGW-58).
fn propagations(
    id: &TransitGatewayAttachmentId,
    attachment: &TransitGatewayAttachment,
    gateway: &TransitGateway,
    draft: &mut Draft,
) -> SortedSet<TransitGatewayRouteTableId> {
    let is_silent = matches!(attachment.to, Attached::Peering(_) | Attached::NetworkFunction);
    match &attachment.propagations {
        Some(tables) => tables
            .iter()
            .filter(|table| fits(id, &attachment.gateway, table, draft))
            .cloned()
            .collect(),
        None if is_silent => SortedSet::new(),
        None => gateway
            .default_propagation_of(&attachment.gateway)
            .into_iter()
            .collect(),
    }
}

/// Nobody knows which routes an attachment brings that cannot exist as drawn.
pub(super) fn lost(drawn: &Topology, draft: &mut Draft) {
    let attachments = drawn.transit_gateway_attachments.iter();
    for (_, attachment) in
        attachments.filter(|(id, it)| !it.state.is_gone() && draft.left_out.contains(&Ref::from(*id)))
    {
        let gateway = draft.topology.transit_gateways.get(&attachment.gateway);
        let by_default = gateway.and_then(|gateway| gateway.default_propagation_of(&attachment.gateway));
        let tables = match &attachment.propagations {
            Some(tables) => tables.iter().cloned().collect(),
            None => Vec::from_iter(by_default),
        };
        draft.filled_in.lost_routes.extend(tables);
    }
}

/// Stands for a table that was chosen and is not there: nobody knows its routes (DEC-26).
fn unread_table(gateway: &TransitGatewayId, draft: &mut Draft) -> TransitGatewayRouteTableId {
    let id: TransitGatewayRouteTableId = Id::new(format!("{gateway}.no-table"));
    draft.filled_in.unread.insert((&id).into());
    let tables = &mut draft.topology.transit_gateway_route_tables;
    tables.insert(id.clone(), TransitGatewayRouteTable::new(gateway.clone()));
    id
}

/// Whether the table exists on this gateway; reports it if not.
fn fits<T: crate::id::Record>(
    at: &Id<T>,
    gateway: &TransitGatewayId,
    table: &TransitGatewayRouteTableId,
    draft: &mut Draft,
) -> bool {
    match draft.topology.transit_gateway_route_tables.get(table) {
        Some(record) if record.gateway == *gateway => return true,
        Some(_) => {
            let facts = vec![("other", Fact::Element(table.into())), ("gateway", element(gateway))];
            draft.error("belongs-to-other-gateway", &OTHER_GATEWAY, at, facts);
        }
        None => missing(at, table.into(), draft),
    }
    false
}
