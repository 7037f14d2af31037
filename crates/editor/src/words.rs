//! How elements, ends and flows are called in the editor's own sentences.

use std::rc::Rc;

use document::Flow;
use reach::explain;
use reach::id::{Kind, Ref};
use reach::question::{End, Question};
use reach::topology::{Element, Role, Topology};

/// In a sentence: "web-1", "S3", "the internet".
pub fn name(topology: &Topology, of: &Ref) -> Rc<str> {
    explain::element(of, topology)
}

/// Where it stands alone: "Internet".
pub fn label(topology: &Topology, of: &Ref) -> Rc<str> {
    match of.kind {
        Kind::Internet => "Internet".into(),
        _ => name(topology, of),
    }
}

/// In a sentence: "web-1", "the internet", "10.0.0.9 at igw-1".
pub fn end(topology: &Topology, end: &End) -> Rc<str> {
    explain::end(end, topology)
}

/// "app-1 → S3", or the name its author gave it.
pub fn flow(topology: &Topology, flow: &Flow) -> Rc<str> {
    match &flow.name {
        Some(name) => Rc::clone(name),
        None => format!(
            "{} → {}",
            end(topology, &flow.question.from),
            end(topology, &flow.question.to)
        )
        .into(),
    }
}

/// What a person calls it: an interface is the instance, database or function it belongs to.
pub fn kind(topology: &Topology, of: &Ref) -> &'static str {
    match topology.get(of) {
        Some(Element::NetworkInterface(_, record)) => role(record.role),
        _ => of.kind.title(),
    }
}

pub const fn role(role: Role) -> &'static str {
    match role {
        Role::Instance => "instance",
        Role::Database => "database",
        Role::Function => "function",
        Role::Other => "network interface",
    }
}

/// "2 subnets", "1 instance", "3 network ACLs".
pub fn count(number: usize, what: &str) -> String {
    if number == 1 {
        return format!("1 {what}");
    }
    match what.strip_suffix('y') {
        Some(stem) if !what.ends_with("ay") => format!("{number} {stem}ies"),
        _ if what.ends_with('x') => format!("{number} {what}es"),
        _ => format!("{number} {what}s"),
    }
}

/// "a, b and c".
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// So many of them at most, and how many more: "a, b and 3 more".
pub fn some(mut items: Vec<String>, most: usize) -> String {
    let more = items.len().saturating_sub(most);
    // One more name is as short as "1 more".
    if more > 1 {
        items.truncate(most);
        items.push(format!("{more} more"));
    }
    list(&items)
}

/// "web-1 → the internet and 2 more flows that are not watched"; `None` if there are none.
pub(crate) fn unwatched<'a>(topology: &Topology, questions: impl Iterator<Item = &'a Question>) -> Option<String> {
    let names: Vec<String> = questions
        .map(|asked| format!("{} → {}", end(topology, &asked.from), end(topology, &asked.to)))
        .collect();
    Some(match names.as_slice() {
        [] => return None,
        [one] => format!("{one}, which is not watched"),
        [first, rest @ ..] => format!("{first} and {}", count_of_unwatched(rest.len())),
    })
}

fn count_of_unwatched(number: usize) -> String {
    match number {
        1 => "1 more flow that is not watched".to_owned(),
        _ => format!("{number} more flows that are not watched"),
    }
}

/// As it is typed into a field: with commas.
pub(crate) fn joined<T: std::fmt::Display>(items: impl IntoIterator<Item = T>) -> String {
    let mut text = String::new();
    for item in items {
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(&item.to_string());
    }
    text
}
