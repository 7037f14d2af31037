//! Path data from points. Everything is whole numbers, so the texts are short.

use std::fmt::Write;

use crate::kernel::geometry::World;

const RADIUS: i32 = 8;

/// A line through the points with its right angles rounded.
pub fn rounded(points: &[World]) -> String {
    let mut data = String::new();
    let Some((first, rest)) = points.split_first() else {
        return data;
    };
    put(&mut data, 'M', *first);
    let mut before = *first;
    for (index, point) in rest.iter().enumerate() {
        match rest.get(index + 1) {
            Some(next) => {
                put(&mut data, 'L', towards(*point, before));
                put(&mut data, 'Q', *point);
                put(&mut data, ' ', towards(*point, *next));
            }
            None => put(&mut data, 'L', *point),
        }
        before = *point;
    }
    data
}

/// The arrowhead at the end of the line.
pub fn arrowhead(points: &[World]) -> String {
    let mut data = String::new();
    let mut last = points.iter().rev();
    let (Some(tip), Some(before)) = (last.next(), last.find(|point| Some(*point) != points.last())) else {
        return data;
    };
    let (dx, dy) = ((tip.x - before.x).signum(), (tip.y - before.y).signum());
    let back = World::new(tip.x - 10 * dx, tip.y - 10 * dy);
    put(&mut data, 'M', *tip);
    put(&mut data, 'L', World::new(back.x - 5 * dy, back.y + 5 * dx));
    put(&mut data, 'L', World::new(back.x + 5 * dy, back.y - 5 * dx));
    data.push('Z');
    data
}

/// A stop sign around the point.
pub fn octagon(centre: World) -> String {
    let corners = [
        (-4, -10),
        (4, -10),
        (10, -4),
        (10, 4),
        (4, 10),
        (-4, 10),
        (-10, 4),
        (-10, -4),
    ];
    let mut data = String::new();
    for (index, (x, y)) in corners.into_iter().enumerate() {
        put(
            &mut data,
            if index == 0 { 'M' } else { 'L' },
            World::new(centre.x + x, centre.y + y),
        );
    }
    data.push('Z');
    data
}

/// The cross in the stop sign.
pub fn cross(centre: World) -> String {
    let mut data = String::new();
    for (command, x, y) in [('M', -4, -4), ('L', 4, 4), ('M', 4, -4), ('L', -4, 4)] {
        put(&mut data, command, World::new(centre.x + x, centre.y + y));
    }
    data
}

/// The point a radius away from the corner, or half way if the leg is short.
fn towards(corner: World, other: World) -> World {
    let cut = |delta: i32| (delta / 2).clamp(-RADIUS, RADIUS);
    World::new(corner.x + cut(other.x - corner.x), corner.y + cut(other.y - corner.y))
}

fn put(data: &mut String, command: char, point: World) {
    // Writing to a String cannot fail.
    let _ = write!(data, "{command}{} {}", point.x, point.y);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_are_rounded_and_ends_are_exact() {
        let line = [World::new(0, 0), World::new(40, 0), World::new(40, 60)];
        assert_eq!(rounded(&line), "M0 0L32 0Q40 0 40 8L40 60");
    }

    #[test]
    fn the_arrow_points_along_the_last_leg() {
        let line = [World::new(0, 0), World::new(0, 50)];
        assert_eq!(arrowhead(&line), "M0 50L-5 40L5 40Z");
    }

    #[test]
    fn no_line_has_no_arrow() {
        assert_eq!(arrowhead(&[World::new(3, 3), World::new(3, 3)]), "");
        assert_eq!(rounded(&[]), "");
    }
}
