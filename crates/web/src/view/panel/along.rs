//! What goes along with the shown flow: flow logs, costs, and whose lines it takes.

use std::rc::Rc;

use editor::panel::along::Along;
use yew::prelude::*;

use crate::view::dialog::Modal;
use crate::view::glyph::{Icon, ui_icon};

#[derive(PartialEq)]
pub struct AlongProps {
    pub model: Along,
    pub copy: Callback<String>,
    pub close: Callback<()>,
}

pub fn along_panel(props: &AlongProps) -> Html {
    let model = &props.model;
    let close = props.close.reform(|_: MouseEvent| ());
    html! {
        <Modal label="Flow logs and costs" class="along" close={props.close.clone()}>
            <header class="dialog-head">
                <h2>{ "Flow logs and costs" }</h2>
                <p class="muted">{ &*model.flow }</p>
                <button type="button" class="button quiet icon-only" aria-label="Close" onclick={close}>{ ui_icon(Icon::Close) }</button>
            </header>
            { logs(model, &props.copy) }
            { sentences("What it costs", &model.costs, "Nothing on the way has a price.") }
            if !model.costs.is_empty() { <p class="chapter">{ format!("Prices of {}, in US dollars.", model.prices) }</p> }
            { sentences("Over whose lines", &model.carried, "It stays in its VPC.") }
        </Modal>
    }
}

fn logs(model: &Along, copy: &Callback<String>) -> Html {
    let text = {
        let lines = model.lines.iter().map(|line| format!("{}\n", line.text));
        format!("{}\n{}", model.fields, lines.collect::<String>())
    };
    let onclick = copy.reform(move |_: MouseEvent| text.clone());
    html! {
        <section class="along-part">
            <h3>{ "What VPC flow logs would hold" }</h3>
            if model.lines.is_empty() {
                <p>{ "No network interface records it." }</p>
            } else {
                <div class="table-scroll"><table class="grid" aria-label="Lines of flow logs">
                    <thead><tr><th scope="col">{ "Interface" }</th><th scope="col" class="mono">{ &*model.fields }</th></tr></thead>
                    <tbody>{ for model.lines.iter().map(|line| html! { <tr><th scope="row">{ &*line.at }</th><td class="mono">{ &*line.text }</td></tr> }) }</tbody>
                </table></div>
                <button type="button" class="button" {onclick}>{ ui_icon(Icon::Copy) }{ "Copy the lines" }</button>
            }
            { for model.remarks.iter().map(|remark| html! { <p class="note">{ &**remark }</p> }) }
        </section>
    }
}

fn sentences(title: &'static str, all: &[Rc<str>], none: &'static str) -> Html {
    html! {
        <section class="along-part">
            <h3>{ title }</h3>
            if all.is_empty() { <p>{ none }</p> }
            <ul>{ for all.iter().map(|one| html! { <li>{ &**one }</li> }) }</ul>
        </section>
    }
}
