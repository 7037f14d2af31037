//! Writes the half that is loaded at once.

use std::{collections::BTreeMap, convert::Infallible};

use wasm_encoder::{
    BlockType, CodeSection, ElementSection, EntityType, ExportKind, ExportSection, Function, FunctionSection,
    GlobalSection, ImportSection, MemorySection, RawSection, SectionId, StartSection, TableSection, TableType,
    TypeSection, ValType,
    reencode::{Error, Reencode},
};
use wasmparser::ExternalKind;

use super::{
    ASK_MODULE, ASK_NAME, cannot,
    links::{Links, function_name, global_name, memory_name, table_name},
    module::{Module, index},
};
use crate::Result;

pub(super) fn write(module: &Module<'_>, links: &Links) -> Result<Vec<u8>> {
    let mut half = Half {
        module,
        links,
        places: Places(links.in_first()),
    };
    let mut wasm = wasm_encoder::Module::new();
    wasm.section(&half.types()?);
    wasm.section(&half.imports()?);
    wasm.section(&half.functions());
    wasm.section(&half.tables()?);
    wasm.section(&half.memories()?);
    wasm.section(&half.globals()?);
    wasm.section(&half.exports()?);
    if let Some(start) = module.start {
        let function_index = half.places.function_index(start).map_err(cannot)?;
        wasm.section(&StartSection { function_index });
    }
    wasm.section(&half.elements()?);
    wasm.section(&half.code()?);
    if let Some(data) = module.data {
        wasm.section(&RawSection {
            id: SectionId::Data.into(),
            data,
        });
    }
    Ok(wasm.finish())
}

/// Writes code with the indices of one half.
pub(super) struct Places(pub(super) BTreeMap<u32, u32>);

impl Reencode for Places {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> std::result::Result<u32, Error<Infallible>> {
        // Whatever a half calls was found when the links were.
        self.0.get(&function).copied().ok_or(Error::InvalidConstExpr)
    }
}

struct Half<'a> {
    module: &'a Module<'a>,
    links: &'a Links,
    places: Places,
}

impl Half<'_> {
    /// After the old types: that of the request for the rest, and that of the function that makes sure of a slot.
    fn types(&mut self) -> Result<TypeSection> {
        let mut section = types(self.module)?;
        section.ty().function([], []);
        section.ty().function([ValType::I32], [ValType::I32]);
        Ok(section)
    }

    fn ask_type(&self) -> u32 {
        index(self.module.types.len())
    }

    fn imports(&mut self) -> Result<ImportSection> {
        let mut section = ImportSection::new();
        for function in &self.links.first_imports {
            import(self.module, *function, &mut section);
        }
        section.import(ASK_MODULE, ASK_NAME, EntityType::Function(self.ask_type()));
        Ok(section)
    }

    fn functions(&self) -> FunctionSection {
        let mut section = FunctionSection::new();
        for function in self.links.first.iter().chain(&self.links.slots) {
            section.function(self.module.signature(*function));
        }
        section.function(self.ask_type() + 1);
        section
    }

    fn tables(&mut self) -> Result<TableSection> {
        let mut section = TableSection::new();
        for kind in table_types(self.module, self.links)? {
            section.table(kind);
        }
        Ok(section)
    }

    fn memories(&mut self) -> Result<MemorySection> {
        let mut section = MemorySection::new();
        for memory in &self.module.memories {
            section.memory(self.places.memory_type(*memory).map_err(cannot)?);
        }
        Ok(section)
    }

    fn globals(&mut self) -> Result<GlobalSection> {
        let mut section = GlobalSection::new();
        for global in &self.module.globals {
            self.places.parse_global(&mut section, global.clone()).map_err(cannot)?;
        }
        Ok(section)
    }

    fn exports(&mut self) -> Result<ExportSection> {
        let mut section = ExportSection::new();
        for export in &self.module.exports {
            let place = match export.kind {
                ExternalKind::Func => self.places.function_index(export.index).map_err(cannot)?,
                _ => export.index,
            };
            section.export(
                export.name,
                self.places.export_kind(export.kind).map_err(cannot)?,
                place,
            );
        }
        for (place, function) in self.links.shared.iter().enumerate() {
            let function = self.places.function_index(*function).map_err(cannot)?;
            section.export(&function_name(place), ExportKind::Func, function);
        }
        for memory in 0..self.module.memories.len() {
            section.export(&memory_name(memory, self.links), ExportKind::Memory, index(memory));
        }
        for table in 0..self.module.tables.len() {
            section.export(&table_name(table), ExportKind::Table, index(table));
        }
        for global in 0..self.module.globals.len() {
            section.export(&global_name(global), ExportKind::Global, index(global));
        }
        Ok(section)
    }

    fn elements(&mut self) -> Result<ElementSection> {
        let mut section = ElementSection::new();
        for element in &self.module.elements {
            self.places
                .parse_element(&mut section, element.clone())
                .map_err(cannot)?;
        }
        Ok(section)
    }

    fn code(&mut self) -> Result<CodeSection> {
        let mut section = CodeSection::new();
        for function in &self.links.first {
            copy(self.module, *function, &mut self.places, &mut section)?;
        }
        let end = table_end(self.module)?;
        for (slot, function) in (end..).zip(&self.links.slots) {
            section.function(&self.stand_in(slot, *function));
        }
        section.function(&self.filled());
        Ok(section)
    }

    /// Hands its arguments to what its slot holds.
    fn stand_in(&self, slot: u32, function: u32) -> Function {
        let mut body = Function::new([]);
        let mut write = body.instructions();
        for parameter in 0..self.module.parameters(function) {
            write.local_get(parameter);
        }
        write.i32_const(slot.cast_signed()).call(self.links.filled());
        write.call_indirect(0, self.module.signature(function)).end();
        body
    }

    /// Gives back the slot it is asked about; loads the rest first if nothing is in it.
    fn filled(&self) -> Function {
        let mut body = Function::new([]);
        let mut write = body.instructions();
        write.local_get(0).table_get(0).ref_is_null().if_(BlockType::Empty);
        write.call(self.links.ask()).end();
        write.local_get(0).end();
        body
    }
}

/// The types of the whole; each half has all of them.
pub(super) fn types(module: &Module<'_>) -> Result<TypeSection> {
    let mut section = TypeSection::new();
    for kind in &module.types {
        let kind = Places(BTreeMap::new()).func_type(kind.clone()).map_err(cannot)?;
        section.ty().func_type(&kind);
    }
    Ok(section)
}

pub(super) fn import(module: &Module<'_>, function: u32, section: &mut ImportSection) {
    if let Some(import) = module.imports.get(function as usize) {
        section.import(
            import.module,
            import.name,
            EntityType::Function(module.signature(function)),
        );
    }
}

pub(super) fn copy(module: &Module<'_>, function: u32, places: &mut Places, section: &mut CodeSection) -> Result<()> {
    match module.body(function) {
        Some(body) => places.parse_function_body(section, body.clone()).map_err(cannot),
        None => Err(cannot(format!("{} has no body", module.name(function)))),
    }
}

/// The tables with room for the slots in the first, which is the one of functions.
pub(super) fn table_types(module: &Module<'_>, links: &Links) -> Result<Vec<TableType>> {
    let mut types = Vec::new();
    for table in &module.tables {
        types.push(Places(BTreeMap::new()).table_type(table.ty).map_err(cannot)?);
    }
    if let Some(functions) = types.first_mut() {
        let slots = u64::from(index(links.slots.len()));
        functions.minimum += slots;
        functions.maximum = functions.maximum.map(|maximum| maximum + slots);
    }
    Ok(types)
}

/// The first slot.
pub(super) fn table_end(module: &Module<'_>) -> Result<u32> {
    let functions = module
        .tables
        .first()
        .filter(|table| table.ty.element_type.is_func_ref());
    let end = functions.and_then(|table| u32::try_from(table.ty.initial).ok());
    end.ok_or_else(|| cannot("the first table is not one of functions"))
}
