//! `reachlight diff`: which flows and problems one change adds, removes or alters.

mod plan;

use std::collections::BTreeMap;

use document::{Document, text};
use reach::explain;
use reach::issue::Issue;
use reach::matrix::{Difference, Matrix, differences};
use reach::network::Network;
use reach::question::End;
use reach::trace::Verdict;
use serde::Serialize;

use crate::args::{Diff, Format, Inputs};
use crate::failure::Failure;
use crate::packets::{self, Packets};
use crate::problem::Problem;
use crate::{Outcome, input, matrix, output};

#[derive(Debug, Serialize)]
struct Answer {
    flows: Vec<FlowJson>,
    problems: Problems,
}

#[derive(Debug, Serialize)]
struct FlowJson {
    from: String,
    to: String,
    /// Nothing where one of the ends is not there.
    before: Option<&'static str>,
    after: Option<&'static str>,
    gained: Vec<Packets>,
    lost: Vec<Packets>,
    /// The two sets for people.
    #[serde(skip)]
    words: [String; 2],
}

#[derive(Debug, Serialize)]
struct Problems {
    new: Vec<Problem>,
    gone: Vec<Problem>,
}

/// One side of the comparison.
struct Side {
    document: Document,
    matrix: Matrix,
    /// By name, place and row: what makes two problems the same.
    problems: Named,
}

pub(crate) fn run(arguments: &Diff) -> Result<Outcome, Failure> {
    let [old, new] = sides(arguments)?;
    let differences = differences(&old.matrix, &new.matrix);
    let answer = Answer {
        flows: differences.iter().map(|one| flow(one, &old, &new)).collect(),
        problems: Problems {
            new: without(&new, &old),
            gone: without(&old, &new),
        },
    };
    match arguments.format {
        Format::Json => output::print_json(&answer),
        Format::Text if arguments.new.is_none() => output::print(&format!(
            "{}{}",
            plan::summary(&differences, &old.document, &new.document),
            in_words(&answer)
        )),
        Format::Text => output::print(&in_words(&answer)),
    }
}

/// Two inputs, or both networks of one plan.
fn sides(arguments: &Diff) -> Result<[Side; 2], Failure> {
    let read = |input: &Inputs| input::read(input).map(|(document, _)| document);
    let both = match &arguments.new {
        Some(new) => [read(&arguments.old)?, read(new)?],
        None => input::read_plan(&arguments.old)?.ok_or_else(|| {
            Failure::new("two inputs are expected, before and after, as this is no Terraform plan")
                .at(arguments.old.names().join(", "))
                .fix("reachlight diff OLD NEW, or the output of `terraform show -json` for a plan")
        })?,
    };
    Ok(both.map(|document| side(document, arguments)))
}

fn side(document: Document, arguments: &Diff) -> Side {
    let (_, issues) = reach::resolve(&document.topology);
    let network = matrix::of(&document, arguments.assumptions);
    Side {
        problems: problems(&network, &issues),
        matrix: Matrix::of(&network),
        document,
    }
}

type Named = BTreeMap<(String, String, &'static str), Problem>;

fn problems(network: &Network, issues: &[Issue]) -> Named {
    let lints = reach::lint::lints(network);
    let all = issues.iter().chain(&lints).map(|issue| {
        let problem = Problem::of(network.topology(), issue);
        let row = problem.row.clone().unwrap_or_default();
        ((problem.at.clone(), row, problem.problem), problem)
    });
    all.collect()
}

fn without(these: &Side, those: &Side) -> Vec<Problem> {
    let only_here = these
        .problems
        .iter()
        .filter(|(key, _)| !those.problems.contains_key(*key));
    only_here.map(|(_, problem)| problem.clone()).collect()
}

fn flow(difference: &Difference, old: &Side, new: &Side) -> FlowJson {
    // An element that is gone has its words in the network that had it.
    let words = |end: &End| {
        let side = if difference.after.is_some() { new } else { old };
        text::format_end(end, &side.document.topology)
    };
    FlowJson {
        from: words(&difference.from),
        to: words(&difference.to),
        before: difference.before.map(Verdict::word),
        after: difference.after.map(Verdict::word),
        gained: packets::list(&difference.gained),
        lost: packets::list(&difference.lost),
        words: [&difference.gained, &difference.lost].map(explain::packets_in_words),
    }
}

fn in_words(answer: &Answer) -> String {
    let mut text = String::new();
    let mut add = |line: String| output::add_line(&mut text, &line);
    for flow in &answer.flows {
        let (before, after) = (flow.before.unwrap_or("not there"), flow.after.unwrap_or("not there"));
        let mark = match (flow.gained.is_empty(), flow.lost.is_empty()) {
            (false, true) => "+",
            (true, false) => "-",
            _ => "~",
        };
        add(format!("{mark} {} -> {}: {before}, then {after}", flow.from, flow.to));
        for (word, packets) in ["gained", "lost"].into_iter().zip(&flow.words) {
            if packets != "nothing" {
                add(format!("    {word}: {packets}"));
            }
        }
    }
    if answer.flows.is_empty() {
        add("No pair of ends fares otherwise.".to_owned());
    }
    for (word, problems) in [("new", &answer.problems.new), ("gone", &answer.problems.gone)] {
        for problem in problems {
            add(format!("{word} {}", problem.in_words()));
        }
    }
    text
}
