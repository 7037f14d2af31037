//! Small programs, whole and in halves, run side by side.
//!
//! Every program exports `f`, which takes a number and gives one. Which blocks the first half gets is learnt as it is for
//! the page: from a run of the noting program, here with some numbers.

mod random;

use wasmi::{AsContextMut, Caller, Engine, Extern, Instance, Linker, Store};

use super::{
    learn::{self, Noting},
    *,
};

/// What the outside knows: two functions that programs use, and the halves.
#[derive(Default)]
struct World {
    first: Option<Instance>,
    rest: Vec<u8>,
    loads: usize,
    /// What the program told.
    told: Vec<i32>,
}

struct Run {
    store: Store<World>,
    instance: Instance,
}

impl Run {
    fn start(program: &[u8], rest: &[u8]) -> Self {
        let engine = Engine::default();
        let world = World {
            rest: rest.to_vec(),
            ..World::default()
        };
        let mut store = Store::new(&engine, world);
        let mut linker = outside(&engine);
        linker.func_wrap(ASK_MODULE, ASK_NAME, load).unwrap();
        let module = wasmi::Module::new(&engine, program).unwrap();
        let instance = linker.instantiate_and_start(&mut store, &module).unwrap();
        store.data_mut().first = Some(instance);
        Self { store, instance }
    }

    /// What `f` gives and tells, or nothing if it traps.
    fn f(&mut self, number: i32) -> Option<(i32, Vec<i32>)> {
        let f = self.instance.get_typed_func::<i32, i32>(&self.store, "f").unwrap();
        let given = f.call(&mut self.store, number).ok()?;
        Some((given, std::mem::take(&mut self.store.data_mut().told)))
    }

    fn loads(&self) -> usize {
        self.store.data().loads
    }
}

fn outside(engine: &Engine) -> Linker<World> {
    let mut linker = Linker::new(engine);
    let tell = |mut caller: Caller<'_, World>, number: i32| caller.data_mut().told.push(number);
    // Under the names that they have in the whole and in the halves.
    for (whole, halves) in [("tell", "$0"), ("add", "$1")] {
        for name in [whole, halves] {
            match whole {
                "tell" => linker.func_wrap("outside", name, tell),
                _ => linker.func_wrap("outside", name, |number: i32| number.wrapping_add(100)),
            }
            .unwrap();
        }
    }
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
    let module = wasmi::Module::new(&engine, &caller.data().rest)?;
    linker.instantiate_and_start(caller.as_context_mut(), &module).map(drop)
}

/// A program with what all of these have: something from outside, memory, a counter, a table.
fn program(functions: &str) -> Vec<u8> {
    let text = format!(
        r#"(module
            (import "outside" "tell" (func $tell (param i32)))
            (import "outside" "add" (func $add (param i32) (result i32)))
            (memory 1)
            (global $counter (mut i32) (i32.const 10))
            (table 4 4 funcref)
            (data (i32.const 8) "\05\00\00\00")
            {functions})"#
    );
    wat::parse_str(text).unwrap()
}

/// What runs of `program` if `f` is called with these numbers.
fn ran(program: &[u8], numbers: &[i32]) -> Ran {
    let noting = Noting::of(program).unwrap();
    let mut run = Run::start(&noting.wasm, &[]);
    for number in numbers {
        run.f(*number);
    }
    let memory = run.instance.get_memory(&run.store, learn::NOTES).unwrap();
    let notes = memory.data(&run.store).iter().take(noting.blocks as usize);
    let notes: Vec<bool> = notes.map(|note| *note == 1).collect();
    Ran::of_notes(program, &notes).unwrap()
}

const ALL_MOVE: plan::Worth = |_, _| true;

/// Cuts off all that does not run with `known`, and holds the halves to the whole: with `known` nothing is missing,
/// and with `others` they do the same. How many of them need the rest.
fn same_or_not_needed(functions: &str, known: &[i32], others: &[i32]) -> usize {
    let program = program(functions);
    let halves = cut(&program, None, &ran(&program, known), ALL_MOVE).unwrap();
    let mut needed = 0;
    for other in others {
        let mut whole = Run::start(&program, &[]);
        let mut split = Run::start(&halves.first, &halves.rest);
        for number in known {
            assert_eq!(whole.f(*number), split.f(*number), "f({number})\n{functions}");
        }
        assert_eq!(split.loads(), 0, "what ran once runs without the rest\n{functions}");
        for number in [other, other].into_iter().chain(known) {
            assert_eq!(whole.f(*number), split.f(*number), "f({number})\n{functions}");
        }
        assert!(split.loads() < 2, "the rest comes once\n{functions}");
        needed += split.loads();
    }
    needed
}

/// The same where all of `others` need the rest.
fn same(functions: &str, known: &[i32], others: &[i32]) {
    assert_eq!(same_or_not_needed(functions, known, others), others.len());
}

/// Functions, the table, the counter and memory in both halves.
const MANY: &str = "
    (elem (i32.const 1) $waits_in_table $runs_in_table)
    (func (export \"f\") (param i32) (result i32)
        (if (i32.gt_s (local.get 0) (i32.const 5)) (then
            (return (i32.add (call $waits (local.get 0)) (call_indirect (param i32) (result i32) (local.get 0) (i32.const 1))))))
        (global.set $counter (i32.add (global.get $counter) (i32.const 1)))
        (call_indirect (param i32) (result i32) (local.get 0) (i32.const 2)))
    (func $waits (param i32) (result i32)
        (global.set $counter (i32.mul (global.get $counter) (i32.const 2)))
        (i32.store (i32.const 8) (local.get 0))
        (i32.add (call $helper (local.get 0)) (call $shared (local.get 0))))
    (func $helper (param i32) (result i32)
        (call $tell (local.get 0))
        (i32.mul (call $add (local.get 0)) (i32.const 3)))
    (func $shared (param i32) (result i32)
        (i32.add (i32.add (global.get $counter) (i32.load (i32.const 8))) (local.get 0)))
    (func $waits_in_table (param i32) (result i32) (i32.add (call $helper (local.get 0)) (i32.const 7)))
    (func $runs_in_table (param i32) (result i32) (call $shared (local.get 0)))";

#[test]
fn functions_that_wait_do_what_they_did() {
    same(MANY, &[1, 2], &[6, 7, 30]);
}

#[test]
fn a_tail_reads_and_writes_locals() {
    same(
        "(func (export \"f\") (param $n i32) (result i32) (local $a i32) (local $b i64) (local $c f64) (local $kept i32)
            (local.set $a (i32.const 3)) (local.set $kept (i32.const 1000)) (local.set $c (f64.const 1.5))
            (if (i32.gt_s (local.get $n) (i32.const 5)) (then
                (local.set $b (i64.extend_i32_s (i32.mul (local.get $a) (local.get $n))))
                (local.set $c (f64.add (local.get $c) (f64.const 0.5)))
                (if (i32.gt_s (local.get $n) (i32.const 8)) (then (local.set $a (i32.const 77))))))
            (i32.add (i32.add (local.get $a) (local.get $kept))
                (i32.add (i32.wrap_i64 (local.get $b)) (i32.trunc_f64_s (f64.mul (local.get $c) (f64.const 10))))))",
        &[1],
        &[6, 9, 20],
    );
}

#[test]
fn a_tail_branches_out_to_any_label_and_into_a_loop() {
    same(
        "(func (export \"f\") (param $n i32) (result i32) (local $i i32) (local $sum i32)
            (block $out
                (loop $again
                    (block $next
                        (local.set $sum (i32.add (local.get $sum) (local.get $i)))
                        (br_if $next (i32.lt_s (local.get $n) (i32.const 5)))
                        (call $tell (local.get $i))
                        (local.set $i (i32.add (local.get $i) (i32.const 2)))
                        (br_if $next (i32.eq (local.get $i) (i32.const 4)))
                        (br_if $again (i32.lt_s (local.get $i) (local.get $n)))
                        (br_if $out (i32.eq (local.get $n) (i32.const 9)))
                        (local.set $sum (i32.mul (local.get $sum) (i32.const 10))))
                    (local.set $i (i32.add (local.get $i) (i32.const 1)))
                    (br_if $again (i32.lt_s (local.get $i) (local.get $n))))
                (local.set $sum (i32.add (local.get $sum) (i32.const 100000))))
            (local.get $sum))",
        &[1, 3],
        &[5, 6, 9, 12],
    );
}

#[test]
fn a_tail_branches_by_a_table() {
    same(
        "(func (export \"f\") (param $n i32) (result i32)
            (block $c (block $b (block $a
                (br_if $a (i32.eqz (local.get $n)))
                (call $tell (local.get $n))
                (block $own (br_table $own $a $b $c $own (local.get $n)))
                (return (i32.const 5)))
                (return (i32.const 1)))
                (return (i32.const 2)))
            (i32.const 3))",
        &[0],
        &[1, 2, 3, 4, 5],
    );
}

#[test]
fn a_tail_takes_values_on_the_stack_and_gives_values_back() {
    same(
        "(func (export \"f\") (param $n i32) (result i32)
            (i32.const 7)
            (block $outer (result i32)
                (i32.const 20)
                (br_if $outer (i32.lt_s (local.get $n) (i32.const 5)))
                (i32.add (local.get $n))
                (br_if $outer (i32.eq (local.get $n) (i32.const 6)))
                (if (result i32) (i32.eq (local.get $n) (i32.const 7))
                    (then (i32.const 1))
                    (else (return (i32.const -1))))
                (i32.add))
            (i32.sub))",
        &[1],
        &[5, 6, 7],
    );
}

#[test]
fn exits_of_one_tail_may_take_different_values_along() {
    same(
        "(func (export \"f\") (param $n i32) (result i32) (local $x i32)
            (i32.wrap_i64 (block $wide (result i64)
                (block $plain
                    (if (i32.ge_s (local.get $n) (i32.const 5)) (then
                        (local.set $x (i32.add (local.get $n) (i32.const 1)))
                        (br_if $plain (i32.eq (local.get $n) (i32.const 5)))
                        (drop (br_if $wide (i64.const 40) (i32.eq (local.get $n) (i32.const 6))))
                        (if (i32.eq (local.get $n) (i32.const 7)) (then (return (i32.const 70))))
                        (call $tell (i32.const 8)))))
                (i64.extend_i32_s (local.get $x)))))",
        &[1],
        &[5, 6, 7, 8],
    );
}

#[test]
fn a_tail_that_ends_a_loop_falls_out_of_it() {
    same(
        "(func (export \"f\") (param $n i32) (result i32) (local $i i32)
            (block $far
                (loop $again
                    (local.set $i (i32.add (local.get $i) (i32.const 1)))
                    (br_if $again (i32.lt_s (local.get $i) (i32.const 3)))
                    (br_if $far (i32.lt_s (local.get $n) (i32.const 5)))
                    (call $tell (local.get $i))
                    (br_if $again (i32.lt_s (local.get $i) (local.get $n)))
                    (br_if $far (i32.eq (local.get $n) (i32.const 8)))
                    (local.set $i (i32.const -1)))
                (local.set $i (i32.add (local.get $i) (i32.const 50))))
            (local.get $i))",
        &[1],
        &[5, 8, 9],
    );
}

#[test]
fn a_tail_may_trap() {
    same(
        "(func (export \"f\") (param $n i32) (result i32)
            (if (i32.gt_s (local.get $n) (i32.const 5)) (then (call $tell (local.get $n)) (unreachable)))
            (local.get $n))",
        &[1],
        &[6],
    );
}

#[test]
fn what_is_smaller_than_a_call_stays() {
    let program = program(
        "(func (export \"f\") (param i32) (result i32)
            (if (i32.gt_s (local.get 0) (i32.const 5)) (then (return (i32.const 1))))
            (i32.const 2))",
    );
    let halves = cut(&program, None, &ran(&program, &[1]), plan::IF_SMALLER).unwrap();
    let mut split = Run::start(&halves.first, &halves.rest);
    assert_eq!((split.f(6), split.loads()), (Some((1, vec![])), 0));
}

#[test]
fn the_same_program_gives_the_same_halves() {
    let program = program(MANY);
    let ran = ran(&program, &[1]);
    let cut = |program: &[u8]| cut(program, None, &ran, plan::IF_SMALLER).unwrap();
    let (once, again) = (cut(&program), cut(&program));
    assert_eq!((once.first, once.rest), (again.first, again.rest));
}

#[test]
fn halves_of_different_programs_do_not_fit() {
    let older = program(MANY);
    let mut newer = older.clone();
    newer.extend([0, 4, 3, b'n', b'e', b'w']); // a section that means nothing
    let cut = |program: &[u8]| cut(program, None, &ran(program, &[1]), plan::IF_SMALLER).unwrap();
    assert_eq!(Run::start(&cut(&older).first, &cut(&newer).rest).f(6), None);
}

/// A table of two places in the data, each with its own text; the first half needs one.
#[test]
fn data_that_only_the_rest_refers_to_comes_with_it() {
    let program = program(
        "(data (i32.const 100) \"\\78\\00\\00\\00\")
        (data (i32.const 120) \"\\07\\00\\00\\00\")
        (data (i32.const 140) \"\\a0\\00\\00\\00\")
        (data (i32.const 160) \"\\09\\00\\00\\00\")
        (func (export \"f\") (param $n i32) (result i32)
            (if (i32.gt_s (local.get $n) (i32.const 5)) (then
                (return (i32.load (i32.load (i32.const 140))))))
            (i32.load (i32.load (i32.const 100))))",
    );
    let whole = module::Module::read(&program).unwrap();
    let code = code::Code::read(&whole, 2).unwrap();
    let number = |number: i32| wasmparser::Operator::I32Const { value: number };
    let place = |number| code.operators.iter().position(|operator| *operator == number).unwrap();
    let meant = [(place(number(100)), 0), (place(number(140)), 2)];
    let linked = linked::Linked {
        things: vec![100..104, 120..124, 140..144, 160..164],
        words: vec![(100, 1), (140, 3)],
        functions: [(linked::print(&code.operators), meant.into())].into(),
        segments: whole.segments,
    };
    let halves = cut(&program, Some(&linked), &ran(&program, &[1]), ALL_MOVE).unwrap();
    let module = module::Module::read(&halves.first).unwrap();
    let here: Vec<u32> = module
        .segments
        .iter()
        .filter(|(_, bytes)| bytes.iter().any(|byte| *byte != 0))
        .map(|(at, _)| *at)
        .collect();
    assert_eq!(here, [8, 100, 120]);
    let mut split = Run::start(&halves.first, &halves.rest);
    assert_eq!((split.f(1), split.loads()), (Some((7, vec![])), 0));
    assert_eq!((split.f(6), split.loads()), (Some((9, vec![])), 1));
    assert_eq!(split.f(1), Some((7, vec![])));
}

#[test]
fn notes_of_another_program_are_refused() {
    let program = program(MANY);
    let failure = Ran::of_notes(&program, &[true]).unwrap_err();
    assert_eq!(
        failure.to_string(),
        "the program cannot be cut in two: there are fewer notes than blocks"
    );
}

#[test]
fn a_program_in_one_piece_has_no_names() {
    let mut named = program(MANY);
    let plain = named.clone();
    named.extend([0, 4, 3, b'n', b'e', b'w']);
    let nameless = without_names(&named).unwrap();
    assert!(nameless.len() <= plain.len() && !nameless.windows(3).any(|bytes| bytes == b"new"));
    assert_eq!(Run::start(&nameless, &[]).f(3), Run::start(&plain, &[]).f(3));
}
