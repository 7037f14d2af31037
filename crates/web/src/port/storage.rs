//! What this browser and this tab keep for the page. Either may be full, switched off, or refused (a sandboxed frame): then nothing is kept.

use web_sys::Storage;

use super::dom::window;

/// For every tab, and for ever.
pub fn browser() -> Option<Storage> {
    window()?.local_storage().ok().flatten()
}

/// For this tab, over reloading, until it is closed.
pub fn tab() -> Option<Storage> {
    window()?.session_storage().ok().flatten()
}

pub fn get(storage: Option<Storage>, key: &str) -> Option<String> {
    storage?.get_item(key).ok().flatten()
}

/// Whether it was kept.
pub fn set(storage: Option<Storage>, key: &str, value: &str) -> bool {
    storage.is_some_and(|storage| storage.set_item(key, value).is_ok())
}

pub fn remove(storage: Option<Storage>, key: &str) {
    // What cannot be removed was not kept either.
    let _ = storage.map(|storage| storage.remove_item(key));
}

pub fn keys(storage: Option<Storage>) -> Vec<String> {
    let Some(storage) = storage else {
        return Vec::new();
    };
    let length = storage.length().unwrap_or_default();
    (0..length)
        .filter_map(|index| storage.key(index).ok().flatten())
        .collect()
}
