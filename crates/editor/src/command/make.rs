//! How commands are written down: their keys, and when they can be run.

use std::rc::Rc;

use reach::id::Ref;

use super::{Command, Section, Shortcut};
use crate::edit::answer::{answer, waits};
use crate::edit::connect::{can_start, end};
use crate::effect::Effect;
use crate::input::Key;
use crate::session::Session;
use crate::tool::Tool;

type Enabled = fn(&Session) -> Result<(), Rc<str>>;
type Run = fn(&mut Session) -> Vec<Effect>;

/// A command that leaves the network and its drawing as they are.
pub(super) const fn plain(
    section: Section,
    name: &'static str,
    title: &'static str,
    keys: &'static [Shortcut],
    enabled: Enabled,
    run: Run,
) -> Command {
    Command {
        name,
        title,
        section,
        keys,
        changes: false,
        enabled,
        run,
    }
}

/// A command that changes the network or its drawing.
pub(super) const fn change_by(
    section: Section,
    name: &'static str,
    title: &'static str,
    keys: &'static [Shortcut],
    enabled: Enabled,
    run: Run,
) -> Command {
    Command {
        changes: true,
        ..plain(section, name, title, keys, enabled, run)
    }
}

pub(super) const fn change(
    name: &'static str,
    title: &'static str,
    keys: &'static [Shortcut],
    enabled: Enabled,
    run: Run,
) -> Command {
    change_by(Section::Edit, name, title, keys, enabled, run)
}

pub(super) const fn key(key: Key) -> Shortcut {
    Shortcut {
        key,
        control: false,
        shift: false,
        alt: false,
    }
}

pub(super) const fn letter(character: char) -> Shortcut {
    key(Key::Character(character))
}

pub(super) const fn shift(pressed: Key) -> Shortcut {
    Shortcut {
        shift: true,
        ..key(pressed)
    }
}

pub(super) const fn alt(pressed: Key) -> Shortcut {
    Shortcut {
        alt: true,
        ..key(pressed)
    }
}

pub(super) const fn control_key(pressed: Key) -> Shortcut {
    Shortcut {
        control: true,
        ..key(pressed)
    }
}

pub(super) const fn control(character: char) -> Shortcut {
    control_key(Key::Character(character))
}

pub(super) const fn control_shift(character: char) -> Shortcut {
    Shortcut {
        shift: true,
        ..control(character)
    }
}

pub(super) fn always(_: &Session) -> Result<(), Rc<str>> {
    Ok(())
}

pub(super) fn can_undo(session: &Session) -> Result<(), Rc<str>> {
    require(session.undo_name().is_some(), "There is nothing to undo")
}

pub(super) fn can_redo(session: &Session) -> Result<(), Rc<str>> {
    require(session.redo_name().is_some(), "There is nothing to redo")
}

pub(super) fn something(session: &Session) -> Result<(), Rc<str>> {
    require(!session.targets().is_empty(), "Select something first")
}

pub(super) fn several(session: &Session) -> Result<(), Rc<str>> {
    require(session.selection().len() > 1, "Select two or more things first")
}

pub(super) fn has_copied(session: &Session) -> Result<(), Rc<str>> {
    require(session.has_copied(), "Copy something first")
}

pub(super) fn has_places(session: &Session) -> Result<(), Rc<str>> {
    require(
        !session.document().layout.places.is_empty(),
        "Everything stands where it was arranged by itself",
    )
}

/// One thing is selected where packets start and end.
pub(super) fn one_end(session: &Session) -> Result<(), Rc<str>> {
    let is_end = |of: &Ref| end(&session.document().topology, of).is_some();
    match &session.targets()[..] {
        [only] if is_end(only) => Ok(()),
        _ => Err("Select an instance, a site, a service or the internet first".into()),
    }
}

pub(super) fn one_drawn(session: &Session) -> Result<(), Rc<str>> {
    match &session.targets()[..] {
        [only] if session.document().topology.get(only).is_some() => Ok(()),
        [_] => Err("Its name is fixed".into()),
        _ => Err("Select one element first".into()),
    }
}

/// One attachment is selected, and nobody has answered it yet.
pub(super) fn waiting(session: &Session) -> Result<(), Rc<str>> {
    match &session.targets()[..] {
        [only] if waits(&session.document().topology, only) => Ok(()),
        _ => Err("Select an attachment that is pending acceptance first".into()),
    }
}

pub(super) fn has_flows(session: &Session) -> Result<(), Rc<str>> {
    require(
        !session.document().flows.is_empty(),
        "No flow is watched yet. Press T, then choose two ends",
    )
}

pub(super) fn has_trace(session: &Session) -> Result<(), Rc<str>> {
    require(session.trace().is_some(), "Select a flow first")
}

pub(super) fn require(holds: bool, reason: &str) -> Result<(), Rc<str>> {
    if holds { Ok(()) } else { Err(reason.into()) }
}

pub(super) fn delete(session: &mut Session) -> Vec<Effect> {
    let targets = session.targets();
    session.delete(&targets)
}

/// From the focused or only selected element a list of targets; else two clicks.
pub(super) fn connect(session: &mut Session) -> Vec<Effect> {
    let targets: Vec<Ref> = session.targets();
    match &targets[..] {
        [from] if can_start(&session.document().topology, from) => vec![Effect::OpenConnectList(from.clone())],
        _ => {
            session.take_up(Tool::Connect);
            session.say("Choose one end, then the other")
        }
    }
}

pub(super) fn give_answer(session: &mut Session, accepts: bool) -> Vec<Effect> {
    let Some(of) = session.targets().into_iter().next() else {
        return Vec::new();
    };
    let edit = answer(session.drawing(), &of, accepts);
    session.commit_or_refuse(edit)
}

pub(super) fn look(session: &mut Session, x: i32, y: i32) -> Vec<Effect> {
    session.pan_step(x, y);
    Vec::new()
}
