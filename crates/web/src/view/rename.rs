//! A name edited where it stands.

use editor::Message;
use editor::kernel::geometry::Rect;
use reach::id::Ref;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::shared::Send;
use crate::view::afloat::Afloat;

/// Whose name, where it stands, and what it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Naming {
    pub of: Ref,
    /// In pixels of the canvas.
    pub place: Rect,
    pub name: AttrValue,
}

#[derive(Properties, PartialEq)]
pub struct RenameProps {
    pub naming: Naming,
    pub send: Send,
    pub done: Callback<()>,
}

/// Enter and leaving keep what was typed, Escape does not.
#[component]
pub fn Rename(props: &RenameProps) -> Html {
    let field = use_node_ref();
    use_effect_with((), {
        let field = field.clone();
        move |()| {
            if let Some(input) = field.cast::<HtmlInputElement>() {
                let _ = input.focus();
                input.select();
            }
        }
    });
    let keep = {
        let (field, send, done) = (field.clone(), props.send.clone(), props.done.clone());
        let Naming { of, name, .. } = props.naming.clone();
        move || {
            let typed = field.cast::<HtmlInputElement>().map(|input| input.value());
            done.emit(());
            if let Some(value) = typed.filter(|typed| *typed != *name) {
                let field = editor::edit::field::NAME;
                send.emit(Message::SetField {
                    of: of.clone(),
                    field,
                    value,
                });
            }
        }
    };
    let onkeydown = {
        let (keep, done) = (keep.clone(), props.done.clone());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" => keep(),
            "Escape" => done.emit(()),
            _ => {}
        })
    };
    let onblur = Callback::from(move |_: FocusEvent| keep());
    html! {
        <Afloat place={props.naming.place}>
            <input ref={field} class="rename" type="text" maxlength="256" aria-label="Name" value={props.naming.name.clone()} {onkeydown} {onblur} />
        </Afloat>
    }
}
