//! The problems list: what cannot work as drawn. A click goes to the place.

use editor::Message;
use editor::panel::problems::ProblemItem;
use reach::id::Ref;
use reach::issue::Level;
use yew::prelude::*;

use crate::shared::{Send, Shared};

#[derive(PartialEq)]
pub struct ProblemsProps {
    pub model: Shared<Vec<ProblemItem>>,
    pub emit: Send,
}

pub fn problems_list(props: &ProblemsProps) -> Html {
    let others: Vec<&ProblemItem> = props.model.iter().filter(|item| !item.is_selected).collect();
    if others.is_empty() {
        return Html::default();
    }
    let title = if others.len() == props.model.len() {
        "Problems "
    } else {
        "Other problems "
    };
    html! {
        <section class="problems-panel" aria-label="Problems">
            <h3>{ title }<span class="count">{ others.len() }</span></h3>
            { list(&others, None, &props.emit) }
        </section>
    }
}

/// The items; the place is left out where it is where the reader is already.
pub fn list(items: &[&ProblemItem], here: Option<&Ref>, emit: &Send) -> Html {
    html! {
        <ul class="problems">{ for items.iter().map(|item| {
            let of = item.at.clone();
            let onclick = emit.reform(move |_: MouseEvent| Message::Select(vec![of.clone()]));
            let text = html! {
                <>
                    <span class={classes!("level", item.level.word())} aria-hidden="true">{ sign(item.level) }</span>
                    <span>
                        <span class="off-screen">{ format!("{}: ", item.level.word()) }</span>
                        if here != Some(&item.at) && !item.text.contains(&*item.place) { <strong>{ &*item.place }</strong>{ " " } }
                        { &*item.text }
                    </span>
                </>
            };
            html! {
                <li>if here == Some(&item.at) { <p class="problem">{ text }</p> } else { <button type="button" class="problem" {onclick}>{ text }</button> }</li>
            }
        }) }</ul>
    }
}

const fn sign(level: Level) -> &'static str {
    match level {
        Level::Error => "✕",
        Level::Warning => "!",
        Level::Info => "i",
    }
}
