//! The VPCs: Regions side by side, peered VPCs as neighbours, groups of them on shelves.

use std::rc::Rc;

use reach::id::{Kind, Ref};
use reach::sorted::SortedMap;
use reach::topology::{Topology, VpcId};

use super::block::Block;
use super::contents::Contents;
use super::outside::{self, BESIDE};
use super::plan::Plan;
use super::slot::free_right;
use super::subnet_grid::vpc_block;
use super::{CARD, Fixed, Placement, REGION_PADDING, REGION_TOP, tray};
use crate::kernel::geometry::{GRID, Rect, grid_up, hull};

/// Between VPCs that have nothing to do with each other, and between Regions.
pub(super) const APART: i32 = 64;
/// Between rows of VPCs where a transit gateway stands among them, with an attachment above it and one below.
const HUB: i32 = 152;
/// Between VPCs in one column that are peered: room for a circle and its words.
const PEERED: (i32, i32) = (104, 96);

pub(super) fn place(
    topology: &Topology,
    contents: &Contents,
    fixed: &Fixed<'_>,
    plan: Plan,
    placement: &mut Placement,
) {
    let mut regions: Vec<(Rc<str>, Vec<Block>)> = contents
        .vpcs
        .iter()
        .map(|(region, vpcs)| {
            let blocks = vpcs
                .iter()
                .map(|vpc| vpc_block(topology, contents, fixed, plan, vpc))
                .collect();
            (Rc::clone(region), blocks)
        })
        .collect();
    if regions.iter().flat_map(|(_, blocks)| blocks).any(|block| block.fixed) {
        fill_in(&mut regions, placed_outside(topology, contents, fixed));
    } else {
        side_by_side(&mut regions, contents, plan);
    }
    for (region, blocks) in regions {
        if let Some(inner) = hull(blocks.iter().map(|block| block.rect)) {
            placement.regions.insert(region, around(inner));
        }
        blocks.into_iter().for_each(|block| placement.put(block));
    }
    outside::sites(topology, contents, fixed, plan, placement);
    outside::cards(topology, contents, fixed, plan, placement);
    tray::place(topology, contents, fixed, placement);
}

fn around(inner: Rect) -> Rect {
    Rect::new(
        inner.x - REGION_PADDING,
        inner.y - REGION_TOP,
        inner.width + 2 * REGION_PADDING,
        inner.height + REGION_TOP + REGION_PADDING,
    )
}

impl Placement {
    pub(super) fn put(&mut self, block: Block) {
        for (key, rect) in std::iter::once((block.key, block.rect)).chain(block.inside) {
            match key.part {
                None => self.rects.insert(key.of, rect),
                Some(part) => self.parts.insert((key.of, part), rect),
            };
        }
    }

    /// Everything that stands on the page itself, not inside something.
    pub(super) fn top_level(&self, contents: &Contents) -> Vec<Rect> {
        let frames = contents.vpcs.values().flatten().map(Ref::from);
        frames
            .chain(self.rects.keys().filter(|of| of.kind == Kind::Site).cloned())
            .chain(contents.outside.keys().cloned())
            .chain(contents.tray.iter().cloned())
            .filter_map(|of| self.rects.get(&of).copied())
            .collect()
    }
}

/// Sites and services that have a place: new VPCs keep clear of them.
fn placed_outside(topology: &Topology, contents: &Contents, fixed: &Fixed<'_>) -> Vec<Rect> {
    let sites = topology.sites.ids().filter_map(|site| fixed.frame(&site.into()));
    let cards = contents.outside.keys().filter_map(|of| fixed.sized(of, CARD));
    sites.chain(cards).collect()
}

/// VPCs without a place go to the right of their Region's others, or below them if something stands there.
fn fill_in(regions: &mut [(Rc<str>, Vec<Block>)], mut occupied: Vec<Rect>) {
    let placed = regions
        .iter()
        .flat_map(|(_, blocks)| blocks)
        .filter(|block| block.fixed);
    occupied.extend(placed.map(|block| block.rect));
    for (_, blocks) in regions.iter_mut() {
        let own = hull(blocks.iter().filter(|block| block.fixed).map(|block| block.rect));
        let start = own.or_else(|| hull(occupied.iter().copied())).unwrap_or_default();
        for block in blocks.iter_mut().filter(|block| !block.fixed) {
            let (width, height) = (block.rect.width, block.rect.height);
            let right = Rect::new(grid_up(start.right() + PEERED.0), start.y, width, height);
            let below = Rect::new(start.x, grid_up(start.bottom() + PEERED.1), width, height);
            let free = [right, below]
                .into_iter()
                .find(|wanted| free_right(*wanted, &occupied, APART) == *wanted);
            let slot = free.unwrap_or_else(|| free_right(right, &occupied, APART));
            block.move_to(slot.x, slot.y);
            occupied.push(slot);
        }
    }
}

fn side_by_side(regions: &mut [(Rc<str>, Vec<Block>)], contents: &Contents, plan: Plan) {
    let mut left = 0;
    for (region, blocks) in regions {
        arrange(blocks, contents, plan);
        let bounds = hull(blocks.iter().map(|block| block.rect)).unwrap_or_default();
        for block in blocks.iter_mut() {
            let rect = block.rect;
            block.move_to(rect.x - bounds.x + left, rect.y - bounds.y);
        }
        let suffix = format!("@{region}");
        let has_services = !plan.outside_below && contents.outside.keys().any(|of| of.id.ends_with(&suffix));
        let services = if has_services { CARD.0 + BESIDE } else { 0 };
        left = grid_up(left + bounds.width + 2 * REGION_PADDING + APART + services);
    }
}

/// Groups of peered VPCs, the largest first, on shelves.
fn arrange(blocks: &mut [Block], contents: &Contents, plan: Plan) {
    let groups = super::peering::groups(blocks, contents);
    let hubs = contents.tray.iter().any(|of| of.kind == Kind::TransitGateway);
    let mut shelves = Shelves::new(blocks, plan, if hubs { HUB } else { APART });
    for columns in groups {
        let size = if plan.vpcs_down {
            stack_down(blocks, &columns)
        } else {
            stack(blocks, &columns)
        };
        let (x, y) = shelves.take(size);
        for index in columns.into_iter().flatten() {
            if let Some(block) = blocks.get_mut(index) {
                let rect = block.rect;
                block.move_to(rect.x + x, rect.y + y);
            }
        }
    }
}

/// Columns of VPCs beside each other, each centred; gives back the size of the whole.
fn stack(blocks: &mut [Block], columns: &[Vec<usize>]) -> (i32, i32) {
    let size = |blocks: &[Block], index: usize| blocks.get(index).map(|block| block.rect).unwrap_or_default();
    let height = |blocks: &[Block], column: &[usize]| {
        let heights: i32 = column.iter().map(|index| size(blocks, *index).height).sum();
        heights + PEERED.1 * (column.len() as i32 - 1).max(0)
    };
    let tallest = columns.iter().map(|column| height(blocks, column)).max().unwrap_or(0);
    let mut x = 0;
    for column in columns {
        let wide = column.iter().map(|index| size(blocks, *index).width).max().unwrap_or(0);
        let mut y = ((tallest - height(blocks, column)) / 2).div_euclid(GRID) * GRID;
        for index in column {
            if let Some(block) = blocks.get_mut(*index) {
                block.rect.width = wide;
                block.move_to(x, y);
                y += block.rect.height + PEERED.1;
            }
        }
        x += wide + PEERED.0;
    }
    (x - PEERED.0, tallest)
}

/// The same from top to bottom: rows of VPCs below each other.
fn stack_down(blocks: &mut [Block], rows: &[Vec<usize>]) -> (i32, i32) {
    let size = |blocks: &[Block], index: usize| blocks.get(index).map(|block| block.rect).unwrap_or_default();
    let length = |blocks: &[Block], row: &[usize]| {
        let widths: i32 = row.iter().map(|index| size(blocks, *index).width).sum();
        widths + PEERED.0 * (row.len() as i32 - 1).max(0)
    };
    let longest = rows.iter().map(|row| length(blocks, row)).max().unwrap_or(0);
    let alone = rows.iter().all(|row| row.len() == 1);
    let mut y = 0;
    for row in rows {
        let high = row.iter().map(|index| size(blocks, *index).height).max().unwrap_or(0);
        let mut x = ((longest - length(blocks, row)) / 2).div_euclid(GRID) * GRID;
        for index in row {
            if let Some(block) = blocks.get_mut(*index) {
                if alone {
                    block.rect.width = longest;
                    x = 0;
                }
                block.move_to(x, y);
                x += block.rect.width + PEERED.0;
            }
        }
        y += high + PEERED.1;
    }
    (longest, y - PEERED.1)
}

/// Fills rows from left to right; a row is as high as its first group, about as wide as the page is high and a half more.
struct Shelves {
    room: i32,
    x: i32,
    y: i32,
    height: i32,
    /// Between two rows.
    below: i32,
}

impl Shelves {
    fn new(blocks: &[Block], plan: Plan, below: i32) -> Self {
        let area: i64 = blocks
            .iter()
            .map(|block| i64::from(block.rect.width + APART) * i64::from(block.rect.height + APART))
            .sum();
        let widest = blocks.iter().map(|block| block.rect.width).max().unwrap_or(0);
        let ideal = i32::try_from((area.max(0) * 8 / 5).isqrt()).unwrap_or(i32::MAX);
        let room = if plan.vpcs_down {
            widest
        } else {
            ideal.max(widest).max(720)
        };
        Self {
            room,
            x: 0,
            y: 0,
            height: 0,
            below,
        }
    }

    fn take(&mut self, (width, height): (i32, i32)) -> (i32, i32) {
        if self.x > 0 && self.x + width > self.room {
            self.x = 0;
            self.y += self.height + self.below;
            self.height = 0;
        }
        self.room = self.room.max(width);
        let place = (self.x, self.y);
        self.x += width + APART;
        self.height = self.height.max(height);
        place
    }
}

/// The VPCs that are drawn, with their rectangles.
pub(super) fn vpc_rects(contents: &Contents, placement: &Placement) -> SortedMap<VpcId, Rect> {
    let vpcs = contents.vpcs.values().flatten();
    vpcs.filter_map(|vpc| Some((vpc.clone(), *placement.rects.get(&Ref::from(vpc))?)))
        .collect()
}
