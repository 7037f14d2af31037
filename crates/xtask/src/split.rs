//! Cuts the built program in two: what the first screen and its trace need, and the rest.
//!
//! [`learn`] finds out which code that is: it writes a program that notes every block of code it comes to, and a browser
//! opens the page with that. Then [`split`] writes two halves of the program as it was:
//!
//! - **Functions** that ran stay in the first half, all others go to the rest.
//! - Of a function that ran only a part did. Its **tails** that never ran become functions of the rest.
//! - Everything in the rest that the first half may come to has a **slot** at the end of the function table. The slots are
//!   empty until the rest fills them when it starts. In place of a tail stands a call of what its slot holds; for a
//!   whole function a short **stand-in** does the same. Both make sure of the slot first: if it is empty, the first half asks
//!   `www/later.js` to load the rest, and goes on when it is there.
//! - **Data** that nothing in the first half refers to, nor anything that it refers to, comes with the rest. What refers to
//!   what is known from the linker, which keeps a note of every address it writes.
//! - The rest shares memory, tables and globals with the first half, has copies of the small functions it needs of it, and calls
//!   others by short names.
//!
//! So it never matters what was learnt or when the rest arrives: the halves together do what the whole did. A block that
//! was not learnt costs a wait, one that was learnt for nothing costs bytes.
//!
//! | file | does |
//! |---|---|
//! | [`blocks`], [`learn`] | what ran, block by block |
//! | [`module`], [`code`], [`types`] | the program taken apart |
//! | [`tail`], [`live`] | finds tails, their locals and exits |
//! | [`plan`] | says what goes where |
//! | [`linked`], [`data`] | what refers to what data, and which half brings it |
//! | [`links`] | what the halves call each other's things |
//! | [`moved`] | writes a tail and the call in place of it |
//! | [`first`], [`rest`] | write the halves |

mod blocks;
mod code;
mod data;
mod first;
pub mod learn;
mod linked;
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
    /// What the whole called each function from outside, and what the halves call it.
    pub outside: Vec<(String, String)>,
}

/// Cuts `wasm` into what ran, and the rest. `linked` is the program as the linker left it, with its relocations.
pub fn split(wasm: &[u8], linked: &[u8], ran: &Ran) -> Result<Halves> {
    cut(wasm, Some(&linked::Linked::read(linked)?), ran, plan::IF_SMALLER)
}

fn cut(wasm: &[u8], linked: Option<&linked::Linked<'_>>, ran: &Ran, worth: plan::Worth) -> Result<Halves> {
    let module = module::Module::read(wasm)?;
    let plan = plan::Plan::make(&module, ran, worth)?;
    let links = links::Links::find(&module, &plan, mark(wasm) ^ ran.mark())?;
    let data = match linked {
        Some(linked) => data::Data::divide(&module, linked, &plan)?,
        None => data::Data::undivided(&module),
    };
    let halves = Halves {
        first: first::write(&module, &plan, &links, &data)?,
        rest: rest::write(&module, &plan, &links, &data)?,
        outside: (0..)
            .zip(&module.imports)
            .map(|(function, import)| (import.name.to_owned(), links::outside_name(function)))
            .collect(),
    };
    for half in [&halves.first, &halves.rest] {
        wasmparser::validate(half).map_err(cannot)?;
    }
    Ok(halves)
}

/// The whole program without names and whatever else the browser does not need.
pub fn without_names(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut nameless = wasm_encoder::Module::new();
    for payload in wasmparser::Parser::new(0).parse_all(wasm) {
        let payload = payload.map_err(cannot)?;
        let is_custom = matches!(payload, wasmparser::Payload::CustomSection(_));
        if let Some((id, range)) = payload.as_section().filter(|_| !is_custom) {
            let data = wasm.get(range).unwrap_or_default();
            nameless.section(&wasm_encoder::RawSection { id, data });
        }
    }
    Ok(nameless.finish())
}

/// FNV-1a: tells programs apart, and is the same wherever they are cut.
pub fn mark(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |mark, byte| {
        (mark ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn cannot(why: impl std::fmt::Display) -> Failure {
    Failure::CannotSplit(why.to_string())
}

#[cfg(test)]
mod tests;
