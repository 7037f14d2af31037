//! The topology on its way from drawn to consistent.

use ipnet::IpNet;

use crate::id::{Id, Record, Ref, RowRef};
use crate::issue::{Issue, Level};
use crate::reason::Reason;
use crate::sorted::SortedSet;
use crate::topology::{LoadBalancerId, PrefixListId, SubnetId, Topology, TransitGatewayRouteTableId};
use crate::trace::{Fact, Finding};

#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) topology: Topology,
    pub(crate) issues: Vec<Issue>,
    pub(crate) left_out: SortedSet<Ref>,
    pub(crate) filled_in: FilledIn,
}

/// What resolving put in where the drawing says nothing, or nothing that can be.
#[derive(Clone, Debug, Default)]
pub(crate) struct FilledIn {
    /// Subnets that are associated with no table (RT-01).
    pub(crate) following_main: SortedSet<SubnetId>,
    /// AWS's prefix lists, with the addresses that are known here.
    pub(crate) lists: SortedSet<PrefixListId>,
    /// Tables and filters in the place of those that were chosen and cannot be read: nobody knows what is in them (DEC-26).
    pub(crate) unread: SortedSet<Ref>,
    /// What has lost a part that is not there: a subnet, a load balancer, a connection, an alias, the site behind it.
    pub(crate) incomplete: SortedSet<Ref>,
    /// Listeners, by their ports, with targets that are not there.
    pub(crate) lost_targets: SortedSet<(LoadBalancerId, u16)>,
    /// Tables that an attachment propagates into which cannot exist as drawn.
    pub(crate) lost_routes: SortedSet<TransitGatewayRouteTableId>,
    /// Addresses of what cannot exist as drawn, or of its parts; an IPv6 range counts as a whole.
    pub(crate) lost_addresses: SortedSet<IpNet>,
    /// Something that joins VPCs, or may, cannot exist as drawn.
    pub(crate) lost_links: bool,
}

/// What is wrong with one element: the parts of an [`Issue`] that differ from case to case.
pub(crate) type Facts = Vec<(&'static str, Fact)>;

impl Draft {
    pub(crate) fn new(drawn: &Topology) -> Self {
        Self {
            topology: drawn.clone(),
            issues: Vec::new(),
            left_out: SortedSet::new(),
            filled_in: FilledIn::default(),
        }
    }

    /// Reports, and takes the record out.
    pub(crate) fn leave_out(&mut self, name: &'static str, reason: &'static Reason, at: impl Into<Ref>, facts: Facts) {
        let at = at.into();
        self.topology.remove(&at);
        self.left_out.insert(at.clone());
        self.report(Level::Error, name, reason, at, facts);
    }

    pub(crate) fn error(&mut self, name: &'static str, reason: &'static Reason, at: impl Into<Ref>, facts: Facts) {
        self.report(Level::Error, name, reason, at, facts);
    }

    pub(crate) fn warn(&mut self, name: &'static str, reason: &'static Reason, at: impl Into<Ref>, facts: Facts) {
        self.report(Level::Warning, name, reason, at, facts);
    }

    pub(crate) fn info(&mut self, name: &'static str, reason: &'static Reason, at: impl Into<Ref>, facts: Facts) {
        self.report(Level::Info, name, reason, at, facts);
    }

    fn report(&mut self, level: Level, name: &'static str, reason: &'static Reason, at: impl Into<Ref>, facts: Facts) {
        let finding = Finding {
            reason,
            at: at.into(),
            facts,
        };
        self.issues.push(Issue {
            level,
            name,
            finding,
            row: None,
        });
    }

    /// Says which row the issue reported last is about.
    pub(crate) fn at_row(&mut self, row: RowRef) {
        if let Some(issue) = self.issues.last_mut() {
            issue.row = Some(row);
        }
    }
}

/// A fact that names an element.
pub(crate) fn element<T: Record>(id: &Id<T>) -> Fact {
    Fact::Element(Ref::from(id))
}
