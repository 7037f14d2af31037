//! Our own drawings of things, on a grid of 24 px with strokes of 1.8.

use super::Glyph;

/// The drawing of a network's thing: symbol name and path.
pub const fn drawing(glyph: Glyph) -> (&'static str, &'static str) {
    match glyph {
        Glyph::Vpc => (
            "vpc",
            "M7 18.5a4.2 4.2 0 0 1-.5-8.4A5.6 5.6 0 0 1 17.3 9.300a4.7 4.7 0 0 1-.3 9.200zM9.3 14h5.400M12 11.300v5.4",
        ),
        Glyph::Subnet => (
            "subnet",
            "M6 5h12a2.5 2.5 0 0 1 2.5 2.500v9a2.5 2.5 0 0 1-2.5 2.500H6a2.5 2.5 0 0 1-2.5-2.500v-9A2.5 2.5 0 0 1 6 5zM3.5 10h17M9 10v9",
        ),
        Glyph::Instance => (
            "instance",
            "M6 4h12a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zM6 13h12a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-3a2 2 0 0 1 2-2zM8 7.500h.01M8 16.500h.01M11.5 7.500h4.500M11.5 16.500h4.5",
        ),
        Glyph::Database => (
            "database",
            "M5 6.500c0-1.5 3.1-2.7 7-2.700s7 1.2 7 2.7-3.1 2.7-7 2.7-7-1.2-7-2.700zM5 6.500v11c0 1.5 3.1 2.7 7 2.700s7-1.2 7-2.700v-11M5 12c0 1.5 3.1 2.7 7 2.700s7-1.2 7-2.7",
        ),
        Glyph::Function => (
            "function",
            "M4.5 3.800h15a.7.7 0 0 1 .7.7v15a.7.7 0 0 1-.7.7h-15a.7.7 0 0 1-.7-.7v-15a.7.7 0 0 1 .7-.7zM15.5 7.500c-2.5-.6-3.2.8-3.5 2.700l-.9 4c-.4 1.9-1.2 2.8-3.1 2.400M8.8 11.300h5.4",
        ),
        Glyph::Interface => (
            "interface",
            "M5.5 6h13A1.5 1.5 0 0 1 20 7.500v7a1.5 1.5 0 0 1-1.5 1.500h-13A1.5 1.5 0 0 1 4 14.500v-7A1.5 1.5 0 0 1 5.5 6zM7.5 16v3M12 16v3M16.5 16v3M8 9.500h3.500v3H8z",
        ),
        Glyph::InternetGateway => (
            "internet-gateway",
            "M4 20V11a8 8 0 0 1 16 0v9M2.5 20h19M12 20v-9M8.8 14.2 12 11l3.2 3.2",
        ),
        Glyph::NatGateway => ("nat-gateway", "M4 8h12M13 5l3 3-3 3M20 16H8M11 13l-3 3 3 3"),
        Glyph::Peering => (
            "peering",
            "M9 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM21 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM9 12h6",
        ),
        Glyph::GatewayEndpoint => (
            "gateway-endpoint",
            "M13 4H7a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h6M10 12h10.500M17 8.500l3.5 3.5-3.5 3.5",
        ),
        Glyph::InterfaceEndpoint => (
            "interface-endpoint",
            "M9 4h9a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H9M15.5 12a2.2 2.2 0 1 1-4.4 0 2.2 2.2 0 0 1 4.4 0zM3.5 12h7.6",
        ),
        Glyph::VpnGateway => (
            "vpn-gateway",
            "M7 10.500h10a2 2 0 0 1 2 2v5.500a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-5.500a2 2 0 0 1 2-2zM8 10.500V8a4 4 0 0 1 8 0v2.500M12 14v2.5",
        ),
        Glyph::CustomerGateway => (
            "customer-gateway",
            "M4.5 14h15a1 1 0 0 1 1 1v3.500a1 1 0 0 1-1 1h-15a1 1 0 0 1-1-1V15a1 1 0 0 1 1-1zM7 16.800h.01M10 16.800h.01M12 14V10.500M8.5 8a5 5 0 0 1 7 0M6 5.300a8.6 8.6 0 0 1 12 0",
        ),
        Glyph::VpnConnection => ("vpn-connection", "M3 9.500h18M3 14.500h18M7.5 7v10M16.5 7v10"),
        Glyph::Site => (
            "site",
            "M5 20V6l7-3v17M12 9l7 2.500V20M3 20h18M8.5 9h.01M8.5 13h.01M15.5 14.500h.01",
        ),
        Glyph::Internet => (
            "internet",
            "M20.5 12a8.5 8.5 0 1 1-17 0 8.5 8.5 0 0 1 17 0zM3.5 12h17M12 3.500c3 2.6 3 14.4 0 17M12 3.500c-3 2.6-3 14.4 0 17",
        ),
        Glyph::Bucket => (
            "bucket",
            "M4.5 6.500c0-1.4 3.4-2.5 7.5-2.500s7.5 1.1 7.5 2.500S16.1 9 12 9 4.5 7.9 4.5 6.500zM4.5 6.500l2 12.300c.2 1 2.6 1.7 5.5 1.700s5.3-.7 5.5-1.700l2-12.3",
        ),
        Glyph::Table => (
            "table",
            "M5.5 4h13A1.5 1.5 0 0 1 20 5.500v13a1.5 1.5 0 0 1-1.5 1.500h-13A1.5 1.5 0 0 1 4 18.500v-13A1.5 1.5 0 0 1 5.5 4zM4 9.500h16M4 14.700h16M10 9.500V20",
        ),
        Glyph::Service => (
            "service",
            "M12 3.5 19.5 7.700v8.600L12 20.500l-7.5-4.200V7.700zM4.8 7.9 12 12l7.2-4.100M12 12v8.2",
        ),
        Glyph::RouteTable => ("route-table", "M6 20V4M6 8h9l3 2.500L15 13H6M18 20v-4"),
        Glyph::SecurityGroup => (
            "security-group",
            "M12 3.5 19 6v5.500c0 4.4-2.9 7.5-7 9-4.1-1.5-7-4.6-7-9V6zM9 12l2.2 2.200L15.2 10",
        ),
        Glyph::NetworkAcl => (
            "network-acl",
            "M4 20V8l4-3 4 3 4-3 4 3v12M4 12h16M4 16.500h16M8 5.500V20M12 8v12M16 5.500V20",
        ),
        Glyph::EgressOnlyInternetGateway => (
            "egress-only-internet-gateway",
            "M4 20V11a8 8 0 0 1 16 0v9M2.5 20h19M12 20v-9M8.8 14.2 12 11l3.2 3.2M9 17.5h6",
        ),
        Glyph::TransitGateway => (
            "transit-gateway",
            "M15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM12 9V3.5M12 15v5.5M9 12H3.5M15 12h5.5",
        ),
        Glyph::TransitGatewayAttachment => (
            "transit-gateway-attachment",
            "M19 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM13 12H4M6.5 8.500v7",
        ),
        Glyph::DirectConnect => ("direct-connect", "M3 12h5M16 12h5M8 8h3v8H8zM13 8h3v8h-3zM11 12h2"),
        Glyph::ClientVpn => (
            "client-vpn",
            "M5.5 5h13A1.5 1.5 0 0 1 20 6.500v8a1.5 1.5 0 0 1-1.5 1.500h-13A1.5 1.5 0 0 1 4 14.500v-8A1.5 1.5 0 0 1 5.5 5zM2.5 19h19M12 9.500v3",
        ),
        Glyph::LoadBalancer => (
            "load-balancer",
            "M7 12a2 2 0 1 1-4 0 2 2 0 0 1 4 0zM7 12h4M11 12l6-6M11 12h6M11 12l6 6M17 4.500h3.500v3H17zM17 10.500h3.500v3H17zM17 16.500h3.500v3H17z",
        ),
        Glyph::Dns => ("dns", "M4 6h10v4H4zM4 14h10v4H4zM17 8l3 4-3 4M14 8h3M14 16h3"),
        Glyph::PrefixList => ("prefix-list", "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01"),
    }
}

/// Every glyph of the scene; a test holds it to the match above.
pub const ALL: [Glyph; 30] = [
    Glyph::Vpc,
    Glyph::Subnet,
    Glyph::Instance,
    Glyph::Database,
    Glyph::Function,
    Glyph::Interface,
    Glyph::InternetGateway,
    Glyph::NatGateway,
    Glyph::Peering,
    Glyph::GatewayEndpoint,
    Glyph::InterfaceEndpoint,
    Glyph::VpnGateway,
    Glyph::CustomerGateway,
    Glyph::VpnConnection,
    Glyph::Site,
    Glyph::Internet,
    Glyph::Bucket,
    Glyph::Table,
    Glyph::Service,
    Glyph::RouteTable,
    Glyph::SecurityGroup,
    Glyph::NetworkAcl,
    Glyph::PrefixList,
    Glyph::EgressOnlyInternetGateway,
    Glyph::TransitGateway,
    Glyph::TransitGatewayAttachment,
    Glyph::DirectConnect,
    Glyph::ClientVpn,
    Glyph::LoadBalancer,
    Glyph::Dns,
];

/// The colour family of a glyph, in one word: `compute`, `network`.
pub const fn family(glyph: Glyph) -> &'static str {
    match glyph {
        Glyph::Instance | Glyph::Function | Glyph::Interface => "compute",
        Glyph::Database | Glyph::Table => "database",
        Glyph::Bucket | Glyph::Service => "storage",
        Glyph::SecurityGroup | Glyph::NetworkAcl => "security",
        Glyph::Subnet => "subnet",
        Glyph::Site | Glyph::CustomerGateway | Glyph::Internet => "site",
        _ => "network",
    }
}
