//! From the browser's events to the editor's.

use editor::kernel::geometry::Px;
use editor::{Button, Key, KeyInput, Modifiers, Pointer, PointerInput, PointerKind, PointerPhase, WheelInput};
use web_sys::{DomRect, Element, KeyboardEvent, PointerEvent, WheelEvent};

/// A wheel's notch and a touchpad's stroke differ by an order of magnitude: one event moves no further than this.
const WHEEL_LIMIT: f64 = 24.0;
const LINE: f64 = 16.0;
/// The second press of a double click comes within this time (in ms) and distance (in px).
const DOUBLE_TIME: f64 = 400.0;
const DOUBLE_DISTANCE: f64 = 6.0;

/// Counts presses: pointer events do not say whether a press is the second of a double click.
#[derive(Clone, Copy, Debug, Default)]
pub struct Presses {
    at: Px,
    time: f64,
    count: u8,
}

impl Presses {
    pub fn count(&mut self, event: &PointerEvent, at: Px) -> u8 {
        let near = (at.x - self.at.x).abs().max((at.y - self.at.y).abs()) <= DOUBLE_DISTANCE;
        let soon = event.time_stamp() - self.time <= DOUBLE_TIME;
        self.count = if near && soon && self.count == 1 { 2 } else { 1 };
        (self.at, self.time) = (at, event.time_stamp());
        self.count
    }
}

pub fn pointer(event: &PointerEvent, phase: PointerPhase, at: Px, clicks: u8, space: bool) -> PointerInput {
    PointerInput {
        phase,
        pointer: Pointer {
            id: event.pointer_id(),
            kind: match event.pointer_type().as_str() {
                "touch" => PointerKind::Touch,
                "pen" => PointerKind::Pen,
                _ => PointerKind::Mouse,
            },
        },
        button: match event.button() {
            1 => Button::Middle,
            2 => Button::Secondary,
            _ => Button::Primary,
        },
        at,
        modifiers: Modifiers {
            shift: event.shift_key(),
            control: event.ctrl_key() || event.meta_key(),
            alt: event.alt_key(),
            space,
        },
        clicks,
    }
}

pub fn wheel(event: &WheelEvent, at: Px) -> WheelInput {
    let unit = if event.delta_mode() == WheelEvent::DOM_DELTA_PIXEL {
        1.0
    } else {
        LINE
    };
    let zoom = event.ctrl_key() || event.meta_key();
    let clamp = |delta: f64| {
        if zoom {
            delta.clamp(-WHEEL_LIMIT, WHEEL_LIMIT)
        } else {
            delta
        }
    };
    // A mouse has one wheel: with Shift it pans sideways.
    let (dx, dy) = if event.shift_key() && event.delta_x() == 0.0 {
        (event.delta_y(), 0.0)
    } else {
        (event.delta_x(), event.delta_y())
    };
    WheelInput {
        at,
        dx: clamp(dx * unit),
        dy: clamp(dy * unit),
        zoom,
    }
}

/// `None` for keys that mean nothing to the editor.
pub fn key(event: &KeyboardEvent, space: bool) -> Option<KeyInput> {
    let name = event.key();
    let key = match name.as_str() {
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Tab" => Key::Tab,
        "Delete" => Key::Delete,
        "Backspace" => Key::Backspace,
        "ArrowUp" => Key::ArrowUp,
        "ArrowDown" => Key::ArrowDown,
        "ArrowLeft" => Key::ArrowLeft,
        "ArrowRight" => Key::ArrowRight,
        "Home" => Key::Home,
        "End" => Key::End,
        "F2" => Key::F2,
        "F6" => Key::F6,
        "F10" => Key::F10,
        "ContextMenu" => Key::Menu,
        " " => Key::Space,
        _ => {
            let mut letters = name.chars();
            match (letters.next(), letters.next()) {
                (Some(letter), None) => Key::Character(letter.to_ascii_lowercase()),
                _ => return None,
            }
        }
    };
    Some(KeyInput {
        key,
        modifiers: Modifiers {
            shift: event.shift_key(),
            control: event.ctrl_key() || event.meta_key(),
            alt: event.alt_key(),
            space,
        },
    })
}

/// Where a point of the window lies in the element.
pub fn place(element: &Element, x: i32, y: i32) -> Px {
    let rect: DomRect = element.get_bounding_client_rect();
    Px {
        x: f64::from(x) - rect.left(),
        y: f64::from(y) - rect.top(),
    }
}
