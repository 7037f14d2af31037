//! `check` for code scanning: SARIF 2.1.0, with the line of the input that first names the element.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::check::Report;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// The rule of what a diagram expects of its flows.
const EXPECTATION: &str = "expectation";

/// One thing that was found.
struct Finding<'a> {
    rule: &'a str,
    level: &'static str,
    text: String,
    /// The element, or the flow.
    of: &'a str,
    /// What tells it from others with the same rule and element.
    row: &'a str,
}

pub(crate) fn log(report: &Report, inputs: &[String]) -> Value {
    let findings = findings(report);
    let rules: BTreeSet<&str> = findings.iter().map(|finding| finding.rule).collect();
    let places = Places::of(inputs, &findings.iter().map(|finding| finding.of).collect());
    let results: Vec<Value> = findings
        .iter()
        .map(|finding| result(finding, &rules, &places))
        .collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "Reachlight",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|rule| json!({"id": rule, "shortDescription": {"text": rule.replace('-', " ")}})).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn findings(report: &Report) -> Vec<Finding<'_>> {
    let problems = report.problems.iter().map(|problem| Finding {
        rule: problem.problem,
        level: match problem.level {
            "info" => "note",
            other => other,
        },
        text: match &problem.fix {
            Some(fix) => format!("{} Mended by: {fix}", problem.text),
            None => problem.text.clone(),
        },
        of: &problem.at,
        row: problem.row.as_deref().unwrap_or_default(),
    });
    let failed = report.expectations.iter().filter(|expected| !expected.ok);
    let failed = failed.map(|expected| Finding {
        rule: EXPECTATION,
        level: "error",
        text: format!("{}: {}.", expected.flow, expected.in_words()),
        of: &expected.flow,
        row: "",
    });
    problems.chain(failed).collect()
}

fn result(finding: &Finding<'_>, rules: &BTreeSet<&str>, places: &Places) -> Value {
    let mut location = json!({"logicalLocations": [{"fullyQualifiedName": finding.of, "kind": "resource"}]});
    if let Some((file, line)) = places.find(finding.of) {
        location["physicalLocation"] = json!({"artifactLocation": {"uri": uri(file)}, "region": {"startLine": line}});
    }
    json!({
        "ruleId": finding.rule,
        "ruleIndex": rules.iter().position(|rule| *rule == finding.rule),
        "level": finding.level,
        "message": {"text": finding.text},
        "locations": [location],
        "partialFingerprints": {"reachlight/v1": format!("{}/{}/{}", finding.rule, finding.of, finding.row)},
    })
}

/// Where the inputs first name things.
struct Places {
    /// What code scanning shows if no line is known.
    first: Option<String>,
    lines: BTreeMap<String, (String, usize)>,
}

impl Places {
    /// Reads the files again, a line at a time; folders, links and standard input have no lines to show.
    fn of(inputs: &[String], wanted: &BTreeSet<&str>) -> Self {
        let files = || inputs.iter().filter(|input| Path::new(input).is_file());
        let phrases: Vec<&str> = wanted.iter().copied().filter(|of| of.contains(between)).collect();
        let mut lines = BTreeMap::new();
        for file in files() {
            let Ok(content) = fs::read_to_string(file) else {
                continue;
            };
            for (index, line) in content.lines().enumerate() {
                let words = line.split(between).filter(|word| wanted.contains(word));
                let phrases = phrases.iter().copied().filter(|phrase| line.contains(phrase));
                for named in words.chain(phrases) {
                    let place = || (file.clone(), index + 1);
                    lines.entry(named.to_owned()).or_insert_with(place);
                }
            }
        }
        Self {
            first: files().next().cloned(),
            lines,
        }
    }

    fn find(&self, id: &str) -> Option<(&str, usize)> {
        match self.lines.get(id) {
            Some((file, line)) => Some((file, *line)),
            None => Some((self.first.as_deref()?, 1)),
        }
    }
}

/// What stands between ids, in the text form and in JSON.
fn between(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '"' | ',' | '(' | ')' | '[' | ']' | '{' | '}' | '=')
}

/// A path as code scanning wants it: with slashes, and nothing in it that an address does not take.
fn uri(file: &str) -> String {
    let mut out = String::with_capacity(file.len());
    for byte in file.replace('\\', "/").trim_start_matches("./").bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}
