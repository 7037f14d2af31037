//! The types of functions that both halves have: those of the whole, and those of what cutting adds.

use wasm_encoder::{TypeSection, reencode::Reencode};
use wasmparser::{FuncType, ValType};

use super::{cannot, first::Places, module::index};
use crate::Result;

#[derive(Debug)]
pub(super) struct Types(Vec<FuncType>);

impl Types {
    pub(super) fn of_whole(types: &[FuncType]) -> Self {
        Self(types.to_vec())
    }

    /// The index of a type, which is added if it is new.
    pub(super) fn index(&mut self, kind: &FuncType) -> u32 {
        let known = self.0.iter().position(|other| other == kind);
        index(known.unwrap_or_else(|| {
            self.0.push(kind.clone());
            self.0.len() - 1
        }))
    }

    /// How a block that ends with these values is written.
    pub(super) fn of_block(&mut self, values: &[ValType]) -> wasmparser::BlockType {
        match values {
            [] => wasmparser::BlockType::Empty,
            [value] => wasmparser::BlockType::Type(*value),
            values => wasmparser::BlockType::FuncType(self.index(&FuncType::new([], values.iter().copied()))),
        }
    }

    pub(super) fn section(&self) -> Result<TypeSection> {
        let mut section = TypeSection::new();
        for kind in &self.0 {
            let kind = Places::default().func_type(kind.clone()).map_err(cannot)?;
            section.ty().func_type(&kind);
        }
        Ok(section)
    }
}
