//! What hands do, freed of the browser.

use crate::kernel::geometry::Px;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Modifiers {
    pub shift: bool,
    /// Ctrl, or ⌘ on a Mac.
    pub control: bool,
    pub alt: bool,
    /// Space is held: the pointer pans.
    pub space: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointerPhase {
    Down,
    Move,
    Up,
    Cancel,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    Primary,
    Middle,
    Secondary,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointerKind {
    Mouse,
    Touch,
    Pen,
}

/// The pointer's identity: two fingers are two pointers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pointer {
    pub id: i32,
    pub kind: PointerKind,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointerInput {
    pub phase: PointerPhase,
    pub pointer: Pointer,
    pub button: Button,
    pub at: Px,
    pub modifiers: Modifiers,
    /// 2 for the second press of a double click.
    pub clicks: u8,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WheelInput {
    pub at: Px,
    pub dx: f64,
    pub dy: f64,
    /// Ctrl/⌘ held, or a pinch: zoom instead of pan.
    pub zoom: bool,
}

/// A key as the layout gives it, without the text it would type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// In lower case.
    Character(char),
    Enter,
    Escape,
    Tab,
    Delete,
    Backspace,
    ArrowUp,
    ArrowDown,
    ArrowLeft,
    ArrowRight,
    Home,
    End,
    F2,
    F6,
    F10,
    /// The key with a menu on it.
    Menu,
    Space,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyInput {
    pub key: Key,
    pub modifiers: Modifiers,
}

impl KeyInput {
    /// A letter, digit or sign alone, or with Shift.
    pub fn is_single_character(&self) -> bool {
        matches!(self.key, Key::Character(_)) && !self.modifiers.control && !self.modifiers.alt
    }
}
