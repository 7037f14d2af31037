//! The diagram as a whole.

use crate::command::make::{always, control, letter, plain};
use crate::command::{Command, Section};
use crate::effect::Effect;

pub(super) const COMMANDS: &[Command] = &[
    plain(Section::Diagram, "share", "Share", &[], always, |_| {
        vec![Effect::OpenShare]
    }),
    plain(Section::Diagram, "gallery", "Open a diagram", &[], always, |_| {
        vec![Effect::OpenGallery]
    }),
    plain(
        Section::Diagram,
        "commands",
        "All commands",
        &[control('k')],
        always,
        |_| vec![Effect::OpenCommandPalette],
    ),
    plain(Section::Diagram, "keys", "Keys", &[letter('?')], always, |_| {
        vec![Effect::OpenKeySheet]
    }),
];
