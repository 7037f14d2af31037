//! Which functions wait, learnt from a run: a program that notes what it calls, and the lines of `later.txt` from its notes.

use std::{collections::BTreeMap, convert::Infallible};

use wasm_encoder::{
    CodeSection, MemArg,
    reencode::{Error, Reencode, RoundtripReencoder},
};
use wasmparser::{FunctionBody, Parser};

use super::{
    cannot,
    choice::{beginnings_of, plain},
    module::Module,
};
use crate::Result;

/// A program that sets one byte for each of its functions that ran.
#[derive(Debug)]
pub struct Noting {
    pub wasm: Vec<u8>,
    /// Where in its memory the bytes begin.
    pub notes: u32,
    /// How many there are.
    pub functions: u32,
}

impl Noting {
    pub fn of(wasm: &[u8]) -> Result<Self> {
        let mut writer = Writer { notes: 0, functions: 0 };
        let mut noting = wasm_encoder::Module::new();
        writer
            .parse_core_module(&mut noting, Parser::new(0), wasm)
            .map_err(cannot)?;
        Ok(Self {
            wasm: noting.finish(),
            notes: writer.notes,
            functions: writer.functions,
        })
    }
}

struct Writer {
    notes: u32,
    functions: u32,
}

/// One page holds the notes of all functions that a program of ours may have.
const PAGE: u32 = 0x10000;

impl Reencode for Writer {
    type Error = Infallible;

    /// The notes lie behind what the program starts with; its allocator only takes what it asks for itself.
    fn memory_type(
        &mut self,
        memory: wasmparser::MemoryType,
    ) -> std::result::Result<wasm_encoder::MemoryType, Error<Infallible>> {
        let mut larger = RoundtripReencoder.memory_type(memory)?;
        self.notes = u32::try_from(larger.minimum).unwrap_or_default() * PAGE;
        larger.minimum += 1;
        Ok(larger)
    }

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> std::result::Result<(), Error<Infallible>> {
        let mut function = self.new_function_with_parsed_locals(&body)?;
        let note = (self.notes + self.functions).cast_signed();
        let byte = MemArg {
            offset: 0,
            align: 0,
            memory_index: 0,
        };
        function.instructions().i32_const(note).i32_const(1).i32_store8(byte);
        self.functions += 1;
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            function.instruction(&self.parse_instruction(&mut operators)?);
        }
        code.function(&function);
        Ok(())
    }
}

/// The shortest beginnings of names that fit functions of `wasm` of at least so many bytes, and none that `ran`.
pub fn lines(wasm: &[u8], ran: &[bool], bytes: usize) -> Result<Vec<String>> {
    let module = Module::read(wasm)?;
    let mut functions = Vec::new();
    for ((number, body), ran) in (module.imported()..).zip(&module.bodies).zip(ran) {
        functions.push((plain(module.name(number)), body.range().len(), *ran));
    }
    let mut beginnings: BTreeMap<&str, Weight> = BTreeMap::new();
    for (name, bytes, ran) in &functions {
        for beginning in beginnings_of(name) {
            let weight = beginnings.entry(beginning).or_default();
            weight.bytes += bytes;
            weight.ran |= ran;
        }
    }
    let waits = |beginning: &str| beginnings.get(beginning).is_some_and(|weight| !weight.ran);
    let shortest = functions
        .iter()
        .filter_map(|(name, _, _)| beginnings_of(name).find(|beginning| waits(beginning)));
    let worth = |line: &&str| beginnings.get(line).is_some_and(|weight| weight.bytes >= bytes);
    let mut lines: Vec<String> = shortest.filter(worth).map(str::to_owned).collect();
    lines.sort();
    lines.dedup();
    Ok(lines)
}

#[derive(Default)]
struct Weight {
    bytes: usize,
    ran: bool,
}
