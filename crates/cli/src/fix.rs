//! `reachlight fix`: the edits that would let one flow through.

use document::{Document, text};
use reach::explain::{self, Ids};
use reach::fix::Fix;
use reach::question::Question;
use reach::topology::Topology;
use serde::Serialize;

use crate::args::{Format, Trace};
use crate::failure::Failure;
use crate::{Outcome, input, output, trace};

/// What the engine found, in the shape of the contract.
#[derive(Debug, Serialize)]
pub(crate) struct Found {
    pub(crate) fixes: Vec<FixJson>,
    /// Why there is none, though the flow is not allowed.
    why_none: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct FixJson {
    text: String,
    edits: Vec<String>,
    changes: usize,
    /// So many other pairs were looked at, where there are more.
    #[serde(skip_serializing_if = "Option::is_none")]
    looked_at: Option<usize>,
    /// So many of the changes are only in what passes by chance.
    #[serde(skip_serializing_if = "Option::is_none")]
    by_chance: Option<usize>,
    cost: String,
}

pub(crate) fn run(arguments: &Trace) -> Result<Outcome, Failure> {
    let (document, _) = input::read(&arguments.inputs)?;
    let question = trace::question(arguments, &document)?;
    let (network, _) = reach::resolve(&document.topology);
    trace::has_one_sender(&network, &question, &arguments.from)?;
    let found = of(&document, &question);
    match arguments.format {
        Format::Json => output::print_json(&found),
        Format::Text => output::print(&in_words(&found)),
    }
}

pub(crate) fn of(document: &Document, question: &Question) -> Found {
    let watched: Vec<Question> = document.flows.iter().map(|flow| flow.question.clone()).collect();
    let fixes = reach::fix(&document.topology, question, &watched);
    Found {
        fixes: fixes.list.iter().map(|fix| of_fix(&document.topology, fix)).collect(),
        why_none: fixes.why_none.map(|why| explain::sentence(&why, &Ids)),
    }
}

fn of_fix(topology: &Topology, fix: &Fix) -> FixJson {
    let sentences: Vec<String> = fix
        .findings()
        .iter()
        .map(|finding| explain::sentence(finding, &Ids))
        .collect();
    FixJson {
        text: sentences.join(" "),
        edits: text::format_edits(topology, &fix.operations()),
        changes: 1 + fix.effect.watched.len() + fix.effect.others.len(),
        looked_at: fix.effect.is_part.then_some(fix.effect.looked_at),
        by_chance: Some(fix.effect.by_chance()).filter(|number| *number > 0),
        cost: cost(fix),
    }
}

fn cost(fix: &Fix) -> String {
    match (fix.per_hour.is_zero(), fix.per_gb.is_zero()) {
        (true, true) => "free".to_owned(),
        (true, false) => format!("${} a GB", fix.per_gb),
        (false, true) => format!("${} an hour", fix.per_hour),
        (false, false) => format!("${} an hour and ${} a GB", fix.per_hour, fix.per_gb),
    }
}

impl Found {
    /// For people: each fix with its edits beneath; or why there is none.
    pub(crate) fn lines(&self) -> Vec<String> {
        let of_fix = |(index, fix): (usize, &FixJson)| {
            let others = match (fix.changes - 1, fix.looked_at) {
                (number, Some(all)) => format!("{number} others, of {all} looked at"),
                (1, None) => "1 other".to_owned(),
                (number, None) => format!("{number} others"),
            };
            let by_chance = fix.by_chance.map(|number| format!(", {number} of them by chance only"));
            let others = others + &by_chance.unwrap_or_default();
            let head = format!(
                "{}. {} (fixes 1 flow, changes {others}; {})",
                index + 1,
                fix.text,
                fix.cost
            );
            let edits = fix.edits.iter().map(|edit| format!("     {edit}"));
            [head].into_iter().chain(edits).collect::<Vec<_>>()
        };
        let fixes = self.fixes.iter().enumerate().flat_map(of_fix);
        fixes.chain(self.why_none.clone()).collect()
    }
}

fn in_words(found: &Found) -> String {
    let lines = found.lines();
    if lines.is_empty() {
        return "The flow is allowed already.\n".to_owned();
    }
    let mut text = String::new();
    for line in lines {
        output::add_line(&mut text, &line);
    }
    text
}
