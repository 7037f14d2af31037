//! `reachlight harm`: which flows a change would break, asked before it is made.

use document::{Document, Flow, text};
use reach::explain::{self, Ids};
use reach::harm;
use reach::id::Ref;
use reach::matrix;
use reach::operation::Operation;
use reach::question::Question;
use reach::topology::Topology;
use reach::trace::Trace;
use serde::Serialize;

use crate::args::{Change, Format, Harm};
use crate::failure::Failure;
use crate::{Outcome, input, output};

#[derive(Debug, Serialize)]
struct Found {
    /// What would be done, as lines of the text form.
    edits: Vec<String>,
    /// `saved` in the diagram; or `all`, every pair of ends as in a matrix, if none are.
    flows: &'static str,
    looked_at: usize,
    broken: Vec<Changed>,
    opened: Vec<Changed>,
}

#[derive(Debug, Serialize)]
struct Changed {
    flow: String,
    before: &'static str,
    after: &'static str,
    /// What stops it then.
    code: Option<&'static str>,
    at: Option<String>,
}

pub(crate) fn run(arguments: &Harm) -> Result<Outcome, Failure> {
    let (document, _) = input::read(&arguments.inputs)?;
    let (operations, after) = carried_out(&document.topology, &arguments.changes)?;
    let (flows, which) = flows(&document);
    let questions: Vec<Question> = flows.iter().map(|flow| flow.question.clone()).collect();
    let harm = harm::breaks(&document.topology, &questions, &operations).map_err(|refusal| refused(&refusal))?;
    let before = reach::resolve(&document.topology).0;
    let after = reach::resolve(&after).0;
    let changed = |index: &usize| {
        let flow = flows.get(*index)?;
        let (now, then) = (
            reach::trace(&before, &flow.question),
            reach::trace(&after, &flow.question),
        );
        Some(changed(flow, &document.topology, &now, &then))
    };
    let found = Found {
        edits: text::format_edits(&document.topology, &operations),
        flows: which,
        looked_at: flows.len(),
        broken: harm.broken.iter().filter_map(changed).collect(),
        opened: harm.opened.iter().filter_map(changed).collect(),
    };
    match arguments.format {
        Format::Json => output::print_json(&found)?,
        Format::Text => output::print(&in_words(&found))?,
    };
    let fails = arguments.nothing_may_break && !found.broken.is_empty();
    Ok(if fails { Outcome::Failed } else { Outcome::Fine })
}

fn refused(refusal: &reach::operation::Refusal) -> Failure {
    Failure::new(format!(
        "AWS refuses this: {}",
        explain::sentence(&refusal.finding, &Ids)
    ))
}

/// One after the other, each in the network that the ones before it leave.
fn carried_out(topology: &Topology, changes: &[Change]) -> Result<(Vec<Operation>, Topology), Failure> {
    let mut topology = topology.clone();
    let mut operations = Vec::new();
    for change in changes {
        let operation = operation(&topology, change)?;
        let accepted = reach::attempt(&topology, &operation).map_err(|refusal| refused(&refusal))?;
        topology = accepted.topology;
        operations.push(operation);
    }
    Ok((operations, topology))
}

fn operation(topology: &Topology, change: &Change) -> Result<Operation, Failure> {
    match change {
        Change::Remove(id) => Ok(Operation::Delete(element(topology, "--remove", id)?)),
        Change::Off(id) => harm::off(topology, &element(topology, "--off", id)?).ok_or_else(|| {
            Failure::new(format!("--off {id}: it has no switch, or is off already")).fix(
                "Machines, VPN connections and virtual interfaces can be switched off; --remove takes anything away",
            )
        }),
        Change::Without(row) => {
            let known = text::parse_row(row, topology);
            let operation = known.and_then(|known| harm::without_row(topology, &known));
            operation.ok_or_else(|| {
                Failure::new(format!(
                    "--without {row}: there is no such row that could be taken away"
                ))
                .fix("Write it as trace does: rtb-1/10.1.0.0/16, sg-1/in/0, acl-1/out/100, vpn-1/t2")
            })
        }
        Change::Edit(line) => text::parse_edit(line, topology)
            .map_err(|error| Failure::new(format!("--edit {line}: {}", error.problem)).fix_if(error.fix)),
    }
}

fn element(topology: &Topology, option: &str, id: &str) -> Result<Ref, Failure> {
    topology.find(id).ok_or_else(|| {
        let all = topology.references();
        let near = text::did_you_mean(id, all.iter().map(|of| &*of.id));
        Failure::new(format!("{option} {id}: nothing is called that")).fix_if(near)
    })
}

fn flows(document: &Document) -> (Vec<Flow>, &'static str) {
    if !document.flows.is_empty() {
        return (document.flows.to_vec(), "saved");
    }
    let (network, _) = reach::resolve(&document.topology);
    let pairs = matrix::questions(&network).into_iter();
    (pairs.map(Flow::new).collect(), "all")
}

fn changed(flow: &Flow, topology: &Topology, before: &Trace, after: &Trace) -> Changed {
    let stops = after.first_blocker().map(|blocker| &blocker.finding);
    let line = text::format_flow(&Flow::new(flow.question.clone()), topology);
    Changed {
        flow: line.strip_prefix("flow ").unwrap_or(&line).to_owned(),
        before: before.verdict.word(),
        after: after.verdict.word(),
        code: stops.and_then(|finding| finding.reason.shown_code()),
        at: stops.map(|finding| finding.at.id.to_string()),
    }
}

fn in_words(found: &Found) -> String {
    let of = match found.flows {
        "saved" => "saved flows",
        _ => "pairs (no flow is saved, so all of them were looked at)",
    };
    let mut lines = vec![format!("Breaks {} of {} {of}.", found.broken.len(), found.looked_at)];
    let line = |sign: &str, changed: &Changed| {
        let by = match (changed.code, &changed.at) {
            (Some(code), Some(at)) => format!(" ({code} at {at})"),
            _ => String::new(),
        };
        format!("  {sign} {}: {} → {}{by}", changed.flow, changed.before, changed.after)
    };
    lines.extend(found.broken.iter().map(|changed| line("✕", changed)));
    if !found.opened.is_empty() {
        lines.push(format!("Opens {}:", found.opened.len()));
        lines.extend(found.opened.iter().map(|changed| line("✓", changed)));
    }
    let mut text = String::new();
    lines.iter().for_each(|line| output::add_line(&mut text, line));
    text
}
