//! The little chrome of an embedded diagram: the verdict in one line, the hops as chips, the way to the full editor.

use editor::Message;
use editor::panel::dock::{Dock, HopChip, Shown};
use reach::trace::{Action, Leg};
use yew::prelude::*;

use crate::shared::{Send, Shared};
use crate::view::canvas::verdict_class;
use crate::view::glyph::{Icon, UiIcon};
use crate::view::verdict::sign;

#[derive(Properties, PartialEq)]
pub struct EmbedDockProps {
    pub dock: Shared<Dock>,
    pub send: Send,
}

#[component]
pub fn EmbedDock(props: &EmbedDockProps) -> Html {
    let dock = &*props.dock;
    html! {
        <section class="embed-dock" aria-label="Trace">
            if dock.flows.len() > 1 || dock.shown.is_none() { { flows(dock, &props.send) } }
            if let Some(shown) = &dock.shown { { trace(shown, &props.send) } }
        </section>
    }
}

/// One chip a flow; the chosen one is explained below.
fn flows(dock: &Dock, send: &Send) -> Html {
    let shown = dock.shown.as_ref().map(|shown| shown.flow);
    html! {
        <ul class="chips" aria-label="Flows">
            { for dock.flows.iter().enumerate().map(|(flow, item)| {
                let chosen = shown == Some(flow);
                let onclick = send.reform(move |_: MouseEvent| Message::SelectFlow(Some(flow)));
                html! {
                    <li><button type="button" class="flow-chip" aria-pressed={if chosen { "true" } else { "false" }} {onclick}>
                        <span class={classes!("sign", verdict_class(item.verdict))} aria-hidden="true">{ sign(item.verdict) }</span>
                        { &*item.title }<span class="off-screen">{ format!(": {}", item.verdict.word()) }</span>
                    </button></li>
                }
            }) }
        </ul>
    }
}

fn trace(shown: &Shown, send: &Send) -> Html {
    let (step, count) = (shown.step, shown.hops.len());
    let to = |step: usize| send.reform(move |_: MouseEvent| Message::Step(step));
    html! {
        <>
            <div class="embed-verdict">
                <p class={classes!("verdict-line", verdict_class(shown.verdict))}>
                    <span class="sign" aria-hidden="true">{ sign(shown.verdict) }</span>{ " " }{ &*shown.headline }
                </p>
                if count > 0 {
                    <span class="muted steps">{ format!("step {} of {count}", step + 1) }</span>
                    <button class="button icon-only" type="button" aria-label="Step back" disabled={step == 0} onclick={to(step.saturating_sub(1))}>
                        <UiIcon icon={Icon::Previous} />
                    </button>
                    <button class="button icon-only" type="button" aria-label="Step forward" disabled={step + 1 >= count} onclick={to(step + 1)}>
                        <UiIcon icon={Icon::Next} />
                    </button>
                }
            </div>
            <ol class="chips hops" aria-label="Hops">
                { for shown.hops.iter().enumerate().map(|(index, hop)| chip(hop, index, index == step, send)) }
            </ol>
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
            <button type="button" class={classes!("hop-chip", stops.then_some("stops"))} aria-current={current.then_some("step")} title={hop.sentence.to_string()} {onclick}>
                if hop.leg == Leg::Return { <span aria-label="return">{ "↩" }</span> }
                <span class={classes!("sign", if stops { "blocked" } else { "allowed" })} aria-hidden="true">{ hop.sign() }</span>
                { &*hop.text }
            </button>
        </li>
    }
}

#[derive(Properties, PartialEq)]
pub struct EmbedFootProps {
    pub title: AttrValue,
    /// The address of the full page with the diagram as it is now.
    pub full: AttrValue,
}

#[component]
pub fn EmbedFoot(props: &EmbedFootProps) -> Html {
    html! {
        <footer class="embed-foot">
            <UiIcon icon={Icon::Logo} /><span>{ "Reachlight" }</span><span class="embed-title muted">{ props.title.clone() }</span>
            <a href={props.full.clone()} target="_blank" rel="noopener">{ "Open full editor " }<span aria-hidden="true">{ "↗" }</span></a>
        </footer>
    }
}
