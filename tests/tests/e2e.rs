//! The built page in a real browser: `cargo xtask test browser`, or after `cargo xtask build`:
//! `cargo test -p tests --test e2e`.
#![allow(clippy::unwrap_used, clippy::panic)] // A test's way to fail is to panic.

#[path = "e2e/broken.rs"]
mod broken;
#[path = "e2e/deleting.rs"]
mod deleting;
#[path = "e2e/drawing.rs"]
mod drawing;
#[path = "e2e/embed.rs"]
mod embed;
#[path = "e2e/exports.rs"]
mod exports;
#[path = "e2e/halves.rs"]
mod halves;
#[path = "e2e/harness.rs"]
mod harness;
#[path = "e2e/imports.rs"]
mod imports;
#[path = "e2e/keyboard.rs"]
mod keyboard;
#[path = "e2e/lab.rs"]
mod lab;
#[path = "e2e/links.rs"]
mod links;
#[path = "e2e/overview.rs"]
mod overview;
#[path = "e2e/places.rs"]
mod places;
#[path = "e2e/screens.rs"]
mod screens;
#[path = "e2e/settings.rs"]
mod settings;
#[path = "e2e/shell.rs"]
mod shell;
#[path = "e2e/steps.rs"]
mod steps;
