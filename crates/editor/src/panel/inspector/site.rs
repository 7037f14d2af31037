//! A network that is not AWS's: an office or a data centre.

use std::rc::Rc;

use reach::id::Ref;
use reach::topology::SiteId;

use super::{Cell, Input, Inspector, Section, Table, TableRow};
use crate::edit::field;
use crate::panel::context::Context;
use crate::words::joined;

pub(super) fn site(context: &Context<'_>, id: &SiteId) -> Option<Inspector> {
    let of = Ref::from(id);
    let drawn = context.drawn.sites.get(id)?;
    let cell = |text: String, input: Input| Cell {
        text: text.into(),
        input: if context.may_edit_rows { input } else { Input::ReadOnly },
    };
    let rows: Vec<_> = drawn
        .hosts
        .iter()
        .enumerate()
        .map(|(index, host)| TableRow {
            index: context.may_edit_rows.then_some(index),
            cells: vec![
                cell(host.name.to_string(), Input::Text),
                cell(host.address.to_string(), Input::Mono),
            ],
            removable: context.may_edit_rows,
            ..TableRow::default()
        })
        .collect();
    let devices = context.drawn.customer_gateways.iter();
    let devices = devices
        .filter(|(_, device)| device.site.as_ref() == Some(id))
        .map(|(device, _)| context.link(device, "Customer gateway"))
        .collect();
    Some(Inspector {
        glyph: Some(context.glyph(&of)),
        title: context.name(&of),
        name: context.name_field(&of),
        crumb: "On-premises site".into(),
        sections: vec![
            Section::Fields {
                title: None,
                fields: vec![
                    context
                        .field(&of, field::CIDRS, "CIDRs", joined(&drawn.cidrs), Input::Mono)
                        .with_hint("With commas between them"),
                ],
            },
            Section::Table(Table {
                id: field::HOSTS,
                title: "Hosts".into(),
                columns: ["Name", "Address"].map(Rc::from).to_vec(),
                error: context.table_error(&of, field::HOSTS),
                rows,
                add: if context.may_edit_rows {
                    vec![cell(String::new(), Input::Text), cell(String::new(), Input::Mono)]
                } else {
                    Vec::new()
                },
                add_label: "Add host".into(),
                empty: "No hosts yet.".into(),
            }),
            Section::Links {
                title: "Devices".into(),
                links: devices,
            },
        ],
        of: Some(of),
    })
}
