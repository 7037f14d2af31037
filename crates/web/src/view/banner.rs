//! Something about the whole page that must be read: a link that could not be opened.

use yew::prelude::*;

use crate::app::{Action, Notice};
use crate::view::glyph::{Icon, ui_icon};

pub fn banner(notice: &Notice, act: &Callback<Action>) -> Html {
    let close = {
        let act = act.clone();
        Callback::from(move |_: MouseEvent| act.emit(Action::CloseNotice))
    };
    html! {
        <div class="banner" role="alert">
            { ui_icon(Icon::Warning) }
            <p><strong>{ &*notice.title }</strong>{ " " }{ &*notice.text }</p>
            <button class="button" type="button" onclick={close}>{ "Close" }</button>
        </div>
    }
}
