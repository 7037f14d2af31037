//! What time it is.

use js_sys::{Date, Object, Reflect};
use wasm_bindgen::JsValue;

/// In milliseconds, as JavaScript counts them.
pub fn now() -> u64 {
    Date::now() as u64
}

/// "Nov 21, 2026, 3:04 PM".
pub fn words(time: u64) -> String {
    let options = Object::new();
    for (part, length) in [("dateStyle", "medium"), ("timeStyle", "short")] {
        // A new object takes every value.
        let _ = Reflect::set(&options, &part.into(), &length.into());
    }
    Date::new(&JsValue::from_f64(time as f64))
        .to_locale_string("en", &options)
        .into()
}
