//! What is pasted is read by what it is.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use document::{OpenError, file, link, open, text};

const TEXT: &str = "title \"Pasted\"\nvpc a 10.0.0.0/16\n  subnet s 10.0.1.0/24\n";

#[test]
fn every_form_opens_as_the_same_diagram() {
    let document = text::parse(TEXT).unwrap();
    let fragment = link::encode(&document).unwrap();
    for form in [
        TEXT.to_owned(),
        format!("\u{feff}{TEXT}"),
        format!("\n  {}\n", file::write(&document)),
        format!("#{fragment}"),
        format!(" https://example.org/reachlight/?theme=dark#{fragment}\n"),
    ] {
        assert_eq!(open(&form), Ok(document.clone()), "{form}");
    }
}

#[test]
fn what_is_wrong_is_said_in_the_words_of_the_form() {
    let document = text::parse(TEXT).unwrap();
    let fragment = link::encode(&document).unwrap();
    let cut = format!("https://example.org/#{}", &fragment[..fragment.len() - 4]);
    assert!(matches!(open(&cut), Err(OpenError::Link(_))), "{:?}", open(&cut));
    let sentences = |content: &str| open(content).err().map(|error| error.sentences()).unwrap_or_default();
    let json = sentences("{\n  \"format\": oops\n}");
    assert_eq!(json.first().and_then(|(line, _)| *line), Some(2), "{json:?}");
    let written = sentences("vpc a 10.0.0.0/16\nvpv b");
    assert_eq!(written.first().and_then(|(line, _)| *line), Some(2), "{written:?}");
    assert!(matches!(open("[1, 2]"), Err(OpenError::Json(_))));
    assert_eq!(open(" \n"), Err(OpenError::Blank));
    let cut = sentences("{\"reachlight\": 1, ");
    assert!(cut[0].1.contains("ends before"), "{cut:?}");
    let deep = sentences(&"[".repeat(1000));
    assert!(deep[0].1.contains("nested too deeply"), "{deep:?}");
}
