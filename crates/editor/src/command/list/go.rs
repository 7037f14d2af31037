//! Where the keyboard is.

use crate::command::make::{alt, always, control_key, key, plain, shift, something};
use crate::command::{Command, Section};
use crate::effect::Effect;
use crate::input::Key;
use crate::message::Message;
use crate::session::Session;

pub(super) const COMMANDS: &[Command] = &[
    plain(
        Section::Go,
        "focus-next",
        "Next element",
        &[key(Key::Tab)],
        always,
        |session| session.focus_by(1),
    ),
    plain(
        Section::Go,
        "focus-previous",
        "Previous element",
        &[shift(Key::Tab)],
        always,
        |session| session.focus_by(-1),
    ),
    plain(
        Section::Go,
        "focus-first",
        "First element",
        &[key(Key::Home)],
        always,
        |session| session.focus_end(false),
    ),
    plain(
        Section::Go,
        "focus-last",
        "Last element",
        &[key(Key::End)],
        always,
        |session| session.focus_end(true),
    ),
    plain(
        Section::Go,
        "walk-left",
        "Go left",
        &[control_key(Key::ArrowLeft)],
        always,
        |session| session.walk(-1, 0),
    ),
    plain(
        Section::Go,
        "walk-right",
        "Go right",
        &[control_key(Key::ArrowRight)],
        always,
        |session| session.walk(1, 0),
    ),
    plain(
        Section::Go,
        "walk-up",
        "Go up",
        &[control_key(Key::ArrowUp)],
        always,
        |session| session.walk(0, -1),
    ),
    plain(
        Section::Go,
        "walk-down",
        "Go down",
        &[control_key(Key::ArrowDown)],
        always,
        |session| session.walk(0, 1),
    ),
    plain(
        Section::Go,
        "next-part",
        "Next part of the page",
        &[key(Key::F6)],
        always,
        |_| vec![Effect::FocusPart { forward: true }],
    ),
    plain(
        Section::Go,
        "previous-part",
        "Previous part of the page",
        &[shift(Key::F6)],
        always,
        |_| vec![Effect::FocusPart { forward: false }],
    ),
    plain(
        Section::Go,
        "menu",
        "Menu of what is selected",
        &[shift(Key::F10), key(Key::Menu)],
        always,
        |session| session.update(Message::Menu(None)),
    ),
    plain(
        Section::Go,
        "follow",
        "Follow a connection",
        &[alt(Key::ArrowRight)],
        something,
        Session::follow_edge,
    ),
];
