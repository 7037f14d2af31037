//! The same network in every wrapping that people keep answers in is the same diagram.

use document::import::{self, Source};
use document::text;
use serde_json::{Map, Value, json};
use tests::describe::describe;
use tests::random::Dice;

use crate::root;

fn source(name: &str, text: &str) -> Source {
    Source {
        name: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

fn lists(all: &Value) -> Vec<(&String, &Value)> {
    all.as_object()
        .map(|object| object.iter().collect())
        .unwrap_or_default()
}

/// One file for each list.
fn file_by_file(all: &Value) -> Vec<Source> {
    let lists = lists(all).into_iter();
    lists
        .map(|(key, list)| source(&format!("{key}.json"), &json!({ key: list }).to_string()))
        .collect()
}

/// Every list as `--query` prints it, where its elements say what they are.
fn bare(all: &Value) -> Vec<Source> {
    let wrapped = [
        "Routes",
        "AuthorizationRules",
        "ClientVpnTargetNetworks",
        "LoadBalancerAttributes",
    ];
    let lists = lists(all).into_iter();
    lists
        .map(
            |(key, list)| match wrapped.contains(&key.as_str()) || key.starts_with("VpcBlock") {
                true => source(key, &json!({ key: list }).to_string()),
                false => source(key, &list.to_string()),
            },
        )
        .collect()
}

/// Documents behind each other, as `cat *.json` makes them.
fn concatenated(all: &Value) -> Vec<Source> {
    let documents = lists(all)
        .into_iter()
        .map(|(key, list)| format!("{:#}\n", json!({ key: list })));
    vec![source("all.json", &documents.collect::<String>())]
}

/// What SDKs write for what is not there.
fn with_nulls(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(with_nulls).collect(),
        Value::Object(members) => {
            // An empty list of propagations says that there are none; in all others null is the same.
            let is_blank = |key: &str, value: &Value| {
                value.as_array().is_some_and(Vec::is_empty) && key != "TransitGatewayRouteTablePropagations"
            };
            let mut members: Map<String, Value> = members
                .iter()
                .map(|(key, value)| match is_blank(key, value) {
                    true => (key.clone(), Value::Null),
                    false => (key.clone(), with_nulls(value)),
                })
                .collect();
            members.insert("AFieldOfTomorrow".into(), json!({"Deep": [1, null]}));
            Value::Object(members)
        }
        other => other.clone(),
    }
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        Value::Object(members) => {
            let kept = members.iter().filter(|(_, value)| !value.is_null());
            Value::Object(kept.map(|(key, value)| (key.clone(), without_nulls(value))).collect())
        }
        other => other.clone(),
    }
}

fn utf16(all: &Value) -> Vec<Source> {
    let text = all.to_string();
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    let bytes = [0xFF, 0xFE].into_iter().chain(units).collect();
    let name = "powershell.json".to_owned();
    vec![Source { name, bytes }]
}

fn in_keys(all: &Value) -> Vec<Source> {
    let calls = lists(all)
        .into_iter()
        .map(|(key, list)| (format!("describe-{}", key.to_ascii_lowercase()), json!({ key: list })));
    vec![source(
        "calls.json",
        &json!({"answers": calls.collect::<Map<_, _>>()}).to_string(),
    )]
}

/// As `reachlight collect` writes it.
fn collected(all: &Value) -> Vec<Source> {
    let documents = lists(all).into_iter().map(|(key, list)| {
        let name = format!("describe-{}", key.to_ascii_lowercase());
        let region = all["Vpcs"][0]["Region"].clone();
        format!(
            "{}\n",
            json!({"AccountId": "111122223333", "Region": region, name: { key: list }})
        )
    });
    vec![source("network.json", &documents.collect::<String>())]
}

fn shuffled(all: &Value, dice: &mut Dice) -> Vec<Source> {
    let mut sources: Vec<Source> = lists(all)
        .into_iter()
        .map(|(key, list)| {
            let mut list = list.clone();
            if let Some(items) = list.as_array_mut() {
                dice.shuffle(items);
            }
            source(&format!("{key}.json"), &json!({ key: list }).to_string())
        })
        .collect();
    dice.shuffle(&mut sources);
    sources
}

#[test]
fn every_wrapping_gives_the_same_diagram() {
    let mut dice = Dice::new(20);
    let folder = root().join("www/samples");
    let mut count = 0;
    for path in std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
    {
        let drawn = std::fs::read_to_string(&path)
            .ok()
            .and_then(|sample| text::parse(&sample).ok());
        let Some(drawn) = drawn else { continue };
        let all = describe(&drawn.topology);
        let read = |sources: Vec<Source>| {
            let import = import::read(sources);
            assert!(import.errors.is_empty(), "{:?}", import.errors);
            text::format(&import.document)
        };
        let plain = read(vec![source("all.json", &all.to_string())]);
        let wrappings = [
            ("file by file", file_by_file(&all)),
            ("bare lists", bare(&all)),
            ("concatenated", concatenated(&all)),
            ("nulls", vec![source("nulls.json", &with_nulls(&all).to_string())]),
            (
                "nothing",
                vec![source("missing.json", &without_nulls(&all).to_string())],
            ),
            ("byte order mark", vec![source("bom.json", &format!("\u{feff}{all:#}"))]),
            ("UTF-16", utf16(&all)),
            ("keys around", in_keys(&all)),
            ("collected", collected(&all)),
            ("shuffled", shuffled(&all, &mut dice)),
        ];
        for (wrapping, sources) in wrappings {
            assert_eq!(read(sources), plain, "{}: {wrapping}", path.display());
            count += 1;
        }
    }
    assert!(count > 100, "{count}");
}
