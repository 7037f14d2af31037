//! Expressions of templates into values. What only AWS knows is an unknown value with its reason, never a guess.
//!
//! One evaluator works on all stacks: what one exports, or hands to a stack in it, is worked out where it stands.

mod attribute;
mod condition;
mod function;
mod pseudo;
mod reference;
#[cfg(test)]
mod tests;

pub(super) use pseudo::ACCOUNT;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::stack::Stack;
use super::template::{Entry, scalar};
use super::value::Value;
use crate::import::raw::Text;

/// How deep expressions lead to others.
const DEEPEST: usize = 64;

/// How many steps one resource may take, and how long a text may become: templates can be written that never end otherwise.
const LONGEST: usize = 20_000;
const LONGEST_TEXT: usize = 50_000;

/// What came up besides values.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// What is not known: in which stack, of which resource, at which path, and why.
    pub(super) gaps: BTreeSet<Gap>,
    /// Parameters that need a value: stack and name.
    pub(super) asked: BTreeSet<(usize, String)>,
    /// Parameters that were given a value which they cannot have.
    pub(super) disallowed: BTreeSet<(usize, String)>,
    /// Stacks that ask which Availability Zones there are.
    pub(super) zones: BTreeSet<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Gap {
    pub(super) stack: usize,
    pub(super) resource: String,
    pub(super) path: String,
    pub(super) why: String,
}

/// Where the value is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Spot {
    pub(super) stack: usize,
    pub(super) resource: String,
    pub(super) path: String,
}

#[derive(Debug)]
pub(super) struct Evaluator<'a> {
    pub(super) stacks: &'a [Stack<'a>],
    given: &'a BTreeMap<Text, Text>,
    pub(super) found: Findings,
    pub(super) spot: Spot,
    /// Nobody wants to know what is missing: it only makes a name.
    is_quiet: bool,
    depth: usize,
    steps: usize,
    conditions: BTreeMap<(usize, String), Option<bool>>,
    /// What was worked out of parameters, exports and generated ranges.
    parameters: BTreeMap<(usize, String), Value>,
    exports: Option<BTreeMap<String, (usize, &'a Json)>>,
    ipv6: Option<BTreeMap<String, Vec<Value>>>,
}

impl<'a> Evaluator<'a> {
    pub(super) fn new(stacks: &'a [Stack<'a>], given: &'a BTreeMap<Text, Text>) -> Self {
        Self {
            stacks,
            given,
            found: Findings::default(),
            spot: Spot::default(),
            is_quiet: false,
            depth: 0,
            steps: 0,
            conditions: BTreeMap::new(),
            parameters: BTreeMap::new(),
            exports: None,
            ipv6: None,
        }
    }

    /// The value of an expression in a stack.
    pub(super) fn value(&mut self, at: usize, json: &'a Json) -> Value {
        self.steps += 1;
        if self.depth >= DEEPEST || self.steps >= LONGEST {
            return self.unknown("?", "this leads from one expression to another for ever");
        }
        self.depth += 1;
        let value = match json {
            Json::Object(members) => match members.iter().next() {
                Some((name, argument)) if members.len() == 1 && is_function(name) => self.function(at, name, argument),
                _ => self.mapping(at, members),
            },
            Json::Array(items) => self.list(at, items),
            scalar => self.scalar(scalar),
        };
        self.depth -= 1;
        value
    }

    /// Begins with a resource: one that never ends takes nothing from the others.
    pub(super) fn begin(&mut self, spot: Spot) {
        self.spot = spot;
        self.steps = 0;
    }

    /// The same where only a name comes of it.
    pub(super) fn quietly<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let was = std::mem::replace(&mut self.is_quiet, true);
        let value = work(self);
        self.is_quiet = was;
        value
    }

    fn mapping(&mut self, at: usize, members: &'a serde_json::Map<String, Json>) -> Value {
        let mut all = Vec::new();
        for (name, json) in members {
            let value = self.below(&format!(".{name}"), |it| it.value(at, json));
            if !value.is_nothing() {
                all.push((name.clone(), value));
            }
        }
        Value::Map(all)
    }

    fn list(&mut self, at: usize, items: &'a [Json]) -> Value {
        let mut all = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let value = self.below(&format!("[{index}]"), |it| it.value(at, item));
            if !value.is_nothing() {
                all.push(value);
            }
        }
        Value::List(all)
    }

    /// Works one step further down the path.
    fn below<T>(&mut self, step: &str, work: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.spot.path.len();
        self.spot.path.push_str(step);
        let value = work(self);
        self.spot.path.truncate(length);
        value
    }

    fn scalar(&mut self, json: &Json) -> Value {
        match scalar(json) {
            Some(text) if text.contains("{{resolve:") => {
                let why = format!("{text} is looked up when the stack is made");
                self.unknown(text, why)
            }
            Some(text) => Value::Text(text),
            None => Value::Nothing,
        }
    }

    /// A value that is not to be known.
    fn unknown(&mut self, words: impl Into<String>, why: impl Into<String>) -> Value {
        if !self.is_quiet {
            self.found.gaps.insert(Gap {
                stack: self.spot.stack,
                resource: self.spot.resource.clone(),
                path: self.spot.path.clone(),
                why: why.into(),
            });
        }
        Value::Unknown(words.into())
    }

    fn odd(&mut self, name: &str) -> Value {
        let why = format!("this {name} is not written as AWS wants it");
        self.unknown(format!("{name}?"), why)
    }

    pub(super) fn id(&self, at: usize, logical: &str) -> String {
        let prefix = self.stacks.get(at).map_or("", |stack| &stack.prefix);
        format!("{prefix}{logical}")
    }

    /// The resource with an id, and its stack.
    pub(super) fn resource(&self, id: &str) -> Option<(usize, &'a Entry)> {
        let stacks = self.stacks;
        let mut all = stacks.iter().enumerate();
        all.find_map(|(at, stack)| Some((at, stack.template.resources.get(id.strip_prefix(&*stack.prefix)?)?)))
    }
}

fn is_function(name: &str) -> bool {
    name == "Ref" || name.starts_with("Fn::")
}
