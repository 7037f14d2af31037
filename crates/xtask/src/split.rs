//! Cuts the built program in two: what the page needs to show, trace and select, and the rest.
//!
//! The first half is the program as it was, except that functions of the rest have become short stand-ins:
//! a stand-in calls what its slot of the function table holds, and asks `www/boot.js` to load the rest when the
//! slot is still empty. The rest shares memory, tables and globals with the first half and fills the slots when it starts.
//! So it never matters when the rest arrives; the two halves together do what the whole did.
//!
//! | file | does |
//! |---|---|
//! | [`module`] | takes the program apart |
//! | [`choice`] | says which functions go with the rest: `later.txt`, and what only they use |
//! | [`first`], [`rest`] | write the halves |
//! | [`links`] | what the halves call each other's things |
//! | [`learn`] | writes `later.txt` anew from what ran in a browser: `cargo run -p tests --example later` |

mod blocks;
mod code;
mod first;
pub mod learn;
mod links;
mod live;
mod module;
mod moved;
mod plan;
mod rest;
mod tail;
mod types;

pub use blocks::Ran;

use crate::{Failure, Result};

/// The module name under which the first half asks to be completed.
const ASK_MODULE: &str = "later";
const ASK_NAME: &str = "load";

/// The module name under which the rest knows what the first half has.
const FIRST_MODULE: &str = "first";

#[derive(Debug)]
pub struct Halves {
    pub first: Vec<u8>,
    pub rest: Vec<u8>,
}

/// Cuts `wasm` into what ran, and the rest.
pub fn split(wasm: &[u8], ran: &Ran) -> Result<Halves> {
    cut(wasm, ran, plan::IF_SMALLER)
}

fn cut(wasm: &[u8], ran: &Ran, worth: plan::Worth) -> Result<Halves> {
    let module = module::Module::read(wasm)?;
    let plan = plan::Plan::make(&module, ran, worth)?;
    let links = links::Links::find(&module, &plan, mark(wasm))?;
    let halves = Halves {
        first: first::write(&module, &plan, &links)?,
        rest: rest::write(&module, &plan, &links)?,
    };
    for half in [&halves.first, &halves.rest] {
        wasmparser::validate(half).map_err(cannot)?;
    }
    Ok(halves)
}

/// FNV-1a: tells programs apart, and is the same wherever they are cut.
pub fn mark(wasm: &[u8]) -> u64 {
    wasm.iter().fold(0xcbf2_9ce4_8422_2325, |mark, byte| {
        (mark ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn cannot(why: impl std::fmt::Display) -> Failure {
    Failure::CannotSplit(why.to_string())
}

#[cfg(test)]
mod tests;
