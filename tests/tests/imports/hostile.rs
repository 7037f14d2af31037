//! What is no answer of AWS, damaged or malicious: one message with a place, or a report; never a panic.

use document::import::{self, Source};

fn error(bytes: impl Into<Vec<u8>>) -> String {
    let source = Source {
        name: "odd.json".to_owned(),
        bytes: bytes.into(),
    };
    let import = import::read([source]);
    assert!(import.document.topology.references().is_empty());
    let errors: Vec<String> = import.errors.iter().map(ToString::to_string).collect();
    errors.join("\n")
}

#[test]
fn a_file_that_ends_too_early_says_where() {
    let text = "{\"Vpcs\": [\n  {\"VpcId\": \"vpc-1\", \"CidrBlock\": \"10.0.";
    assert_eq!(
        error(text),
        "odd.json:2:40: this JSON ends before it is complete. Save the whole of it again."
    );
}

#[test]
fn what_is_not_json_says_so() {
    assert_eq!(
        error("<!DOCTYPE html><html></html>"),
        "odd.json: this is a web page or XML, not JSON. Save the answer itself, with --output json."
    );
    assert_eq!(
        error(""),
        "odd.json: this file is empty. Leave it out, or save the answer again."
    );
    assert_eq!(
        error([0x80, 0x81]),
        "odd.json: this is not text. Name a JSON file, as text in UTF-8 or UTF-16."
    );
    assert_eq!(
        error("{\"Vpcs\": [}"),
        "odd.json:1:11: this is not JSON: expected value. Check the JSON around this place."
    );
}

#[test]
fn nesting_does_not_overflow() {
    let deep = 200_000;
    let text = format!("{{\"Vpcs\": [{}{}]}}", "[".repeat(deep), "]".repeat(deep));
    assert_eq!(error(text), "");
    let text = format!("{}1{}", "{\"a\":".repeat(deep), "}".repeat(deep));
    assert_eq!(error(text), "");
    let text = format!("{}{}", "[".repeat(deep), "]".repeat(deep));
    assert_eq!(error(text), "");
}

#[test]
fn what_other_tools_write_is_called_by_its_name() {
    let fix = "Give the answers of aws commands: `reachlight collect` writes a script for them.";
    let files = [
        (r#"{"format_version": "1.2", "planned_values": {}}"#, "a Terraform plan"),
        (
            r#"{"Resources": {"Vpc": {"Type": "AWS::EC2::VPC"}}}"#,
            "a CloudFormation template",
        ),
    ];
    for (text, words) in files {
        assert_eq!(
            error(text),
            format!("odd.json: this is {words}, which this version does not read. {fix}")
        );
    }
}
