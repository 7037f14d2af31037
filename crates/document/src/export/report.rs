//! What is to be said about a diagram: its problems, and each watched flow hop by hop. [`markdown`] writes it; whoever can draw
//! writes it with a picture.

use reach::explain::{self, HopText};
use reach::issue::Level;
use reach::topology::Topology;
use reach::trace::{PolicyVerdict, Trace};

use super::words;
use crate::{Document, Flow};

#[derive(Clone, Debug)]
pub struct Report {
    pub title: String,
    pub problems: Vec<Problem>,
    pub flows: Vec<FlowReport>,
}

#[derive(Clone, Debug)]
pub struct Problem {
    pub level: Level,
    pub text: String,
}

/// One watched flow.
#[derive(Clone, Debug)]
pub struct FlowReport {
    /// "app-1 → S3".
    pub asked: String,
    /// "✕ tcp 443 blocked, No route (rtb-private)".
    pub verdict: String,
    pub summary: String,
    /// What its author expects, and whether it came out so.
    pub expected: Option<(String, bool)>,
    pub forward: Vec<HopText>,
    pub reply: Vec<HopText>,
    pub blockers: Vec<HopText>,
    /// What policies say, and warnings.
    pub remarks: Vec<String>,
}

impl Report {
    pub fn of(document: &Document) -> Self {
        let topology = &*document.topology;
        let (network, issues) = reach::resolve(topology);
        let network = network.assuming(document.view.assumptions);
        let lints = reach::lint::lints(&network);
        let problem = |issue: &reach::issue::Issue| Problem {
            level: issue.level,
            text: explain::sentence(&issue.finding, topology),
        };
        let flow = |flow: &Flow| FlowReport::of(flow, &reach::trace(&network, &flow.question), topology);
        Self {
            title: document.title.to_string(),
            problems: issues.iter().chain(&lints).map(problem).collect(),
            flows: document.flows.iter().map(flow).collect(),
        }
    }
}

impl FlowReport {
    fn of(flow: &Flow, trace: &Trace, topology: &Topology) -> Self {
        let words = explain::explain(trace, topology);
        let ends = [&flow.question.from, &flow.question.to].map(|end| explain::end(end, topology));
        let asked = ends.join(" → ");
        let authorization = trace.authorization.iter().map(|finding| {
            let verdict = trace.policy_verdict().map_or("", PolicyVerdict::word);
            format!("Policies ({verdict}): {}", explain::sentence(finding, topology))
        });
        let notes = trace.hints.iter().chain(&trace.warnings).chain(&trace.notes);
        let notes = notes.map(|finding| explain::sentence(finding, topology));
        let expectation = flow.expectation.as_ref();
        Self {
            asked: match &flow.name {
                Some(name) => format!("{name}: {asked}"),
                None => asked,
            },
            verdict: words::flow(trace),
            summary: words.summary,
            expected: expectation.map(|expected| (expected.word().to_owned(), expected.holds(trace))),
            forward: words.forward,
            reply: words.reply,
            blockers: words.blockers,
            remarks: authorization.chain(notes).collect(),
        }
    }
}

/// The report in Markdown, with the diagram as a Mermaid chart.
pub fn markdown(document: &Document) -> String {
    let report = Report::of(document);
    let mut page = Page(format!("# {}\n\n", plain(&report.title)));
    page.0.push_str("```mermaid\n");
    page.0.push_str(&super::mermaid(document));
    page.0.push_str("```\n");
    page.heading("Problems");
    if report.problems.is_empty() {
        page.line("No problems found in the network.");
    }
    for problem in &report.problems {
        page.line(&format!("- {}: {}", problem.level.word(), plain(&problem.text)));
    }
    page.heading("Watched flows");
    if report.flows.is_empty() {
        page.line("No flow is watched.");
    }
    for flow in &report.flows {
        page.flow(flow);
    }
    page.0
}

struct Page(String);

impl Page {
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn heading(&mut self, words: &str) {
        self.0.push_str(&format!("\n## {words}\n\n"));
    }

    fn flow(&mut self, flow: &FlowReport) {
        self.0.push_str(&format!("\n### {}\n\n", plain(&flow.asked)));
        self.line(&format!("**{}**", plain(&flow.verdict)));
        self.line("");
        self.line(&plain(&flow.summary));
        if let Some((expected, holds)) = &flow.expected {
            let mark = if *holds { "✓ as" } else { "✕ not as" };
            self.line("");
            self.line(&format!("{mark} expected: {}", plain(expected)));
        }
        self.steps("What stops it", &flow.blockers, false);
        self.steps("Forward", &flow.forward, true);
        self.steps("Return", &flow.reply, true);
        if !flow.remarks.is_empty() {
            self.0.push_str("\nWorth knowing\n\n");
        }
        for remark in &flow.remarks {
            self.line(&format!("- {}", plain(remark)));
        }
    }

    fn steps(&mut self, title: &str, steps: &[HopText], numbered: bool) {
        if steps.is_empty() {
            return;
        }
        self.0.push_str(&format!("\n{title}\n\n"));
        for (index, step) in steps.iter().enumerate() {
            let mark = if numbered {
                format!("{}.", index + 1)
            } else {
                "-".to_owned()
            };
            let (chip, title, text) = (plain(&step.chip), plain(&step.title), plain(&step.text));
            self.line(&format!("{mark} **{chip}**, {title}: {text}"));
        }
    }
}

/// What Markdown or HTML might read as its own is written as a character.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' | '$' | '@' => {
                out.extend(['\\', letter]);
            }
            letter if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}') => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}
