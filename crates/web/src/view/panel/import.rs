//! Other programs' files: how far reading them is, what has to be asked, and what was made of them.

use document::import::Parameter;
use editor::panel::import::{Line, Progress, Report, Shown};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::typed;
use crate::app::Action;
use crate::shared::Shared;
use crate::view::dialog::Modal;
use crate::view::glyph::{Icon, ui_icon};

#[derive(PartialEq)]
pub struct ProgressProps {
    pub model: Shared<Progress>,
    pub cancel: Callback<()>,
}

pub fn progress_dialog(props: &ProgressProps) -> Html {
    let onclick = props.cancel.reform(|_: MouseEvent| ());
    let percent = props.model.percent;
    html! {
        <Modal label="Reading files" class="importing" close={props.cancel.clone()}>
            <h2>{ "Reading files" }</h2>
            <p role="status">{ &*props.model.words }</p>
            <progress max="100" value={percent.map(|percent| percent.to_string())} aria-label="How far it is"></progress>
            <p class="muted">{ "They are read here, in your browser; nothing is sent anywhere." }</p>
            <div class="actions"><button type="button" class="button" {onclick}>{ "Cancel" }</button></div>
        </Modal>
    }
}

#[derive(Properties, PartialEq)]
pub struct ParametersProps {
    pub asked: Shared<Vec<Parameter>>,
    pub act: Callback<Action>,
    pub cancel: Callback<()>,
}

/// Values that the templates need; what is left empty stays unknown.
#[component]
pub fn ParametersForm(props: &ParametersProps) -> Html {
    let values = use_mut_ref(Vec::<(String, String)>::new);
    let onsubmit = {
        let (values, act) = (values.clone(), props.act.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let mut given = values.take();
            given.retain(|(_, value)| !value.is_empty());
            act.emit(match given.is_empty() {
                true => Action::ImportWithoutValues,
                false => Action::GiveValues(given),
            });
        })
    };
    let without = props.act.reform(|_: MouseEvent| Action::ImportWithoutValues);
    let cancel = props.cancel.reform(|_: MouseEvent| ());
    let set = Callback::from(move |(name, value): (String, String)| {
        let mut values = values.borrow_mut();
        values.retain(|(known, _)| *known != name);
        values.push((name, value));
    });
    html! {
        <Modal label="Values for the template" class="importing" close={props.cancel.clone()}>
            <h2>{ "Values for the template" }</h2>
            <p class="muted">{ "It names these without saying what they are. What stays empty stays unknown." }</p>
            <form {onsubmit}>
                { for props.asked.iter().map(|parameter| field(parameter, &set)) }
                <div class="actions">
                    <button type="submit" class="button primary">{ "Import" }</button>
                    <button type="button" class="button" onclick={without}>{ "Import without them" }</button>
                    <button type="button" class="button" onclick={cancel}>{ "Cancel" }</button>
                </div>
            </form>
        </Modal>
    }
}

fn field(parameter: &Parameter, set: &Callback<(String, String)>) -> Html {
    let name = parameter.name.to_string();
    let onchange = set.reform(move |event: Event| (name.clone(), typed(&event)));
    let label = AttrValue::from(parameter.name.clone());
    let input = if parameter.allowed.is_empty() {
        let example = format!("such as {}", parameter.example);
        html! { <input type="text" class="mono" aria-label={label} placeholder={example} autocomplete="off" spellcheck="false" {onchange} /> }
    } else {
        html! {
            <select aria-label={label} {onchange}>
                <option value="">{ "Choose" }</option>
                { for parameter.allowed.iter().map(|value| html! { <option value={value.to_string()}>{ &**value }</option> }) }
            </select>
        }
    };
    html! {
        <label class="asked">
            <span><strong>{ &*parameter.name }</strong>{ " " }<span class="muted">{ &*parameter.kind }{ " in " }{ &*parameter.file }</span></span>
            if let Some(words) = &parameter.description { <span class="muted">{ &**words }</span> }
            { input }
        </label>
    }
}

#[derive(Properties, PartialEq)]
pub struct ReportProps {
    pub model: Shared<Report>,
    pub close: Callback<()>,
}

/// The counts, and then what they count, to be searched if there is much.
#[component]
pub fn ReportPanel(props: &ReportProps) -> Html {
    let words = use_state(String::new);
    let close = props.close.reform(|_: MouseEvent| ());
    let oninput = {
        let words = words.clone();
        Callback::from(move |event: InputEvent| words.set(event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    let found = props.model.find(&words);
    html! {
        <Modal label="Import report" class="gallery" close={props.close.clone()}>
            <header class="dialog-head">
                <h2>{ "Import report" }</h2>
                <p class="muted">{ props.model.summary() }</p>
                <button type="button" class="button quiet icon-only" aria-label="Close" onclick={close}>{ ui_icon(Icon::Close) }</button>
            </header>
            if props.model.is_long() {
                <input type="text" class="palette-filter samples-filter" aria-label="Find in the report" placeholder="Find, such as an id or a file" autocomplete="off" spellcheck="false"
                    value={(*words).clone()} {oninput} />
            }
            <div>{ for found.iter().map(section) }</div>
            if found.is_empty() { <p class="chapter">{ "Nothing in the report is about that." }</p> }
        </Modal>
    }
}

fn section(shown: &Shown<'_>) -> Html {
    let count = shown.lines.len() + shown.more;
    html! {
        <section aria-label={shown.title}>
            <h3 class="heading">{ shown.title }{ " " }<span class="count">{ count }</span></h3>
            <p class="muted">{ shown.about }</p>
            <ul class="report-lines">{ for shown.lines.iter().map(|line| entry(line)) }</ul>
            if shown.more > 0 { <p class="muted">{ format!("and {} more: type to find them", shown.more) }</p> }
        </section>
    }
}

fn entry(line: &Line) -> Html {
    html! {
        <li>
            if let Some(id) = &line.id { <strong>{ &**id }</strong>{ ": " } }
            { &*line.text }
            <span class="mono muted">{ &*line.place }</span>
        </li>
    }
}
