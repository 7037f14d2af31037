//! What a change would break: the same look ahead as for fixes, at flows that work now.
//!
//! [`breaks`] is about operations that are carried out as one; [`off`] and [`without_row`] make the operation that switches an element off or takes one row away, to
//! be asked about before anybody does it.

use crate::attempt_all;
use crate::id::{Direction, Kind, Ref, Row, RowRef};
use crate::operation::{Operation, Refusal};
use crate::question::Question;
use crate::topology::{Element, InterfaceState, Topology};
use crate::trace::{Trace, Verdict};

/// What becomes of the flows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Harm {
    /// Places in the list of flows: what is allowed now, at least in part, and would pass less.
    pub broken: Vec<usize>,
    /// What is not allowed now and would be, or would pass more.
    pub opened: Vec<usize>,
}

/// Which of the flows the operations would break, and which it would open; or why AWS refuses it.
pub fn breaks(topology: &Topology, flows: &[Question], operations: &[Operation]) -> Result<Harm, Refusal> {
    let after = attempt_all(topology, operations)?.topology;
    let (before, _) = crate::resolve(topology);
    let (after, _) = crate::resolve(&after);
    let mut harm = Harm::default();
    for (index, question) in flows.iter().enumerate() {
        let (now, then) = (crate::trace(&before, question), crate::trace(&after, question));
        let ever = |trace: &Trace| trace.allowed.or(&trace.by_chance);
        let is_more = |one: &Trace, other: &Trace| {
            !one.allowed.is_subset_of(&other.allowed) || !ever(one).is_subset_of(&ever(other))
        };
        let (lost, gained) = (is_more(&now, &then), is_more(&then, &now));
        let worse = |a: Verdict, b: Verdict| passes(a) > passes(b);
        if lost || worse(now.verdict, then.verdict) {
            harm.broken.push(index);
        } else if gained || worse(then.verdict, now.verdict) {
            harm.opened.push(index);
        }
    }
    Ok(harm)
}

const fn passes(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Allowed => 2,
        Verdict::Partial => 1,
        Verdict::Blocked | Verdict::Unknown => 0,
    }
}

/// The change that switches the element off where it stands: a machine stops, tunnels and sessions go down. `None` for what has no switch.
pub fn off(topology: &Topology, element: &Ref) -> Option<Operation> {
    let before = topology.get(element)?;
    let mut after = before.clone();
    match &mut after {
        Element::NetworkInterface(_, record) => record.state = InterfaceState::Stopped,
        Element::VpnConnection(_, record) => record.tunnels.iter_mut().for_each(|tunnel| tunnel.up = false),
        Element::VirtualInterface(_, record) => record.up = false,
        _ => return None,
    }
    (after != before).then_some(Operation::Update(after))
}

/// The change that takes the row away: a route, a rule, a tunnel. `None` if it is not a row that anybody wrote.
pub fn without_row(topology: &Topology, row: &RowRef) -> Option<Operation> {
    let made_by_aws = || crate::resolve(topology).0.topology().get(&row.of);
    let before = topology.get(&row.of).or_else(made_by_aws)?;
    let mut after = before.clone();
    take(&mut after, &row.row)?;
    (after != before).then(|| Operation::write(topology, after))
}

fn take(element: &mut Element, row: &Row) -> Option<()> {
    match (element, row) {
        (Element::RouteTable(_, table), Row::Route(destination)) => {
            table.routes.retain(|route| route.destination != *destination);
        }
        (Element::TransitGatewayRouteTable(_, table), Row::Route(destination)) => {
            table.routes.retain(|route| route.destination != *destination);
        }
        (Element::SecurityGroup(_, group), Row::Rule(direction, index)) => {
            let rules = match direction {
                Direction::In => &mut group.inbound,
                Direction::Out => &mut group.outbound,
            };
            rules.get(*index)?;
            rules.remove(*index);
        }
        (Element::NetworkAcl(_, acl), Row::Entry(direction, Some(number))) => {
            let entries = match direction {
                Direction::In => &mut acl.inbound,
                Direction::Out => &mut acl.outbound,
            };
            entries.retain(|entry| entry.number != *number);
        }
        (Element::VpnConnection(_, connection), Row::Tunnel(number)) => {
            let index = usize::from(*number).checked_sub(1)?;
            connection.tunnels.get_mut(index)?.up = false;
        }
        _ => return None,
    }
    Some(())
}

/// What a person can do to any element that would harm: delete it, or switch it off.
pub fn ways(topology: &Topology, element: &Ref) -> Vec<Operation> {
    let can_delete = !matches!(element.kind, Kind::Internet | Kind::Service) && topology.contains(element);
    let delete = can_delete.then(|| Operation::Delete(element.clone()));
    delete.into_iter().chain(off(topology, element)).collect()
}

#[cfg(test)]
mod tests;
