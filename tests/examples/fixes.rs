//! Every fix for every flow of the cases, for reading: `cargo run -p tests --example fixes [FILTER]`.
#![allow(clippy::print_stdout)] // A program that lists.

use std::path::Path;

fn main() {
    let filter = std::env::args().nth(1).unwrap_or_default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    for path in tests::case::files(&folder) {
        if !path.display().to_string().contains(&filter) {
            continue;
        }
        match tests::case::fixes(&path) {
            Ok(flows) => {
                for flow in flows {
                    flow.lines.iter().for_each(|line| println!("{line}"));
                    if let Some((place, head)) = flow.unfixed {
                        println!("UNFIXED {place} | {head}");
                    }
                }
            }
            Err(fault) => println!("FAULT {}: {fault}", path.display()),
        }
    }
}
