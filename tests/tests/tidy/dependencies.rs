//! Who may use whom.

use std::{collections::BTreeSet, fs};

use serde_json::Value;
use xtask::shell;

/// Each crate and the crates of ours that it may use: the line of ARCHITECTURE.md.
const ARROWS: &[(&str, &[&str])] = &[
    ("reach", &[]),
    ("document", &["reach"]),
    ("editor", &["reach", "document"]),
    ("web", &["reach", "document", "editor"]),
    ("worker", &["document"]),
    ("reachlight", &["reach", "document", "editor"]),
    ("xtask", &[]),
    ("tests", &["reach", "document", "editor", "xtask"]),
];

/// Crates of others that some of ours must never know.
const STRANGERS: &[(&str, &[&str])] = &[
    (
        "reach",
        &[
            "serde",
            "serde_json",
            "miniz_oxide",
            "yew",
            "web-sys",
            "js-sys",
            "wasm-bindgen",
        ],
    ),
    ("document", &["yew", "web-sys", "js-sys", "wasm-bindgen"]),
    ("editor", &["yew", "web-sys", "js-sys", "wasm-bindgen"]),
    ("reachlight", &["yew", "web-sys", "js-sys", "wasm-bindgen"]),
];

#[derive(Debug)]
struct Package {
    name: String,
    manifest: String,
    ours: Vec<String>,
    others: Vec<String>,
}

fn packages() -> Vec<Package> {
    let metadata = shell::output(shell::cargo().args(["metadata", "--no-deps", "--format-version", "1"])).unwrap();
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    metadata["packages"].as_array().unwrap().iter().map(package).collect()
}

fn package(package: &Value) -> Package {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let dependencies = package["dependencies"].as_array().unwrap().iter();
    let (ours, others): (Vec<_>, Vec<_>) = dependencies.partition(|dependency| dependency["path"].is_string());
    let names = |list: Vec<&Value>| list.into_iter().map(|dependency| text(&dependency["name"])).collect();
    Package {
        name: text(&package["name"]),
        manifest: text(&package["manifest_path"]),
        ours: names(ours),
        others: names(others),
    }
}

fn row<'a>(table: &[(&str, &'a [&'a str])], name: &str) -> Option<&'a [&'a str]> {
    table.iter().find(|(known, _)| *known == name).map(|(_, row)| *row)
}

#[test]
fn a_crate_uses_only_those_to_its_left() {
    for package in packages() {
        let Some(allowed) = row(ARROWS, &package.name) else {
            panic!(
                "{} is not in the table of crates: a new crate needs its place there and in ARCHITECTURE.md",
                package.name
            );
        };
        for used in &package.ours {
            assert!(allowed.contains(&used.as_str()), "{} must not use {used}", package.name);
        }
    }
}

#[test]
fn the_core_knows_no_browser_and_the_engine_no_files() {
    for package in packages() {
        for stranger in row(STRANGERS, &package.name).unwrap_or_default() {
            assert!(
                !package.others.iter().any(|used| used == stranger),
                "{} must not use {stranger}",
                package.name
            );
        }
    }
}

#[test]
fn every_dependency_has_its_sentence_and_every_sentence_its_dependency() {
    let design = fs::read_to_string(shell::root().join("DESIGN.md")).unwrap();
    let (_, section) = design.split_once("## Dependencies\n").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let entries = section
        .lines()
        .filter_map(|line| line.strip_prefix("- `")?.split_once(':'));
    let explained: BTreeSet<String> = entries
        .flat_map(|(names, _)| {
            names
                .split(['`', ',', ' '])
                .filter(|word| !word.is_empty() && *word != "and")
        })
        .map(str::to_owned)
        .collect();
    let used: BTreeSet<String> = packages().into_iter().flat_map(|package| package.others).collect();
    assert_eq!(
        used, explained,
        "left: what the crates use; right: what DESIGN.md explains"
    );
}

#[test]
fn every_crate_keeps_the_lints() {
    for package in packages() {
        let manifest = fs::read_to_string(&package.manifest).unwrap();
        assert!(
            manifest.contains("[lints]\nworkspace = true"),
            "{} has lints of its own",
            package.name
        );
    }
}
