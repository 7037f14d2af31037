//! The built program, run at the root of the repository: one file for each thing that it does.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod chance;
mod commands;
mod compare;
mod export;
mod fix;
mod flow_logs;
mod harm;
mod hops;
mod imports;
mod reports;
mod requests;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

pub(crate) struct Answer {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub(crate) fn reachlight(arguments: &[&str]) -> Answer {
    fed(arguments, "")
}

/// `trace` of this flow over TCP, with more options.
pub(crate) fn traced(input: &str, from: &str, to: &str, port: &str, more: &[&str]) -> Answer {
    let flow = ["trace", input, "--from", from, "--to", to, "--tcp", port];
    reachlight(&[&flow[..], more].concat())
}

/// With this on standard input.
pub(crate) fn fed(arguments: &[&str], input: &str) -> Answer {
    let mut child = Command::new(env!("CARGO_BIN_EXE_reachlight"))
        .args(arguments)
        .current_dir(root())
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
