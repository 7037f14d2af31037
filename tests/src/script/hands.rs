//! Pointer and keys as the page would send them.

use std::rc::Rc;

use editor::kernel::geometry::World;
use editor::{Button, Key, KeyInput, Message, Modifiers, Pointer, PointerInput, PointerKind, PointerPhase, WheelInput};

use super::Stage;

/// Into how many moves a drag is cut.
const MOVES: i32 = 5;

/// A press and what is held with it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Held {
    pub(super) modifiers: Modifiers,
    pub(super) clicks: u8,
    pub(super) touch: bool,
    pub(super) finger: i32,
}

impl Stage {
    pub(super) fn pointer(&mut self, phase: PointerPhase, at: World, held: Held) -> Result<(), String> {
        let input = PointerInput {
            phase,
            pointer: Pointer {
                id: 1 + held.finger,
                kind: if held.touch {
                    PointerKind::Touch
                } else {
                    PointerKind::Mouse
                },
            },
            button: Button::Primary,
            at: self.session.camera().view_from_world(at),
            modifiers: held.modifiers,
            clicks: held.clicks,
        };
        let (network, document) = (
            Rc::clone(&self.session.derived().network),
            self.session.document().clone(),
        );
        self.send(Message::Pointer(input));
        if phase != PointerPhase::Move {
            return Ok(());
        }
        if self.session.document() != &document || !Rc::ptr_eq(&network, &self.session.derived().network) {
            return Err("a mere move of the pointer changed the document or ran the engine".to_owned());
        }
        self.overlay = self.session.overlay().clone();
        Ok(())
    }

    pub(super) fn press(&mut self, at: World, held: Held) -> Result<(), String> {
        self.pointer(PointerPhase::Move, at, held)?;
        let clicks = held.clicks.max(1);
        self.pointer(PointerPhase::Down, at, Held { clicks, ..held })
    }

    pub(super) fn click(&mut self, at: World, held: Held) -> Result<(), String> {
        self.press(at, held)?;
        self.pointer(PointerPhase::Up, at, held)
    }

    /// Down, a few moves, and up unless it is to be held.
    pub(super) fn drag(&mut self, from: World, to: World, held: Held, lets_go: bool) -> Result<(), String> {
        self.press(from, held)?;
        for step in 1..=MOVES {
            let part = |from: i32, to: i32| from + (to - from) * step / MOVES;
            let at = World::new(part(from.x, to.x), part(from.y, to.y));
            self.pointer(PointerPhase::Move, at, held)?;
        }
        if lets_go {
            self.pointer(PointerPhase::Up, to, held)?;
        }
        Ok(())
    }

    pub(super) fn wheel(&mut self, dx: f64, dy: f64, zoom: bool, at: World) {
        let at = self.session.camera().view_from_world(at);
        self.send(Message::Wheel(WheelInput { at, dx, dy, zoom }));
    }

    /// `ctrl+shift+z`, `left`, `delete`, `t`.
    pub(super) fn key(&mut self, text: &str) -> Result<(), String> {
        let mut modifiers = Modifiers::default();
        let mut parts: Vec<&str> = text.split('+').collect();
        let last = match text {
            "+" => "+",
            _ => parts.pop().unwrap_or_default(),
        };
        for part in parts {
            match part {
                "ctrl" => modifiers.control = true,
                "shift" => modifiers.shift = true,
                "alt" => modifiers.alt = true,
                "" => {}
                other => return Err(format!("{other} is no modifier")),
            }
        }
        let key = match last {
            "left" => Key::ArrowLeft,
            "right" => Key::ArrowRight,
            "up" => Key::ArrowUp,
            "down" => Key::ArrowDown,
            "delete" => Key::Delete,
            "escape" => Key::Escape,
            "enter" => Key::Enter,
            "tab" => Key::Tab,
            "space" => Key::Space,
            "home" => Key::Home,
            "end" => Key::End,
            "f2" => Key::F2,
            "f6" => Key::F6,
            "f10" => Key::F10,
            "menu" => Key::Menu,
            one => match one.chars().next() {
                Some(character) if one.chars().count() == 1 => Key::Character(character),
                _ => return Err(format!("{one} is no key")),
            },
        };
        self.send(Message::Key(KeyInput { key, modifiers }));
        Ok(())
    }
}
