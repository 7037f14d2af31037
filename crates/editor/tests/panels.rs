//! The panel models on diagrams in the text form: what stands in which table, and what the shown trace says of it.

#![allow(clippy::panic, reason = "a test fails by panicking, in its helpers too")]

#[path = "panels/dock.rs"]
mod dock;
#[path = "panels/fields.rs"]
mod fields;
#[path = "panels/forms.rs"]
mod forms;
#[path = "panels/import.rs"]
mod import;
#[path = "panels/lists.rs"]
mod lists;
#[path = "panels/tables.rs"]
mod tables;

use document::Mode;
use editor::panel::inspector::{Inspector, Section, Table, inspector};
use editor::{FieldId, Message, RowEdit, Session};
use reach::id::{Kind, Ref};

fn session(text: &str) -> Session {
    session_in(text, Mode::Edit)
}

fn session_in(text: &str, mode: Mode) -> Session {
    let document = document::text::parse(text).unwrap_or_else(|errors| panic!("{errors:?}"));
    Session::new(document, mode)
}

fn sample(name: &str) -> Session {
    session(&sample_text(name))
}

fn sample_text(name: &str) -> String {
    let path = format!("{}/../../www/samples/{name}.reach", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn select(session: &mut Session, kind: Kind, id: &str) -> Inspector {
    session.update(Message::Select(vec![Ref::new(kind, id)]));
    inspector(session)
}

fn add_row(session: &mut Session, of: Ref, table: FieldId, cells: &[&str]) {
    let cells = cells.iter().map(|cell| (*cell).to_owned()).collect();
    session.update(Message::EditRow {
        of,
        edit: RowEdit::Add { table, cells },
    });
}

fn table<'a>(model: &'a Inspector, title: &str) -> &'a Table {
    let tables = model.sections.iter().filter_map(|section| match section {
        Section::Table(table) => Some(table),
        _ => None,
    });
    let found = tables.into_iter().find(|table| *table.title == *title);
    found.unwrap_or_else(|| panic!("no table {title} in {model:#?}"))
}

/// A table as lines of text: cells with two spaces between.
fn lines(table: &Table) -> Vec<String> {
    let line = |row: &editor::panel::inspector::TableRow| {
        let cells: Vec<&str> = row.cells.iter().map(|cell| &*cell.text).collect();
        cells.join("  ")
    };
    table.rows.iter().map(line).collect()
}

fn texts(model: &Inspector) -> Vec<(&str, &str)> {
    model
        .sections
        .iter()
        .filter_map(|section| match section {
            Section::Text { title, text, .. } => Some((&**title, &**text)),
            _ => None,
        })
        .collect()
}
