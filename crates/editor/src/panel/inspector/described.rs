//! What [`crate::edit::form`] says of a record, as sections of the inspector.

use std::rc::Rc;

use reach::id::Ref;

use super::{Cell, Choice, Field, Input, Inspector, Link, Section, Table, TableRow};
use crate::edit::field::columns;
use crate::edit::form::{self, FormField, FormInput, FormTable, Part};
use crate::panel::context::Context;
use crate::panel::words;

/// An inspector that the description alone fills.
pub(super) fn described(context: &Context<'_>, of: &Ref) -> Option<Inspector> {
    context.resolved.get(of).or_else(|| context.drawn.get(of))?;
    let place = crate::edit::containment::parent_of(context.drawn, of).map(|parent| context.name(&parent));
    let kind = words::capitalized(of.kind.title());
    Some(Inspector {
        glyph: Some(context.glyph(of)),
        title: context.name(of),
        name: context.name_field(of),
        crumb: match place {
            Some(place) => format!("{kind} · {place}").into(),
            None => kind.into(),
        },
        sections: sections(context, of),
        of: Some(of.clone()),
    })
}

/// Fields under their headings, tables, and links at the end.
pub(super) fn sections(context: &Context<'_>, of: &Ref) -> Vec<Section> {
    let Some(element) = context.drawn.get(of).or_else(|| context.resolved.get(of)) else {
        return Vec::new();
    };
    let mut sections = Vec::new();
    let mut links: Vec<Link> = Vec::new();
    let mut fields: (Option<Rc<str>>, Vec<Field>) = (None, Vec::new());
    let close = |sections: &mut Vec<Section>, (title, fields): (Option<Rc<str>>, Vec<Field>)| {
        if !fields.is_empty() {
            sections.push(Section::Fields { title, fields });
        }
    };
    for part in form::show(context.session.drawing(), of, &element) {
        match part {
            Part::Heading(title) => close(
                &mut sections,
                std::mem::replace(&mut fields, (Some(title.into()), Vec::new())),
            ),
            Part::Field(field) => fields.1.push(field_of(context, of, field)),
            Part::Table(table) => {
                close(&mut sections, std::mem::take(&mut fields));
                sections.push(Section::Table(table_of(context, of, table)));
            }
            Part::Link(to, how) => links.push(context.link(to, how)),
        }
    }
    close(&mut sections, fields);
    if !links.is_empty() {
        sections.push(Section::Links {
            title: "Connected".into(),
            links,
        });
    }
    sections
}

fn field_of(context: &Context<'_>, of: &Ref, field: FormField) -> Field {
    let input = input(context, &field.input);
    let shown = context.field(of, field.id, field.label, field.value, input);
    if field.hint.is_empty() {
        shown
    } else {
        shown.with_hint(field.hint)
    }
}

fn input(context: &Context<'_>, input: &FormInput) -> Input {
    let word = |(value, label): &(&'static str, &'static str)| -> Choice { ((*value).into(), (*label).into()) };
    let label = |of: &Ref| words::of_default(context.resolved, of).map_or_else(|| context.name(of), Rc::from);
    let element = |of: &Ref| -> Choice { (Rc::clone(&of.id), label(of)) };
    match input {
        FormInput::Text => Input::Text,
        FormInput::Mono => Input::Mono,
        FormInput::Switch => Input::Switch { on: "on", off: "off" },
        FormInput::Words(words) => Input::Choice(words.iter().map(word).collect()),
        FormInput::One(all) => Input::Choice(all.iter().map(element).collect()),
        FormInput::OneOr(none, all) => {
            let none: Choice = ("".into(), (*none).into());
            Input::Choice(std::iter::once(none).chain(all.iter().map(element)).collect())
        }
        FormInput::WordsOr(words, all) => {
            Input::Choice(words.iter().map(word).chain(all.iter().map(element)).collect())
        }
        FormInput::Many(all) => Input::Many(all.iter().map(element).collect()),
    }
}

fn table_of(context: &Context<'_>, of: &Ref, table: FormTable) -> Table {
    let inputs: Vec<Input> = table.inputs.iter().map(|one| input(context, one)).collect();
    let cell = |(text, input): (String, &Input)| Cell {
        text: text.into(),
        input: if context.may_edit_rows {
            input.clone()
        } else {
            Input::ReadOnly
        },
    };
    let rows = table.rows.into_iter().enumerate().map(|(index, cells)| TableRow {
        index: context.may_edit_rows.then_some(index),
        cells: cells.into_iter().zip(&inputs).map(cell).collect(),
        removable: context.may_edit_rows,
        ..TableRow::default()
    });
    Table {
        rows: rows.collect(),
        id: table.id,
        title: table.title.into(),
        columns: columns(table.id).iter().map(|column| (*column).into()).collect(),
        add: if context.may_edit_rows {
            inputs.iter().map(|input| cell((String::new(), input))).collect()
        } else {
            Vec::new()
        },
        add_label: table.add.into(),
        empty: table.empty.into(),
        error: context.table_error(of, table.id),
    }
}
