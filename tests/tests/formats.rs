//! What is exported, read by the programs that it is for: `cargo xtask test formats`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // A test's way to fail is to panic.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use document::{Document, export};
use tests::corpus::{sheets, with_hostile_names};
use xtask::programs;

/// Every diagram there is; the first, which hold every kind of thing, also with names that mean something in other languages.
fn documents() -> impl Iterator<Item = (String, Document)> {
    let hostile = sheets().into_iter().take(30).map(|sheet| {
        let document = with_hostile_names(&sheet.document);
        (format!("{}, hostile names", sheet.name), document)
    });
    let plain = sheets().into_iter().map(|sheet| (sheet.name, sheet.document));
    plain.chain(hostile)
}

fn fed(command: &mut Command, input: &str) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let feeder = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    let _ = feeder.join().unwrap();
    output
}

#[test]
fn mermaid_reads_every_flowchart() {
    let charts: Vec<[String; 2]> = documents()
        .map(|(name, document)| [name, export::mermaid(&document)])
        .collect();
    assert!(charts.len() > 100);
    let mut check = programs::mermaid().unwrap_or_else(|failure| panic!("{failure}"));
    let said = fed(&mut check, &serde_json::to_string(&charts).unwrap());
    let words = String::from_utf8_lossy(&said.stdout).into_owned() + &String::from_utf8_lossy(&said.stderr);
    assert!(said.status.success(), "{words}");
    assert_eq!(words.trim(), format!("{} charts", charts.len()));
}

/// Reading and writing again, without a layout.
#[test]
fn graphviz_reads_every_graph() {
    let program = programs::graphviz().unwrap_or_else(|failure| panic!("{failure}"));
    for (name, document) in documents() {
        let graph = export::dot(&document);
        let said = fed(Command::new(&program).arg("-Tcanon"), &graph);
        let complaints = String::from_utf8_lossy(&said.stderr);
        assert!(
            said.status.success() && complaints.is_empty(),
            "{name}: {complaints}\n{graph}"
        );
        assert!(said.stdout.starts_with(b"digraph "), "{name}");
    }
}

/// A part of the templates, as each takes it a second. Errors count; what it warns of (zones are named, as the diagram names them) does not.
#[test]
fn cfn_lint_finds_no_error() {
    let mut check = programs::cfn_lint().unwrap_or_else(|failure| panic!("{failure}"));
    let folder = programs::scratch("templates").unwrap();
    let mut count = 0;
    for (_, document) in documents().step_by(9) {
        let template = export::cloudformation(&document);
        if template.contains("\"Type\": \"AWS::") {
            std::fs::write(folder.join(format!("{count}.json")), template).unwrap();
            count += 1;
        }
    }
    let said = check
        .arg("--ignore-checks")
        .args(["W", "I"])
        .arg("--")
        .arg(folder.join("*.json"))
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&said.stdout).into_owned() + &String::from_utf8_lossy(&said.stderr);
    assert!(said.status.success(), "{words}");
    println!("cfn-lint read {count} templates");
}

/// Only where Terraform and the provider are: it says whether they were.
#[test]
fn terraform_validates_samples_where_it_is_installed() {
    let Some(program) = xtask::shell::which("terraform") else {
        println!("Terraform is not installed: nothing was validated.");
        return;
    };
    let mut count = 0;
    for sheet in sheets().iter().step_by(9).take(4) {
        let folder = programs::scratch(&format!("terraform-{count}")).unwrap();
        std::fs::write(folder.join("main.tf"), export::terraform(&sheet.document)).unwrap();
        let run = |arguments: &[&str]| {
            Command::new(&program)
                .current_dir(&folder)
                .args(arguments)
                .output()
                .unwrap()
        };
        let plugins = std::env::var("TERRAFORM_PLUGINS").map(|plugins| format!("-plugin-dir={plugins}"));
        let mut init = vec!["init", "-backend=false", "-no-color", "-input=false"];
        init.extend(plugins.iter().map(String::as_str));
        if !run(&init).status.success() {
            println!(
                "The provider hashicorp/aws cannot be had here: nothing was validated. TERRAFORM_PLUGINS may name a folder that has it."
            );
            return;
        }
        let said = run(&["validate", "-no-color"]);
        let words = String::from_utf8_lossy(&said.stdout).into_owned() + &String::from_utf8_lossy(&said.stderr);
        assert!(said.status.success(), "{}: {words}", sheet.name);
        count += 1;
    }
    println!("terraform validate read {count} configurations");
}
