//! Right-angled lines.

use super::geometry::{Rect, World};

/// The simplest line between two rectangles: straight where they face each other, else with one or two bends.
pub fn elbow(from: Rect, to: Rect) -> Vec<World> {
    let (a, b) = (from.centre(), to.centre());
    let (top, bottom) = (from.y.max(to.y), from.bottom().min(to.bottom()));
    let (left, right) = (from.x.max(to.x), from.right().min(to.right()));
    if top < bottom {
        let y = (top + bottom) / 2;
        let (start, end) = if a.x <= b.x {
            (from.right(), to.x)
        } else {
            (from.x, to.right())
        };
        return vec![World::new(start, y), World::new(end, y)];
    }
    if left < right {
        let x = (left + right) / 2;
        let (start, end) = if a.y <= b.y {
            (from.bottom(), to.y)
        } else {
            (from.y, to.bottom())
        };
        return vec![World::new(x, start), World::new(x, end)];
    }
    let start = if a.x <= b.x { from.right() } else { from.x };
    let end = if a.y <= b.y { to.y } else { to.bottom() };
    vec![World::new(start, a.y), World::new(b.x, a.y), World::new(b.x, end)]
}
