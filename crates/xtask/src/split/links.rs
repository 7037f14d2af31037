//! What the halves know of each other, and the index of everything in either.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    module::{Module, calls, index},
    plan::{Piece, Plan, used},
};
use crate::Result;

#[derive(Debug)]
pub(super) struct Links {
    /// What comes from outside into either half.
    pub(super) first_imports: Vec<u32>,
    pub(super) rest_imports: Vec<u32>,
    /// Functions of the first half that the rest calls and has no copy of.
    pub(super) shared: Vec<u32>,
    /// Goes into a name that both halves know, so that halves of different programs do not fit each other:
    /// a page may be open while a new one takes its place on the server.
    pub(super) mark: u64,
}

impl Links {
    pub(super) fn find(module: &Module<'_>, plan: &Plan<'_>, mark: u64) -> Result<Self> {
        let (mut first_uses, mut rest_uses) = used(&plan.first, &plan.tails)?;
        first_uses.extend(module.entries()?);
        for code in &plan.rest {
            rest_uses.extend(calls(&code.operators)?);
        }
        let outside = |function: &u32| *function < module.imported();
        let of_first: BTreeSet<u32> = plan.first.iter().map(|code| code.function).collect();
        let copied: BTreeSet<u32> = plan.rest.iter().map(|code| code.function).collect();
        Ok(Self {
            first_imports: first_uses.into_iter().filter(outside).collect(),
            rest_imports: rest_uses.iter().copied().filter(outside).collect(),
            shared: rest_uses
                .intersection(&of_first)
                .filter(|function| !copied.contains(function))
                .copied()
                .collect(),
            mark,
        })
    }

    /// The new index of every function that the first half has: outside ones, the request for the rest, own ones, stand-ins.
    pub(super) fn in_first(&self, plan: &Plan<'_>) -> BTreeMap<u32, u32> {
        let outside = (0..).zip(self.first_imports.iter().copied());
        let own = plan
            .first
            .iter()
            .map(|code| code.function)
            .chain(plan.called.iter().copied());
        let own = (self.ask() + 1..).zip(own);
        outside.chain(own).map(|(new, old)| (old, new)).collect()
    }

    /// The new index of every function that the rest has: outside ones, the first half's, own ones. Tails come behind.
    pub(super) fn in_rest(&self, plan: &Plan<'_>) -> BTreeMap<u32, u32> {
        let own = plan.rest.iter().map(|code| &code.function);
        let all = self.rest_imports.iter().chain(&self.shared).chain(own);
        (0..).zip(all).map(|(new, old)| (*old, new)).collect()
    }

    /// The index in the rest of a piece of it.
    pub(super) fn piece(&self, plan: &Plan<'_>, in_rest: &BTreeMap<u32, u32>, piece: Piece) -> Option<u32> {
        match piece {
            Piece::Function(function) => in_rest.get(&function).copied(),
            Piece::Tail(number) => {
                let before = self.rest_imports.len() + self.shared.len() + plan.rest.len();
                Some(index(before + number))
            }
        }
    }

    /// The index in the first half of the outside function that loads the rest.
    pub(super) fn ask(&self) -> u32 {
        index(self.first_imports.len())
    }

    /// The index in the first half of the function that makes sure a slot is filled.
    pub(super) fn filled(&self, plan: &Plan<'_>) -> u32 {
        self.ask() + 1 + index(plan.first.len()) + index(plan.called.len())
    }
}

/// What the rest calls the first half's things: short, as there are many, and unlike any name of Rust's.
pub(super) fn function_name(place: usize) -> String {
    const DIGITS: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let (mut name, mut left) = (String::new(), place);
    loop {
        let digit = DIGITS.get(left % DIGITS.len()).copied().unwrap_or(b'0');
        name.insert(0, char::from(digit));
        left /= DIGITS.len();
        if left == 0 {
            return name;
        }
    }
}

/// What both halves call a function from outside, by its index: short too, and a name in JavaScript.
pub(super) fn outside_name(function: u32) -> String {
    format!("${}", function_name(function as usize))
}

pub(super) fn memory_name(memory: usize, links: &Links) -> String {
    format!("m.{memory}.{:x}", links.mark)
}

pub(super) fn table_name(table: usize) -> String {
    format!("t.{table}")
}

pub(super) fn global_name(global: usize) -> String {
    format!("g.{global}")
}
