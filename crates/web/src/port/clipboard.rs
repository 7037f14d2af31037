//! Copying. In a frame without permission the modern way fails; then the old one is tried.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlTextAreaElement;

use super::dom;

/// Whether the text is on the clipboard.
pub async fn copy(text: &str) -> bool {
    if let Some(clipboard) = clipboard()
        && JsFuture::from(clipboard.write_text(text)).await.is_ok()
    {
        return true;
    }
    copy_by_selection(text).unwrap_or(false)
}

/// The clipboard's text, if the browser gives it.
pub async fn read() -> Option<String> {
    JsFuture::from(clipboard()?.read_text()).await.ok()?.as_string()
}

/// Absent on pages that are not served securely, whatever the types say.
fn clipboard() -> Option<web_sys::Clipboard> {
    let clipboard = dom::window()?.navigator().clipboard();
    (!clipboard.is_undefined()).then_some(clipboard)
}

fn copy_by_selection(text: &str) -> Option<bool> {
    let document = dom::document()?;
    let focused = document.active_element();
    let field: HtmlTextAreaElement = document.create_element("textarea").ok()?.dyn_into().ok()?;
    field.set_class_name("off-screen");
    field.set_value(text);
    document.body()?.append_child(&field).ok()?;
    field.select();
    let command = js_sys::Reflect::get(&document, &"execCommand".into()).ok()?;
    let done = command
        .dyn_into::<js_sys::Function>()
        .ok()
        .and_then(|command| command.call1(&document, &"copy".into()).ok())
        .is_some_and(|result| result.is_truthy());
    field.remove();
    if let Some(focused) = focused {
        dom::focus(&focused);
    }
    Some(done)
}
