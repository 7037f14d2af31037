//! Flows and their steps.

use crate::command::make::{has_flows, has_trace, letter, plain, something};
use crate::command::{Command, Section};
use crate::session::Session;

pub(super) const COMMANDS: &[Command] = &[
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
        "look-ahead",
        "What would break without it",
        &[],
        something,
        Session::look_ahead,
    ),
    plain(
        Section::Trace,
        "assumptions",
        "Assume what no AWS page says: on or off",
        &[],
        has_flows,
        Session::switch_assumptions,
    ),
];
