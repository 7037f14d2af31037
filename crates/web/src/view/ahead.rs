//! What a button would break, beside it while it is hovered or has the focus. It lies over everything, so that nothing moves;
//! the button names it as its description.

use editor::{Ahead, Message};
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::shared::Send;

/// What the buttons name with `aria-describedby`.
pub const ID: &str = "ahead";
/// Between the button and the words.
const GAP: f64 = 6.0;

/// Around a button that sends the message.
pub fn looking_ahead(message: Message, emit: &Send, button: Html) -> Html {
    let look = move || Message::LookAhead(Some(Box::new(message.clone())));
    let onmouseover = emit.reform({
        let look = look.clone();
        move |_: MouseEvent| look()
    });
    let onfocusin = emit.reform(move |_: FocusEvent| look());
    let onmouseout = emit.reform(|_: MouseEvent| Message::LookAhead(None));
    let onfocusout = emit.reform(|_: FocusEvent| Message::LookAhead(None));
    html! { <span class="ahead-of" {onmouseover} {onmouseout} {onfocusin} {onfocusout}>{ button }</span> }
}

/// The words. They are there without a button, too, and empty, so that the buttons always describe themselves by something.
pub fn tip(ahead: Option<&Ahead>, here: &NodeRef) -> Html {
    let is_bad = ahead.is_some_and(|ahead| ahead.bad);
    html! {
        <div id={ID} ref={here.clone()} class={classes!("ahead", is_bad.then_some("bad"))} role="tooltip" hidden={ahead.is_none()}>
            if let Some(ahead) = ahead {
                <strong>{ &*ahead.text }</strong>
                if !ahead.detail.is_empty() { <span>{ " " }{ &*ahead.detail }</span> }
            }
        </div>
    }
}

/// Below the button, or above it where there is no room. The place is set by script: the page's security policy refuses style attributes.
pub fn place(here: &NodeRef) {
    let (Some(tip), Some(window)) = (here.cast::<HtmlElement>(), web_sys::window()) else {
        return;
    };
    let find = |state: &str| {
        let document = window.document()?;
        document.query_selector(&format!(".ahead-of:{state}")).ok().flatten()
    };
    let around = find("hover").or_else(|| find("focus-within"));
    let style = tip.style();
    // Fixed names and numbers are always accepted.
    let Some(button) = around.and_then(|around| around.first_element_child()) else {
        let _ = style.set_property("visibility", "hidden");
        return;
    };
    let (at, own) = (button.get_bounding_client_rect(), tip.get_bounding_client_rect());
    let height = window
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64())
        .unwrap_or(0.0);
    let below = at.bottom() + GAP;
    // What is in a list of its own, such as a fix, must be read together with its words: they stand beside it.
    let line = button
        .closest("li")
        .ok()
        .flatten()
        .map(|line| line.get_bounding_client_rect());
    let beside = line.filter(|line| line.left() > own.width() + GAP);
    let top = match &beside {
        Some(line) => line.top().min(height - own.height() - GAP),
        None if below + own.height() > height => at.top() - own.height() - GAP,
        None => below,
    };
    let left = match &beside {
        Some(line) => line.left() - own.width() - GAP,
        None => at.right() - own.width(),
    };
    let _ = style.set_property("visibility", "visible");
    let _ = style.set_property("top", &format!("{}px", top.max(GAP) as i32));
    let _ = style.set_property("left", &format!("{}px", left.max(GAP) as i32));
}
