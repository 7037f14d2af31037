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
fn terraform_of_other_times_says_what_to_do() {
    assert_eq!(
        error(r#"{"version": 3, "terraform_version": "0.11.14", "serial": 1, "lineage": "x", "modules": []}"#),
        "odd.json: this is a state of Terraform 0.11 or older, which this version does not read. \
         Run `terraform refresh` with Terraform 0.12 or later, then `terraform show -json`."
    );
    assert_eq!(
        error(r#"{"format_version": "2.0", "terraform_version": "9.0.0", "values": {}}"#),
        "odd.json: this is Terraform's JSON in a form that is newer than this program, which this version does not read. \
         Give the output of `terraform show -json` of Terraform 1."
    );
}

/// Whatever stands where Terraform would write something else, the file is read or refused, and nothing comes of it.
#[test]
fn terraform_with_wrong_types_is_no_network() {
    let odd = [
        "null",
        "1",
        "\"x\"",
        "[]",
        "{}",
        "[[[]]]",
        "[null, 1, \"x\", {}]",
        "{\"resources\": 1, \"child_modules\": [{}]}",
    ];
    for part in odd {
        for text in [
            format!("{{\"format_version\": \"1.0\", \"terraform_version\": \"1.11.4\", \"values\": {part}}}"),
            format!(
                "{{\"format_version\": \"1.0\", \"terraform_version\": \"1.11.4\", \"values\": {{\"root_module\": {part}}}}}"
            ),
            format!(
                "{{\"version\": 4, \"terraform_version\": \"1.11.4\", \"serial\": 1, \"lineage\": \"x\", \"resources\": {part}}}"
            ),
            format!(
                "{{\"format_version\": \"1.2\", \"planned_values\": {part}, \"resource_changes\": {part}, \"configuration\": {part}, \"prior_state\": {part}}}"
            ),
        ] {
            error(text);
        }
    }
}

#[test]
fn terraforms_own_language_says_what_to_run() {
    assert_eq!(
        error("resource \"aws_vpc\" \"x\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n"),
        "odd.json: this is Terraform's language, which only Terraform can work out. \
         Run `terraform show -json` on a plan or a state, and give its output."
    );
}

fn template_error(text: &str) -> String {
    let source = Source {
        name: "template.yaml".to_owned(),
        bytes: text.into(),
    };
    let import = import::read([source]);
    let errors: Vec<String> = import.errors.iter().map(ToString::to_string).collect();
    errors.join("\n")
}

#[test]
fn mistakes_in_yaml_have_a_place() {
    assert_eq!(
        template_error("Resources:\n  Vpc:\n    Type: AWS::EC2::VPC\n    Type: AWS::EC2::Subnet\n"),
        "template.yaml:4:11: this is not YAML: `Type` is there twice. Check the YAML around this place."
    );
    assert_eq!(
        template_error("Resources:\n  Vpc: {Type: AWS::EC2::VPC\n  Other: x\n"),
        "template.yaml:3:8: this is not YAML: while parsing a flow mapping, did not find expected ',' or '}'. Check the YAML around this place."
    );
}

/// Aliases of aliases, and expressions that lead to themselves or to ever more of themselves.
#[test]
fn templates_that_unfold_for_ever_do_not() {
    let mut bomb = "Resources:\n  X: &x0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..20 {
        let items = vec![format!("*x{}", level - 1); 10].join(", ");
        bomb += &format!("  Y{level}: &x{level} [{items}]\n");
    }
    assert!(template_error(&bomb).contains("unfolds to more than a template can be"));
    let deep = format!("Resources:\n  X: {}{}\n", "[".repeat(100_000), "]".repeat(100_000));
    assert!(template_error(&deep).contains("too deep"));
    let deep = format!(
        "{{\"Resources\": {{\"X\": {}{}}}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert!(template_error(&deep).contains("too deep"));
    let mut doubling = "Resources:\n  A0: {Type: AWS::EC2::VPC, Properties: {CidrBlock: x}}\n".to_owned();
    for level in 1..40 {
        let before = level - 1;
        doubling += &format!(
            "  A{level}: {{Type: AWS::EC2::VPC, Properties: {{CidrBlock: !Sub '${{A{before}.CidrBlock}}${{A{before}.CidrBlock}}'}}}}\n"
        );
    }
    assert_eq!(template_error(&doubling), "");
    let circles = "Conditions: {A: !Not [!Condition B], B: !Not [!Condition A]}\nResources:\n  \
        V: {Type: AWS::EC2::VPC, Condition: A, Properties: {CidrBlock: !GetAtt V.CidrBlock}}\n  \
        S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: template.yaml, Parameters: {P: !GetAtt S.Outputs.P}}}\n\
        Outputs: {P: {Value: !ImportValue p, Export: {Name: p}}}\n";
    assert_eq!(template_error(circles), "");
}
