//! Zoom out, 100 %, zoom in, fit.

use editor::Message;
use yew::prelude::*;

use crate::shared::Send;
use crate::view::glyph::{Icon, ui_icon};

pub fn zoom(percent: u32, send: &Send) -> Html {
    let command = |name: &'static str| {
        let send = send.clone();
        Callback::from(move |_: MouseEvent| send.emit(Message::Command(name)))
    };
    html! {
        <div class="zoom" role="group" aria-label="Zoom">
            <button type="button" aria-label="Zoom out" title="Zoom out (-)" onclick={command("zoom-out")}>{ ui_icon(Icon::Minus) }</button>
            <button type="button" class="percent" title="Back to 100 % (0)" onclick={command("zoom-reset")}>{ percent }{ " %" }</button>
            <button type="button" aria-label="Zoom in" title="Zoom in (+)" onclick={command("zoom-in")}>{ ui_icon(Icon::Plus) }</button>
            <button type="button" title="Fit the whole diagram (1)" onclick={command("fit")}>{ "Fit" }</button>
        </div>
    }
}
