//! Pointer gestures and keys, as a device would send them.

use serde_json::{Value, json};

use super::{Page, element::Point};

/// A gesture, put together step by step and sent at once by [`Pointer::perform`].
#[derive(Debug)]
#[must_use = "a gesture does nothing until it is performed"]
pub struct Pointer<'p> {
    page: &'p Page,
    kind: &'static str,
    steps: Vec<Value>,
    at: Point,
    modifiers: Vec<char>,
}

/// A drag takes this many moves, as a hand's would.
const MOVES: u32 = 8;

impl Pointer<'_> {
    pub fn move_to(mut self, (x, y): Point) -> Self {
        // The protocol takes whole pixels.
        let (x, y) = (x.round(), y.round());
        self.steps
            .push(json!({ "type": "pointerMove", "duration": 16, "origin": "viewport", "x": x as i64, "y": y as i64 }));
        self.at = (x, y);
        self
    }

    pub fn down(mut self) -> Self {
        self.steps.push(json!({ "type": "pointerDown", "button": 0 }));
        self
    }

    pub fn up(mut self) -> Self {
        self.steps.push(json!({ "type": "pointerUp", "button": 0 }));
        self
    }

    /// Moves in a straight line, in several steps.
    pub fn glide_to(mut self, (x, y): Point) -> Self {
        let (from_x, from_y) = self.at;
        for step in 1..=MOVES {
            let part = f64::from(step) / f64::from(MOVES);
            self = self.move_to((from_x + (x - from_x) * part, from_y + (y - from_y) * part));
        }
        self
    }

    /// Holds a key such as `Shift` or `Control` down all the while.
    pub fn holding(mut self, key: &str) -> Self {
        self.modifiers.push(key_value(key));
        self
    }

    pub fn perform(self) {
        let pointer = json!({
            "type": "pointer", "id": self.kind, "parameters": { "pointerType": self.kind }, "actions": self.steps,
        });
        // Devices act in the same beat: the keys go down first and come up when the pointer is done.
        let (keys, pointer) = with_keys(&self.modifiers, pointer);
        let sources: Vec<Value> = keys.into_iter().chain([pointer]).collect();
        self.page.post("actions", &json!({ "actions": sources }));
    }
}

fn with_keys(modifiers: &[char], mut pointer: Value) -> (Option<Value>, Value) {
    if modifiers.is_empty() {
        return (None, pointer);
    }
    let pause = || json!({ "type": "pause" });
    let mut keys: Vec<Value> = modifiers
        .iter()
        .map(|key| json!({ "type": "keyDown", "value": key }))
        .collect();
    if let Some(Value::Array(steps)) = pointer.get_mut("actions") {
        keys.extend(steps.iter().map(|_| pause()));
        steps.splice(0..0, modifiers.iter().map(|_| pause()));
    }
    keys.extend(
        modifiers
            .iter()
            .rev()
            .map(|key| json!({ "type": "keyUp", "value": key })),
    );
    (
        Some(json!({ "type": "key", "id": "keyboard", "actions": keys })),
        pointer,
    )
}

impl Page {
    pub fn mouse(&self) -> Pointer<'_> {
        self.pointer("mouse")
    }

    /// A finger.
    pub fn touch(&self) -> Pointer<'_> {
        self.pointer("touch")
    }

    fn pointer(&self, kind: &'static str) -> Pointer<'_> {
        Pointer {
            page: self,
            kind,
            steps: Vec::new(),
            at: (0.0, 0.0),
            modifiers: Vec::new(),
        }
    }

    /// Drags with the mouse from one place to another.
    pub fn drag(&self, from: Point, to: Point) {
        self.mouse().move_to(from).down().glide_to(to).up().perform();
    }

    pub fn click_at(&self, at: Point) {
        self.mouse().move_to(at).down().up().perform();
    }

    pub fn double_click_at(&self, at: Point) {
        self.mouse().move_to(at).down().up().down().up().perform();
    }

    /// Turns the wheel over a place; positive is down and right.
    pub fn wheel(&self, (x, y): Point, across: i32, down: i32) {
        let scroll = json!({
            "type": "scroll", "origin": "viewport", "duration": 0,
            "x": x.round() as i64, "y": y.round() as i64, "deltaX": across, "deltaY": down,
        });
        self.post(
            "actions",
            &json!({ "actions": [{ "type": "wheel", "id": "wheel", "actions": [scroll] }] }),
        );
    }

    /// Presses a key, or several together: `Tab`, `Escape`, `Shift+Tab`, `Control+z`, `a`.
    pub fn press(&self, keys: &str) {
        let keys: Vec<char> = split_keys(keys).into_iter().map(key_value).collect();
        let down = keys.iter().map(|key| json!({ "type": "keyDown", "value": key }));
        let up = keys.iter().rev().map(|key| json!({ "type": "keyUp", "value": key }));
        self.keyboard(down.chain(up).collect());
    }

    /// Types into whatever has the keyboard, key by key.
    pub fn type_text(&self, text: &str) {
        let strokes = text.chars().flat_map(|key| {
            [
                json!({ "type": "keyDown", "value": key }),
                json!({ "type": "keyUp", "value": key }),
            ]
        });
        self.keyboard(strokes.collect());
    }

    fn keyboard(&self, steps: Vec<Value>) {
        self.post(
            "actions",
            &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": steps }] }),
        );
    }
}

/// `Control++` is Control and plus.
fn split_keys(keys: &str) -> Vec<&str> {
    match keys.strip_suffix("++") {
        Some(before) => before.split('+').chain(["+"]).collect(),
        None if keys == "+" => vec![keys],
        None => keys.split('+').collect(),
    }
}

/// The protocol's character for a key (WebDriver, "Keyboard actions").
fn key_value(key: &str) -> char {
    let mut characters = key.chars();
    if let (Some(only), None) = (characters.next(), characters.next()) {
        return only;
    }
    match key {
        "Backspace" => '\u{E003}',
        "Tab" => '\u{E004}',
        "Enter" => '\u{E007}',
        "Shift" => '\u{E008}',
        "Control" => '\u{E009}',
        "Alt" => '\u{E00A}',
        "Escape" => '\u{E00C}',
        "Space" => ' ',
        "PageUp" => '\u{E00E}',
        "PageDown" => '\u{E00F}',
        "End" => '\u{E010}',
        "Home" => '\u{E011}',
        "ArrowLeft" => '\u{E012}',
        "ArrowUp" => '\u{E013}',
        "ArrowRight" => '\u{E014}',
        "ArrowDown" => '\u{E015}',
        "Delete" => '\u{E017}',
        "F1" => '\u{E031}',
        "F2" => '\u{E032}',
        "F6" => '\u{E036}',
        "F10" => '\u{E03A}',
        "Meta" => '\u{E03D}',
        _ => panic!("no key is named {key:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_apart() {
        assert_eq!(split_keys("Control+Shift+z"), ["Control", "Shift", "z"]);
        assert_eq!(split_keys("Control++"), ["Control", "+"]);
        assert_eq!(split_keys("+"), ["+"]);
        assert_eq!(key_value("Tab"), '\u{E004}');
    }
}
