//! Scenes: where things stand, where lines run, and what is kept from one scene to the next.
//!
//! The networks are text files beside this one; each is drawn whole and then judged.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod arbitrary;
mod layout;
mod lines;
mod reuse;
mod snapshot;
mod svg;

use std::path::Path;

use document::Document;
use editor::Derived;
use editor::kernel::auto_layout::Room;

/// Every network of this folder and every sample of the page, drawn for views of every shape.
fn pictures() -> Vec<(String, Document, Derived)> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pictures = Vec::new();
    for folder in [here.join("tests/scene/networks"), here.join("../../www/samples")] {
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.retain(|path| path.extension().is_some_and(|extension| extension == "reach"));
        files.sort();
        for path in files {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let (document, derived) = drawn(&std::fs::read_to_string(&path).unwrap());
            for room in [Room::Tall, Room::Low] {
                let other = derived.in_room(&document, room);
                pictures.push((format!("{name} {room:?}"), document.clone(), other));
            }
            pictures.push((name, document, derived));
        }
    }
    assert!(pictures.len() > 15, "the networks are missing");
    pictures
}

fn drawn(text: &str) -> (Document, Derived) {
    let document = document::text::parse(text).unwrap();
    let derived = Derived::of(&document);
    (document, derived)
}

fn network(name: &str) -> (Document, Derived) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/scene/networks/{name}.reach"));
    drawn(&std::fs::read_to_string(path).unwrap())
}
