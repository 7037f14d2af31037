//! Places for the names of circles and connections: beside what they name, and under no line.

use std::rc::Rc;

use super::field::{Field, segments};
use super::{Anchor, Caption, Edge, FlowLine, Group, Node};
use crate::kernel::geometry::{Rect, World};
use crate::kernel::polyline::{length, point_at};
use crate::kernel::route_edge::Segment;
use crate::kernel::text::{Type, width};

/// What is further away from a circle is not in the way of its name.
const NEAR: i32 = 160;
/// Along a connection, a place is tried every so many pixels.
const STEP: i32 = 12;
/// From a circle's centre, and from a line, to the words beside it.
const BESIDE: i32 = 22;

/// Once all lines are drawn, every name goes where it is readable, as near to its usual place as can be.
pub(super) fn place(groups: &mut [Group], edges: &mut [Edge], flows: &[FlowLine], field: &mut Field) {
    let mut lines: Vec<Segment> = edges.iter().flat_map(|edge| segments(&edge.path)).collect();
    for line in flows {
        lines.extend(segments(&line.path).chain(segments(&line.ghost)));
    }
    let mut around = Around {
        lines,
        solid: field.solid.clone(),
        words: field.titles().to_vec(),
        frames: field.frames().collect(),
    };
    around.solid.extend(
        flows
            .iter()
            .filter_map(|line| line.stop)
            .map(|stop| Rect::around(stop, 20, 20)),
    );
    for node in groups.iter_mut().flat_map(|group| &mut group.nodes) {
        if node.caption.is_some() {
            caption(node, &around);
            around.words.extend(node.caption_rects());
        }
    }
    for edge in edges.iter_mut().filter(|edge| edge.text.is_some()) {
        text(edge, &around);
        around.words.extend(edge.text_rect());
    }
    field.read(around.words);
}

struct Around {
    lines: Vec<Segment>,
    /// Cards, circles, tabs and signs.
    solid: Vec<Rect>,
    words: Vec<Rect>,
    frames: Vec<Rect>,
}

impl Around {
    /// Only what can be in the way there.
    fn near(&self, at: World) -> Self {
        let room = Rect::around(at, 2 * NEAR, 2 * NEAR);
        let kept = |rects: &[Rect]| rects.iter().copied().filter(|rect| rect.intersects(room)).collect();
        Self {
            lines: self.lines.iter().copied().filter(|line| touches(*line, room)).collect(),
            solid: kept(&self.solid),
            words: kept(&self.words),
            frames: kept(&self.frames),
        }
    }

    fn harm(&self, rect: Rect) -> i32 {
        let air = rect.inflated(2);
        let count =
            |rects: &[Rect], cost: i32| rects.iter().filter(|other| other.intersects(air)).count() as i32 * cost;
        let crossed = self.lines.iter().filter(|line| touches(**line, air)).count() as i32;
        let frames = self.frames.iter();
        let borders = frames
            .filter(|frame| frame.intersects(rect) && !frame.encloses(rect))
            .count() as i32;
        count(&self.solid, 1000) + count(&self.words, 1000) + crossed * 300 + borders * 40
    }
}

pub(super) fn touches((a, b): Segment, rect: Rect) -> bool {
    a.x.min(b.x) < rect.right() && a.x.max(b.x) > rect.x && a.y.min(b.y) < rect.bottom() && a.y.max(b.y) > rect.y
}

/// Around the circle; of two places that are as good, the earlier one.
fn caption(node: &mut Node, around: &Around) {
    let Some(usual) = node.caption else { return };
    let centre = node.rect.centre();
    let around = around.near(centre);
    let down = if node.state.is_some() { 13 } else { 0 };
    let places = [
        (0, 31, Anchor::Middle),
        (BESIDE, 4, Anchor::Start),
        (-BESIDE, 4, Anchor::End),
        (0, -24 - down, Anchor::Middle),
        (BESIDE, 18, Anchor::Start),
        (BESIDE, -10 - down, Anchor::Start),
        (-BESIDE, 18, Anchor::End),
        (-BESIDE, -10 - down, Anchor::End),
        (8, 31, Anchor::Start),
        (-8, 31, Anchor::End),
        (8, -24 - down, Anchor::Start),
        (-8, -24 - down, Anchor::End),
        (BESIDE, 32, Anchor::Start),
        (-BESIDE, 32, Anchor::End),
        (BESIDE, -24 - down, Anchor::Start),
        (-BESIDE, -24 - down, Anchor::End),
        (BESIDE + 12, 18, Anchor::Start),
        (BESIDE + 12, -10 - down, Anchor::Start),
        (-BESIDE - 12, 18, Anchor::End),
        (-BESIDE - 12, -10 - down, Anchor::End),
        (0, 44, Anchor::Middle),
    ];
    let others = places.map(|(dx, dy, anchor)| Caption {
        at: World::new(centre.x + dx, centre.y + dy),
        anchor,
    });
    let mut best: Option<(i32, Caption)> = None;
    for (wish, caption) in std::iter::once(usual).chain(others).enumerate() {
        node.caption = Some(caption);
        let harm: i32 = node.caption_rects().into_iter().map(|rect| around.harm(rect)).sum();
        let cost = harm + wish as i32;
        if best.is_none_or(|(least, _)| cost < least) {
            best = Some((cost, caption));
        }
        if harm == 0 {
            break;
        }
    }
    node.caption = best.map(|(_, caption)| caption);
}

/// Beside the connection, near its middle.
fn text(edge: &mut Edge, around: &Around) {
    let Some((_, words)) = edge.text.clone() else { return };
    let long = length(&edge.path);
    let wide = width(&words, Type::Caption);
    let mut best: Option<(i32, World)> = None;
    for distance in (0..=long).step_by(STEP as usize) {
        let (Some(at), Some(next)) = (point_at(&edge.path, distance), point_at(&edge.path, distance + 1)) else {
            continue;
        };
        let flat = at.y == next.y;
        for (away, wish) in [(7, 0), (15, 8), (23, 16)] {
            for side in [-1, 1] {
                let (dx, dy) = match (flat, side) {
                    (true, -1) => (0, -away),
                    (true, _) => (0, away + 10),
                    (false, side) => (side * (wide / 2 + away), 4),
                };
                let place = World::new(at.x + dx, at.y + dy);
                edge.text = Some((place, Rc::clone(&words)));
                let harm = edge.text_rect().map_or(0, |rect| around.harm(rect));
                let cost = harm + wish + (distance - long / 2).abs() * 60 / long.max(1);
                if best.is_none_or(|(least, _)| cost < least) {
                    best = Some((cost, place));
                }
            }
        }
    }
    edge.text = best.map(|(_, at)| (at, words));
}
