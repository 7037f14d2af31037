//! What goes where: which functions and tails wait, and in which slot of the table each of them comes.

use std::collections::{BTreeMap, BTreeSet};

use wasmparser::{BlockType, FuncType, Operator, ValType};

use super::{
    blocks::Ran,
    code::Code,
    module::{Module, calls},
    tail::{self, Tail},
    types::Types,
};
use crate::Result;

/// A piece of code of the rest.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Piece {
    /// A function, by its index in the whole.
    Function(u32),
    /// A tail, by its number.
    Tail(usize),
}

pub(super) struct Plan<'a> {
    /// The code of the first half's own functions.
    pub(super) first: Vec<Code<'a>>,
    /// In the order of the code that they were cut from.
    pub(super) tails: Vec<MovedTail>,
    /// Functions of the rest that the first half calls or that can be called from outside.
    pub(super) called: Vec<u32>,
    /// Own functions of the rest, without the tails, and with copies of what both halves have.
    pub(super) rest: Vec<Code<'a>>,
    pub(super) types: Types,
    /// The type of the request for the rest, and that of the function that makes sure of a slot.
    pub(super) ask_type: u32,
    pub(super) filled_type: u32,
}

pub(super) struct MovedTail {
    pub(super) tail: Tail,
    /// The type of its function.
    pub(super) kind: u32,
    /// How a block is written that ends as each of the exits does.
    pub(super) blocks: Vec<BlockType>,
}

/// Whether a tail moves, by its bytes and those of the call that takes its place.
pub(super) type Worth = fn(usize, usize) -> bool;

/// Measured: asking for more than this, or for less, makes the first half larger after brotli.
pub(super) const IF_SMALLER: Worth = |tail, call| tail > call;

/// A function this small is no larger than a stand-in for it.
const SMALL: usize = 12;

/// A function of the first half up to this size comes with the rest once more, if that calls it: a copy costs the rest
/// little, and a name to call the other by costs the first half more than it is worth. (Measured.)
const COPIED: usize = 100;

impl<'a> Plan<'a> {
    pub(super) fn make(module: &Module<'a>, ran: &Ran, worth: Worth) -> Result<Self> {
        let mut codes = BTreeMap::new();
        for function in module.own() {
            codes.insert(function, Code::read(module, function)?);
        }
        let entered = ran.entered().into_iter().map(|place| module.own_at(place));
        let mut first = alike(take(&mut codes, &entered.collect()), module);
        let mut types = Types::of_whole(&module.types);
        let mut tails = Vec::new();
        for code in &first {
            let blocks = ran.blocks((code.function - module.imported()) as usize);
            for tail in tail::find(module, code, blocks)? {
                if worth(code.bytes(&tail.places), cost(&tail)) {
                    tails.push(MovedTail::new(tail, code, &mut types));
                }
            }
        }
        let (used_here, used_there) = used(&first, &tails)?;
        let called = used_here.into_iter().chain(module.entries()?);
        let called: BTreeSet<u32> = called.filter(|function| codes.contains_key(function)).collect();
        let is_small = |function: &u32| codes.get(function).is_some_and(is_small);
        let (small, called): (BTreeSet<u32>, BTreeSet<u32>) = called.into_iter().partition(is_small);
        first.extend(take(&mut codes, &small));
        let copies = first.iter().filter(|code| code.size() <= COPIED);
        codes.extend(copies.map(|code| (code.function, code.clone())));
        let rest = reach(&codes, called.iter().copied().chain(used_there).collect())?;
        Ok(Self {
            ask_type: types.index(&FuncType::new([], [])),
            filled_type: types.index(&FuncType::new([ValType::I32], [ValType::I32])),
            rest: alike(take(&mut codes, &rest), module),
            called: of_a_kind(called.into_iter().collect(), module),
            first,
            tails,
            types,
        })
    }

    /// What fills the slots, in their order.
    pub(super) fn slots(&self) -> impl Iterator<Item = Piece> {
        let tails = (0..self.tails.len()).map(Piece::Tail);
        tails.chain(self.called.iter().copied().map(Piece::Function))
    }

    /// The tails of a function with their numbers.
    pub(super) fn tails_of(&self, function: u32) -> impl Iterator<Item = (usize, &MovedTail)> {
        let tails = self.tails.iter().enumerate();
        tails.filter(move |(_, moved)| moved.tail.function == function)
    }
}

/// Measured: like beside like, the first half is 1 % smaller after brotli.
fn alike<'a>(mut codes: Vec<Code<'a>>, module: &Module<'_>) -> Vec<Code<'a>> {
    codes.sort_by_key(|code| (module.signature(code.function), code.size()));
    codes
}

/// The same for stand-ins, of which those of one type hardly differ.
fn of_a_kind(mut functions: Vec<u32>, module: &Module<'_>) -> Vec<u32> {
    functions.sort_by_key(|function| module.signature(*function));
    functions
}

impl MovedTail {
    fn new(tail: Tail, code: &Code<'_>, types: &mut Types) -> Self {
        Self {
            kind: types.index(&tail.kind(code)),
            blocks: tail
                .exits
                .iter()
                .map(|exit| types.of_block(tail.values(*exit)))
                .collect(),
            tail,
        }
    }
}

/// The bytes of the call in place of a tail, roughly.
fn cost(tail: &Tail) -> usize {
    let branches = match tail.exits.len() {
        0 | 1 => 2,
        exits if tail.is_uniform() => 2 * exits,
        exits => 10 * exits,
    };
    11 + 2 * (tail.takes.len() + tail.gives.len()) + branches
}

fn is_small(code: &Code<'_>) -> bool {
    code.size() <= SMALL
        && !code
            .operators
            .iter()
            .any(|operator| matches!(operator, Operator::Call { .. }))
}

pub(super) fn part<'a, 'b>(code: &'a Code<'b>, places: std::ops::Range<usize>) -> &'a [Operator<'b>] {
    code.operators.get(places).unwrap_or_default()
}

/// Takes these functions out of `codes`.
fn take<'a>(codes: &mut BTreeMap<u32, Code<'a>>, functions: &BTreeSet<u32>) -> Vec<Code<'a>> {
    functions.iter().filter_map(|function| codes.remove(function)).collect()
}

/// The functions that these call, outside of their tails and in them.
pub(super) fn used(codes: &[Code<'_>], tails: &[MovedTail]) -> Result<(BTreeSet<u32>, BTreeSet<u32>)> {
    let (mut here, mut there) = (BTreeSet::new(), BTreeSet::new());
    for code in codes {
        let mut place = 0;
        for MovedTail { tail, .. } in tails.iter().filter(|moved| moved.tail.function == code.function) {
            here.extend(calls(part(code, place..tail.places.start))?);
            there.extend(calls(part(code, tail.places.clone()))?);
            place = tail.places.end;
        }
        here.extend(calls(part(code, place..code.operators.len()))?);
    }
    Ok((here, there))
}

/// The functions of `codes` that calls from `open` on reach.
fn reach(codes: &BTreeMap<u32, Code<'_>>, mut open: Vec<u32>) -> Result<BTreeSet<u32>> {
    let mut reached = BTreeSet::new();
    while let Some(function) = open.pop() {
        let Some(code) = codes.get(&function) else { continue };
        if reached.insert(function) {
            open.extend(calls(&code.operators)?);
        }
    }
    Ok(reached)
}
