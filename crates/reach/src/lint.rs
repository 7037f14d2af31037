//! What works as drawn and should not stay so: rows that never decide, gateways that lead nowhere, doors that stand open.
//!
//! [`lints`] looks at a resolved network; what cannot exist at all is an issue of [`crate::resolve`]. [`LINTS`] is the documented list
//! of names. One file for each family; each lint has its words, its level and its cases. A lint never speaks of what AWS made by itself: a
//! new VPC with its defaults has none.

mod acl;
mod appliance;
mod attachment;
mod balancer;
mod beyond;
mod client_vpn;
mod edge;
mod egress;
mod endpoint;
mod group;
mod internet;
mod machine;
mod nat;
mod one_way;
mod outside;
mod overlap;
mod quota;
mod reach;
mod site;
mod transit;
mod unattached;
mod way;
mod zone;

use crate::id::{Ref, RowRef};
use crate::issue::{Issue, Level};
use crate::network::Network;
use crate::reason::Reason;
use crate::resolve::Facts;
use crate::trace::Finding;

/// One thing that is looked for.
#[derive(Debug)]
pub struct Lint {
    /// The documented kebab-case name: `acl-rule-shadowed`.
    pub name: &'static str,
    pub level: Level,
    pub reason: &'static Reason,
    look: fn(&Network) -> Vec<Found>,
}

/// One place where it was found.
struct Found {
    at: Ref,
    row: Option<RowRef>,
    facts: Facts,
}

impl Found {
    fn at(at: impl Into<Ref>, facts: Facts) -> Self {
        Self {
            at: at.into(),
            row: None,
            facts,
        }
    }

    fn in_row(row: RowRef, facts: Facts) -> Self {
        Self {
            at: row.of.clone(),
            row: Some(row),
            facts,
        }
    }
}

/// Every lint, in the order in which they are reported.
pub static LINTS: &[&Lint] = &[
    &one_way::PEERING,
    &one_way::TRANSIT_GATEWAY,
    &one_way::TRANSIT_GATEWAY_TABLES,
    &one_way::TRANSIT_GATEWAY_PEERINGS,
    &site::ONE_WAY,
    &egress::EGRESS,
    &appliance::MODE_OFF,
    &outside::PEER,
    &attachment::UNASSOCIATED,
    &attachment::UNREACHED,
    &zone::ATTACHMENT,
    &zone::REGIONAL_NAT,
    &beyond::VPN_DOWN,
    &beyond::TRANSIT_VPN_DOWN,
    &beyond::PREFIXES,
    &beyond::UNUSED,
    &client_vpn::NO_RULE,
    &client_vpn::ROUTE,
    &transit::ROUTE_BLACKHOLE,
    &overlap::VPCS,
    &nat::NO_INTERNET,
    &balancer::NO_TARGETS,
    &balancer::LISTENERS,
    &balancer::TARGETS,
    &machine::CHECK_ON,
    &edge::WITHOUT_ADDRESS,
    &edge::BYPASSED,
    &edge::ONE_SIDED,
    &internet::NO_ROUTE,
    &internet::UNUSED,
    &internet::NOBODY_PUBLIC,
    &internet::FUNCTIONS,
    &endpoint::NO_HTTPS,
    &endpoint::NAT_PAYS,
    &acl::NO_REPLIES,
    &acl::SHADOWED,
    &group::IMPLIED,
    &unattached::GROUP,
    &unattached::ACL,
    &quota::QUOTA,
    &quota::VPCS,
    &reach::MANAGEMENT_PORT,
    &reach::DATABASE_TO_INTERNET,
    &reach::DATABASE_FROM_PUBLIC,
    &reach::DATABASE_OPEN_TO_PEER,
];

pub(crate) static REASONS: &[&[&Reason]] = &[
    acl::REASONS,
    appliance::REASONS,
    attachment::REASONS,
    balancer::REASONS,
    beyond::REASONS,
    client_vpn::REASONS,
    edge::REASONS,
    egress::REASONS,
    endpoint::REASONS,
    group::REASONS,
    internet::REASONS,
    machine::REASONS,
    nat::REASONS,
    one_way::REASONS,
    outside::REASONS,
    overlap::REASONS,
    quota::REASONS,
    reach::REASONS,
    site::REASONS,
    transit::REASONS,
    unattached::REASONS,
    zone::REASONS,
];

/// Everything that is found in the network, lint by lint.
pub fn lints(network: &Network) -> Vec<Issue> {
    let found = LINTS.iter().flat_map(|lint| {
        // What stands for a record that is not there is nobody's mistake.
        let all = (lint.look)(network)
            .into_iter()
            .filter(|found| !network.is_unread(&found.at));
        all.map(|found| lint.issue(found))
    });
    found.collect()
}

impl Lint {
    fn issue(&self, found: Found) -> Issue {
        Issue {
            level: self.level,
            name: self.name,
            finding: Finding {
                reason: self.reason,
                at: found.at,
                facts: found.facts,
            },
            row: found.row,
        }
    }
}

#[cfg(test)]
mod tests;
