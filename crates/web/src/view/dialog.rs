//! What every dialog has: a veil, a name, Escape, and the focus held inside.

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use crate::port::dom;

#[derive(Properties, PartialEq)]
pub struct ModalProps {
    pub label: AttrValue,
    #[prop_or_default]
    pub class: Classes,
    pub close: Callback<()>,
    pub children: Children,
}

#[component]
pub fn Modal(props: &ModalProps) -> Html {
    let sheet = use_node_ref();
    use_effect_with((), {
        let sheet = sheet.clone();
        move |()| {
            // A field that took the focus already keeps it.
            if let Some(sheet) = sheet.cast::<Element>()
                && !has_focus(&sheet)
            {
                dom::focus(&first_stop(&sheet).unwrap_or(sheet));
            }
        }
    });
    let onkeydown = {
        let (close, sheet) = (props.close.clone(), sheet.clone());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Escape" => {
                event.prevent_default();
                close.emit(());
            }
            "Tab" => {
                if let Some(sheet) = sheet.cast::<Element>() {
                    hold_focus(&sheet, &event);
                }
            }
            _ => {}
        })
    };
    let veil = props.close.reform(|_: MouseEvent| ());
    html! {
        <div class="modal">
            <div class="veil" onclick={veil}></div>
            <div class={classes!("sheet", props.class.clone())} ref={sheet} role="dialog" aria-modal="true" aria-label={props.label.clone()} tabindex="-1" {onkeydown}>
                { for props.children.iter() }
            </div>
        </div>
    }
}

fn has_focus(sheet: &Element) -> bool {
    let active = dom::document().and_then(|document| document.active_element());
    active.is_some_and(|active| sheet.contains(Some(&active)))
}

/// What a dialog is for comes after the way out of it.
fn first_stop(sheet: &Element) -> Option<Element> {
    const FIRST: &str = "textarea, select, [type=radio]:checked, :not(.dialog-head) > button";
    sheet.query_selector(FIRST).ok()?
}

/// Tab goes round inside the dialog.
fn hold_focus(sheet: &Element, event: &KeyboardEvent) {
    let Ok(stops) =
        sheet.query_selector_all("button:not([disabled]), input, select, textarea, a[href], [tabindex='0']")
    else {
        return;
    };
    let stop = |index: u32| stops.item(index).and_then(|node| node.dyn_into::<Element>().ok());
    let (Some(first), Some(last)) = (stop(0), stop(stops.length().saturating_sub(1))) else {
        return;
    };
    let active = dom::document().and_then(|document| document.active_element());
    let (from, to) = if event.shift_key() {
        (&first, &last)
    } else {
        (&last, &first)
    };
    let outside = active.as_ref() == sheet.dyn_ref() && event.shift_key();
    if active.as_ref() == Some(from) || outside {
        event.prevent_default();
        dom::focus(to);
    }
}
