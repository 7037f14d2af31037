//! Right-angled lines that keep clear of what stands in their way.
//!
//! A route is a shortest path on the sparse grid made of the lines along walls, titles and ports; a bend costs as much as a
//! detour. The work is bounded: where the grid would be too fine, or no way exists, the line is a plain Z.

mod grid;
mod search;

use super::geometry::{Rect, Side, World};
use grid::Grid;

/// A straight piece of a line, in any direction.
pub type Segment = (World, World);

/// A place on a border where a line may start or end, at right angles to the border.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Port {
    pub at: World,
    pub side: Side,
    /// In pixels of detour: a port off the middle, or one that is taken, is worth less.
    pub cost: u32,
    /// How far the line goes straight out before it may bend.
    pub stub: i32,
}

impl Port {
    fn stub(self) -> World {
        let (dx, dy) = self.side.outward();
        World::new(self.at.x + dx * self.stub, self.at.y + dy * self.stub)
    }
}

/// What to connect, and what to keep clear of.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub from: &'a [Port],
    pub to: &'a [Port],
    /// Never crossed.
    pub walls: &'a [Rect],
    /// Titles and words: crossed only if the way around is long.
    pub titles: &'a [Rect],
    /// Lines that are already there: not to be run along.
    pub used: &'a [Segment],
    /// Borders of the frames around the ends: crossed freely, and not to be run along either.
    pub borders: &'a [Segment],
}

/// The line, with its first and last point at the chosen ports.
pub fn route(request: &Request<'_>) -> Vec<World> {
    let found = Grid::of(request).and_then(|grid| search::shortest(&grid, request));
    let path = found.or_else(|| plain(request)).unwrap_or_default();
    simplified(path)
}

/// A line of three pieces between the first ports, through whatever stands there.
fn plain(request: &Request<'_>) -> Option<Vec<World>> {
    let (from, to) = (request.from.first()?, request.to.first()?);
    let (a, b) = (from.stub(), to.stub());
    let middle = match from.side {
        Side::Left | Side::Right => [World::new(a.x, a.y), World::new(a.x, b.y)],
        Side::Top | Side::Bottom => [World::new(a.x, a.y), World::new(b.x, a.y)],
    };
    Some(vec![from.at, middle[0], middle[1], b, to.at])
}

/// Without points that lie on a straight line between their neighbours.
pub fn simplified(path: Vec<World>) -> Vec<World> {
    let mut out: Vec<World> = Vec::with_capacity(path.len());
    for point in path {
        if out.last() == Some(&point) {
            continue;
        }
        if let [.., a, b] = out.as_slice()
            && ((a.x == b.x && b.x == point.x) || (a.y == b.y && b.y == point.y))
        {
            out.pop();
        }
        if out.last() != Some(&point) {
            out.push(point);
        }
    }
    out
}
