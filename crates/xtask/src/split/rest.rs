//! Writes the half that comes when it is needed.

use std::borrow::Cow;

use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, EntityType, Function, FunctionSection, ImportSection,
    reencode::Reencode,
};

use super::{
    FIRST_MODULE, cannot,
    code::Code,
    data::Data,
    first::{Places, import, table_end, table_types},
    links::{Links, function_name, global_name, memory_name, table_name},
    module::Module,
    moved,
    plan::Plan,
};
use crate::Result;

pub(super) fn write(module: &Module<'_>, plan: &Plan<'_>, links: &Links, data: &Data) -> Result<Vec<u8>> {
    let mut places = Places(links.in_rest(plan));
    let mut wasm = wasm_encoder::Module::new();
    wasm.section(&plan.types.section()?);
    wasm.section(&imports(module, plan, links, &mut places)?);
    let mut functions = FunctionSection::new();
    let mut code = CodeSection::new();
    for function in &plan.rest {
        functions.function(module.signature(function.function));
        code.function(&copy(module, function, &mut places)?);
    }
    for moved in &plan.tails {
        functions.function(moved.kind);
        let from = plan.first.iter().find(|code| code.function == moved.tail.function);
        let from = from.ok_or_else(|| cannot("a tail belongs to no function"))?;
        code.function(&moved::function(from, moved, &mut places)?);
    }
    wasm.section(&functions);
    wasm.section(&slots(module, plan, links, &places)?);
    wasm.section(&code);
    wasm.section(&Data::section(&data.rest));
    Ok(wasm.finish())
}

fn copy(module: &Module<'_>, code: &Code<'_>, places: &mut Places) -> Result<Function> {
    let mut locals = Vec::new();
    for local in code.locals.iter().skip(module.parameters(code.function).len()) {
        locals.push(places.val_type(*local).map_err(cannot)?);
    }
    let mut function = Function::new_with_locals_types(locals);
    for operator in &code.operators {
        function.instruction(&places.instruction(operator.clone()).map_err(cannot)?);
    }
    Ok(function)
}

/// Outside functions under the names they had; everything of the first half under the names it exports.
fn imports(module: &Module<'_>, plan: &Plan<'_>, links: &Links, places: &mut Places) -> Result<ImportSection> {
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
    for (number, kind) in table_types(module, plan)?.into_iter().enumerate() {
        section.import(FIRST_MODULE, &table_name(number), EntityType::Table(kind));
    }
    for (number, global) in module.globals.iter().enumerate() {
        let kind = places.global_type(global.ty).map_err(cannot)?;
        section.import(FIRST_MODULE, &global_name(number), EntityType::Global(kind));
    }
    Ok(section)
}

fn slots(module: &Module<'_>, plan: &Plan<'_>, links: &Links, places: &Places) -> Result<ElementSection> {
    let pieces = plan.slots().map(|piece| links.piece(plan, &places.0, piece));
    let functions: Option<Vec<u32>> = pieces.collect();
    let functions = functions.ok_or_else(|| cannot("a slot stays empty"))?;
    let mut section = ElementSection::new();
    let offset = ConstExpr::i32_const(table_end(module)?.cast_signed());
    section.active(None, &offset, Elements::Functions(Cow::Owned(functions)));
    Ok(section)
}
