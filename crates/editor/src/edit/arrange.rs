//! Putting what is selected in a line, or evenly apart.

use reach::id::{Kind, Ref};
use reach::sorted::{SortedMap, sort_by_key};
use reach::topology::Topology;

use super::{Refused, containment};
use crate::kernel::geometry::{GRID, Rect, World};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrangement {
    /// Left edges on one line.
    Left,
    Right,
    Top,
    Bottom,
    /// The same distance between neighbours, from the leftmost to the rightmost.
    Across,
    Down,
}

impl Arrangement {
    fn is_spacing(self) -> bool {
        matches!(self, Arrangement::Across | Arrangement::Down)
    }

    /// "Align the left edges", as undo says it.
    pub fn name(self) -> &'static str {
        match self {
            Arrangement::Left => "Align the left edges",
            Arrangement::Right => "Align the right edges",
            Arrangement::Top => "Align the top edges",
            Arrangement::Bottom => "Align the bottom edges",
            Arrangement::Across => "Space evenly across",
            Arrangement::Down => "Space evenly down",
        }
    }
}

/// What of the selection can be arranged: neighbours with places of their own. What lies in another one of them goes with it.
pub fn movable(topology: &Topology, rects: &SortedMap<Ref, Rect>, selection: &[Ref]) -> Vec<(Ref, Rect)> {
    let is_inside = |of: &Ref| {
        let mut at = containment::parent_of(topology, of);
        while let Some(parent) = at {
            if selection.contains(&parent) {
                return true;
            }
            at = containment::parent_of(topology, &parent);
        }
        false
    };
    let stands = selection.iter().filter(|of| !hangs(of) && !is_inside(of));
    stands.filter_map(|of| Some((of.clone(), *rects.get(of)?))).collect()
}

/// How far each of them moves.
pub fn arrange(all: &[(Ref, Rect)], how: Arrangement) -> Result<Vec<(Ref, World)>, Refused> {
    let least = if how.is_spacing() { 3 } else { 2 };
    if all.len() < least {
        let number = if least == 3 { "three" } else { "two" };
        return Err(format!("Select {number} or more things that stand freely first.").into());
    }
    let moves = if how.is_spacing() {
        space(all, how)
    } else {
        align(all, how)
    };
    Ok(moves.into_iter().filter(|(_, by)| *by != World::default()).collect())
}

/// On one line; what would lie over another one then comes behind it.
fn align(all: &[(Ref, Rect)], how: Arrangement) -> Vec<(Ref, World)> {
    let rects = || all.iter().map(|(_, rect)| *rect);
    let line = match how {
        Arrangement::Left => rects().map(|rect| rect.x).min(),
        Arrangement::Right => rects().map(Rect::right).max(),
        Arrangement::Top => rects().map(|rect| rect.y).min(),
        _ => rects().map(Rect::bottom).max(),
    };
    let line = line.unwrap_or_default();
    let in_column = matches!(how, Arrangement::Left | Arrangement::Right);
    let mut ordered: Vec<&(Ref, Rect)> = all.iter().collect();
    sort_by_key(&mut ordered, |(_, rect)| {
        if in_column { (rect.y, rect.x) } else { (rect.x, rect.y) }
    });
    let mut free = i32::MIN;
    let moved = |(of, rect): &(Ref, Rect)| {
        let along = if in_column { rect.y } else { rect.x }.max(free);
        let at = match how {
            Arrangement::Left => World::new(line, along),
            Arrangement::Right => World::new(line - rect.width, along),
            Arrangement::Top => World::new(along, line),
            _ => World::new(along, line - rect.height),
        };
        free = along + if in_column { rect.height } else { rect.width } + GRID;
        (of.clone(), World::new(at.x - rect.x, at.y - rect.y))
    };
    ordered.into_iter().map(moved).collect()
}

fn space(all: &[(Ref, Rect)], how: Arrangement) -> Vec<(Ref, World)> {
    let across = how == Arrangement::Across;
    let start = |rect: &Rect| if across { rect.x } else { rect.y };
    let length = |rect: &Rect| if across { rect.width } else { rect.height };
    let mut ordered: Vec<&(Ref, Rect)> = all.iter().collect();
    sort_by_key(&mut ordered, |(_, rect)| start(rect));
    let first = all.iter().map(|(_, rect)| start(rect)).min().unwrap_or_default();
    let last = all
        .iter()
        .map(|(_, rect)| start(rect) + length(rect))
        .max()
        .unwrap_or_default();
    let filled: i32 = all.iter().map(|(_, rect)| length(rect)).sum();
    let gaps = i32::try_from(all.len()).unwrap_or(i32::MAX).saturating_sub(1).max(1);
    // Too little room makes the row longer.
    let gap = ((last - first - filled) / gaps / GRID * GRID).max(GRID);
    let mut at = first;
    let moved = |(of, rect): &(Ref, Rect)| {
        let by = at - start(rect);
        at += length(rect) + gap;
        (of.clone(), if across { World::new(by, 0) } else { World::new(0, by) })
    };
    ordered.into_iter().map(moved).collect()
}

/// What hangs on a border or between two frames follows them.
fn hangs(of: &Ref) -> bool {
    crate::tool::follows(of) || matches!(of.kind, Kind::RouteTable | Kind::NetworkAcl | Kind::SecurityGroup)
}
