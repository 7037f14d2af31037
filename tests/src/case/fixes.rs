//! `== fix FLOW`: the fixes that the engine finds, as lines of edits; each is carried out line by line and traced again.

use document::text;
use reach::explain::{self, Ids};
use reach::fix::{Fix, Fixes};
use reach::question::Question;
use reach::topology::Topology;
use reach::trace::{Finding, Verdict};

/// What the engine finds, written as the case writes it; its rules.
pub(super) struct Found {
    pub(super) lines: Vec<String>,
    pub(super) rules: Vec<&'static str>,
    /// What blocks first, and where, if nothing that the engine tried helps.
    pub(super) unfixed: Option<String>,
}

pub(super) fn find(topology: &Topology, question: &Question) -> Result<Found, String> {
    let fixes = reach::fix(topology, question, &[]);
    let mut lines = Vec::new();
    for fix in &fixes.list {
        proved(topology, question, fix)?;
        lines.push(line(topology, fix));
    }
    lines.extend(fixes.why_none.iter().map(|why| format!("none {}", why.reason.code)));
    let rules = rules(&fixes);
    // What needs another range, and what is not known, is said so by itself.
    let is_silent = |why: &&Finding| why.reason.code == "fix-none-found";
    let unfixed = fixes.why_none.as_ref().filter(is_silent);
    let unfixed = unfixed.and_then(|_| stopped(topology, question));
    Ok(Found { lines, rules, unfixed })
}

/// `CODE KIND`, what stops the flow first and where.
fn stopped(topology: &Topology, question: &Question) -> Option<String> {
    let (network, _) = reach::resolve(topology);
    let trace = reach::trace(&network, question);
    let finding = &trace.first_blocker()?.finding;
    Some(format!("{} {}", finding.reason.code, finding.at.kind.word()))
}

fn rules(fixes: &Fixes) -> Vec<&'static str> {
    let steps = fixes.list.iter().flat_map(|fix| &fix.steps);
    let findings = steps.map(|step| &step.finding).chain(&fixes.why_none);
    findings
        .flat_map(|finding| finding.reason.rules.iter().copied())
        .collect()
}

/// `+ LINE; + LINE | free | changes 1 of 12`.
fn line(topology: &Topology, fix: &Fix) -> String {
    let edits = text::format_edits(topology, &fix.operations()).join("; ");
    let price = if fix.is_free() {
        "free".to_owned()
    } else {
        format!("{}/h {}/GB", fix.per_hour, fix.per_gb)
    };
    let (changed, looked_at) = (fix.effect.others.len(), fix.effect.looked_at);
    let by_chance = match fix.effect.by_chance() {
        0 => String::new(),
        number => format!(", {number} by chance"),
    };
    format!("{edits} | {price} | changes {changed} of {looked_at}{by_chance}")
}

/// The lines, read one after the other, lead to where the fix leads: the flow is allowed, and nothing else was written.
fn proved(topology: &Topology, question: &Question, fix: &Fix) -> Result<(), String> {
    let at_once = reach::attempt_all(topology, &fix.operations())
        .map_err(|refusal| format!("AWS refuses: {}", explain::sentence(&refusal.finding, &Ids)))?;
    let mut by_lines = topology.clone();
    for line in text::format_edits(topology, &fix.operations()) {
        let operation = text::parse_edit(&line, &by_lines).map_err(|error| format!("`{line}`: {error}"))?;
        by_lines = reach::attempt(&by_lines, &operation)
            .map_err(|refusal| format!("`{line}`: {}", explain::sentence(&refusal.finding, &Ids)))?
            .topology;
    }
    if in_order(by_lines) != in_order(at_once.topology.clone()) {
        let lines = text::format_edits(topology, &fix.operations()).join("; ");
        return Err(format!("these lines are not the fix: {lines}"));
    }
    let (network, _) = reach::resolve(&at_once.topology);
    match reach::trace(&network, question).verdict {
        Verdict::Allowed => Ok(()),
        other => Err(format!("after the fix the flow is {}", other.word())),
    }
}

/// A table's routes have no order: a changed one may stand elsewhere.
fn in_order(mut topology: Topology) -> Topology {
    topology.route_tables.amend(|_, table| {
        let mut table = table.clone();
        table.routes.sort_by(|a, b| a.destination.cmp(&b.destination));
        Some(table)
    });
    topology.transit_gateway_route_tables.amend(|_, table| {
        let mut table = table.clone();
        table.routes.sort_by(|a, b| a.destination.cmp(&b.destination));
        Some(table)
    });
    topology
}
