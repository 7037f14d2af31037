//! The few look-ups in the page's tree.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, SvgElement, Window};

pub fn window() -> Option<Window> {
    web_sys::window()
}

pub fn document() -> Option<Document> {
    window()?.document()
}

/// The children of `root` that carry this attribute.
pub fn all_with(root: &Element, attribute: &str) -> Vec<Element> {
    let Ok(found) = root.query_selector_all(&format!("[{attribute}]")) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|index| found.item(index)?.dyn_into().ok())
        .collect()
}

/// The child of `root` whose attribute has this value; no selector is made from the value.
pub fn with_value(root: &Element, attribute: &str, value: &str) -> Option<Element> {
    all_with(root, attribute)
        .into_iter()
        .find(|element| element.get_attribute(attribute).as_deref() == Some(value))
}

/// Moves the keyboard focus, without scrolling the page.
pub fn focus(element: &Element) {
    // Failing to focus is not worth a word: the element may have gone in the meantime.
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    } else if let Some(element) = element.dyn_ref::<SvgElement>() {
        let _ = element.focus();
    }
}

/// The same for what Tab does not stop at: words, a panel.
pub fn focus_part(element: &Element) {
    if element.tag_name() != "BUTTON" {
        // Setting an attribute with a fixed, valid name cannot fail.
        let _ = element.set_attribute("tabindex", "-1");
    }
    focus(element);
}

/// Typing in it means text, not commands.
pub fn is_field(element: &Element) -> bool {
    matches!(
        element.tag_name().to_ascii_lowercase().as_str(),
        "input" | "textarea" | "select"
    )
}

/// Words of the page are selected: copying them is the browser's.
pub fn has_selected_text() -> bool {
    let selection = window().and_then(|window| window.get_selection().ok().flatten());
    selection.is_some_and(|selection| !selection.is_collapsed())
}

/// The width at which the style sheets lay the panels over the drawing.
const NARROW: &str = "(max-width: 700px)";

pub fn is_narrow() -> bool {
    matches(NARROW)
}

/// Whether a media query holds now.
pub fn matches(query: &str) -> bool {
    let found = window().and_then(|window| window.match_media(query).ok().flatten());
    found.is_some_and(|found| found.matches())
}
