//! Random programs: nested bodies, branches to every label around, loops, returns, values on the stack.

use std::fmt::Write;

use super::same_or_not_needed;

/// Xorshift: the same programs on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

struct Author {
    dice: Dice,
    text: String,
    /// The types of what a branch to the labels around takes along, the innermost last.
    labels: Vec<Option<&'static str>>,
    size: u32,
}

const LOCALS: &[(&str, &str)] = &[
    ("$n", "i32"),
    ("$a", "i32"),
    ("$b", "i32"),
    ("$c", "i32"),
    ("$w", "i64"),
    ("$x", "i64"),
];

impl Author {
    fn local(&mut self, kind: &str) -> &'static str {
        let fitting: Vec<_> = LOCALS.iter().filter(|(_, other)| *other == kind).collect();
        fitting[self.dice.roll(fitting.len() as u64) as usize].0
    }

    /// An expression of a type, without branches.
    fn value(&mut self, kind: &'static str, depth: u32) {
        match self.dice.roll(if depth > 2 { 2 } else { 4 }) {
            0 => write!(self.text, "({kind}.const {})", self.dice.roll(20)),
            1 => {
                let local = self.local(kind);
                write!(self.text, "(local.get {local})")
            }
            2 if kind == "i32" => {
                self.text.push_str("(i32.lt_s ");
                self.value("i32", depth + 1);
                self.value("i32", depth + 1);
                self.text.write_str(")")
            }
            _ => {
                let operation = ["add", "sub", "mul", "xor"][self.dice.roll(4) as usize];
                write!(self.text, "({kind}.{operation} ").unwrap();
                self.value(kind, depth + 1);
                self.value(kind, depth + 1);
                self.text.write_str(")")
            }
        }
        .unwrap();
    }

    /// A branch to some label, by whatever way branches go.
    fn branch(&mut self) {
        let depth = self.dice.roll(self.labels.len() as u64) as usize;
        let label = self.labels[self.labels.len() - 1 - depth];
        let way = if self.dice.roll(3) == 0 { "br" } else { "br_if" };
        write!(self.text, "({way} {depth} ").unwrap();
        self.operands(label);
        if way == "br_if" {
            self.value("i32", 0);
        }
        self.text.push(')');
        if way == "br_if" && label.is_some() {
            self.text.push_str("(drop)");
        }
    }

    fn operands(&mut self, kind: Option<&'static str>) {
        if let Some(kind) = kind {
            self.value(kind, 1);
        }
    }

    fn table(&mut self) {
        let plain: Vec<usize> = (0..self.labels.len())
            .filter(|depth| self.labels[self.labels.len() - 1 - depth].is_none())
            .collect();
        if plain.is_empty() {
            return;
        }
        self.text.push_str("(br_table ");
        for _ in 0..=self.dice.roll(3) {
            let depth = plain[self.dice.roll(plain.len() as u64) as usize];
            write!(self.text, "{depth} ").unwrap();
        }
        self.value("i32", 1);
        self.text.push(')');
    }

    fn body(&mut self, label: Option<&'static str>, result: Option<&'static str>) {
        self.labels.push(label);
        for _ in 0..1 + self.dice.roll(5) {
            self.statement();
        }
        // Something lies on the stack while more happens.
        if let Some(kind) = result {
            self.value(kind, 0);
            if self.dice.roll(2) == 0 {
                self.statement();
                self.value(kind, 0);
                write!(self.text, "({kind}.add)").unwrap();
            }
        }
        self.labels.pop();
    }

    fn statement(&mut self) {
        self.size += 1;
        let deep = self.labels.len() > 6 || self.size > 120;
        match self.dice.roll(if deep { 5 } else { 10 }) {
            0 | 1 => {
                let (local, kind) = LOCALS[self.dice.roll(LOCALS.len() as u64) as usize];
                write!(self.text, "(local.set {local} ").unwrap();
                self.value(kind, 0);
                self.text.push(')');
            }
            2 => {
                self.text.push_str("(call $tell ");
                self.value("i32", 0);
                self.text.push(')');
            }
            3 => self.branch(),
            4 => match self.dice.roll(8) {
                0 => {
                    self.text.push_str("(return ");
                    self.value("i32", 0);
                    self.text.push(')');
                }
                1 => self.table(),
                _ => self.branch(),
            },
            5 | 6 => self.choice(),
            7 => {
                let kind = [None, Some("i32"), Some("i64")][self.dice.roll(3) as usize];
                self.open("block", kind);
                self.body(kind, kind);
                self.close(kind);
            }
            8 => {
                self.open("loop", None);
                // What runs for too long stops.
                self.text.push_str(
                    "(global.set $counter (i32.sub (global.get $counter) (i32.const 1)))
                    (if (i32.lt_s (global.get $counter) (i32.const -200)) (then (return (i32.const -1))))",
                );
                self.body(None, None);
                self.close(None);
            }
            _ => self.choice(),
        }
    }

    fn choice(&mut self) {
        let kind = [None, None, Some("i32"), Some("i64")][self.dice.roll(4) as usize];
        self.value("i32", 0);
        self.open("if", kind);
        self.body(kind, kind);
        if kind.is_some() || self.dice.roll(2) == 0 {
            self.text.push_str("\nelse ");
            self.body(kind, kind);
        }
        self.close(kind);
    }

    fn open(&mut self, what: &str, kind: Option<&str>) {
        let result = kind.map(|kind| format!("(result {kind})")).unwrap_or_default();
        write!(self.text, "\n{what} {result} ").unwrap();
    }

    fn close(&mut self, kind: Option<&'static str>) {
        self.text.push_str("\nend ");
        if let Some(kind) = kind {
            let local = self.local(kind);
            writeln!(self.text, "(local.set {local})").unwrap();
        }
    }
}

fn function(seed: u64) -> String {
    let mut author = Author {
        dice: Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1),
        text: String::new(),
        labels: Vec::new(),
        size: 0,
    };
    author.body(Some("i32"), Some("i32"));
    format!(
        "(func (export \"f\") (param $n i32) (result i32) (local $a i32) (local $b i32) (local $c i32) (local $w i64) (local $x i64)
        {})",
        author.text
    )
}

#[test]
fn random_programs_in_halves_do_what_the_whole_does() {
    let mut needed = 0;
    for seed in 1..500 {
        needed += same_or_not_needed(&function(seed), &[1], &[0, 2, 5, 9, 14, -3]);
    }
    assert!(needed > 200, "the rest was hardly ever needed: {needed}");
}
