//! Tails: code of a function that ran which itself never ran, and what moving it takes.
//!
//! Control enters a structured body (of a function, `block`, `loop`, `if` or `else`) only at its top, and where it leaves
//! in the middle nothing behind that runs. So what never ran is always the *tail* of a body: from some instruction to the
//! body's end. A tail becomes a function of the rest:
//!
//! - It *takes* the values that lie on the stack of its body, and every local that it may read before it writes it.
//! - It *gives* back every local that it writes and that may be read where the program goes on.
//! - It ends by one of its *exits*: it falls through the end of its body, branches to a label around it, or returns from
//!   the function. If there are several, the number of the exit (the *selector*) is given back as well, and
//!   the caller branches by it. Values that a label or the function's end takes along come before the selector.

use std::ops::Range;

use wasmparser::{BlockType, Frame, FrameKind, FuncType, FuncValidator, Operator, ValType, ValidatorResources};

use super::{
    blocks, cannot,
    code::{Code, opens},
    live::{Live, Locals, live_in},
    module::{Module, index},
};
use crate::Result;

#[derive(Debug)]
pub(super) struct Tail {
    /// The function it was cut from, and where.
    pub(super) function: u32,
    pub(super) places: Range<usize>,
    /// The types of the values that lie on the stack of its body.
    pub(super) stack: Vec<ValType>,
    /// The bodies around it, the function's own first, that it belongs to last.
    pub(super) bodies: Vec<Body>,
    /// Control may come to its end.
    pub(super) falls: bool,
    pub(super) takes: Vec<u32>,
    pub(super) gives: Vec<u32>,
    /// Where it falls through comes first.
    pub(super) exits: Vec<Exit>,
}

#[derive(Clone, Debug)]
pub(super) struct Body {
    opener: Option<usize>,
    pub(super) is_loop: bool,
    results: Vec<ValType>,
    /// What a branch to its label takes along.
    label: Vec<ValType>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Exit {
    /// To the end of its own body, which is not the function's.
    Falls,
    /// To the label this far out, that of its own body being 0.
    Label(u32),
    Returns,
}

/// The tails of a function of which these blocks ran, by their places.
pub(super) fn find(module: &Module<'_>, code: &Code<'_>, ran: &[bool]) -> Result<Vec<Tail>> {
    let mut finder = Finder {
        module,
        code,
        validator: code.validator(module)?,
        open: None,
        depth: 0,
        openers: Vec::new(),
        tails: Vec::new(),
    };
    let (mut runs, mut block) = (true, 0);
    for (place, operator) in code.operators.iter().enumerate() {
        if !runs && finder.open.is_none() {
            finder.open(place)?;
        }
        finder.pass(place, operator)?;
        if blocks::begins_behind(operator) {
            block += 1;
            runs = ran.get(block).copied().unwrap_or_default();
        }
        if runs && finder.open.is_some() {
            return Err(cannot("what ran does not fit the program"));
        }
    }
    let live = Live::of(code);
    for tail in &mut finder.tails {
        tail.find_exits(code);
        tail.find_locals(code, &live);
    }
    Ok(finder.tails)
}

struct Finder<'a, 'b> {
    module: &'a Module<'b>,
    code: &'a Code<'b>,
    validator: FuncValidator<ValidatorResources>,
    open: Option<Tail>,
    /// How many bodies have begun in the open tail and not ended.
    depth: usize,
    /// Of the bodies around, from the outside in.
    openers: Vec<usize>,
    tails: Vec<Tail>,
}

impl Finder<'_, '_> {
    fn open(&mut self, place: usize) -> Result<()> {
        let bodies = (0..self.validator.control_stack_height() as usize).rev();
        let frames = bodies.filter_map(|depth| self.validator.get_control_frame(depth));
        let mut bodies = Vec::new();
        for (number, frame) in frames.enumerate() {
            let opener = number
                .checked_sub(1)
                .and_then(|nested| self.openers.get(nested).copied());
            bodies.push(self.body(frame, opener)?);
        }
        let own = self.validator.get_control_frame(0);
        // Behind a branch, where nothing runs in any case, instructions may take values that nothing put on the stack.
        let Some(below) = own.filter(|frame| !frame.unreachable).map(|frame| frame.height) else {
            return Ok(());
        };
        let above = (self.validator.operand_stack_height() as usize).saturating_sub(below);
        let types = (0..above).rev().map(|depth| self.validator.get_operand_type(depth));
        self.open = types
            .map(Option::flatten)
            .collect::<Option<Vec<ValType>>>()
            .map(|stack| Tail {
                function: self.code.function,
                places: place..place,
                stack,
                bodies,
                falls: true,
                takes: Vec::new(),
                gives: Vec::new(),
                exits: Vec::new(),
            });
        Ok(())
    }

    fn body(&self, frame: &Frame, opener: Option<usize>) -> Result<Body> {
        let kind = match frame.block_type {
            BlockType::Empty => FuncType::new([], []),
            BlockType::Type(result) => FuncType::new([], [result]),
            BlockType::FuncType(kind) => self.module.kind(kind)?.clone(),
        };
        let is_loop = frame.kind == FrameKind::Loop;
        let label = if is_loop { kind.params() } else { kind.results() };
        Ok(Body {
            opener,
            is_loop,
            results: kind.results().to_vec(),
            label: label.to_vec(),
        })
    }

    fn pass(&mut self, place: usize, operator: &Operator<'_>) -> Result<()> {
        match operator {
            Operator::Else | Operator::End if self.depth == 0 => {
                if let Some(mut tail) = self.open.take() {
                    tail.places.end = place;
                    tail.falls = self
                        .validator
                        .get_control_frame(0)
                        .is_some_and(|frame| !frame.unreachable);
                    self.tails.extend((!tail.places.is_empty()).then_some(tail));
                }
            }
            Operator::End => self.depth -= 1,
            operator if opens(operator) && self.open.is_some() => self.depth += 1,
            _ => {}
        }
        match operator {
            Operator::End => drop(self.openers.pop()),
            operator if opens(operator) => self.openers.push(place),
            _ => {}
        }
        let offset = self.code.offsets.get(place).copied().unwrap_or_default();
        self.validator.op(offset, operator).map_err(cannot)
    }
}

impl Tail {
    /// The exit of a branch that leaves the tail, to the label this far out.
    pub(super) fn exit(&self, depth: u32) -> Exit {
        match self.bodies.last() {
            _ if depth as usize + 1 >= self.bodies.len() => Exit::Returns,
            Some(own) if depth == 0 && !own.is_loop => Exit::Falls,
            _ => Exit::Label(depth),
        }
    }

    /// Falling through the function's own body is returning.
    pub(super) fn fall(&self) -> Exit {
        if self.bodies.len() == 1 {
            Exit::Returns
        } else {
            Exit::Falls
        }
    }

    /// The label that an exit's branch goes to, seen from where the tail was.
    pub(super) fn label(&self, exit: Exit) -> u32 {
        match exit {
            Exit::Falls => 0,
            Exit::Label(depth) => depth,
            Exit::Returns => index(self.bodies.len()) - 1,
        }
    }

    fn body(&self, depth: u32) -> Option<&Body> {
        self.bodies.iter().rev().nth(depth as usize)
    }

    /// The types of the values that an exit takes along.
    pub(super) fn values(&self, exit: Exit) -> &[ValType] {
        let values = match exit {
            Exit::Falls => self.bodies.last().map(|own| &own.results),
            Exit::Label(depth) => self.body(depth).map(|body| &body.label),
            Exit::Returns => self.bodies.first().map(|function| &function.results),
        };
        values.map(Vec::as_slice).unwrap_or_default()
    }

    fn find_exits(&mut self, code: &Code<'_>) {
        let mut exits = Vec::new();
        let mut add = |exit: Exit| {
            if !exits.contains(&exit) {
                exits.push(exit);
            }
        };
        if self.falls {
            add(self.fall());
        }
        let mut nested = 0;
        for operator in code.operators.get(self.places.clone()).unwrap_or_default() {
            let mut branch = |label: u32| {
                if let Some(outward) = label.checked_sub(nested) {
                    add(self.exit(outward));
                }
            };
            match operator {
                operator if opens(operator) => nested += 1,
                Operator::End => nested -= 1,
                Operator::Br { relative_depth } | Operator::BrIf { relative_depth } => branch(*relative_depth),
                Operator::BrTable { targets } => {
                    targets.targets().flatten().for_each(&mut branch);
                    branch(targets.default());
                }
                Operator::Return => add(Exit::Returns),
                _ => {}
            }
        }
        exits.sort_by_key(|exit| *exit != self.fall());
        self.exits = exits;
    }

    fn find_locals(&mut self, code: &Code<'_>, live: &Live) {
        let mut written = Locals::default();
        for operator in code.operators.get(self.places.clone()).unwrap_or_default() {
            if let Operator::LocalSet { local_index } | Operator::LocalTee { local_index } = operator {
                written.insert(*local_index);
            }
        }
        let mut read = Locals::default();
        for exit in &self.exits {
            read.add(&match exit {
                Exit::Falls => live.behind(self.bodies.last().and_then(|own| own.opener)),
                Exit::Label(depth) => live.at_label(self.body(*depth).and_then(|body| body.opener)),
                Exit::Returns => Locals::default(),
            });
        }
        let gives = written.and(&read);
        let labels = self.bodies.iter().map(|body| live.at_label(body.opener).and(&gives));
        let own = self.bodies.last().and_then(|own| own.opener);
        let takes = live_in(
            code,
            self.places.clone(),
            labels.collect(),
            live.behind(own).and(&gives),
        );
        let by_type = |locals: &Locals| {
            let mut locals: Vec<u32> = locals.iter().collect();
            // Few kinds of functions result if the order does not matter.
            locals.sort_by_key(|local| code.local(*local));
            locals
        };
        (self.takes, self.gives) = (by_type(&takes), by_type(&gives));
    }

    /// All exits take the same along, so that one branch can do for all.
    pub(super) fn is_uniform(&self) -> bool {
        let mut values = self.exits.iter().map(|exit| self.values(*exit));
        let first = values.next();
        values.all(|values| Some(values) == first)
    }

    /// The types of the values given back for whichever exit; one that takes fewer leaves some unused.
    pub(super) fn slots(&self) -> Vec<ValType> {
        match self.exits.first() {
            Some(first) if self.is_uniform() => self.values(*first).to_vec(),
            _ => merged(self.exits.iter().map(|exit| self.values(*exit))),
        }
    }

    /// The type of its function.
    pub(super) fn kind(&self, code: &Code<'_>) -> FuncType {
        let types = |locals: &[u32]| locals.iter().map(|local| code.local(*local)).collect::<Vec<ValType>>();
        let mut results = self.slots();
        results.extend((self.exits.len() > 1).then_some(ValType::I32));
        results.extend(types(&self.gives));
        FuncType::new(self.stack.iter().copied().chain(types(&self.takes)), results)
    }
}

/// The smallest list that has as many of each type as any of `lists`.
pub(super) fn merged<T: AsRef<[ValType]>>(lists: impl Iterator<Item = T>) -> Vec<ValType> {
    let mut all: Vec<ValType> = Vec::new();
    let count = |list: &[ValType], kind: ValType| list.iter().filter(|other| **other == kind).count();
    for list in lists {
        for kind in list.as_ref() {
            let missing = count(list.as_ref(), *kind).saturating_sub(count(&all, *kind));
            all.extend((0..missing).map(|_| *kind));
        }
    }
    all.sort();
    all
}

/// For each of `values`, the place among `slots` that holds it: the second `i32` goes with the second `i32`.
pub(super) fn places(values: &[ValType], slots: &[ValType]) -> Vec<usize> {
    let mut taken = vec![false; slots.len()];
    let mut place = |kind: &ValType| {
        let place =
            (0..slots.len()).find(|place| slots.get(*place) == Some(kind) && taken.get(*place) == Some(&false))?;
        if let Some(taken) = taken.get_mut(place) {
            *taken = true;
        }
        Some(place)
    };
    values.iter().filter_map(&mut place).collect()
}
