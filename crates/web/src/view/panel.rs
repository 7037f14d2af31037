//! The panels around the drawing, from the editor's models. Each takes its model by pointer and sends messages.

pub mod along;
pub mod compare;
pub mod dock;
pub mod export;
pub mod gallery;
pub mod import;
pub mod inspector;
pub mod keys;
pub mod matrix;
pub mod outline;
pub mod problems;
pub mod share;
pub mod source;
pub mod text;

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::port::dom;

/// What was typed or chosen in a field.
fn typed(event: &Event) -> String {
    let target = event.target_dyn_into::<HtmlInputElement>().map(|input| input.value());
    let chosen = || {
        event
            .target_dyn_into::<HtmlSelectElement>()
            .map(|select| select.value())
    };
    target.or_else(chosen).unwrap_or_default()
}

/// The same for a field of text, which goes back to what stood there: what stands there now is what comes of it. An answer that
/// changes nothing, such as to `10.0.0.5/16` where `10.0.0.0/16` is, draws nothing anew.
fn taken(event: &Event, before: &str) -> String {
    let typed = typed(event);
    if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
        input.set_value(before);
    }
    typed
}

/// Escape puts back what stood there before, and the keyboard goes on in the drawing.
fn restore(before: &str) -> Callback<KeyboardEvent> {
    let before = before.to_owned();
    Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Escape"
            && let Some(input) = event.target_dyn_into::<HtmlInputElement>()
        {
            event.stop_propagation();
            input.set_value(&before);
            if let Some(canvas) = dom::document().and_then(|document| document.get_element_by_id("canvas")) {
                dom::focus(&canvas);
            }
        }
    })
}
