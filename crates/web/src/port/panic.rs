//! When the program breaks: `www/rescue.js` takes over, with the text that was kept here.

use wasm_bindgen::JsCast;
use web_sys::{CustomEvent, HtmlTextAreaElement};

use super::dom::{document, window};

/// The field of `index.html` that holds the diagram's text for the worst case.
const KEPT: &str = "rescue-text";

/// Keeps the text where it survives this program.
pub fn keep(text: &str) {
    let field = document().and_then(|document| document.get_element_by_id(KEPT));
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok()) {
        field.set_value(text);
    }
}

/// Shows the banner instead of dying in silence. The program is not called again after that.
pub fn install_hook() {
    std::panic::set_hook(Box::new(|info| {
        let text = info.to_string();
        if let (Some(window), Ok(event)) = (window(), CustomEvent::new("reachlight-broken")) {
            let _ = window.dispatch_event(&event);
        }
        web_sys::console::error_1(&text.into());
    }));
}
