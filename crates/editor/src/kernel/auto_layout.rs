//! Automatic layout: a place for everything that is drawn, whatever the diagram looks like.
//!
//! What has a place keeps it; frames grow until they hold what is inside them; the rest finds free places. Without any places the
//! picture is a fresh one: Regions side by side, peered VPCs as neighbours, public subnets before private ones, one column or row a zone.

mod block;
mod border;
mod contents;
mod outside;
mod overview;
mod peering;
mod plan;
mod slot;
mod subnet_grid;
mod tray;

use std::rc::Rc;

use document::{Layout, Place};
use reach::id::Ref;
use reach::sorted::{SortedMap, SortedSet};
use reach::topology::Topology;

use super::geometry::{GRID, Rect, hull};
use contents::Contents;
pub use contents::table_of;
use plan::Plan;
pub use plan::Room;
pub use slot::{free_slot, free_step};
pub(crate) use subnet_grid::tab_width;

/// The size of a card: an instance, a NAT gateway, an endpoint's interface.
pub const CARD: (i32, i32) = (136, 48);
/// The diameter of a gateway's circle.
pub const ROUND: i32 = 34;
/// The upper part of a frame that holds its title, and its tabs at the right.
pub const HEADER: i32 = 40;
/// Between two frames, so that lines and their words have room.
pub const FRAME_GAP: i32 = 40;
/// Between two VPCs put down by hand: the circle of a peering fits in.
pub const PEERING_GAP: i32 = ROUND + 3 * GRID;
/// Between two cards, beside and below: below, there hangs a chip, and words of a line must fit.
pub const CARD_GAP: (i32, i32) = (24, 40);
/// Inside a subnet, around its cards: a line can go down beside them.
pub const SUBNET_PADDING: i32 = 24;
/// Inside a VPC, around its subnets, and inside a site at the sides: a gateway on the border has room for a line that bends.
pub const VPC_PADDING: i32 = 32;
/// Around a Region's VPCs: left, right and below. Above, a gateway stands on the VPC's border.
pub const REGION_PADDING: i32 = 24;
pub const REGION_TOP: i32 = 48;
/// The height of a tab, and its distance from the frame's border.
pub const TAB: (i32, i32) = (20, 8);

/// Where everything stands, in world pixels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placement {
    pub rects: SortedMap<Ref, Rect>,
    /// Elements that are drawn more than once: the further interfaces of an endpoint (by subnet), the hosts of a site (by name).
    pub parts: SortedMap<(Ref, Rc<str>), Rect>,
    /// Derived frames around the VPCs of each Region.
    pub regions: SortedMap<Rc<str>, Rect>,
}

impl Placement {
    pub fn bounds(&self) -> Rect {
        hull(
            self.rects
                .values()
                .chain(self.regions.values())
                .chain(self.parts.values())
                .copied(),
        )
        .unwrap_or_default()
    }
}

/// So many subnets of one VPC can be read beside each other on a phone.
const MANY: usize = 6;

/// Places everything. `mentioned` are the ends outside every frame that flows name: the internet and AWS services.
///
/// A fresh picture is arranged so that a view of this shape shows it large; as soon as anything has a place, the shape does not matter.
pub fn place(topology: &Topology, layout: &Layout, mentioned: &[Ref], room: Room) -> Placement {
    let contents = Contents::of(topology, mentioned);
    let fixed = Fixed { layout };
    let picture = |plan: Plan| {
        let mut placement = Placement::default();
        overview::place(topology, &contents, &fixed, plan, &mut placement);
        peering::place(topology, &contents, &fixed, &mut placement);
        border::place(topology, &contents, &fixed, &mut placement);
        placement
    };
    if layout.places.is_empty() {
        let many = contents.subnets.values().any(|ids| ids.len() > MANY);
        Plan::best(room, many, picture)
    } else {
        picture(Plan::default())
    }
}

/// The places to save, so that nothing moves any more. What hangs on a border or between two frames stays automatic: it follows them.
pub fn materialise(placement: &Placement, topology: &Topology, layout: &Layout) -> Layout {
    let contents = Contents::of(topology, &[]);
    let circles = contents.border.values().flatten();
    let follows: SortedSet<&Ref> = circles.chain(contents.peerings.iter().map(|(of, ..)| of)).collect();
    let places = placement
        .rects
        .iter()
        .filter(|(of, _)| !follows.contains(of) || layout.places.contains_key(of))
        .map(|(of, rect)| (of.clone(), place_of(*rect)))
        .collect();
    Layout { places }
}

/// The rectangle as it is saved: in grid units.
pub fn place_of(rect: Rect) -> Place {
    let units = |value: i32| value.saturating_add(GRID / 2).div_euclid(GRID);
    Place {
        x: units(rect.x),
        y: units(rect.y),
        width: units(rect.width),
        height: units(rect.height),
    }
}

/// The saved places, made safe: no number is so large that sums could overflow.
struct Fixed<'a> {
    layout: &'a Layout,
}

impl Fixed<'_> {
    const FAR: i32 = 100_000;
    const LARGE: i32 = 10_000;

    fn frame(&self, of: &Ref) -> Option<Rect> {
        let place = self.layout.places.get(of)?;
        Some(Rect::new(
            place.x.clamp(-Self::FAR, Self::FAR) * GRID,
            place.y.clamp(-Self::FAR, Self::FAR) * GRID,
            place.width.clamp(0, Self::LARGE) * GRID,
            place.height.clamp(0, Self::LARGE) * GRID,
        ))
    }

    fn sized(&self, of: &Ref, (width, height): (i32, i32)) -> Option<Rect> {
        let rect = self.frame(of)?;
        Some(Rect::new(rect.x, rect.y, width, height))
    }

    /// A circle's saved corner is that of the grid square around it, so that its centre keeps to the grid.
    fn round(&self, of: &Ref) -> Option<Rect> {
        let rect = self.frame(of)?;
        Some(Rect::new(rect.x - 1, rect.y - 1, ROUND, ROUND))
    }
}
