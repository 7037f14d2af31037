//! A prefix list, AWS's own or the customer's. Docs: vpc/latest/userguide/managed-prefix-lists.html

use reach::id::Ref;
use reach::service;
use reach::topology::PrefixListId;

use super::{Cell, Input, Inspector, Section, Table, TableRow};
use crate::edit::field;
use crate::panel::context::Context;

pub(super) fn prefix_list(context: &Context<'_>, id: &PrefixListId) -> Option<Inspector> {
    let of = Ref::from(id);
    let record = context.resolved.prefix_lists.get(id)?;
    let may_edit = context.may_edit_rows && record.service.is_none() && context.drawn.contains(&of);
    let kind = match &record.service {
        Some(service) => format!("AWS-managed prefix list for {}", service::title(service)),
        None => "Customer-managed prefix list".to_owned(),
    };
    let cell = |text: String| Cell {
        text: text.into(),
        input: if may_edit { Input::Mono } else { Input::ReadOnly },
    };
    let rows: Vec<_> = record
        .entries
        .iter()
        .enumerate()
        .map(|(index, entry)| TableRow {
            index: may_edit.then_some(index),
            cells: vec![cell(entry.to_string())],
            removable: may_edit,
            ..TableRow::default()
        })
        .collect();
    Some(Inspector {
        glyph: Some(context.glyph(&of)),
        title: context.name(&of),
        name: context.name_field(&of),
        crumb: format!("{kind} · {}", record.region).into(),
        sections: vec![Section::Table(Table {
            id: field::ENTRIES,
            title: "Entries".into(),
            columns: vec!["CIDR".into()],
            error: context.table_error(&of, field::ENTRIES),
            add: if may_edit {
                vec![cell(String::new())]
            } else {
                Vec::new()
            },
            rows,
            add_label: "Add entry".into(),
            empty: "Its addresses are not known here.".into(),
        })],
        of: Some(of),
    })
}
