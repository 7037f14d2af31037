//! Learns which blocks run: writes a program that notes each block it comes to.

use std::convert::Infallible;

use wasm_encoder::{
    CodeSection, Function, MemArg,
    reencode::{Error, Reencode, RoundtripReencoder},
};
use wasmparser::{FunctionBody, Parser};

use super::{blocks, cannot, module::Module};
use crate::Result;

/// A program that sets one byte for each of its blocks that ran.
#[derive(Debug)]
pub struct Noting {
    pub wasm: Vec<u8>,
    /// Where in its memory the bytes begin.
    pub notes: u32,
    /// How many there are.
    pub blocks: u32,
}

impl Noting {
    pub fn of(wasm: &[u8]) -> Result<Self> {
        let module = Module::read(wasm)?;
        let mut blocks = 0;
        for body in &module.bodies {
            blocks += super::module::index(blocks::count(body)?);
        }
        let mut writer = Writer {
            notes: 0,
            noted: 0,
            pages: blocks.div_ceil(PAGE),
        };
        let mut noting = wasm_encoder::Module::new();
        writer
            .parse_core_module(&mut noting, Parser::new(0), wasm)
            .map_err(cannot)?;
        Ok(Self {
            wasm: noting.finish(),
            notes: writer.notes,
            blocks,
        })
    }
}

struct Writer {
    notes: u32,
    noted: u32,
    pages: u32,
}

const PAGE: u32 = 0x10000;

impl Writer {
    fn note(&mut self, function: &mut Function) {
        let byte = MemArg {
            offset: 0,
            align: 0,
            memory_index: 0,
        };
        let note = (self.notes + self.noted).cast_signed();
        function.instructions().i32_const(note).i32_const(1).i32_store8(byte);
        self.noted += 1;
    }
}

impl Reencode for Writer {
    type Error = Infallible;

    /// The notes lie behind what the program starts with; its allocator only takes what it asks for itself.
    fn memory_type(
        &mut self,
        memory: wasmparser::MemoryType,
    ) -> std::result::Result<wasm_encoder::MemoryType, Error<Infallible>> {
        let mut larger = RoundtripReencoder.memory_type(memory)?;
        self.notes = u32::try_from(larger.minimum).unwrap_or_default() * PAGE;
        larger.minimum += u64::from(self.pages);
        Ok(larger)
    }

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> std::result::Result<(), Error<Infallible>> {
        let mut function = self.new_function_with_parsed_locals(&body)?;
        self.note(&mut function);
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            let operator = operators.read()?;
            let begins = blocks::begins_behind(&operator);
            function.instruction(&self.instruction(operator)?);
            match operators.eof() {
                false if begins => self.note(&mut function),
                // Nothing runs behind a function's last `end`, but it counts.
                true => self.noted += 1,
                false => {}
            }
        }
        code.function(&function);
        Ok(())
    }
}
