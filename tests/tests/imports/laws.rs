//! What holds for every import.

use document::import::{self, Source};
use document::text;

use crate::{folders, notes, sources};

/// The same text with the order of all top-level lists turned round, and one file for each list.
fn turned(source: &Source) -> Vec<Source> {
    let mut value: serde_json::Value = serde_json::from_slice(&source.bytes).unwrap_or_default();
    if value.get("terraform_version").is_some() {
        turn_resources(&mut value);
        let bytes = value.to_string().into_bytes();
        let name = source.name.clone();
        return vec![Source { name, bytes }];
    }
    let Some(object) = value
        .as_object()
        .filter(|object| object.values().any(serde_json::Value::is_array))
    else {
        return vec![source.clone()];
    };
    let lists = object.iter().rev().map(|(key, list)| {
        let mut list = list.clone();
        if let Some(items) = list.as_array_mut() {
            items.reverse();
        }
        let alone = serde_json::Map::from_iter([(key.clone(), list)]);
        Source {
            name: format!("{}-{key}", source.name),
            bytes: serde_json::Value::Object(alone).to_string().into_bytes(),
        }
    });
    lists.collect()
}

/// Terraform's lists of resources and modules.
fn turn_resources(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Array(items) => items.iter_mut().for_each(turn_resources),
        serde_json::Value::Object(members) => {
            for (key, member) in members {
                turn_resources(member);
                let is_list = matches!(
                    key.as_str(),
                    "resources" | "child_modules" | "resource_changes" | "instances"
                );
                if let Some(items) = member.as_array_mut().filter(|_| is_list) {
                    items.reverse();
                }
            }
        }
        _ => {}
    }
}

#[test]
fn the_order_of_files_does_not_matter() {
    for folder in folders() {
        let all = sources(&folder);
        let forward = import::read(all.clone());
        let backward = import::read(all.into_iter().rev());
        assert_eq!(
            text::format(&forward.document),
            text::format(&backward.document),
            "{}",
            folder.display()
        );
        assert_eq!(notes(&forward), notes(&backward), "{}", folder.display());
    }
}

#[test]
fn the_order_of_records_does_not_matter() {
    for folder in folders() {
        let all = sources(&folder);
        let forward = import::read(all.clone());
        let turned = import::read(all.iter().rev().flat_map(turned));
        assert_eq!(
            text::format(&forward.document),
            text::format(&turned.document),
            "{}",
            folder.display()
        );
    }
}

/// The same thing twice is the same thing.
#[test]
fn what_two_files_say_alike_counts_once() {
    for folder in folders() {
        let all = sources(&folder);
        let twice = import::read(all.clone().into_iter().chain(all.clone()));
        assert_eq!(
            text::format(&import::read(all).document),
            text::format(&twice.document),
            "{}",
            folder.display()
        );
    }
}
