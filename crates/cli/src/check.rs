//! `reachlight check`: the problems of the network, and the expectations saved in it.

use document::{Document, Flow, text};
use reach::issue::Level;
use reach::network::Network;
use reach::topology::Topology;
use reach::trace::PolicyVerdict;
use serde::Serialize;

use crate::args::{Check, Report as Form};
use crate::failure::Failure;
use crate::problem::Problem;
use crate::trace::by_policies;
use crate::{Outcome, input, junit, output, sarif};

#[derive(Debug, Serialize)]
pub(crate) struct Report {
    pub(crate) problems: Vec<Problem>,
    pub(crate) expectations: Vec<Expected>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Expected {
    pub(crate) flow: String,
    expected: String,
    verdict: &'static str,
    /// Where policies were asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    authorization: Option<&'static str>,
    pub(crate) ok: bool,
}

impl Expected {
    pub(crate) fn in_words(&self) -> String {
        let policies = self.authorization.map_or_else(String::new, by_policies);
        format!("expected {}, is {}{policies}", self.expected, self.verdict)
    }
}

pub(crate) fn run(arguments: &Check) -> Result<Outcome, Failure> {
    let (document, _) = input::read(&arguments.inputs)?;
    let (network, issues) = reach::resolve(&document.topology);
    let network = network.assuming(arguments.assumptions);
    let lints = reach::lint::lints(&network);
    let all = issues.iter().chain(&lints);
    let report = Report {
        problems: all.map(|issue| Problem::of(&document.topology, issue)).collect(),
        expectations: expectations(&document, &network),
    };
    match arguments.format {
        Form::Json => output::print_json(&report)?,
        Form::Text => output::print(&in_words(&report))?,
        Form::Sarif => output::print_json(&sarif::log(&report, arguments.inputs.names()))?,
        Form::Junit => output::print(&junit::suites(&report))?,
    };
    let has_error = issues.iter().any(|issue| issue.level == Level::Error);
    let all_hold = report.expectations.iter().all(|expected| expected.ok);
    Ok(if has_error || !all_hold {
        Outcome::Failed
    } else {
        Outcome::Fine
    })
}

fn expectations(document: &Document, network: &Network) -> Vec<Expected> {
    let expected = |flow: &Flow| {
        let expectation = flow.expectation.as_ref()?;
        let trace = reach::trace(network, &flow.question);
        Some(Expected {
            flow: in_one_line(flow, &document.topology),
            expected: expectation.word().to_owned(),
            verdict: trace.verdict.word(),
            authorization: trace.policy_verdict().map(PolicyVerdict::word),
            ok: expectation.holds(&trace),
        })
    };
    document.flows.iter().filter_map(expected).collect()
}

/// The flow's name, else its line without what is expected.
fn in_one_line(flow: &Flow, topology: &Topology) -> String {
    if let Some(name) = &flow.name {
        return name.to_string();
    }
    let mut flow = flow.clone();
    flow.expectation = None;
    let line = text::format_flow(&flow, topology);
    line.strip_prefix("flow ").unwrap_or(&line).to_owned()
}

fn in_words(report: &Report) -> String {
    let mut text = String::new();
    let mut add = |line: String| output::add_line(&mut text, &line);
    for problem in &report.problems {
        add(problem.in_words());
    }
    for expected in &report.expectations {
        let mark = if expected.ok { "✓" } else { "✕" };
        add(format!("{mark} {}: {}", expected.flow, expected.in_words()));
    }
    if report.problems.is_empty() {
        add("No problems found in the network.".to_owned());
    }
    text
}
