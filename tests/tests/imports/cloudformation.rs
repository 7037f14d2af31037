//! Templates: what is exported comes back with the same answers, and YAML says the same as JSON.

use std::collections::BTreeMap;

use document::import::{self, Import, Source};
use document::{Document, export, text};
use reach::id::Kind;
use reach::matrix::{Cell, Matrix};
use reach::question::End;
use reach::topology::{Role, Topology};
use serde_json::Value;
use tests::corpus::sheets;

use crate::{notes, told};

fn imported(name: &str, text: &str) -> Import {
    let import = import::read([Source {
        name: name.to_owned(),
        bytes: text.into(),
    }]);
    assert!(import.errors.is_empty(), "{:?}\n{text}", import.errors);
    import
}

/// Letters and digits, as in logical ids.
fn logical(id: &str) -> String {
    let words = id.split(|letter: char| !letter.is_ascii_alphanumeric());
    let capital =
        |word: &str| word.get(..1).unwrap_or_default().to_ascii_uppercase() + word.get(1..).unwrap_or_default();
    words.map(capital).collect()
}

/// The logical id of an interface in its template: other things may be called nearly the same.
fn interface_in(template: &Value, name: &str) -> String {
    let all = template["Resources"].as_object().into_iter().flatten();
    let is_it = |resource: &Value| {
        resource["Type"] == "AWS::EC2::NetworkInterface" && resource["Properties"]["Tags"][0]["Value"] == name
    };
    let found = all.filter(|(_, resource)| is_it(resource)).map(|(id, _)| id.clone());
    let mut found: Vec<String> = found.collect();
    match found.pop() {
        Some(one) if found.is_empty() => one,
        _ => logical(name),
    }
}

/// What a template says and its diagram does not mean, or the other way round: interfaces that belong to nothing, machines that translate.
fn is_told_otherwise(document: &Document) -> bool {
    let interfaces = &document.topology.interfaces;
    interfaces.iter().any(|(_, it)| it.role != Role::Instance) || text::format(document).contains(" masquerade ")
}

/// Answers by the names of both ends, of ends that a template can hold.
fn answers(topology: &Topology, name: impl Fn(&str) -> String) -> BTreeMap<(String, String), Cell> {
    let (network, _) = reach::resolve(topology);
    let matrix = Matrix::of(&network);
    let word = |end: &End| match end {
        End::Element(of) if of.kind == Kind::NetworkInterface => Some(name(&of.id)),
        End::Internet => Some("internet".to_owned()),
        _ => None,
    };
    let mut all = BTreeMap::new();
    for pair in matrix.pairs() {
        let ends = matrix.ends();
        if let (Some(from), Some(to)) = (word(&ends[pair.from].end), word(&ends[pair.to].end)) {
            all.insert((from, to), pair.cell.clone());
        }
    }
    all
}

/// What of a diagram is not in its template.
fn left_out(template: &Value) -> usize {
    template["Metadata"]["NotWritten"].as_array().map_or(0, Vec::len)
}

/// A value in YAML's flow style, with the short forms of functions.
fn yaml(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(yaml).collect::<Vec<_>>().join(", ")),
        Value::Object(members) => match members.iter().next() {
            Some((name, value)) if members.len() == 1 && (name == "Ref" || name.starts_with("Fn::")) => {
                format!("!{} {}", name.trim_start_matches("Fn::"), yaml(value))
            }
            _ => {
                let members = members
                    .iter()
                    .map(|(key, value)| format!("{}: {}", Value::from(key.as_str()), yaml(value)));
                format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
            }
        },
        scalar => scalar.to_string(),
    }
}

fn written_in_yaml(template: &Value) -> String {
    let members = template.as_object().into_iter().flatten();
    members
        .map(|(key, value)| format!("{key}: {}\n", yaml(value)))
        .collect()
}

fn differing(document: &Document, template: &Value, import: &Import) -> Option<String> {
    let here = answers(&import.document.topology, |id| id.to_owned());
    let there = answers(&document.topology, |id| {
        let id = reach::topology::InterfaceId::new(std::rc::Rc::from(id));
        let name = document
            .topology
            .given_name(&(&id).into())
            .map_or(id.to_string(), ToString::to_string);
        interface_in(template, &name)
    });
    let wrong = there.iter().find_map(|(ends, cell)| match here.get(ends) {
        Some(other)
            if (other.verdict, &other.allowed, &other.no_reply) == (cell.verdict, &cell.allowed, &cell.no_reply) =>
        {
            None
        }
        other => Some(format!("{ends:?}: {cell:?}\n  imported: {other:?}")),
    });
    wrong.or_else(|| (here.len() != there.len()).then(|| format!("{} pairs and {}", there.len(), here.len())))
}

#[test]
fn what_is_exported_comes_back_with_the_same_answers() {
    let mut compared = 0;
    let mut mistakes = Vec::new();
    for sheet in sheets() {
        let text = export::cloudformation(&sheet.document);
        let template: Value = serde_json::from_str(&text).unwrap();
        if !text.contains("\"AWS::EC2::Subnet\"") {
            continue;
        }
        let json = imported("network.json", &text);
        let twin = imported("network.json", &written_in_yaml(&template));
        assert_eq!(
            text::format(&json.document),
            text::format(&twin.document),
            "{}",
            sheet.name
        );
        assert_eq!(notes(&json), notes(&twin), "{}", sheet.name);
        if left_out(&template) == 0 && json.missing.is_empty() && !is_told_otherwise(&sheet.document) {
            compared += 1;
            mistakes
                .extend(differing(&sheet.document, &template, &json).map(|words| format!("{}: {words}", sheet.name)));
        }
    }
    told(compared, &mistakes, 60);
}

/// What a template lacks is lost once: the network that is read from it is written and read back whole.
#[test]
fn what_was_imported_is_exported_and_comes_back() {
    let mut compared = 0;
    let mut mistakes = Vec::new();
    for sheet in sheets().iter().step_by(2) {
        let first = imported("network.json", &export::cloudformation(&sheet.document));
        let text = export::cloudformation(&first.document);
        let template: Value = serde_json::from_str(&text).unwrap();
        if first.document.topology.interfaces.is_empty()
            || left_out(&template) > 0
            || !first.missing.is_empty()
            || is_told_otherwise(&first.document)
        {
            continue;
        }
        compared += 1;
        let second = imported("network.json", &text);
        let differing = differing(&first.document, &template, &second);
        mistakes.extend(differing.map(|words| format!("{}: {words}", sheet.name)));
    }
    told(compared, &mistakes, 40);
}

/// The answer of `aws cloudformation get-template` is a template.
#[test]
fn a_template_may_be_in_an_answer() {
    let yaml = "Resources:\n  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}\n";
    let json = r#"{"Resources": {"V": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}}}"#;
    let plain = text::format(&imported("network", yaml).document);
    assert!(plain.contains("vpc V 10.0.0.0/16"), "{plain}");
    let object: Value = serde_json::from_str(json).unwrap();
    for body in [Value::from(yaml), Value::from(json), object] {
        let answer = serde_json::json!({"StagesAvailable": ["Original"], "TemplateBody": body});
        assert_eq!(text::format(&imported("network", &answer.to_string()).document), plain);
    }
}

const SECRET: &str = "do-not-show-this";

/// Keys, passwords and programs of templates are in nothing that comes out, whatever else is wrong.
#[test]
fn secrets_of_templates_are_dropped() {
    for folder in [
        "web/network.yaml",
        "hybrid/hub.yaml",
        "stacks/main.yaml",
        "kinds/rest.yaml",
    ] {
        let path = crate::root().join("tests/imports/cloudformation").join(folder);
        let whole = std::fs::read_to_string(path).unwrap();
        assert!(whole.contains(SECRET));
        for end in (1..=whole.len()).rev().step_by(211) {
            let Some(part) = whole.get(..end) else { continue };
            let import = import::read([Source {
                name: "network.yaml".to_owned(),
                bytes: part.into(),
            }]);
            let shown = format!("{import:?}{}", notes(&import));
            assert!(!shown.contains(SECRET), "{folder} {end}");
        }
    }
}

/// A page asks for what is missing, with what it is and what it may be.
#[test]
fn missing_parameters_are_told() {
    let import = imported(
        "network.yaml",
        "Parameters:\n  Net: {Type: String, AllowedValues: [10.0.0.0/16, 10.1.0.0/16], Description: The range}\n  Key: {Type: String}\n\
         Resources:\n  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Ref Net, Tags: [{Key: Name, Value: !Ref Key}]}}\n",
    );
    let [net] = import.missing.as_slice() else {
        panic!("{:?}", import.missing);
    };
    assert_eq!(
        (&*net.name, &*net.kind, &*net.example),
        ("Net", "String", "10.0.0.0/16")
    );
    assert_eq!(net.allowed.len(), 2);
    assert_eq!(net.description.as_deref(), Some("The range"));
    assert_eq!(import.parameters, ["Key", "Net"]);
}
