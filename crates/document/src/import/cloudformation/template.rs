//! A template, cut down to what is asked of it: secrets, and what has no part in a network, stay behind in the file.
//! Page: AWSCloudFormation/latest/UserGuide/template-anatomy.html

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::kind;
use crate::import::raw::Text;

/// Properties that hold secrets or programs, wherever they stand.
const SECRET: [&str; 8] = [
    "UserData",
    "PreSharedKey",
    "AuthKey",
    "ClientSecret",
    "Password",
    "MasterUsername",
    "MasterUserPassword",
    "SecretString",
];

#[derive(Debug, PartialEq)]
pub(super) struct Template {
    pub(super) file: Text,
    pub(super) parameters: BTreeMap<String, Declared>,
    pub(super) mappings: Json,
    pub(super) conditions: Map<String, Json>,
    /// By their logical ids.
    pub(super) resources: BTreeMap<String, Entry>,
    pub(super) outputs: BTreeMap<String, Output>,
    /// Members of `Resources` that are no resources.
    pub(super) odd: Vec<String>,
    /// What rewrites the template before it is used, and how is not known.
    pub(super) macros: Vec<String>,
}

/// A parameter.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Declared {
    pub(super) kind: String,
    pub(super) description: Option<String>,
    pub(super) default: Option<Json>,
    pub(super) allowed: Vec<String>,
    /// Its value is never looked at.
    pub(super) is_secret: bool,
}

/// A resource.
#[derive(Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) kind: String,
    pub(super) condition: Option<String>,
    pub(super) properties: Map<String, Json>,
}

#[derive(Debug, PartialEq)]
pub(super) struct Output {
    pub(super) value: Json,
    pub(super) export: Option<Json>,
    pub(super) condition: Option<String>,
}

impl Template {
    pub(super) fn new(file: Text, whole: &Json) -> Self {
        let mut template = Self {
            file,
            parameters: members(whole, "Parameters")
                .map(|(name, value)| (name.clone(), declared(value)))
                .collect(),
            mappings: whole.get("Mappings").cloned().unwrap_or_default(),
            conditions: members(whole, "Conditions")
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            resources: BTreeMap::new(),
            outputs: members(whole, "Outputs")
                .filter_map(|(name, value)| Some((name.clone(), output(value)?)))
                .collect(),
            odd: Vec::new(),
            macros: macros(whole.get("Transform")),
        };
        for (id, value) in members(whole, "Resources") {
            match entry(value) {
                Some(entry) => drop(template.resources.insert(id.clone(), entry)),
                None => template.odd.push(id.clone()),
            }
        }
        template.odd.sort();
        template
    }

    /// How many resources have a part in a network.
    pub(super) fn known(&self) -> usize {
        let is_known = |entry: &&Entry| entry.is_stack() || kind::of(&entry.kind).is_some();
        self.resources.values().filter(is_known).count()
    }
}

impl Entry {
    pub(super) fn is_stack(&self) -> bool {
        self.kind == "AWS::CloudFormation::Stack"
    }
}

fn members<'j>(whole: &'j Json, name: &str) -> impl Iterator<Item = (&'j String, &'j Json)> {
    whole.get(name).and_then(Json::as_object).into_iter().flatten()
}

fn text(value: &Json, name: &str) -> Option<String> {
    value.get(name).and_then(Json::as_str).map(str::to_owned)
}

/// AWS's own two only change what is read anyway, or noted where it stands.
fn macros(transform: Option<&Json>) -> Vec<String> {
    let all = match transform {
        Some(Json::Array(all)) => all.iter().collect(),
        one => one.into_iter().collect::<Vec<_>>(),
    };
    let names = all
        .into_iter()
        .filter_map(|one| scalar(one).or_else(|| text(one, "Name")));
    names
        .filter(|name| !name.starts_with("AWS::Serverless") && name != "AWS::LanguageExtensions")
        .collect()
}

fn declared(value: &Json) -> Declared {
    let is_secret = value.get("NoEcho").is_some_and(|word| match word {
        Json::Bool(is) => *is,
        Json::String(word) => word.eq_ignore_ascii_case("true"),
        _ => true,
    });
    let allowed = value.get("AllowedValues").and_then(Json::as_array);
    Declared {
        kind: text(value, "Type").unwrap_or_default(),
        description: text(value, "Description"),
        default: value
            .get("Default")
            .filter(|default| !is_secret && !default.is_null())
            .cloned(),
        allowed: allowed
            .into_iter()
            .flatten()
            .filter(|_| !is_secret)
            .filter_map(scalar)
            .collect(),
        is_secret,
    }
}

/// The text of a scalar.
pub(super) fn scalar(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(is) => Some(is.to_string()),
        _ => None,
    }
}

fn entry(value: &Json) -> Option<Entry> {
    let kind = text(value, "Type")?;
    let all = value.get("Properties").and_then(Json::as_object);
    let is_stack = kind == "AWS::CloudFormation::Stack";
    let takes = |name: &str| match kind::of(&kind) {
        Some(kind) => kind.takes(name),
        None => is_stack && matches!(name, "TemplateURL" | "Parameters"),
    };
    let mut properties = Map::new();
    for (name, value) in all.into_iter().flatten().filter(|(name, _)| takes(name)) {
        let mut value = value.clone();
        if !is_stack {
            forget(&mut value);
        }
        properties.insert(name.clone(), value);
    }
    Some(Entry {
        condition: text(value, "Condition"),
        properties,
        kind,
    })
}

/// Drops what is secret.
fn forget(value: &mut Json) {
    match value {
        Json::Array(items) => items.iter_mut().for_each(forget),
        Json::Object(members) => {
            members.retain(|name, _| !SECRET.contains(&name.as_str()));
            members.values_mut().for_each(forget);
        }
        _ => {}
    }
}

fn output(value: &Json) -> Option<Output> {
    Some(Output {
        value: value.get("Value")?.clone(),
        export: value.get("Export").and_then(|export| export.get("Name")).cloned(),
        condition: text(value, "Condition"),
    })
}
