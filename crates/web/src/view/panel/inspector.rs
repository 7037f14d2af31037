//! The inspector: sections of fields, tables, switches and links, edited in place.

mod field;
mod table;

use std::rc::Rc;

use editor::panel::inspector::{
    ActionButton, ButtonAction, Field, FlowLink, Inspector, Link, Section, Toggle, Toggles,
};
use editor::{Message, RowEdit};
use reach::id::Ref;
use reach::operation::PeeringEvent;
use yew::prelude::*;

use self::field::{FieldProps, field_view};
use self::table::TableView;
use super::{problems, restore, source, taken};
use crate::shared::{Send, Shared};
use crate::view::ahead;
use crate::view::canvas::verdict_class;
use crate::view::fence::fence_keyed;
use crate::view::glyph::glyph_icon;
use crate::view::verdict::sign;

#[derive(PartialEq)]
pub struct InspectorProps {
    pub model: Shared<Inspector>,
    pub emit: Send,
}

pub fn inspector_panel(props: &InspectorProps) -> Html {
    let model = &*props.model;
    // Another element is another panel: nothing typed or opened is carried over.
    let key = model
        .of
        .as_ref()
        .map_or_else(String::new, |of| format!("{} {}", of.kind.word(), of.id));
    html! {
        <div class="inspector" key={key}>
            <header class="inspector-head">
                if let Some(glyph) = model.glyph { { glyph_icon(glyph) } }
                { title(model, &props.emit) }
                <p class="crumb">{ &*model.crumb }</p>
                if let Some(error) = model.name.as_ref().and_then(|name| name.error.as_ref()) {
                    <p class="field-error" role="alert">{ &**error }</p>
                }
            </header>
            { for model.sections.iter().map(|section| one(section, model.of.as_ref(), &props.emit)) }
        </div>
    }
}

fn title(model: &Inspector, emit: &Send) -> Html {
    match (&model.name, &model.of) {
        (Some(name), Some(of)) => {
            let (emit, of, id, before) = (emit.clone(), of.clone(), name.id, name.value.clone());
            let onchange = Callback::from(move |event: Event| {
                emit.emit(Message::SetField {
                    of: of.clone(),
                    field: id,
                    value: taken(&event, &before),
                });
            });
            html! {
                <h2><input class="name" type="text" aria-label={name.label.to_string()} value={name.value.to_string()} spellcheck="false"
                    aria-invalid={name.error.is_some().then_some("true")} {onchange} onkeydown={restore(&name.value)} /></h2>
            }
        }
        _ => html! { <h2>{ &*model.title }</h2> },
    }
}

fn one(section: &Section, of: Option<&Ref>, emit: &Send) -> Html {
    match section {
        Section::Fields { title, fields } => section_fields(title.as_deref(), fields, of, emit),
        Section::Table(table) => match of {
            Some(of) => html! { <TableView of={of.clone()} table={table.clone()} emit={emit.clone()} /> },
            None => Html::default(),
        },
        Section::Toggles(toggles) => section_toggles(toggles, of, emit),
        Section::Text { title, text, source } => html! {
            <section class="card">
                <h3>{ &**title }</h3>
                <p>{ &**text }</p>
                if let Some(source) = source { { source::line(source) } }
            </section>
        },
        Section::Actions(buttons) => html! {
            <div class="actions">{ for buttons.iter().map(|button| action(button, of, emit)) }</div>
        },
        Section::Links { title, links } => section_links(title, links, emit),
        Section::Flows(flows) => section_flows(flows, emit),
        Section::Problems(problems) => html! {
            <section class="block" aria-label="Problems">{ problems::list(&problems.iter().collect::<Vec<_>>(), of, emit) }</section>
        },
    }
}

fn section_fields(title: Option<&str>, fields: &[Field], of: Option<&Ref>, emit: &Send) -> Html {
    let Some(of) = of else {
        return Html::default();
    };
    html! {
        <section class="block">
            if let Some(title) = title { <h3>{ title }</h3> }
            { for fields.iter().map(|field| {
                let props = FieldProps { of: of.clone(), field: field.clone(), emit: emit.clone() };
                fence_keyed(&field.label, props, field_view)
            }) }
        </section>
    }
}

fn section_toggles(toggles: &Toggles, of: Option<&Ref>, emit: &Send) -> Html {
    let Some(of) = of else {
        return Html::default();
    };
    html! {
        <section class="block">
            <h3>{ &*toggles.title }</h3>
            if let Some(hint) = &toggles.hint { <p class="note">{ &**hint }</p> }
            <ul class="toggles">{ for toggles.items.iter().map(|item| toggle(toggles, item, of, emit)) }</ul>
            if toggles.items.is_empty() { <p class="note">{ "None yet." }</p> }
            if let Some(error) = &toggles.error { <p class="field-error" role="alert">{ &**error }</p> }
        </section>
    }
}

fn toggle(toggles: &Toggles, item: &Toggle, of: &Ref, emit: &Send) -> Html {
    let (table, row, value) = (toggles.id, item.row, item.of.id.to_string());
    let edit = match row {
        Some(row) => RowEdit::Remove { table, row },
        None => RowEdit::Add {
            table,
            cells: vec![value],
        },
    };
    let message = Message::EditRow { of: of.clone(), edit };
    let onchange = emit.reform({
        let message = message.clone();
        move |_: Event| message.clone()
    });
    let goes_off = row.is_some() && toggles.editable;
    let described = goes_off.then_some(ahead::ID);
    let label = html! {
        <label class="toggle">
            <input type="checkbox" role="switch" checked={row.is_some()} disabled={!toggles.editable} aria-describedby={described} {onchange} />
            <span>{ &*item.label }</span>
            <span class="muted">{ &*item.detail }</span>
        </label>
    };
    html! { <li>{ if goes_off { ahead::looking_ahead(message, emit, label) } else { label } }</li> }
}

fn section_links(title: &Rc<str>, links: &[Link], emit: &Send) -> Html {
    if links.is_empty() {
        return Html::default();
    }
    html! {
        <section class="block">
            <h3>{ &**title }</h3>
            <ul class="links">{ for links.iter().map(|link| {
                let of = link.of.clone();
                let onclick = emit.reform(move |_: MouseEvent| Message::Select(vec![of.clone()]));
                html! {
                    <li><button type="button" class="link" {onclick}>
                        { glyph_icon(link.glyph) }<span>{ &*link.label }</span><span class="muted">{ &*link.detail }</span>
                    </button></li>
                }
            }) }</ul>
        </section>
    }
}

fn section_flows(flows: &[FlowLink], emit: &Send) -> Html {
    html! {
        <section class="block">
            <h3>{ "Flows" }</h3>
            <ul class="flow-list">{ for flows.iter().map(|flow| {
                let index = flow.flow;
                let onclick = emit.reform(move |_: MouseEvent| Message::SelectFlow(Some(index)));
                html! {
                    <li><button type="button" class="link" {onclick}>
                        <span class={classes!("sign", verdict_class(flow.outcome))} aria-hidden="true">{ sign(flow.outcome) }</span>
                        <span>{ &*flow.title }<span class="off-screen">{ format!(": {}", flow.outcome.word()) }</span></span>
                        if !flow.detail.is_empty() { <span class="muted">{ &*flow.detail }</span> }
                    </button></li>
                }
            }) }</ul>
        </section>
    }
}

fn action(button: &ActionButton, of: Option<&Ref>, emit: &Send) -> Html {
    let message = match (&button.action, of) {
        (ButtonAction::Peering(event), Some(of)) => Some(Message::Peering {
            of: of.clone(),
            event: *event,
        }),
        (ButtonAction::Peering(_), None) => None,
        (ButtonAction::Delete, _) => Some(Message::Command("delete")),
        (ButtonAction::Command(name), _) => Some(Message::Command(name)),
        (ButtonAction::Select(of), _) => Some(Message::Select(vec![of.clone()])),
    };
    let harms = match &button.action {
        ButtonAction::Delete => true,
        ButtonAction::Peering(event) => *event != PeeringEvent::Accept,
        ButtonAction::Command(_) | ButtonAction::Select(_) => false,
    };
    let ahead = message.clone().filter(|_| harms && button.disabled.is_none());
    let described = ahead.as_ref().map(|_| ahead::ID);
    let onclick = emit.reform(move |_: MouseEvent| message.clone().unwrap_or(Message::DismissToast));
    let button = html! {
        <button type="button" class="button" disabled={button.disabled.is_some()} title={button.disabled.as_ref().map(ToString::to_string)}
            aria-describedby={described} {onclick}>
            { &*button.label }
        </button>
    };
    match ahead {
        Some(message) => ahead::looking_ahead(message, emit, button),
        None => button,
    }
}
