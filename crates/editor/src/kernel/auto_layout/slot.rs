//! Free places among things that already stand somewhere.

use crate::kernel::geometry::{GRID, Rect, World, grid_up};
use reach::sorted::{sort, sort_by_key};

/// The first free place of this size inside the area, row by row; below everything if there is none.
pub fn free_slot(area: Rect, (width, height): (i32, i32), occupied: &[Rect], gap: i32) -> Rect {
    let mut rows: Vec<i32> = occupied.iter().map(|rect| grid_up(rect.bottom() + gap)).collect();
    rows.push(area.y);
    rows.retain(|y| *y >= area.y && *y + height <= area.bottom());
    sort(&mut rows);
    rows.dedup();
    for y in rows {
        let mut candidate = Rect::new(area.x, y, width, height);
        while candidate.right() <= area.right() {
            match blocker(candidate, occupied, gap) {
                None => return candidate,
                Some(other) => candidate.x = grid_up(other.right() + gap),
            }
        }
    }
    let below = occupied.iter().map(|rect| rect.bottom() + gap).max();
    Rect::new(area.x, grid_up(below.unwrap_or(area.y).max(area.y)), width, height)
}

/// Slides the rectangle down until it is free.
pub(super) fn free_below(mut wanted: Rect, occupied: &[Rect], gap: i32) -> Rect {
    while let Some(other) = blocker(wanted, occupied, gap) {
        wanted.y = grid_up(other.bottom() + gap);
    }
    wanted
}

/// Slides the rectangle to the right until it is free.
pub(super) fn free_right(mut wanted: Rect, occupied: &[Rect], gap: i32) -> Rect {
    while let Some(other) = blocker(wanted, occupied, gap) {
        wanted.x = grid_up(other.right() + gap);
    }
    wanted
}

/// The shortest step after which none of the rectangles lies over something; no step if all around is full.
pub fn free_step(wanted: &[Rect], occupied: &[Rect], gap: i32) -> (i32, i32) {
    let steps = rings().flatten();
    steps
        .map(|(dx, dy)| (dx * GRID, dy * GRID))
        .find(|(dx, dy)| {
            let free = |rect: &Rect| blocker(rect.moved(*dx, *dy), occupied, gap).is_none();
            wanted.iter().all(free)
        })
        .unwrap_or_default()
}

/// The free place nearest to the wanted one, looking outwards in squares; the wanted one if all around is full.
pub(super) fn free_near(wanted: Rect, occupied: &[Rect], gap: i32) -> Rect {
    let step = 2 * GRID;
    rings()
        .flatten()
        .map(|(dx, dy)| wanted.moved(dx * step, dy * step))
        .find(|candidate| blocker(*candidate, occupied, gap).is_none())
        .unwrap_or(wanted)
}

/// Steps in squares around where one stands, the shortest first in each.
fn rings() -> impl Iterator<Item = Vec<(i32, i32)>> {
    const RINGS: i32 = 40;
    (0..=RINGS).map(|ring| {
        let mut steps = Vec::new();
        for along in -ring..=ring {
            steps.extend([(along, -ring), (along, ring), (-ring, along), (ring, along)]);
        }
        sort_by_key(&mut steps, |(dx, dy)| (dx * dx + dy * dy, *dy, *dx));
        steps
    })
}

fn blocker(candidate: Rect, occupied: &[Rect], gap: i32) -> Option<Rect> {
    let wide = candidate.inflated(gap);
    occupied.iter().copied().find(|rect| rect.intersects(wide))
}

/// The point moved to the nearest one with both coordinates on the grid.
pub(super) fn on_grid(x: i32, y: i32) -> World {
    World::new(x, y).snapped()
}
