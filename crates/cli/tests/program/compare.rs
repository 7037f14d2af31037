//! `reachlight matrix` and `reachlight diff`, as scripts use them.

use std::path::PathBuf;

use crate::{Answer, reachlight, root};
use serde_json::{Value, json};

const LAB: &str = "www/samples/s3-lab.reach";

fn json(arguments: &[&str]) -> Value {
    let answer = reachlight(arguments);
    assert_eq!(answer.status, 0, "{}", answer.err);
    answer.json()
}

fn pair<'v>(matrix: &'v Value, from: &str, to: &str) -> &'v Value {
    let pairs = matrix["pairs"].as_array().unwrap();
    let found = pairs.iter().find(|pair| pair["from"] == from && pair["to"] == to);
    found.unwrap_or_else(|| panic!("{from} to {to} in {pairs:?}"))
}

/// The lab with the endpoint that it lacks, in a file of its own.
fn solved(name: &str) -> PathBuf {
    let lab = std::fs::read_to_string(root().join(LAB)).unwrap();
    let solved = lab.replace(
        "  route-table rtb-private\n",
        "  route-table rtb-private\n  gateway-endpoint vpce s3 routes rtb-private\n",
    );
    assert_ne!(solved, lab);
    let file = std::env::temp_dir().join(format!("reachlight-{}-{name}.reach", std::process::id()));
    std::fs::write(&file, solved).unwrap();
    file
}

#[test]
fn every_pair_has_its_verdict_and_its_packets() {
    let matrix = json(&["matrix", LAB, "--stats"]);
    let app = json!({"id": "app-1", "ip": "10.0.1.10", "vpc": "app-vpc"});
    assert_eq!(matrix["ends"][0], app);
    assert!(matrix["ends"].as_array().unwrap().contains(&json!({"id": "internet"})));
    let lab = pair(&matrix, "app-1", "service:s3@us-east-1");
    assert_eq!(
        (&lab["verdict"], &lab["code"]),
        (&json!("blocked"), &json!("NO_ROUTE_TO_DESTINATION"))
    );
    let web = pair(&matrix, "web-1", "app-1");
    let tcp = json!([{"proto": "tcp", "ports": "8080", "source_ports": "1-65535"}]);
    assert_eq!(
        (&web["verdict"], &web["allowed"], &web["no_reply"]),
        (&json!("partial"), &tcp, &json!([]))
    );
    assert_eq!(matrix["stats"]["pairs"], matrix["pairs"].as_array().unwrap().len());
}

#[test]
fn only_what_is_reachable_leaves_out_what_is_blocked() {
    let matrix = json(&["matrix", LAB, "--only-reachable"]);
    let pairs = matrix["pairs"].as_array().unwrap();
    assert!(!pairs.is_empty());
    assert!(pairs.iter().all(|pair| pair["verdict"] != "blocked"));
}

#[test]
fn a_spreadsheet_takes_no_name_for_a_formula() {
    let file = std::env::temp_dir().join(format!("reachlight-{}-formula.reach", std::process::id()));
    let text =
        "vpc v 10.0.0.0/16\n  subnet s 10.0.0.0/24\n    instance \"=cmd, x\" 10.0.0.10\n    instance b 10.0.0.11\n";
    std::fs::write(&file, text).unwrap();
    let Answer { out, err, status } = reachlight(&["matrix", &file.display().to_string(), "--format", "csv"]);
    assert_eq!(status, 0, "{err}");
    assert!(out.lines().skip(1).all(|line| !line.starts_with('=')), "{out}");
    std::fs::remove_file(file).unwrap();
}

#[test]
fn markdown_is_a_grid() {
    let Answer { out, status, .. } = reachlight(&["matrix", LAB, "--format", "md"]);
    assert_eq!(status, 0);
    let lines: Vec<&str> = out.lines().collect();
    let columns = |line: &str| line.matches(" |").count() + line.matches("---|").count();
    assert!(
        lines.len() > 3 && lines.iter().all(|line| columns(line) >= columns(lines[1])),
        "{out}"
    );
    assert!(out.contains("✕ NO\\_ROUTE\\_TO\\_DESTINATION"), "{out}");
}

#[test]
fn a_diff_names_what_one_edit_opens() {
    let file = solved("diff");
    let diff = json(&["diff", LAB, &file.display().to_string(), "--format", "json"]);
    let flows = diff["flows"].as_array().unwrap();
    assert_eq!(flows.len(), 1, "{flows:?}");
    let (from, to) = (&flows[0]["from"], &flows[0]["to"]);
    assert_eq!((from, to), (&json!("app-1"), &json!("service:s3@us-east-1")));
    assert_eq!(
        (&flows[0]["before"], &flows[0]["after"]),
        (&json!("blocked"), &json!("partial"))
    );
    assert!(!flows[0]["gained"].as_array().unwrap().is_empty());
    assert_eq!(flows[0]["lost"], json!([]));
    let Answer { out: back, .. } = reachlight(&["diff", &file.display().to_string(), LAB]);
    assert!(
        back.contains("- app-1 -> service:s3@us-east-1: partial, then blocked\n    lost: "),
        "{back}"
    );
    std::fs::remove_file(file).unwrap();
}

#[test]
fn a_network_does_not_differ_from_itself() {
    let diff = json(&["diff", LAB, LAB, "--format", "json"]);
    assert_eq!(diff, json!({"flows": [], "problems": {"new": [], "gone": []}}));
}

#[test]
fn a_diff_needs_two_inputs() {
    let Answer {
        err: complaint, status, ..
    } = reachlight(&["diff", LAB]);
    assert_eq!(status, 2);
    assert!(complaint.contains("two inputs are expected"), "{complaint}");
}
