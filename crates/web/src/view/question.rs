//! What stands over the drawing in one line: the first screen's question, and the way from looking to changing.

use document::Mode;
use yew::prelude::*;

use crate::app::Action;
use crate::view::glyph::{Icon, ui_icon};

pub fn question(headline: &str, act: &Callback<Action>) -> Html {
    let act = |action: Action| {
        let act = act.clone();
        Callback::from(move |_: MouseEvent| act.emit(action.clone()))
    };
    html! {
        <div class="question" role="region" aria-label="Question">
            <span class="sign blocked" aria-hidden="true">{ "✕" }</span>
            <p><strong>{ headline }</strong>{ " Why? " }<span class="muted">{ "Follow the packet to where it stops." }</span></p>
            <button class="button" type="button" onclick={act(Action::ShowBlocked)}>{ "Show me" }</button>
            <button class="button quiet icon-only" type="button" aria-label="Close the question" onclick={act(Action::CloseQuestion)}>
                { ui_icon(Icon::Close) }
            </button>
        </div>
    }
}

pub fn looking(mode: Mode, act: &Callback<Action>) -> Html {
    let words = match mode {
        Mode::View => "This diagram is for looking at.",
        _ => "This diagram is for trying things: rules and routes can be changed.",
    };
    let onclick = act.reform(|_: MouseEvent| Action::EditCopy);
    html! {
        <div class="question" role="region" aria-label="Mode">
            { ui_icon(Icon::Info) }
            <p>{ words }</p>
            <button class="button" type="button" {onclick}>{ "Edit a copy" }</button>
        </div>
    }
}
