//! Deleting, and what went along in words.

use reach::id::Ref;
use reach::operation::Operation;
use reach::sorted::SortedMap;
use reach::topology::Topology;

use super::{Edit, Refused, containment};
use crate::words;

/// Deletes all of them as one step. What lies in another one of them goes with it.
pub fn remove(topology: &Topology, all: &[Ref]) -> Result<Edit, Refused> {
    let there: Vec<&Ref> = all.iter().filter(|of| topology.references().contains(of)).collect();
    if there.is_empty() {
        return Err(match all.first() {
            Some(of) if topology.contains(of) => format!("{} is always there.", words::name(topology, of)),
            Some(of) => format!(
                "{} is what AWS makes with the VPC: it goes when the VPC goes.",
                words::name(topology, of)
            ),
            None => "Nothing is selected.".to_owned(),
        }
        .into());
    }
    let inner = |of: &Ref| {
        let mut at = containment::parent_of(topology, of);
        while let Some(parent) = at {
            if there.contains(&&parent) {
                return true;
            }
            at = containment::parent_of(topology, &parent);
        }
        false
    };
    let outer: Vec<Ref> = there.iter().filter(|of| !inner(of)).map(|of| (*of).clone()).collect();
    let operations = outer.iter().cloned().map(Operation::Delete).collect();
    let mut edit = Edit::new(format!("Delete {}", names(topology, &outer)), operations);
    edit.select = Some(Vec::new());
    Ok(edit)
}

fn names(topology: &Topology, all: &[Ref]) -> String {
    let names: Vec<String> = all.iter().map(|of| words::name(topology, of).to_string()).collect();
    if names.len() > 3 {
        return words::count(names.len(), "element");
    }
    words::list(&names)
}

/// "Deleted app-vpc with 2 subnets and 3 instances": `asked` is what was selected, `gone` all that is gone.
pub fn sentence(before: &Topology, asked: &[Ref], gone: &[Ref]) -> String {
    let mut along: SortedMap<(usize, &'static str), usize> = SortedMap::new();
    for (order, of) in gone.iter().enumerate().filter(|(_, of)| !asked.contains(of)) {
        let kind = words::kind(before, of);
        let first = along.keys().find(|(_, known)| *known == kind).copied();
        *along.entry(first.unwrap_or((order, kind))).or_default() += 1;
    }
    let counts: Vec<String> = along
        .iter()
        .map(|((_, kind), number)| words::count(*number, kind))
        .collect();
    let what = names(before, asked);
    if counts.is_empty() {
        return format!("Deleted {what}");
    }
    format!("Deleted {what} with {}", words::list(&counts))
}
