//! Peered VPCs stand next to each other, and the peering's circle stands between them.

use std::collections::VecDeque;

use reach::id::Ref;
use reach::sorted::{SortedMap, SortedSet, sort_by_key};
use reach::topology::{Topology, VpcId};

use super::block::Block;
use super::contents::Contents;
use super::overview::vpc_rects;
use super::slot::{free_near, on_grid};
use super::{Fixed, Placement, ROUND};
use crate::kernel::geometry::{GRID, Rect, World};

type Links = SortedMap<usize, SortedSet<usize>>;

/// Groups of VPCs that peerings connect, the largest first; each group as columns from left to right.
pub(super) fn groups(blocks: &[Block], contents: &Contents) -> Vec<Vec<Vec<usize>>> {
    let by_ref: SortedMap<&Ref, usize> = blocks
        .iter()
        .enumerate()
        .map(|(index, block)| (&block.key.of, index))
        .collect();
    let mut links: Links = (0..blocks.len()).map(|index| (index, SortedSet::new())).collect();
    for (_, a, b) in &contents.peerings {
        let (a, b) = (by_ref.get(&Ref::from(a)), by_ref.get(&Ref::from(b)));
        if let (Some(a), Some(b)) = (a, b) {
            links.entry(*a).or_default().insert(*b);
            links.entry(*b).or_default().insert(*a);
        }
    }
    let mut left: SortedSet<usize> = links.keys().copied().collect();
    let mut groups = Vec::new();
    while let Some(first) = left.first().copied() {
        let members = reached(first, &links, &left);
        left.retain(|index| !members.contains(index));
        groups.push(members);
    }
    sort_by_key(&mut groups, |members| std::cmp::Reverse(members.len()));
    let asks = |index: usize| {
        let of = blocks.get(index).map(|block| &block.key.of);
        let own = contents.peerings.iter().filter(|(_, a, _)| Some(&Ref::from(a)) == of);
        own.count()
    };
    groups
        .into_iter()
        .map(|members| columns(&members, &links, asks))
        .collect()
}

/// Everything that can be reached from `first` over links inside `within`, nearest first.
fn reached(first: usize, links: &Links, within: &SortedSet<usize>) -> Vec<usize> {
    let mut order = vec![first];
    let mut seen = SortedSet::from([first]);
    let mut queue = VecDeque::from([first]);
    while let Some(index) = queue.pop_front() {
        for next in links.get(&index).into_iter().flatten() {
            if within.contains(next) && seen.insert(*next) {
                order.push(*next);
                queue.push_back(*next);
            }
        }
    }
    order
}

/// The VPC with the most peerings in the middle (of two, the one that asked comes first); what hangs on it at the right and at the
/// left, in layers by distance.
fn columns(members: &[usize], links: &Links, asks: impl Fn(usize) -> usize) -> Vec<Vec<usize>> {
    let degree = |index: &usize| links.get(index).map_or(0, SortedSet::len);
    let Some(hub) = members
        .iter()
        .copied()
        .max_by_key(|index| (degree(index), asks(*index), std::cmp::Reverse(*index)))
    else {
        return Vec::new();
    };
    let edges: usize = members.iter().map(degree).sum::<usize>() / 2;
    if members.len() > 3 && edges > members.len() {
        return in_a_square(&reached(hub, links, &members.iter().copied().collect()));
    }
    let mut rest: SortedSet<usize> = members.iter().copied().filter(|index| *index != hub).collect();
    let mut branches = Vec::new();
    while let Some(first) = rest.first().copied() {
        let branch = reached(first, links, &rest);
        rest.retain(|index| !branch.contains(index));
        branches.push(branch);
    }
    let (mut left, mut right): (Vec<Vec<usize>>, Vec<Vec<usize>>) = (Vec::new(), Vec::new());
    let count = |side: &[Vec<usize>]| side.first().map_or(0, Vec::len);
    for branch in &branches {
        // One neighbour stands at the right, as one reads; several on both sides.
        let to_the_left = branches.len() > 1 && count(&left) <= count(&right);
        add_layers(if to_the_left { &mut left } else { &mut right }, hub, branch, links);
    }
    left.reverse();
    left.push(vec![hub]);
    left.extend(right);
    left
}

fn add_layers(side: &mut Vec<Vec<usize>>, hub: usize, branch: &[usize], links: &Links) {
    let mut open: SortedSet<usize> = branch.iter().copied().collect();
    let mut layer: Vec<usize> = vec![hub];
    let mut depth = 0;
    while !open.is_empty() {
        let mut next = Vec::new();
        for index in layer.iter().filter_map(|index| links.get(index)).flatten() {
            if open.remove(index) {
                next.push(*index);
            }
        }
        if next.is_empty() {
            next.extend(std::mem::take(&mut open));
        }
        match side.get_mut(depth) {
            Some(column) => column.extend(&next),
            None => side.push(next.clone()),
        }
        layer = next;
        depth += 1;
    }
}

fn in_a_square(order: &[usize]) -> Vec<Vec<usize>> {
    let rows = order.len().isqrt().max(1);
    order.chunks(rows).map(<[usize]>::to_vec).collect()
}

/// Puts every peering's circle between the borders of its VPCs, where nothing else stands.
pub(super) fn place(_topology: &Topology, contents: &Contents, fixed: &Fixed<'_>, placement: &mut Placement) {
    let vpcs = vpc_rects(contents, placement);
    let mut occupied = placement.top_level(contents);
    let mut open = Vec::new();
    for (of, a, b) in &contents.peerings {
        match (fixed.round(of), vpcs.get(a), vpcs.get(b)) {
            (Some(rect), ..) => {
                occupied.push(rect);
                placement.rects.insert(of.clone(), rect);
            }
            (None, Some(first), Some(second)) => {
                let lesser = if busy(contents, a) <= busy(contents, b) {
                    first
                } else {
                    second
                };
                open.push((of, *first, *second, lesser.centre().y));
            }
            _ => {}
        }
    }
    let share = shares(contents);
    for (of, a, b, level) in open {
        let (place, count) = share.get(of).copied().unwrap_or((0, 1));
        let wanted = Rect::around(between(a, b, level, (place, count)), ROUND, ROUND);
        let rect = free_near(wanted, &occupied, GRID);
        occupied.push(rect.inflated(GRID));
        placement.rects.insert(of.clone(), rect);
    }
}

/// Peerings of the same two VPCs share the gap: which one this is, and of how many.
fn shares(contents: &Contents) -> SortedMap<&Ref, (i32, i32)> {
    let mut pairs: SortedMap<(&VpcId, &VpcId), Vec<&Ref>> = SortedMap::new();
    for (of, a, b) in &contents.peerings {
        pairs.entry((a.min(b), a.max(b))).or_default().push(of);
    }
    let mut shares = SortedMap::new();
    for list in pairs.values() {
        for (place, of) in list.iter().enumerate() {
            shares.insert(*of, (place as i32, list.len() as i32));
        }
    }
    shares
}

fn busy(contents: &Contents, vpc: &VpcId) -> usize {
    contents
        .peerings
        .iter()
        .filter(|(_, a, b)| a == vpc || b == vpc)
        .count()
}

/// The middle of the gap: level with both where they face each other, else level with the one that has fewer peerings.
fn between(a: Rect, b: Rect, level: i32, (place, count): (i32, i32)) -> World {
    let middle = |from: i32, to: i32| from + (to - from) * (place + 1) / (count + 1);
    let (top, bottom) = (a.y.max(b.y), a.bottom().min(b.bottom()));
    let (left, right) = (a.x.max(b.x), a.right().min(b.right()));
    let gap = |near_end: i32, far_start: i32| near_end.min(far_start) + (far_start - near_end).abs() / 2;
    let across = if a.x < b.x {
        gap(a.right(), b.x)
    } else {
        gap(b.right(), a.x)
    };
    let down = if a.y < b.y {
        gap(a.bottom(), b.y)
    } else {
        gap(b.bottom(), a.y)
    };
    if bottom - top >= 48 {
        on_grid(across, middle(top, bottom))
    } else if right - left >= 48 {
        on_grid(middle(left, right), down)
    } else {
        on_grid(across, level + (place * 2 + 1 - count) * 32)
    }
}
