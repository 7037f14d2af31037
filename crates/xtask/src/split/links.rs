//! What the halves know of each other, and the index of everything in either.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    choice::Choice,
    module::{Module, calls, index},
};
use crate::Result;

#[derive(Debug)]
pub(super) struct Links {
    /// Own functions of the first half, by their index in the whole.
    pub(super) first: Vec<u32>,
    /// Those of the rest that need a stand-in; the place in this list is the slot, counted from the end of the old table.
    pub(super) slots: Vec<u32>,
    /// Own functions of the rest.
    pub(super) rest: Vec<u32>,
    /// What comes from outside into either half.
    pub(super) first_imports: Vec<u32>,
    pub(super) rest_imports: Vec<u32>,
    /// Functions of the first half that the rest calls.
    pub(super) shared: Vec<u32>,
    /// Goes into a name that both halves know, so that halves of different programs do not fit each other:
    /// a page may be open while a new one takes its place on the server.
    pub(super) mark: u64,
}

impl Links {
    pub(super) fn find(module: &Module<'_>, choice: Choice, mark: u64) -> Result<Self> {
        let outside = |function: &u32| *function < module.imported();
        let (first_uses, rest_uses) = (uses(module, &choice.first)?, uses(module, &choice.rest)?);
        let of_first: BTreeSet<u32> = choice.first.iter().copied().collect();
        let exported = module.entries()?.into_iter().collect::<BTreeSet<u32>>();
        Ok(Self {
            first_imports: first_uses.union(&exported).copied().filter(outside).collect(),
            rest_imports: rest_uses.iter().copied().filter(outside).collect(),
            shared: rest_uses.intersection(&of_first).copied().collect(),
            first: choice.first,
            slots: choice.called,
            rest: choice.rest,
            mark,
        })
    }

    /// The new index of every function that the first half has: outside ones, the request for the rest, own ones, stand-ins.
    pub(super) fn in_first(&self) -> BTreeMap<u32, u32> {
        let outside = (0..).zip(&self.first_imports);
        let own = (self.ask() + 1..).zip(self.first.iter().chain(&self.slots));
        outside.chain(own).map(|(new, old)| (*old, new)).collect()
    }

    /// The new index of every function that the rest has: outside ones, the first half's, own ones.
    pub(super) fn in_rest(&self) -> BTreeMap<u32, u32> {
        let all = self.rest_imports.iter().chain(&self.shared).chain(&self.rest);
        (0..).zip(all).map(|(new, old)| (*old, new)).collect()
    }

    /// The index in the first half of the outside function that loads the rest.
    pub(super) fn ask(&self) -> u32 {
        index(self.first_imports.len())
    }

    /// The index in the first half of the function that makes sure a slot is filled.
    pub(super) fn filled(&self) -> u32 {
        self.ask() + 1 + index(self.first.len()) + index(self.slots.len())
    }
}

fn uses(module: &Module<'_>, functions: &[u32]) -> Result<BTreeSet<u32>> {
    let mut uses = BTreeSet::new();
    for function in functions {
        if let Some(body) = module.body(*function) {
            uses.extend(calls(body)?);
        }
    }
    Ok(uses)
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

pub(super) fn memory_name(memory: usize, links: &Links) -> String {
    format!("m.{memory}.{:x}", links.mark)
}

pub(super) fn table_name(table: usize) -> String {
    format!("t.{table}")
}

pub(super) fn global_name(global: usize) -> String {
    format!("g.{global}")
}
