//! Learns which blocks run: writes a program that notes each block it comes to.

use std::convert::Infallible;

use wasm_encoder::{
    CodeSection, ExportKind, ExportSection, Function, MemArg, MemorySection, MemoryType,
    reencode::{Error, Reencode, utils},
};
use wasmparser::{FunctionBody, Parser};

use super::{
    blocks, cannot,
    module::{Module, index},
};
use crate::Result;

/// A program that sets one byte for each of its blocks that ran.
///
/// The bytes are in a memory of their own. In the program's they would shift what it allocates, and as Rust takes the seed
/// of its hash tables from addresses, other blocks would run than without the notes.
#[derive(Debug)]
pub struct Noting {
    pub wasm: Vec<u8>,
    /// How many bytes there are.
    pub blocks: u32,
}

/// The name of the memory with the bytes.
pub const NOTES: &str = "notes";

impl Noting {
    pub fn of(wasm: &[u8]) -> Result<Self> {
        let module = Module::read(wasm)?;
        let mut blocks = 0;
        for body in &module.bodies {
            blocks += index(blocks::count(body)?);
        }
        let mut writer = Writer {
            memory: index(module.memories.len()),
            blocks,
            noted: 0,
        };
        let mut noting = wasm_encoder::Module::new();
        writer
            .parse_core_module(&mut noting, Parser::new(0), wasm)
            .map_err(cannot)?;
        let wasm = noting.finish();
        wasmparser::validate(&wasm).map_err(cannot)?;
        Ok(Self { wasm, blocks })
    }
}

struct Writer {
    memory: u32,
    blocks: u32,
    noted: u32,
}

const PAGE: u32 = 0x10000;

impl Writer {
    fn note(&mut self, function: &mut Function) {
        let byte = MemArg {
            offset: 0,
            align: 0,
            memory_index: self.memory,
        };
        let note = self.noted.cast_signed();
        function.instructions().i32_const(note).i32_const(1).i32_store8(byte);
        self.noted += 1;
    }
}

type Outcome = std::result::Result<(), Error<Infallible>>;

impl Reencode for Writer {
    type Error = Infallible;

    fn parse_memory_section(
        &mut self,
        memories: &mut MemorySection,
        section: wasmparser::MemorySectionReader<'_>,
    ) -> Outcome {
        utils::parse_memory_section(self, memories, section)?;
        memories.memory(MemoryType {
            minimum: self.blocks.div_ceil(PAGE).into(),
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: wasmparser::ExportSectionReader<'_>,
    ) -> Outcome {
        utils::parse_export_section(self, exports, section)?;
        exports.export(NOTES, ExportKind::Memory, self.memory);
        Ok(())
    }

    fn parse_function_body(&mut self, code: &mut CodeSection, body: FunctionBody<'_>) -> Outcome {
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
