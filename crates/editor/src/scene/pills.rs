//! Places for the words of flows: on or beside the own line, and over nothing that must be read.

use super::FlowLine;
use super::field::{Field, segments};
use crate::Outcome;
use crate::kernel::geometry::{Rect, World};
use crate::kernel::polyline::{length, point_at};
use crate::kernel::route_edge::Segment;
use crate::kernel::text::{Type, width};

const HEIGHT: i32 = 24;
/// The radius of a stop sign, with some air.
const SIGN: i32 = 12;
/// At most this many places along one line are tried.
const MOST_PLACES: i32 = 60;

pub(super) fn place(lines: &mut [FlowLine], field: &Field, page: Rect) {
    let all: Vec<(usize, Segment)> = lines
        .iter()
        .flat_map(|line| {
            segments(&line.path)
                .chain(segments(&line.ghost))
                .map(|segment| (line.flow, segment))
        })
        .collect();
    let mut solid: Vec<Rect> = field.solid.clone();
    solid.extend(
        lines
            .iter()
            .filter_map(|line| line.stop)
            .map(|stop| Rect::around(stop, 2 * SIGN, 2 * SIGN)),
    );
    let mut pills: Vec<Rect> = Vec::new();
    for line in lines {
        let wide = width(&line.pill.sign, Type::Pill) + width(&line.pill.text, Type::Pill) + 26;
        let around = Around {
            solid: &solid,
            field,
            pills: &pills,
            lines: &all,
            page,
        };
        let best = candidates(line, wide)
            .into_iter()
            .min_by_key(|(rect, wish)| (wish + around.harm(line.flow, *rect), rect.y, rect.x));
        if let Some((rect, _)) = best {
            line.pill.rect = rect;
            pills.push(rect);
        }
    }
}

/// Rectangles along the line, and how far each is from the best place.
fn candidates(line: &FlowLine, wide: i32) -> Vec<(Rect, i32)> {
    let mut found = Vec::new();
    if let Some(stop) = line.stop {
        let beside = SIGN + wide / 2 + 4;
        for row in -4_i32..=4 {
            for dx in [beside, -beside, 0] {
                let wish = row.abs() * 20 + i32::from(dx != beside) * 5;
                let at = World::new(stop.x + dx, stop.y + row * (HEIGHT + 4));
                found.push((Rect::around(at, wide, HEIGHT), wish));
            }
        }
    }
    let path = if line.path.len() > 1 { &line.path } else { &line.ghost };
    let long = length(path);
    let step = (long / MOST_PLACES).max(12);
    let wanted = if line.outcome == Outcome::Blocked && line.stop.is_some() && line.arrives {
        long
    } else {
        long / 2
    };
    let late = if line.stop.is_some() { 30 } else { 0 };
    let mut distance = step / 2;
    while distance < long {
        let wish = late + (distance - wanted).abs() * 40 / long.max(1);
        if let (Some(at), Some(next)) = (point_at(path, distance), point_at(path, distance + 1)) {
            let (dx, dy) = if at.y == next.y {
                (0, HEIGHT / 2 + 6)
            } else {
                (wide / 2 + 8, 0)
            };
            found.push((Rect::around(at, wide, HEIGHT), wish));
            found.push((Rect::around(World::new(at.x + dx, at.y + dy), wide, HEIGHT), wish + 6));
            found.push((Rect::around(World::new(at.x - dx, at.y - dy), wide, HEIGHT), wish + 6));
            for lift in [-32, 32, -64, 64] {
                found.push((
                    Rect::around(World::new(at.x, at.y + lift), wide, HEIGHT),
                    wish + lift.abs(),
                ));
            }
        }
        distance += step;
    }
    found
}

struct Around<'a> {
    solid: &'a [Rect],
    field: &'a Field,
    pills: &'a [Rect],
    lines: &'a [(usize, Segment)],
    /// What is drawn anyway: words beside it make the whole picture smaller.
    page: Rect,
}

impl Around<'_> {
    fn harm(&self, flow: usize, rect: Rect) -> i32 {
        let air = rect.inflated(4);
        let count =
            |rects: &[Rect], cost: i32| rects.iter().filter(|other| other.intersects(air)).count() as i32 * cost;
        let crossed = self
            .lines
            .iter()
            .filter(|(other, segment)| *other != flow && touches(*segment, air))
            .count() as i32;
        let grown = self.page.union(rect);
        let borders = self
            .field
            .frames()
            .filter(|frame| frame.intersects(rect) && !frame.encloses(rect))
            .count() as i32;
        count(self.pills, 2000)
            + count(self.solid, 1000)
            + count(self.field.titles(), 400)
            + crossed.min(3) * 30
            + borders * 14
            + (grown.width - self.page.width + grown.height - self.page.height) / 2
    }
}

fn touches((a, b): Segment, rect: Rect) -> bool {
    a.x.min(b.x) < rect.right() && a.x.max(b.x) > rect.x && a.y.min(b.y) < rect.bottom() && a.y.max(b.y) > rect.y
}
