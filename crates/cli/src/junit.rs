//! `check` as a test report, in the form that JUnit began and CI servers read: one suite for the network, one for what was expected.

use document::export::escape_xml;
use reach::issue::Level;

use crate::check::{Expected, Report};
use crate::problem::Problem;

pub(crate) fn suites(report: &Report) -> String {
    let problems: Vec<Case> = report.problems.iter().map(of_problem).collect();
    let expectations: Vec<Case> = report.expectations.iter().map(of_expected).collect();
    let problems = match problems.is_empty() {
        true => vec![Case::passed("no problems")],
        false => problems,
    };
    let suites = [suite("network", &problems), suite("expectations", &expectations)];
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"reachlight\">\n{}</testsuites>\n",
        suites.concat()
    )
}

#[derive(Debug)]
struct Case {
    name: String,
    outcome: Result<Option<String>, (&'static str, String)>,
}

impl Case {
    fn passed(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            outcome: Ok(None),
        }
    }
}

/// Only errors fail; what else was found is told beside the test.
fn of_problem(problem: &Problem) -> Case {
    let failed = problem.level == Level::Error.word();
    Case {
        name: format!("{}: {}", problem.place(), problem.problem),
        outcome: match failed {
            true => Err((problem.problem, problem.text.clone())),
            false => Ok(Some(format!("{}: {}", problem.level, problem.text))),
        },
    }
}

fn of_expected(expected: &Expected) -> Case {
    Case {
        name: expected.flow.clone(),
        outcome: match expected.ok {
            true => Ok(None),
            false => Err(("expectation", expected.in_words())),
        },
    }
}

fn suite(name: &str, cases: &[Case]) -> String {
    let failures = cases.iter().filter(|case| case.outcome.is_err()).count();
    let cases_in_xml: String = cases.iter().map(|case| in_xml(name, case)).collect();
    let tests = cases.len();
    format!(
        "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">\n{cases_in_xml}  </testsuite>\n"
    )
}

fn in_xml(suite: &str, case: &Case) -> String {
    let start = format!(
        "    <testcase classname=\"reachlight.{suite}\" name=\"{}\"",
        escape_xml(&case.name)
    );
    match &case.outcome {
        Ok(None) => format!("{start}/>\n"),
        Ok(Some(words)) => format!("{start}><system-out>{}</system-out></testcase>\n", escape_xml(words)),
        Err((kind, words)) => {
            let words = escape_xml(words);
            format!("{start}><failure type=\"{kind}\" message=\"{words}\">{words}</failure></testcase>\n")
        }
    }
}
