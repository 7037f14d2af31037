//! Reading a record for editing, and the operation that writes it back.

use reach::id::Ref;
use reach::operation::Operation;
use reach::topology::Element;

use super::{Drawing, Refused};
use crate::words;

/// The record as drawn; one that AWS makes by itself (a main route table, a default group) where none is drawn.
pub(crate) fn drawn(drawing: Drawing<'_>, of: &Ref) -> Result<Element, Refused> {
    let found = drawing.topology.get(of);
    found
        .or_else(|| drawing.network.topology().get(of))
        .ok_or_else(|| format!("{} does not exist any more.", words::name(drawing.topology, of)).into())
}

/// The operation that changes one record by `how`.
pub(crate) fn change(
    drawing: Drawing<'_>,
    of: &Ref,
    how: impl FnOnce(&mut Element) -> Result<(), Refused>,
) -> Result<Vec<Operation>, Refused> {
    let mut element = drawn(drawing, of)?;
    let before = element.clone();
    how(&mut element)?;
    if element == before {
        return Ok(Vec::new());
    }
    Ok(vec![Operation::write(drawing.topology, element)])
}
