//! Writes tails: the function that each becomes in the rest, and the call that takes its place in the first half.

use wasm_encoder::{BlockType, Function, InstructionSink, ValType, reencode::Reencode};
use wasmparser::Operator;

use super::{
    cannot,
    code::{Code, opens},
    first::Places,
    module::index,
    plan::{MovedTail, part},
    tail::{Exit, Tail, merged, places},
};
use crate::Result;

/// What the call in place of a tail needs of the first half.
pub(super) struct Caller {
    /// The slot that the tail's function comes in.
    pub(super) slot: u32,
    /// The function that makes sure of a slot.
    pub(super) filled: u32,
    /// The first local that the call may use for itself.
    pub(super) scratch: u32,
}

/// The locals that calls in place of `tails` use for themselves: the selector and values whose exit is not known yet.
pub(super) fn scratch<'a>(tails: impl Iterator<Item = &'a Tail>) -> Vec<wasmparser::ValType> {
    let mixed: Vec<_> = tails.filter(|tail| !branches_at_once(tail)).map(Tail::slots).collect();
    if mixed.is_empty() {
        return Vec::new();
    }
    let mut all = vec![wasmparser::ValType::I32];
    all.extend(merged(mixed.iter()));
    all
}

/// One branch instruction is enough behind the call.
fn branches_at_once(tail: &Tail) -> bool {
    let falls_out_of_loop =
        tail.exits.first() == Some(&Exit::Falls) && tail.bodies.last().is_some_and(|own| own.is_loop);
    tail.exits.len() < 2 || tail.is_uniform() && (tail.exits.len() == 2 || !falls_out_of_loop)
}

/// Writes the call. `held` are the types of the scratch locals.
pub(super) fn call(write: &mut InstructionSink<'_>, moved: &MovedTail, caller: &Caller, held: &[wasmparser::ValType]) {
    let tail = &moved.tail;
    for local in &tail.takes {
        write.local_get(*local);
    }
    write.i32_const(caller.slot.cast_signed()).call(caller.filled);
    write.call_indirect(0, moved.kind);
    for local in tail.gives.iter().rev() {
        write.local_set(*local);
    }
    match tail.exits.as_slice() {
        [] => drop(write.unreachable()),
        [exit] => leave(write, tail, *exit),
        [first, second] if branches_at_once(tail) => {
            write.br_if(tail.label(*second));
            leave(write, tail, *first);
        }
        [others @ .., last] if branches_at_once(tail) => {
            let labels: Vec<u32> = others.iter().map(|exit| tail.label(*exit)).collect();
            write.br_table(labels, tail.label(*last));
        }
        exits => branch_one_by_one(write, tail, exits, caller.scratch, held),
    }
}

/// Goes on where an exit leads, from behind the call.
fn leave(write: &mut InstructionSink<'_>, tail: &Tail, exit: Exit) {
    match exit {
        _ if exit == tail.fall() => {}
        Exit::Falls => drop(write.br(0)),
        Exit::Label(depth) => drop(write.br(depth)),
        Exit::Returns => drop(write.return_()),
    }
}

fn branch_one_by_one(
    write: &mut InstructionSink<'_>,
    tail: &Tail,
    exits: &[Exit],
    selector: u32,
    held: &[wasmparser::ValType],
) {
    let slots = tail.slots();
    let values = held.get(1..).unwrap_or_default();
    let holds: Vec<u32> = places(&slots, values)
        .into_iter()
        .map(|place| selector + 1 + index(place))
        .collect();
    write.local_set(selector);
    for local in holds.iter().rev() {
        write.local_set(*local);
    }
    let fetch = |write: &mut InstructionSink<'_>, exit: Exit| {
        for place in places(tail.values(exit), &slots) {
            write.local_get(holds.get(place).copied().unwrap_or_default());
        }
    };
    for (number, exit) in (0..).zip(exits).skip(1) {
        write
            .local_get(selector)
            .i32_const(number)
            .i32_eq()
            .if_(BlockType::Empty);
        fetch(write, *exit);
        write.br(tail.label(*exit) + 1).end();
    }
    if let Some(first) = exits.first() {
        fetch(write, *first);
        leave(write, tail, *first);
    }
}

/// The function that a tail becomes.
///
/// The values on the stack are its first parameters, the locals it takes the next. The tail stands in one block for
/// each exit, the innermost that of falling through; behind the end of a block stands what its exit gives back.
pub(super) fn function(code: &Code<'_>, moved: &MovedTail, rest: &mut Places) -> Result<Function> {
    let tail = &moved.tail;
    let locals = NewLocals::of(code, tail)?;
    let mut function = Function::new_with_locals_types(locals.declared.iter().copied());
    for block in moved.blocks.iter().rev() {
        let block = rest.block_type(*block).map_err(cannot)?;
        function.instructions().block(block);
    }
    for value in 0..index(tail.stack.len()) {
        function.instructions().local_get(value);
    }
    let mut nested = 0;
    for operator in part(code, tail.places.clone()) {
        match operator {
            operator if opens(operator) => nested += 1,
            Operator::End => nested -= 1,
            _ => {}
        }
        let instruction = rest.instruction(operator.clone()).map_err(cannot)?;
        function.instruction(&inside(instruction, nested, tail, &locals));
    }
    if !tail.falls {
        // What code that never runs left on the stack fits no exit.
        function.instructions().unreachable();
    }
    for (number, exit) in (0..).zip(&tail.exits) {
        let mut write = function.instructions();
        write.end();
        give_back(&mut write, tail, number, *exit, &locals);
        write.return_();
    }
    function.instructions().end();
    Ok(function)
}

fn give_back(write: &mut InstructionSink<'_>, tail: &Tail, number: i32, exit: Exit, locals: &NewLocals) {
    if !tail.is_uniform() {
        let slots = tail.slots();
        let held = |place: usize| locals.held + index(place);
        for place in places(tail.values(exit), &slots).into_iter().rev() {
            write.local_set(held(place));
        }
        for place in 0..slots.len() {
            write.local_get(held(place));
        }
    }
    if tail.exits.len() > 1 {
        write.i32_const(number);
    }
    for local in &tail.gives {
        write.local_get(locals.of_old(*local));
    }
}

/// An instruction of a tail with its new locals and labels.
fn inside<'a>(
    instruction: wasm_encoder::Instruction<'a>,
    nested: u32,
    tail: &Tail,
    locals: &NewLocals,
) -> wasm_encoder::Instruction<'a> {
    use wasm_encoder::Instruction as Is;
    let block_of = |exit: Exit| {
        let number = tail.exits.iter().position(|other| *other == exit);
        nested + index(number.unwrap_or_default())
    };
    let label = |label: u32| match label.checked_sub(nested) {
        Some(outward) => block_of(tail.exit(outward)),
        None => label,
    };
    match instruction {
        Is::LocalGet(local) => Is::LocalGet(locals.of_old(local)),
        Is::LocalSet(local) => Is::LocalSet(locals.of_old(local)),
        Is::LocalTee(local) => Is::LocalTee(locals.of_old(local)),
        Is::Br(old) => Is::Br(label(old)),
        Is::BrIf(old) => Is::BrIf(label(old)),
        Is::BrTable(labels, default) => {
            let labels: Vec<u32> = labels.iter().map(|old| label(*old)).collect();
            Is::BrTable(labels.into(), label(default))
        }
        Is::Return => Is::Br(block_of(Exit::Returns)),
        other => other,
    }
}

/// Where the locals of the old function are in the new one.
struct NewLocals {
    new: std::collections::BTreeMap<u32, u32>,
    declared: Vec<ValType>,
    /// The first of those that hold values whose order changes.
    held: u32,
}

impl NewLocals {
    fn of(code: &Code<'_>, tail: &Tail) -> Result<Self> {
        let mut new = std::collections::BTreeMap::new();
        let mut next = index(tail.stack.len());
        let mut declared = Vec::new();
        let mut declare = |kind: wasmparser::ValType| {
            declared.push(Places::default().val_type(kind).map_err(cannot)?);
            Ok::<(), crate::Failure>(())
        };
        for local in &tail.takes {
            new.insert(*local, next);
            next += 1;
        }
        for operator in part(code, tail.places.clone()) {
            if let Operator::LocalGet { local_index }
            | Operator::LocalSet { local_index }
            | Operator::LocalTee { local_index } = operator
                && !new.contains_key(local_index)
            {
                new.insert(*local_index, next);
                next += 1;
                declare(code.local(*local_index))?;
            }
        }
        for kind in tail.slots() {
            declare(kind)?;
        }
        Ok(Self {
            new,
            declared,
            held: next,
        })
    }

    fn of_old(&self, local: u32) -> u32 {
        self.new.get(&local).copied().unwrap_or_default()
    }
}
