//! Which words are the language's own, and how names are written next to them.

use std::borrow::Cow;

use reach::id::Kind;

use super::lexer;

/// What can open a line at the top.
pub(crate) const TOP: &[&str] = &[
    "title",
    "vpc",
    "peering",
    "prefix-list",
    "site",
    "customer-gateway",
    "vpn-connection",
    "transit-gateway",
    "direct-connect-gateway",
    "virtual-interface",
    "endpoint-service",
    "block-public-access",
    "hosted-zone",
    "resolver-rule",
    "resource-policy",
    "flow",
    "layout",
    "view",
];

/// What can open a block inside a VPC; the first words of all elements are these, [`TOP`]'s and [`IN_SUBNET`].
pub(crate) const IN_VPC: &[&str] = &[
    "internet-gateway",
    "egress-only-internet-gateway",
    "vpn-gateway",
    "route-table",
    "security-group",
    "network-acl",
    "subnet",
    "gateway-endpoint",
    "interface-endpoint",
    "client-vpn-endpoint",
    "load-balancer",
    "regional-nat-gateway",
    "resolver-endpoint",
];

pub(crate) const IN_SUBNET: &[&str] = &[
    "instance",
    "database",
    "function",
    "interface",
    "nat-gateway",
    "gateway-load-balancer-endpoint",
];

pub(crate) const IN_TRANSIT_GATEWAY: &[&str] = &["attachment", "transit-gateway-route-table"];

/// Everything that can stand inside something.
pub(crate) const INSIDE: &[&[&str]] = &[IN_VPC, IN_SUBNET, IN_TRANSIT_GATEWAY];

/// What can stand inside an element of this kind.
pub(crate) fn inside(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Vpc => IN_VPC,
        Kind::Subnet => IN_SUBNET,
        Kind::TransitGateway => IN_TRANSIT_GATEWAY,
        _ => &[],
    }
}

/// Every further word with a meaning; an id that is one of them is written in quotes.
const OTHERS: &[&str] = &[
    "name",
    "region",
    "account",
    "cidr",
    "ipv6",
    "dns-support",
    "dns-hostnames",
    "main-route-table",
    "default-security-group",
    "default-network-acl",
    "main",
    "default",
    "propagate",
    "local",
    "deleted",
    "none",
    "not-modelled",
    "in",
    "out",
    "from",
    "if",
    "to",
    "all",
    "tcp",
    "udp",
    "icmp",
    "icmpv6",
    "protocol",
    "allow",
    "deny",
    "zone",
    "routes",
    "acl",
    "public",
    "private",
    "groups",
    "state",
    "address",
    "source-dest-check",
    "private-dns",
    "service",
    "requester-dns",
    "accepter-dns",
    "asn",
    "announces",
    "bgp",
    "static",
    "tunnel",
    "host",
    "expect",
    "family",
    "source-ports",
    "step",
    "mode",
    "on",
    "off",
    "up",
    "down",
    "internet",
    "internet6",
    "onprem",
    "appliance-mode",
    "associate",
    "association-table",
    "auto-accept",
    "blackhole",
    "cidr-blocks",
    "connect",
    "default-association",
    "default-propagation",
    "default-table",
    "gateway",
    "network-function",
    "propagation-table",
    "sg-referencing",
    "share",
    "vpn-ecmp",
    "accelerated",
    "as-path",
    "client",
    "concentrator",
    "inside",
    "large",
    "med",
    "mtu",
    "preference",
    "prefixes",
    "resource",
    "site-link",
    "split-tunnel",
    "transit",
    "transport",
    "zones",
    "acceptance",
    "action",
    "address-type",
    "application",
    "bidirectional",
    "cross-zone",
    "dualstack",
    "egress",
    "endpoint",
    "enforce-private-link",
    "exclude",
    "inbound",
    "inbound-resolver-only",
    "ingress",
    "internet-facing",
    "listen",
    "masquerade",
    "network",
    "outbound",
    "policy",
    "port",
    "preserve-client-ip",
    "principal",
    "principals",
    "private-dns-name",
    "record",
    "regions",
    "targets",
    "verified",
    "vpcs",
];

/// The kind that a first word makes.
pub(crate) fn kind_of(word: &str) -> Option<Kind> {
    match word {
        "instance" | "database" | "function" => Some(Kind::NetworkInterface),
        "internet" | "service" => None,
        word => Kind::from_word(word),
    }
}

pub(crate) fn is_reserved(word: &str) -> bool {
    [TOP, IN_VPC, IN_SUBNET, IN_TRANSIT_GATEWAY, OTHERS]
        .iter()
        .any(|words| words.contains(&word))
}

/// The id as it stands in a line: bare where nothing else could be meant.
pub(crate) fn name(id: &str) -> Cow<'_, str> {
    let mut characters = id.bytes();
    let bare = characters
        .next()
        .is_some_and(|first| first.is_ascii_alphanumeric() || first == b'_')
        && characters.all(|byte| byte.is_ascii_alphanumeric() || b"_.:@-".contains(&byte))
        && id.parse::<std::net::IpAddr>().is_err()
        && !is_reserved(id);
    if bare {
        Cow::Borrowed(id)
    } else {
        Cow::Owned(lexer::quote(id))
    }
}

/// A value that is no id: a Region, a zone, a service. The same rules.
pub(crate) fn value(text: &str) -> Cow<'_, str> {
    name(text)
}
