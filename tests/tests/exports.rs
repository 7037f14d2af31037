//! What is exported of every diagram that there is: it does not panic, it is the same every time, and it holds together.
#![allow(clippy::unwrap_used, clippy::panic)] // A test's way to fail is to panic.

use std::collections::{BTreeMap, BTreeSet};

use document::{Document, export};
use editor::svg::Theme;
use editor::{Derived, drawio, report, svg};
use hcl::Body;
use reach::flow_log::{Format, Seen};
use serde_json::Value;
use tests::corpus::{sheets, with_hostile_names};

fn every_diagram(mut check: impl FnMut(&str, &Document)) {
    let sheets = sheets();
    assert!(sheets.len() > 200);
    for (index, sheet) in sheets.iter().enumerate() {
        check(&sheet.name, &sheet.document);
        // The first hold every kind of thing; the rest in samples.
        if index < 40 || index % 10 == 0 {
            check(
                &format!("{}, hostile names", sheet.name),
                &with_hostile_names(&sheet.document),
            );
        }
    }
}

#[test]
fn every_text_is_the_same_every_time() {
    every_diagram(|name, document| {
        let all = |document: &Document| {
            [
                export::mermaid(document),
                export::dot(document),
                export::terraform(document),
                export::cloudformation(document),
                export::report::markdown(document),
                export::flow_logs(document, &Format::default_format(), &|_| Seen::ONE_PACKET),
            ]
        };
        assert_eq!(all(document), all(&document.clone()), "{name}");
    });
}

/// Terraform's language, read by somebody else's reader; every name that is used is there.
#[test]
fn terraform_can_be_read() {
    every_diagram(|name, document| {
        let text = export::terraform(document);
        let body: Body = hcl::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
        let mut known = BTreeSet::new();
        for block in body.blocks() {
            let labels: Vec<&str> = block.labels().iter().map(|label| label.as_str()).collect();
            if block.identifier() == "resource" {
                assert!(known.insert(labels.join(".")), "{name}: {labels:?} twice");
            }
        }
        for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
            let Some((_, value)) = line.split_once(" = ") else {
                continue;
            };
            for word in value
                .trim_matches(['[', ']'])
                .split(", ")
                .filter(|word| word.starts_with("aws_"))
            {
                let mut parts = word.split('.');
                let named = [parts.next().unwrap(), parts.next().unwrap()].join(".");
                assert!(known.contains(&named), "{name}: {word}");
            }
        }
    });
}

#[test]
fn templates_of_cloudformation_hold_together() {
    every_diagram(|name, document| {
        let text = export::cloudformation(document);
        let template: Value = serde_json::from_str(&text).unwrap();
        let named = |section: &str| template[section].as_object().cloned().unwrap_or_default();
        let (resources, parameters) = (named("Resources"), named("Parameters"));
        for id in resources.keys().chain(parameters.keys()) {
            assert!(
                id.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !id.is_empty(),
                "{name}: {id}"
            );
        }
        for to in references(&template["Resources"]) {
            assert!(
                resources.contains_key(&to) || parameters.contains_key(&to),
                "{name}: {to}"
            );
        }
    });
}

fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(references).collect(),
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(key, value)| match (key.as_str(), value) {
                ("Ref", Value::String(to)) => vec![to.clone()],
                ("Fn::GetAtt", Value::Array(parts)) => vec![parts[0].as_str().unwrap().to_owned()],
                _ => references(value),
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn attribute<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    line.split(&format!(" {name}=\"")).nth(1)?.split('"').next()
}

type Rect = [i64; 4];

fn overlap(a: Rect, b: Rect) -> bool {
    a[0] < b[0] + b[2] && b[0] < a[0] + a[2] && a[1] < b[1] + b[3] && b[1] < a[1] + a[3]
}

/// Parents stand before their children and hold their middle; what stands in the same frame does not overlap, except gateways, which
/// stand on borders, and tables, which are chips.
#[test]
fn drawings_of_draw_io_are_tidy() {
    every_diagram(|name, document| {
        let derived = Derived::of(document);
        let text = drawio::drawio(document, &derived.scene);
        assert_eq!(text, drawio::drawio(document, &derived.scene));
        let mut cells: BTreeMap<String, Rect> = BTreeMap::new();
        let mut siblings: BTreeMap<String, Vec<Rect>> = BTreeMap::new();
        for line in text
            .lines()
            .filter(|line| line.starts_with("<mxCell id=\"") && line.contains("parent="))
        {
            let id = attribute(line, "id").unwrap().to_owned();
            let parent = attribute(line, "parent").unwrap().to_owned();
            if id == "1" {
                continue;
            }
            assert!(parent == "1" || cells.contains_key(&parent), "{name}: {line}");
            if line.contains("edge=\"1\"") {
                for end in ["source", "target"].iter().filter_map(|end| attribute(line, end)) {
                    assert!(cells.contains_key(end), "{name}: {line}");
                }
                continue;
            }
            let number = |what: &str| attribute(line, what).unwrap().parse::<i64>().unwrap();
            let rect = [number("x"), number("y"), number("width"), number("height")];
            if let Some(holder) = cells.get(&parent) {
                let (x, y) = (rect[0] + rect[2] / 2, rect[1] + rect[3] / 2);
                assert!(
                    (0..=holder[2]).contains(&x) && (0..=holder[3]).contains(&y),
                    "{name}: {line}"
                );
            }
            let style = attribute(line, "style").unwrap();
            if !style.starts_with("ellipse") && !style.contains("arcSize=12;") {
                siblings.entry(parent).or_default().push(rect);
            }
            assert!(cells.insert(id, rect).is_none(), "{name}: {line}");
        }
        if document.layout.places.is_empty() {
            for rects in siblings.values() {
                for (index, one) in rects.iter().enumerate() {
                    let other = rects.iter().skip(index + 1).find(|other| overlap(*one, **other));
                    assert!(other.is_none(), "{name}: {one:?} and {other:?}");
                }
            }
        }
    });
}

/// Elements in pairs, no script, nothing fetched; the picture in the page opens like a diagram.
#[test]
fn pictures_and_reports_are_well_formed_and_harmless() {
    every_diagram(|name, document| {
        let derived = Derived::of(document);
        let picture = svg::picture(document, &derived.scene, Theme::Dark);
        let page = report::html(document, &derived.scene);
        for text in [&picture, &page] {
            for foreign in ["<script", "href", "src=", "<image", "foreignObject", "onload"] {
                let markup = text.split('<').any(|part| {
                    part.split('>')
                        .next()
                        .unwrap()
                        .contains(foreign.trim_start_matches('<'))
                });
                assert!(!markup, "{name}: {foreign}");
            }
            for element in [
                "g", "text", "tspan", "title", "desc", "metadata", "section", "li", "ol", "p",
            ] {
                let opened =
                    text.matches(&format!("<{element}>")).count() + text.matches(&format!("<{element} ")).count();
                assert_eq!(
                    opened,
                    text.matches(&format!("</{element}>")).count(),
                    "{name}: {element}"
                );
            }
            assert_eq!(&document::open(text).unwrap(), document, "{name}");
        }
    });
}
