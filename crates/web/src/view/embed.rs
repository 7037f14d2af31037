//! The little chrome of an embedded diagram: the verdict in one line, the hops as chips, the way to the full editor.

use editor::panel::dock::{Dock, HopChip, Shown};
use editor::{Message, Toast};
use reach::trace::{Action, Leg};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::shared::{Send, Shared};
use crate::view::canvas::verdict_class;
use crate::view::glyph::{Icon, ui_icon};
use crate::view::panel::dock::{keep_in_view, step_buttons};
use crate::view::verdict::sign;

#[derive(Properties, PartialEq)]
pub struct EmbedDockProps {
    pub model: Shared<Dock>,
    pub emit: Send,
}

#[component]
pub fn EmbedDock(props: &EmbedDockProps) -> Html {
    let (dock, send) = (&*props.model, &props.emit);
    let chips = use_node_ref();
    let shown = dock.shown.as_ref().map(|shown| (shown.flow, shown.step));
    use_effect_with(shown, {
        let chips = chips.clone();
        move |_| keep_in_view(&chips)
    });
    html! {
        <section class="embed-dock" aria-label="Trace">
            <div class="embed-verdict">
                if dock.flows.len() > 1 { { flows(dock, send) } }
                if let Some(shown) = &dock.shown { { verdict(dock, shown) } }
            </div>
            if let Some(shown) = &dock.shown { { hops(shown, &chips, send) } }
        </section>
    }
}

/// Which flow is looked at; the chosen one is explained beside and below.
fn flows(dock: &Dock, send: &Send) -> Html {
    let shown = dock.shown.as_ref().map(|shown| shown.flow);
    let onchange = send.reform(|event: Event| {
        let chosen = event
            .target_dyn_into::<HtmlSelectElement>()
            .map(|select| select.value());
        Message::SelectFlow(chosen.and_then(|value| value.parse().ok()))
    });
    html! {
        <select class="button embed-flows" aria-label="Flow" {onchange}>
            if shown.is_none() { <option value="" selected=true>{ "Choose a flow" }</option> }
            { for dock.flows.iter().enumerate().map(|(flow, item)| html! {
                <option value={flow.to_string()} selected={shown == Some(flow)}>{ sign(item.outcome) }{ " " }{ &*item.title }</option>
            }) }
        </select>
    }
}

fn verdict(dock: &Dock, shown: &Shown) -> Html {
    let only = dock.flows.first().filter(|_| dock.flows.len() == 1);
    html! {
        <p class={classes!("verdict-line", verdict_class(shown.outcome))}>
            <span class="sign" aria-hidden="true">{ sign(shown.outcome) }</span>{ " " }
            if let Some(item) = only { { &*item.title }{ ": " } }
            { &*shown.headline }
            if let Some(policy) = &shown.policy { { ". " }{ &*policy.headline } }
        </p>
    }
}

fn steps(shown: &Shown, send: &Send) -> Html {
    let (step, count) = (shown.step, shown.hops.len());
    html! {
        <div class="embed-steps">
            <span class="muted steps">{ format!("step {} of {count}", step + 1) }</span>
            { step_buttons(shown, send) }
        </div>
    }
}

fn hops(shown: &Shown, chips: &NodeRef, send: &Send) -> Html {
    html! {
        <>
            <ol class="embed-hops" aria-label="Hops" ref={chips}>
                { for shown.hops.iter().enumerate().map(|(index, hop)| chip(hop, index, index == shown.step, send)) }
            </ol>
            if !shown.hops.is_empty() { { steps(shown, send) } }
            if let Some(card) = &shown.card {
                <p class="embed-decision">{ &*card.decided }{ " " }<span class="muted">{ &*card.therefore }</span></p>
            }
        </>
    }
}

fn chip(hop: &HopChip, index: usize, current: bool, send: &Send) -> Html {
    let stops = hop.action == Action::Drop;
    let onclick = send.reform(move |_: MouseEvent| Message::Step(index));
    html! {
        <li>
            <button type="button" class={classes!("embed-hop", stops.then_some("stops"))} aria-current={current.then_some("step")} title={hop.sentence.to_string()} {onclick}>
                if hop.leg == Leg::Return { <span aria-label="return">{ "↩" }</span> }
                <span class={classes!("sign", if stops { "blocked" } else { "allowed" })} aria-hidden="true">{ hop.sign() }</span>
                { &*hop.text }
            </button>
        </li>
    }
}

/// A message takes the place of the title, and zooming is done from here: nothing covers the drawing.
pub fn embed_foot(title: &str, message: Option<&Toast>, zoom: Html, full: AttrValue) -> Html {
    html! {
        <footer class="embed-foot">
            { ui_icon(Icon::Logo) }
            if let Some(message) = message {
                <span class={classes!("embed-status", message.bad.then_some("bad"))} role="status" title={message.text.to_string()}>{ &*message.text }</span>
            } else {
                <span>{ "Reachlight" }</span>if !title.is_empty() { <span class="embed-title muted">{ title }</span> }
            }
            { zoom }
            <a href={full} target="_blank" rel="noopener">{ "Open full editor " }<span aria-hidden="true">{ "↗" }</span></a>
        </footer>
    }
}
