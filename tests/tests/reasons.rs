//! The page of rules, `crates/reach/RULES.md`, is that of the program: which reasons a rule has, which pages it stands on, and what is assumed.
#![allow(clippy::unwrap_used)] // A test's way to fail is to panic.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use reach::reason::{self, Reason};

/// The page, written from the registry.
#[test]
fn the_page_lists_every_rule() {
    let mut by_rule: BTreeMap<(&str, usize), Vec<&Reason>> = BTreeMap::new();
    for reason in reason::all() {
        for rule in reason.rules {
            by_rule.entry(key(rule)).or_default().push(reason);
        }
    }
    let mut text = HEAD.to_owned();
    for ((family, number), reasons) in by_rule {
        for (index, reason) in reasons.iter().enumerate() {
            let id = if index == 0 {
                format!("{family}-{number:02}")
            } else {
                String::new()
            };
            writeln!(text, "| {id} | {} |", row(reason)).unwrap();
        }
    }
    text.push_str(ASSUMED);
    for reason in reason::all().filter(|reason| reason.assumed) {
        writeln!(text, "| {} | {} |", reason.rules.join(" "), row(reason)).unwrap();
    }
    let silent = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/no-effect.txt")).unwrap();
    text.push_str(SILENT);
    for line in silent.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (id, why) = line.split_once(' ').unwrap_or((line, ""));
        writeln!(text, "| {id} | {} |", why.trim()).unwrap();
    }
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/reach/RULES.md");
    tests::docs::compare(&page, &text).unwrap();
}

/// What rests on no page says so wherever it is told, and switching assumptions off is possible for all of it.
#[test]
fn assumed_reasons_say_so() {
    assert!(reason::all().any(|reason| reason.assumed));
    for reason in reason::all().filter(|reason| reason.assumed) {
        let finding = reach::trace::Finding {
            reason,
            at: reach::id::Ref::internet(),
            facts: Vec::new(),
        };
        let sentence = reach::explain::sentence(&finding, &reach::explain::Ids);
        assert!(sentence.ends_with("(Assumed: no AWS page says so.)"), "{sentence}");
    }
}

/// Families in the order of letters, their rules in the order of numbers.
fn key(rule: &'static str) -> (&'static str, usize) {
    let (family, number) = rule.rsplit_once('-').unwrap_or((rule, "0"));
    (family, number.parse().unwrap_or(0))
}

fn row(reason: &Reason) -> String {
    let words = reason.words.replace('|', "\\|");
    let page = reason.page;
    let assumed = if reason.assumed { " *Assumed.*" } else { "" };
    let code = reason.shown_code().map_or_else(String::new, |code| format!("`{code}`"));
    let name = page.rsplit('/').next().unwrap_or(page).trim_end_matches(".html");
    format!(
        "{} | {code} | {words}{assumed} | [{name}](https://docs.aws.amazon.com/{page})",
        reason.title
    )
}

const HEAD: &str = "\
# Rules

What the engine says and by which rule of the specification, for every rule that something is said by. `{places}` are filled in. A reason that stops packets, or that AWS refuses by,
has a code: Reachability Analyzer's where it has one. `tests/tests/reasons.rs` writes this page from the registry (`reach::reason`): run it with `UPDATE=1`.

| rule | in short | code | words | AWS page |
|---|---|---|---|---|
";

const ASSUMED: &str = "
## Assumed

These rest on what is commonly known: no AWS page was found that says it. Their words end with \u{201c}(Assumed: no AWS page says so.)\u{201d}. With `--no-assumptions` (in code
`Network::assuming(Assumptions::NotMade)`) a flow that is decided by one of them is `unknown`.

| rules | in short | code | words | AWS page |
|---|---|---|---|---|
";

const SILENT: &str = "
## Without an effect

Rules that decide nothing while the program runs, and why.

| rule | why |
|---|---|
";
