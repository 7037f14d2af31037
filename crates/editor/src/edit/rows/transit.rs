//! Which attachments a transit gateway's table is for: a row for each that is associated with it, or propagates into it.

use reach::id::{Kind, Ref};
use reach::operation::Operation;
use reach::sorted::SortedSet;
use reach::topology::{Association, Element, TransitGatewayAttachment, TransitGatewayRouteTableId};

use super::{RowRefused, at, cell, table_of};
use crate::edit::{Drawing, Refused, change, field, parse};
use crate::message::RowEdit;

/// The attachments of the table's gateway for which this holds in the network as resolved, in the order of their ids.
pub(crate) fn attachments(
    drawing: Drawing<'_>,
    table: &TransitGatewayRouteTableId,
    holds: impl Fn(&TransitGatewayAttachment) -> bool,
) -> Vec<Ref> {
    let topology = drawing.network.topology();
    let Some(gateway) = topology
        .transit_gateway_route_tables
        .get(table)
        .map(|record| &record.gateway)
    else {
        return Vec::new();
    };
    let all = topology.transit_gateway_attachments.iter();
    let own = all.filter(|(_, record)| record.gateway == *gateway && holds(record));
    own.map(|(id, _)| Ref::from(id)).collect()
}

pub(crate) fn is_associated(record: &TransitGatewayAttachment, table: &TransitGatewayRouteTableId) -> bool {
    record.association == Association::Table(table.clone())
}

pub(crate) fn propagates(record: &TransitGatewayAttachment, table: &TransitGatewayRouteTableId) -> bool {
    record
        .propagations
        .as_ref()
        .is_some_and(|tables| tables.contains(table))
}

pub(super) fn rows(drawing: Drawing<'_>, of: &Ref, edit: &RowEdit) -> Result<Vec<Operation>, RowRefused> {
    let Some(table) = of.to_id::<reach::topology::TransitGatewayRouteTable>() else {
        return Err("Only the route table of a transit gateway has attachments.".into());
    };
    let by_association = table_of(edit) == field::ASSOCIATED;
    let holds = |record: &TransitGatewayAttachment| match by_association {
        true => is_associated(record, &table),
        false => propagates(record, &table),
    };
    let (attachment, on) = match edit {
        RowEdit::Add { cells, .. } => {
            let topology = drawing.topology;
            (
                at(
                    0,
                    parse::element(topology, Kind::TransitGatewayAttachment, cell(cells, 0)),
                )?,
                true,
            )
        }
        RowEdit::Remove { row, .. } => {
            let shown = attachments(drawing, &table, holds);
            (shown.get(*row).cloned().ok_or("This row is gone.")?, false)
        }
        RowEdit::Change { .. } => return Err("Switch the attachment off, and another one on.".into()),
    };
    let now = attachment.to_id().and_then(|id| {
        let resolved = drawing.network.topology().transit_gateway_attachments.get(&id)?;
        resolved.propagations.clone()
    });
    Ok(change(drawing, &attachment, |element| {
        set(element, &table, by_association, on, now.unwrap_or_default())
    })?)
}

fn set(
    element: &mut Element,
    table: &TransitGatewayRouteTableId,
    by_association: bool,
    on: bool,
    mut propagations: SortedSet<TransitGatewayRouteTableId>,
) -> Result<(), Refused> {
    let Element::TransitGatewayAttachment(_, record) = element else {
        return Ok(());
    };
    match (by_association, on) {
        (true, true) => record.association = Association::Table(table.clone()),
        (true, false) => record.association = Association::None,
        (false, _) => {
            if on {
                propagations.insert(table.clone());
            } else {
                propagations.remove(table);
            }
            record.propagations = Some(propagations);
        }
    }
    Ok(())
}
