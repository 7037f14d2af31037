//! Measuring along a line of right-angled pieces.

use super::geometry::{Rect, World};

pub fn length(path: &[World]) -> i32 {
    path.windows(2).map(piece).sum()
}

fn piece(pair: &[World]) -> i32 {
    match pair {
        [a, b] => (a.x - b.x).abs() + (a.y - b.y).abs(),
        _ => 0,
    }
}

/// The point this far along; the end if the line is shorter.
pub fn point_at(path: &[World], mut distance: i32) -> Option<World> {
    for pair in path.windows(2) {
        let long = piece(pair);
        if let [a, b] = pair
            && distance <= long
        {
            let (dx, dy) = ((b.x - a.x).signum(), (b.y - a.y).signum());
            return Some(World::new(a.x + dx * distance.max(0), a.y + dy * distance.max(0)));
        }
        distance -= long;
    }
    path.last().copied()
}

/// The line up to this distance, and the line from there.
pub fn split(path: &[World], distance: i32) -> (Vec<World>, Vec<World>) {
    let Some(at) = point_at(path, distance) else {
        return (path.to_vec(), Vec::new());
    };
    let mut before = Vec::new();
    let mut walked = 0;
    for (index, point) in path.iter().enumerate() {
        if index > 0 {
            walked += path
                .get(index - 1)
                .map_or(0, |last| (last.x - point.x).abs() + (last.y - point.y).abs());
        }
        if walked >= distance {
            let mut after = vec![at];
            after.extend(path.iter().skip(index).filter(|point| **point != at));
            before.push(at);
            before.dedup();
            return (before, after);
        }
        before.push(*point);
    }
    (before, Vec::new())
}

/// How far along the line first crosses the border of the rectangle.
pub fn crossing(path: &[World], rect: Rect) -> Option<i32> {
    let mut walked = 0;
    for pair in path.windows(2) {
        let [a, b] = pair else { continue };
        let inside =
            |point: World| point.x > rect.x && point.x < rect.right() && point.y > rect.y && point.y < rect.bottom();
        if inside(*a) != inside(*b) {
            let to = match (inside(*a), a.x == b.x) {
                (_, true) => {
                    let y = if a.y.min(b.y) <= rect.y { rect.y } else { rect.bottom() };
                    (y - a.y).abs()
                }
                (_, false) => {
                    let x = if a.x.min(b.x) <= rect.x { rect.x } else { rect.right() };
                    (x - a.x).abs()
                }
            };
            return Some(walked + to);
        }
        walked += piece(pair);
    }
    None
}

/// How far along the line comes nearest to the point.
pub fn nearest(path: &[World], to: World) -> i32 {
    let mut best = (i32::MAX, 0);
    let mut walked = 0;
    for pair in path.windows(2) {
        if let [a, b] = pair {
            let at = World::new(
                to.x.clamp(a.x.min(b.x), a.x.max(b.x)),
                to.y.clamp(a.y.min(b.y), a.y.max(b.y)),
            );
            let away = (at.x - to.x).abs() + (at.y - to.y).abs();
            let along = walked + (at.x - a.x).abs() + (at.y - a.y).abs();
            best = best.min((away, along));
        }
        walked += piece(pair);
    }
    best.1
}
