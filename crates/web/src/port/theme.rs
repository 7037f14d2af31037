//! Light, dark, or as the system is.

use super::dom::{document, matches};
use super::storage;

const KEY: &str = "reachlight.theme";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    pub fn from_word(word: &str) -> Self {
        match word {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::Auto,
        }
    }

    /// Three in a ring: the other of what the system is, the same as the system is, and whatever the system is.
    #[must_use]
    pub fn next(self) -> Self {
        let (same, other) = if matches("(prefers-color-scheme: dark)") {
            (Theme::Dark, Theme::Light)
        } else {
            (Theme::Light, Theme::Dark)
        };
        match self {
            Theme::Auto => other,
            theme if theme == other => same,
            _ => Theme::Auto,
        }
    }

    pub const fn word(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    pub const fn words(self) -> &'static str {
        match self {
            Theme::Auto => "Theme: as the system is",
            Theme::Light => "Theme: light",
            Theme::Dark => "Theme: dark",
        }
    }

    /// What was chosen before.
    pub fn kept() -> Option<Self> {
        storage::get(storage::browser(), KEY).map(|word| Self::from_word(&word))
    }

    /// If it cannot be kept, it holds until the page is closed.
    pub fn keep(self) {
        storage::set(storage::browser(), KEY, self.word());
    }

    /// Tells the style sheets.
    pub fn apply(self) {
        let Some(root) = document().and_then(|document| document.document_element()) else {
            return;
        };
        let _ = match self {
            Theme::Auto => root.remove_attribute("data-theme"),
            Theme::Light => root.set_attribute("data-theme", "light"),
            Theme::Dark => root.set_attribute("data-theme", "dark"),
        };
    }
}
