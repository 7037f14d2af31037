//! One resource of a template, with all expressions worked out, as the same resource of Terraform's.

pub(super) mod balancer;
pub(super) mod filter;
pub(super) mod gateway;
pub(super) mod interface;
pub(super) mod transit;
pub(super) mod vpc;

use serde_json::{Map, Value as Json};

use super::evaluate::{Evaluator, Spot};
use super::kind::Kind;
use super::template::Entry;
use super::value::{Value, attribute_name};
use crate::import::raw::Text;
use crate::import::report::NoteKind;
use crate::import::terraform::Resource;

/// Properties that only name things, or tell people about them.
const WORDS: [&str; 7] = [
    "Name",
    "GroupName",
    "Description",
    "PrefixListName",
    "VirtualInterfaceName",
    "DirectConnectGatewayName",
    "ConnectionId",
];

pub(super) type Attributes = Map<String, Json>;

/// What a resource becomes.
#[derive(Default)]
pub(super) struct Made {
    pub(super) resources: Vec<Resource>,
    /// IPv6 ranges of subnets, which in Terraform are no resources.
    pub(super) subnet_ranges: Vec<(Text, Text)>,
    /// Attachments and the like that somebody accepts outside the template.
    pub(super) accepted: Vec<Text>,
    pub(super) notes: Vec<(NoteKind, String, String)>,
}

pub(super) struct Lower<'e, 'a> {
    pub(super) evaluator: &'e mut Evaluator<'a>,
    pub(super) at: usize,
    pub(super) logical: &'a str,
    pub(super) entry: &'a Entry,
    pub(super) kind: &'static Kind,
    pub(super) made: Made,
}

impl<'a> Lower<'_, 'a> {
    pub(super) fn id(&self) -> String {
        self.evaluator.id(self.at, self.logical)
    }

    /// The value of a property; nothing if it is not there.
    pub(super) fn property(&mut self, name: &str) -> Value {
        let Some(json) = self.entry.properties.get(name) else {
            return Value::Nothing;
        };
        self.evaluator.spot = Spot {
            stack: self.at,
            resource: self.id(),
            path: format!("{}.{name}", self.path()),
        };
        self.evaluator.value(self.at, json)
    }

    fn quiet(&mut self, name: &str) -> Value {
        let at = self.at;
        let json = self.entry.properties.get(name);
        json.map_or(Value::Nothing, |json| self.evaluator.quietly(|it| it.value(at, json)))
    }

    pub(super) fn path(&self) -> String {
        format!("$.Resources.{}.Properties", self.logical)
    }

    /// The id, the Name tag, and all properties that are attributes.
    pub(super) fn attributes(&mut self) -> Attributes {
        let mut all = Attributes::new();
        all.insert("id".to_owned(), self.id().into());
        if let Some(name) = self.name() {
            all.insert(
                "tags".to_owned(),
                Json::Object(Map::from_iter([("Name".to_owned(), name.into())])),
            );
        }
        for (property, attribute) in self.kind.plain() {
            let is_word = WORDS.contains(&property);
            let value = match is_word {
                true => self.quiet(property),
                false => self.property(property),
            };
            if !(value.is_nothing() || is_word && value.is_partly_unknown()) {
                let name = attribute.map_or_else(|| attribute_name(property), str::to_owned);
                all.insert(name, value.attribute());
            }
        }
        all
    }

    fn name(&mut self) -> Option<String> {
        let tags = self.entry.properties.get("Tags")?;
        let at = self.at;
        let tags = self.evaluator.quietly(|it| it.value(at, tags)).items();
        let named = tags.into_iter().find(|tag| tag.get("Key").text() == Some("Name"))?;
        match named.get("Value") {
            Value::Text(name) if !name.is_empty() => Some(name),
            _ => None,
        }
    }

    pub(super) fn push(&mut self, to: &str, values: Attributes) {
        let path = self.path();
        self.made.resources.push(Resource {
            address: self.id().into(),
            kind: to.into(),
            is_data: false,
            values,
            path,
            provider: None,
        });
    }

    pub(super) fn assume(&mut self, property: &str, text: &str) {
        self.note(NoteKind::Assumed, property, text);
    }

    pub(super) fn note(&mut self, kind: NoteKind, property: &str, text: &str) {
        let path = match property {
            "" => self.path(),
            property => format!("{}.{property}", self.path()),
        };
        self.made.notes.push((kind, path, text.to_owned()));
    }

    /// Whether an account is the one that the stack is made in.
    fn is_own_account(&self, account: &Value) -> bool {
        let whose = self.evaluator.stacks.get(self.at).map(|stack| &stack.whose);
        let own = whose.and_then(|whose| whose.account.as_deref());
        match account.text() {
            None => account.is_nothing(),
            Some(account) => account == own.unwrap_or(super::evaluate::ACCOUNT),
        }
    }
}

/// The same resource with the same properties.
pub(super) fn itself(it: &mut Lower<'_, '_>) {
    let attributes = it.attributes();
    it.push(it.kind.to, attributes);
}

/// Puts a value there, unless there is none.
pub(super) fn put(all: &mut Attributes, name: &str, value: Value) {
    if !value.is_nothing() {
        all.insert(name.to_owned(), value.attribute());
    }
}
