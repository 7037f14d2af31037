//! The key sheet.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::Action;
use crate::view::dialog::Modal;
use crate::view::glyph::{Icon, ui_icon};

/// What the keys do, and which.
pub type Keys = (AttrValue, AttrValue);

#[derive(PartialEq)]
pub struct KeysProps {
    pub keys: Vec<Keys>,
    /// Whether letters, digits and signs alone are shortcuts.
    pub single: bool,
    pub act: Callback<Action>,
    pub close: Callback<()>,
}

pub fn key_sheet(props: &KeysProps) -> Html {
    let close = props.close.reform(|_: MouseEvent| ());
    let onchange = props.act.reform(|event: Event| {
        let field = event.target_dyn_into::<HtmlInputElement>();
        Action::SingleKeys(field.is_none_or(|field| field.checked()))
    });
    html! {
        <Modal label="Keys" class="key-sheet" close={props.close.clone()}>
            <header class="dialog-head">
                <h2>{ "Keys" }</h2>
                <p class="muted">{ "They work while no field has the focus." }</p>
                <button type="button" class="button quiet icon-only" aria-label="Close" onclick={close}>{ ui_icon(Icon::Close) }</button>
            </header>
            <label class="single-keys"><input type="checkbox" checked={props.single} {onchange} />{ "Letters, digits and signs alone are shortcuts" }</label>
            <dl>{ for props.keys.iter().map(|(does, keys)| html! { <div><dt>{ does.clone() }</dt><dd><kbd>{ keys.clone() }</kbd></dd></div> }) }</dl>
        </Modal>
    }
}
