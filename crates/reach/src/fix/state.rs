//! One state of the search: the network after some edits, and how the flow fares in it.

use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;

use ipnet::Ipv4Net;

use crate::address::is_reserved_in;
use crate::id::Ref;
use crate::network::Network;
use crate::operation::Operation;
use crate::question::Question;
use crate::resolve;
use crate::topology::{Element, SubnetId, Topology};
use crate::trace::{Trace, failing};

#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) topology: Topology,
    pub(super) network: Network,
    pub(super) trace: Trace,
    /// Where the trace shows a way that works: the hops of the one that fails first.
    failing: Option<Trace>,
}

/// A new address is taken from the tenth on, as where one is drawn.
const FIRST: u32 = 10;
/// A subnet with so many addresses in use is not searched to its end.
const TRIED: usize = 1024;
/// Of those kept for documentation (RFC 5737), so that it is nobody's.
const PUBLIC: [Ipv4Net; 2] = [
    Ipv4Net::new_assert(Ipv4Addr::new(203, 0, 113, 0), 24),
    Ipv4Net::new_assert(Ipv4Addr::new(198, 51, 100, 0), 24),
];

impl State {
    pub(super) fn new(topology: Topology, question: &Question) -> Self {
        let (network, _) = resolve(&topology);
        let trace = crate::trace(&network, question);
        let failing = failing(&network, &trace);
        Self {
            topology,
            network,
            trace,
            failing,
        }
    }

    /// With the hops that led to the first blocker.
    pub(super) fn stopped(&self) -> &Trace {
        self.failing.as_ref().unwrap_or(&self.trace)
    }

    /// The operation that changes one record, as drawn or as AWS made it; `None` if there is nothing to change.
    pub(super) fn change(&self, of: &Ref, how: impl FnOnce(&mut Element) -> Option<()>) -> Option<Operation> {
        let drawn = self.topology.get(of);
        let before = drawn.or_else(|| self.network.topology().get(of))?;
        let mut after = before.clone();
        how(&mut after)?;
        (after != before).then(|| Operation::write(&self.topology, after))
    }

    /// `stem-1`, `stem-2`, …: the first that nothing uses.
    pub(super) fn free_id(&self, stem: &str) -> Rc<str> {
        let mut number = 1_u32;
        loop {
            let id = format!("{stem}-{number}");
            if self.topology.find(&id).is_none() {
                return id.into();
            }
            number += 1;
        }
    }

    pub(super) fn free_address(&self, subnet: &SubnetId) -> Option<Ipv4Addr> {
        let record = self.network.topology().subnets.get(subnet)?;
        let cidr = record.cidr?;
        let first = u32::from(cidr.network());
        let from = |start: u32| (first.saturating_add(start)..=u32::from(cidr.broadcast())).take(TRIED);
        let is_free = |address: &Ipv4Addr| {
            !is_reserved_in(cidr, *address) && self.network.holder(&record.vpc, IpAddr::V4(*address)).is_none()
        };
        from(FIRST).chain(from(0)).map(Ipv4Addr::from).find(is_free)
    }

    pub(super) fn free_public_address(&self) -> Option<Ipv4Addr> {
        let hosts = PUBLIC.iter().flat_map(|range| range.hosts().skip(FIRST as usize - 1));
        let is_free = |address: &Ipv4Addr| self.network.holder_of_public(IpAddr::V4(*address)).is_none();
        hosts.into_iter().find(is_free)
    }
}
