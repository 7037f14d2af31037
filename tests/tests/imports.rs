//! Files of other programs, imported. A folder of `tests/imports/{aws,terraform,cloudformation}/` is one import: all files in it but the expected ones.
//!
//! - `expected.reach`: the diagram, `expected.notes`: the report (`UPDATE=1` writes both; read them before committing);
//! - `flows.txt`: flow lines with what must come out;
//! - `same-as.txt`: a sample whose flows must come out as they do there, to the verdict and the code.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

#[path = "imports/cloudformation.rs"]
mod cloudformation;
#[path = "imports/damage.rs"]
mod damage;
#[path = "imports/described.rs"]
mod described;
#[path = "imports/hostile.rs"]
mod hostile;
#[path = "imports/laws.rs"]
mod laws;
#[path = "imports/parity.rs"]
mod parity;
#[path = "imports/shapes.rs"]
mod shapes;

use std::fs;
use std::path::{Path, PathBuf};

use document::import::{self, Import, Source};
use document::{Document, Flow, text};

const EXPECTED: [&str; 4] = ["expected.reach", "expected.notes", "flows.txt", "same-as.txt"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn folders() -> Vec<PathBuf> {
    let families = ["aws", "terraform", "cloudformation"].map(|family| root().join("tests/imports").join(family));
    let mut folders: Vec<PathBuf> = families
        .iter()
        .flat_map(|family| fs::read_dir(family).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

/// The inputs of a folder, named as below it.
fn sources(folder: &Path) -> Vec<Source> {
    let mut sources = Vec::new();
    collect(folder, "", &mut sources);
    sources
}

fn collect(folder: &Path, below: &str, sources: &mut Vec<Source>) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap();
        let full = format!("{below}{name}");
        if path.is_dir() {
            collect(&path, &format!("{full}/"), sources);
        } else if !EXPECTED.contains(&name) {
            let bytes = fs::read(&path).unwrap();
            sources.push(Source { name: full, bytes });
        }
    }
}

fn notes(import: &Import) -> String {
    let lines = import.notes.iter().map(|note| {
        let id = note.id.as_deref().unwrap_or("-");
        let place = if note.path.is_empty() { "-" } else { &note.path };
        let file = if note.file.is_empty() { "-" } else { &note.file };
        format!("{} {file} {place} {id}: {}\n", note.kind.word(), note.text)
    });
    lines.collect()
}

/// What differs from the file, which `UPDATE=1` writes.
fn unexpected(path: &Path, found: &str) -> Option<String> {
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, found).unwrap();
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    let new = found
        .lines()
        .filter(|line| !expected.lines().any(|known| known == *line))
        .map(|line| format!("+ {line}"));
    let gone = expected
        .lines()
        .filter(|line| !found.lines().any(|known| known == *line))
        .map(|line| format!("- {line}"));
    let lines: Vec<String> = gone.chain(new).collect();
    (expected != found).then(|| format!("{}:\n{}", path.display(), lines.join("\n")))
}

/// A mistake in what comes out of a flow.
fn wrong(flow: &Flow, document: &Document) -> Option<String> {
    let (network, _) = reach::resolve(&document.topology);
    let trace = reach::trace(&network, &flow.question);
    let code = trace.first_blocker().map(|blocker| blocker.finding.reason.code);
    let fits = flow.expectation.as_ref()?.holds(&trace);
    let line = text::format_flow(flow, &document.topology);
    (!fits).then(|| format!("{line}: {} {}", trace.verdict.word(), code.unwrap_or_default()))
}

fn check_flows(folder: &Path, document: &Document, mistakes: &mut Vec<String>) {
    let Ok(lines) = fs::read_to_string(folder.join("flows.txt")) else {
        return;
    };
    for line in lines
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
    {
        match text::parse_flow(line, &document.topology) {
            Ok(flow) => {
                assert!(flow.expectation.is_some(), "{line}: say what is expected");
                mistakes.extend(wrong(&flow, document).map(|words| format!("{}: {words}", folder.display())));
            }
            Err(error) => mistakes.push(format!("{}: {line}: {error}", folder.display())),
        }
    }
}

/// The same flows, asked of the import and of the sample.
fn check_sample(folder: &Path, document: &Document, mistakes: &mut Vec<String>) {
    let Ok(name) = fs::read_to_string(folder.join("same-as.txt")) else {
        return;
    };
    let sample = text::parse(&fs::read_to_string(root().join(name.trim())).unwrap()).unwrap();
    assert!(!sample.flows.is_empty());
    let (drawn, _) = reach::resolve(&sample.topology);
    let (imported, _) = reach::resolve(&document.topology);
    for flow in sample.flows.iter() {
        let (there, here) = (
            reach::trace(&drawn, &flow.question),
            reach::trace(&imported, &flow.question),
        );
        let code = |trace: &reach::trace::Trace| trace.first_blocker().map(|blocker| blocker.finding.reason.code);
        if (there.verdict, code(&there), &there.allowed) != (here.verdict, code(&here), &here.allowed) {
            let line = text::format_flow(flow, &sample.topology);
            let (word, code) = (here.verdict.word(), code(&here));
            mistakes.push(format!("{}: {line}: imported, it is {word} {code:?}", folder.display()));
        }
    }
}

#[test]
fn every_folder_comes_out_as_expected() {
    let mut mistakes = Vec::new();
    for folder in folders() {
        let import = import::read(sources(&folder));
        assert!(import.errors.is_empty(), "{}: {:?}", folder.display(), import.errors);
        let written = text::format(&import.document);
        let again = text::parse(&written).unwrap_or_else(|errors| panic!("{}: {errors:?}", folder.display()));
        assert_eq!(text::format(&again), written, "{}", folder.display());
        for (name, found) in [("expected.reach", &written), ("expected.notes", &notes(&import))] {
            mistakes.extend(unexpected(&folder.join(name), found));
        }
        check_flows(&folder, &import.document, &mut mistakes);
        check_sample(&folder, &import.document, &mut mistakes);
    }
    assert!(mistakes.is_empty(), "{mistakes:#?}");
}

/// Fails with all mistakes at once, or if fewer than `least` were compared.
fn told(compared: usize, mistakes: &[String], least: usize) {
    assert!(compared >= least, "{compared} were compared");
    let count = mistakes.len();
    assert!(mistakes.is_empty(), "{count} of {compared}\n{}", mistakes.join("\n"));
}
