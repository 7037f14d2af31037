//! What a resource says of itself, attribute by attribute. Only what is asked for here ever leaves the file: keys and passwords are not.

use std::cell::RefCell;

use serde_json::{Map, Value};

use crate::import::raw::{Group, Tag, Text};

/// The attributes of a resource, or of a block in it.
#[derive(Clone)]
pub(super) struct Attributes<'a> {
    members: &'a Map<String, Value>,
    /// Where they are: `$.values.root_module.resources[3].values`.
    path: String,
    /// Places of values of a wrong type.
    unread: &'a RefCell<Vec<Text>>,
}

impl<'a> Attributes<'a> {
    pub(super) fn new(members: &'a Map<String, Value>, path: &str, unread: &'a RefCell<Vec<Text>>) -> Self {
        Self {
            members,
            path: path.to_owned(),
            unread,
        }
    }

    /// The same at the place of the field of AWS's that it becomes: what could not be read there makes that field doubtful.
    pub(super) fn at(&self, path: String) -> Self {
        Self { path, ..self.clone() }
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    fn get(&self, name: &str) -> Option<&'a Value> {
        self.members.get(name).filter(|value| !value.is_null())
    }

    /// Null, an empty text and nothing at all are the same.
    pub(super) fn text(&self, name: &str) -> Option<Text> {
        match self.get(name)? {
            Value::String(text) if text.is_empty() => None,
            Value::String(text) => Some(text.as_str().into()),
            Value::Number(number) => Some(number.to_string().into()),
            _ => self.wrong(name),
        }
    }

    /// The first of these that is there.
    pub(super) fn first(&self, names: &[&str]) -> Option<Text> {
        names.iter().find_map(|name| self.text(name))
    }

    pub(super) fn number(&self, name: &str) -> Option<i64> {
        match self.get(name)? {
            Value::Number(number) => number.as_i64().or_else(|| self.wrong(name)),
            Value::String(text) if text.is_empty() => None,
            Value::String(text) => text.parse().ok().or_else(|| self.wrong(name)),
            _ => self.wrong(name),
        }
    }

    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        match self.get(name)? {
            Value::Bool(on) => Some(*on),
            Value::String(text) => match text.to_ascii_lowercase().as_str() {
                "" => None,
                "true" | "enable" | "enabled" | "on" | "1" | "yes" => Some(true),
                "false" | "disable" | "disabled" | "off" | "0" | "no" => Some(false),
                _ => self.wrong(name),
            },
            _ => self.wrong(name),
        }
    }

    /// A list or a set of texts.
    pub(super) fn texts(&self, name: &str) -> Vec<Text> {
        let list = match self.get(name) {
            None => return Vec::new(),
            Some(Value::Array(list)) => list.as_slice(),
            Some(Value::String(text)) if text.is_empty() => return Vec::new(),
            Some(one @ Value::String(_)) => std::slice::from_ref(one),
            Some(_) => return self.wrong::<Text>(name).into_iter().collect(),
        };
        let texts = list.iter().enumerate().filter_map(|(index, item)| match item {
            Value::Null => None,
            Value::String(text) if text.is_empty() => None,
            Value::String(text) => Some(text.as_str().into()),
            _ => self.wrong(&format!("{name}[{index}]")),
        });
        texts.collect()
    }

    /// Blocks of this name; a single object is one block.
    pub(super) fn blocks(&self, name: &str) -> Vec<Attributes<'a>> {
        let list = match self.get(name) {
            None => return Vec::new(),
            Some(Value::Array(list)) => list.as_slice(),
            Some(one @ Value::Object(_)) => std::slice::from_ref(one),
            Some(_) => {
                self.wrong::<()>(name);
                return Vec::new();
            }
        };
        let blocks = list.iter().enumerate().filter_map(|(index, item)| {
            let step = format!("{name}[{index}]");
            let path = format!("{}.{step}", self.path);
            match item {
                Value::Object(members) => Some(Attributes::new(members, &path, self.unread)),
                Value::Null => None,
                _ => self.wrong(&step),
            }
        });
        blocks.collect()
    }

    /// Whether there is a value, be it an empty list.
    pub(super) fn says(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Whether there is something else than blocks.
    pub(super) fn is_odd(&self, name: &str) -> bool {
        self.get(name)
            .is_some_and(|value| !value.is_array() && !value.is_object())
    }

    /// Groups by their ids.
    pub(super) fn groups(&self, name: &str) -> Vec<Group> {
        let ids = self.texts(name).into_iter();
        ids.map(|id| Group { group_id: Some(id) }).collect()
    }

    /// The Name tag, the provider's default one included; without one, `otherwise`.
    pub(super) fn named(&self, otherwise: Option<&Text>) -> Vec<Tag> {
        let said = ["tags", "tags_all"].into_iter().find_map(|name| {
            let tags = self.get(name)?.as_object()?;
            tags.get("Name")?
                .as_str()
                .filter(|name| !name.is_empty())
                .map(Text::from)
        });
        let name = said.or_else(|| otherwise.cloned());
        let tag = name.map(|name| Tag {
            key: Some("Name".into()),
            value: Some(name),
        });
        tag.into_iter().collect()
    }

    /// Places of what could not be read so far.
    pub(super) fn unread(&self) -> Vec<Text> {
        self.unread.borrow().clone()
    }

    pub(super) fn wrong<T>(&self, name: &str) -> Option<T> {
        self.unread.borrow_mut().push(format!("{}.{name}", self.path).into());
        None
    }
}
