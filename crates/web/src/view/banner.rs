//! Something about the whole page that must be read: a link that could not be opened.

use yew::prelude::*;

use crate::app::{Action, Dialog, Notice};
use crate::view::glyph::{Icon, ui_icon};

pub fn banner(notice: &Notice, act: &Callback<Action>) -> Html {
    let on = |action: Action| {
        let act = act.clone();
        Callback::from(move |_: MouseEvent| act.emit(action.clone()))
    };
    html! {
        <div class="banner" role="alert">
            { ui_icon(Icon::Warning) }
            <p><strong>{ &*notice.title }</strong>{ " " }{ &*notice.text }</p>
            if notice.offers {
                <button class="button" type="button" onclick={on(Action::Open(Dialog::Paste))}>{ "Paste it again" }</button>
                <button class="button" type="button" onclick={on(Action::Open(Dialog::Gallery))}>{ "Diagrams" }</button>
            }
            <button class="button" type="button" onclick={on(Action::CloseNotice)}>{ "Close" }</button>
        </div>
    }
}
