//! The page's address: the query says how it looks, the fragment holds the diagram.

use web_sys::UrlSearchParams;

use super::dom::window;

/// How the page was asked to look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub embed: bool,
    pub theme: Option<String>,
}

pub fn query() -> Query {
    let Some(parameters) = window()
        .and_then(|window| window.location().search().ok())
        .and_then(|search| UrlSearchParams::new_with_str(&search).ok())
    else {
        return Query::default();
    };
    Query {
        embed: parameters.has("embed"),
        theme: parameters.get("theme"),
    }
}

/// The fragment without its `#`; empty if there is none.
pub fn fragment() -> String {
    let hash = window()
        .and_then(|window| window.location().hash().ok())
        .unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}

/// Puts the diagram into the address without a new entry in the history. Browsers refuse too many calls in a row: then the next one carries it.
pub fn replace_fragment(fragment: &str) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&format!("#{fragment}")));
    }
}

/// The address of the full page, without query and fragment.
pub fn base() -> String {
    let Some(location) = window().map(|window| window.location()) else {
        return String::new();
    };
    let href = location.href().unwrap_or_default();
    let end = href.find(['?', '#']).unwrap_or(href.len());
    href.get(..end).unwrap_or_default().to_owned()
}
