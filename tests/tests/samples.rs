//! The samples of the start gallery: each reads without an error, prints as it is written, and answers as it claims.
#![allow(clippy::unwrap_used, clippy::panic)] // A test's way to fail is to panic.

use std::path::PathBuf;

use document::{Expectation, text};

fn samples() -> Vec<PathBuf> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/samples");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut samples: Vec<_> = entries
        .filter(|path| path.extension().is_some_and(|it| it == "reach"))
        .collect();
    samples.sort();
    samples
}

#[test]
fn there_are_eight() {
    assert_eq!(samples().len(), 8);
}

#[test]
fn every_sample_is_written_canonically() {
    for path in samples() {
        let written = std::fs::read_to_string(&path).unwrap();
        let document = text::parse(&written).unwrap_or_else(|errors| panic!("{}: {errors:#?}", path.display()));
        let formatted = text::format(&document);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &formatted).unwrap();
        } else {
            assert_eq!(formatted, written, "{}: run with UPDATE=1 to rewrite", path.display());
        }
    }
}

#[test]
fn every_sample_answers_as_it_expects() {
    for path in samples() {
        let document = text::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let (network, _) = reach::resolve(&document.topology);
        for (index, flow) in document.flows.iter().enumerate() {
            let trace = reach::trace(&network, &flow.question);
            let code = trace.blockers.first().map(|blocker| blocker.finding.reason.code);
            let met = match &flow.expectation {
                None => true,
                Some(Expectation::Verdict(verdict)) => *verdict == trace.verdict,
                Some(Expectation::Code(expected)) => code == Some(expected),
            };
            assert!(
                met,
                "{}: flow {}: {:?} {code:?}",
                path.display(),
                index + 1,
                trace.verdict
            );
        }
    }
}
