//! Looking around.

use crate::command::make::{always, letter, look, plain, something};
use crate::command::{Command, Section};

pub(super) const COMMANDS: &[Command] = &[
    plain(
        Section::View,
        "fit",
        "Fit the whole diagram",
        &[letter('1')],
        always,
        |session| {
            session.fit_all();
            Vec::new()
        },
    ),
    plain(
        Section::View,
        "zoom-selection",
        "Zoom to the selection",
        &[letter('2')],
        something,
        |session| {
            session.fit_selection();
            Vec::new()
        },
    ),
    plain(
        Section::View,
        "zoom-reset",
        "Zoom to 100 %",
        &[letter('0')],
        always,
        |session| {
            session.zoom_reset();
            Vec::new()
        },
    ),
    plain(
        Section::View,
        "zoom-in",
        "Zoom in",
        &[letter('+'), letter('=')],
        always,
        |session| {
            session.zoom_step(1);
            Vec::new()
        },
    ),
    plain(
        Section::View,
        "zoom-out",
        "Zoom out",
        &[letter('-')],
        always,
        |session| {
            session.zoom_step(-1);
            Vec::new()
        },
    ),
    plain(Section::View, "pan-left", "Look further left", &[], always, |session| {
        look(session, -1, 0)
    }),
    plain(
        Section::View,
        "pan-right",
        "Look further right",
        &[],
        always,
        |session| look(session, 1, 0),
    ),
    plain(Section::View, "pan-up", "Look further up", &[], always, |session| {
        look(session, 0, -1)
    }),
    plain(Section::View, "pan-down", "Look further down", &[], always, |session| {
        look(session, 0, 1)
    }),
];
