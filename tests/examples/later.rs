//! Writes `crates/xtask/src/split/later.txt`: the functions that do not run while someone only reads the first diagram.
//!
//! Run `cargo xtask build`, then `cargo run -p tests --example later`, then build again.
#![allow(clippy::unwrap_used, clippy::print_stdout)] // A tool for whoever works on the page: it may stop where it stands.

use std::fs;

use tests::{
    browser::{DESKTOP, Page, Scratch, visit_site},
    reading,
};
use xtask::{
    server::Server,
    shell, site,
    split::learn::{self, Noting},
};

const HEAD: &str = "\
# The beginnings of the names of functions that can wait: nothing that only shows, traces, selects or pans runs them.
# Whatever fits none of these lines is loaded at once, unless only functions that wait use it.
# Written by `cargo run -p tests --example later`.
";

/// Fewer bytes are not worth a line.
const WORTH_A_LINE: usize = 200;

fn main() {
    let uncut = fs::read(site::uncut()).unwrap();
    let noting = Noting::of(&uncut).unwrap();
    let folder = Scratch::new();
    copy(&site::folder(), folder.path());
    fs::write(folder.path().join(site::PROGRAM), &noting.wasm).unwrap();
    let server = Server::start(folder.path(), "/", 0).unwrap();
    let mut ran = Vec::new();
    visit_site(&server.url(), DESKTOP, "", |page| {
        reading::arrive(page);
        reading::step_through_a_trace(page);
        reading::select(page);
        reading::pan_and_zoom(page);
        ran = notes(page, &noting);
        // The noting program is whole; that its rest was fetched and does not fit is no fault.
        page.console();
    });
    let lines = learn::lines(&uncut, &ran, WORTH_A_LINE).unwrap();
    let path = shell::root().join("crates/xtask/src/split/later.txt");
    fs::write(&path, format!("{HEAD}\n{}\n", lines.join("\n"))).unwrap();
    let count = ran.iter().filter(|ran| **ran).count();
    println!("{count} of {} functions ran; {} lines", ran.len(), lines.len());
}

fn notes(page: &Page, noting: &Noting) -> Vec<bool> {
    // Started a second time, wasm-bindgen's script gives the program that runs.
    let script = "return import('./web.js').then((web) => web.default())
        .then((program) => Array.from(new Uint8Array(program.memory.buffer, arguments[0], arguments[1])))";
    let bytes = page.script(script, &[noting.notes.into(), noting.functions.into()]);
    bytes
        .as_array()
        .into_iter()
        .flatten()
        .map(|byte| byte.as_u64() == Some(1))
        .collect::<Vec<bool>>()
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
