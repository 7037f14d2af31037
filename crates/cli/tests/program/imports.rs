//! Other programs' files as inputs, and the script that collects them.

use crate::{fed, reachlight};
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
    let trace = reachlight(&[
        "trace",
        folder,
        "--from",
        "shop-1",
        "--to",
        "orders-db",
        "--tcp",
        "5432",
        "--assert",
        "allowed",
    ]);
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
