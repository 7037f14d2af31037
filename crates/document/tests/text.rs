//! The text form: what is read, what is written, and what is said about mistakes.

use document::{Document, text};

fn read(source: &str) -> Document {
    match text::parse(source) {
        Ok(document) => document,
        Err(errors) => panic!(
            "{}",
            errors.iter().map(|error| format!("{error}\n")).collect::<String>()
        ),
    }
}

#[test]
fn samples_and_cases_round_trip() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/samples");
    for entry in std::fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        let source = std::fs::read_to_string(&path).unwrap();
        let document = read(&source);
        let written = text::format(&document);
        println!("{written}");
        assert_eq!(read(&written), document, "{}", path.display());
        assert_eq!(text::format(&read(&written)), written, "{}", path.display());
    }
}
