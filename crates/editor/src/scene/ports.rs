//! Where lines may touch things.

use reach::id::Ref;

use crate::kernel::geometry::{Rect, Side, World};
use crate::kernel::route_edge::Port;

#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) rect: Rect,
    pub(super) kind: PlaceKind,
    /// The frames around it, the innermost first.
    pub(super) within: Vec<Ref>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PlaceKind {
    Card,
    /// A card without chips.
    Plain,
    Round,
    /// A circle on the border of a frame: lines from inside touch it inside.
    Border(Side),
    Tab,
    Frame,
}

/// All places where a line to `other` may touch, and what each is worth less than the best; `entered` is where it came in.
pub(super) fn ports(place: &Place, other: &Place, entered: Option<World>) -> Vec<Port> {
    let mut ports = Vec::new();
    for side in Side::ALL.into_iter().filter(|side| may_touch(place, other, *side)) {
        for (offset, cost) in offsets(place, other, side) {
            let at = shifted(place.rect.middle(side), side, offset);
            let cost = cost + came_in(place, entered, side, at);
            ports.push(Port {
                at,
                side,
                cost,
                stub: stub(place.kind, side),
            });
        }
    }
    ports
}

fn shifted(at: World, side: Side, offset: i32) -> World {
    match side {
        Side::Top | Side::Bottom => World::new(at.x + offset, at.y),
        Side::Left | Side::Right => World::new(at.x, at.y + offset),
    }
}

/// How far a line goes straight out, so that it bends on the grid.
const fn stub(kind: PlaceKind, side: Side) -> i32 {
    match (kind, side) {
        (PlaceKind::Round | PlaceKind::Border(_), _) => 15,
        (PlaceKind::Tab, Side::Bottom) => 12,
        _ => 16,
    }
}

/// A gateway on a border is touched from the side where the line comes from.
fn may_touch(place: &Place, other: &Place, side: Side) -> bool {
    match place.kind {
        PlaceKind::Border(outward) => {
            let inner = place.within.iter().any(|frame| other.within.contains(frame));
            side == if inner { outward.opposite() } else { outward }
        }
        _ => true,
    }
}

/// Places along a side, and what each is worth less than the best.
fn offsets(place: &Place, other: &Place, side: Side) -> Vec<(i32, u32)> {
    let along = |steps: &[i32]| {
        steps
            .iter()
            .map(|offset| (*offset, 3 * offset.unsigned_abs()))
            .collect()
    };
    let flat = matches!(side, Side::Top | Side::Bottom);
    match place.kind {
        // The chips sit at the right of a card's upper and lower border.
        PlaceKind::Card if flat => along(&[-4, -12, -20, -28, -36, -44, -52]),
        PlaceKind::Plain if flat => along(&[4, -4, 12, -12, 20, -20, 28, -28, 36, -36]),
        PlaceKind::Card | PlaceKind::Plain => along(&[0, -8, 8, -16, 16]),
        PlaceKind::Round | PlaceKind::Border(_) => along(&[0, -8, 8]),
        PlaceKind::Tab if flat => along(&[0, -8, 8, -16, 16]),
        PlaceKind::Tab => along(&[0]),
        PlaceKind::Frame => {
            let (middle, target) = (place.rect.middle(side), other.rect.centre());
            let (wanted, half) = if flat {
                (target.x - middle.x, place.rect.width / 2 - 32)
            } else {
                (target.y - middle.y, place.rect.height / 2 - 32)
            };
            let level = wanted.clamp(-half.max(0), half.max(0));
            [0, -24, 24, -48, 48]
                .into_iter()
                .map(|step: i32| (level + step, step.unsigned_abs()))
                .filter(|(at, _)| at.abs() <= half.max(0))
                .collect()
        }
    }
}

/// A line goes on where it came in only if there is no other way, and otherwise straight on.
fn came_in(place: &Place, entered: Option<World>, side: Side, at: World) -> u32 {
    let Some(entered) = entered else {
        return 0;
    };
    if place.rect.side_of(entered) == side {
        return 90;
    }
    let straight = if matches!(side, Side::Top | Side::Bottom) {
        at.x.abs_diff(entered.x)
    } else {
        at.y.abs_diff(entered.y)
    };
    if place.rect.side_of(entered) == side.opposite() {
        straight.min(40)
    } else {
        0
    }
}
