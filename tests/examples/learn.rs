//! Finds out which code runs when the page is opened: `cargo xtask build` runs it to know where to cut the program.
//!
//! The newly built program is changed so that it notes every block of code it comes to, and visited. What runs before
//! anyone does anything belongs to the half that is loaded at once.
#![allow(clippy::unwrap_used)] // A tool for whoever works on the page: it may stop where it stands.

use std::fs;

use tests::{
    browser::{DESKTOP, PHONE, Page, Scratch, Size, visit_site},
    reading,
};
use xtask::{learning, server::Server, site, split::learn::Noting};

fn main() {
    let uncut = fs::read(site::uncut()).unwrap();
    let noting = Noting::of(&uncut).unwrap();
    let folder = Scratch::new();
    copy(&site::folder(), folder.path());
    fs::write(folder.path().join(site::PROGRAM), &noting.wasm).unwrap();
    let server = Server::start(folder.path(), "/", 0).unwrap();
    let mut ran = Vec::new();
    for size in [DESKTOP, PHONE] {
        for (number, note) in visit(&server, size, &noting).into_iter().enumerate() {
            match ran.get_mut(number) {
                Some(ran) => *ran |= note,
                None => ran.push(note),
            }
        }
    }
    learning::write(&uncut, &ran).unwrap();
}

fn visit(server: &Server, size: Size, noting: &Noting) -> Vec<bool> {
    let stage: u32 = std::env::var("STAGE").map_or(0, |stage| stage.parse().unwrap());
    let mut ran = Vec::new();
    visit_site(&server.url(), size, "", |page| {
        reading::open(page);
        if size.width > 400 { reading::arrive(page); }
        if size.width > 400 {
        if stage > 0 { reading::step_through_a_trace(page); }
        if stage > 1 { reading::select(page); }
        if stage > 2 { reading::pan_and_zoom(page); }
        }
        ran = notes(page, noting);
        // The noting program is whole; that its rest was fetched and is not there is no fault.
        page.console();
    });
    ran
}

fn notes(page: &Page, noting: &Noting) -> Vec<bool> {
    // Started a second time, wasm-bindgen's script gives the program that runs.
    let script = "return import('./web.js').then((web) => web.default())
        .then((program) => Array.from(new Uint8Array(program.memory.buffer, arguments[0], arguments[1])).join(''))";
    let notes = page.script(script, &[noting.notes.into(), noting.blocks.into()]);
    notes.as_str().unwrap().bytes().map(|note| note == b'1').collect()
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
