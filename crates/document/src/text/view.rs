//! `layout` and `view`: where things stand, and what opens with the diagram.

use reach::id::{Kind, Ref};
use reach::trace::Assumptions;

use super::cursor::{Cursor, Parsed};
use super::keyword;
use super::printer::Printer;
use super::scope::{Ids, Scope};
use crate::document::View;
use crate::layout::{Layout, Place};
use crate::words::{ASSUMPTIONS, MODES, value_of, word_of};

/// `app-vpc 4 4 60 40`; the internet and services, which are no records: `internet 4 4`, `service s3@us-east-1 4 4`.
pub(crate) fn place(cursor: &mut Cursor<'_>, scope: &Scope) -> Parsed<(Ref, Place)> {
    let element = element(cursor, scope)?;
    let x = cursor.number("a column of the grid")?;
    let y = cursor.number("a row of the grid")?;
    let mut place = Place {
        x,
        y,
        ..Place::default()
    };
    if !cursor.is_done() {
        place.width = cursor.number("a width")?;
        place.height = cursor.number("a height")?;
    }
    cursor.finish()?;
    Ok((element, place))
}

fn element(cursor: &mut Cursor<'_>, scope: &Scope) -> Parsed<Ref> {
    let is_number = |ahead: usize| {
        cursor
            .peek_at(ahead)
            .is_some_and(|token| token.raw.parse::<i32>().is_ok())
    };
    let kind = cursor.peek_bare().and_then(|word| match word {
        "internet" if is_number(1) && scope.ids.kind(word).is_none() => None,
        word => Kind::from_word(word),
    });
    if let Some(kind) = kind {
        cursor.advance();
        return Ok(Ref::new(kind, cursor.text("an id")?));
    }
    if cursor.peek_bare() == Some("internet") && scope.ids.kind("internet").is_none() {
        cursor.advance();
        return Ok(Ref::internet());
    }
    scope.any(cursor)
}

pub(crate) fn print_layout(layout: &Layout, printer: &mut Printer<'_>) {
    for (element, place) in &layout.places {
        let name = name(element, &printer.ids);
        let size = if (place.width, place.height) == (0, 0) {
            String::new()
        } else {
            format!(" {} {}", place.width, place.height)
        };
        printer.line(1, &format!("{name} {} {}{size}", place.x, place.y));
    }
}

fn name(element: &Ref, ids: &Ids) -> String {
    if *element == Ref::internet() && ids.kind("internet").is_none() {
        return "internet".to_owned();
    }
    let name = keyword::name(&element.id);
    if ids.knows(element) {
        name.into_owned()
    } else {
        format!("{} {name}", element.kind.word())
    }
}

/// `view explore flow 1 step 4`: the first flow is 1.
pub(crate) fn parse(cursor: &mut Cursor<'_>) -> Parsed<View> {
    let mut view = View::default();
    if let Some(mode) = cursor.peek_bare().and_then(|word| value_of(MODES, word)) {
        cursor.advance();
        view.mode = Some(mode);
    }
    while !cursor.is_done() {
        if cursor.take("flow") {
            view.flow = Some(index(cursor)?);
        } else if cursor.take("step") {
            view.step = Some(index(cursor)?);
        } else if cursor.take("assumptions") {
            view.assumptions = cursor.choice("on or off", ASSUMPTIONS)?;
        } else {
            return Err(cursor.unknown_word(&["view", "explore", "exercise", "edit", "flow", "step", "assumptions"]));
        }
    }
    Ok(view)
}

fn index(cursor: &mut Cursor<'_>) -> Parsed<u16> {
    let wrong = cursor.error("a number from 1 up is expected here");
    let number: u32 = cursor.number("a number from 1 up")?;
    number
        .checked_sub(1)
        .and_then(|index| u16::try_from(index).ok())
        .ok_or(wrong)
}

pub(crate) fn print(view: &View) -> String {
    let mut line = "view".to_owned();
    if let Some(mode) = &view.mode {
        line.push_str(&format!(" {}", word_of(MODES, mode)));
    }
    if let Some(flow) = view.flow {
        line.push_str(&format!(" flow {}", u32::from(flow) + 1));
    }
    if let Some(step) = view.step {
        line.push_str(&format!(" step {}", u32::from(step) + 1));
    }
    if view.assumptions != Assumptions::Made {
        line.push_str(&format!(" assumptions {}", word_of(ASSUMPTIONS, &view.assumptions)));
    }
    line
}
