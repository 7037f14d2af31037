//! One field: label, input, hint, and why the last typed value was refused.

use editor::Message;
use editor::panel::inspector::{Choice, Field, Input};
use reach::id::Ref;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::super::{restore, taken, typed};
use crate::shared::Send;
use crate::view::ahead;

#[derive(PartialEq)]
pub struct FieldProps {
    pub of: Ref,
    pub field: Field,
    pub emit: Send,
}

pub fn field_view(props: &FieldProps) -> Html {
    let field = &props.field;
    let (of, id) = (props.of.clone(), field.id);
    let change = move |value: String| Message::SetField {
        of: of.clone(),
        field: id,
        value,
    };
    let set = props.emit.reform(change.clone());
    let about = format!("about-{}", field.id);
    let is_about = field.error.is_some() || field.hint.is_some();
    let described = is_about.then(|| about.clone());
    let view = match &field.input {
        Input::Switch { on, off } => {
            let next = if *field.value == **on { *off } else { *on };
            let about = described.map_or_else(|| ahead::ID.to_owned(), |about| format!("{about} {}", ahead::ID));
            ahead::looking_ahead(change(next.to_owned()), &props.emit, control(field, Some(about), &set))
        }
        Input::Many(choices) => {
            let looking = |value: String, one: Html| ahead::looking_ahead(change(value), &props.emit, one);
            many(field, choices, &set, &looking)
        }
        _ => control(field, described, &set),
    };
    html! {
        <div class={classes!("field", field.error.is_some().then_some("refused"))}>
            { view }
            if let Some(error) = &field.error {
                <p id={about} class="field-error" role="alert">{ &**error }</p>
            } else if let Some(hint) = &field.hint {
                <p id={about} class="note">{ &**hint }</p>
            }
        </div>
    }
}

fn control(field: &Field, described: Option<String>, set: &Callback<String>) -> Html {
    let label = &*field.label;
    let value = field.value.to_string();
    let invalid = field.error.is_some().then_some("true");
    let onchange = set.reform(|event: Event| typed(&event));
    match &field.input {
        Input::ReadOnly => html! {
            <dl class="fact"><dt>{ label }</dt><dd>{ if value.is_empty() { "–".to_owned() } else { value } }</dd></dl>
        },
        Input::Text | Input::Mono | Input::Suggest(_) => {
            let before = value.clone();
            let onchange = set.reform(move |event: Event| taken(&event, &before));
            html! {
                <label><span>{ label }</span>
                    <input type="text" class={(field.input != Input::Text).then_some("mono")} value={value} aria-invalid={invalid}
                        aria-describedby={described} autocomplete="off" spellcheck="false" {onchange} onkeydown={restore(&field.value)} />
                </label>
            }
        }
        Input::Switch { on, off } => {
            let (on, off) = (*on, *off);
            let onchange = set.reform(move |event: Event| {
                let input: HtmlInputElement = event.target_unchecked_into();
                if input.checked() { on } else { off }.to_owned()
            });
            html! {
                <label class="toggle">
                    <input type="checkbox" role="switch" checked={*field.value == *on} aria-describedby={described} {onchange} />
                    <span>{ label }</span>
                </label>
            }
        }
        Input::Choice(choices) => html! {
            <label><span>{ label }</span>
                <select aria-invalid={invalid} aria-describedby={described} {onchange}>{ options(choices, &field.value) }</select>
            </label>
        },
        Input::Many(choices) => many(field, choices, set, &|_, one| one),
    }
}

/// The choices; a value that is none of them is shown, too, so that nothing is lost by looking.
pub fn options(choices: &[Choice], value: &str) -> Html {
    let is_known = choices.iter().any(|(choice, _)| **choice == *value);
    html! {
        <>
            if !is_known { <option value={value.to_owned()} selected={true}>{ if value.is_empty() { "Choose…" } else { value } }</option> }
            { for choices.iter().map(|(choice, label)| html! {
                <option value={choice.to_string()} selected={**choice == *value}>{ &**label }</option>
            }) }
        </>
    }
}

/// Check boxes; what is sent is the whole list.
fn many(field: &Field, choices: &[Choice], set: &Callback<String>, looking: &dyn Fn(String, Html) -> Html) -> Html {
    let chosen: Vec<String> = field
        .value
        .split(',')
        .map(|one| one.trim().to_owned())
        .filter(|one| !one.is_empty())
        .collect();
    html! {
        <fieldset class="many">
            <legend>{ &*field.label }</legend>
            { for choices.iter().map(|(choice, label)| {
                let is_on = chosen.iter().any(|one| **one == **choice);
                let mut next = chosen.clone();
                if is_on {
                    next.retain(|one| **one != **choice);
                } else {
                    next.push(choice.to_string());
                }
                let next = next.join(", ");
                let onchange = set.reform({
                    let next = next.clone();
                    move |_: Event| next.clone()
                });
                looking(next, html! {
                    <label class="toggle"><input type="checkbox" checked={is_on} aria-describedby={ahead::ID} {onchange} /><span>{ &**label }</span></label>
                })
            }) }
            if choices.is_empty() { <p class="note">{ "There is none in this VPC yet." }</p> }
        </fieldset>
    }
}
