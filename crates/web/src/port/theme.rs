//! Light, dark, or as the system is.

use super::dom::{document, matches};

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

    /// The other of the two, seen from what is shown now.
    #[must_use]
    pub fn toggled(self) -> Self {
        let dark = match self {
            Theme::Auto => matches("(prefers-color-scheme: dark)"),
            Theme::Light => false,
            Theme::Dark => true,
        };
        if dark { Theme::Light } else { Theme::Dark }
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
