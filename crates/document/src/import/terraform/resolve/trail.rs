//! From a reference to the values that it can mean: by resources, keys, variables of modules and their outputs.

use serde_json::Value as Json;

use super::Instances;
use crate::import::raw::Text;
use crate::import::terraform::configuration::{Configuration, references};
use crate::import::terraform::plan::Planned;
use crate::import::terraform::reference::{Key, ModulePath, Step, block, steps, whole};

/// How far references are followed; configurations do not go in circles, files may.
const DEEPEST: usize = 24;

/// A value that a reference can mean.
#[derive(Clone)]
pub(super) struct Candidate {
    /// Of which kind the thing is that it names.
    pub(super) kind: Option<Text>,
    /// Which of several it is.
    key: Option<Key>,
    pub(super) value: Json,
    /// For people.
    pub(super) words: Text,
}

impl Candidate {
    pub(super) fn id(&self) -> Option<Text> {
        self.value.as_str().map(Text::from)
    }
}

/// From where a reference is looked at.
pub(super) struct Scope<'s> {
    pub(super) module: &'s ModulePath,
    /// Which of several the block is there.
    pub(super) key: Option<&'s Key>,
    pub(super) each: Option<&'s Json>,
    pub(super) depth: usize,
}

pub(super) struct Trail<'a> {
    pub(super) configuration: &'a Configuration,
    pub(super) all: &'a [Planned],
    pub(super) instances: &'a Instances,
}

/// What is asked for: an attribute of this name, and whether its like among several counts.
#[derive(Clone, Copy)]
struct Asked<'s> {
    attribute: &'s str,
    /// The reference goes by `count.index` or `each.key`.
    is_keyed: bool,
}

impl Trail<'_> {
    pub(super) fn follow(&self, expression: &Json, scope: &Scope<'_>, attribute: &str) -> Vec<Candidate> {
        self.expression(expression, scope, attribute, &[])
    }

    /// Whether an expression goes by something that plans do not hold.
    pub(super) fn is_lost(&self, expression: &Json) -> bool {
        references(expression)
            .iter()
            .any(|reference| reference.starts_with("local."))
    }

    /// The things of these kinds in a module, where there is only one.
    pub(super) fn only_ones(&self, module: &ModulePath, kinds: &[&str]) -> Vec<Candidate> {
        let own = self.all.iter().filter(|planned| {
            planned.address.module == *module && !planned.resource.is_data && kinds.contains(&planned.resource.kind())
        });
        own.filter_map(|planned| candidate(planned, "id", &[])).collect()
    }

    fn expression(&self, expression: &Json, scope: &Scope<'_>, attribute: &str, rest: &[Step]) -> Vec<Candidate> {
        if scope.depth > DEEPEST {
            return Vec::new();
        }
        if let Some(constant) = expression.get("constant_value") {
            let value = navigate(constant, rest).cloned();
            return value.map(said).into_iter().collect();
        }
        let all = references(expression);
        let is_keyed = all
            .iter()
            .any(|one| one.starts_with("count.index") || one.starts_with("each."));
        let asked = Asked { attribute, is_keyed };
        // One of several by its place: `module.net.subnets[0]`.
        if let [Step::Key(key), rest @ ..] = rest {
            let several = self.expression(expression, scope, attribute, rest);
            return pick(several, key);
        }
        let found = whole(&all).into_iter().flat_map(|reference| {
            let mut steps = steps(reference);
            steps.extend(rest.iter().cloned());
            self.reference(&steps, scope, asked)
        });
        found.collect()
    }

    fn reference(&self, steps: &[Step], scope: &Scope<'_>, asked: Asked<'_>) -> Vec<Candidate> {
        let [Step::Name(first), rest @ ..] = steps else {
            return Vec::new();
        };
        match (first.as_str(), rest) {
            ("var", [Step::Name(name), rest @ ..]) => self.variable(name, rest, scope, asked),
            ("module", [Step::Name(name), rest @ ..]) => self.output(name, rest, scope, asked),
            ("each", [Step::Name(word), rest @ ..]) if word == "value" => self.each_value(rest, scope, asked),
            ("each" | "count" | "local" | "path" | "terraform" | "self" | "var" | "module", _) => Vec::new(),
            _ => self.resources(steps, scope, asked),
        }
    }

    /// What the call of the module gives it.
    fn variable(&self, name: &str, rest: &[Step], scope: &Scope<'_>, asked: Asked<'_>) -> Vec<Candidate> {
        let (Some((own, outer)), Some(call)) = (scope.module.split_last(), self.configuration.call(scope.module))
        else {
            return Vec::new();
        };
        let Some(expression) = call.get("expressions").and_then(|all| all.get(name)) else {
            return Vec::new();
        };
        let outer = outer.to_vec();
        let scope = Scope {
            module: &outer,
            key: own.1.as_ref(),
            each: call.get("for_each_expression"),
            depth: scope.depth + 1,
        };
        self.expression(expression, &scope, asked.attribute, rest)
    }

    fn output(&self, name: &str, rest: &[Step], scope: &Scope<'_>, asked: Asked<'_>) -> Vec<Candidate> {
        let (key, rest) = match rest {
            [Step::Key(key), rest @ ..] => (Some(key), rest),
            rest => (None, rest),
        };
        let [Step::Name(output), rest @ ..] = rest else {
            return Vec::new();
        };
        let length = scope.module.len();
        let mut modules: Vec<&ModulePath> = self.instances.keys().map(|(module, _)| module).collect();
        modules.retain(|path| path.starts_with(scope.module) && path.get(length).is_some_and(|step| step.0 == name));
        let mut own: Vec<ModulePath> = modules
            .iter()
            .filter_map(|path| Some(path.get(..=length)?.to_vec()))
            .collect();
        own.sort();
        own.dedup();
        let key_of = |path: &ModulePath| path.last().and_then(|step| step.1.clone());
        narrow(&mut own, key, scope, asked, key_of);
        let found = own.iter().flat_map(|module| {
            let Some(expression) = self.configuration.output(module, output) else {
                return Vec::new();
            };
            let inner = Scope {
                module,
                key: None,
                each: None,
                depth: scope.depth + 1,
            };
            self.expression(expression, &inner, asked.attribute, rest)
        });
        found.collect()
    }

    /// `each.value`: what `for_each` holds for this key, as far as it says.
    fn each_value(&self, rest: &[Step], scope: &Scope<'_>, asked: Asked<'_>) -> Vec<Candidate> {
        let (Some(expression), Some(key)) = (scope.each, scope.key) else {
            return Vec::new();
        };
        if let Some(constant) = expression.get("constant_value") {
            let Key::Text(key) = key else { return Vec::new() };
            let value = match constant {
                Json::Array(items) => items.iter().find(|item| item.as_str() == Some(key)),
                constant => constant.get(key),
            };
            let value = value.and_then(|value| navigate(value, rest)).cloned();
            return value.map(said).into_iter().collect();
        }
        let inner = Scope {
            module: scope.module,
            key: scope.key,
            each: None,
            depth: scope.depth + 1,
        };
        let all = references(expression);
        let keyed = Asked {
            is_keyed: true,
            ..asked
        };
        let found: Vec<Candidate> = whole(&all)
            .into_iter()
            .flat_map(|reference| {
                let mut steps = steps(reference);
                steps.extend(rest.iter().cloned());
                self.reference(&steps, &inner, keyed)
            })
            .collect();
        found
    }

    fn resources(&self, steps: &[Step], scope: &Scope<'_>, asked: Asked<'_>) -> Vec<Candidate> {
        let Some((name, rest)) = block(steps) else {
            return Vec::new();
        };
        let (key, rest) = match rest {
            [Step::Key(key), rest @ ..] => (Some(key), rest),
            rest => (None, rest),
        };
        let Some(instances) = self.instances.get(&(scope.module.clone(), name)) else {
            return Vec::new();
        };
        let mut own: Vec<&Planned> = instances.iter().filter_map(|index| self.all.get(*index)).collect();
        narrow(&mut own, key, scope, asked, |planned| planned.address.key.clone());
        let (attribute, rest) = match rest {
            [Step::Name(attribute), rest @ ..] => (attribute.as_str(), rest),
            // Old versions leave `.id` away, and `[*]` always does.
            _ => (if asked.attribute.contains("_arn") { "arn" } else { "id" }, rest),
        };
        own.iter()
            .filter_map(|planned| candidate(planned, attribute, rest))
            .collect()
    }
}

/// By a literal key, by the same key as the block that refers to it, or all of them.
fn narrow<T>(
    all: &mut Vec<T>,
    key: Option<&Key>,
    scope: &Scope<'_>,
    asked: Asked<'_>,
    key_of: impl Fn(&T) -> Option<Key>,
) {
    if let Some(key) = key {
        all.retain(|one| key_of(one).as_ref() == Some(key));
    } else if let Some(own) = scope.key.filter(|_| asked.is_keyed)
        && all.iter().any(|one| key_of(one).as_ref() == Some(own))
    {
        all.retain(|one| key_of(one).as_ref() == Some(own));
    }
}

/// One of several by its place or its key.
fn pick(several: Vec<Candidate>, key: &Key) -> Vec<Candidate> {
    let by_key = |one: &&Candidate| one.key.as_ref() == Some(key);
    let by_place = || match key {
        Key::Number(index) => several.get(*index),
        Key::Text(_) => None,
    };
    match several.as_slice() {
        [one] => match (&one.value, key) {
            (Json::Array(items), Key::Number(index)) => {
                let item = items.get(*index).cloned();
                item.map(|value| Candidate { value, ..one.clone() })
                    .into_iter()
                    .collect()
            }
            _ => several,
        },
        all => match all.iter().find(by_key).or_else(by_place) {
            Some(one) => vec![one.clone()],
            None => several,
        },
    }
}

/// An attribute of a thing, if it is known by now.
fn candidate(planned: &Planned, attribute: &str, rest: &[Step]) -> Option<Candidate> {
    let resource = &planned.resource;
    // What takes over a default of the VPC has that one's id.
    let attribute = match (resource.kind(), attribute) {
        ("aws_default_route_table", "id") => "default_route_table_id",
        ("aws_default_network_acl", "id") => "default_network_acl_id",
        _ => attribute,
    };
    let of = |name: &str| resource.values.get(name).filter(|value| !value.is_null());
    // An address in a subnet is not known yet: the thing itself stands for it.
    let is_address = matches!(attribute, "private_ip" | "public_ip");
    let value = of(attribute).or_else(|| of("id").filter(|_| is_address || attribute == "arn"))?;
    let value = navigate(value, rest)?.clone();
    Some(Candidate {
        kind: Some(resource.kind.clone()),
        key: planned.address.key.clone(),
        value,
        words: resource.address.clone(),
    })
}

fn said(value: Json) -> Candidate {
    Candidate {
        kind: None,
        key: None,
        words: value.as_str().unwrap_or("a value in the configuration").into(),
        value,
    }
}

fn navigate<'v>(value: &'v Json, rest: &[Step]) -> Option<&'v Json> {
    let mut found = value;
    for step in rest {
        found = match step {
            Step::Name(name) => found.get(name)?,
            Step::Key(Key::Number(index)) => found.get(*index)?,
            Step::Key(Key::Text(key)) => found.get(key)?,
        };
    }
    Some(found)
}
