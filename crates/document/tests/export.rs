//! What other programs read, of documents of every kind.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    unreachable_pub,
    reason = "a test fails by panicking"
)]

mod arbitrary;

use document::{Document, export};
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
            prop_assert!(quoted(&unescaped) % 2 == 0, "{}", line);
        }
        prop_assert_eq!(graph.matches("subgraph \"").count() + 1, graph.lines().filter(|line| line.trim() == "}").count());
    }

    #[test]
    fn the_same_diagram_gives_the_same_bytes(document in document()) {
        let again = document.clone();
        prop_assert_eq!(export::mermaid(&document), export::mermaid(&again));
        prop_assert_eq!(export::dot(&document), export::dot(&again));
    }
}
