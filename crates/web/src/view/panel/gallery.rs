//! The start gallery: samples to open.

use std::rc::Rc;

use editor::panel::gallery::{SAMPLES, Sample};
use yew::prelude::*;

use crate::app::Action;
use crate::view::dialog::Modal;
use crate::view::glyph::{Icon, ui_icon};

#[derive(PartialEq)]
pub struct GalleryProps {
    /// The file name of the chosen sample.
    pub open: Callback<Rc<str>>,
    pub act: Callback<Action>,
    pub close: Callback<()>,
}

pub fn start_gallery(props: &GalleryProps) -> Html {
    let close = props.close.reform(|_: MouseEvent| ());
    let empty = props.act.reform(|_: MouseEvent| Action::NewDiagram);
    html! {
        <Modal label="Samples" class="gallery" close={props.close.clone()}>
            <header class="dialog-head">
                <h2>{ "Samples" }</h2>
                <p class="muted">{ "Networks to look at, break and mend." }</p>
                <button type="button" class="button quiet icon-only" aria-label="Close" onclick={close}>{ ui_icon(Icon::Close) }</button>
            </header>
            <ul class="samples">
                <li><button type="button" class="sample" onclick={empty}><strong>{ "New diagram" }</strong><span class="muted">{ "Empty, to draw a network of your own." }</span></button></li>
                { for SAMPLES.iter().map(|sample| card(sample, &props.open)) }
            </ul>
        </Modal>
    }
}

fn card(sample: &'static Sample, open: &Callback<Rc<str>>) -> Html {
    let onclick = open.reform(move |_: MouseEvent| Rc::from(sample.file));
    html! {
        <li><button type="button" class="sample" {onclick}><strong>{ sample.title }</strong><span class="muted">{ sample.purpose }</span></button></li>
    }
}
