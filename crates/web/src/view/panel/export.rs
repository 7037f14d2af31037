//! The diagram as files: pictures, reports, other tools' languages.

use editor::export::{About, FORMATS, Format};
use editor::svg::Theme;
use yew::prelude::*;

use crate::view::dialog::Modal;
use crate::view::glyph::{Icon, ui_icon};

/// What leaves the page, and how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Take {
    Download(&'static About, Theme),
    Copy(Format, Theme),
    /// A picture of dots.
    Png(Theme),
    /// The text of the Share dialog.
    Shared,
}

#[derive(Properties, PartialEq)]
pub struct ExportProps {
    pub take: Callback<Take>,
    pub close: Callback<()>,
}

#[component]
pub fn ExportPanel(props: &ExportProps) -> Html {
    let theme = use_state(|| Theme::Light);
    let close = props.close.reform(|_: MouseEvent| ());
    html! {
        <Modal label="Export" class="export" close={props.close.clone()}>
            <header class="dialog-head">
                <h2>{ "Export" }</h2>
                <p class="muted">{ "The files are made here, in your browser; nothing is sent anywhere." }</p>
                <button type="button" class="button quiet icon-only" aria-label="Close" onclick={close}>{ ui_icon(Icon::Close) }</button>
            </header>
            { colours(&theme) }
            <ul class="formats">
                { for FORMATS.iter().enumerate().map(|(place, about)| html! {
                    <>
                        { entry(about, *theme, &props.take) }
                        if place == 0 { { png(*theme, &props.take) } }
                    </>
                }) }
            </ul>
        </Modal>
    }
}

fn colours(theme: &UseStateHandle<Theme>) -> Html {
    let choice = |to: Theme, words: &'static str| {
        let onchange = {
            let theme = theme.clone();
            Callback::from(move |_: Event| theme.set(to))
        };
        html! { <label><input type="radio" name="export-colours" checked={**theme == to} {onchange} /><span>{ words }</span></label> }
    };
    html! {
        <fieldset class="colours">
            <legend>{ "Colours of pictures" }</legend>
            { choice(Theme::Light, "Light") }
            { choice(Theme::Dark, "Dark") }
        </fieldset>
    }
}

fn entry(about: &'static About, theme: Theme, take: &Callback<Take>) -> Html {
    let copy = take.reform(move |_: MouseEvent| Take::Copy(about.format, theme));
    let download = take.reform(move |_: MouseEvent| Take::Download(about, theme));
    html! {
        <li>
            { words(about.title, about.ending, about.purpose) }
            <button type="button" class="button icon-only" aria-label={format!("Copy {}", about.title)} title="Copy" onclick={copy}>{ ui_icon(Icon::Copy) }</button>
            { save(about.title, download) }
        </li>
    }
}

fn png(theme: Theme, take: &Callback<Take>) -> Html {
    let download = take.reform(move |_: MouseEvent| Take::Png(theme));
    html! {
        <li>
            { words("PNG picture", "png", "For slides and documents; the diagram is inside") }
            { save("PNG picture", download) }
        </li>
    }
}

fn words(title: &'static str, ending: &'static str, purpose: &'static str) -> Html {
    html! {
        <span class="format">
            <span><strong>{ title }</strong>{ " " }<span class="mono muted">{ "." }{ ending }</span></span>
            <span class="muted">{ purpose }</span>
        </span>
    }
}

fn save(title: &str, onclick: Callback<MouseEvent>) -> Html {
    html! { <button type="button" class="button" aria-label={format!("Download {title}")} {onclick}>{ "Download" }</button> }
}
