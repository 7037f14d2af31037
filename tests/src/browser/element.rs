//! One element of the page.

use serde_json::{Value, json};

use xtask::browser::Kind;

use super::{Page, kind};

/// The protocol's name for a reference to an element.
pub(crate) const REFERENCE: &str = "element-6066-11e4-a52e-4f735466cecf";

/// An element that was found once; if the page draws it anew, find it again.
#[derive(Clone, Debug)]
pub struct Element<'p> {
    page: &'p Page,
    id: String,
}

/// A place in the view, in CSS pixels from its top left corner.
pub type Point = (f64, f64);

impl<'p> Element<'p> {
    pub(crate) fn from_value(page: &'p Page, value: &Value) -> Option<Self> {
        let id = value.get(REFERENCE)?.as_str()?.to_owned();
        Some(Self { page, id })
    }

    pub(crate) fn to_value(&self) -> Value {
        json!({ REFERENCE: self.id })
    }

    /// Clicks in the middle, after scrolling there. Fails if something else lies on top of it.
    pub fn click(&self) {
        // Firefox's driver scrolls to boxes of the page only, and what is drawn is not one.
        if kind() == Kind::Firefox && self.run("return arguments[0] instanceof SVGElement") == true {
            return self.page.click_at(self.center());
        }
        self.post("click", &json!({}));
    }

    /// Types at the end of what is there; the page sees each key.
    pub fn type_text(&self, text: &str) {
        self.post("value", &json!({ "text": text }));
    }

    /// Replaces what is in a field, as a person would: select all, type.
    pub fn fill(&self, text: &str) {
        self.focus();
        self.page.press("Control+a");
        self.page.press("Delete");
        self.page.type_text(text);
    }

    pub fn focus(&self) {
        self.run("arguments[0].focus()");
    }

    /// Chooses the option of a `<select>` that reads `label`.
    pub fn choose(&self, label: &str) {
        let script = "const [select, label] = arguments;
            const option = [...select.options].find((option) => option.label.trim() === label);
            if (!option) return [...select.options].map((option) => option.label).join(', ');
            select.value = option.value;
            select.dispatchEvent(new Event('input', { bubbles: true }));
            select.dispatchEvent(new Event('change', { bubbles: true }));";
        let others = self.page.script(script, &[self.to_value(), json!(label)]);
        assert!(others.is_null(), "there is no option {label:?}; there are: {others}");
    }

    /// The text as it is seen.
    pub fn text(&self) -> String {
        self.get_string("text")
    }

    /// The name a screen reader says.
    pub fn name(&self) -> String {
        self.get_string("computedlabel")
    }

    pub fn role(&self) -> String {
        self.get_string("computedrole")
    }

    pub fn attribute(&self, name: &str) -> Option<String> {
        self.run(&format!("return arguments[0].getAttribute({})", json!(name)))
            .as_str()
            .map(str::to_owned)
    }

    /// What is in a field.
    pub fn value(&self) -> String {
        self.run("return arguments[0].value")
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    pub fn is_enabled(&self) -> bool {
        self.run("return !arguments[0].disabled && arguments[0].getAttribute('aria-disabled') !== 'true'") == true
    }

    /// The corners in the view: left, top, right, bottom.
    pub fn bounds(&self) -> [f64; 4] {
        let script = "const { left, top, right, bottom } = arguments[0].getBoundingClientRect();
            return [left, top, right, bottom];";
        let corners = self.run(script);
        [0, 1, 2, 3].map(|index| corners.get(index).and_then(Value::as_f64).unwrap_or_default())
    }

    pub fn center(&self) -> Point {
        let [left, top, right, bottom] = self.bounds();
        ((left + right) / 2.0, (top + bottom) / 2.0)
    }

    /// Waits until `holds` does.
    pub fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        self.page.until(what, || holds(self).then_some(()));
    }

    pub(crate) fn try_get(&self, what: &str) -> Option<String> {
        let answer = self.page.driver.get(&format!("element/{}/{what}", self.id)).ok()?;
        answer.as_str().map(str::to_owned)
    }

    fn run(&self, script: &str) -> Value {
        self.page.script(script, &[self.to_value()])
    }

    fn get_string(&self, what: &str) -> String {
        let answer = self.page.driver.get(&format!("element/{}/{what}", self.id));
        answer
            .unwrap_or_else(|refused| panic!("{refused}"))
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    fn post(&self, what: &str, body: &Value) {
        let answer = self.page.driver.post(&format!("element/{}/{what}", self.id), body);
        answer.unwrap_or_else(|refused| panic!("{refused}"));
    }
}
