//! Writes the half that is loaded at once.

use std::{collections::BTreeMap, convert::Infallible};

use wasm_encoder::{
    BlockType, CodeSection, ElementSection, EntityType, ExportKind, ExportSection, Function, FunctionSection,
    GlobalSection, ImportSection, MemorySection, StartSection, TableSection, TableType,
    reencode::{Error, Reencode},
};
use wasmparser::ExternalKind;

use super::{
    ASK_MODULE, ASK_NAME, cannot,
    code::Code,
    data::Data,
    links::{Links, function_name, global_name, memory_name, outside_name, table_name},
    module::{Module, index},
    moved::{self, Caller},
    plan::Plan,
};
use crate::Result;

pub(super) fn write(module: &Module<'_>, plan: &Plan<'_>, links: &Links, data: &Data) -> Result<Vec<u8>> {
    let mut half = Half {
        module,
        plan,
        links,
        places: Places(links.in_first(plan)),
    };
    let mut wasm = wasm_encoder::Module::new();
    wasm.section(&plan.types.section()?);
    wasm.section(&half.imports());
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
    wasm.section(&Data::section(&data.first));
    Ok(wasm.finish())
}

/// Writes code with the indices of one half.
#[derive(Default)]
pub(super) struct Places(pub(super) BTreeMap<u32, u32>);

impl Reencode for Places {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> std::result::Result<u32, Error<Infallible>> {
        // Whatever a half calls was found when the links were.
        self.0.get(&function).copied().ok_or(Error::InvalidConstExpr)
    }
}

struct Half<'a, 'b> {
    module: &'a Module<'b>,
    plan: &'a Plan<'b>,
    links: &'a Links,
    places: Places,
}

impl Half<'_, '_> {
    fn imports(&mut self) -> ImportSection {
        let mut section = ImportSection::new();
        for function in &self.links.first_imports {
            import(self.module, *function, &mut section);
        }
        section.import(ASK_MODULE, ASK_NAME, EntityType::Function(self.plan.ask_type));
        section
    }

    fn functions(&self) -> FunctionSection {
        let mut section = FunctionSection::new();
        for code in &self.plan.first {
            section.function(self.module.signature(code.function));
        }
        for function in &self.plan.called {
            section.function(self.module.signature(*function));
        }
        section.function(self.plan.filled_type);
        section
    }

    fn tables(&mut self) -> Result<TableSection> {
        let mut section = TableSection::new();
        for kind in table_types(self.module, self.plan)? {
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
        let plan = self.plan;
        for code in &plan.first {
            section.function(&self.function(code)?);
        }
        let stand_ins = index(plan.tails.len()) + table_end(self.module)?;
        for (slot, function) in (stand_ins..).zip(&plan.called) {
            section.function(&self.stand_in(slot, *function));
        }
        section.function(&self.filled());
        Ok(section)
    }

    /// The code of a function, with calls in place of its tails.
    fn function(&mut self, code: &Code<'_>) -> Result<Function> {
        let mut tails = self.plan.tails_of(code.function).peekable();
        let held = moved::scratch(self.plan.tails_of(code.function).map(|(_, moved)| &moved.tail));
        let mut locals = Vec::new();
        for local in code
            .locals
            .iter()
            .skip(self.module.parameters(code.function).len())
            .chain(&held)
        {
            locals.push(self.places.val_type(*local).map_err(cannot)?);
        }
        let mut function = Function::new_with_locals_types(locals);
        let mut resume = 0;
        for (place, operator) in code.operators.iter().enumerate() {
            if let Some((number, moved)) = tails.next_if(|(_, moved)| moved.tail.places.start == place) {
                let caller = Caller {
                    slot: table_end(self.module)? + index(number),
                    filled: self.links.filled(self.plan),
                    scratch: index(code.locals.len()),
                };
                moved::call(&mut function.instructions(), moved, &caller, &held);
                resume = moved.tail.places.end;
            }
            if place >= resume {
                function.instruction(&self.places.instruction(operator.clone()).map_err(cannot)?);
            }
        }
        Ok(function)
    }

    /// Hands its arguments to what its slot holds.
    fn stand_in(&self, slot: u32, function: u32) -> Function {
        let mut body = Function::new([]);
        let mut write = body.instructions();
        for parameter in 0..index(self.module.parameters(function).len()) {
            write.local_get(parameter);
        }
        write.i32_const(slot.cast_signed()).call(self.links.filled(self.plan));
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

pub(super) fn import(module: &Module<'_>, function: u32, section: &mut ImportSection) {
    if let Some(import) = module.imports.get(function as usize) {
        let kind = EntityType::Function(module.signature(function));
        section.import(import.module, &outside_name(function), kind);
    }
}

/// The tables with room for the slots in the first, which is the one of functions.
pub(super) fn table_types(module: &Module<'_>, plan: &Plan<'_>) -> Result<Vec<TableType>> {
    let mut types = Vec::new();
    for table in &module.tables {
        types.push(Places::default().table_type(table.ty).map_err(cannot)?);
    }
    if let Some(functions) = types.first_mut() {
        let slots = u64::from(index(plan.slots().count()));
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
