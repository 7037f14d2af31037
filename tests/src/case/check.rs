//! Runs the sections of a case and compares.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use document::text;
use reach::issue::Issue;
use reach::network::Network;
use reach::operation::Accepted;
use reach::topology::Topology;
use reach::trace::{Assumptions, Blocker, Choice, ChoiceOption, Finding, Hop, Leg, PolicyVerdict, Trace};

use super::expect::{self, Verdict};
use super::parse::{Case, Section};
use super::{costs, fixes, harm, logs};

/// A case while it runs.
pub(super) struct Run<'a> {
    case: &'a Case,
    start: Topology,
    topology: Topology,
    variant: String,
    pub(super) recorded: BTreeSet<&'static str>,
    faults: String,
}

impl<'a> Run<'a> {
    pub(super) fn new(case: &'a Case) -> Result<Self, String> {
        let document = text::parse(&case.network).map_err(|errors| {
            errors
                .iter()
                .map(|error| format!("network: {error}"))
                .collect::<Vec<_>>()
                .join("\n")
        })?;
        let start = (*document.topology).clone();
        let mut run = Self {
            case,
            topology: start.clone(),
            start,
            variant: String::new(),
            recorded: BTreeSet::new(),
            faults: String::new(),
        };
        run.record_issues();
        Ok(run)
    }

    pub(super) fn section(&mut self, section: &Section) {
        let outcome = match section.kind.as_str() {
            "flow" => self.flow(section),
            "variant" => self.variant(section),
            "try" => self.attempt(section),
            "fix" => self.fix(section),
            "harm" => harm::check(&self.topology, &section.head, &section.content().collect::<Vec<_>>()),
            "issues" => self.issues(section),
            "problems" => self.problems(section),
            "hourly" => self.hourly(section),
            other => Err(format!("`== {other}` is not a section")),
        };
        if let Err(fault) = outcome {
            let variant = if self.variant.is_empty() {
                String::new()
            } else {
                format!(" [{}]", self.variant)
            };
            let _ = writeln!(
                self.faults,
                "line {}: == {} {}{variant}\n    {}",
                section.line,
                section.kind,
                section.head,
                fault.replace('\n', "\n    ")
            );
        }
    }

    pub(super) fn finish(mut self) -> Result<(), String> {
        for rule in &self.case.rules {
            if !self.recorded.contains(rule.as_str()) {
                let _ = writeln!(
                    self.faults,
                    "rule {rule} stands in the header, but the engine did not record it"
                );
            }
        }
        if self.faults.is_empty() {
            Ok(())
        } else {
            Err(format!("{}\n{}", self.case.title, self.faults))
        }
    }

    fn resolve(&self) -> (Network, Vec<Issue>) {
        reach::resolve(&self.topology)
    }

    fn variant(&mut self, section: &Section) -> Result<(), String> {
        self.variant = section.head.clone();
        self.topology = self.start.clone();
        for line in section.content() {
            if let Some(id) = line.strip_prefix("without ") {
                self.lose(id)?;
                continue;
            }
            let accepted = self
                .edit(line)?
                .map_err(|finding| format!("`{line}` was refused: {}", finding.reason.code))?;
            self.topology = accepted.topology;
        }
        self.record_issues();
        Ok(())
    }

    /// As in input with gaps: the record is not there, and what names it still does.
    fn lose(&mut self, id: &str) -> Result<(), String> {
        let lost = self
            .topology
            .references()
            .into_iter()
            .find(|reference| *reference.id == *id);
        let lost = lost.ok_or_else(|| format!("`without {id}`: there is no such element"))?;
        self.topology.remove(&lost);
        Ok(())
    }

    /// `Err` for a line that cannot be read, `Ok(Err)` for a change that AWS refuses.
    fn edit(&mut self, line: &str) -> Result<Result<Accepted, Finding>, String> {
        let operation = text::parse_edit(line, &self.topology).map_err(|error| format!("`{line}`: {error}"))?;
        Ok(reach::attempt(&self.topology, &operation).map_err(|refusal| refusal.finding))
    }

    fn attempt(&mut self, section: &Section) -> Result<(), String> {
        let outcome = self.edit(&section.head)?;
        let expected: Vec<&str> = section.content().collect();
        match outcome {
            Err(finding) => {
                self.record(&finding);
                let Some(line) = expected.first() else {
                    return Err("no expectation".to_owned());
                };
                let Some((code, rule)) = expect::call(line, "INVALID") else {
                    return Err(format!(
                        "expected {line}, refused with {} {:?}",
                        finding.reason.code, finding.reason.rules
                    ));
                };
                if code != finding.reason.code || rule.is_some_and(|rule| !finding.reason.rules.contains(&rule)) {
                    return Err(format!(
                        "expected {line}, refused with {} {:?}",
                        finding.reason.code, finding.reason.rules
                    ));
                }
                Ok(())
            }
            Ok(accepted) => self.accepted(accepted, &expected),
        }
    }

    fn accepted(&mut self, accepted: Accepted, expected: &[&str]) -> Result<(), String> {
        self.topology = accepted.topology;
        for warning in &accepted.warnings {
            self.record(warning);
        }
        self.record_issues();
        for line in expected {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["OK"] => {}
                ["state", id, state] => {
                    let peering = self.topology.peering_connections.get(&(*id).into());
                    let attachment = self.topology.transit_gateway_attachments.get(&(*id).into());
                    let found = peering.map(|peering| peering.state.word());
                    let found = found.or(attachment.map(|attachment| attachment.state.word()));
                    let endpoint = self.topology.interface_endpoints.get(&(*id).into());
                    let found = found.or(endpoint.map(|endpoint| endpoint.state.word()));
                    let endpoint = self.topology.gateway_load_balancer_endpoints.get(&(*id).into());
                    let found = found.or(endpoint.map(|endpoint| endpoint.state.word()));
                    let found = found.unwrap_or("nothing");
                    if found != *state {
                        return Err(format!("expected {id} to be {state}, it is {found}"));
                    }
                }
                _ => {
                    let codes: Vec<&str> = accepted.warnings.iter().map(|warning| warning.reason.code).collect();
                    match expect::call(line, "WARN") {
                        Some((code, _)) if codes.contains(&code) => {}
                        _ => return Err(format!("expected {line}, accepted with warnings {codes:?}")),
                    }
                }
            }
        }
        Ok(())
    }

    fn issues(&mut self, section: &Section) -> Result<(), String> {
        let (_, issues) = self.resolve();
        let found: Vec<String> = issues
            .iter()
            .map(|issue| format!("{} {} at {}", issue.level.word(), issue.name, issue.finding.at.id))
            .collect();
        let expected: Vec<&str> = section.content().collect();
        if found == expected {
            Ok(())
        } else {
            Err(format!("expected {expected:#?}, found {found:#?}"))
        }
    }

    /// The best first; `…` at the end stands for any further ones.
    fn fix(&mut self, section: &Section) -> Result<(), String> {
        let question = self.question(section)?;
        let found = fixes::find(&self.topology, &question)?;
        self.recorded.extend(found.rules);
        let mut expected: Vec<&str> = section.content().collect();
        let is_open = expected.last() == Some(&"…");
        let length = expected.len();
        expected.truncate(length - usize::from(is_open));
        let is_met = match is_open {
            true => found
                .lines
                .starts_with(&expected.iter().map(ToString::to_string).collect::<Vec<_>>()),
            false => found.lines == expected,
        };
        if is_met {
            Ok(())
        } else {
            Err(format!("expected {expected:#?}, found {:#?}", found.lines))
        }
    }

    /// What fixes there are for a flow of the case, if it is not allowed.
    pub(super) fn fixes(&self, section: &Section) -> Result<super::Proved, String> {
        let question = self.question(section)?;
        let found = fixes::find(&self.topology, &question)?;
        let head = format!("{} [{}] {}", self.case.title, self.variant, section.head);
        Ok(super::Proved {
            lines: found.lines.iter().map(|line| format!("{head} => {line}")).collect(),
            unfixed: found.unfixed.map(|place| (place, head)),
        })
    }

    fn question(&self, section: &Section) -> Result<reach::question::Question, String> {
        let flow = text::parse_flow(&format!("flow {}", section.head), &self.topology)
            .map_err(|error| format!("cannot read the flow: {error}"))?;
        Ok(flow.question)
    }

    /// What works and should not stay so: each lint once for each place.
    fn problems(&mut self, section: &Section) -> Result<(), String> {
        let (network, _) = self.resolve();
        let lints = reach::lint::lints(&network);
        for lint in &lints {
            self.record(&lint.finding);
        }
        let line = |lint: &Issue| {
            let row = lint
                .row
                .as_ref()
                .map_or_else(String::new, |row| format!("/{}", row.row));
            format!("{} {} at {}{row}", lint.level.word(), lint.name, lint.finding.at.id)
        };
        let found: Vec<String> = lints.iter().map(line).collect();
        let expected: Vec<&str> = section.content().collect();
        if found == expected {
            Ok(())
        } else {
            Err(format!("expected {expected:#?}, found {found:#?}"))
        }
    }

    fn hourly(&mut self, section: &Section) -> Result<(), String> {
        let (network, _) = self.resolve();
        let rules = costs::check_hourly(section.content(), &network)?;
        self.recorded.extend(rules);
        Ok(())
    }

    fn flow(&mut self, section: &Section) -> Result<(), String> {
        let flow = text::parse_flow(&format!("flow {}", section.head), &self.topology)
            .map_err(|error| format!("cannot read the flow: {error}"))?;
        let (network, _) = self.resolve();
        let trace = reach::trace(&network, &flow.question);
        self.record_trace(&trace);
        let shown = show(&trace, network.topology());
        let mut faults = Vec::new();
        let of_logs = |line: &&str| logs::is_about(line);
        let of_costs = |line: &&str| costs::is_about(line);
        let of_trace = |line: &&str| !of_logs(line) && !of_costs(line);
        for (index, line) in section.content().filter(of_trace).enumerate() {
            let outcome = match line.strip_prefix("without assumptions: ") {
                Some(expected) => {
                    let network = network.clone().assuming(Assumptions::NotMade);
                    let trace = reach::trace(&network, &flow.question);
                    expect::verdict(expected).and_then(|expected| compare_verdict(&expected, &trace))
                }
                None => compare(index, line, &trace, network.topology()),
            };
            faults.extend(outcome.err());
        }
        let logs = logs::check(section.content().filter(of_logs), &network, &trace);
        let costs = costs::check(section.content().filter(of_costs), &network, &trace);
        for outcome in [logs, costs] {
            match outcome {
                Ok(rules) => self.recorded.extend(rules),
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(format!("{}\n{shown}", faults.join("\n")))
        }
    }

    fn record(&mut self, finding: &Finding) {
        self.recorded.extend(finding.reason.rules);
    }

    fn record_issues(&mut self) {
        let (_, issues) = self.resolve();
        for issue in &issues {
            self.record(&issue.finding);
        }
    }

    fn record_trace(&mut self, trace: &Trace) {
        for finding in trace.findings() {
            self.record(finding);
        }
        let hops = trace.forward.iter().chain(&trace.reply);
        for passed_over in hops.flat_map(|hop| &hop.decision.passed_over) {
            self.recorded.extend(passed_over.reason.rules);
        }
    }
}

/// A row of the table that another one beat, and the code that is shown there.
fn has_lost(trace: &Trace, code: &str, at: &str) -> bool {
    let hops = trace.forward.iter().chain(&trace.reply);
    let mut lost = hops.flat_map(|hop| &hop.decision.passed_over);
    lost.any(|row| row.reason.code == code && &*row.by.of.id == at)
}

fn compare(index: usize, line: &str, trace: &Trace, names: &Topology) -> Result<(), String> {
    if index == 0 {
        return compare_verdict(&expect::verdict(line)?, trace);
    }
    if let Some(tokens) = line.strip_prefix("forward:") {
        return compare_tokens("forward", tokens, &trace.forward, names);
    }
    if let Some(tokens) = line.strip_prefix("return:") {
        return compare_tokens("return", tokens, &trace.reply, names);
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        ["hint", code] if trace.hints.iter().any(|hint| hint.reason.code == *code) => Ok(()),
        ["lost", code, "at", at] if has_lost(trace, code, at) => Ok(()),
        ["authorization", "allowed"] if authorization(trace) == Some((None, None)) => Ok(()),
        ["authorization", word @ ("refused" | "unknown"), code, "at", at]
            if authorization(trace) == Some((Some(*code), Some(*at)))
                && trace.policy_verdict().map(PolicyVerdict::word) == Some(*word) =>
        {
            Ok(())
        }
        ["authorization", "not", "asked"] if trace.authorization.is_none() => Ok(()),
        ["warns", "nothing"] if trace.warnings.is_empty() => Ok(()),
        ["warns", code, "at", at] => {
            let is_it = |finding: &Finding| finding.reason.code == *code && &*finding.at.id == *at;
            if trace.warnings.iter().any(is_it) {
                Ok(())
            } else {
                Err(format!("no warning {code} at {at}"))
            }
        }
        ["also", code, "at", at] => {
            let here = |blocker: &Blocker| blocker.finding.reason.code == *code && &*blocker.finding.at.id == *at;
            if trace.blockers.iter().skip(1).any(here) {
                Ok(())
            } else {
                Err(format!("no further blocker {code} at {at}"))
            }
        }
        ["delivered", "to", id] => match trace.forward.last() {
            Some(hop) if &*hop.at.id == *id => Ok(()),
            last => Err(format!(
                "expected delivery to {id}, the last hop is at {:?}",
                last.map(|hop| &hop.at)
            )),
        },
        ["passes", packets @ ..] => {
            let found = super::packets::words(&trace.allowed);
            if found == packets.join(" ") {
                Ok(())
            } else {
                Err(format!("expected {line}, these pass: {found}"))
            }
        }
        ["by", "chance", packets @ ..] => {
            let found = super::packets::words(&trace.by_chance);
            if found == packets.join(" ") {
                Ok(())
            } else {
                Err(format!("expected {line}, these pass by chance: {found}"))
            }
        }
        ["picks", ..] if trace.by_choice.iter().any(|choice| picks(choice) == line) => Ok(()),
        ["picks", ..] => {
            let found: Vec<String> = trace.by_choice.iter().map(picks).collect();
            Err(format!("expected {line}, found {found:?}"))
        }
        _ => Err(format!("not met, or not understood: {line}")),
    }
}

/// `picks at nlb: t1 allowed, t2 blocked CODE at ELEMENT`.
fn picks(choice: &Choice) -> String {
    let option = |option: &ChoiceOption| {
        let taken = &option.taken.element.id;
        let word = option.verdict.word();
        let stopped = option.blocker.as_ref().map(|blocker| {
            let leg = if blocker.leg == Leg::Return { "return " } else { "" };
            format!(" {leg}{} at {}", blocker.finding.reason.code, blocker.finding.at.id)
        });
        format!("{taken} {word}{}", stopped.unwrap_or_default())
    };
    let options: Vec<String> = choice.options.iter().map(option).collect();
    format!("picks at {}: {}", choice.finding.at.id, options.join(", "))
}

/// `Some((None, None))` if a policy was asked and allows.
fn authorization(trace: &Trace) -> Option<(Option<&str>, Option<&str>)> {
    let finding = trace.authorization.as_ref()?;
    let code = finding.reason.shown_code();
    Some((code, code.map(|_| &*finding.at.id)))
}

fn compare_verdict(expected: &Verdict, trace: &Trace) -> Result<(), String> {
    let first = trace.blockers.first();
    let found = Verdict {
        word: trace.verdict.word().to_owned(),
        leg: trace.leg.map(reach::trace::Leg::word),
        code: first.map(|blocker| blocker.finding.reason.code.to_owned()),
        direction: first
            .and_then(|blocker| blocker.direction)
            .map(reach::id::Direction::word),
        at: first.map(|blocker| blocker.finding.at.id.to_string()),
        row: first
            .and_then(|blocker| blocker.by.as_ref())
            .map(|by| by.row.to_string()),
    };
    let same = |expected: &Option<String>, found: &Option<String>| expected.is_none() || expected == found;
    let agrees = expected.word == found.word
        && expected.leg == found.leg
        && same(&expected.code, &found.code)
        && (expected.direction.is_none() || expected.direction == found.direction)
        && same(&expected.at, &found.at)
        && same(&expected.row, &found.row);
    if agrees {
        Ok(())
    } else {
        Err(format!("expected {expected:?}\n   found {found:?}"))
    }
}

fn compare_tokens(leg: &str, expected: &str, hops: &[Hop], names: &Topology) -> Result<(), String> {
    let found = tokens(hops, names);
    if found == expected.trim() {
        Ok(())
    } else {
        Err(format!("{leg}, expected: {expected}\n{leg},    found: {found}"))
    }
}

fn tokens(hops: &[Hop], names: &Topology) -> String {
    reach::trace::token::tokens(hops, names).join(" | ")
}

fn show(trace: &Trace, names: &Topology) -> String {
    let mut shown = format!(
        "forward: {}\nreturn: {}",
        tokens(&trace.forward, names),
        tokens(&trace.reply, names)
    );
    for blocker in &trace.blockers {
        let _ = write!(
            shown,
            "\nblocker: {} {} at {}",
            blocker.leg.word(),
            blocker.finding.reason.code,
            blocker.finding.at.id
        );
    }
    shown
}
