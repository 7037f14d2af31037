//! Every command, once: toolbar, menu, keyboard, palette and key sheet are made from this list.

mod list;
mod make;

use std::rc::Rc;

use crate::effect::Effect;
use crate::input::{Key, KeyInput};
use crate::session::Session;

pub use list::commands;

/// Something a person can do by name.
#[derive(Clone, Copy)]
pub struct Command {
    /// `zoom-in`.
    pub name: &'static str,
    /// In words, as a menu shows it: "Zoom in".
    pub title: &'static str,
    pub section: Section,
    pub keys: &'static [Shortcut],
    /// Changes the network or its drawing: not in `view` and `explore`.
    pub changes: bool,
    /// Or why it cannot be run now.
    pub enabled: fn(&Session) -> Result<(), Rc<str>>,
    pub(crate) run: fn(&mut Session) -> Vec<Effect>,
}

impl std::fmt::Debug for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Command")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// Under which heading menus and the key sheet show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    Edit,
    Tools,
    View,
    Trace,
    Go,
    Diagram,
}

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shortcut {
    pub key: Key,
    /// Ctrl, or ⌘ on a Mac.
    pub control: bool,
    pub shift: bool,
    pub alt: bool,
}

impl Shortcut {
    /// As a key sheet writes it: "Ctrl+Shift+Z".
    pub fn text(self) -> String {
        let mut text = String::new();
        for (held, word) in [(self.control, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+")] {
            if held {
                text.push_str(word);
            }
        }
        match self.key {
            Key::Character(character) => text.push(character.to_ascii_uppercase()),
            Key::ArrowUp => text.push('↑'),
            Key::ArrowDown => text.push('↓'),
            Key::ArrowLeft => text.push('←'),
            Key::ArrowRight => text.push('→'),
            Key::Escape => text.push_str("Esc"),
            Key::Delete => text.push_str("Del"),
            Key::Enter => text.push_str("Enter"),
            Key::Tab => text.push_str("Tab"),
            Key::Backspace => text.push_str("Backspace"),
            Key::Home => text.push_str("Home"),
            Key::End => text.push_str("End"),
            Key::F2 => text.push_str("F2"),
            Key::F6 => text.push_str("F6"),
            Key::F10 => text.push_str("F10"),
            Key::Menu => text.push_str("Menu"),
            Key::Space => text.push_str("Space"),
        }
        text
    }

    fn matches(self, input: &KeyInput) -> bool {
        // A sign that needs Shift on some keyboards and not on others means itself.
        let shift_is_free =
            matches!(self.key, Key::Character(character) if !character.is_ascii_alphabetic()) && !self.control;
        self.key == input.key
            && self.control == input.modifiers.control
            && self.alt == input.modifiers.alt
            && (shift_is_free || self.shift == input.modifiers.shift)
    }
}

pub fn find(name: &str) -> Option<&'static Command> {
    commands().find(|command| command.name == name)
}

pub(crate) fn of_key(input: &KeyInput) -> Option<&'static Command> {
    commands().find(|command| command.keys.iter().any(|shortcut| shortcut.matches(input)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_and_titles_are_unique() {
        let names: BTreeSet<_> = commands().map(|command| command.name).collect();
        let titles: BTreeSet<_> = commands().map(|command| command.title).collect();
        assert_eq!(names.len(), commands().count());
        assert_eq!(titles.len(), commands().count());
    }

    #[test]
    fn no_two_commands_claim_one_key() {
        for command in commands() {
            for shortcut in command.keys {
                let input = KeyInput {
                    key: shortcut.key,
                    modifiers: crate::input::Modifiers {
                        control: shortcut.control,
                        shift: shortcut.shift,
                        alt: shortcut.alt,
                        space: false,
                    },
                };
                let claims: Vec<_> = commands()
                    .filter(|other| other.keys.iter().any(|shortcut| shortcut.matches(&input)))
                    .map(|other| other.name)
                    .collect();
                assert_eq!(claims, [command.name], "{}", shortcut.text());
            }
        }
    }
}
