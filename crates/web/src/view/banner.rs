//! Something about the whole page that must be read: a link that could not be opened.

use yew::prelude::*;

use crate::app::{Action, Notice};
use crate::view::glyph::{Icon, UiIcon};

#[derive(Properties, PartialEq)]
pub struct BannerProps {
    pub notice: Notice,
    pub act: Callback<Action>,
}

#[component]
pub fn Banner(props: &BannerProps) -> Html {
    let close = {
        let act = props.act.clone();
        Callback::from(move |_: MouseEvent| act.emit(Action::CloseNotice))
    };
    html! {
        <div class="banner" role="alert">
            <UiIcon icon={Icon::Warning} />
            <p><strong>{ &*props.notice.title }</strong>{ " " }{ &*props.notice.text }</p>
            <button class="button" type="button" onclick={close}>{ "Close" }</button>
        </div>
    }
}
