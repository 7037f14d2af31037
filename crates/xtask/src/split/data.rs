//! Which data the first half needs: what its code refers to, and what that refers to. The rest brings the rest.

use std::{collections::BTreeSet, ops::Range};

use wasm_encoder::{ConstExpr, DataSection};

use super::{
    cannot,
    linked::Linked,
    module::{Module, index},
    plan::Plan,
};
use crate::Result;

/// The data of each half, by address.
pub(super) struct Data {
    pub(super) first: Vec<(u32, Vec<u8>)>,
    pub(super) rest: Vec<(u32, Vec<u8>)>,
}

impl Data {
    /// All of it in the first half.
    pub(super) fn undivided(module: &Module<'_>) -> Self {
        let first = module
            .segments
            .iter()
            .map(|(address, bytes)| (*address, bytes.to_vec()));
        Self {
            first: first.collect(),
            rest: Vec::new(),
        }
    }

    pub(super) fn divide(module: &Module<'_>, linked: &Linked<'_>, plan: &Plan<'_>) -> Result<Self> {
        if linked.segments != module.segments {
            return Err(cannot("the data is not as the linker left it"));
        }
        let needed = needed(linked, plan);
        let others = linked
            .things
            .iter()
            .enumerate()
            .filter(|(thing, _)| !needed.contains(thing));
        let others: Vec<Range<u32>> = others.map(|(_, range)| range.clone()).collect();
        let mut data = Self::undivided(module);
        for (start, bytes) in &mut data.first {
            let inside = others.iter().filter_map(|range| {
                let place = |address: u32| Some(address.checked_sub(*start)? as usize);
                Some(place(range.start)?..place(range.end)?)
                    .filter(|range| range.end <= bytes.len() && !range.is_empty())
            });
            let inside: Vec<Range<usize>> = inside.collect();
            for range in inside {
                let Some(moved) = bytes.get_mut(range.clone()) else {
                    continue;
                };
                data.rest.push((*start + index(range.start), moved.to_vec()));
                // Nothing compresses better.
                moved.fill(0);
            }
        }
        data.rest = joined(data.rest);
        Ok(data)
    }

    pub(super) fn section(stretches: &[(u32, Vec<u8>)]) -> DataSection {
        let mut section = DataSection::new();
        for (address, bytes) in stretches {
            section.active(0, &ConstExpr::i32_const(address.cast_signed()), bytes.iter().copied());
        }
        section
    }
}

/// Stretches that follow each other without a gap are one.
fn joined(stretches: Vec<(u32, Vec<u8>)>) -> Vec<(u32, Vec<u8>)> {
    let mut joined: Vec<(u32, Vec<u8>)> = Vec::new();
    for (address, bytes) in stretches {
        match joined.last_mut() {
            Some((start, before)) if *start + index(before.len()) == address => before.extend(bytes),
            _ => joined.push((address, bytes)),
        }
    }
    joined
}

fn needed(linked: &Linked<'_>, plan: &Plan<'_>) -> BTreeSet<usize> {
    let mut open: Vec<usize> = linked.meant_elsewhere(plan.first.iter().chain(&plan.rest));
    for code in &plan.first {
        let moved = plan.tails_of(code.function);
        let tails: Vec<Range<usize>> = moved.map(|(_, moved)| moved.tail.places.clone()).collect();
        let stays = |place: &usize| !tails.iter().any(|tail| tail.contains(place));
        let meant = linked.meant(code).into_iter().flatten();
        open.extend(meant.filter(|(place, _)| stays(place)).map(|(_, thing)| *thing));
    }
    let mut needed = BTreeSet::new();
    while let Some(thing) = open.pop() {
        if needed.insert(thing)
            && let Some(range) = linked.things.get(thing)
        {
            let first = linked.words.partition_point(|(address, _)| *address < range.start);
            let words = linked.words.iter().skip(first);
            open.extend(
                words
                    .take_while(|(address, _)| *address < range.end)
                    .map(|(_, thing)| *thing),
            );
        }
    }
    needed
}
