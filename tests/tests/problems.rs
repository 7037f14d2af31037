//! The documented list of problems, `crates/reach/PROBLEMS.md`, is that of the program.
#![allow(clippy::unwrap_used)] // A test's way to fail is to panic.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use reach::issue::Level;
use reach::lint::LINTS;
use reach::reason::Reason;

/// A name of an issue, and one of its reasons.
struct Named {
    name: String,
    level: Level,
    words: &'static Reason,
}

fn page() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/reach/PROBLEMS.md")
}

#[test]
fn the_page_lists_every_problem() {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for issue in issues() {
        let rows = all.entry(issue.name).or_default();
        rows.push(row(issue.level.word(), issue.words));
    }
    for lint in LINTS {
        let rows = all.entry(lint.name.to_owned()).or_default();
        assert!(rows.is_empty(), "{} is the name of two things", lint.name);
        rows.push(row(lint.level.word(), lint.reason));
    }
    let mut text = HEAD.to_owned();
    for (name, mut rows) in all {
        rows.dedup();
        for row in rows {
            writeln!(text, "| `{name}` | {row} |").unwrap();
        }
    }
    tests::docs::compare(&page(), &text).unwrap();
}

const HEAD: &str = "\
# Problems

What `reachlight check` and the page's list of problems can say. An **error** cannot exist in AWS as drawn, and is left out; a **warning** or **info** works,
and surprises. `tests/tests/problems.rs` writes this page: run it with `UPDATE=1`.

| problem | level | in short | rules | words |
|---|---|---|---|---|
";

fn row(level: &str, reason: &Reason) -> String {
    let words = reason.words.replace('|', "\\|");
    format!("{level} | {} | {} | {words}", reason.title, reason.rules.join(" "))
}

/// Every `("name", &REASON` of the files in `issue/`: the name of a problem never stands without its reason.
fn issues() -> Vec<Named> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/reach/src/issue");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut found = Vec::new();
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        found.extend(named(&text));
    }
    found
}

fn named(text: &str) -> Vec<Named> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('"') {
        let rest = &text[at + 1..];
        let Some((name, behind)) = rest.split_once('"') else {
            continue;
        };
        let is_name = name.contains('-') && name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-');
        let behind = behind.trim_start().strip_prefix(',').map(str::trim_start);
        let Some(reason) = behind.and_then(|behind| behind.strip_prefix('&')).filter(|_| is_name) else {
            continue;
        };
        let end = reason.find(|letter: char| !letter.is_ascii_uppercase() && letter != '_' && !letter.is_ascii_digit());
        let constant = &reason[..end.unwrap_or(reason.len())];
        if let Some(words) = reason_of(text, constant) {
            let before = text[..at].trim_end();
            found.push(Named {
                name: name.to_owned(),
                level: level_of(before),
                words,
            });
        }
    }
    found
}

/// The reason that the file declares by this name: `NAME: "CODE" ["RULE"] "Title", …`.
fn reason_of(text: &str, constant: &str) -> Option<&'static Reason> {
    let declared = text.find(&format!("    {constant}: \""))?;
    let declaration = &text[declared..];
    let code = declaration.split('"').nth(1)?;
    let (_, behind) = declaration.split_once(']')?;
    let title = behind.split('"').nth(1)?;
    reach::reason::all().find(|reason| reason.code == code && reason.title == title)
}

/// What is made elsewhere of a name is an error.
fn level_of(before: &str) -> Level {
    if before.ends_with("warn(") {
        Level::Warning
    } else if before.ends_with("info(") {
        Level::Info
    } else {
        Level::Error
    }
}
