//! What is exported, read by the programs that it is for: `cargo xtask test formats`.
#![allow(clippy::unwrap_used, clippy::panic)] // A test's way to fail is to panic.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use document::{Document, export};
use tests::corpus::{sheets, with_hostile_names};
use xtask::programs;

/// Every diagram there is; the first, which hold every kind of thing, also with names that mean something in other languages.
fn documents() -> impl Iterator<Item = (String, Document)> {
    let hostile = sheets().into_iter().take(30).map(|sheet| {
        let document = with_hostile_names(&sheet.document);
        (format!("{}, hostile names", sheet.name), document)
    });
    let plain = sheets().into_iter().map(|sheet| (sheet.name, sheet.document));
    plain.chain(hostile)
}

fn fed(command: &mut Command, input: &str) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let feeder = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    let _ = feeder.join().unwrap();
    output
}

#[test]
fn mermaid_reads_every_flowchart() {
    let charts: Vec<[String; 2]> = documents()
        .map(|(name, document)| [name, export::mermaid(&document)])
        .collect();
    assert!(charts.len() > 100);
    let mut check = programs::mermaid().unwrap_or_else(|failure| panic!("{failure}"));
    let said = fed(&mut check, &serde_json::to_string(&charts).unwrap());
    let words = String::from_utf8_lossy(&said.stdout).into_owned() + &String::from_utf8_lossy(&said.stderr);
    assert!(said.status.success(), "{words}");
    assert_eq!(words.trim(), format!("{} charts", charts.len()));
}

/// Reading and writing again, without a layout.
#[test]
fn graphviz_reads_every_graph() {
    let program = programs::graphviz().unwrap_or_else(|failure| panic!("{failure}"));
    for (name, document) in documents() {
        let graph = export::dot(&document);
        let said = fed(Command::new(&program).arg("-Tcanon"), &graph);
        let complaints = String::from_utf8_lossy(&said.stderr);
        assert!(
            said.status.success() && complaints.is_empty(),
            "{name}: {complaints}\n{graph}"
        );
        assert!(said.stdout.starts_with(b"digraph "), "{name}");
    }
}
