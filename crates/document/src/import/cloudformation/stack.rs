//! Templates become stacks: each given one that no other names, and in those the ones that they name.
//!
//! Logical ids become ids. Where there are several stacks, the stack's name stands before them: `network.Vpc`.

use std::collections::{BTreeMap, BTreeSet};

use reach::topology::Vpc;
use serde_json::Value as Json;

use super::template::Template;
use crate::import::place::{Whose, is_region, region_of_zone};
use crate::import::raw::Text;
use crate::import::report::{NoteKind, Notes, Origin};

/// Stacks in stacks are not followed further than this.
const DEEPEST: usize = 8;
const MOST: usize = 400;

#[derive(Debug)]
pub(super) struct Stack<'a> {
    pub(super) template: &'a Template,
    pub(super) name: String,
    /// Before its logical ids.
    pub(super) prefix: String,
    /// The stack that names it, and as which resource.
    pub(super) parent: Option<(usize, String)>,
    pub(super) children: BTreeMap<String, usize>,
    pub(super) whose: Whose,
    /// Nobody said which Region it is in.
    pub(super) is_region_assumed: bool,
}

/// The stacks, in an order that the order of files does not change.
pub(super) fn stacks<'a>(templates: &'a [Template], said: &Whose, notes: &mut Notes) -> Vec<Stack<'a>> {
    let mut all: Vec<&Template> = templates.iter().collect();
    all.sort_by(|one, other| one.file.cmp(&other.file));
    // The same file twice is one.
    all.dedup();
    let named: Vec<BTreeMap<String, usize>> = all.iter().map(|template| children(template, &all, notes)).collect();
    let inner: BTreeSet<usize> = named.iter().flat_map(BTreeMap::values).copied().collect();
    let mut roots: Vec<usize> = (0..all.len()).filter(|index| !inner.contains(index)).collect();
    if roots.is_empty() {
        roots = (0..all.len()).collect();
    }
    let mut making = Making {
        all: &all,
        named: &named,
        said,
        stacks: Vec::new(),
    };
    let names = names(&roots, &all);
    let is_only = roots.len() == 1;
    for (index, name) in roots.into_iter().zip(names) {
        let prefix = if is_only { String::new() } else { format!("{name}.") };
        making.add(index, name, prefix, None, 0);
    }
    making.stacks
}

struct Making<'a, 't> {
    all: &'a [&'t Template],
    named: &'a [BTreeMap<String, usize>],
    said: &'a Whose,
    stacks: Vec<Stack<'t>>,
}

impl Making<'_, '_> {
    fn add(&mut self, index: usize, name: String, prefix: String, parent: Option<(usize, String)>, depth: usize) {
        let Some(template) = self.all.get(index) else { return };
        let mut whose = Whose::of_file(&template.file);
        let around = parent.as_ref().and_then(|(outer, _)| self.stacks.get(*outer));
        whose.account = self.said.account.clone().or(whose.account);
        let said = self.said.region.clone().or(whose.region);
        let said = said.or_else(|| region_in(template));
        let is_region_assumed = said.is_none() && around.is_none_or(|around| around.is_region_assumed);
        let around = around.and_then(|around| around.whose.region.clone());
        whose.region = said.or(around).or_else(|| Some(Vpc::DEFAULT_REGION.into()));
        let at = self.stacks.len();
        self.stacks.push(Stack {
            template,
            name: name.clone(),
            prefix: prefix.clone(),
            parent,
            children: BTreeMap::new(),
            whose,
            is_region_assumed,
        });
        for (id, child) in self.named.get(index).into_iter().flatten() {
            if depth >= DEEPEST || self.stacks.len() >= MOST {
                return;
            }
            let next = self.stacks.len();
            if let Some(stack) = self.stacks.get_mut(at) {
                stack.children.insert(id.clone(), next);
            }
            self.add(
                *child,
                format!("{name}-{id}"),
                format!("{prefix}{id}."),
                Some((at, id.clone())),
                depth + 1,
            );
        }
    }
}

/// The Region of a zone or service that the template names itself.
fn region_in(template: &Template) -> Option<Text> {
    let mut all = template.resources.values();
    all.find_map(|entry| {
        let zone = entry.properties.get("AvailabilityZone").and_then(Json::as_str);
        let service = entry.properties.get("ServiceName").and_then(Json::as_str);
        let named = service.and_then(|name| name.strip_prefix("com.amazonaws.")?.split('.').next());
        let named = named.filter(|region| is_region(region)).map(Text::from);
        zone.and_then(region_of_zone).or(named)
    })
}

/// Which templates a template names as stacks in it; one that is not in the input is said.
fn children(template: &Template, all: &[&Template], notes: &mut Notes) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for (id, entry) in template.resources.iter().filter(|(_, entry)| entry.is_stack()) {
        let url = entry.properties.get("TemplateURL").map(literal).unwrap_or_default();
        match named(&url, template, all) {
            Ok(index) => drop(found.insert(id.clone(), index)),
            Err(why) => {
                let origin = Origin {
                    file: template.file.clone(),
                    path: format!("$.Resources.{id}.Properties.TemplateURL").into(),
                    ..Origin::default()
                };
                let text = format!("the template of this stack {why}: nothing in it is shown");
                notes.add(NoteKind::NotModelled, &origin, Some(&id.as_str().into()), text);
            }
        }
    }
    found
}

/// The file that an address means: the one with the longest end in common.
fn named(url: &str, of: &Template, all: &[&Template]) -> Result<usize, &'static str> {
    let steps = |path: &str| -> Vec<String> {
        let path = path.split(['?', '#']).next().unwrap_or_default().to_owned();
        let steps = path.split(['/', '\\']).filter(|step| !matches!(*step, "" | "." | ".."));
        steps.map(str::to_owned).collect()
    };
    let wanted = steps(url);
    let mut best: (usize, Vec<usize>) = (0, Vec::new());
    for (index, template) in all.iter().enumerate().filter(|(_, other)| other.file != of.file) {
        let own = steps(&template.file);
        let alike = wanted.iter().rev().zip(own.iter().rev());
        let alike = alike.take_while(|(one, other)| one == other).count();
        match alike.cmp(&best.0) {
            _ if alike == 0 => {}
            std::cmp::Ordering::Greater => best = (alike, vec![index]),
            std::cmp::Ordering::Equal => best.1.push(index),
            std::cmp::Ordering::Less => {}
        }
    }
    match best.1.as_slice() {
        [one] => Ok(*one),
        [] => Err("is not among the inputs"),
        _ => Err("may be one of several inputs"),
    }
}

/// What is literally there of a text that is put together.
fn literal(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Object(members) => {
            let (sub, join) = (members.get("Fn::Sub"), members.get("Fn::Join"));
            match (sub, join) {
                (Some(Json::Array(items)), _) => items.first().map(literal).unwrap_or_default(),
                (Some(text), _) => literal(text),
                (_, Some(Json::Array(parts))) => {
                    let with = parts.first().map(literal).unwrap_or_default();
                    let items = parts.get(1).and_then(Json::as_array);
                    let items: Vec<String> = items.into_iter().flatten().map(literal).collect();
                    items.join(&with)
                }
                _ => String::new(),
            }
        }
        _ => String::new(),
    }
}

/// What stacks are called: by their files, and by folders where those are not enough.
fn names(roots: &[usize], all: &[&Template]) -> Vec<String> {
    let file = |index: &usize| all.get(*index).map_or("", |template| &*template.file);
    let stem = |index: &usize| {
        let name = file(index).rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
        if stem.is_empty() {
            "stack".to_owned()
        } else {
            stem.to_owned()
        }
    };
    let stems: Vec<String> = roots.iter().map(stem).collect();
    let name = |(at, index): (usize, &usize)| {
        let own = stems.get(at).cloned().unwrap_or_default();
        let is_unique = stems.iter().filter(|other| **other == own).count() == 1;
        if is_unique { own } else { file(index).to_owned() }
    };
    roots.iter().enumerate().map(name).collect()
}
