//! CloudFormation's templates, in JSON and YAML.
//!
//! ```text
//! YAML ──yaml──┐
//! JSON ────────┴▶ Template ──stack──▶ Stack ──evaluate, lower──▶ Terraform's Resource ──▶ (as from a state)
//!                 no secrets          with nested ones            ids are logical ids
//! ```
//!
//! - A [`Template`](template::Template) is kept until all inputs were read: what one exports, another imports, and a stack may be in another
//!   file. Only properties that decide something are kept, so secrets are gone by then.
//! - [`evaluate`] works expressions out. What only AWS or the user knows is unknown, with a note at its place; what depends on it becomes
//!   `unknown` or is left out, as everywhere. Parameters without a value are [`Parameter`]s, which a person can be asked for.
//! - [`kind`] says what each type of resource is called in Terraform, whose attributes are the same things by nearly the same words;
//!   [`lower`] makes them. All that relations between resources mean is decided where it is for Terraform.

mod evaluate;
mod kind;
mod lower;
mod parameter;
mod stack;
mod template;
mod value;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::gathered::Gathered;
use super::place::Whose;
use super::raw::{self, Text};
use super::report::{NoteKind, Notes, Origin};
use super::terraform;
use evaluate::Evaluator;
use lower::{Lower, Made};
pub use parameter::Parameter;
use stack::{Stack, stacks};
use template::{Entry, Template};
pub(crate) use yaml::is_template;

/// Why a file is no template: place, problem, what to do.
pub(crate) type Failed = (Option<(usize, usize)>, String, &'static str);

/// Templates so far, and what the user says of parameters.
#[derive(Debug, Default)]
pub(crate) struct Templates {
    all: Vec<Template>,
    given: BTreeMap<Text, Text>,
}

impl Templates {
    pub(crate) fn give(&mut self, name: &str, value: &str) {
        self.given.insert(name.into(), value.into());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Reads a template in YAML; how many of its resources have a part in a network.
    pub(crate) fn add_yaml(&mut self, file: &Text, text: &str) -> Result<usize, Failed> {
        match yaml::read(text) {
            Ok(whole) => Ok(self.add(file, &whole)),
            Err(broken) => {
                let problem = format!("this is not YAML: {}", broken.problem);
                Err((Some(broken.place), problem, "Check the YAML around this place"))
            }
        }
    }

    /// The same in JSON, of which it is known that it is JSON.
    pub(crate) fn add_json(&mut self, file: &Text, text: &str) -> Result<usize, Failed> {
        let whole: Json = serde_json::from_str(text).map_err(|error| {
            let problem = "this is nested too deep for a template".to_owned();
            (
                Some((error.line(), error.column())),
                problem,
                "Check the JSON around this place",
            )
        })?;
        match whole.get("TemplateBody") {
            // What `aws cloudformation get-template` answers.
            Some(Json::String(body)) if body.trim_start().starts_with('{') => self.add_json(file, body),
            Some(Json::String(body)) => self.add_yaml(file, body),
            Some(body) => Ok(self.add(file, body)),
            None => Ok(self.add(file, &whole)),
        }
    }

    fn add(&mut self, file: &Text, whole: &Json) -> usize {
        let template = Template::new(file.clone(), whole);
        let known = template.known();
        self.all.push(template);
        known
    }

    /// The names of all parameters, and those that were given and are none.
    pub(crate) fn parameters(&self) -> (Vec<String>, Vec<String>) {
        let all = self.all.iter().flat_map(|template| template.parameters.keys());
        let known: BTreeSet<&String> = all.collect();
        let given = self.given.keys().map(|name| name.to_string());
        let unknown =
            given.filter(|name| !known.contains(name) && !matches!(name.as_str(), "AWS::Region" | "AWS::AccountId"));
        (known.iter().map(|name| (*name).clone()).collect(), unknown.collect())
    }

    /// All templates as what they make; the parameters that have no value.
    pub(crate) fn settle(
        self,
        gathered: &mut Gathered,
        notes: &mut Notes,
        ends: &mut terraform::Ends,
    ) -> Vec<Parameter> {
        let said = Whose {
            region: self.given.get("AWS::Region").cloned(),
            account: self.given.get("AWS::AccountId").cloned(),
        };
        let stacks = stacks(&self.all, &said, notes);
        let mut evaluator = Evaluator::new(&stacks, &self.given);
        for (at, stack) in stacks.iter().enumerate() {
            let mut settle = Settle {
                at,
                stack,
                evaluator: &mut evaluator,
                gathered,
                notes,
                ends,
            };
            settle.stack();
        }
        let found = evaluator.found;
        for gap in &found.gaps {
            let Some(stack) = stacks.get(gap.stack) else { continue };
            let id = Text::from(gap.resource.as_str());
            notes.explain(&origin(stack, &gap.path), &id, &gap.why);
        }
        for at in &found.zones {
            let Some(stack) = stacks.get(*at) else { continue };
            let text = "which Availability Zones there are, AWS says: a, b and c of the Region were taken";
            notes.add(NoteKind::Assumed, &origin(stack, ""), None, text);
        }
        let asked = found
            .asked
            .iter()
            .filter_map(|(at, name)| Parameter::of(stacks.get(*at)?, name));
        let mut missing: Vec<Parameter> = asked.collect();
        missing.sort();
        missing.dedup();
        missing
    }
}

fn origin(stack: &Stack<'_>, path: &str) -> Origin {
    Origin {
        file: stack.template.file.clone(),
        path: path.into(),
        account: stack.whose.account.clone(),
        region: stack.whose.region.clone(),
        ..Origin::default()
    }
}

/// One stack being made.
struct Settle<'s, 'a> {
    at: usize,
    stack: &'a Stack<'a>,
    evaluator: &'s mut Evaluator<'a>,
    gathered: &'s mut Gathered,
    notes: &'s mut Notes,
    ends: &'s mut terraform::Ends,
}

impl<'a> Settle<'_, 'a> {
    fn stack(&mut self) {
        if !self.is_made() {
            return;
        }
        if self.stack.is_region_assumed && self.stack.parent.is_none() && self.stack.template.known() > 0 {
            let region = self.stack.whose.region.as_deref().unwrap_or_default();
            let text = format!("no Region is named for this template: {region} was taken");
            self.note(NoteKind::Assumed, "", None, &text);
        }
        let mut others = Others::default();
        for (logical, entry) in &self.stack.template.resources {
            self.resource(logical, entry, &mut others);
        }
        for odd in &self.stack.template.odd {
            let why = match odd.starts_with("Fn::") {
                true => "this program does not work it out, so nothing that it makes is shown",
                false => "this is no resource: it has no type",
            };
            self.note(NoteKind::NotModelled, &format!("$.Resources.{odd}"), Some(odd), why);
        }
        for macro_name in &self.stack.template.macros {
            let text = format!("the macro {macro_name} may add to the template: what it adds is not shown");
            self.note(NoteKind::NotModelled, "$.Transform", None, &text);
        }
        self.tell(&others);
    }

    /// Whether all stacks around it are made.
    fn is_made(&mut self) -> bool {
        let mut stack = self.stack;
        let stacks = self.evaluator.stacks;
        while let Some((outer, logical)) = &stack.parent {
            let Some(around) = stacks.get(*outer) else { return true };
            let entry = around.template.resources.get(logical);
            if let Some(condition) = entry.and_then(|entry| entry.condition.as_deref())
                && self.evaluator.condition(*outer, condition) == Some(false)
            {
                return false;
            }
            stack = around;
        }
        true
    }

    fn resource(&mut self, logical: &'a str, entry: &'a Entry, others: &mut Others<'a>) {
        let path = format!("$.Resources.{logical}");
        let Some(kind) = kind::of(&entry.kind) else {
            if !entry.is_stack() {
                others.add(entry, logical);
            }
            return;
        };
        self.evaluator.begin(evaluate::Spot {
            stack: self.at,
            resource: self.evaluator.id(self.at, logical),
            path: format!("{path}.Condition"),
        });
        let condition = entry.condition.as_deref();
        let holds = condition.map_or(Some(true), |condition| self.evaluator.condition(self.at, condition));
        match holds {
            Some(true) => {}
            Some(false) => return others.unmade(condition.unwrap_or_default(), logical),
            None => {
                let text = format!(
                    "whether its condition {} holds is not known: it was taken as made, and what it is about as uncertain",
                    condition.unwrap_or_default()
                );
                self.note(
                    NoteKind::NotModelled,
                    &format!("{path}.Condition"),
                    Some(logical),
                    &text,
                );
            }
        }
        let mut lower = Lower {
            evaluator: self.evaluator,
            at: self.at,
            logical,
            entry,
            kind,
            made: Made::default(),
        };
        (kind.make)(&mut lower);
        let made = std::mem::take(&mut lower.made);
        self.take(logical, made, holds.is_none());
    }

    fn take(&mut self, logical: &str, made: Made, is_doubtful: bool) {
        for (kind, path, text) in &made.notes {
            self.note(*kind, path, Some(logical), text);
        }
        for (subnet, range) in made.subnet_ranges {
            let mut at = origin(self.stack, &format!("$.Resources.{logical}.Properties"));
            at.is_part = true;
            let record = raw::Subnet {
                subnet_id: Some(subnet),
                ipv6_cidr_block_association_set: vec![raw::Ipv6CidrAssociation {
                    ipv6_cidr_block: Some(range),
                    ..raw::Ipv6CidrAssociation::default()
                }],
                ..raw::Subnet::default()
            };
            self.gathered.add(record, at, Vec::new(), self.notes);
        }
        let file = &self.stack.template.file;
        let whose = self.stack.whose.clone();
        self.ends.accept(made.accepted);
        let mut reader = terraform::Reader::new(file, self.gathered, self.notes, self.ends, whose);
        for resource in &made.resources {
            reader.take(resource);
            if is_doubtful {
                reader.doubt(resource);
            }
        }
    }

    /// What was not read.
    fn tell(&mut self, others: &Others<'a>) {
        for (condition, unmade) in &others.unmade {
            let text = format!("it does not hold, so these are not made: {}", listed(unmade));
            self.note(NoteKind::Ignored, &format!("$.Conditions.{condition}"), None, &text);
        }
        for (kind, (logical, count)) in &others.kinds {
            let is_beyond = kind::is_beyond(kind);
            if !kind.starts_with("AWS::") || *kind == "AWS::CloudFormation::CustomResource" {
                let text = format!("{kind} is not AWS's own: what it does is not known, and not shown");
                self.note(
                    NoteKind::NotModelled,
                    &format!("$.Resources.{logical}"),
                    Some(logical),
                    &text,
                );
                continue;
            }
            let text = match (is_beyond, *count) {
                (true, 1) => format!("{kind}: this program does not show it, nor what it lets through"),
                (true, count) => {
                    format!("{count} × {kind}: this program does not show them, nor what they let through")
                }
                (false, 1) => format!("{kind} has no part in the network"),
                (false, count) => format!("{count} × {kind} have no part in the network"),
            };
            let note = if is_beyond {
                NoteKind::NotModelled
            } else {
                NoteKind::Ignored
            };
            self.note(note, &format!("$.Resources.{logical}"), Some(logical), &text);
        }
    }

    fn note(&mut self, kind: NoteKind, path: &str, logical: Option<&str>, text: &str) {
        let id = logical.map(|logical| Text::from(self.evaluator.id(self.at, logical)));
        self.notes.add(kind, &origin(self.stack, path), id.as_ref(), text);
    }
}

/// What was not read.
#[derive(Default)]
struct Others<'a> {
    /// By type, the first of them and how many there are.
    kinds: BTreeMap<&'a str, (&'a str, usize)>,
    /// By conditions that do not hold.
    unmade: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Others<'a> {
    fn add(&mut self, entry: &'a Entry, logical: &'a str) {
        self.kinds.entry(&entry.kind).or_insert((logical, 0)).1 += 1;
    }

    fn unmade(&mut self, condition: &'a str, logical: &'a str) {
        self.unmade.entry(condition).or_default().push(logical);
    }
}

/// The first of them, and how many more there are.
fn listed(names: &[&str]) -> String {
    const MOST: usize = 8;
    let first = names.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MOST) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}
