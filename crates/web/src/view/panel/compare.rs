//! What the last change did to all pairs of ends.

use editor::Outcome;
use editor::panel::compare::{Changed, Comparison};
use reach::question::Question;
use yew::prelude::*;

use crate::view::canvas::verdict_class;
use crate::view::dialog::Modal;
use crate::view::glyph::{Icon, ui_icon};
use crate::view::verdict::sign;

#[derive(PartialEq)]
pub struct CompareProps {
    pub model: Comparison,
    pub may_ask: bool,
    pub ask: Callback<Question>,
    pub close: Callback<()>,
}

pub fn comparison(props: &CompareProps) -> Html {
    let close = props.close.reform(|_: MouseEvent| ());
    let pairs = &props.model.pairs;
    html! {
        <Modal label="What the last change did" class="compare" close={props.close.clone()}>
            <header class="dialog-head">
                <h2>{ "What the last change did" }</h2>
                <p class="muted">{ &*props.model.change }</p>
                <button type="button" class="button quiet icon-only" aria-label="Close" onclick={close}>{ ui_icon(Icon::Close) }</button>
            </header>
            if pairs.is_empty() {
                <p class="chapter">{ "Nobody reaches more or less than before." }</p>
            } else {
                <ul class="changed">{ for pairs.iter().map(|pair| line(pair, props)) }</ul>
            }
        </Modal>
    }
}

fn line(pair: &Changed, props: &CompareProps) -> Html {
    let words = html! {
        <>
            <strong>{ &*pair.pair }</strong>
            <span>{ outcome(pair.before) }<span aria-hidden="true">{ " → " }</span><span class="off-screen">{ " before, now " }</span>{ outcome(pair.after) }</span>
            if !pair.note.is_empty() { <span class="muted">{ pair.note }</span> }
        </>
    };
    match pair.question.clone().filter(|_| props.may_ask) {
        Some(question) => {
            let onclick = props.ask.reform(move |_: MouseEvent| question.clone());
            html! { <li><button type="button" class="link" {onclick}>{ words }</button></li> }
        }
        None => html! { <li><p class="link">{ words }</p></li> },
    }
}

fn outcome(outcome: Option<Outcome>) -> Html {
    match outcome {
        Some(outcome) => {
            html! { <span class={classes!("sign", verdict_class(outcome))}>{ sign(outcome) }{ " " }{ outcome.word() }</span> }
        }
        None => html! { <span class="muted">{ "not there" }</span> },
    }
}
