//! The built page in a real browser: `cargo xtask test browser`, or after `cargo xtask build`:
//! `cargo test -p tests --test e2e`.
#![allow(clippy::unwrap_used, clippy::panic)] // A test's way to fail is to panic.

#[path = "e2e/harness.rs"]
mod harness;
#[path = "e2e/shell.rs"]
mod shell;
