//! The names of every field and table that can be edited: the panel models show them, [`crate::Message::SetField`] and
//! [`crate::Message::EditRow`] name them.
//!
//! Values are what a person reads and types. Lists (`groups`, `secondary-cidrs`) are ids or CIDRs with commas between them;
//! toggles are `on` and `off`; choices are the words given below; an empty text takes an optional value away.

mod further;

use std::rc::Rc;

use reach::id::Ref;

pub use further::*;

use crate::message::FieldId;

/// Stands for the row that is being added.
pub const NEW_ROW: usize = usize::MAX;

/// A typed value that was refused: shown where it was typed, until something else is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    pub of: Ref,
    /// The field, or the table.
    pub field: FieldId,
    /// Row and column of a table; `None` for a field. [`NEW_ROW`] is the row that adds.
    pub cell: Option<(usize, usize)>,
    /// What was typed, so that it can be corrected.
    pub typed: Rc<str>,
    /// What is wrong, and an example of a good value.
    pub text: Rc<str>,
}

// Any element.
pub const NAME: FieldId = "name";
/// The VPC of a subnet (changing it moves the subnet) or of a gateway (empty detaches it).
pub const VPC: FieldId = "vpc";
/// The subnet of an interface or NAT gateway; changing it moves it, with an address that fits.
pub const SUBNET: FieldId = "subnet";
pub const REGION: FieldId = "region";

// VPC.
pub const CIDR: FieldId = "cidr";
pub const SECONDARY_CIDRS: FieldId = "secondary-cidrs";
pub const IPV6_CIDRS: FieldId = "ipv6-cidrs";
pub const DNS_SUPPORT: FieldId = "dns-support";
pub const DNS_HOSTNAMES: FieldId = "dns-hostnames";
pub const MAIN_ROUTE_TABLE: FieldId = "main-route-table";

// Subnet; it also has `CIDR`.
pub const ZONE: FieldId = "zone";
pub const IPV6_CIDR: FieldId = "ipv6-cidr";
/// An id; empty follows the VPC's main table.
pub const ROUTE_TABLE: FieldId = "route-table";
/// An id; empty follows the VPC's default ACL.
pub const NETWORK_ACL: FieldId = "network-acl";

// Interface; NAT gateways share the addresses.
pub const IPV4: FieldId = "ipv4";
pub const SECONDARY_IPV4: FieldId = "secondary-ipv4";
pub const PUBLIC_IPV4: FieldId = "public-ipv4";
pub const IPV6: FieldId = "ipv6";
/// Ids of security groups; empty is the VPC's default group.
pub const GROUPS: FieldId = "groups";
pub const SOURCE_DEST_CHECK: FieldId = "source-dest-check";
/// Interface: `in-use`, `stopped`, `available`. NAT gateway and endpoints: AWS's words, `pending`, `available`, …
pub const STATE: FieldId = "state";

// NAT gateway.
/// `public` or `private`.
pub const CONNECTIVITY: FieldId = "connectivity";

// Endpoints.
pub const SERVICE: FieldId = "service";
pub const PRIVATE_DNS: FieldId = "private-dns";

// Peering connection.
pub const REQUESTER_DNS: FieldId = "requester-dns";
pub const ACCEPTER_DNS: FieldId = "accepter-dns";

// VPN and site.
pub const ASN: FieldId = "asn";
pub const SITE: FieldId = "site";
/// CIDRs; empty announces all of the site's.
pub const ANNOUNCES: FieldId = "announces";
/// CIDRs; empty sends whatever AWS announces.
pub const SENDS: FieldId = "sends";
/// `bgp` or `static`.
pub const ROUTING: FieldId = "routing";
/// The CIDRs of a site.
pub const CIDRS: FieldId = "cidrs";

// Tables. A row is counted as the inspector shows it from the top: for `ROUTES` that is the order of
// `Network::routes`, for the others the order of the record.
pub const ROUTES: FieldId = "routes";
pub const PROPAGATION: FieldId = "propagation";
/// The subnets that follow a route table or a network ACL by an explicit association.
pub const ASSOCIATIONS: FieldId = "associations";
pub const INBOUND_RULES: FieldId = "inbound-rules";
pub const OUTBOUND_RULES: FieldId = "outbound-rules";
pub const INBOUND_ENTRIES: FieldId = "inbound-entries";
pub const OUTBOUND_ENTRIES: FieldId = "outbound-entries";
pub const ENTRIES: FieldId = "entries";
/// The route tables of a gateway endpoint.
pub const ROUTE_TABLES: FieldId = "route-tables";
/// The subnets of an interface endpoint.
pub const SUBNETS: FieldId = "subnets";
pub const STATIC_ROUTES: FieldId = "static-routes";
pub const TUNNELS: FieldId = "tunnels";
pub const HOSTS: FieldId = "hosts";

/// The columns of a table, in the order of its cells; empty for what is no table.
pub fn columns(table: FieldId) -> &'static [&'static str] {
    match table {
        // A destination is a CIDR or a prefix list's id; a target is an element's id or `local`.
        ROUTES => &["Destination", "Target"],
        PROPAGATION => &["Gateway"],
        ASSOCIATIONS => &["Subnet"],
        // Protocol: `all`, `tcp`, `udp`, `icmp`, `icmpv6` or a number. Ports: `443`, `1024-65535`, `all`; for ICMP the
        // type, or type/code. The peer is a CIDR, a security group's id or a prefix list's id.
        INBOUND_RULES => &["Protocol", "Ports", "Source", "Description"],
        OUTBOUND_RULES => &["Protocol", "Ports", "Destination", "Description"],
        // Action: `allow` or `deny`.
        INBOUND_ENTRIES => &["Rule", "Action", "Protocol", "Ports", "Source"],
        OUTBOUND_ENTRIES => &["Rule", "Action", "Protocol", "Ports", "Destination"],
        ENTRIES => &["CIDR"],
        ROUTE_TABLES => &["Route table"],
        SUBNETS => &["Subnet", "Address"],
        STATIC_ROUTES => &["Prefix"],
        // Only the state can be changed: `up` or `down`.
        TUNNELS => &["Tunnel", "State"],
        HOSTS => &["Name", "Address"],
        other => further::columns(other),
    }
}

/// Every field and table of the kinds with an inspector of their own.
const ALL: &[FieldId] = &[
    NAME,
    VPC,
    SUBNET,
    REGION,
    CIDR,
    SECONDARY_CIDRS,
    IPV6_CIDRS,
    DNS_SUPPORT,
    DNS_HOSTNAMES,
    MAIN_ROUTE_TABLE,
    ZONE,
    IPV6_CIDR,
    ROUTE_TABLE,
    NETWORK_ACL,
    IPV4,
    SECONDARY_IPV4,
    PUBLIC_IPV4,
    IPV6,
    GROUPS,
    SOURCE_DEST_CHECK,
    STATE,
    CONNECTIVITY,
    SERVICE,
    PRIVATE_DNS,
    REQUESTER_DNS,
    ACCEPTER_DNS,
    ASN,
    SITE,
    ANNOUNCES,
    SENDS,
    ROUTING,
    CIDRS,
    ROUTES,
    PROPAGATION,
    ASSOCIATIONS,
    INBOUND_RULES,
    OUTBOUND_RULES,
    INBOUND_ENTRIES,
    OUTBOUND_ENTRIES,
    ENTRIES,
    ROUTE_TABLES,
    SUBNETS,
    STATIC_ROUTES,
    TUNNELS,
    HOSTS,
];

/// The one with this name, for those who have it as text.
pub fn named(name: &str) -> Option<FieldId> {
    let mut all = ALL.iter().chain(further::ALL);
    all.find(|known| **known == name).copied()
}
