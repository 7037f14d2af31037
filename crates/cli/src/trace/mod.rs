//! `reachlight trace`: one flow, both legs.

mod along;
mod chance;
mod dns;
mod json;
mod text;

use document::{Document, text as form};
use reach::address::Family;
use reach::network::Network;
use reach::question::{End, Question};
use reach::topology::Traffic;
use reach::trace::PolicyVerdict;

use crate::args::{Format, Trace};
use crate::failure::Failure;
use crate::{Outcome, fix, input, output};

pub(crate) fn run(arguments: &Trace) -> Result<Outcome, Failure> {
    let (document, notes) = input::read(&arguments.inputs)?;
    let question = question(arguments, &document)?;
    let (network, _) = reach::resolve(&document.topology);
    let network = network.assuming(arguments.assumptions);
    has_one_sender(&network, &question, &arguments.from)?;
    let trace = reach::trace(&network, &question);
    let topology = &*document.topology;
    let fixes = fix::of(&document, &question);
    let along = along::Along::of(&network, &trace, &arguments.logs);
    match arguments.format {
        Format::Json => output::print_json(&json::Answer::of(&trace, along, fixes, &notes))?,
        Format::Text => output::print(&text::answer(&trace, &along, &fixes, topology, output::is_coloured()))?,
    };
    let Some(expected) = &arguments.assertion else {
        return Ok(Outcome::Fine);
    };
    if expected.holds(&trace) {
        return Ok(Outcome::Fine);
    }
    let code = trace
        .first_blocker()
        .and_then(|blocker| blocker.finding.reason.shown_code());
    let code = code.map_or_else(String::new, |code| format!(" ({code})"));
    let policies = trace.policy_verdict().map(PolicyVerdict::word);
    let policies = policies.map_or_else(String::new, by_policies);
    output::complain(&format!(
        "reachlight: expected {}, but the flow is {}{code}{policies}.",
        expected.word(),
        trace.verdict.word()
    ));
    Ok(Outcome::Failed)
}

/// What stands behind a verdict where policies were asked.
pub(crate) fn by_policies(verdict: &str) -> String {
    let said = match verdict {
        "allowed" => "policies allow the request",
        "refused" => "a policy refuses the request",
        _ => "what policies say of the request is not known",
    };
    format!(", {said}")
}

pub(crate) fn question(arguments: &Trace, document: &Document) -> Result<Question, Failure> {
    let end = |option: &str, spec: &str| {
        form::parse_end(spec, &document.topology)
            .map_err(|error| Failure::new(format!("{option} {spec}: {}", error.problem)).fix_if(error.fix))
    };
    let (from, to) = (end("--from", &arguments.from)?, end("--to", &arguments.to)?);
    let implied = form::family_of_end(&arguments.from).or(form::family_of_end(&arguments.to));
    let family = arguments.family.or(implied);
    let speaks_six = family == Some(Family::V6) || (family.is_none() && (is_six(&from) || is_six(&to)));
    let traffic = match arguments.traffic.unwrap_or(Traffic::All) {
        Traffic::Icmp { kind, code } if speaks_six => Traffic::Icmpv6 { kind, code },
        traffic => traffic,
    };
    let mut question = Question::new(from, to, traffic);
    question.family = family;
    question.action = arguments.action.as_deref().map(Into::into);
    question.resource = arguments.resource.as_deref().map(Into::into);
    question.principal = arguments.principal.as_deref().map(Into::into);
    if let Some(ports) = arguments.source_ports {
        question.source_ports = ports;
    }
    Ok(question)
}

/// An address that stands in several VPCs does not say who sends.
pub(crate) fn has_one_sender(network: &Network, question: &Question, spec: &str) -> Result<(), Failure> {
    let End::Address(address) = question.from else {
        return Ok(());
    };
    let vpcs = network.topology().vpcs.ids();
    let holders: Vec<String> = vpcs
        .filter_map(|vpc| Some(network.holder(vpc, address)?.reference().id.to_string()))
        .collect();
    if holders.len() < 2 {
        return Ok(());
    }
    let problem = format!("--from {spec}: several elements have this address");
    Err(Failure::new(problem).fix(format!("Write the id of one: {}", holders.join(", "))))
}

fn is_six(end: &End) -> bool {
    matches!(end, End::Address(address) | End::Injected { address, .. } if address.is_ipv6())
}
