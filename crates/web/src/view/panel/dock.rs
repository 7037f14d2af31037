//! The trace dock: which flow, its verdict, the hops of both legs, and the decision at the shown step.

mod detail;
mod picker;

use editor::panel::dock::{Dock, HopChip, Shown};
use editor::{Message, Outcome};
use reach::trace::{Action, Leg};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlSelectElement};
use yew::prelude::*;

use self::picker::FlowPicker;
use crate::shared::{Send, Shared};
use crate::view::canvas::verdict_class;
use crate::view::glyph::{Icon, ui_icon};
use crate::view::verdict::sign;

#[derive(Properties, PartialEq)]
pub struct DockProps {
    pub model: Shared<Dock>,
    /// What is closed has no place to scroll to.
    pub open: bool,
    pub emit: Send,
}

#[component]
pub fn TraceDock(props: &DockProps) -> Html {
    let dock = &*props.model;
    let onkeydown = dock.shown.as_ref().map(|shown| arrows(shown, &props.emit));
    let chips = use_node_ref();
    let shown = dock.shown.as_ref().map(|shown| (shown.flow, shown.step));
    use_effect_with((shown, props.open), {
        let chips = chips.clone();
        move |_| keep_in_view(&chips)
    });
    html! {
        <div class="trace-dock" {onkeydown}>
            <div class="asked">
                <FlowPicker model={props.model.clone()} emit={props.emit.clone()} />
                { flow_choice(dock, &props.emit) }
            </div>
            if let Some(shown) = &dock.shown {
                <div class="trace-line">{ verdict(shown) }</div>
                { stepper(shown, &props.emit) }
                { hops(shown, &chips, &props.emit) }
                { detail::detail(shown, &props.emit) }
            } else if dock.flows.is_empty() {
                <p class="note">{ "No packet yet. Fill in both ends, or press T and click two things in the drawing." }</p>
            } else {
                <p class="note">{ "Choose a flow to follow its packet." }</p>
            }
        </div>
    }
}

/// Where the chips scroll sideways, the shown one is brought to the middle. Nothing else moves.
pub fn keep_in_view(chips: &NodeRef) {
    let Some(list) = chips.cast::<HtmlElement>() else {
        return;
    };
    let current = list.query_selector("[aria-current]").ok().flatten();
    if let Some(chip) = current.and_then(|chip| chip.dyn_into::<HtmlElement>().ok()) {
        list.set_scroll_left(chip.offset_left() - (list.client_width() - chip.offset_width()) / 2);
    }
}

/// ← and → step, unless they move the cursor in a field.
fn arrows(shown: &Shown, emit: &Send) -> Callback<KeyboardEvent> {
    let (emit, step, last) = (emit.clone(), shown.step, shown.hops.len().saturating_sub(1));
    Callback::from(move |event: KeyboardEvent| {
        let in_field = event
            .target_dyn_into::<web_sys::Element>()
            .is_some_and(|element| crate::port::dom::is_field(&element));
        let next = match event.key().as_str() {
            "ArrowLeft" => step.checked_sub(1),
            "ArrowRight" => (step < last).then_some(step + 1),
            _ => None,
        };
        if let (false, Some(next)) = (in_field, next) {
            event.prevent_default();
            event.stop_propagation();
            emit.emit(Message::Step(next));
        }
    })
}

fn verdict(shown: &Shown) -> Html {
    html! {
        <>
            { judgement(shown.verdict.into(), &shown.headline) }
            if let Some(policy) = &shown.policy {
                if let Some(verdict) = policy.verdict { { judgement(verdict.into(), &policy.headline) } }
            }
        </>
    }
}

fn stepper(shown: &Shown, emit: &Send) -> Html {
    let (step, count) = (shown.step, shown.hops.len());
    if count == 0 {
        return Html::default();
    }
    html! {
        <div class="stepper" role="group" aria-label="Step through the hops">
            { step_buttons(shown, emit) }
            <button class="button quiet icon-only" type="button" aria-label="Play the steps" title="Play the steps" onclick={emit.reform(|_: MouseEvent| Message::Command("play"))}>
                { ui_icon(Icon::Play) }
            </button>
            <span class="muted" aria-live="polite">{ format!("step {} of {count}", step + 1) }</span>
        </div>
    }
}

/// One hop back and one on.
pub fn step_buttons(shown: &Shown, emit: &Send) -> Html {
    let (step, count) = (shown.step, shown.hops.len());
    let to = |step: usize| emit.reform(move |_: MouseEvent| Message::Step(step));
    html! {
        <>
            <button class="button icon-only" type="button" aria-label="Step back" disabled={step == 0} onclick={to(step.saturating_sub(1))}>
                { ui_icon(Icon::Previous) }
            </button>
            <button class="button icon-only" type="button" aria-label="Step forward" disabled={step + 1 >= count} onclick={to(step + 1)}>
                { ui_icon(Icon::Next) }
            </button>
        </>
    }
}

fn judgement(outcome: Outcome, headline: &str) -> Html {
    html! {
        <p class={classes!("verdict", verdict_class(outcome))}>
            <span aria-hidden="true">{ sign(outcome) }</span><span>{ headline }</span>
        </p>
    }
}

fn hops(shown: &Shown, chips: &NodeRef, emit: &Send) -> Html {
    let returns = shown.hops.iter().any(|hop| hop.leg == Leg::Return);
    html! {
        <ol class="hops" ref={chips.clone()} aria-label="Hops, request first">
            { for shown.hops.iter().enumerate().map(|(index, hop)| {
                let first_of_reply = hop.leg == Leg::Return && (index == 0 || shown.hops.get(index - 1).is_some_and(|before| before.leg == Leg::Forward));
                html! {
                    <>
                        if first_of_reply { { unreached(shown) }<li class="leg reply" key="reply"><span aria-hidden="true">{ "↩" }</span>{ " reply" }</li> }
                        { chip(hop, index, index == shown.step, emit) }
                    </>
                }
            }) }
            if !returns {
                { unreached(shown) }
                if let Some(why) = &shown.no_reply { <li class="leg muted">{ &**why }</li> }
            }
        </ol>
    }
}

/// Where the packet would have gone.
fn unreached(shown: &Shown) -> Html {
    shown.unreached.as_ref().map_or_else(Html::default, |end| {
        html! { <li class="hop-item"><span class="hop ghost-hop"><span class="off-screen">{ "Not reached: " }</span>{ &**end }</span></li> }
    })
}

fn chip(hop: &HopChip, index: usize, current: bool, emit: &Send) -> Html {
    let stops = hop.action == Action::Drop;
    let onclick = emit.reform(move |_: MouseEvent| Message::Step(index));
    let class = classes!("hop", stops.then_some("stops"), current.then_some("current"));
    let tone = if stops { "blocked" } else { "allowed" };
    html! {
        <li class={classes!("hop-item", (hop.leg == Leg::Return).then_some("reply"))}>
            <button type="button" {class} aria-current={current.then_some("step")} title={hop.sentence.to_string()} {onclick}>
                <span class="number" aria-hidden="true">{ index + 1 }</span>
                <span class={classes!("sign", tone)} aria-hidden="true">{ hop.sign() }</span>
                <span aria-hidden="true">{ &*hop.text }</span>
                <span class="off-screen">{ &*hop.sentence }</span>
            </button>
        </li>
    }
}

/// Which of the watched flows is shown.
fn flow_choice(dock: &Dock, emit: &Send) -> Html {
    let flow = dock.shown.as_ref().map(|shown| shown.flow);
    if dock.flows.len() < 2 && flow.is_some() || dock.flows.is_empty() {
        return Html::default();
    }
    let onchange = emit.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        Message::SelectFlow(select.value().parse().ok())
    });
    html! {
        <select class="flow-choice" aria-label="Watched flow" {onchange}>
            if flow.is_none() { <option selected={true} value="">{ "Choose a flow" }</option> }
            { for dock.flows.iter().enumerate().map(|(index, item)| html! {
                <option value={index.to_string()} selected={flow == Some(index)}>{ format!("{} {}", sign(item.outcome), item.title) }</option>
            }) }
        </select>
    }
}
