//! The diagram's title, edited in place.

use std::rc::Rc;

use editor::Message;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::Action;
use crate::shared::Send;

#[derive(Properties, PartialEq)]
pub struct TitleProps {
    pub title: Rc<str>,
    pub send: Send,
    pub act: Callback<Action>,
}

/// Enter and leaving keep what was typed, Escape puts the old title back. After either key the keyboard goes on in the drawing.
#[component]
pub fn Title(props: &TitleProps) -> Html {
    let field = use_node_ref();
    let onchange = {
        let (send, field) = (props.send.clone(), field.clone());
        Callback::from(move |_: Event| {
            if let Some(input) = field.cast::<HtmlInputElement>() {
                send.emit(Message::SetTitle(input.value()));
            }
        })
    };
    let onkeydown = {
        let (title, field, act) = (props.title.clone(), field.clone(), props.act.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some(input) = field.cast::<HtmlInputElement>() else {
                return;
            };
            match event.key().as_str() {
                "Escape" => {
                    input.set_value(&title);
                    act.emit(Action::FocusCanvas);
                }
                "Enter" => act.emit(Action::FocusCanvas),
                _ => {}
            }
        })
    };
    html! {
        <input class="title" ref={field} type="text" maxlength="256" aria-label="Title of the diagram" autocomplete="off" spellcheck="false"
            size={(props.title.chars().count() * 6 / 5 + 1).clamp(8, 44).to_string()} value={props.title.to_string()} {onchange} {onkeydown} />
    }
}
