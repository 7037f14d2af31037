//! An element whose fields are shown and not yet edited here: what the text form says of it.

use reach::id::Ref;

use super::{Cell, Inspector, Section, Table, TableRow};
use crate::panel::context::Context;
use crate::panel::words;

pub(super) fn plain(context: &Context<'_>, of: &Ref) -> Option<Inspector> {
    let facts = document::text::facts(context.drawn, of)?;
    let fields = facts
        .attributes
        .iter()
        .map(|(word, value)| context.fact(&words::capitalized(&word.replace('-', " ")), value.as_str()))
        .collect();
    let mut sections = vec![Section::Fields { title: None, fields }];
    if !facts.rows.is_empty() {
        let row = |line: &String| TableRow {
            cells: vec![Cell::fixed(line.as_str())],
            ..TableRow::default()
        };
        sections.push(Section::Table(Table {
            id: "",
            title: "Rows".into(),
            columns: vec!["As in the text form".into()],
            rows: facts.rows.iter().map(row).collect(),
            add: Vec::new(),
            add_label: "".into(),
            empty: "".into(),
            error: None,
        }));
    }
    Some(Inspector {
        glyph: Some(context.glyph(of)),
        title: context.name(of),
        name: context.name_field(of),
        crumb: words::capitalized(of.kind.title()).into(),
        sections,
        of: Some(of.clone()),
    })
}
