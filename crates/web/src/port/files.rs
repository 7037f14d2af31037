//! Files of the reader's computer: chosen in the browser's own dialog, or dropped on the page.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, File, HtmlInputElement};

use super::dom;

/// Lets the reader choose a file; nothing happens if they choose none.
pub fn choose(then: impl FnOnce(File) + 'static) {
    let field = dom::document().and_then(|document| document.create_element("input").ok()?.dyn_into().ok());
    let Some(field) = field else { return };
    let field: HtmlInputElement = field;
    field.set_type("file");
    let of = field.clone();
    let chosen = Closure::once_into_js(move || {
        if let Some(file) = of.files().and_then(|files| files.get(0)) {
            then(file);
        }
    });
    field.set_onchange(Some(chosen.unchecked_ref()));
    field.click();
}

pub fn dropped(event: &DragEvent) -> Option<File> {
    event.data_transfer()?.files()?.get(0)
}

/// `None` if the browser cannot read it, or will not.
pub async fn bytes(file: &File) -> Option<Vec<u8>> {
    let content = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(js_sys::Uint8Array::new(&content).to_vec())
}
