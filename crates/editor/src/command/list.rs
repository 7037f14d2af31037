//! The list itself. Order is the order of menus.

use super::make::{
    alt, always, can_redo, can_undo, change, change_by, connect, control, control_key, control_shift, delete,
    has_flows, has_trace, key, letter, look, one_drawn, plain, shift, something,
};
use super::{Command, Section};
use crate::edit::duplicate::duplicate;
use crate::effect::Effect;
use crate::input::Key;
use crate::session::Session;
use crate::tool::Tool;

/// How far Shift and an arrow move, in grid steps.
const FAR: i32 = 5;

pub const COMMANDS: &[Command] = &[
    // Edit.
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
    change("duplicate", "Duplicate", &[control('d')], something, |session| {
        let edit = duplicate(&session.document().topology, &session.targets());
        session.commit_or_refuse(edit)
    }),
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
    // Tools.
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
    // View.
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
    // Trace.
    plain(
        Section::Trace,
        "previous-flow",
        "Previous flow",
        &[letter('[')],
        has_flows,
        |session| session.flow_by(-1),
    ),
    plain(
        Section::Trace,
        "next-flow",
        "Next flow",
        &[letter(']')],
        has_flows,
        |session| session.flow_by(1),
    ),
    plain(
        Section::Trace,
        "previous-step",
        "Step back",
        &[],
        has_trace,
        |session| session.step_by(-1),
    ),
    plain(Section::Trace, "next-step", "Step forward", &[], has_trace, |session| {
        session.step_by(1)
    }),
    plain(Section::Trace, "first-step", "First step", &[], has_trace, |session| {
        session.step_to(0)
    }),
    plain(Section::Trace, "last-step", "Last step", &[], has_trace, |session| {
        session.step_to(usize::MAX)
    }),
    plain(
        Section::Trace,
        "swap-flow",
        "Swap the ends",
        &[],
        has_trace,
        Session::swap_flow,
    ),
    plain(
        Section::Trace,
        "remove-flow",
        "Stop watching this flow",
        &[],
        has_trace,
        |session| match session.flow() {
            Some(flow) => session.remove_flow(flow),
            None => Vec::new(),
        },
    ),
    plain(
        Section::Trace,
        "find-fixes",
        "How to fix this flow",
        &[],
        has_trace,
        Session::look_for_fixes,
    ),
    plain(
        Section::Trace,
        "assumptions",
        "Assume what no AWS page says: on or off",
        &[],
        has_flows,
        Session::switch_assumptions,
    ),
    plain(
        Section::Trace,
        "look-ahead",
        "What would break without it",
        &[],
        something,
        Session::look_ahead,
    ),
    // Go.
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
        "follow",
        "Follow a connection",
        &[alt(Key::ArrowRight)],
        something,
        Session::follow_edge,
    ),
    // Diagram.
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
