//! What a machine needs before it can build Reachlight, and everything that is checked before a change is good.
//!
//! | command | does | module |
//! |---|---|---|
//! | `cargo xtask setup` | adds what is missing: wasm target, wasm-bindgen, Trunk (browser with `--browser`) | [`setup`] |
//! | `cargo xtask build` | the static site in `dist/`, and the bytes of its first load | [`site`], [`size`] |
//! | `cargo xtask serve` | the same, then shows it on this machine | [`server`] |
//! | `cargo xtask test` | every check | [`checks`] |
//!
//! Each of them does its own set-up and looks first, so a second run installs nothing.
//! The browser tests use [`server`] and [`browser`] too: they must not depend on anything here that builds.
#![allow(clippy::print_stdout, clippy::print_stderr)] // A command-line program talks to the terminal.

pub mod browser;
pub mod checks;
pub mod failure;
pub mod learning;
mod packages;
pub mod page;
pub mod pins;
pub mod programs;
pub mod server;
pub mod setup;
pub mod shell;
pub mod site;
pub mod size;
pub mod split;
pub mod tally;

pub use failure::{Failure, Result};
