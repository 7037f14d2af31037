//! Flows and their steps.

use crate::command::make::{always, can_undo, has_flows, has_trace, letter, one_end, plain, something};
use crate::command::{Command, Section};
use crate::effect::Effect;
use crate::session::Session;
use crate::tool::Purpose;

pub(super) const COMMANDS: &[Command] = &[
    plain(
        Section::Trace,
        "trace-from",
        "Trace from here",
        &[],
        one_end,
        |session| session.trace_here(Purpose::Trace),
    ),
    plain(Section::Trace, "trace-to", "Trace to here", &[], one_end, |session| {
        session.trace_here(Purpose::TraceBack)
    }),
    plain(
        Section::Trace,
        "reaches",
        "Light up what it reaches",
        &[],
        one_end,
        |session| session.light(true),
    ),
    plain(
        Section::Trace,
        "reached-by",
        "Light up what reaches it",
        &[],
        one_end,
        |session| session.light(false),
    ),
    plain(
        Section::Trace,
        "matrix",
        "Who reaches whom",
        &[letter('m')],
        always,
        |_| vec![Effect::OpenMatrix],
    ),
    plain(
        Section::Trace,
        "compare",
        "What the last change did",
        &[letter('b')],
        can_undo,
        |_| vec![Effect::OpenCompare],
    ),
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
    plain(Section::Trace, "play", "Play the steps", &[], has_trace, |_| {
        vec![Effect::Play]
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
        "along",
        "Flow logs and costs of this flow",
        &[],
        has_trace,
        |_| vec![Effect::OpenAlong],
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
