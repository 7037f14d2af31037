//! One VPC from the inside out: cards in a grid, subnets in columns by Availability Zone, public rows above private ones.

use std::rc::Rc;

use reach::id::{Kind, Ref};
use reach::sorted::{SortedMap, sort_by};
use reach::topology::{SubnetId, Topology, VpcId};

use super::block::{Block, Insets, Key, frame};
use super::contents::{Contents, is_public, table_of};
use super::plan::Plan;
use super::{CARD, CARD_GAP, FRAME_GAP, Fixed, HEADER, SUBNET_PADDING, VPC_PADDING};
use crate::kernel::geometry::{GRID, grid_up};
use crate::kernel::text::{Type, width};
use crate::words::label;

/// Around the hosts of a site: from a host to a gateway on the border a line has room to bend.
const SITE_PADDING: i32 = 48;

const CARDS: Insets = Insets {
    top: HEADER + 3 * GRID,
    side: SUBNET_PADDING,
    bottom: SUBNET_PADDING,
    gap: CARD_GAP.0,
    min: (184, 128),
};

const SUBNETS: Insets = Insets {
    top: HEADER + GRID,
    side: VPC_PADDING,
    bottom: VPC_PADDING,
    gap: FRAME_GAP,
    min: (248, 168),
};

/// More rows than this in one zone are split into a further column.
const ROWS: usize = 4;

pub(super) fn vpc_block(topology: &Topology, contents: &Contents, fixed: &Fixed<'_>, plan: Plan, vpc: &VpcId) -> Block {
    let of = Ref::from(vpc);
    let ids = contents.subnets.get(vpc).map(Vec::as_slice).unwrap_or_default();
    let mut blocks: Vec<Block> = ids
        .iter()
        .map(|id| subnet_block(topology, contents, fixed, id))
        .collect();
    let mut cells: Vec<Cell> = ids.iter().filter_map(|id| Cell::of(topology, id)).collect();
    for key in contents.cards.get(&of).into_iter().flatten() {
        blocks.push(card(key, fixed));
        cells.push(Cell::loose());
    }
    let cidrs = topology
        .vpcs
        .get(vpc)
        .map(|record| record.cidrs.as_slice())
        .unwrap_or_default();
    let detail = cidrs.first().map(ToString::to_string).unwrap_or_default();
    let above = contents.border.get(&of).into_iter().flatten();
    let above = above.filter(|of| matches!(of.kind, Kind::InternetGateway | Kind::EgressOnlyInternetGateway));
    let circles = 104 + 96 * (above.count() as i32 - 1).max(0);
    let insets = Insets {
        min: (
            SUBNETS.min.0.max(40 + text_width(topology, &of, &detail) + circles),
            SUBNETS.min.1,
        ),
        ..SUBNETS
    };
    frame(Key::of(of.clone()), fixed.frame(&of), insets, blocks, |blocks| {
        by_zone(blocks, &cells, plan)
    })
}

pub(super) fn subnet_block(topology: &Topology, contents: &Contents, fixed: &Fixed<'_>, subnet: &SubnetId) -> Block {
    let of = Ref::from(subnet);
    let insets = Insets {
        min: (CARDS.min.0.max(header_width(topology, subnet)), CARDS.min.1),
        ..CARDS
    };
    cards_frame(contents, fixed, of, insets)
}

pub(super) fn site_block(topology: &Topology, contents: &Contents, fixed: &Fixed<'_>, site: Ref) -> Block {
    let record = site.to_id().and_then(|id| topology.sites.get(&id));
    let detail = record
        .and_then(|site| site.cidrs.first())
        .map(ToString::to_string)
        .unwrap_or_default();
    let insets = Insets {
        top: HEADER + GRID,
        side: SITE_PADDING,
        bottom: SITE_PADDING,
        min: (
            CARDS.min.0.max(40 + text_width(topology, &site, &detail) + 24),
            CARDS.min.1,
        ),
        ..CARDS
    };
    cards_frame(contents, fixed, site, insets)
}

fn cards_frame(contents: &Contents, fixed: &Fixed<'_>, of: Ref, insets: Insets) -> Block {
    let keys = contents.cards.get(&of).map(Vec::as_slice).unwrap_or_default();
    let blocks = keys.iter().map(|key| card(key, fixed)).collect();
    frame(Key::of(of.clone()), fixed.frame(&of), insets, blocks, in_rows)
}

pub(super) fn card(key: &Key, fixed: &Fixed<'_>) -> Block {
    let place = match key.part {
        None => fixed.sized(&key.of, CARD),
        Some(_) => None,
    };
    Block::leaf(key.clone(), CARD, place)
}

/// Wide enough for title, CIDR and the tabs beside them.
fn header_width(topology: &Topology, subnet: &SubnetId) -> i32 {
    let Some(record) = topology.subnets.get(subnet) else {
        return 0;
    };
    let detail = record.cidr.map(|cidr| cidr.to_string()).unwrap_or_default();
    let table = tab_width(&label(topology, &Ref::from(table_of(topology, record))));
    let acl = record
        .network_acl
        .as_ref()
        .map_or(0, |acl| tab_width(&label(topology, &acl.into())) + GRID);
    14 + text_width(topology, &subnet.into(), &detail) + 16 + table + acl + GRID
}

/// A tab is as wide as its text, within limits.
pub(crate) fn tab_width(text: &Rc<str>) -> i32 {
    grid_up((width(text, Type::Caption) + 2 * GRID).min(144))
}

/// Where the title of a VPC's or a site's frame ends, from its left border.
pub(super) fn title_end(topology: &Topology, frame: &Ref) -> i32 {
    let vpc = frame.to_id().and_then(|id| topology.vpcs.get(&id));
    let site = frame.to_id().and_then(|id| topology.sites.get(&id));
    let detail = match (vpc, site) {
        (Some(vpc), _) => vpc.cidrs.first().map(ToString::to_string),
        (_, Some(site)) => site.cidrs.first().map(ToString::to_string),
        _ => None,
    };
    40 + text_width(topology, frame, &detail.unwrap_or_default())
}

fn text_width(topology: &Topology, of: &Ref, detail: &str) -> i32 {
    width(&label(topology, of), Type::Title).min(200) + GRID + width(detail, Type::Mono)
}

/// Cards side by side, in a block that is about three by two.
fn in_rows(blocks: &mut [Block]) {
    let count = blocks.len();
    let columns = (1..=count)
        .find(|columns| columns * columns * 10 >= count * 6)
        .unwrap_or(1)
        .max(usize::from(count > 1) + 1);
    for (index, block) in blocks.iter_mut().enumerate() {
        let (column, row) = ((index % columns) as i32, (index / columns) as i32);
        block.move_to(column * (CARD.0 + CARD_GAP.0), row * (CARD.1 + CARD_GAP.1));
    }
}

/// Where a subnet belongs in its VPC's grid.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Cell {
    tier: u8,
    zone: Rc<str>,
}

impl Cell {
    fn of(topology: &Topology, subnet: &SubnetId) -> Option<Self> {
        let record = topology.subnets.get(subnet)?;
        Some(Self {
            tier: u8::from(!is_public(topology, record)),
            zone: Rc::clone(&record.zone),
        })
    }

    /// A card outside the subnets: below them.
    fn loose() -> Self {
        Self {
            tier: 2,
            zone: "".into(),
        }
    }
}

/// One column a zone, all columns with the same rows (or the other way round); frames fill their row and column.
fn by_zone(blocks: &mut [Block], cells: &[Cell], plan: Plan) {
    let mut slots = grid_slots(cells);
    if plan.tiers_across {
        for (column, row) in &mut slots {
            std::mem::swap(column, row);
        }
    }
    if plan.subnets_down {
        let mut order: Vec<usize> = (0..slots.len()).collect();
        sort_by(&mut order, |a, b| cells.get(*a).cmp(&cells.get(*b)));
        for (row, index) in order.into_iter().enumerate() {
            if let Some(slot) = slots.get_mut(index) {
                *slot = (0, row);
            }
        }
    }
    let mut columns: SortedMap<usize, i32> = SortedMap::new();
    let mut rows: SortedMap<usize, i32> = SortedMap::new();
    for (block, (column, row)) in blocks.iter().zip(&slots) {
        let widest = columns.entry(*column).or_default();
        *widest = (*widest).max(block.rect.width);
        let highest = rows.entry(*row).or_default();
        *highest = (*highest).max(block.rect.height);
    }
    let (lefts, tops) = (offsets(&columns), offsets(&rows));
    for ((block, (column, row)), cell) in blocks.iter_mut().zip(&slots).zip(cells) {
        block.move_to(
            lefts.get(column).copied().unwrap_or_default(),
            tops.get(row).copied().unwrap_or_default(),
        );
        if cell.tier < 2 {
            block.rect.width = columns.get(column).copied().unwrap_or(block.rect.width);
            block.rect.height = rows.get(row).copied().unwrap_or(block.rect.height);
        }
    }
}

/// Column and row of every block.
fn grid_slots(cells: &[Cell]) -> Vec<(usize, usize)> {
    let mut members: SortedMap<&Cell, Vec<usize>> = SortedMap::new();
    for (index, cell) in cells.iter().enumerate() {
        members.entry(cell).or_default().push(index);
    }
    let mut wide: SortedMap<&str, usize> = SortedMap::new();
    for (cell, indices) in members.iter().filter(|(cell, _)| cell.tier < 2) {
        let columns = wide.entry(&cell.zone).or_insert(1);
        *columns = (*columns).max(indices.len().div_ceil(ROWS));
    }
    let mut first_column: SortedMap<&str, (usize, usize)> = SortedMap::new();
    let mut next = 0;
    for (zone, columns) in &wide {
        first_column.insert(zone, (next, *columns));
        next += columns;
    }
    let all = (0, next.max(1));
    let mut slots = vec![(0, 0); cells.len()];
    let mut row = 0;
    for tier in 0..=2 {
        let mut deepest = 0;
        for (cell, indices) in members.iter().filter(|(cell, _)| cell.tier == tier) {
            let (start, columns) = first_column.get(&*cell.zone).copied().unwrap_or(all);
            for (place, index) in indices.iter().enumerate() {
                if let Some(slot) = slots.get_mut(*index) {
                    *slot = (start + place % columns, row + place / columns);
                }
            }
            deepest = deepest.max(indices.len().div_ceil(columns));
        }
        row += deepest;
    }
    slots
}

fn offsets(sizes: &SortedMap<usize, i32>) -> SortedMap<usize, i32> {
    let mut at = 0;
    let mut offsets = SortedMap::new();
    for (index, size) in sizes {
        offsets.insert(*index, at);
        at += size + FRAME_GAP;
    }
    offsets
}
