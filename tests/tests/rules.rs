//! Every rule of the specification has a case that proves it; `cargo test -p tests --test rules -- --nocapture` lists what is open.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // A test's way to fail is to panic, and this one has a list to show.

use std::path::Path;

use tests::rules::Coverage;

/// Rules that are not proved by a case, because nothing happens by them at run time.
const MOST_WITHOUT_EFFECT: usize = 20;

fn coverage() -> Coverage {
    Coverage::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn every_rule_is_proved_or_listed_as_open() {
    let coverage = coverage();
    let open: Vec<&str> = coverage.open.iter().map(String::as_str).collect();
    println!(
        "{} of {} rules and fixtures are proved.",
        coverage.proved.len(),
        coverage.wanted.len()
    );
    println!("Open, {}: {}", open.len(), open.join(" "));
    let forgotten = coverage.forgotten();
    assert!(forgotten.is_empty(), "no case proves {forgotten:?}");
}

#[test]
fn the_list_of_open_rules_only_shrinks() {
    let coverage = coverage();
    let settled = coverage.settled();
    assert!(
        settled.is_empty(),
        "take these out of tests/rules/open.txt: {settled:?}"
    );
}

#[test]
fn few_rules_are_without_effect_and_each_says_why() {
    let coverage = coverage();
    assert!(coverage.without_effect.len() <= MOST_WITHOUT_EFFECT);
    let silent = coverage.without_effect.iter().filter(|(_, why)| why.is_empty());
    assert_eq!(
        silent.count(),
        0,
        "every line of tests/rules/no-effect.txt gives a reason"
    );
    let effective = coverage.effective();
    assert!(
        effective.is_empty(),
        "take these out of tests/rules/no-effect.txt: {effective:?}"
    );
}
