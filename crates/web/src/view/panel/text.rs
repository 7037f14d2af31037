//! A diagram as text: the one that is shown, to edit, or one from elsewhere, to open.

use document::Document;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::view::dialog::Modal;
use crate::view::glyph::{Icon, ui_icon};

/// More would push the text out of sight; mending the first ones shows the rest.
const SHOWN_ERRORS: usize = 5;

/// The line it is about, and what is wrong.
type Mistake = (Option<u32>, String);

#[derive(Properties, PartialEq)]
pub struct TextProps {
    pub label: AttrValue,
    /// What it says about what can be written here.
    pub about: AttrValue,
    /// The diagram when the dialog was opened, or nothing.
    pub text: AttrValue,
    /// The word on the button.
    pub done: AttrValue,
    pub apply: Callback<Document>,
    pub close: Callback<()>,
}

#[component]
pub fn TextPanel(props: &TextProps) -> Html {
    let field = use_node_ref();
    let errors = use_state(Vec::<Mistake>::new);
    let apply = {
        let (field, errors) = (field.clone(), errors.clone());
        let (apply, close) = (props.apply.clone(), props.close.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(area) = field.cast::<HtmlTextAreaElement>() else {
                return;
            };
            match document::open(&area.value()) {
                Ok(document) => {
                    close.emit(());
                    apply.emit(document);
                }
                Err(found) => errors.set(found.sentences()),
            }
        })
    };
    let close = props.close.reform(|_: MouseEvent| ());
    html! {
        <Modal label={props.label.clone()} class="as-text" close={props.close.clone()}>
            <header class="dialog-head">
                <h2>{ &props.label }</h2>
                <p class="muted">{ &props.about }</p>
                <button type="button" class="button quiet icon-only" aria-label="Close" onclick={close.clone()}>{ ui_icon(Icon::Close) }</button>
            </header>
            <textarea ref={field.clone()} class="mono" rows="22" aria-label="The diagram as text" aria-invalid={(!errors.is_empty()).then_some("true")}
                spellcheck="false" autocomplete="off" defaultvalue={props.text.clone()} />
            if !errors.is_empty() { { mistakes(&errors, &field) } }
            <div class="actions">
                <button type="button" class="button primary" onclick={apply}>{ &props.done }</button>
                <button type="button" class="button" onclick={close}>{ "Cancel" }</button>
            </div>
        </Modal>
    }
}

fn mistakes(errors: &[Mistake], field: &NodeRef) -> Html {
    html! {
        <ul class="mistakes" role="alert">
            { for errors.iter().take(SHOWN_ERRORS).map(|(line, sentence)| match *line {
                Some(line) => {
                    let field = field.clone();
                    let onclick = Callback::from(move |_: MouseEvent| show_line(&field, line));
                    html! { <li><button type="button" class="link" {onclick}>{ sentence }</button></li> }
                }
                None => html! { <li>{ sentence }</li> },
            }) }
            if errors.len() > SHOWN_ERRORS { <li class="muted">{ format!("and {} more", errors.len() - SHOWN_ERRORS) }</li> }
        </ul>
    }
}

/// Selects the line in the field, which scrolls to it.
fn show_line(field: &NodeRef, line: u32) {
    let Some(area) = field.cast::<HtmlTextAreaElement>() else {
        return;
    };
    let text = area.value();
    let before = text.split_inclusive('\n').take(line.saturating_sub(1) as usize);
    // Positions in a field count UTF-16 units.
    let units = |part: &str| part.encode_utf16().count() as u32;
    let start: u32 = before.map(units).sum();
    let length = text.split('\n').nth(line.saturating_sub(1) as usize).map_or(0, units);
    let _ = area.focus();
    let _ = area.set_selection_range(start, start + length);
}
