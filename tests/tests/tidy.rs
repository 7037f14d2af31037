//! What must hold for the project as a whole: who may use whom, how long a file may be, what must not be written.
#![allow(clippy::unwrap_used, clippy::panic)] // A test's way to fail is to panic.

#[path = "tidy/dependencies.rs"]
mod dependencies;
#[path = "tidy/sources.rs"]
mod sources;
