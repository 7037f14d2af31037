//! What changes what is selected, and taking back.

use crate::command::make::{
    always, can_redo, can_undo, change, control, control_shift, delete, give_answer, has_copied, has_places, key,
    one_drawn, plain, several, shift, something, waiting,
};
use crate::command::{Command, Section};
use crate::edit::arrange::Arrangement;
use crate::effect::Effect;
use crate::input::Key;
use crate::session::Session;

/// How far Shift and an arrow move, in grid steps.
const FAR: i32 = 5;

pub(super) const COMMANDS: &[Command] = &[
    plain(Section::Edit, "undo", "Undo", &[control('z')], can_undo, Session::undo),
    plain(
        Section::Edit,
        "redo",
        "Redo",
        &[control('y'), control_shift('z')],
        can_redo,
        Session::redo,
    ),
    change(
        "delete",
        "Delete",
        &[key(Key::Delete), key(Key::Backspace)],
        something,
        delete,
    ),
    change("copy", "Copy", &[control('c')], something, Session::copy),
    change("paste", "Paste", &[control('v')], has_copied, Session::paste),
    change("duplicate", "Duplicate", &[control('d')], something, Session::duplicate),
    change(
        "rename",
        "Rename",
        &[key(Key::F2), key(Key::Enter)],
        one_drawn,
        |session| {
            session
                .targets()
                .into_iter()
                .next()
                .map(Effect::Rename)
                .into_iter()
                .collect()
        },
    ),
    change("accept-attachment", "Accept the attachment", &[], waiting, |session| {
        give_answer(session, true)
    }),
    change("reject-attachment", "Reject the attachment", &[], waiting, |session| {
        give_answer(session, false)
    }),
    change("align-left", "Align the left edges", &[], several, |session| {
        session.arrange(Arrangement::Left)
    }),
    change("align-right", "Align the right edges", &[], several, |session| {
        session.arrange(Arrangement::Right)
    }),
    change("align-top", "Align the top edges", &[], several, |session| {
        session.arrange(Arrangement::Top)
    }),
    change("align-bottom", "Align the bottom edges", &[], several, |session| {
        session.arrange(Arrangement::Bottom)
    }),
    change("space-across", "Space evenly across", &[], several, |session| {
        session.arrange(Arrangement::Across)
    }),
    change("space-down", "Space evenly down", &[], several, |session| {
        session.arrange(Arrangement::Down)
    }),
    change(
        "tidy-up",
        "Tidy up: arrange everything anew",
        &[],
        has_places,
        Session::tidy_up,
    ),
    plain(
        Section::Edit,
        "select-all",
        "Select all",
        &[control('a')],
        always,
        |session| {
            let all = session.focus_order();
            session.select_all(all);
            Vec::new()
        },
    ),
    // With nothing selected, or where nothing may be moved, arrows walk.
    plain(
        Section::Edit,
        "nudge-left",
        "Move left",
        &[key(Key::ArrowLeft)],
        always,
        |session| session.nudge(-1, 0),
    ),
    plain(
        Section::Edit,
        "nudge-right",
        "Move right",
        &[key(Key::ArrowRight)],
        always,
        |session| session.nudge(1, 0),
    ),
    plain(
        Section::Edit,
        "nudge-up",
        "Move up",
        &[key(Key::ArrowUp)],
        always,
        |session| session.nudge(0, -1),
    ),
    plain(
        Section::Edit,
        "nudge-down",
        "Move down",
        &[key(Key::ArrowDown)],
        always,
        |session| session.nudge(0, 1),
    ),
    plain(
        Section::Edit,
        "nudge-left-far",
        "Move left by 5",
        &[shift(Key::ArrowLeft)],
        always,
        |session| session.nudge(-FAR, 0),
    ),
    plain(
        Section::Edit,
        "nudge-right-far",
        "Move right by 5",
        &[shift(Key::ArrowRight)],
        always,
        |session| session.nudge(FAR, 0),
    ),
    plain(
        Section::Edit,
        "nudge-up-far",
        "Move up by 5",
        &[shift(Key::ArrowUp)],
        always,
        |session| session.nudge(0, -FAR),
    ),
    plain(
        Section::Edit,
        "nudge-down-far",
        "Move down by 5",
        &[shift(Key::ArrowDown)],
        always,
        |session| session.nudge(0, FAR),
    ),
];
