//! Other programs' files as inputs, and the script that collects them.

use crate::{fed, reachlight, traced};
use serde_json::Value;

/// Answers of aws commands, in a folder of accounts and Regions, are an input like any other.
#[test]
fn aws_answers_are_an_input() {
    let folder = "tests/imports/aws/two-accounts";
    let import = reachlight(&["import", folder, "--notes", "json"]);
    assert_eq!(import.status, 0, "{}", import.err);
    assert!(
        import.out.contains("peering pcx-shop-data shop-vpc data-vpc"),
        "{}",
        import.out
    );
    let notes: Value = serde_json::from_str(&import.err).unwrap();
    assert!(
        notes.as_array().unwrap().iter().any(|note| note["kind"] == "assumed"),
        "{notes}"
    );
    let trace = traced(folder, "shop-1", "orders-db", "5432", &["--assert", "allowed"]);
    assert_eq!(trace.status, 0, "{}{}", trace.out, trace.err);
    let cut = fed(&["import", "-"], "{\"Vpcs\": [\n {\"VpcId\": ");
    assert_eq!(cut.status, 2);
    assert!(
        cut.err.contains("standard input:2:") && cut.err.lines().count() == 1,
        "{}",
        cut.err
    );
}

/// The script that reads an account is one that a shell can read.
#[test]
fn collect_prints_a_script() {
    let script = reachlight(&["collect"]);
    assert_eq!(script.status, 0);
    assert!(script.out.starts_with("#!/bin/sh\n"), "{}", script.out);
    for word in [
        " create-",
        " delete-",
        " modify-",
        " put-",
        " update-",
        "PreSharedKey",
        "authKey",
    ] {
        assert!(!script.out.contains(word), "{word}");
    }
}

/// A plan holds both networks: what it opens comes first.
#[test]
fn a_plan_says_what_it_opens() {
    let plan = "tests/imports/terraform/plan-of-change/plan.json";
    let diff = reachlight(&["diff", plan]);
    assert_eq!(diff.status, 0, "{}", diff.err);
    assert!(
        diff.out.starts_with("This plan opens db-1 to the internet: TCP 5432\n"),
        "{}",
        diff.out
    );
    let json = reachlight(&["diff", plan, "--format", "json"]).json();
    let opened = json["flows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|flow| flow["from"] == "internet");
    assert_eq!(opened.unwrap()["gained"][0]["ports"], "5432");
    // A plan of a new stack has nothing before it.
    let new = reachlight(&["diff", "tests/imports/terraform/plan/plan.json"]);
    assert!(
        new.out.contains("This plan opens web-1 to the internet: TCP 443"),
        "{}{}",
        new.out,
        new.err
    );
    let state = reachlight(&["diff", "tests/imports/terraform/state/state.json"]);
    assert_eq!((state.status, state.err.lines().count()), (2, 1), "{}", state.err);
}

#[test]
fn terraforms_own_language_is_no_input() {
    let hcl = fed(
        &["import", "-"],
        "resource \"aws_vpc\" \"x\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n",
    );
    assert_eq!(hcl.status, 2);
    assert!(hcl.err.contains("terraform show -json"), "{}", hcl.err);
}
