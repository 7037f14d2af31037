//! Other programs' files as inputs, and the script that collects them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

struct Answer {
    status: i32,
    out: String,
    err: String,
}

/// Runs the program at the root of the repository.
fn answer(arguments: &[&str]) -> Answer {
    fed(arguments, "")
}

fn fed(arguments: &[&str], input: &str) -> Answer {
    let mut child = Command::new(env!("CARGO_BIN_EXE_reachlight"))
        .args(arguments)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that does not read its input closes the pipe; what counts is its answer.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Answer {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Answers of aws commands, in a folder of accounts and Regions, are an input like any other.
#[test]
fn aws_answers_are_an_input() {
    let folder = "tests/imports/aws/two-accounts";
    let import = answer(&["import", folder, "--notes", "json"]);
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
    let trace = answer(&[
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
    let script = answer(&["collect"]);
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
