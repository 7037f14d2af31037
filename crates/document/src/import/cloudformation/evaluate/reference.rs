//! What `Ref` and `Fn::ImportValue` lead to: parameters, resources, and what other stacks export.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::Evaluator;
use crate::import::cloudformation::template::Declared;
use crate::import::cloudformation::value::{Value, text};

impl<'a> Evaluator<'a> {
    pub(super) fn reference(&mut self, at: usize, name: &str) -> Value {
        let Some(stack) = self.stacks.get(at) else {
            return Value::Nothing;
        };
        if name.starts_with("AWS::") {
            return self.pseudo(at, name);
        }
        if let Some(declared) = stack.template.parameters.get(name) {
            return self.parameter(at, name, declared);
        }
        let id = self.id(at, name);
        match stack.template.resources.contains_key(name) {
            true => self.made(at, name).unwrap_or(Value::Text(id)),
            false => self.unknown(id, format!("there is no {name} in the template")),
        }
    }

    /// What to say of a resource that is not made.
    pub(super) fn made(&mut self, at: usize, name: &str) -> Option<Value> {
        let stack = self.stacks.get(at)?;
        let condition = stack.template.resources.get(name)?.condition.as_deref()?;
        if self.condition(at, condition) != Some(false) {
            return None;
        }
        let id = self.id(at, name);
        Some(self.unknown(
            id,
            format!("{name} is not made: its condition {condition} does not hold"),
        ))
    }

    fn parameter(&mut self, at: usize, name: &str, declared: &'a Declared) -> Value {
        let key = (at, name.to_owned());
        if let Some(known) = self.parameters.get(&key) {
            let known = known.clone();
            if let (Value::Unknown(words), false) = (&known, self.is_quiet) {
                return self.unset(at, name, declared, words.clone());
            }
            return known;
        }
        let words = self.id(at, name);
        // One that leads to itself is not known.
        self.parameters.insert(key.clone(), Value::Unknown(words.clone()));
        let value = match self.handed(at, name, declared) {
            Some(value) => typed(value, &declared.kind),
            None => self.unset(at, name, declared, words),
        };
        self.parameters.insert(key, value.clone());
        value
    }

    /// From the stack around it, from the user, or by default.
    fn handed(&mut self, at: usize, name: &str, declared: &'a Declared) -> Option<Value> {
        if declared.is_secret {
            return None;
        }
        let parent = self.stacks.get(at)?.parent.clone();
        let handed = parent.and_then(|(outer, resource)| {
            let entry = self.stacks.get(outer)?.template.resources.get(&resource)?;
            let value = entry.properties.get("Parameters")?.get(name)?;
            Some(self.value(outer, value))
        });
        if let Some(value) = handed.filter(|value| !value.is_nothing()) {
            return Some(value);
        }
        if let Some(given) = self.given.get(name) {
            let is_allowed =
                |one: &str| declared.allowed.is_empty() || declared.allowed.iter().any(|value| value == one);
            if !given.split(',').all(|one| is_allowed(one.trim())) && !is_allowed(given) {
                self.found.disallowed.insert((at, name.to_owned()));
            }
            return Some(text(&**given));
        }
        let is_looked_up = declared.kind.starts_with("AWS::SSM::");
        match &declared.default {
            Some(default) if !is_looked_up => Some(self.value(at, default)),
            None if declared.kind.contains("AvailabilityZone::Name") => {
                let region = self.region(at);
                let zones = self.zones(at, &region);
                match declared.kind.starts_with("List<") {
                    true => Some(zones),
                    false => self.zone_for(at, name, zones.items()),
                }
            }
            _ => None,
        }
    }

    /// Parameters for one zone each get one each.
    fn zone_for(&self, at: usize, name: &str, zones: Vec<Value>) -> Option<Value> {
        let all = &self.stacks.get(at)?.template.parameters;
        let is_alike = |declared: &Declared| {
            declared.kind.starts_with("AWS::EC2::AvailabilityZone::Name") && declared.default.is_none()
        };
        let place = all
            .iter()
            .filter(|(_, declared)| is_alike(declared))
            .position(|(own, _)| own == name)?;
        let count = zones.len().max(1);
        zones.into_iter().nth(place % count)
    }

    /// A parameter without a value.
    fn unset(&mut self, at: usize, name: &str, declared: &Declared, words: String) -> Value {
        if declared.is_secret {
            return self.unknown(
                words,
                format!("the parameter {name} is secret (NoEcho), so it is not read"),
            );
        }
        if declared.kind.starts_with("AWS::SSM::") && declared.default.is_some() {
            return self.unknown(
                words,
                format!("the parameter {name} is looked up when the stack is made"),
            );
        }
        if self.has_value(at, name, declared) {
            // What it was given is itself not known, which was said there.
            return self.unknown(words, format!("the value of the parameter {name} is not known"));
        }
        if !self.is_quiet {
            self.found.asked.insert((at, name.to_owned()));
        }
        self.unknown(words, format!("the parameter {name} has no value"))
    }

    fn has_value(&self, at: usize, name: &str, declared: &Declared) -> bool {
        let parent = self.stacks.get(at).and_then(|stack| stack.parent.as_ref());
        let is_handed = parent.is_some_and(|(outer, resource)| {
            let entry = self
                .stacks
                .get(*outer)
                .and_then(|stack| stack.template.resources.get(resource));
            let all = entry.and_then(|entry| entry.properties.get("Parameters"));
            all.is_some_and(|all| all.get(name).is_some())
        });
        is_handed || self.given.contains_key(name) || declared.default.is_some()
    }

    /// What another stack among the inputs exports by this name.
    pub(super) fn import(&mut self, at: usize, argument: &'a Json) -> Value {
        let name = match self.value(at, argument) {
            Value::Text(name) => name,
            Value::Unknown(words) => return Value::Unknown(format!("ImportValue {words}")),
            _ => return self.odd("Fn::ImportValue"),
        };
        let exported = self.exports().get(&name).copied();
        match exported {
            Some((stack, value)) => self.value(stack, value),
            None => {
                let why = format!("no template among the inputs exports `{name}`");
                self.unknown(format!("ImportValue {name}"), why)
            }
        }
    }

    fn exports(&mut self) -> &BTreeMap<String, (usize, &'a Json)> {
        if self.exports.is_none() {
            // Names of exports import nothing, so this is asked for only once.
            self.exports = Some(BTreeMap::new());
            let mut all = BTreeMap::new();
            let stacks = self.stacks;
            for (at, stack) in stacks.iter().enumerate() {
                for output in stack.template.outputs.values() {
                    let is_made = |it: &mut Self| {
                        let condition = output.condition.as_deref();
                        condition.is_none_or(|condition| it.condition(at, condition) != Some(false))
                    };
                    let Some(name) = &output.export else { continue };
                    if !self.quietly(is_made) {
                        continue;
                    }
                    if let Value::Text(name) = self.quietly(|it| it.value(at, name)) {
                        all.entry(name).or_insert((at, &output.value));
                    }
                }
            }
            self.exports = Some(all);
        }
        self.exports.get_or_insert_default()
    }
}

/// Lists come as texts with commas.
fn typed(value: Value, kind: &str) -> Value {
    let is_list = kind.starts_with("List<") || kind == "CommaDelimitedList" || kind.contains("Value<List<");
    match value {
        Value::Text(whole) if is_list => Value::List(whole.split(',').map(|item| text(item.trim())).collect()),
        value => value,
    }
}
