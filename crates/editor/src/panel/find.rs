//! What somebody types to find one of a list of our own words, which are plain: no tables of the world's letters.

/// Whether the text has every typed word, in small or large letters.
pub(super) fn holds(text: &str, typed: &str) -> bool {
    let (text, typed) = (text.to_ascii_lowercase(), typed.to_ascii_lowercase());
    typed.split_whitespace().all(|word| text.contains(word))
}
