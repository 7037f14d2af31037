//! A short message with one way back.

use editor::{Message, Toast};
use yew::prelude::*;

use crate::shared::Send;
use crate::view::glyph::{Icon, ui_icon};

pub fn toast(toast: &Toast, send: &Send) -> Html {
    let send = |message: Message| {
        let send = send.clone();
        Callback::from(move |_: MouseEvent| send.emit(message.clone()))
    };
    html! {
        <div class={classes!("toast", toast.bad.then_some("bad"))} role={if toast.bad { "alert" } else { "status" }}>
            if toast.bad { { ui_icon(Icon::Warning) } }
            <p>{ &*toast.text }</p>
            if toast.undo { <button class="button" type="button" onclick={send(Message::Command("undo"))}>{ "Undo" }</button> }
            <button class="button quiet icon-only" type="button" aria-label="Close the message" onclick={send(Message::DismissToast)}>
                { ui_icon(Icon::Close) }
            </button>
        </div>
    }
}
