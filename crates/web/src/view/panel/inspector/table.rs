//! A table as the console shows it, each cell edited where it stands, with what the shown trace says of its rows.

use std::rc::Rc;

use editor::panel::inspector::{Cell, Choice, Ghost, Input, Mark, Table, TableError, TableRow};
use editor::{Message, RowEdit};
use reach::id::Ref;
use yew::prelude::*;

use super::super::{restore, taken, typed};
use super::field::options;
use crate::shared::Send;
use crate::view::ahead;
use crate::view::glyph::{Icon, ui_icon};

#[derive(Properties, PartialEq)]
pub struct TableProps {
    pub of: Ref,
    pub table: Table,
    pub emit: Send,
}

#[component]
pub fn TableView(props: &TableProps) -> Html {
    let table = &props.table;
    let adding = use_state(|| false);
    // A row more means that what was typed became a row.
    use_effect_with(table.rows.len(), {
        let adding = adding.clone();
        move |_| adding.set(false)
    });
    let open = {
        let adding = adding.clone();
        Callback::from(move |_: MouseEvent| adding.set(true))
    };
    let close = {
        let adding = adding.clone();
        Callback::from(move |()| adding.set(false))
    };
    let may_add = !table.add.is_empty();
    let refused_new = table.error.as_ref().filter(|error| error.row.is_none());
    let is_adding = may_add && (*adding || refused_new.is_some());
    html! {
        <section class="block">
            <h3>{ &*table.title }</h3>
            <div class="table-scroll">
                <table class="grid" aria-label={table.title.to_string()}>
                    if table.columns.len() > 1 {
                        <thead><tr>{ for table.columns.iter().map(|column| html! { <th scope="col">{ &**column }</th> }) }</tr></thead>
                    }
                    <tbody>
                        { for table.rows.iter().enumerate().map(|(place, row)| line(props, place, row)) }
                        if table.rows.is_empty() && !table.empty.is_empty() {
                            <tr class="none"><td colspan={table.columns.len().to_string()}>{ &*table.empty }</td></tr>
                        }
                    </tbody>
                </table>
            </div>
            { proposals(table) }
            if is_adding {
                <AddRow of={props.of.clone()} table={table.clone()} emit={props.emit.clone()} {close} />
            } else if may_add {
                <button type="button" class="button quiet add-button" onclick={open}>{ ui_icon(Icon::Plus) }{ &*table.add_label }</button>
            }
        </section>
    }
}

/// The lists behind fields that propose values: one a column, whatever the number of rows.
fn proposals(table: &Table) -> Html {
    let list = |(column, cell): (usize, &Cell)| match &cell.input {
        Input::Suggest(choices) => Some(datalist(&list_id(table, column), choices)),
        _ => None,
    };
    html! { <>{ for table.add.iter().enumerate().filter_map(list) }</> }
}

fn datalist(id: &str, choices: &[Choice]) -> Html {
    html! {
        <datalist id={id.to_owned()}>{ for choices.iter().map(|(value, label)| html! { <option value={value.to_string()} label={label.to_string()} /> }) }</datalist>
    }
}

fn list_id(table: &Table, column: usize) -> String {
    format!("proposals-{}-{column}", table.id)
}

fn line(props: &TableProps, place: usize, row: &TableRow) -> Html {
    let columns = props.table.columns.len();
    let last = row.cells.len().saturating_sub(1);
    let refused = props
        .table
        .error
        .as_ref()
        .filter(|error| error.row.is_some() && error.row == row.index);
    html! {
        <>
            <tr class={classes!(class_of(row), refused.map(|_| "refused"))} title={row.fixed.as_ref().map(ToString::to_string)}>
                { for row.cells.iter().enumerate().map(|(column, cell)| {
                    let span = (column == last && last + 1 < columns).then(|| (columns - last).to_string());
                    html! {
                        <td colspan={span}>
                            if column == 0 { { step_mark(&row.mark) } }
                            { cell_view(props, row, place, column, cell, refused) }
                            if column == last { { buttons(props, row, place) } }
                        </td>
                    }
                }) }
            </tr>
            if let Some(why) = why(row) { <tr class="why"><td colspan={columns.to_string()}>{ why }</td></tr> }
            if let Some(error) = refused {
                <tr class="why"><td colspan={columns.to_string()}><p class="field-error" role="alert">{ &*error.text }</p></td></tr>
            }
        </>
    }
}

fn class_of(row: &TableRow) -> &'static str {
    match &row.mark {
        _ if row.ghost.is_some() => "ghost",
        Mark::None => "",
        Mark::Unmatched(_) => "unmatched",
        Mark::Hit(_) => "hit",
        Mark::Deciding(_, true) => "deciding",
        Mark::Deciding(_, false) => "deciding stops",
        Mark::Shadowed(_) => "shadowed",
        Mark::Missing(_) => "missing stops",
    }
}

fn step_mark(mark: &Mark) -> Html {
    let (step, words) = match mark {
        Mark::Hit(step) => (step, "used"),
        Mark::Deciding(step, true) => (step, "decided: goes on"),
        Mark::Deciding(step, false) => (step, "decided: dropped"),
        Mark::Missing(step) => (step, "nothing matched"),
        Mark::None | Mark::Shadowed(_) | Mark::Unmatched(_) => return Html::default(),
    };
    html! {
        <span class="step-mark" title={format!("Step {step}, {words}")}>
            <span aria-hidden="true">{ step }</span><span class="off-screen">{ format!("Step {step}, {words}. ") }</span>
        </span>
    }
}

fn why(row: &TableRow) -> Option<String> {
    match &row.mark {
        Mark::Shadowed(why) => Some(format!("Not used: {why}")),
        Mark::Unmatched(why) => Some(format!("Does not match: {why}")),
        _ if row.ghost.is_some() => Some("Missing: the connection needs this route".to_owned()),
        _ => None,
    }
}

fn cell_view(
    props: &TableProps,
    row: &TableRow,
    place: usize,
    column: usize,
    cell: &Cell,
    refused: Option<&TableError>,
) -> Html {
    let Some(index) = row.index.filter(|_| cell.input != Input::ReadOnly) else {
        return html! { <span class="value">{ &*cell.text }</span> };
    };
    let table = props.table.id;
    let of = props.of.clone();
    let change = move |value: String| Message::EditRow {
        of: of.clone(),
        edit: RowEdit::Change {
            table,
            row: index,
            column,
            value,
        },
    };
    let set = props.emit.reform(change.clone());
    let name = props
        .table
        .columns
        .get(column)
        .map(|name| format!("{name}, row {}", place + 1));
    let refused = refused.filter(|error| error.column == column);
    let text = refused.map_or(&cell.text, |error| &error.typed);
    let view = control(&props.table, column, &cell.input, text, name, refused.is_some(), &set);
    match &cell.input {
        Input::Switch { on, off } => {
            let next = if **text == **on { *off } else { *on };
            ahead::looking_ahead(change(next.to_owned()), &props.emit, view)
        }
        _ => view,
    }
}

fn control(
    table: &Table,
    column: usize,
    input: &Input,
    text: &Rc<str>,
    name: Option<String>,
    invalid: bool,
    set: &Callback<String>,
) -> Html {
    let onchange = set.reform(|event: Event| typed(&event));
    let invalid = invalid.then_some("true");
    match input {
        Input::Choice(choices) => html! {
            <select aria-label={name} aria-invalid={invalid} {onchange}>{ options(choices, text) }</select>
        },
        Input::Switch { on, off } => {
            let (is_on, next) = (**text == **on, if **text == **on { *off } else { *on });
            let onchange = set.reform(move |_: Event| next.to_owned());
            html! {
                <label class="toggle"><input type="checkbox" role="switch" aria-label={name} aria-describedby={ahead::ID} checked={is_on} {onchange} /><span>{ &**text }</span></label>
            }
        }
        other => {
            let list = matches!(other, Input::Suggest(_)).then(|| list_id(table, column));
            let before = text.to_string();
            let onchange = set.reform(move |event: Event| taken(&event, &before));
            html! {
                <input type="text" class={(*other != Input::Text).then_some("mono")} aria-label={name} aria-invalid={invalid} {list} value={text.to_string()} size={size_of(text)}
                    autocomplete="off" spellcheck="false" {onchange} onkeydown={restore(text)} />
            }
        }
    }
}

/// Columns share the width by what stands in them.
fn size_of(text: &str) -> String {
    text.chars().count().clamp(4, 24).to_string()
}

/// Go there, remove, add what is missing.
fn buttons(props: &TableProps, row: &TableRow, place: usize) -> Html {
    let emit = &props.emit;
    let go = row.link.as_ref().map(|of| {
        let (words, of) = (format!("Show {}", of.id), of.clone());
        let onclick = emit.reform(move |_: MouseEvent| Message::Select(vec![of.clone()]));
        html! { <button type="button" class="button quiet icon-only" aria-label={words.clone()} title={words} {onclick}>{ ui_icon(Icon::Open) }</button> }
    });
    let remove = row.index.filter(|_| row.removable).map(|index| {
        let (of, table) = (props.of.clone(), props.table.id);
        let words = format!("Remove row {}", place + 1);
        let edit = RowEdit::Remove { table, row: index };
        let message = Message::EditRow { of, edit };
        let onclick = emit.reform({
            let message = message.clone();
            move |_: MouseEvent| message.clone()
        });
        let button = html! {
            <button type="button" class="button quiet icon-only" aria-label={words} aria-describedby={ahead::ID} {onclick}>{ ui_icon(Icon::Trash) }</button>
        };
        ahead::looking_ahead(message, emit, button)
    });
    let ghost = row.ghost.as_ref().map(|ghost| ghost_buttons(ghost, emit));
    if go.is_none() && remove.is_none() && ghost.is_none() {
        return Html::default();
    }
    let class = classes!("row-buttons", ghost.is_some().then_some("always"));
    html! { <span {class}>{ for ghost }{ for go }{ for remove }</span> }
}

fn ghost_buttons(ghost: &Ghost, emit: &Send) -> Html {
    let add = |routes: &[reach::network::MissingRoute]| {
        let routes = routes.to_vec();
        emit.reform(move |_: MouseEvent| Message::AddMissingRoutes(routes.clone()))
    };
    html! {
        <>
            <button type="button" class="button" onclick={add(&ghost.here)}>{ "Add here" }</button>
            if !ghost.both.is_empty() {
                <button type="button" class="button" onclick={add(&ghost.both)}>{ if ghost.both.len() == 2 { "Add both" } else { "Add all" } }</button>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct AddRowProps {
    of: Ref,
    table: Table,
    emit: Send,
    close: Callback<()>,
}

/// The row that becomes a row with Enter or "Add".
#[component]
fn AddRow(props: &AddRowProps) -> Html {
    let table = &props.table;
    let cells = use_state(|| table.add.iter().map(|cell| cell.text.to_string()).collect::<Vec<_>>());
    let submit = {
        let (emit, of, id, cells) = (props.emit.clone(), props.of.clone(), table.id, cells.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let edit = RowEdit::Add {
                table: id,
                cells: (*cells).clone(),
            };
            emit.emit(Message::EditRow { of: of.clone(), edit });
        })
    };
    let escape = {
        let close = props.close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.stop_propagation();
                close.emit(());
            }
        })
    };
    let error = table.error.as_ref().filter(|error| error.row.is_none());
    let cancel = props.close.reform(|_: MouseEvent| ());
    html! {
        <form class="add-row" onsubmit={submit} onkeydown={escape}>
            { for table.add.iter().enumerate().map(|(column, cell)| {
                let name = table.columns.get(column).map(ToString::to_string).unwrap_or_default();
                let value = cells.get(column).cloned().unwrap_or_default();
                let invalid = error.is_some_and(|error| error.column == column);
                new_cell(props, &cells, column, cell, name, value, invalid)
            }) }
            if let Some(error) = error { <p class="field-error" role="alert">{ &*error.text }</p> }
            <div class="actions">
                <button type="submit" class="button primary">{ "Add" }</button>
                <button type="button" class="button" onclick={cancel}>{ "Cancel" }</button>
            </div>
        </form>
    }
}

fn new_cell(
    props: &AddRowProps,
    cells: &UseStateHandle<Vec<String>>,
    column: usize,
    cell: &Cell,
    name: String,
    value: String,
    invalid: bool,
) -> Html {
    let keep = {
        let cells = cells.clone();
        Callback::from(move |value: String| {
            let mut next = (*cells).clone();
            if let Some(cell) = next.get_mut(column) {
                *cell = value;
            }
            cells.set(next);
        })
    };
    let invalid = invalid.then_some("true");
    let field = match &cell.input {
        Input::Choice(choices) => {
            let onchange = keep.reform(|event: Event| typed(&event));
            html! { <select aria-invalid={invalid} {onchange}>{ options(choices, &value) }</select> }
        }
        other => {
            let list = matches!(other, Input::Suggest(_)).then(|| list_id(&props.table, column));
            let oninput = keep.reform(|event: InputEvent| typed(&event));
            html! {
                <input type="text" class={(*other != Input::Text).then_some("mono")} {list} {value} aria-invalid={invalid}
                    autocomplete="off" spellcheck="false" autofocus={column == 0} {oninput} />
            }
        }
    };
    html! { <label><span>{ name }</span>{ field }</label> }
}
