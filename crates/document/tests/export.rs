//! What other programs read, of documents of every kind.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    unreachable_pub,
    reason = "a test fails by panicking"
)]

mod arbitrary;

use document::{Document, export, picture};
use proptest::prelude::*;

fn document() -> impl Strategy<Value = Document> {
    (any::<u64>(), 0_usize..40).prop_map(|(seed, size)| arbitrary::document(seed, size))
}

/// Quotes of the line, outside of which nothing is a name.
fn quoted(line: &str) -> usize {
    line.matches('"').count() - line.matches("\\\"").count()
}

proptest! {
    /// Whatever the names are, a line is what the writer meant by it.
    #[test]
    fn names_do_not_leave_their_quotes(document in document()) {
        let chart = export::mermaid(&document);
        for line in chart.lines().skip(4) {
            let words = line.trim_start();
            let known = words == "end" || words.starts_with("subgraph ") || words.contains(['[', '|'])
                || words.split(' ').count() == 3;
            prop_assert!(known, "{}", line);
            prop_assert!(matches!(line.matches('"').count(), 0 | 2), "{}", line);
        }
        let opened = chart.lines().filter(|line| line.trim_start().starts_with("subgraph ")).count();
        prop_assert_eq!(opened, chart.lines().filter(|line| line.trim() == "end").count());
        let graph = export::dot(&document);
        for line in graph.lines() {
            let unescaped = line.replace("\\\\", "");
            prop_assert!(quoted(&unescaped).is_multiple_of(2), "{}", line);
        }
        prop_assert_eq!(graph.matches("subgraph \"").count() + 1, graph.lines().filter(|line| line.trim() == "}").count());
    }

    #[test]
    fn the_same_diagram_gives_the_same_bytes(document in document()) {
        let again = document.clone();
        prop_assert_eq!(export::mermaid(&document), export::mermaid(&again));
        prop_assert_eq!(export::dot(&document), export::dot(&again));
    }

    /// Whatever else the picture says, its diagram is found.
    #[test]
    fn a_picture_gives_its_diagram_back(document in document()) {
        let hidden = picture::metadata(&document);
        prop_assert!(hidden.is_ascii());
        let title = export::escape_xml("{\"reachlight\": 1}");
        let picture = format!("<svg><title>{title}</title>{hidden}</svg>");
        prop_assert_eq!(picture::of_svg(&picture).unwrap().unwrap(), document.clone());
        prop_assert_eq!(picture::of_svg(&hidden.replace('"', "&quot;")).unwrap().unwrap(), document.clone());
        let png = picture::into_png(PNG, &document).unwrap();
        prop_assert_eq!(picture::of_png(&png).unwrap().unwrap(), document);
        prop_assert!(picture::of_png(PNG).is_none());
    }
}

/// One white point.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\nIDATx\x9c\x63\xf8\x0f\0\x01\x01\x01\0\x1b\xb6\xee\x56\0\0\0\0IEND\xaeB\x60\x82";

proptest! {
    /// Files that somebody damaged are refused or read; nothing else.
    #[test]
    fn damaged_pictures_are_harmless(document in document(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut png = picture::into_png(PNG, &document).unwrap();
        let place = at.index(png.len());
        png[place] = byte;
        let _ = picture::of_png(&png);
        png.truncate(place);
        let _ = picture::of_png(&png);
        let _ = picture::into_png(&png, &document);
    }
}
