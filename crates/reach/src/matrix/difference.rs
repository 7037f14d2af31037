//! What one change to a network does to the pairs of its ends.

use super::{Cell, Matrix};
use crate::packet::PacketSet;
use crate::question::End;
use crate::sorted::SortedMap;
use crate::trace::Verdict;

/// A pair that fares otherwise afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub from: End,
    pub to: End,
    /// `None` where the pair is not there.
    pub before: Option<Verdict>,
    pub after: Option<Verdict>,
    /// Requests that are answered afterwards and were not.
    pub gained: PacketSet,
    pub lost: PacketSet,
}

/// The pairs of which something else is said afterwards; of pairs that come or go, those that let something through.
pub fn differences(before: &Matrix, after: &Matrix) -> Vec<Difference> {
    let (old, new) = (cells(before), cells(after));
    let mut all: Vec<Difference> = Vec::new();
    for (ends, cell) in old.iter() {
        all.extend(difference(*ends, Some(*cell), new.get(ends).copied()));
    }
    for (ends, cell) in new.iter().filter(|(ends, _)| !old.contains_key(*ends)) {
        all.extend(difference(*ends, None, Some(*cell)));
    }
    all
}

type Cells<'m> = SortedMap<(&'m End, &'m End), &'m Cell>;

fn cells(matrix: &Matrix) -> Cells<'_> {
    let end = |place: usize| matrix.ends().get(place).map(|end| &end.end);
    let mut cells = Cells::default();
    for pair in matrix.pairs() {
        if let (Some(from), Some(to)) = (end(pair.from), end(pair.to)) {
            cells.insert((from, to), pair.cell);
        }
    }
    cells
}

fn difference((from, to): (&End, &End), old: Option<&Cell>, new: Option<&Cell>) -> Option<Difference> {
    let packets = |cell: Option<&Cell>| cell.map(|cell| cell.allowed.clone()).unwrap_or_default();
    let (was, is) = (packets(old), packets(new));
    let verdict = |cell: Option<&Cell>| cell.map(|cell| cell.verdict);
    let difference = Difference {
        from: from.clone(),
        to: to.clone(),
        before: verdict(old),
        after: verdict(new),
        gained: is.minus(&was),
        lost: was.minus(&is),
    };
    let is_other = !difference.gained.is_empty() || !difference.lost.is_empty();
    let says_other = old.is_some() && new.is_some() && difference.before != difference.after;
    (is_other || says_other).then_some(difference)
}
