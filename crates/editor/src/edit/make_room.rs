//! A frame that grew over its neighbours gets room: everything beyond it moves on, all by the same distance.

use document::Layout;
use reach::id::{Kind, Ref};
use reach::sorted::{SortedMap, SortedSet};
use reach::topology::Topology;

use super::containment::{descendants, parent_of};
use crate::kernel::auto_layout::{PEERING_GAP, Placement, Room, place, place_of};
use crate::kernel::geometry::{GRID, Rect, grid_up};

/// Between neighbours; those that stood nearer to each other stay as near.
const fn gap_beside(kind: Kind) -> i32 {
    match kind {
        Kind::Vpc => PEERING_GAP,
        _ => 3 * GRID,
    }
}

/// Rooms within rooms: a subnet, its VPC, the page.
const LEVELS: usize = 4;

/// The layout in which no frame lies over a neighbour that it did not lie over before.
pub fn make_room(topology: &Topology, layout: Layout, before: &Placement, room: Room) -> Layout {
    let outside = |of: &&Ref| matches!(of.kind, Kind::Internet | Kind::Service);
    let mentioned: Vec<Ref> = before.rects.keys().filter(outside).cloned().collect();
    let mut layout = layout;
    for _ in 0..LEVELS {
        if layout.places.is_empty() {
            break;
        }
        let after = place(topology, &layout, &mentioned, room);
        let Some((all, dx, dy)) = next_push(topology, before, &after) else {
            break;
        };
        for of in all {
            let with: Vec<Ref> = descendants(topology, &of).into_iter().chain([of.clone()]).collect();
            for of in with {
                if let Some(saved) = layout.places.get_mut(&of) {
                    saved.x = saved.x.saturating_add(dx / GRID);
                    saved.y = saved.y.saturating_add(dy / GRID);
                } else if let Some(rect) = after.rects.get(&of).filter(|_| of.kind == Kind::Vpc) {
                    layout.places.insert(of.clone(), place_of(rect.moved(dx, dy)));
                }
            }
        }
    }
    layout
}

/// What has to move, and how far; inner frames come first, as the outer ones grow with them.
fn next_push(topology: &Topology, before: &Placement, after: &Placement) -> Option<(Vec<Ref>, i32, i32)> {
    let mut families: SortedMap<Option<Ref>, Vec<(&Ref, Rect)>> = SortedMap::new();
    for (of, rect) in &after.rects {
        if matches!(
            of.kind,
            Kind::Vpc | Kind::Subnet | Kind::Site | Kind::Internet | Kind::Service
        ) {
            families.entry(parent_of(topology, of)).or_default().push((of, *rect));
        }
    }
    let inner = families.iter().filter(|(parent, _)| parent.is_some());
    let outer = families.iter().filter(|(parent, _)| parent.is_none());
    inner.chain(outer).find_map(|(_, family)| push_in(family, before))
}

fn push_in(family: &[(&Ref, Rect)], before: &Placement) -> Option<(Vec<Ref>, i32, i32)> {
    for (grown, now) in family {
        // What is new grew from its corner.
        let was = before.rects.get(grown).copied();
        let was = was.unwrap_or(Rect::new(now.x, now.y, GRID, GRID));
        if now.width <= was.width && now.height <= was.height {
            continue;
        }
        for side in [Beyond::Right, Beyond::Below, Beyond::Left, Beyond::Above] {
            let others: Vec<(&Ref, Rect, Rect)> = family
                .iter()
                .filter(|(of, _)| of != grown)
                .filter_map(|(of, rect)| Some((*of, *before.rects.get(of)?, *rect)))
                .filter(|(_, stood, _)| side.distance(was, *stood) >= 0)
                .collect();
            let missing = others.iter().filter_map(|(_, stood, rect)| {
                let gap = gap_beside(grown.kind).min(side.distance(was, *stood));
                let near = now.inflated(gap).intersects(*rect);
                Some(gap - side.distance(*now, *rect)).filter(|missing| near && *missing > 0)
            });
            if let Some(missing) = missing.max() {
                let all: SortedSet<Ref> = others.into_iter().map(|(of, ..)| of.clone()).collect();
                let (dx, dy) = side.step(grid_up(missing));
                return Some((all.into_iter().collect(), dx, dy));
            }
        }
    }
    None
}

#[derive(Clone, Copy)]
enum Beyond {
    Right,
    Below,
    Left,
    Above,
}

impl Beyond {
    /// From the frame to what lies on this side of it; negative if it does not.
    fn distance(self, frame: Rect, other: Rect) -> i32 {
        match self {
            Self::Right => other.x - frame.right(),
            Self::Below => other.y - frame.bottom(),
            Self::Left => frame.x - other.right(),
            Self::Above => frame.y - other.bottom(),
        }
    }

    const fn step(self, by: i32) -> (i32, i32) {
        match self {
            Self::Right => (by, 0),
            Self::Below => (0, by),
            Self::Left => (-by, 0),
            Self::Above => (0, -by),
        }
    }
}
