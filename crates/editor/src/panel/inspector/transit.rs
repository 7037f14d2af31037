//! A transit gateway with what is attached to it, and its route tables with what is in force.
//! Docs: vpc/latest/tgw/tgw-route-tables.html

use std::rc::Rc;

use reach::id::{Id, Ref, Row, RowRef};
use reach::network::{RouteState, TransitRoute, TransitRouteOrigin};
use reach::topology::{Attached, TransitGatewayRouteTableId, TransitGatewayTarget};

use super::{Cell, Inspector, Link, Section, Table, TableRow, Toggle, Toggles, described};
use crate::edit::field;
use crate::edit::rows::transit::{attachments, is_associated, propagates};
use crate::message::FieldId;
use crate::panel::context::Context;

pub(super) fn gateway(context: &Context<'_>, of: &Ref) -> Option<Inspector> {
    let mut model = described::described(context, of)?;
    let id = of.to_id()?;
    let attached: Vec<Link> = context
        .drawn
        .transit_gateway_attachments
        .iter()
        .filter(|(_, record)| record.gateway == id)
        .map(|(own, record)| context.link(own, far_side(context, &record.to)))
        .collect();
    let tables: Vec<Link> = context
        .resolved
        .transit_gateway_route_tables
        .iter()
        .filter(|(_, record)| record.gateway == id)
        .map(|(own, _)| context.link(own, "Route table"))
        .collect();
    let links = |title: &str, links: Vec<Link>| Section::Links {
        title: title.into(),
        links,
    };
    model.sections.insert(0, links("Attachments", attached));
    model.sections.insert(1, links("Route tables", tables));
    Some(model)
}

/// "joins app-vpc": what an attachment is for.
fn far_side(context: &Context<'_>, to: &Attached) -> String {
    match to.element() {
        Some(of) => format!("joins {}", context.name(&of)),
        None => "a network function".to_owned(),
    }
}

pub(super) fn table(context: &Context<'_>, of: &Ref) -> Option<Inspector> {
    let mut model = described::described(context, of)?;
    let id: TransitGatewayRouteTableId = Id::new(Rc::clone(&of.id));
    let associated = attachments(context.session.drawing(), &id, |record| is_associated(record, &id));
    let propagating = attachments(context.session.drawing(), &id, |record| propagates(record, &id));
    let all = attachments(context.session.drawing(), &id, |_| true);
    let sections = [
        Section::Table(in_force(context, of, &id)),
        toggles(
            context,
            of,
            (field::ASSOCIATED, "Associated attachments"),
            &all,
            &associated,
        ),
        toggles(
            context,
            of,
            (field::PROPAGATING, "Propagating attachments"),
            &all,
            &propagating,
        ),
    ];
    model.sections.splice(0..0, sections);
    Some(model)
}

fn toggles(context: &Context<'_>, of: &Ref, (id, title): (FieldId, &'static str), all: &[Ref], on: &[Ref]) -> Section {
    let topology = context.resolved;
    let items = all.iter().map(|attachment| {
        let record = attachment
            .to_id()
            .and_then(|id| topology.transit_gateway_attachments.get(&id));
        Toggle {
            label: context.name(attachment),
            detail: record
                .map_or_else(String::new, |record| far_side(context, &record.to))
                .into(),
            row: on.iter().position(|one| one == attachment),
            of: attachment.clone(),
        }
    });
    Section::Toggles(Toggles {
        id,
        title: title.into(),
        hint: None,
        items: items.collect(),
        editable: context.may_edit_rows,
        error: context.table_error(of, id).map(|error| error.text),
    })
}

/// Every route as it is in force, propagated ones too, and what the shown trace did with them.
fn in_force(context: &Context<'_>, of: &Ref, id: &TransitGatewayRouteTableId) -> Table {
    let rows = context.network.transit_routes(id).iter().map(|route| {
        let row = RowRef {
            of: of.clone(),
            row: Row::Route(route.destination.clone()),
        };
        let target = match &route.target {
            TransitGatewayTarget::Attachment(attachment) => context.name_of(attachment),
            TransitGatewayTarget::Blackhole => "blackhole".into(),
        };
        TableRow {
            cells: vec![
                Cell::fixed(route.destination.to_string()),
                Cell::fixed(target),
                Cell::fixed(origin(route)),
            ],
            mark: context.mark(&row),
            link: match &route.target {
                TransitGatewayTarget::Attachment(attachment) => Some(attachment.into()),
                TransitGatewayTarget::Blackhole => None,
            },
            of: Some(row),
            ..TableRow::default()
        }
    });
    Table {
        id: "",
        title: "Routes in force".into(),
        columns: ["Destination", "Target", "How"].map(Rc::from).to_vec(),
        rows: rows.collect(),
        add: Vec::new(),
        add_label: "".into(),
        empty: "None: everything that is looked up here is dropped.".into(),
        error: None,
    }
}

fn origin(route: &TransitRoute) -> &'static str {
    match (route.state, route.origin) {
        (RouteState::Blackhole, _) => "blackhole",
        (_, TransitRouteOrigin::Static) => "static",
        _ => "propagated",
    }
}
