//! `check` as other programs read it, and the pages for shells and `man`.

use serde_json::Value;

use crate::commands::Folder;
use crate::{fed, reachlight};

const BROKEN: &str = "vpc a 10.0.0.0/16\n  subnet s 10.0.0.0/24\n  subnet \"t & u\" 10.0.0.0/25\n  subnet v 10.0.1.0/24\n    instance i-1\n\nflow i-1 -> internet tcp 443 expect allowed\n";

#[test]
fn code_scanning_gets_each_finding_with_its_line() {
    let folder = Folder::new("sarif");
    let file = folder.write("a network.reach", BROKEN);
    let answer = reachlight(&["check", &file, "--format", "sarif"]);
    assert_eq!((answer.status, answer.err.as_str()), (1, ""));
    let json = answer.json();
    assert_eq!(json["version"], "2.1.0");
    let run = &json["runs"][0];
    let results = run["results"].as_array().unwrap();
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let level = result["level"].as_str().unwrap();
        assert!(["error", "warning", "note"].contains(&level), "{level}");
        let place = &result["locations"][0]["physicalLocation"];
        assert!(
            place["artifactLocation"]["uri"]
                .as_str()
                .unwrap()
                .ends_with("a%20network.reach")
        );
    }
    let of = |rule: &str| results.iter().find(|result| result["ruleId"] == rule).unwrap();
    let line = |result: &Value| result["locations"][0]["physicalLocation"]["region"]["startLine"].clone();
    assert_eq!(
        (line(of("subnets-overlap")), of("subnets-overlap")["level"].clone()),
        (3.into(), "error".into())
    );
    assert_eq!(
        of("expectation")["message"]["text"],
        "i-1 -> internet tcp 443: expected allowed, is blocked."
    );
}

#[test]
fn a_test_report_fails_for_errors_and_for_what_was_not_as_expected() {
    let answer = fed(&["check", "-", "--format", "junit"], BROKEN);
    assert_eq!(answer.status, 1);
    let text = answer.out;
    let xml = roxmltree::Document::parse(&text).unwrap();
    let suites: Vec<_> = xml
        .descendants()
        .filter(|node| node.has_tag_name("testsuite"))
        .collect();
    let counted = |suite: &roxmltree::Node<'_, '_>| {
        let cases = suite.children().filter(|node| node.has_tag_name("testcase"));
        let failed = suite.descendants().filter(|node| node.has_tag_name("failure"));
        (cases.count().to_string(), failed.count().to_string())
    };
    for suite in &suites {
        let said = ["tests", "failures"].map(|name| suite.attribute(name).unwrap().to_owned());
        assert_eq!(counted(suite), said.into());
    }
    let failures: Vec<_> = xml.descendants().filter(|node| node.has_tag_name("failure")).collect();
    assert!(
        failures
            .iter()
            .any(|node| node.attribute("type") == Some("subnets-overlap"))
    );
    assert!(
        failures
            .iter()
            .any(|node| node.attribute("message") == Some("expected allowed, is blocked"))
    );

    let fine = fed(&["check", "-", "--format", "junit"], "vpc a 10.0.0.0/16\n");
    assert_eq!(fine.status, 0);
    assert!(
        fine.out
            .contains("<testsuite name=\"network\" tests=\"1\" failures=\"0\""),
        "{}",
        fine.out
    );
}

#[test]
fn every_shell_gets_every_command_and_option() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let answer = reachlight(&["complete", shell]);
        assert_eq!((answer.status, answer.err.as_str()), (0, ""), "{shell}");
        for word in [
            "trace",
            "matrix",
            "complete",
            "source-ports",
            "flow-log-reply-window",
            "no-assumptions",
        ] {
            assert!(answer.out.contains(word), "{shell}: {word}");
        }
        // The other two complete no values.
        let choices = ["cloudformation", "sarif", "explore"];
        for choice in choices.iter().filter(|_| !["elvish", "powershell"].contains(&shell)) {
            assert!(answer.out.contains(choice), "{shell}: {choice}");
        }
    }
    let wrong = reachlight(&["complete", "bsh"]);
    assert_eq!(
        (wrong.status, wrong.err.trim()),
        (
            2,
            "reachlight: the shell cannot be `bsh`. Did you mean `bash` or `zsh`?"
        )
    );
}

/// The help is the list that the shells complete from: no option in it may be one that the program does not take.
#[test]
fn every_option_of_the_help_is_an_option() {
    let all = reachlight(&["--help"]).out;
    let commands = all.lines().skip_while(|line| *line != "Commands").skip(1);
    let commands: Vec<&str> = commands.map_while(|line| line.split_whitespace().next()).collect();
    assert!(
        commands.contains(&"trace") && commands.contains(&"manual"),
        "{commands:?}"
    );
    for command in commands {
        let help = reachlight(&[command, "--help"]);
        assert_eq!(help.status, 0, "{command}");
        let lines = help.out.lines().filter(|line| line.starts_with("  -"));
        let options = lines.flat_map(|line| line.split([' ', ',']).filter(|word| word.starts_with("-")));
        for option in options {
            let answer = reachlight(&[command, option]);
            assert!(
                !answer.err.contains("is not an option here"),
                "{command} {option}: {}",
                answer.err
            );
        }
    }
}

#[test]
fn the_manual_has_a_section_for_each_command() {
    let answer = reachlight(&["manual"]);
    assert_eq!(answer.status, 0);
    assert!(
        answer.out.contains(".TH reachlight 1"),
        "{}",
        answer.out.lines().take(5).collect::<String>()
    );
    for section in [
        "DESCRIPTION",
        "REACHLIGHT TRACE",
        "REACHLIGHT COLLECT",
        "REACHLIGHT MANUAL",
    ] {
        assert!(answer.out.contains(&format!(".SH \"{section}\"\n")), "{section}");
    }
    let stray = answer.out.lines().find(|line| line.starts_with('\''));
    assert_eq!(stray, None, "man would read this line as a command");
}
