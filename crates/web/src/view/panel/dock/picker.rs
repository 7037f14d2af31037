//! The question: from, to, protocol and port, and which of the watched flows is shown.

use std::rc::Rc;

use editor::Message;
use editor::panel::dock::{Dock, Draft, DraftError, Part, Suggestion};
use reach::question::Question;
use yew::prelude::*;

use crate::shared::{Send, Shared};
use crate::view::glyph::{Icon, ui_icon};
use crate::view::panel::typed;

const PROTOCOLS: [&str; 5] = ["tcp", "udp", "icmp", "icmpv6", "all"];

#[derive(Properties, PartialEq)]
pub struct PickerProps {
    pub model: Shared<Dock>,
    pub emit: Send,
}

#[component]
pub fn FlowPicker(props: &PickerProps) -> Html {
    let dock = &*props.model;
    let flow = dock.shown.as_ref().map(|shown| shown.flow);
    let kept = flow.and_then(|flow| dock.flows.get(flow));
    let asked = kept.map_or_else(first_draft, |item| item.draft.clone());
    let draft = use_state(|| asked.clone());
    let error = use_state(|| None::<DraftError>);
    // Another flow, or another answer to what was typed: the fields show it.
    use_effect_with((flow, asked.clone()), {
        let (draft, error) = (draft.clone(), error.clone());
        move |(_, asked)| {
            draft.set(asked.clone());
            error.set(None);
        }
    });
    let commit = {
        let (props_model, emit) = (props.model.clone(), props.emit.clone());
        let (draft, error) = (draft.clone(), error.clone());
        Callback::from(move |(next, add): (Draft, bool)| {
            let before = flow.and_then(|flow| props_model.flows.get(flow));
            draft.set(next.clone());
            match props_model.picker.question(&next, before) {
                Ok(question) => {
                    error.set(None);
                    send(
                        &emit,
                        flow.filter(|_| !add),
                        before.map(|item| &item.question),
                        question,
                    );
                }
                // Until both ends are there, nothing is wrong yet.
                Err(wrong) => error.set((flow.is_some() || add).then_some(wrong)),
            }
        })
    };
    html! {
        <form class="picker" role="search" aria-label="Flow" onsubmit={submit(&draft, &commit)}>
            { end(Part::From, "From", &draft, &error, &commit, dock.may_ask) }
            <button type="button" class="button quiet icon-only swap" aria-label="Swap the ends" title="Swap the ends" disabled={!dock.may_ask}
                onclick={commit.reform({ let draft = draft.clone(); move |_: MouseEvent| (draft.swapped(), false) })}>{ ui_icon(Icon::Swap) }</button>
            { end(Part::To, "to", &draft, &error, &commit, dock.may_ask) }
            { protocol(&draft, &commit, dock.may_ask) }
            { ports(&draft, &error, &commit, dock.may_ask) }
            { flow_buttons(flow, &draft, &commit, &props.emit) }
            { suggestions(&dock.picker.suggestions) }
            if let Some(said) = kept.and_then(|item| item.request.as_ref()) { { request(said, &draft, &commit, dock.may_ask) } }
            if let Some(error) = &*error { <p class="field-error" role="alert">{ &*error.text }</p> }
        </form>
    }
}

type Commit = Callback<(Draft, bool)>;

fn first_draft() -> Draft {
    Draft {
        protocol: "tcp".into(),
        ports: "443".into(),
        ..Draft::default()
    }
}

/// Changes the shown flow, or asks a new one; the same question again is no change.
fn send(emit: &Send, flow: Option<usize>, before: Option<&Question>, question: Question) {
    match flow {
        Some(_) if before == Some(&question) => {}
        Some(flow) => emit.emit(Message::SetFlow { flow, question }),
        None => emit.emit(Message::Ask(question)),
    }
}

fn submit(draft: &UseStateHandle<Draft>, commit: &Commit) -> Callback<SubmitEvent> {
    let (draft, commit) = (draft.clone(), commit.clone());
    Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        commit.emit(((*draft).clone(), false));
    })
}

fn end(
    part: Part,
    label: &'static str,
    draft: &UseStateHandle<Draft>,
    error: &UseStateHandle<Option<DraftError>>,
    commit: &Commit,
    enabled: bool,
) -> Html {
    let value = if part == Part::From { &draft.from } else { &draft.to };
    let onchange = {
        let (draft, commit) = (draft.clone(), commit.clone());
        Callback::from(move |event: Event| {
            let text: Rc<str> = typed(&event).into();
            let mut next = (*draft).clone();
            if part == Part::From {
                next.from = text;
            } else {
                next.to = text;
            }
            commit.emit((next, false));
        })
    };
    html! {
        <label class="end"><span>{ label }</span>
            <input type="text" list="flow-ends" value={value.to_string()} disabled={!enabled} aria-invalid={invalid(error, part)} placeholder="name or IP"
                autocomplete="off" spellcheck="false" {onchange} onfocus={Callback::from(select_all)} />
        </label>
    }
}

/// A list of proposals shows only what fits the text: selected text is typed over at once.
fn select_all(event: FocusEvent) {
    if let Some(input) = event.target_dyn_into::<web_sys::HtmlInputElement>() {
        input.select();
    }
}

fn invalid(error: &UseStateHandle<Option<DraftError>>, part: Part) -> Option<&'static str> {
    let here = error.as_ref().is_some_and(|error| error.part == part);
    here.then_some("true")
}

fn protocol(draft: &UseStateHandle<Draft>, commit: &Commit, enabled: bool) -> Html {
    let onchange = {
        let (draft, commit) = (draft.clone(), commit.clone());
        Callback::from(move |event: Event| {
            let mut next = (*draft).clone();
            next.protocol = typed(&event).into();
            commit.emit((next, false));
        })
    };
    let is_other = !PROTOCOLS.contains(&&*draft.protocol);
    html! {
        <select class="protocol" aria-label="Protocol" disabled={!enabled} {onchange}>
            { for PROTOCOLS.iter().map(|protocol| html! { <option value={*protocol} selected={*draft.protocol == **protocol}>{ *protocol }</option> }) }
            if is_other { <option value={draft.protocol.to_string()} selected={true}>{ format!("protocol {}", draft.protocol) }</option> }
        </select>
    }
}

fn ports(
    draft: &UseStateHandle<Draft>,
    error: &UseStateHandle<Option<DraftError>>,
    commit: &Commit,
    enabled: bool,
) -> Html {
    if !matches!(&*draft.protocol, "tcp" | "udp") {
        return Html::default();
    }
    let onchange = {
        let (draft, commit) = (draft.clone(), commit.clone());
        Callback::from(move |event: Event| {
            let mut next = (*draft).clone();
            next.ports = typed(&event).into();
            commit.emit((next, false));
        })
    };
    html! {
        <input type="text" class="port mono" aria-label="Port" placeholder="all" value={draft.ports.to_string()} disabled={!enabled}
            aria-invalid={invalid(error, Part::Ports)} autocomplete="off" inputmode="numeric" {onchange} />
    }
}

/// What of a service is asked for: only policies care, so it is folded up.
fn request(said: &str, draft: &UseStateHandle<Draft>, commit: &Commit, enabled: bool) -> Html {
    let field = |label: &'static str, example: &'static str, of: fn(&mut Draft) -> &mut Rc<str>| {
        let mut copy = (**draft).clone();
        let value = of(&mut copy).to_string();
        let onchange = {
            let (draft, commit) = (draft.clone(), commit.clone());
            Callback::from(move |event: Event| {
                let mut next = (*draft).clone();
                *of(&mut next) = typed(&event).into();
                commit.emit((next, false));
            })
        };
        html! {
            <label class="end"><span>{ label }</span>
                <input type="text" {value} disabled={!enabled} placeholder={example} autocomplete="off" spellcheck="false" {onchange} />
            </label>
        }
    };
    html! {
        <details class="request">
            <summary>{ "Request" }if !said.is_empty() { { ": " }<code>{ said }</code> }</summary>
            <div>
                { field("Action", "s3:GetObject", |draft| &mut draft.action) }
                { field("Resource", "my-bucket", |draft| &mut draft.resource) }
                { field("Principal", "ARN of the role", |draft| &mut draft.principal) }
            </div>
        </details>
    }
}

fn flow_buttons(flow: Option<usize>, draft: &UseStateHandle<Draft>, commit: &Commit, emit: &Send) -> Html {
    let Some(flow) = flow else {
        return html! { <button type="submit" class="button primary">{ "Trace" }</button> };
    };
    let add = {
        let draft = draft.clone();
        commit.reform(move |_: MouseEvent| ((*draft).clone(), true))
    };
    let remove = emit.reform(move |_: MouseEvent| Message::RemoveFlow(flow));
    html! {
        <>
            <button type="button" class="button quiet icon-only" aria-label="Watch one more flow like this" title="Watch one more flow like this" onclick={add}>{ ui_icon(Icon::Plus) }</button>
            <button type="button" class="button quiet icon-only" aria-label="Stop watching this flow" title="Stop watching this flow" onclick={remove}>{ ui_icon(Icon::Trash) }</button>
        </>
    }
}

fn suggestions(all: &[Suggestion]) -> Html {
    html! {
        <datalist id="flow-ends">{ for all.iter().map(|one| html! { <option value={one.text.to_string()} label={one.detail.to_string()} /> }) }</datalist>
    }
}
