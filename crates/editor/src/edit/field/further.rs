//! The names of what the descriptions in [`super::super::form`] have.

use crate::message::FieldId;

pub const ACCOUNT: FieldId = "account";
pub const CIDR_BLOCKS: FieldId = "cidr-blocks";
pub const DEFAULT_ASSOCIATION: FieldId = "default-association";
pub const DEFAULT_PROPAGATION: FieldId = "default-propagation";
pub const ASSOCIATION_TABLE: FieldId = "association-table";
pub const PROPAGATION_TABLE: FieldId = "propagation-table";
pub const VPN_ECMP: FieldId = "vpn-ecmp";
pub const SG_REFERENCING: FieldId = "sg-referencing";
pub const AUTO_ACCEPT: FieldId = "auto-accept";
pub const SHARED_WITH: FieldId = "shared-with";
pub const ASSOCIATION: FieldId = "association";
pub const DEFAULT_PROPAGATIONS: FieldId = "default-propagations";
pub const PROPAGATIONS: FieldId = "propagations";
pub const ATTACHED_SUBNETS: FieldId = "attached-subnets";
pub const APPLIANCE_MODE: FieldId = "appliance-mode";
pub const IPV6_SUPPORT: FieldId = "ipv6-support";
pub const TYPE: FieldId = "type";
pub const GATEWAY: FieldId = "gateway";
pub const BGP: FieldId = "bgp";
pub const PREFERENCE: FieldId = "preference";
pub const AS_PATH: FieldId = "as-path";
pub const MED: FieldId = "med";
pub const MTU: FieldId = "mtu";
pub const SITE_LINK: FieldId = "site-link";
pub const CARRIES_IPV6: FieldId = "carries-ipv6";
pub const INSIDE_CIDRS: FieldId = "inside-cidrs";
pub const ACCELERATED: FieldId = "accelerated";
pub const LARGE: FieldId = "large";
pub const CONCENTRATOR: FieldId = "concentrator";
pub const TRANSPORT: FieldId = "transport";
pub const CLIENT_CIDR: FieldId = "client-cidr";
pub const SPLIT_TUNNEL: FieldId = "split-tunnel";
pub const TRANSIT_GATEWAY: FieldId = "transit-gateway";
pub const ZONES: FieldId = "zones";
pub const INTERNET_FACING: FieldId = "internet-facing";
pub const PUBLIC_ADDRESSES: FieldId = "public-addresses";
pub const CROSS_ZONE: FieldId = "cross-zone";
pub const PRESERVE_CLIENT_IP: FieldId = "preserve-client-ip";
pub const ENFORCE_PRIVATE_LINK: FieldId = "enforce-private-link";
pub const LOAD_BALANCERS: FieldId = "load-balancers";
pub const ACCEPTANCE: FieldId = "acceptance";
pub const PRINCIPALS: FieldId = "principals";
pub const REGIONS: FieldId = "regions";
pub const PRIVATE_DNS_NAME: FieldId = "private-dns-name";
pub const VERIFIED: FieldId = "verified";
pub const PROVIDER: FieldId = "provider";
pub const DOMAIN: FieldId = "domain";
pub const VPCS: FieldId = "vpcs";
pub const DIRECTION: FieldId = "direction";
pub const TARGETS: FieldId = "targets";
pub const ENDPOINT: FieldId = "endpoint";
pub const MODE: FieldId = "mode";
pub const RESOURCE: FieldId = "resource";
pub const FULL_ACCESS: FieldId = "full-access";
pub const MASQUERADES: FieldId = "masquerades";
pub const ADDRESS_TYPE: FieldId = "address-type";
pub const SERVICE_REGION: FieldId = "service-region";
pub const INBOUND_RESOLVER_ONLY: FieldId = "inbound-resolver-only";
pub const EDGE_TABLE: FieldId = "gateway-route-table";

// Tables.
pub const TRANSIT_ROUTES: FieldId = "transit-routes";
pub const ASSOCIATED: FieldId = "associated";
pub const PROPAGATING: FieldId = "propagating";
pub const GATEWAYS: FieldId = "gateways";
pub const CLIENT_ROUTES: FieldId = "client-routes";
pub const AUTHORIZATIONS: FieldId = "authorizations";
pub const CLIENTS: FieldId = "clients";
pub const LISTENERS: FieldId = "listeners";
pub const RECORDS: FieldId = "records";
pub const EXCLUSIONS: FieldId = "exclusions";
pub const STATEMENTS: FieldId = "statements";

pub(super) fn columns(table: FieldId) -> &'static [&'static str] {
    match table {
        TRANSIT_ROUTES => &["Destination", "Target"],
        ASSOCIATED => &["Attachment"],
        PROPAGATING => &["Attachment"],
        GATEWAYS => &["Gateway", "Allowed prefixes"],
        CLIENT_ROUTES => &["Destination", "Target"],
        AUTHORIZATIONS => &["Destination", "Group"],
        CLIENTS => &["Name", "Address", "Groups"],
        LISTENERS => &["Protocol", "Port", "Targets"],
        RECORDS => &["Name", "Addresses", "Alias"],
        EXCLUSIONS => &["Left out", "Mode"],
        STATEMENTS => &["Effect", "Resource", "Action", "Principal", "From", "If"],
        _ => &[],
    }
}

pub(super) const ALL: &[FieldId] = &[
    ACCOUNT,
    CIDR_BLOCKS,
    DEFAULT_ASSOCIATION,
    DEFAULT_PROPAGATION,
    ASSOCIATION_TABLE,
    PROPAGATION_TABLE,
    VPN_ECMP,
    SG_REFERENCING,
    AUTO_ACCEPT,
    SHARED_WITH,
    ASSOCIATION,
    DEFAULT_PROPAGATIONS,
    PROPAGATIONS,
    ATTACHED_SUBNETS,
    APPLIANCE_MODE,
    IPV6_SUPPORT,
    TYPE,
    GATEWAY,
    BGP,
    PREFERENCE,
    AS_PATH,
    MED,
    MTU,
    SITE_LINK,
    CARRIES_IPV6,
    INSIDE_CIDRS,
    ACCELERATED,
    LARGE,
    CONCENTRATOR,
    TRANSPORT,
    CLIENT_CIDR,
    SPLIT_TUNNEL,
    TRANSIT_GATEWAY,
    ZONES,
    INTERNET_FACING,
    PUBLIC_ADDRESSES,
    CROSS_ZONE,
    PRESERVE_CLIENT_IP,
    ENFORCE_PRIVATE_LINK,
    LOAD_BALANCERS,
    ACCEPTANCE,
    PRINCIPALS,
    REGIONS,
    PRIVATE_DNS_NAME,
    VERIFIED,
    PROVIDER,
    DOMAIN,
    VPCS,
    DIRECTION,
    TARGETS,
    ENDPOINT,
    MODE,
    RESOURCE,
    FULL_ACCESS,
    MASQUERADES,
    ADDRESS_TYPE,
    SERVICE_REGION,
    INBOUND_RESOLVER_ONLY,
    EDGE_TABLE,
    TRANSIT_ROUTES,
    ASSOCIATED,
    PROPAGATING,
    GATEWAYS,
    CLIENT_ROUTES,
    AUTHORIZATIONS,
    CLIENTS,
    LISTENERS,
    RECORDS,
    EXCLUSIONS,
    STATEMENTS,
];
