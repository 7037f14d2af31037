//! Places for the words of flows: on or beside the own line, and over nothing that must be read.

use std::rc::Rc;

use reach::trace::Trace;

use super::captions::touches;
use super::field::{Field, segments};
use super::words::traffic_words;
use super::{Anchor, FlowLine, Pill};
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
/// From a line to a pill beside it.
const BESIDE: i32 = 5;
/// To the next row of places above or below a sign.
const ROW: i32 = 20;
/// What it costs to cover something when the words grow.
const GROWS_OVER: i32 = 50;
/// What it costs to hide a line of another flow, besides crossing it.
const HIDES: i32 = 150;
/// What it is worth to leave words out.
const SHORTER: i32 = 120;

pub(super) fn place(lines: &mut [FlowLine], traces: &[Rc<Trace>], field: &Field, page: Rect) {
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
        let around = Around {
            solid: &solid,
            field,
            pills: &pills,
            lines: &all,
            page,
        };
        let traffic = traces.get(line.flow).map(|trace| traffic_words(trace.question.traffic));
        let short: Rc<str> = traffic.unwrap_or_default().into();
        let mut best: Option<(i32, Rect, Rc<str>)> = None;
        // Where the whole words would cover something, fewer say enough: the dock has them all. A stop sign says it alone.
        for (less, text) in [Rc::clone(&line.pill.text), short, "".into()].into_iter().enumerate() {
            let found = if text.is_empty() && line.stop.is_some() {
                Some((2 * SHORTER, Rect::default()))
            } else {
                best_place(line, &text, &around)
            };
            if let Some((cost, rect)) = found
                && best
                    .as_ref()
                    .is_none_or(|(least, ..)| cost + less as i32 * SHORTER < *least)
            {
                best = Some((cost + less as i32 * SHORTER, rect, text));
            }
            if best.as_ref().is_some_and(|(cost, ..)| *cost < SHORTER) {
                break;
            }
        }
        if let Some((_, rect, text)) = best {
            line.pill.anchor = around.growth(rect).1;
            line.pill.rect = rect;
            line.pill.text = text;
            pills.push(rect);
        }
    }
}

/// Where these words do least harm, and how much.
fn best_place(line: &FlowLine, text: &str, around: &Around<'_>) -> Option<(i32, Rect)> {
    let words = if text.is_empty() {
        0
    } else {
        width(text, Type::Pill) + 10
    };
    let wide = (width(&line.pill.sign, Type::Pill) + words + 16).max(HEIGHT);
    candidates(line, wide)
        .into_iter()
        .map(|(rect, wish)| (wish + around.harm(line.flow, rect), rect))
        .min_by_key(|(cost, rect)| (*cost, rect.y, rect.x))
}

/// Rectangles at the stop sign and along the line, all of them touching it, and how far each is from the best place.
fn candidates(line: &FlowLine, wide: i32) -> Vec<(Rect, i32)> {
    let mut found = Vec::new();
    if let Some(stop) = line.stop {
        let beside = SIGN + wide / 2 + 4;
        let below = SIGN + HEIGHT / 2 + 4;
        let corner = wide / 2 - SIGN;
        let places = [
            (beside, 0, 0),
            (-beside, 0, 5),
            (0, -below, 20),
            (0, below, 20),
            (corner, -below, 22),
            (corner, below, 22),
            (-corner, -below, 24),
            (-corner, below, 24),
            (0, -below - ROW, 60),
            (0, below + ROW, 60),
            (corner, -below - ROW, 62),
            (corner, below + ROW, 62),
            (-corner, -below - ROW, 64),
            (-corner, below + ROW, 64),
        ];
        let places =
            places.map(|(dx, dy, wish)| (Rect::around(World::new(stop.x + dx, stop.y + dy), wide, HEIGHT), wish));
        found.extend(places);
    }
    let path = if line.path.len() > 1 { &line.path } else { &line.ghost };
    let long = length(path);
    let step = (long / MOST_PLACES).max(8);
    let wanted = if line.outcome == Outcome::Blocked && line.stop.is_some() && line.arrives {
        long
    } else {
        long / 2
    };
    // Words far from their sign are not read with it.
    let late = |rect: Rect| line.stop.map_or(0, |stop| 30 + far(stop, rect) / 4);
    let mut distance = step / 2;
    while distance < long {
        let wish = (distance - wanted).abs() * 40 / long.max(1);
        if let (Some(at), Some(next)) = (point_at(path, distance), point_at(path, distance + 1)) {
            let (dx, dy) = if at.y == next.y {
                (0, HEIGHT / 2 + BESIDE)
            } else {
                (wide / 2 + BESIDE, 0)
            };
            for (side, more) in [(0, 0), (1, 6), (-1, 6)] {
                let centre = World::new(at.x + side * dx, at.y + side * dy);
                let rect = Rect::around(centre, wide, HEIGHT);
                found.push((rect, late(rect) + wish + more));
            }
        }
        distance += step;
    }
    found
}

/// From the point to the nearest side of the rectangle.
fn far(point: World, rect: Rect) -> i32 {
    let beyond = |at: i32, from: i32, to: i32| (from - at).max(at - to).max(0);
    beyond(point.x, rect.x, rect.right()) + beyond(point.y, rect.y, rect.bottom())
}

/// A line that runs along behind the rectangle is hidden, one that crosses it is not.
fn runs_along((a, b): Segment, rect: Rect) -> bool {
    let within = |one: i32, other: i32, from: i32, to: i32| one.max(other).min(to) - one.min(other).max(from);
    let hidden = within(a.x, b.x, rect.x, rect.right()).max(within(a.y, b.y, rect.y, rect.bottom()));
    touches((a, b), rect) && hidden > HEIGHT + 2
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
    /// How many things the words cover when they are written larger, from where they reach the least into any.
    fn growth(&self, rect: Rect) -> (i32, Anchor) {
        let anchors = [Anchor::Middle, Anchor::Start, Anchor::End];
        let grown = anchors.map(|anchor| {
            let rect = Pill::grown_from(rect, anchor);
            let all = self.solid.iter().chain(self.field.titles());
            let deep = all.map(|other| reach_into(*other, rect)).filter(|deep| *deep > 0);
            let (count, deepest) = deep.fold((0, 0), |(count, most), deep| (count + 1, most.max(deep)));
            (deepest, count, anchor)
        });
        let best = grown.into_iter().min_by_key(|(deepest, count, _)| (*deepest, *count));
        best.map_or((0, Anchor::Middle), |(_, count, anchor)| (count, anchor))
    }

    fn harm(&self, flow: usize, rect: Rect) -> i32 {
        let air = rect.inflated(2);
        let count =
            |rects: &[Rect], cost: i32| rects.iter().filter(|other| other.intersects(air)).count() as i32 * cost;
        let others = || self.lines.iter().filter(|(other, _)| *other != flow);
        let crossed = others().filter(|(_, segment)| touches(*segment, air)).count() as i32;
        let hidden = others().filter(|(_, segment)| runs_along(*segment, rect)).count() as i32;
        let grown = self.page.union(rect);
        let borders = self
            .field
            .frames()
            .filter(|frame| frame.intersects(rect) && !frame.encloses(rect))
            .count() as i32;
        count(self.pills, 2000)
            + count(self.solid, 1000)
            + count(self.field.titles(), 1000)
            + crossed.min(4) * 150
            + hidden.min(4) * HIDES
            + borders * 14
            + self.growth(rect).0 * GROWS_OVER
            + (grown.width - self.page.width + grown.height - self.page.height) / 2
    }
}

/// How far one rectangle reaches into another; 0 if they are apart.
fn reach_into(one: Rect, other: Rect) -> i32 {
    let across = one.right().min(other.right()) - one.x.max(other.x);
    let down = one.bottom().min(other.bottom()) - one.y.max(other.y);
    across.min(down).max(0)
}
