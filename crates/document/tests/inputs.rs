//! Inputs of any kind become one diagram, or say why not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use document::import::NoteKind;
use document::inputs::{At, Given, Inputs, Refusal};
use document::text;

const AWS: &str = r#"{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}]}"#;
const TEMPLATE: &str = "Resources:\n  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.1.0.0/16}}\n";
const TEXT: &str = "title \"Mixed\"\nvpc own 10.2.0.0/16\n";

#[test]
fn files_of_all_kinds_become_one_diagram() {
    let mut inputs = Inputs::default();
    for (name, content) in [("own.reach", TEXT), ("vpcs.json", AWS), ("stack.yaml", TEMPLATE)] {
        inputs.add(name, content.into(), Given::ByName).unwrap();
    }
    let gathered = inputs.finish("").unwrap();
    let written = text::format(&gathered.document);
    for part in ["title \"Mixed\"", "vpc own ", "vpc vpc-1 ", "vpc V "] {
        assert!(written.contains(part), "{part}: {written}");
    }
    assert!(gathered.notes.iter().any(|note| &*note.file == "own.reach"));
}

fn refusal(name: &str, content: &[u8]) -> Refusal {
    let mut inputs = Inputs::default();
    inputs.add(name, content.to_vec(), Given::ByName).unwrap_err()
}

#[test]
fn what_cannot_be_read_is_refused_with_its_place() {
    let cut = refusal("vpcs.json", b"{\"Vpcs\": [\n {\"VpcId\": ");
    assert_eq!(cut.at, Some(At::Line(2, 11)), "{cut}");
    let words = [
        (
            "a.reach",
            &b"vpc a 10.0.0.0/16\n  subnt s\n"[..],
            "a.reach:2:3: `subnt` is not known here. Did you mean `subnet`?",
        ),
        ("x.bin", b"\x80\x81", "x.bin: this is not text. This version reads"),
        ("plan", b"PK\x03\x04\xff", "plan: this is packed"),
        ("a.json", b"{\"reachlight\": 1, \"vpcs\": 5}", "a.json: $.vpcs: "),
        (
            "a.html",
            b"<!doctype html>",
            "a.html: this is a web page or XML, not JSON.",
        ),
        (
            "main.tf",
            b"locals {\n  a = 1\n}\n",
            "main.tf: this is Terraform's language",
        ),
    ];
    for (name, content, said) in words {
        let found = refusal(name, content).to_string();
        assert!(found.starts_with(said), "{found}");
    }
    let empty = Inputs::default().finish("nowhere").unwrap_err();
    assert_eq!(empty.place(), "nowhere");
}

/// In a folder there is more than networks.
#[test]
fn in_a_folder_other_files_are_remarked_upon() {
    let mut inputs = Inputs::default();
    let others: [(&str, &[u8]); 6] = [
        ("README.md", b"Notes about this network.\n"),
        ("empty", b""),
        ("main.tf", b"locals {\n  a = 1\n}\n"),
        ("page.html", b"<html></html>"),
        ("data.json", b"[1, 2]"),
        ("plan", b"PK\x03\x04\xff"),
    ];
    for (name, content) in others {
        inputs.add(name, content.to_vec(), Given::InFolder).unwrap();
    }
    assert!(inputs.is_empty());
    inputs.add("vpcs.json", AWS.into(), Given::InFolder).unwrap();
    let notes = inputs.finish("folder").unwrap().notes;
    for (name, _) in others {
        let about = notes.iter().filter(|note| &*note.file == name);
        let kinds: Vec<NoteKind> = about.map(|note| note.kind).collect();
        assert_eq!(kinds, [NoteKind::Ignored], "{name}");
    }
}
