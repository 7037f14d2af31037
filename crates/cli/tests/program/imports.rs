//! Other programs' files as inputs, and the script that collects them.

use crate::{fed, reachlight, traced};
use serde_json::Value;

/// Answers of aws commands, in a folder of accounts and Regions, are an input like any other.
#[test]
fn aws_answers_are_an_input() {
    let folder = "tests/imports/aws/two-accounts";
    let import = reachlight(&["import", folder, "--notes", "json"]);
    assert_eq!(import.status, 0, "{}", import.err);
    assert!(
        import.out.contains("peering pcx-shop-data shop-vpc data-vpc"),
        "{}",
        import.out
    );
    let notes: Value = serde_json::from_str(&import.err).unwrap();
    assert!(
        notes.as_array().unwrap().iter().any(|note| note["kind"] == "assumed"),
        "{notes}"
    );
    let trace = traced(folder, "shop-1", "orders-db", "5432", &["--assert", "allowed"]);
    assert_eq!(trace.status, 0, "{}{}", trace.out, trace.err);
    let cut = fed(&["import", "-"], "{\"Vpcs\": [\n {\"VpcId\": ");
    assert_eq!(cut.status, 2);
    assert!(
        cut.err.contains("standard input:2:") && cut.err.lines().count() == 1,
        "{}",
        cut.err
    );
}

/// The script that reads an account is one that a shell can read.
#[test]
fn collect_prints_a_script() {
    let script = reachlight(&["collect"]);
    assert_eq!(script.status, 0);
    assert!(script.out.starts_with("#!/bin/sh\n"), "{}", script.out);
    for word in [
        " create-",
        " delete-",
        " modify-",
        " put-",
        " update-",
        "PreSharedKey",
        "authKey",
    ] {
        assert!(!script.out.contains(word), "{word}");
    }
}

/// A plan holds both networks: what it opens comes first.
#[test]
fn a_plan_says_what_it_opens() {
    let plan = "tests/imports/terraform/plan-of-change/plan.json";
    let diff = reachlight(&["diff", plan]);
    assert_eq!(diff.status, 0, "{}", diff.err);
    assert!(
        diff.out.starts_with("This plan opens db-1 to the internet: TCP 5432\n"),
        "{}",
        diff.out
    );
    let json = reachlight(&["diff", plan, "--format", "json"]).json();
    let opened = json["flows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|flow| flow["from"] == "internet");
    assert_eq!(opened.unwrap()["gained"][0]["ports"], "5432");
    // A plan of a new stack has nothing before it.
    let new = reachlight(&["diff", "tests/imports/terraform/plan/plan.json"]);
    assert!(
        new.out.contains("This plan opens web-1 to the internet: TCP 443"),
        "{}{}",
        new.out,
        new.err
    );
    let state = reachlight(&["diff", "tests/imports/terraform/state/state.json"]);
    assert_eq!((state.status, state.err.lines().count()), (2, 1), "{}", state.err);
}

#[test]
fn terraforms_own_language_is_no_input() {
    let hcl = fed(
        &["import", "-"],
        "resource \"aws_vpc\" \"x\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n",
    );
    assert_eq!(hcl.status, 2);
    assert!(hcl.err.contains("terraform show -json"), "{}", hcl.err);
}

/// Parameters without a value are asked for in one line; with them, every command reads the template.
#[test]
fn a_template_takes_parameters() {
    let template = "tests/imports/cloudformation/odd/odd.yaml";
    let asked = reachlight(&["import", template]);
    assert_eq!(asked.status, 2, "{}", asked.out);
    assert_eq!(
        asked.err.trim(),
        format!("reachlight: {template}: the parameter Where has no value. Say what it is, as in --param Where=value.")
    );
    let given = ["--param", "Where=10.0.0.0/8", "--param", "AWS::Region=eu-north-1"];
    let trace = ["trace", template, "--from", "Client", "--to", "Server", "--tcp", "22"];
    let trace = reachlight(&[&trace[..], &given[..], &["--assert", "allowed"]].concat());
    assert_eq!(trace.status, 0, "{}{}", trace.out, trace.err);
    let import = reachlight(&[&["import", template][..], &given[..]].concat());
    assert!(import.out.contains("in tcp 22 from 10.0.0.0/8"), "{}", import.out);
    assert!(
        import.out.contains("region eu-north-1") && import.out.contains("subnet Second"),
        "{}",
        import.out
    );
    let wrong = reachlight(&["import", template, "--param", "Were=10.0.0.0/8"]);
    assert_eq!(wrong.status, 2);
    assert!(
        wrong.err.contains("`Were`") && wrong.err.contains("Where"),
        "{}",
        wrong.err
    );
    let other = reachlight(&["import", template, "--param", "Where=192.168.0.0/16"]);
    assert!(!other.out.contains("subnet Second"), "{}", other.out);
}

/// A folder with templates in it is one network, and a template comes through a pipe as well.
#[test]
fn templates_are_inputs_of_every_kind() {
    let import = reachlight(&["import", "tests/imports/cloudformation/stacks"]);
    assert_eq!(import.status, 0, "{}", import.err);
    assert!(
        import
            .out
            .contains("peering office.Peering office.Vpc main.Network.Vpc"),
        "{}",
        import.out
    );
    let piped = fed(
        &["import", "-"],
        "Resources:\n  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}\n",
    );
    assert!(piped.out.contains("vpc V 10.0.0.0/16"), "{}{}", piped.out, piped.err);
    let cut = fed(
        &["import", "-"],
        "Resources:\n  V: {Type: AWS::EC2::VPC, Properties: {\n",
    );
    assert_eq!(cut.status, 2);
    assert!(
        cut.err.contains("standard input:3:") && cut.err.lines().count() == 1,
        "{}",
        cut.err
    );
}
