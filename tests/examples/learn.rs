//! Finds out which code runs when the page is opened and its trace stepped through: `cargo xtask build` runs it to know where to cut the program.
//!
//! The newly built program is changed so that it notes every block of code it comes to, and visited. What runs up to
//! there belongs to the half that is loaded at once.
#![allow(clippy::unwrap_used)] // `cargo xtask build` says that it failed, and this why.

use std::{fs, path::Path};

use tests::{
    browser::{DESKTOP, PHONE, Page, Scratch, visit_dark, visit_site},
    reading,
};
use xtask::{
    learning,
    server::Server,
    site,
    split::learn::{NOTES, Noting},
};

fn main() {
    let uncut = fs::read(site::uncut()).unwrap();
    let noting = Noting::of(&uncut).unwrap();
    let folder = Scratch::new();
    copy(&site::folder(), folder.path());
    fs::write(folder.path().join(site::PROGRAM), &noting.wasm).unwrap();
    fs::write(folder.path().join(site::REST), site::NOTHING).unwrap();
    let server = Server::start(folder.path(), "/", 0).unwrap();
    let mut ran = vec![false; noting.blocks as usize];
    let mut note = |page: &Page| {
        ran.iter_mut()
            .zip(notes(page, &noting))
            .for_each(|(ran, note)| *ran |= note)
    };
    // The order in which a browser does things is not always the same, so each is visited twice.
    for _ in 0..2 {
        visit_site(&server.url(), DESKTOP, "", |page| {
            reading::arrive(page);
            reading::step_through_a_trace(page);
            note(page);
        });
        visit_dark(&server.url(), PHONE, "", |page| {
            reading::open(page);
            note(page);
        });
    }
    learning::write(&uncut, &ran).unwrap();
}

fn notes(page: &Page, noting: &Noting) -> Vec<bool> {
    // Started a second time, wasm-bindgen's script gives the program that runs.
    let script = "return import('./web.js').then((web) => web.default())
        .then((program) => Array.from(new Uint8Array(program[arguments[0]].buffer, 0, arguments[1])).join(''))";
    let notes = page.script(script, &[NOTES.into(), noting.blocks.into()]);
    let notes = notes.as_str().unwrap();
    notes.bytes().map(|note| note == b'1').collect()
}

fn copy(from: &Path, to: &Path) {
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
