//! The page's importer: files in, one diagram and a report out, in a thread of its own, so that the page never waits.
//!
//! The page starts it by `www/importer.js` when somebody gives it a file of another program, and ends it when that is done or
//! no longer wanted. What is said between the two is in [`document::inputs::answer`].

// Nothing of a program can be reached from outside: here `pub` says what a module gives to the others.
#![allow(unreachable_pub)]

mod job;
mod port;

fn main() {
    port::listen(job::run);
}
