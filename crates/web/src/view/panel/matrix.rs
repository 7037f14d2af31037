//! Who reaches whom: a table with headers on both sides, each cell a way into its trace.

use std::rc::Rc;

use editor::panel::matrix::{Answer, KINDS, Row, table};
use reach::network::Network;
use reach::question::Question;
use reach::topology::Traffic;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::shared::Shared;
use crate::view::canvas::verdict_class;
use crate::view::dialog::Modal;
use crate::view::glyph::{Icon, ui_icon};
use crate::view::verdict::sign;

#[derive(Properties, PartialEq)]
pub struct MatrixProps {
    pub network: Shared<Network>,
    /// Whether a cell may be taken for a flow to watch.
    pub may_ask: bool,
    pub ask: Callback<Question>,
    pub copy: Callback<String>,
    pub close: Callback<()>,
}

#[component]
pub fn MatrixPanel(props: &MatrixProps) -> Html {
    let kind = use_state(|| 0_usize);
    let table = use_memo((props.network.clone(), *kind), |(network, kind)| {
        let traffic = KINDS.get(*kind).map_or(Traffic::All, |(_, traffic)| *traffic);
        table(network, traffic)
    });
    let onchange = {
        let kind = kind.clone();
        Callback::from(move |event: Event| {
            let chosen = event.target_dyn_into::<HtmlSelectElement>().map(|field| field.value());
            kind.set(chosen.and_then(|value| value.parse().ok()).unwrap_or_default());
        })
    };
    let close = props.close.reform(|_: MouseEvent| ());
    let copy = {
        let table = Rc::clone(&table);
        props.copy.reform(move |_: MouseEvent| table.csv())
    };
    html! {
        <Modal label="Who reaches whom" class="matrix" close={props.close.clone()}>
            <header class="dialog-head">
                <h2>{ "Who reaches whom" }</h2>
                <p class="muted">{ "From the left to the top. A cell opens its trace." }</p>
                <button type="button" class="button quiet icon-only" aria-label="Close" onclick={close}>{ ui_icon(Icon::Close) }</button>
            </header>
            <div class="matrix-bar">
                <label>{ "With " }
                    <select {onchange}>{ for KINDS.iter().enumerate().map(|(place, (title, _))| html! {
                        <option value={place.to_string()} selected={place == *kind}>{ *title }</option>
                    }) }</select>
                </label>
                <button type="button" class="button" onclick={copy}>{ ui_icon(Icon::Copy) }{ "Copy as CSV" }</button>
            </div>
            if table.rows.is_empty() || table.receivers.is_empty() { <p class="chapter">{ "There is nobody yet who sends or receives." }</p> }
            <div class="matrix-scroll">
                <table aria-label="Who reaches whom">
                    <thead><tr><td></td>{ for table.receivers.iter().map(|name| html! { <th scope="col"><span>{ &**name }</span></th> }) }</tr></thead>
                    <tbody>{ for table.rows.iter().map(|row| line(row, props)) }</tbody>
                </table>
            </div>
            if table.left_out > 0 { <p class="chapter">{ format!("{} more are left out here; “reachlight matrix” lists them all.", table.left_out) }</p> }
        </Modal>
    }
}

fn line(row: &Row, props: &MatrixProps) -> Html {
    html! {
        <tr>
            <th scope="row">{ &*row.sender }</th>
            { for row.cells.iter().map(|cell| match cell {
                Some(cell) => answer(cell, props),
                None => html! { <td class="none">{ "–" }</td> },
            }) }
        </tr>
    }
}

fn answer(cell: &Answer, props: &MatrixProps) -> Html {
    let onclick = props.ask.reform({
        let question = cell.question.clone();
        move |_: MouseEvent| question.clone()
    });
    let shown = html! {
        <span aria-hidden="true">{ if cell.no_reply { "↩" } else { "" } }{ sign(cell.outcome) }</span>
    };
    html! {
        <td class={verdict_class(cell.outcome)}>
            <button type="button" aria-label={cell.words.to_string()} title={cell.words.to_string()} disabled={!props.may_ask} {onclick}>{ shown }</button>
        </td>
    }
}
