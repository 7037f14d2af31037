//! What a plan does not know yet, from what the configuration refers to. A reference that could mean several things means none: it is
//! reported, and what it decides becomes `unknown`.

mod links;
mod trail;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::configuration::Configuration;
use super::plan::Planned;
use super::reference::ModulePath;
use crate::import::raw::Text;
use crate::import::report::NoteKind;
use links::{fill_promised, is_list, kinds_named_by};
use trail::{Candidate, Scope, Trail};

/// How often references are followed to values that are references themselves.
const ROUNDS: usize = 5;

pub(super) struct Resolver<'a> {
    configuration: &'a Configuration,
    all: &'a mut [Planned],
    /// Instances of blocks, by module and block.
    instances: Instances,
}

pub(super) type Instances = BTreeMap<(ModulePath, String), Vec<usize>>;

/// What cannot be told.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) notes: Vec<Told>,
    /// Things that a relation may or may not be about.
    pub(super) doubted: BTreeSet<Text>,
}

pub(super) struct Told {
    pub(super) kind: NoteKind,
    pub(super) path: String,
    pub(super) address: Text,
    pub(super) text: String,
}

/// An unknown place in a resource: where, and by what expression of the configuration.
struct Gap {
    resource: usize,
    /// `["route", 0, "gateway_id"]` as a JSON pointer.
    pointer: String,
    name: String,
}

enum Answer {
    Value(Json),
    /// It is one of these.
    Several(Vec<Candidate>),
    Nothing,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(configuration: &'a Configuration, all: &'a mut [Planned]) -> Self {
        let mut instances = Instances::new();
        for (index, planned) in all.iter_mut().enumerate() {
            fill_promised(planned);
            let key = (planned.address.module.clone(), planned.address.block.clone());
            instances.entry(key).or_default().push(index);
        }
        for list in instances.values_mut() {
            list.sort_by(|one, other| {
                let key = |index: &usize| all.get(*index).and_then(|planned| planned.address.key.clone());
                key(one).cmp(&key(other))
            });
        }
        Self {
            configuration,
            all,
            instances,
        }
    }

    pub(super) fn run(mut self) -> Findings {
        for _ in 0..ROUNDS {
            let answers: Vec<(Gap, Json)> = self
                .gaps()
                .into_iter()
                .filter_map(|gap| match self.answer(&gap) {
                    Answer::Value(value) => Some((gap, value)),
                    _ => None,
                })
                .collect();
            if answers.is_empty() {
                break;
            }
            for (gap, value) in answers {
                self.set(&gap, value);
            }
        }
        self.tell()
    }

    /// Everything that is unknown and not yet filled in.
    fn gaps(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for (resource, planned) in self.all.iter().enumerate() {
            let Json::Object(unknown) = &planned.unknown else {
                continue;
            };
            for (name, unknown) in unknown {
                if self.expression(resource, name).is_some() {
                    let is_asked =
                        |leaf: &str| links::is_block(leaf) || links::decides(leaf) || !kinds_named_by(leaf).is_empty();
                    let mut add = |pointer: &str, leaf: &str| {
                        if is_asked(leaf) {
                            gaps.push(Gap {
                                resource,
                                pointer: pointer.to_owned(),
                                name: leaf.to_owned(),
                            });
                        }
                    };
                    open(
                        planned.resource.values.get(name),
                        unknown,
                        &format!("/{name}"),
                        name,
                        &mut add,
                    );
                }
            }
        }
        gaps
    }

    fn expression(&self, resource: usize, name: &str) -> Option<&'a Json> {
        let address = &self.all.get(resource)?.address;
        self.configuration
            .block(&address.module, &address.block)?
            .get("expressions")?
            .get(name)
    }

    fn answer(&self, gap: &Gap) -> Answer {
        let Some(planned) = self.all.get(gap.resource) else {
            return Answer::Nothing;
        };
        let top = gap.pointer.split('/').nth(1).unwrap_or_default();
        let Some(expression) = self.expression(gap.resource, top) else {
            return Answer::Nothing;
        };
        let (outer, expression) = (expression, inner(expression, &gap.pointer));
        let is_shared = std::ptr::eq(outer, expression) && self.siblings(gap, top) > 1;
        let trail = Trail {
            configuration: self.configuration,
            all: self.all,
            instances: &self.instances,
        };
        let block = self
            .configuration
            .block(&planned.address.module, &planned.address.block);
        let scope = Scope {
            module: &planned.address.module,
            key: planned.address.key.as_ref(),
            each: block.and_then(|block| block.get("for_each_expression")),
            depth: 0,
        };
        let mut found = trail.follow(expression, &scope, &gap.name);
        let kinds = kinds_named_by(&gap.name);
        if kinds.is_empty() {
            return Answer::Nothing;
        }
        found.retain(|candidate| candidate.kind.as_deref().is_none_or(|kind| kinds.contains(&kind)));
        if found.is_empty() && trail.is_lost(expression) {
            found = trail.only_ones(&planned.address.module, kinds);
        }
        let mut values: Vec<Candidate> = Vec::new();
        for candidate in found {
            if !values.iter().any(|known| known.value == candidate.value) {
                values.push(candidate);
            }
        }
        let is_whole_list = is_list(&gap.name) && !gap.pointer.ends_with(|last: char| last.is_ascii_digit());
        match (values.as_slice(), is_whole_list) {
            ([], _) => Answer::Nothing,
            // Blocks that share one list of references do not say which of them is whose.
            (all, true) if is_shared && all.len() > 1 => Answer::Several(values),
            (all, true) => Answer::Value(all.iter().flat_map(flattened).collect()),
            ([one], false) => Answer::Value(one.value.clone()),
            (_, false) => Answer::Several(values),
        }
    }

    /// In how many blocks of an attribute this value is unknown.
    fn siblings(&self, gap: &Gap, top: &str) -> usize {
        let unknown = self.all.get(gap.resource).and_then(|planned| planned.unknown.get(top));
        let Some(Json::Array(blocks)) = unknown else { return 1 };
        blocks
            .iter()
            .filter(|block| block.get(&gap.name).is_some_and(holds_unknown))
            .count()
    }

    fn set(&mut self, gap: &Gap, value: Json) {
        let Some(planned) = self.all.get_mut(gap.resource) else {
            return;
        };
        put(&mut planned.resource.values, &gap.pointer, value);
    }

    /// What is left, once references lead no further.
    fn tell(mut self) -> Findings {
        let mut findings = Findings::default();
        for gap in self.gaps() {
            let Some(planned) = self.all.get(gap.resource) else {
                continue;
            };
            let is_link = !kinds_named_by(&gap.name).is_empty();
            let (address, kind) = (planned.resource.address.clone(), planned.resource.kind.clone());
            let path = format!("{}{}", planned.resource.path, dotted(&gap.pointer));
            if links::is_block(&gap.name) {
                self.set(&gap, Json::String("known after apply".to_owned()));
                findings.say(path, address, "its rules are known only after apply".to_owned());
                continue;
            }
            let text = match self.answer(&gap) {
                Answer::Several(several) => {
                    if links::is_relation(&kind) {
                        findings.doubted.extend(several.iter().filter_map(Candidate::id));
                    }
                    let words: Vec<&str> = several.iter().map(|one| &*one.words).collect();
                    format!("the plan does not say which of these it is: {}", words.join(", "))
                }
                _ if is_link => "the plan does not say what this will be: it is known only after apply".to_owned(),
                _ => "this is known only after apply".to_owned(),
            };
            findings.say(path, address, text);
            self.set(&gap, Json::String("known after apply".to_owned()));
        }
        findings
    }
}

impl Findings {
    fn say(&mut self, path: String, address: Text, text: String) {
        self.notes.push(Told {
            kind: NoteKind::NotModelled,
            path,
            address,
            text,
        });
    }
}

/// The places below which are unknown, and hold nothing yet.
fn open(value: Option<&Json>, unknown: &Json, pointer: &str, name: &str, add: &mut dyn FnMut(&str, &str)) {
    match unknown {
        Json::Bool(true) if value.is_none_or(Json::is_null) => add(pointer, name),
        Json::Array(items) => {
            for (index, unknown) in items.iter().enumerate() {
                let value = value.and_then(|value| value.get(index));
                open(value, unknown, &format!("{pointer}/{index}"), name, add);
            }
        }
        Json::Object(members) => {
            for (key, unknown) in members {
                let value = value.and_then(|value| value.get(key));
                open(value, unknown, &format!("{pointer}/{key}"), key, add);
            }
        }
        _ => {}
    }
}

/// The expression of a nested block; of blocks that are attributes there is only the one for all.
fn inner<'e>(expression: &'e Json, pointer: &str) -> &'e Json {
    let mut found = expression;
    for step in pointer.split('/').skip(2) {
        let next = match found {
            Json::Array(items) => step.parse::<usize>().ok().and_then(|index| items.get(index)),
            Json::Object(members) if !members.contains_key("references") => members.get(step),
            _ => None,
        };
        match next {
            Some(next) => found = next,
            None => break,
        }
    }
    found
}

fn holds_unknown(value: &Json) -> bool {
    match value {
        Json::Bool(unknown) => *unknown,
        Json::Array(items) => items.iter().any(holds_unknown),
        Json::Object(members) => members.values().any(holds_unknown),
        _ => false,
    }
}

fn flattened(candidate: &Candidate) -> Vec<Json> {
    match &candidate.value {
        Json::Array(items) => items.clone(),
        one => vec![one.clone()],
    }
}

fn put(values: &mut serde_json::Map<String, Json>, pointer: &str, value: Json) {
    let mut steps = pointer.split('/').skip(1);
    let Some(first) = steps.next() else { return };
    let mut at = values.entry(first).or_insert(Json::Null);
    for step in steps {
        at = match (at, step.parse::<usize>()) {
            (Json::Array(items), Ok(index)) => match items.get_mut(index) {
                Some(item) => item,
                None => return,
            },
            (Json::Object(members), _) => members.entry(step).or_insert(Json::Null),
            _ => return,
        };
    }
    *at = value;
}

/// `/route/0/gateway_id` as a path: `.route[0].gateway_id`.
fn dotted(pointer: &str) -> String {
    let steps = pointer.split('/').skip(1);
    steps
        .map(|step| match step.parse::<usize>() {
            Ok(index) => format!("[{index}]"),
            Err(_) => format!(".{step}"),
        })
        .collect()
}
