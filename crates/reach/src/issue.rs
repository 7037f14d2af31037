//! What cannot exist in AWS, or surprises: found by [`crate::resolve`], shown in the problems list.
//!
//! One file for each family of rules; each takes out what cannot exist and says so.

pub(crate) mod address;
pub(crate) mod association;
pub(crate) mod attachment;
pub(crate) mod block_public_access;
pub(crate) mod client_vpn;
pub(crate) mod client_vpn_rows;
pub(crate) mod defaults;
pub(crate) mod direct_connect;
pub(crate) mod direct_connect_association;
pub(crate) mod endpoint;
pub(crate) mod filter;
pub(crate) mod gateway;
pub(crate) mod gateway_table;
pub(crate) mod nat_gateway;
pub(crate) mod parent;
pub(crate) mod peering;
pub(crate) mod place_address;
pub(crate) mod private_link;
pub(crate) mod region;
pub(crate) mod route;
pub(crate) mod subnet_range;
pub(crate) mod transit;
pub(crate) mod transit_route;
pub(crate) mod vpc_range;
pub(crate) mod vpn;
pub(crate) mod vpn_option;

use crate::id::RowRef;
use crate::reason::Reason;
use crate::resolve::Draft;
use crate::topology::Topology;
use crate::trace::Finding;

/// The checks, in the order in which records depend on each other.
pub(crate) static PASSES: &[fn(&Topology, &mut Draft)] = &[
    vpc_range::check,
    parent::in_vpcs,
    defaults::ids,
    subnet_range::check,
    association::of_vpcs,
    defaults::of_vpcs,
    association::of_subnets,
    parent::in_subnets,
    address::check,
    client_vpn::check,
    private_link::check,
    region::check,
    place_address::check,
    association::of_interfaces,
    defaults::of_members,
    gateway::check,
    association::of_tables,
    association::of_gateways,
    peering::check,
    endpoint::interface,
    endpoint::gateway,
    parent::of_connections,
    vpn::check,
    vpn_option::check,
    transit::check,
    attachment::check,
    transit_route::check,
    direct_connect::check,
    direct_connect_association::check,
    transit::lost,
    defaults::managed_lists,
    gateway_table::check,
    route::check,
    filter::acls,
    filter::groups,
    filter::lists_of_routes,
    nat_gateway::check,
    block_public_access::check,
    region::names,
];

/// Reasons that hold of two records alike: which of them is named first is a matter of ids.
pub(crate) fn is_between_equals(reason: &Reason) -> bool {
    let reasons = [
        &subnet_range::OVERLAPS,
        &address::IN_USE,
        &address::PUBLIC_IN_USE,
        &gateway::SECOND_INTERNET_GATEWAY,
        &gateway::SECOND_VPN_GATEWAY,
        &gateway::SECOND_EGRESS_ONLY,
        &peering::SECOND,
        &endpoint::SECOND_ON_TABLE,
        &private_link::SECOND_SERVICE,
        &vpn::SECOND_CONNECTION,
        &attachment::SECOND,
        &attachment::SECOND_PEERING,
        &block_public_access::SECOND,
    ];
    reasons.into_iter().any(|known| std::ptr::eq(known, reason))
}

/// One thing about the topology as drawn that AWS would not accept, or that a person should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    pub level: Level,
    /// The documented kebab-case name: `subnet-outside-vpc`.
    pub name: &'static str,
    /// The element, the code, the rule and the words.
    pub finding: Finding,
    pub row: Option<RowRef>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    Error,
    Warning,
    Info,
}

impl Level {
    pub const fn word(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info => "info",
        }
    }
}
