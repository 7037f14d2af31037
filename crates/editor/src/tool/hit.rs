//! What is under the pointer, read from the scene: the last drawn is the first hit.

use reach::id::{Kind, Ref};
use reach::sorted::SortedMap;

use crate::kernel::geometry::{Rect, World};
use crate::scene::Scene;

/// The topmost thing at a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Hit {
    Node(Ref),
    /// A chip on a frame's border: a route table or a network ACL.
    Tab(Ref),
    Frame(Ref),
    Edge(Ref),
    Flow(usize),
    Nothing,
}

impl Hit {
    pub(crate) fn element(&self) -> Option<&Ref> {
        match self {
            Hit::Node(of) | Hit::Tab(of) | Hit::Frame(of) | Hit::Edge(of) => Some(of),
            Hit::Flow(_) | Hit::Nothing => None,
        }
    }
}

/// Lines are hit within `reach` world pixels.
pub(crate) fn pick(scene: &Scene, at: World, reach: i32) -> Hit {
    let pills = scene.flows.iter().rev().find(|flow| flow.pill.rect.contains(at));
    if let Some(flow) = pills {
        return Hit::Flow(flow.flow);
    }
    let groups = || scene.groups.iter().rev();
    if let Some(node) = groups()
        .flat_map(|group| group.nodes.iter().rev())
        .find(|node| node.rect.contains(at))
    {
        return Hit::Node(node.of.clone());
    }
    if let Some(tab) = groups()
        .flat_map(|group| group.frames.iter().rev())
        .flat_map(|frame| frame.tabs.iter().rev())
        .find(|tab| tab.rect.contains(at))
    {
        return Hit::Tab(tab.of.clone());
    }
    if let Some(flow) = scene.flows.iter().rev().find(|flow| is_near(&flow.path, at, reach)) {
        return Hit::Flow(flow.flow);
    }
    if let Some(edge) = scene.edges.iter().rev().find(|edge| is_near(&edge.path, at, reach)) {
        return Hit::Edge(edge.of.clone());
    }
    frame_at(scene, at, |_| true).map_or(Hit::Nothing, Hit::Frame)
}

/// The innermost frame at a point that may be taken.
pub(crate) fn frame_at(scene: &Scene, at: World, may: impl Fn(&Ref) -> bool) -> Option<Ref> {
    scene
        .groups
        .iter()
        .rev()
        .flat_map(|group| group.frames.iter().rev())
        .filter(|frame| frame.rect.contains(at))
        .filter_map(|frame| frame.of.as_ref())
        .find(|of| may(of))
        .cloned()
}

/// The innermost frame of a kind at a point.
pub(crate) fn container_at(scene: &Scene, at: World, kind: Kind, except: &[Ref]) -> Option<Ref> {
    frame_at(scene, at, |of| of.kind == kind && !except.contains(of))
}

/// Where every element stands that has a box of its own.
pub(crate) fn rects(scene: &Scene) -> &SortedMap<Ref, Rect> {
    &scene.placement.rects
}

/// Where the element is drawn: its box, its tab, or the box around its line.
pub(crate) fn rect_of(scene: &Scene, of: &Ref) -> Option<Rect> {
    if let Some(rect) = rects(scene).get(of) {
        return Some(*rect);
    }
    let tab = scene
        .groups
        .iter()
        .flat_map(|group| &group.frames)
        .flat_map(|frame| &frame.tabs)
        .find(|tab| tab.of == *of);
    if let Some(tab) = tab {
        return Some(tab.rect);
    }
    let edge = scene.edges.iter().find(|edge| edge.of == *of)?;
    edge.path
        .iter()
        .map(|point| Rect::new(point.x, point.y, 0, 0))
        .reduce(Rect::union)
}

fn is_near(path: &[World], at: World, reach: i32) -> bool {
    path.windows(2).any(|pair| match pair {
        [a, b] => distance_squared(*a, *b, at) <= i64::from(reach) * i64::from(reach),
        _ => false,
    })
}

/// From a point to a line piece, in whole numbers.
fn distance_squared(a: World, b: World, at: World) -> i64 {
    let vector = |from: World, to: World| (i64::from(to.x) - i64::from(from.x), i64::from(to.y) - i64::from(from.y));
    let (line, point) = (vector(a, b), vector(a, at));
    let length = line.0 * line.0 + line.1 * line.1;
    let along = (line.0 * point.0 + line.1 * point.1).clamp(0, length);
    let foot = if length == 0 {
        (0, 0)
    } else {
        (line.0 * along / length, line.1 * along / length)
    };
    let (x, y) = (point.0 - foot.0, point.1 - foot.1);
    x * x + y * y
}
