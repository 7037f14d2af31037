//! Writes the half that comes when it is needed.

use std::borrow::Cow;

use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, EntityType, FunctionSection, ImportSection, reencode::Reencode,
};

use super::{
    FIRST_MODULE, cannot,
    first::{Places, copy, import, table_end, table_types, types},
    links::{Links, function_name, global_name, memory_name, table_name},
    module::Module,
};
use crate::Result;

pub(super) fn write(module: &Module<'_>, links: &Links) -> Result<Vec<u8>> {
    let mut places = Places(links.in_rest());
    let mut wasm = wasm_encoder::Module::new();
    wasm.section(&types(module)?);
    wasm.section(&imports(module, links, &mut places)?);
    let mut functions = FunctionSection::new();
    let mut code = CodeSection::new();
    for function in &links.rest {
        functions.function(module.signature(*function));
        copy(module, *function, &mut places, &mut code)?;
    }
    wasm.section(&functions);
    wasm.section(&slots(module, links, &mut places)?);
    wasm.section(&code);
    Ok(wasm.finish())
}

/// Outside functions under the names they had; everything of the first half under the names it exports.
fn imports(module: &Module<'_>, links: &Links, places: &mut Places) -> Result<ImportSection> {
    let mut section = ImportSection::new();
    for function in &links.rest_imports {
        import(module, *function, &mut section);
    }
    for (place, function) in links.shared.iter().enumerate() {
        let kind = EntityType::Function(module.signature(*function));
        section.import(FIRST_MODULE, &function_name(place), kind);
    }
    for (number, memory) in module.memories.iter().enumerate() {
        let kind = places.memory_type(*memory).map_err(cannot)?;
        section.import(FIRST_MODULE, &memory_name(number, links), EntityType::Memory(kind));
    }
    for (number, kind) in table_types(module, links)?.into_iter().enumerate() {
        section.import(FIRST_MODULE, &table_name(number), EntityType::Table(kind));
    }
    for (number, global) in module.globals.iter().enumerate() {
        let kind = places.global_type(global.ty).map_err(cannot)?;
        section.import(FIRST_MODULE, &global_name(number), EntityType::Global(kind));
    }
    Ok(section)
}

fn slots(module: &Module<'_>, links: &Links, places: &mut Places) -> Result<ElementSection> {
    let mut functions = Vec::new();
    for function in &links.slots {
        functions.push(places.function_index(*function).map_err(cannot)?);
    }
    let mut section = ElementSection::new();
    let offset = ConstExpr::i32_const(table_end(module)?.cast_signed());
    section.active(None, &offset, Elements::Functions(Cow::Owned(functions)));
    Ok(section)
}
