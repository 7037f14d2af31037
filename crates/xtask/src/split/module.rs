//! A program taken apart, as far as cutting it needs.

use wasmparser::{
    CompositeInnerType, Element, ElementItems, ElementKind, Export, FuncType, FunctionBody, Global, Import, MemoryType,
    Operator, Parser, Payload, Table, TypeRef, ValType, ValidPayload, Validator, ValidatorResources,
};

use super::{cannot, linked};
use crate::Result;

#[derive(Default)]
pub(super) struct Module<'a> {
    pub(super) types: Vec<FuncType>,
    /// Only functions: wasm-bindgen's programs own their memory, tables and globals.
    pub(super) imports: Vec<Import<'a>>,
    /// The type of every function, imported ones first.
    pub(super) signatures: Vec<u32>,
    pub(super) tables: Vec<Table<'a>>,
    pub(super) memories: Vec<MemoryType>,
    pub(super) globals: Vec<Global<'a>>,
    pub(super) exports: Vec<Export<'a>>,
    pub(super) start: Option<u32>,
    pub(super) elements: Vec<Element<'a>>,
    pub(super) bodies: Vec<FunctionBody<'a>>,
    /// The data with its addresses.
    pub(super) segments: Vec<(u32, &'a [u8])>,
    /// What checking a body needs to know of the whole.
    pub(super) resources: Option<ValidatorResources>,
}

impl<'a> Module<'a> {
    pub(super) fn read(wasm: &'a [u8]) -> Result<Self> {
        let mut module = Self::default();
        let mut validator = Validator::new();
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload.map_err(cannot)?;
            if let ValidPayload::Func(function, _) = validator.payload(&payload).map_err(cannot)? {
                module.resources = Some(function.resources);
            }
            module.take(payload)?;
        }
        Ok(module)
    }

    fn take(&mut self, payload: Payload<'a>) -> Result<()> {
        match payload {
            Payload::TypeSection(types) => {
                for group in types {
                    for kind in group.map_err(cannot)?.into_types() {
                        match kind.composite_type.inner {
                            CompositeInnerType::Func(kind) => self.types.push(kind),
                            _ => return Err(cannot("a type is not a function's")),
                        }
                    }
                }
            }
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import.map_err(cannot)?;
                    let TypeRef::Func(signature) = import.ty else {
                        return Err(cannot(format!("{} is imported and not a function", import.name)));
                    };
                    self.signatures.push(signature);
                    self.imports.push(import);
                }
            }
            Payload::FunctionSection(functions) => extend(&mut self.signatures, functions)?,
            Payload::TableSection(tables) => extend(&mut self.tables, tables)?,
            Payload::MemorySection(memories) => extend(&mut self.memories, memories)?,
            Payload::GlobalSection(globals) => extend(&mut self.globals, globals)?,
            Payload::ExportSection(exports) => extend(&mut self.exports, exports)?,
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(elements) => extend(&mut self.elements, elements)?,
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::DataSection(data) => {
                for segment in data {
                    let segment = segment.map_err(cannot)?;
                    self.segments.push((linked::address(&segment.kind)?, segment.data));
                }
            }
            Payload::TagSection(_) => return Err(cannot("exceptions are not known here")),
            _ => {}
        }
        Ok(())
    }

    /// How many functions come from outside; theirs are the first indices.
    pub(super) fn imported(&self) -> u32 {
        index(self.imports.len())
    }

    /// The indices of those with a body.
    pub(super) fn own(&self) -> impl Iterator<Item = u32> {
        (0..self.bodies.len()).map(|place| self.own_at(place))
    }

    pub(super) fn own_at(&self, place: usize) -> u32 {
        self.imported() + index(place)
    }

    pub(super) fn body(&self, function: u32) -> Option<&FunctionBody<'a>> {
        let own = function.checked_sub(self.imported())?;
        self.bodies.get(own as usize)
    }

    pub(super) fn signature(&self, function: u32) -> u32 {
        self.signatures.get(function as usize).copied().unwrap_or_default()
    }

    pub(super) fn parameters(&self, function: u32) -> &[ValType] {
        let kind = self.types.get(self.signature(function) as usize);
        kind.map(FuncType::params).unwrap_or_default()
    }

    pub(super) fn kind(&self, kind: u32) -> Result<&FuncType> {
        let found = self.types.get(kind as usize);
        found.ok_or_else(|| cannot("a type is missing"))
    }

    /// What can be called from outside the code: through an export, a table or at the start.
    pub(super) fn entries(&self) -> Result<Vec<u32>> {
        let exported = self
            .exports
            .iter()
            .filter(|export| export.kind == wasmparser::ExternalKind::Func);
        let mut entries: Vec<u32> = exported.map(|export| export.index).chain(self.start).collect();
        for element in &self.elements {
            match (&element.kind, &element.items) {
                (ElementKind::Active { .. }, ElementItems::Functions(functions)) => {
                    extend(&mut entries, functions.clone())?
                }
                _ => return Err(cannot("a table is filled in a way that is not known here")),
            }
        }
        Ok(entries)
    }
}

/// The functions that these instructions call.
pub(super) fn calls(operators: &[Operator<'_>]) -> Result<Vec<u32>> {
    let mut calls = Vec::new();
    for operator in operators {
        match operator {
            Operator::Call { function_index } => calls.push(*function_index),
            // A reference would have to be declared in the half that takes it, and a tail cannot return by a call;
            // Rust's programs have neither.
            Operator::ReturnCall { .. }
            | Operator::ReturnCallIndirect { .. }
            | Operator::RefFunc { .. }
            | Operator::TableInit { .. }
            | Operator::MemoryInit { .. } => return Err(cannot("an instruction is not known here")),
            _ => {}
        }
    }
    Ok(calls)
}

/// Programs have fewer than four thousand million of anything.
pub(super) fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn extend<T>(list: &mut Vec<T>, section: impl IntoIterator<Item = wasmparser::Result<T>>) -> Result<()> {
    for item in section {
        list.push(item.map_err(cannot)?);
    }
    Ok(())
}
