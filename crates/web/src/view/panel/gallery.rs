//! The start gallery: the diagrams of this browser, and samples.

use std::rc::Rc;

use editor::panel::gallery::{Sample, find_samples};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::{Action, Dialog};
use crate::shared::Shared;
use crate::view::dialog::Modal;
use crate::view::glyph::{Icon, ui_icon};

/// A diagram that this browser keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mine {
    pub id: Rc<str>,
    pub title: Rc<str>,
    /// When it was changed last.
    pub when: Rc<str>,
    /// The one that is shown now.
    pub shown: bool,
    /// Deleted a moment ago: it can be brought back.
    pub removed: bool,
}

#[derive(PartialEq)]
pub struct GalleryProps {
    pub mine: Shared<Vec<Mine>>,
    pub act: Callback<Action>,
    pub close: Callback<()>,
}

pub fn start_gallery(props: &GalleryProps) -> Html {
    let close = props.close.reform(|_: MouseEvent| ());
    let empty = props.act.reform(|_: MouseEvent| Action::NewDiagram);
    let files = props.act.reform(|_: MouseEvent| Action::ChooseFiles);
    let folder = props.act.reform(|_: MouseEvent| Action::ChooseFolder);
    let paste = props.act.reform(|_: MouseEvent| Action::Open(Dialog::Paste));
    html! {
        <Modal label="Diagrams" class="gallery" close={props.close.clone()}>
            <header class="dialog-head">
                <h2>{ "Diagrams" }</h2>
                <p class="muted">{ "Networks to look at, break and mend. What you change is kept in this browser." }</p>
                <button type="button" class="button quiet icon-only" aria-label="Close" onclick={close}>{ ui_icon(Icon::Close) }</button>
            </header>
            <section aria-labelledby="gallery-yours">
                <h3 id="gallery-yours" class="heading">{ "Your diagrams" }</h3>
                <ul class="samples">
                    <li><button type="button" class="sample" onclick={empty}><strong>{ "New diagram" }</strong><span class="muted">{ "Empty, to draw a network of your own." }</span></button></li>
                    <li><button type="button" class="sample" onclick={files}><strong>{ "Open files" }</strong><span class="muted">{ "A diagram, or what AWS, Terraform or CloudFormation wrote. Or drop them on the page." }</span></button></li>
                    <li><button type="button" class="sample" onclick={folder}><strong>{ "Open a folder" }</strong><span class="muted">{ "Answers of aws commands, one file or hundreds, become one network." }</span></button></li>
                    <li><button type="button" class="sample" onclick={paste}><strong>{ "Open a diagram" }</strong><span class="muted">{ "From a link, text or JSON that you paste." }</span></button></li>
                    { for props.mine.iter().map(|mine| kept(mine, &props.act)) }
                </ul>
            </section>
            <section aria-labelledby="gallery-samples">
                <h3 id="gallery-samples" class="heading">{ "Samples" }</h3>
                <Samples act={props.act.clone()} />
            </section>
        </Modal>
    }
}

#[derive(Properties, PartialEq)]
struct SamplesProps {
    act: Callback<Action>,
}

/// Typing leaves those that are about it; Enter opens the first.
#[component]
fn Samples(props: &SamplesProps) -> Html {
    let typed = use_state(String::new);
    let found = find_samples(&typed);
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| typed.set(event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    let first = found.first().and_then(|(_, samples)| samples.first());
    let first = first.filter(|_| !typed.trim().is_empty()).map(|sample| sample.file);
    let act = props.act.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if let Some(file) = first.filter(|_| event.key() == "Enter") {
            event.prevent_default();
            act.emit(Action::OpenSample(Rc::from(file)));
        }
    });
    html! {
        <>
            <input type="text" class="palette-filter samples-filter" aria-label="Find a sample" placeholder="Find, such as NAT or tunnel" autocomplete="off" spellcheck="false"
                value={(*typed).clone()} {oninput} {onkeydown} />
            // A parent of their own: however many there are, the field stays the same and keeps the keyboard.
            <div>
                { for found.iter().map(|(title, samples)| html! {
                    <>
                        <h4 class="chapter">{ *title }</h4>
                        <ul class="samples">{ for samples.iter().map(|sample| card(sample, &props.act)) }</ul>
                    </>
                }) }
            </div>
            if found.is_empty() { <p class="chapter">{ "No sample is about that." }</p> }
        </>
    }
}

fn card(sample: &'static Sample, act: &Callback<Action>) -> Html {
    let onclick = act.reform(move |_: MouseEvent| Action::OpenSample(Rc::from(sample.file)));
    html! {
        <li><button type="button" class="sample" {onclick}><strong>{ sample.title }</strong><span class="muted">{ sample.purpose }</span></button></li>
    }
}

/// Undo stands where Delete stood, so that the keyboard stays on it.
fn kept(mine: &Mine, act: &Callback<Action>) -> Html {
    let on = |action: fn(Rc<str>) -> Action| {
        let id = Rc::clone(&mine.id);
        act.reform(move |_: MouseEvent| action(Rc::clone(&id)))
    };
    let what = if mine.removed {
        html! { <p class="sample removed"><strong>{ &*mine.title }</strong><span class="muted">{ "Deleted" }</span></p> }
    } else {
        let when = if mine.shown { "Shown now" } else { &*mine.when };
        html! {
            <button type="button" class="sample" onclick={on(Action::OpenKept)}><strong>{ &*mine.title }</strong><span class="muted">{ when }</span></button>
        }
    };
    let (onclick, label, words) = if mine.removed {
        (
            on(Action::UndeleteKept),
            format!("Bring {} back", mine.title),
            html! { "Undo" },
        )
    } else {
        (
            on(Action::DeleteKept),
            format!("Delete {}", mine.title),
            ui_icon(Icon::Trash),
        )
    };
    html! {
        <li class="mine">
            { what }
            <button type="button" class="button quiet delete" aria-label={label} {onclick}>{ words }</button>
        </li>
    }
}
