//! Below the hops: the packet, what decided, what follows, and everything else that blocks.

use editor::Message;
use editor::panel::dock::{Assumed, BlockerItem, Card, FixItem, Fixes, PacketLine, Policy, RemarkKind, Shown};
use reach::id::{Ref, RowRef};
use reach::trace::Leg;
use yew::prelude::*;

use crate::shared::Send;
use crate::view::ahead;
use crate::view::panel::source;

pub fn detail(shown: &Shown, emit: &Send) -> Html {
    html! {
        <div class="decision">
            <div class="because">
                if let Some(shown) = &shown.card {
                    { card(shown, emit) }
                } else {
                    <p>{ &*shown.summary }</p>
                    if let Some(blocker) = shown.blockers.first() { { source::line(&blocker.source) } }
                }
                if let Some(assumed) = shown.assumed { { assumption(assumed, emit) } }
                if let Some(said) = &shown.policy { { policy(said, emit) } }
                if shown.blockers.len() > 1 {
                    <div class="blockers">
                        <h3>{ format!("{} things block it", shown.blockers.len()) }</h3>
                        <ul>{ for shown.blockers.iter().map(|blocker| one(blocker, emit)) }</ul>
                    </div>
                }
                if !shown.remarks.is_empty() { { remarks(shown) } }
            </div>
            { fixes(&shown.fixes, emit) }
        </div>
    }
}

fn remarks(shown: &Shown) -> Html {
    html! {
        <ul class="remarks">{ for shown.remarks.iter().map(|remark| {
            let class = match remark.kind {
                RemarkKind::Hint => "hint-remark",
                RemarkKind::Warning => "warning-remark",
                RemarkKind::Note => "note-remark",
            };
            html! { <li {class}><strong>{ remark.kind.title() }</strong>{ " " }{ &*remark.text }{ source::line(&remark.source) }</li> }
        }) }</ul>
    }
}

fn assumption(assumed: Assumed, emit: &Send) -> Html {
    let onclick = emit.reform(|_: MouseEvent| Message::Command("assumptions"));
    html! { <p class="assumed">{ assumed.text }{ " " }<button type="button" class="link inline" {onclick}>{ assumed.button }</button></p> }
}

/// The second judgement: the request itself, and what policies say of it.
fn policy(policy: &Policy, emit: &Send) -> Html {
    html! {
        <section class="policy-card" aria-label="What policies say">
            <h3>{ "What policies say" }</h3>
            <p>
                <code>{ &*policy.request }</code>{ " – " }
                if let Some((at, name)) = &policy.at {
                    <button type="button" class="link inline" onclick={show(at, None, emit)}>{ &**name }</button>{ ": " }
                }
                <strong>{ &*policy.title }</strong>
            </p>
            <p>{ &*policy.text }</p>
            { source::line(&policy.source) }
        </section>
    }
}

/// The button that asks; then what would let the flow through.
fn fixes(fixes: &Fixes, emit: &Send) -> Html {
    if fixes.may_ask {
        let onclick = emit.reform(|_: MouseEvent| Message::LookForFixes);
        return html! { <div class="fixes"><button type="button" class="button primary" {onclick}>{ "How to fix it" }</button></div> };
    }
    if let Some(none) = &fixes.none {
        return html! { <p class="fixes">{ &**none }</p> };
    }
    if fixes.list.is_empty() {
        return Html::default();
    }
    html! {
        <section class="fixes" aria-label="Fixes">
            <h3>{ "How to fix it" }</h3>
            <ol>{ for fixes.list.iter().enumerate().map(|(index, item)| fix(index, item, fixes.may_apply, emit)) }</ol>
        </section>
    }
}

fn fix(index: usize, item: &FixItem, may_apply: bool, emit: &Send) -> Html {
    let onclick = emit.reform(move |_: MouseEvent| Message::ApplyFix(index));
    let class = if index == 0 { "button primary" } else { "button" };
    let apply = html! { <button type="button" {class} aria-label={format!("Apply: {}", item.text)} aria-describedby={ahead::ID} {onclick}>{ "Apply" }</button> };
    html! {
        <li>
            <div>
                <p>{ &*item.text }</p>
                <p class="muted">{ format!("{} · {}", item.effect, item.cost) }</p>
                <ul class="edits" aria-label="Edits">{ for item.edits.iter().map(|edit| html! { <li><code>{ &**edit }</code></li> }) }</ul>
            </div>
            if may_apply { { ahead::looking_ahead(Message::ApplyFix(index), emit, apply) } }
        </li>
    }
}

fn card(card: &Card, emit: &Send) -> Html {
    html! {
        <div class="decision-card">
            <div>
                <h3>{ "The packet here" }</h3>
                <dl class="packet">{ for card.packet.iter().map(line) }</dl>
            </div>
            <div>
                <h3>{ "What decided" }</h3>
                <p><button type="button" class="link inline" onclick={show(&card.at, card.row.as_ref(), emit)}>{ &*card.place }</button>{ ": " }<strong>{ &*card.title }</strong></p>
                <p>{ &*card.decided }</p>
                { source::line(&card.source) }
            </div>
            <div>
                <h3>{ "So" }</h3>
                <p>{ &*card.therefore }</p>
                <p><button type="button" class="link inline muted" onclick={emit.reform(|_: MouseEvent| Message::Command("along"))}>{ "Flow logs and costs" }</button></p>
            </div>
        </div>
    }
}

/// The row in its table, if one decided; else the element.
fn show(at: &Ref, row: Option<&RowRef>, emit: &Send) -> Callback<MouseEvent> {
    let message = match row {
        Some(row) => Message::ShowRow(row.clone()),
        None => Message::Select(vec![at.clone()]),
    };
    emit.reform(move |_: MouseEvent| message.clone())
}

fn line(line: &PacketLine) -> Html {
    html! {
        <>
            <dt>{ line.label }</dt>
            <dd>
                { &*line.arrives }
                if let Some(leaves) = &line.leaves { <span class="off-screen">{ ", leaves as " }</span><span aria-hidden="true">{ " → " }</span><strong>{ &**leaves }</strong> }
            </dd>
        </>
    }
}

fn one(blocker: &BlockerItem, emit: &Send) -> Html {
    let message = match (blocker.step, &blocker.row) {
        (Some(step), _) => Message::Step(step),
        (None, Some(row)) => Message::ShowRow(row.clone()),
        (None, None) => Message::Select(vec![blocker.at.clone()]),
    };
    let onclick = emit.reform(move |_: MouseEvent| message.clone());
    html! {
        <li>
            <button type="button" class="link" title={blocker.text.to_string()} {onclick}>
                <span class="sign blocked" aria-hidden="true">{ if blocker.leg == Leg::Return { "↩✕" } else { "✕" } }</span>
                <span>{ &*blocker.title }</span>
            </button>
        </li>
    }
}
