//! A small program, whole and in halves, run side by side.

use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function,
    FunctionSection, GlobalSection, GlobalType, ImportSection, InstructionSink, MemArg, MemorySection, MemoryType,
    NameMap, NameSection, RefType, TableSection, TableType, TypeSection, ValType,
};
use wasmi::{AsContextMut, Caller, Engine, Extern, Instance, Linker, Store};

use super::*;

const WORD: MemArg = MemArg {
    offset: 0,
    align: 2,
    memory_index: 0,
};

type Body = fn(&mut InstructionSink<'_>);

/// Each takes a number and gives one; the first two come from outside.
const FUNCTIONS: &[(&str, Body)] = &[
    ("outside::both", |_| {}),
    ("outside::rest", |_| {}),
    // Uses everything: a direct call that waits, an outside one, one by the table that waits too.
    ("show::all::h0123456789abcdef", |write| {
        write.global_get(0).i32_const(1).i32_add().global_set(0);
        write.local_get(0).call(3).local_get(0).call(0).i32_add();
        write.local_get(0).i32_const(1).call_indirect(0, 0).i32_add();
    }),
    ("edit::change", |write| {
        write.global_get(0).i32_const(2).i32_mul().global_set(0);
        write
            .local_get(0)
            .call(4)
            .local_get(0)
            .call(5)
            .i32_add()
            .local_get(0)
            .call(1)
            .i32_add();
    }),
    ("helper::of_edit", |write| {
        write.i32_const(4).local_get(0).i32_store(WORD);
        write.local_get(0).i32_const(3).i32_mul().local_get(0).call(0).i32_add();
    }),
    ("show::shared", |write| {
        write
            .global_get(0)
            .i32_const(4)
            .i32_load(WORD)
            .i32_add()
            .local_get(0)
            .i32_add();
    }),
    ("<edit::Dialog as View>::view", |write| {
        write.local_get(0).call(4).i32_const(7).i32_add();
    }),
    ("show::a_little", |write| {
        write.local_get(0).call(5);
    }),
    ("dead::code", |write| {
        write.local_get(0).call(3);
    }),
];

fn program() -> Vec<u8> {
    let mut wasm = wasm_encoder::Module::new();
    let mut types = TypeSection::new();
    types.ty().function([ValType::I32], [ValType::I32]);
    let mut imports = ImportSection::new();
    imports.import("outside", "both", EntityType::Function(0));
    imports.import("outside", "rest", EntityType::Function(0));
    let (mut functions, mut code, mut names) = (FunctionSection::new(), CodeSection::new(), NameMap::new());
    for (index, (name, body)) in (0..).zip(FUNCTIONS) {
        names.append(index, name);
        if index >= 2 {
            functions.function(0);
            let mut function = Function::new([]);
            let mut write = function.instructions();
            body(&mut write);
            write.end();
            code.function(&function);
        }
    }
    let mut tables = TableSection::new();
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: 2,
        maximum: Some(2),
        shared: false,
    });
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut globals = GlobalSection::new();
    let counter = GlobalType {
        val_type: ValType::I32,
        mutable: true,
        shared: false,
    };
    globals.global(counter, &ConstExpr::i32_const(10));
    let mut exports = ExportSection::new();
    exports
        .export("all", ExportKind::Func, 2)
        .export("a_little", ExportKind::Func, 7);
    let mut elements = ElementSection::new();
    elements.active(
        None,
        &ConstExpr::i32_const(1),
        Elements::Functions([6].as_slice().into()),
    );
    let mut data = DataSection::new();
    data.active(0, &ConstExpr::i32_const(4), [5, 0, 0, 0]);
    let mut named = NameSection::new();
    named.functions(&names);
    wasm.section(&types)
        .section(&imports)
        .section(&functions)
        .section(&tables)
        .section(&memories);
    wasm.section(&globals)
        .section(&exports)
        .section(&elements)
        .section(&code)
        .section(&data)
        .section(&named);
    wasm.finish()
}

fn halves(later: &str) -> Halves {
    split(&program(), &Later::read(later)).unwrap()
}

/// What the outside knows: the two functions that programs use, and the halves.
#[derive(Default)]
struct World {
    first: Option<Instance>,
    rest: Vec<u8>,
    loads: usize,
}

fn run(program: &[u8], rest: &[u8]) -> (Store<World>, Instance) {
    let engine = Engine::default();
    let mut store = Store::new(
        &engine,
        World {
            rest: rest.to_vec(),
            ..World::default()
        },
    );
    let mut linker = outside(&engine);
    linker.func_wrap(ASK_MODULE, ASK_NAME, load).unwrap();
    let module = wasmi::Module::new(&engine, program).unwrap();
    let instance = linker.instantiate_and_start(&mut store, &module).unwrap();
    store.data_mut().first = Some(instance);
    (store, instance)
}

fn outside(engine: &Engine) -> Linker<World> {
    let mut linker = Linker::new(engine);
    linker.func_wrap("outside", "both", |number: i32| number + 100).unwrap();
    linker
        .func_wrap("outside", "rest", |number: i32| number + 1000)
        .unwrap();
    linker
}

fn load(mut caller: Caller<'_, World>) -> std::result::Result<(), wasmi::Error> {
    caller.data_mut().loads += 1;
    let engine = caller.engine().clone();
    let mut linker = outside(&engine);
    let first = caller.data().first.unwrap();
    let shared: Vec<(String, Extern)> = first
        .exports(&caller)
        .map(|export| (export.name().to_owned(), export.into_extern()))
        .collect();
    for (name, thing) in shared {
        linker.define(FIRST_MODULE, &name, thing).unwrap();
    }
    let module = wasmi::Module::new(&engine, &caller.data().rest).unwrap();
    linker.instantiate_and_start(caller.as_context_mut(), &module).map(drop)
}

fn ask((store, instance): &mut (Store<World>, Instance), function: &str, number: i32) -> i32 {
    let function = instance.get_typed_func::<i32, i32>(&mut *store, function).unwrap();
    function.call(store, number).unwrap()
}

#[test]
fn the_halves_do_what_the_whole_does() {
    let halves = halves("edit::");
    let mut whole = run(&program(), &[]);
    let mut split = run(&halves.first, &halves.rest);
    for (function, number) in [("a_little", 4), ("all", 1), ("a_little", 5), ("all", -7), ("all", 30)] {
        assert_eq!(
            ask(&mut whole, function, number),
            ask(&mut split, function, number),
            "{function}"
        );
    }
}

#[test]
fn the_rest_is_asked_for_once_and_not_before_it_is_needed() {
    let halves = halves("edit::");
    let mut split = run(&halves.first, &halves.rest);
    ask(&mut split, "a_little", 1);
    assert_eq!(split.0.data().loads, 0);
    ask(&mut split, "all", 1);
    ask(&mut split, "all", 1);
    assert_eq!(split.0.data().loads, 1);
}

#[test]
fn a_function_that_waits_takes_along_what_only_it_uses() {
    let whole = program();
    let module = module::Module::read(&whole).unwrap();
    let choice = choice::Choice::make(&module, &Later::read("# what edits\nedit::")).unwrap();
    assert_eq!(
        (choice.first, choice.rest, choice.called),
        (vec![2, 5, 7], vec![3, 4, 6], vec![3, 6])
    );
}

#[test]
fn neither_half_has_names_and_the_same_program_gives_the_same_halves() {
    let (once, again) = (halves("edit::"), halves("edit::"));
    assert_eq!((&once.first, &once.rest), (&again.first, &again.rest));
    for half in [&once.first, &once.rest] {
        assert!(!half.windows(4).any(|bytes| bytes == b"edit"));
    }
}

#[test]
fn halves_of_different_programs_do_not_fit() {
    let halves = halves("edit::");
    let mut newer = program();
    newer.extend([0, 4, 3, b'n', b'e', b'w']); // a section that means nothing
    let newer = split(&newer, &Later::read("edit::")).unwrap();
    let mut mixed = run(&halves.first, &newer.rest);
    let all = mixed.1.get_typed_func::<i32, i32>(&mixed.0, "all").unwrap();
    assert!(all.call(&mut mixed.0, 1).is_err());
}

#[test]
fn a_beginning_ends_where_a_part_of_the_name_ends() {
    let whole = program();
    let module = module::Module::read(&whole).unwrap();
    let choice = choice::Choice::make(&module, &Later::read("show::a\nedit::cha")).unwrap();
    assert_eq!(choice.called, Vec::<u32>::new());
}

#[test]
fn lines_are_learnt_from_what_ran() {
    let names: Vec<&str> = FUNCTIONS.iter().skip(2).map(|(name, _)| *name).collect();
    let ran: Vec<bool> = names.iter().map(|name| name.starts_with("show")).collect();
    assert_eq!(
        learn::lines(&program(), &ran, 0).unwrap(),
        ["dead::", "edit::", "helper::"]
    );
    assert_eq!(
        learn::lines(&program(), &ran, 30).unwrap(),
        ["edit::"],
        "little code is not worth a line"
    );
}

#[test]
fn a_program_without_names_is_refused() {
    let nameless = halves("edit::").first;
    let failure = split(&nameless, &Later::read("edit::")).unwrap_err();
    assert_eq!(
        failure.to_string(),
        "the program cannot be cut in two: the functions have no names"
    );
}
