//! The document in this browser. Storage may be full, switched off, or refused (a sandboxed frame): then nothing is kept, and the page says so.

use web_sys::Storage;

const DOCUMENT: &str = "reachlight.document";

fn storage() -> Option<Storage> {
    super::dom::window()?.local_storage().ok().flatten()
}

/// The text of the last document, if there is one.
pub fn load() -> Option<String> {
    storage()?.get_item(DOCUMENT).ok().flatten()
}

/// Whether it was kept.
pub fn save(text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(DOCUMENT, text).is_ok())
}
