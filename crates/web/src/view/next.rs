//! What the next click does, at the upper edge of the drawing, with the way out of it.

use editor::Message;
use yew::prelude::*;

use crate::app::Action;
use crate::shared::Send;

/// The words are read out when they come; here they are for who sees them.
pub fn next(words: &str, send: &Send, act: &Callback<Action>) -> Html {
    let onclick = {
        let (send, act) = (send.clone(), act.clone());
        Callback::from(move |_: MouseEvent| {
            act.emit(Action::FocusCanvas);
            send.emit(Message::Command("cancel"));
        })
    };
    html! {
        <div class="next">
            <p aria-hidden="true">{ words }</p>
            <button type="button" class="button quiet" {onclick}>{ "Cancel" }<kbd class="wide-only" aria-hidden="true">{ "Esc" }</kbd></button>
        </div>
    }
}
