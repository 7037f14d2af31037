//! What the pointer does next.

use crate::command::make::{always, change_by, connect, key, letter, plain};
use crate::command::{Command, Section};
use crate::effect::Effect;
use crate::input::Key;
use crate::session::Session;
use crate::tool::Tool;

pub(super) const COMMANDS: &[Command] = &[
    plain(
        Section::Tools,
        "select-tool",
        "Select",
        &[letter('v')],
        always,
        |session| {
            session.take_up(Tool::Select);
            session.say("Select")
        },
    ),
    plain(
        Section::Tools,
        "hand-tool",
        "Move the view",
        &[letter('h')],
        always,
        |session| {
            session.take_up(Tool::Hand);
            session.say("Drag to move the view")
        },
    ),
    plain(
        Section::Tools,
        "trace",
        "Trace a packet",
        &[letter('t')],
        always,
        |session| {
            session.take_up(Tool::Trace);
            session.say("Choose the sender, then the receiver")
        },
    ),
    change_by(Section::Tools, "connect", "Connect", &[letter('c')], always, connect),
    change_by(Section::Tools, "add", "Add", &[letter('n')], always, |_| {
        vec![Effect::FocusPalette]
    }),
    plain(
        Section::Tools,
        "cancel",
        "Cancel",
        &[key(Key::Escape)],
        always,
        Session::escape,
    ),
];
