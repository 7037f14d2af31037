//! What an expression of a template comes out as.

use serde_json::{Map, Value as Json};

use crate::import::report::snake;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Nothing was said: null, or `AWS::NoValue`.
    Nothing,
    /// A scalar, as it was written.
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
    /// Not to be known from the input. The words are the same wherever it is meant.
    Unknown(String),
}

impl Value {
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn is_nothing(&self) -> bool {
        *self == Value::Nothing
    }

    /// A member of a mapping.
    pub(super) fn get(&self, name: &str) -> Value {
        match self {
            Value::Map(members) => {
                let found = members.iter().find(|(key, _)| key == name);
                found.map_or(Value::Nothing, |(_, value)| value.clone())
            }
            Value::Unknown(words) => Value::Unknown(format!("{words}.{name}")),
            _ => Value::Nothing,
        }
    }

    /// The items of a list; of anything else that is there, itself.
    pub(super) fn items(self) -> Vec<Value> {
        match self {
            Value::Nothing => Vec::new(),
            Value::List(items) => items,
            one => vec![one],
        }
    }

    /// Another value where there is none.
    pub(super) fn or(self, other: impl FnOnce() -> Value) -> Value {
        if self.is_nothing() { other() } else { self }
    }

    pub(super) fn is_partly_unknown(&self) -> bool {
        match self {
            Value::Unknown(_) => true,
            Value::List(items) => items.iter().any(Value::is_partly_unknown),
            Value::Map(members) => members.iter().any(|(_, value)| value.is_partly_unknown()),
            _ => false,
        }
    }

    /// Whether it is a word for yes.
    pub(super) fn is_true(&self) -> bool {
        self.text()
            .is_some_and(|text| text.eq_ignore_ascii_case("true") || text == "1" || text.eq_ignore_ascii_case("yes"))
    }

    /// With the names of Terraform's attributes: `SubnetIds` is `subnet_ids`.
    pub(super) fn attribute(self) -> Json {
        match self {
            Value::Nothing => Json::Null,
            Value::Text(text) | Value::Unknown(text) => Json::String(text),
            Value::List(items) => items.into_iter().map(Value::attribute).collect(),
            Value::Map(members) => {
                let members = members.into_iter();
                let members = members.map(|(key, value)| (attribute_name(&key), value.attribute()));
                Json::Object(members.collect::<Map<_, _>>())
            }
        }
    }

    /// As it stands in the template.
    pub(super) fn written(self) -> Json {
        match self {
            Value::Nothing => Json::Null,
            Value::Text(text) | Value::Unknown(text) => Json::String(text),
            Value::List(items) => items.into_iter().map(Value::written).collect(),
            Value::Map(members) => {
                let members = members.into_iter().map(|(key, value)| (key, value.written()));
                Json::Object(members.collect::<Map<_, _>>())
            }
        }
    }
}

pub(super) fn attribute_name(property: &str) -> String {
    snake(&property.replace("IPv", "Ipv"))
}

pub(super) fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}
