//! What security groups and network ACLs have in common: rows for packets coming in, and rows for packets going out.

use reach::id::{Direction, Kind};
use reach::topology::VpcId;

use crate::text::cursor::Parsed;
use crate::text::printer::{Printer, row_key};
use crate::text::written::{Reader, Start};

pub(super) const ATTRIBUTES: &[&str] = &["default", "in", "out", "vpc"];

/// The rows of both directions.
#[derive(Debug)]
pub(super) struct Rows<'r, R> {
    pub(super) inbound: &'r mut Vec<R>,
    pub(super) outbound: &'r mut Vec<R>,
}

impl<'r, R> Rows<'r, R> {
    /// A direction with lines of its own does not start with what AWS gives.
    pub(super) fn clear_written(self, start: &Start<'_>) {
        if start.has_line("in") {
            self.inbound.clear();
        }
        if start.has_line("out") {
            self.outbound.clear();
        }
    }

    /// Reads one of the [`ATTRIBUTES`] up to the row, if it opens one.
    pub(super) fn open(
        self,
        word: &str,
        kind: Kind,
        vpc: &mut VpcId,
        reader: &mut Reader<'_>,
    ) -> Parsed<Option<(Direction, &'r mut Vec<R>)>> {
        let (direction, rows) = match word {
            "default" => {
                super::mark(vpc, kind, reader);
                return Ok(None);
            }
            "vpc" => {
                *vpc = reader.reference()?;
                return Ok(None);
            }
            "in" => (Direction::In, self.inbound),
            _ => (Direction::Out, self.outbound),
        };
        if reader.cursor.take("none") {
            rows.clear();
            return Ok(None);
        }
        Ok(Some((direction, rows)))
    }
}

pub(crate) fn preposition(direction: Direction) -> &'static str {
    match direction {
        Direction::In => "from",
        Direction::Out => "to",
    }
}

/// The rows of one direction, each with what comments know it by; nothing where they are what AWS gives and nobody says more.
pub(super) fn print(
    direction: Direction,
    rows: &[(String, String)],
    is_usual: bool,
    id: &str,
    depth: usize,
    printer: &mut Printer<'_>,
) {
    let commented = rows.iter().any(|(key, _)| printer.has_comments(&row_key(id, key)));
    if is_usual && !commented {
        return;
    }
    if rows.is_empty() {
        printer.line(depth, &format!("{} none", direction.word()));
    }
    for (key, line) in rows {
        printer.row(depth, id, key, line);
    }
}
