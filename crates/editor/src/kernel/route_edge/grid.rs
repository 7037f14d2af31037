//! The sparse grid: a line wherever a route might want to run, and what it costs to go along each piece.

use super::{Request, Segment};
use crate::kernel::geometry::{Rect, World, hull};
use reach::sorted::sort;

/// How near to a wall a line may come.
const CLEAR: i32 = 6;
/// Where a line runs along a wall.
const MARGIN: i32 = 16;
/// Between parallel lines.
const LANE: i32 = 8;
/// Beyond this many lines in one direction the search would take too long to be done on every edit.
const MOST_LINES: usize = 200;
/// Around the two ends: what is further away is not in the way.
const NEIGHBOURHOOD: i32 = 480;

/// Added for each pixel along a line that is already there, or through words.
const ALONG: u32 = 6;
const THROUGH_WORDS: u32 = 16;

pub(super) const BLOCKED: u32 = u32::MAX;

#[derive(Debug)]
pub(super) struct Grid {
    pub(super) xs: Vec<i32>,
    pub(super) ys: Vec<i32>,
    /// What each pixel costs from `(x, y)` to the next x; `BLOCKED` where there is a wall.
    right: Vec<u32>,
    /// The same to the next y.
    down: Vec<u32>,
}

impl Grid {
    pub(super) fn of(request: &Request<'_>) -> Option<Self> {
        let ends = request.from.iter().chain(request.to).map(|port| port.stub());
        let room = hull(ends.map(|at| Rect::new(at.x, at.y, 0, 0)))?.inflated(NEIGHBOURHOOD);
        let near =
            |rects: &[Rect]| -> Vec<Rect> { rects.iter().copied().filter(|rect| rect.intersects(room)).collect() };
        let (walls, titles) = (near(request.walls), near(request.titles));
        let near_segments = |list: &[Segment]| -> Vec<Segment> {
            list.iter()
                .copied()
                .filter(|segment| box_of(*segment).inflated(1).intersects(room))
                .collect()
        };
        let (used, borders) = (near_segments(request.used), near_segments(request.borders));
        let (mut xs, mut ys) = lines(request, &walls, &titles);
        add_lanes(&mut xs, &mut ys, &used, room, LANE);
        add_lanes(&mut xs, &mut ys, &borders, room, MARGIN);
        for list in [&mut xs, &mut ys] {
            sort(list);
            list.dedup();
        }
        if xs.len() > MOST_LINES || ys.len() > MOST_LINES {
            return None;
        }
        let mut grid = Self {
            right: vec![1; xs.len() * ys.len()],
            down: vec![1; xs.len() * ys.len()],
            xs,
            ys,
        };
        for title in &titles {
            grid.mark(*title, THROUGH_WORDS);
        }
        for segment in used.iter().chain(&borders) {
            grid.mark_along(*segment);
        }
        for wall in &walls {
            grid.mark(wall.inflated(CLEAR), BLOCKED);
        }
        Some(grid)
    }

    pub(super) fn index(&self, column: usize, row: usize) -> usize {
        row * self.xs.len() + column
    }

    pub(super) fn point(&self, index: usize) -> World {
        let (column, row) = (index % self.xs.len().max(1), index / self.xs.len().max(1));
        let at = |list: &[i32], place: usize| list.get(place).copied().unwrap_or_default();
        World::new(at(&self.xs, column), at(&self.ys, row))
    }

    pub(super) fn find(&self, at: World) -> Option<usize> {
        let column = self.xs.binary_search(&at.x).ok()?;
        let row = self.ys.binary_search(&at.y).ok()?;
        Some(self.index(column, row))
    }

    /// The neighbour in a direction (0 right, 1 down, 2 left, 3 up), and what it costs to go there.
    pub(super) fn step(&self, index: usize, direction: u8) -> Option<(usize, u32)> {
        let wide = self.xs.len();
        let (column, row) = (index % wide, index / wide);
        let (next, toll) = match direction {
            0 if column + 1 < wide => (index + 1, self.right.get(index)),
            1 if row + 1 < self.ys.len() => (index + wide, self.down.get(index)),
            2 if column > 0 => (index - 1, self.right.get(index - 1)),
            3 if row > 0 => (index - wide, self.down.get(index - wide)),
            _ => return None,
        };
        let toll = toll.copied().filter(|toll| *toll != BLOCKED)?;
        let (a, b) = (self.point(index), self.point(next));
        let length = a.x.abs_diff(b.x) + a.y.abs_diff(b.y);
        Some((next, length.saturating_mul(toll)))
    }

    /// Raises the cost of every piece that runs through the inside of the rectangle.
    fn mark(&mut self, area: Rect, toll: u32) {
        let inside = |list: &[i32], from: i32, to: i32| {
            (
                list.partition_point(|value| *value <= from),
                list.partition_point(|value| *value < to),
            )
        };
        let columns = inside(&self.xs, area.x, area.right());
        let rows = inside(&self.ys, area.y, area.bottom());
        for row in rows.0..rows.1 {
            for column in columns.0.saturating_sub(1)..columns.1 {
                let index = self.index(column, row);
                raise(self.right.get_mut(index), toll);
            }
        }
        for row in rows.0.saturating_sub(1)..rows.1 {
            for column in columns.0..columns.1 {
                let index = self.index(column, row);
                raise(self.down.get_mut(index), toll);
            }
        }
    }

    fn mark_along(&mut self, segment: Segment) {
        let area = box_of(segment);
        if area.width > area.height {
            let band = Rect::new(area.x, area.y - LANE + 1, area.width, 2 * LANE - 2);
            self.mark_only(band, true);
        } else {
            let band = Rect::new(area.x - LANE + 1, area.y, 2 * LANE - 2, area.height);
            self.mark_only(band, false);
        }
    }

    /// Pieces parallel to the band only: crossing it is free.
    fn mark_only(&mut self, band: Rect, horizontal: bool) {
        let start = |list: &[i32], value: i32| list.partition_point(|line| *line < value);
        let columns = (start(&self.xs, band.x), start(&self.xs, band.right() + 1));
        let rows = (start(&self.ys, band.y), start(&self.ys, band.bottom() + 1));
        let (before, above) = if horizontal { (1, 0) } else { (0, 1) };
        for row in rows.0.saturating_sub(above)..rows.1 {
            for column in columns.0.saturating_sub(before)..columns.1 {
                let index = self.index(column, row);
                let list = if horizontal { &mut self.right } else { &mut self.down };
                raise(list.get_mut(index), ALONG);
            }
        }
    }
}

fn raise(cell: Option<&mut u32>, toll: u32) {
    if let Some(cell) = cell {
        *cell = cell.saturating_add(toll);
    }
}

pub(super) fn box_of((a, b): Segment) -> Rect {
    let (x, y) = (a.x.min(b.x), a.y.min(b.y));
    Rect::new(x, y, (a.x - b.x).abs(), (a.y - b.y).abs())
}

/// Lines through the ports, along the walls on both sides, and past the words.
fn lines(request: &Request<'_>, walls: &[Rect], titles: &[Rect]) -> (Vec<i32>, Vec<i32>) {
    let (mut xs, mut ys) = (Vec::new(), Vec::new());
    for port in request.from.iter().chain(request.to) {
        let stub = port.stub();
        xs.push(stub.x);
        ys.push(stub.y);
    }
    for wall in walls {
        xs.extend([down(wall.x - MARGIN), up(wall.right() + MARGIN)]);
        ys.extend([down(wall.y - MARGIN), up(wall.bottom() + MARGIN)]);
    }
    for title in titles {
        xs.extend([down(title.x - LANE), up(title.right() + LANE)]);
        ys.push(up(title.bottom() + LANE));
    }
    (xs, ys)
}

/// Lines keep to half the grid, so that none runs a pixel or two beside another.
const fn up(value: i32) -> i32 {
    value.saturating_add(3).div_euclid(4) * 4
}

const fn down(value: i32) -> i32 {
    value.div_euclid(4) * 4
}

/// Beside every line that is already there, there is a free lane.
fn add_lanes(xs: &mut Vec<i32>, ys: &mut Vec<i32>, used: &[Segment], room: Rect, lane: i32) {
    for segment in used {
        let area = box_of(*segment);
        if area.width >= area.height && (room.y..room.bottom()).contains(&area.y) {
            ys.extend([area.y - lane, area.y + lane]);
        }
        if area.height >= area.width && (room.x..room.right()).contains(&area.x) {
            xs.extend([area.x - lane, area.x + lane]);
        }
    }
}
