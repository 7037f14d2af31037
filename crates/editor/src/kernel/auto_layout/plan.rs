//! Which of several arrangements a fresh picture takes: the one that the view can show largest.

use super::Placement;
use crate::kernel::geometry::Rect;

/// The shape of the view that a picture is for; a phone's is tall, an embedded one's is low.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Room {
    #[default]
    Wide,
    Tall,
    Low,
}

impl Room {
    pub fn of(width: f64, height: f64) -> Self {
        if width < height * 0.85 {
            Self::Tall
        } else if width > height * 1.95 {
            Self::Low
        } else {
            Self::Wide
        }
    }

    /// What such a view shows at 100 %.
    const fn size(self) -> (i32, i32) {
        match self {
            Self::Wide => (700, 460),
            Self::Tall => (350, 640),
            Self::Low => (450, 190),
        }
    }

    /// How large the picture can be shown, in thousandths; no larger than it is.
    fn zoom(self, bounds: Rect) -> i64 {
        let (wide, high) = self.zooms(bounds);
        wide.min(high).min(1000)
    }

    /// The same where it is read from top to bottom, if it cannot be shown whole so that it can be read: then only its width counts.
    fn zoom_across(self, bounds: Rect) -> i64 {
        let (wide, high) = self.zooms(bounds);
        if wide.min(high) < READABLE {
            wide.min(READABLE)
        } else {
            self.zoom(bounds)
        }
    }

    fn zooms(self, bounds: Rect) -> (i64, i64) {
        let (width, height) = self.size();
        let across = |view: i32, world: i32| i64::from(view) * 1000 / i64::from(world.max(1));
        (across(width, bounds.width), across(height, bounds.height))
    }
}

/// Smaller than this, in thousandths, names cannot be read.
const READABLE: i64 = 660;

/// One way to arrange everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// Peered VPCs stand below each other, not side by side.
    pub(super) vpcs_down: bool,
    /// Public subnets stand left of private ones, not above them.
    pub(super) tiers_across: bool,
    /// Sites stand above and services below, not at the sides.
    pub(super) outside_below: bool,
    /// The many subnets of a VPC stand below each other: for phones.
    pub(super) subnets_down: bool,
}

impl Plan {
    fn all(number: u8) -> impl Iterator<Item = Self> {
        (0..number).map(|bits| Self {
            vpcs_down: bits & 1 != 0,
            tiers_across: bits & 2 != 0,
            outside_below: bits & 4 != 0,
            subnets_down: bits & 8 != 0,
        })
    }

    /// The first arrangement, unless another one is shown clearly larger. Many subnets may be read from top to bottom.
    pub(super) fn best(room: Room, many: bool, picture: impl Fn(Self) -> Placement) -> Placement {
        let down = many && room == Room::Tall;
        let mut best = Placement::default();
        let mut zoom = 0;
        for plan in Self::all(if down { 16 } else { 8 }) {
            let placement = picture(plan);
            let bounds = placement.bounds();
            let other = if down {
                room.zoom_across(bounds)
            } else {
                room.zoom(bounds)
            };
            if other * 10 > zoom * 11 {
                (best, zoom) = (placement, other);
            }
        }
        best
    }
}
