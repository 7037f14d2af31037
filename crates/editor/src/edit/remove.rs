//! Deleting, and what went along in words.

use reach::id::{Kind, Ref};
use reach::operation::Operation;
use reach::topology::{PeeringState, Topology};

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

/// So many names are read at a glance.
const NAMED: usize = 6;

/// "Deleted vpc-b, subnet b-1, app-2 and peering connection pcx-1": what was selected, what went with it, and the peerings that are deleted now.
pub fn sentence(before: &Topology, asked: &[Ref], after: &Topology) -> String {
    let gone = |of: &Ref| !after.contains(of);
    let is_inside = |of: &&Ref| matches!(of.kind, Kind::Subnet | Kind::NetworkInterface);
    let along: Vec<Ref> = containment::order(before)
        .into_iter()
        .filter(|of| gone(of) && !asked.contains(of))
        .collect();
    let (inside, beside): (Vec<&Ref>, Vec<&Ref>) = along.iter().partition(is_inside);
    let peerings = before.peering_connections.iter().filter(|(id, record)| {
        let now = after.peering_connections.get(id).map(|record| record.state);
        record.state != PeeringState::Deleted && now == Some(PeeringState::Deleted)
    });
    let peerings: Vec<String> = peerings.map(|(id, _)| called(before, &Ref::from(id))).collect();
    let asked = asked.iter().map(|of| words::name(before, of).to_string());
    let mut names: Vec<String> = asked
        .chain(inside.into_iter().chain(beside).map(|of| called(before, of)))
        .collect();
    let room = NAMED.saturating_sub(peerings.len()).max(1);
    let more = names.len().saturating_sub(room);
    // One more name is as short as "1 more".
    let more = if more > 1 { more } else { 0 };
    names.truncate(names.len() - more);
    names.extend(peerings);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    format!("Deleted {}", words::list(&names))
}

/// With its kind, where the name alone does not tell.
fn called(topology: &Topology, of: &Ref) -> String {
    let name = words::name(topology, of);
    match of.kind {
        Kind::NetworkInterface | Kind::Vpc => name.to_string(),
        _ => format!("{} {name}", words::kind(topology, of)),
    }
}
