//! A change of one row of an inspector table, as typed, becomes a change of the record, or a refusal in words.

mod filter;
mod places;
mod routes;
pub(crate) mod transit;

use reach::id::Ref;
use reach::operation::Operation;

use super::{Drawing, Edit, Refused, drawn, field, form};
use crate::message::{FieldId, RowEdit};
use crate::words;

/// Why a row was refused, and in which of its cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowRefused {
    pub column: usize,
    pub refused: Refused,
}

impl From<Refused> for RowRefused {
    fn from(refused: Refused) -> Self {
        Self { column: 0, refused }
    }
}

impl From<&str> for RowRefused {
    fn from(words: &str) -> Self {
        Refused::from(words).into()
    }
}

impl From<String> for RowRefused {
    fn from(words: String) -> Self {
        Refused::from(words).into()
    }
}

/// Says which cell a refusal belongs to.
pub(super) fn at<T>(column: usize, result: Result<T, Refused>) -> Result<T, RowRefused> {
    result.map_err(|refused| RowRefused { column, refused })
}

/// Adds, changes or removes a row.
pub fn edit_row(drawing: Drawing<'_>, of: &Ref, edit: &RowEdit) -> Result<Edit, RowRefused> {
    let mut element = drawn(drawing, of)?;
    let described = form::row(drawing, &mut element, edit);
    let operations = match table_of(edit) {
        _ if described.is_some() => {
            described.unwrap_or(Ok(()))?;
            vec![Operation::write(drawing.topology, element)]
        }
        field::ASSOCIATED | field::PROPAGATING => transit::rows(drawing, of, edit)?,
        field::ROUTES => routes::routes(drawing, of, edit)?,
        field::PROPAGATION => routes::propagation(drawing, of, edit)?,
        field::INBOUND_RULES | field::OUTBOUND_RULES => filter::rules(drawing, of, edit)?,
        field::INBOUND_ENTRIES | field::OUTBOUND_ENTRIES => filter::entries(drawing, of, edit)?,
        field::ENTRIES => filter::prefixes(drawing, of, edit)?,
        field::ASSOCIATIONS => places::associations(drawing, of, edit)?,
        field::ROUTE_TABLES => places::route_tables(drawing, of, edit)?,
        field::SUBNETS => places::subnets(drawing, of, edit)?,
        field::STATIC_ROUTES => places::static_routes(drawing, of, edit)?,
        field::TUNNELS => places::tunnels(drawing, of, edit)?,
        field::HOSTS => places::hosts(drawing, of, edit)?,
        other => return Err(format!("There is no table {other} here.").into()),
    };
    let verb = match edit {
        RowEdit::Add { .. } => "Add a row to",
        RowEdit::Change { .. } => "Change a row of",
        RowEdit::Remove { .. } => "Remove a row from",
    };
    let name = words::name(drawing.topology, of);
    let mut step = Edit::new(format!("{verb} {name}"), operations);
    if matches!(edit, RowEdit::Remove { .. }) {
        step.said = Some(format!("Removed a row from {name}").into());
    }
    Ok(step)
}

pub const fn table_of(edit: &RowEdit) -> FieldId {
    match edit {
        RowEdit::Add { table, .. } | RowEdit::Change { table, .. } | RowEdit::Remove { table, .. } => table,
    }
}

/// Rows that are read from cells and written back to cells: adding, changing one cell, and removing are then the same for all.
pub(super) fn edit_list<T>(
    list: &mut Vec<T>,
    edit: &RowEdit,
    read: impl Fn(&[String]) -> Result<T, RowRefused>,
    cells: impl Fn(&T) -> Vec<String>,
) -> Result<(), RowRefused> {
    match edit {
        RowEdit::Add { cells, .. } => list.push(read(cells)?),
        RowEdit::Change { row, column, value, .. } => {
            let item = list.get_mut(*row).ok_or("This row is gone.")?;
            let mut typed = cells(item);
            let cell = typed.get_mut(*column).ok_or("This cell cannot be changed.")?;
            cell.clone_from(value);
            *item = read(&typed)?;
        }
        RowEdit::Remove { row, .. } => {
            if *row >= list.len() {
                return Err("This row is gone.".into());
            }
            list.remove(*row);
        }
    }
    Ok(())
}

/// A cell as typed; what is missing counts as empty.
pub(super) fn cell(cells: &[String], column: usize) -> &str {
    cells.get(column).map_or("", |text| text.trim())
}
