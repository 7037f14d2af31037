//! How wide a line of text is, without a browser: close enough to leave room for it.
//!
//! The widths are those of the widest font of the style sheet's list, so that no text outgrows its place.

use std::rc::Rc;

/// The sizes in which the canvas writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Names: 12.5 px, semibold.
    Title,
    /// Captions and tabs: 11 px.
    Caption,
    /// Addresses: 11 px, monospaced.
    Mono,
    /// Verdict pills: 11.5 px, semibold.
    Pill,
}

impl Type {
    /// Thousandths of a pixel for one thousandth of the em.
    const fn size(self) -> i32 {
        match self {
            Type::Title => 13_000,
            Type::Caption | Type::Mono => 11_000,
            Type::Pill => 11_500,
        }
    }
}

/// The width of the line in whole pixels, rounded up.
pub fn width(text: &str, kind: Type) -> i32 {
    let mut thousandths: i32 = 0;
    for character in text.chars().take(400) {
        thousandths = thousandths.saturating_add(advance(character, kind));
    }
    thousandths.saturating_mul(kind.size() / 1000) / 1000 + 1
}

/// The text, or as much of its beginning as fits with an ellipsis.
pub fn fitted(text: &Rc<str>, kind: Type, room: i32) -> Rc<str> {
    if width(text, kind) <= room {
        return Rc::clone(text);
    }
    let mut short = String::new();
    let mut used = width("…", kind);
    for character in text.chars() {
        used += advance(character, kind) * (kind.size() / 1000) / 1000 + 1;
        if used > room && !short.is_empty() {
            break;
        }
        short.push(character);
    }
    short.push('…');
    short.into()
}

fn advance(character: char, kind: Type) -> i32 {
    if kind == Type::Mono && character.is_ascii() {
        return 605;
    }
    let regular = match character {
        'i' | 'l' | 'j' | 'I' | '|' | '.' | ',' | ':' | ';' | '\'' | '!' => 320,
        ' ' | 't' | 'f' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' | '·' => 400,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 930,
        'A'..='Z' | '&' | '→' | '✓' | '✕' | '◐' | '↩' => 720,
        'a'..='z' | '0'..='9' => 620,
        _ if character.is_ascii() => 660,
        _ => 1000,
    };
    match kind {
        Type::Title | Type::Pill => regular + regular / 10,
        Type::Caption | Type::Mono => regular,
    }
}
