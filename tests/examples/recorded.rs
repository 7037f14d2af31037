//! Lists the rules that the engine records while a case runs and that no case's header names: `cargo run -p tests --example recorded`.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // A tool for whoever writes cases.

use std::collections::BTreeMap;
use std::path::Path;

use tests::{case, rules::Coverage};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let coverage = Coverage::read(root).unwrap();
    let mut cases: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for path in case::files(&root.join("cases")) {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        for rule in case::recorded(&path).unwrap() {
            cases.entry(rule).or_default().push(name.clone());
        }
    }
    let is_open = |rule: &str| coverage.wanted.contains(rule) && !coverage.proved.contains(rule);
    for (rule, names) in cases.iter().filter(|(rule, _)| is_open(rule)) {
        println!("{rule}: {}", names.join(" "));
    }
}
