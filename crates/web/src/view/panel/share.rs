//! The Share dialog: link, how far it gets, the snippet for a page, and the text where the link is too long.

use document::Mode;
use editor::panel::share::{Fit, MODES, Share};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::shared::Shared;
use crate::view::dialog::Modal;
use crate::view::glyph::{Icon, ui_icon};

#[derive(PartialEq)]
pub struct ShareProps {
    pub model: Shared<Share>,
    /// The reader may do something else.
    pub choose: Callback<Mode>,
    pub copy: Callback<String>,
    /// The text as a file.
    pub save: Callback<MouseEvent>,
    /// To the other formats.
    pub export: Callback<MouseEvent>,
    pub close: Callback<()>,
}

pub fn share_dialog(props: &ShareProps) -> Html {
    let share = &*props.model;
    let close = props.close.reform(|_: MouseEvent| ());
    html! {
        <Modal label="Share" class="share" close={props.close.clone()}>
            <header class="dialog-head">
                <h2>{ "Share" }</h2>
                <p class="muted">{ "The link holds the whole diagram. Nothing is sent anywhere until you send it." }</p>
                <button type="button" class="button quiet icon-only" aria-label="Close" onclick={close}>{ ui_icon(Icon::Close) }</button>
            </header>
            { modes(share, &props.choose) }
            { link(share, &props.copy) }
            { snippet(share, &props.copy) }
            { text(share, props) }
            <section class="share-part">
                <button type="button" class="button" onclick={props.export.clone()}>{ "Pictures and other formats" }</button>
            </section>
        </Modal>
    }
}

fn modes(share: &Share, choose: &Callback<Mode>) -> Html {
    html! {
        <fieldset class="modes">
            <legend>{ "Who opens it may" }</legend>
            { for MODES.iter().map(|(mode, title, purpose)| {
                let mode = *mode;
                let onchange = choose.reform(move |_: Event| mode);
                html! {
                    <label><input type="radio" name="share-mode" checked={share.mode == mode} {onchange} />
                        <span><strong>{ *title }</strong><span class="muted">{ *purpose }</span></span></label>
                }
            }) }
        </fieldset>
    }
}

fn link(share: &Share, copy: &Callback<String>) -> Html {
    match &share.link {
        Err(why) => html! { <p class="field-error" role="alert">{ &**why }</p> },
        Ok(link) => html! {
            <section class="share-part">
                <h3>{ "Link" }</h3>
                { copyable("Link", link, copy) }
                { meter(share) }
            </section>
        },
    }
}

/// How long the link is, against the lengths that places take.
fn meter(share: &Share) -> Html {
    let (length, fit) = (share.length(), share.fit());
    let class = match fit {
        Fit::Short | Fit::Everywhere => "fits",
        Fit::Long => "long",
        Fit::TooLong => "too-long",
    };
    html! {
        <div class={classes!("link-length", class)}>
            <meter min="0" max={Fit::LONG.to_string()} value={length.min(Fit::LONG).to_string()} aria-label="Length of the link">{ length }</meter>
            <p><strong>{ format!("{length} characters.") }</strong>{ " " }{ fit.words() }</p>
        </div>
    }
}

fn snippet(share: &Share, copy: &Callback<String>) -> Html {
    share.snippet().map_or_else(Html::default, |snippet| {
        html! {
            <section class="share-part">
                <h3>{ "In a web page" }</h3>
                { copyable("Code for a web page", &snippet, copy) }
            </section>
        }
    })
}

fn text(share: &Share, props: &ShareProps) -> Html {
    let onclick = {
        let (copy, text) = (props.copy.clone(), share.text.to_string());
        Callback::from(move |_: MouseEvent| copy.emit(text.clone()))
    };
    let open = share.fit() == Fit::TooLong;
    html! {
        <details class="share-part" {open}>
            <summary>{ "As text or file" }</summary>
            <p class="note">{ "The same diagram as text. The command line and “Edit as text” open it." }</p>
            <textarea readonly={true} rows="8" class="mono" aria-label="The diagram as text" value={share.text.to_string()} />
            <div class="actions">
                <button type="button" class="button" {onclick}>{ ui_icon(Icon::Copy) }{ "Copy text" }</button>
                <button type="button" class="button" onclick={props.save.clone()}>{ "Download file" }</button>
            </div>
        </details>
    }
}

fn copyable(label: &'static str, value: &str, copy: &Callback<String>) -> Html {
    let onclick = {
        let (copy, value) = (copy.clone(), value.to_owned());
        Callback::from(move |_: MouseEvent| copy.emit(value.clone()))
    };
    let select = Callback::from(|event: FocusEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            input.select();
        }
    });
    html! {
        <div class="copyable">
            <input type="text" class="mono" readonly={true} aria-label={label} value={value.to_owned()} onfocus={select} />
            <button type="button" class="button primary" aria-label={format!("Copy {}", label.to_ascii_lowercase())} {onclick}>{ ui_icon(Icon::Copy) }{ "Copy" }</button>
        </div>
    }
}
