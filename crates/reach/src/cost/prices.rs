//! List prices of us-east-1, each with its source. This is the one place with prices: to bring them up to date, change the
//! numbers, the sources and [`AS_OF`] here. They are for comparison; AWS's own pages decide (aws.amazon.com).

#[cfg(test)]
mod tests;

use super::Money;
use crate::reason::{Reason, reasons};

/// When the prices were collected.
pub const AS_OF: &str = "2026-06";
/// Whose prices they are.
pub const REGION: &str = "us-east-1";

/// One line of the price list.
#[derive(Debug, PartialEq, Eq)]
pub struct Price {
    pub reason: &'static Reason,
    pub per_hour: Money,
    pub per_gb: Money,
    /// What is counted otherwise: `(amount, for what)`.
    pub otherwise: Option<(Money, &'static str)>,
    pub source: &'static str,
    pub basis: Basis,
}

/// How sure the price is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// A page of AWS's own says so.
    Aws,
    /// Other people's lists of AWS's prices agree.
    ThirdParty,
    /// Commonly known; no page was found.
    Assumed,
}

impl Price {
    /// The rule that the price goes by: `CO-03`.
    pub fn rule(&self) -> &'static str {
        self.reason.rules.first().copied().unwrap_or_default()
    }
}

/// Declares the prices in millionths of a dollar, and `PRICES`, the list of them.
macro_rules! prices {
    ($($name:ident ($reason:ident) hour $hour:literal gb $gb:literal $([$amount:literal $what:literal])? $basis:ident $source:literal;)*) => {
        $(
            pub(super) static $name: Price = Price {
                reason: &$reason,
                per_hour: Money($hour),
                per_gb: Money($gb),
                otherwise: prices!(@each $($amount $what)?),
                source: $source,
                basis: Basis::$basis,
            };
        )*
        /// The whole list.
        pub static PRICES: &[&Price] = &[$(&$name),*];
    };
    (@each) => { None };
    (@each $amount:literal $what:literal) => { Some((Money($amount), $what)) };
}

prices! {
    FREE (IS_FREE) hour 0 gb 0
        ThirdParty "usage.ai/blogs/aws-network-costs, May 2026; factualminds.com amazon-vpc-pricing, 13 June 2026";
    GATEWAY_ENDPOINT (OF_GATEWAY_ENDPOINT) hour 0 gb 0
        Aws "docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html";
    NAT_GATEWAY (OF_NAT_GATEWAY) hour 45_000 gb 45_000
        ThirdParty "dev.to \"Complete Guide to Cloud Networking Costs\", 2026; cloudpipelines.pages.dev, 2026";
    INTERFACE_ENDPOINT (OF_INTERFACE_ENDPOINT) hour 10_000 gb 10_000
        Aws "aws.amazon.com/privatelink/pricing, first PB of a month; then 0.006, above 5 PB 0.004";
    GATEWAY_LOAD_BALANCER_ENDPOINT (OF_GATEWAY_LOAD_BALANCER_ENDPOINT) hour 10_000 gb 3_500
        Assumed "a public price list has the same pair under another name";
    GATEWAY_LOAD_BALANCER (OF_GATEWAY_LOAD_BALANCER) hour 12_500 gb 0 [4_000 "GLCU-hour"]
        ThirdParty "public price lists that quote aws.amazon.com/elasticloadbalancing/pricing";
    NETWORK_LOAD_BALANCER (OF_LOAD_BALANCER) hour 22_500 gb 0 [6_000 "NLCU-hour"]
        ThirdParty "public price lists that quote aws.amazon.com/elasticloadbalancing/pricing";
    APPLICATION_LOAD_BALANCER (OF_LOAD_BALANCER) hour 22_500 gb 0 [8_000 "LCU-hour"]
        ThirdParty "public price lists that quote aws.amazon.com/elasticloadbalancing/pricing";
    TRANSIT_GATEWAY_ATTACHMENT (OF_TRANSIT_GATEWAY) hour 50_000 gb 20_000
        ThirdParty "dev.to \"Complete Guide to Cloud Networking Costs\", 2026; that the sender pays, and nobody on a peering attachment, is assumed";
    VPN_CONNECTION (OF_VPN_CONNECTION) hour 50_000 gb 0
        ThirdParty "factualminds.com amazon-vpc-pricing, 13 June 2026; kodekloud; AWS's VPC pricing page says per connection-hour";
    VPN_DATA_OUT (OF_VPN_DATA) hour 0 gb 90_000
        ThirdParty "factualminds.com amazon-vpc-pricing, 13 June 2026: as data out to the internet";
    CLIENT_VPN_ASSOCIATION (OF_CLIENT_VPN) hour 100_000 gb 0
        ThirdParty "public lists made from the AWS price list";
    CLIENT_VPN_CLIENT (OF_CLIENT_VPN_CLIENT) hour 50_000 gb 0
        ThirdParty "public lists made from the AWS price list";
    PUBLIC_IPV4 (OF_PUBLIC_IPV4) hour 5_000 gb 0
        ThirdParty "factualminds.com amazon-vpc-pricing, 13 June 2026; dev.to \"Complete Guide to Cloud Networking Costs\", 2026; in force since February 2024";
    SAME_ZONE (IN_SAME_ZONE) hour 0 gb 0
        ThirdParty "dev.to \"Complete Guide to Cloud Networking Costs\", 2026";
    OTHER_ZONE (TO_OTHER_ZONE) hour 0 gb 10_000
        ThirdParty "usage.ai/blogs/aws-network-costs, May 2026; dev.to \"Complete Guide to Cloud Networking Costs\", 2026";
    OTHER_REGION (TO_OTHER_REGION) hour 0 gb 20_000
        ThirdParty "usage.ai/blogs/aws-network-costs, May 2026; other Regions up to 0.17";
    INTERNET_OUT (TO_INTERNET) hour 0 gb 90_000
        ThirdParty "dev.to \"Complete Guide to Cloud Networking Costs\", 2026; first 10 TB of a month, the first 100 GB free";
    INTERNET_IN (FROM_INTERNET) hour 0 gb 0
        ThirdParty "dev.to \"Complete Guide to Cloud Networking Costs\", 2026";
    RESOLVER_ENDPOINT (OF_RESOLVER_ENDPOINT) hour 125_000 gb 0 [400_000 "million queries"]
        Assumed "commonly known, for each network interface of the endpoint";
    FLOW_LOGS_IN_CLOUDWATCH (OF_FLOW_LOGS) hour 0 gb 500_000
        Assumed "commonly known, first 10 TB of a month";
    FLOW_LOGS_IN_S3 (OF_FLOW_LOGS) hour 0 gb 250_000
        Assumed "commonly known, first 10 TB of a month";
    REACHABILITY_ANALYZER (OF_ANALYZERS) hour 0 gb 0 [100_000 "analysis"]
        Aws "docs.aws.amazon.com/vpc/latest/reachability, pricing";
    NETWORK_ACCESS_ANALYZER (OF_ANALYZERS) hour 0 gb 0 [2_000 "network interface"]
        Aws "docs.aws.amazon.com/vpc/latest/network-access-analyzer, pricing";
    PUBLIC_WAY (BY_PUBLIC_ADDRESS) hour 0 gb 10_000
        Assumed "commonly known, in each direction";
}

reasons! {
    IS_FREE: "cost-free" ["CO-01"] "Free",
        "{at} costs nothing, neither by the hour nor by the GB.",
        "vpc/latest/peering/what-is-vpc-peering.html";
    OF_GATEWAY_ENDPOINT: "cost-gateway-endpoint" ["CO-02", "EG-18"] "Free",
        "{at} costs nothing, neither by the hour nor by the GB.",
        "vpc/latest/privatelink/gateway-endpoints.html";
    OF_NAT_GATEWAY: "cost-nat-gateway" ["CO-03"] "NAT gateway",
        "{at} costs {hour} dollars an hour, and {gigabyte} for each GB in either direction.",
        "vpc/latest/userguide/nat-gateway-pricing.html";
    OF_INTERFACE_ENDPOINT: "cost-interface-endpoint" ["CO-04", "EI-18"] "Interface endpoint",
        "{at} costs {hour} dollars an hour, the sum over its Availability Zones, and {gigabyte} for each GB in either direction.",
        "vpc/latest/privatelink/privatelink-access-aws-services.html";
    OF_GATEWAY_LOAD_BALANCER_ENDPOINT: "cost-gateway-load-balancer-endpoint" ["CO-05"] "Gateway Load Balancer endpoint",
        "{at} costs {hour} dollars an hour, and {gigabyte} for each GB.",
        "elasticloadbalancing/latest/gateway/introduction.html", assumed;
    OF_GATEWAY_LOAD_BALANCER: "cost-gateway-load-balancer" ["CO-06"] "Gateway Load Balancer",
        "{at} costs {hour} dollars an hour, and more with its load.",
        "elasticloadbalancing/latest/gateway/introduction.html";
    OF_LOAD_BALANCER: "cost-load-balancer" ["CO-07"] "Load balancer",
        "{at} costs {hour} dollars an hour, and more with its load.",
        "elasticloadbalancing/latest/network/introduction.html";
    OF_TRANSIT_GATEWAY: "cost-transit-gateway" ["CO-08"] "Transit gateway attachment",
        "{at} costs {hour} dollars an hour, as every attachment does, and {gigabyte} for each GB that is sent into it.",
        "vpc/latest/tgw/what-is-transit-gateway.html";
    OF_VPN_CONNECTION: "cost-vpn-connection" ["CO-09"] "VPN connection",
        "{at} costs {hour} dollars an hour.",
        "vpn/latest/s2svpn/VPC_VPN.html";
    OF_VPN_DATA: "cost-vpn-data-out" ["CO-09", "CO-15"] "Data out over the VPN",
        "Each GB that leaves AWS through {at} costs {gigabyte} dollars, the same as to the internet; what comes in is free.",
        "vpn/latest/s2svpn/VPC_VPN.html";
    OF_CLIENT_VPN: "cost-client-vpn" ["CO-10"] "Client VPN association",
        "{at} costs {hour} dollars an hour for the subnets that it is associated with.",
        "vpn/latest/clientvpn-admin/what-is.html";
    OF_CLIENT_VPN_CLIENT: "cost-client-vpn-client" ["CO-10"] "Connected client",
        "Each client that is connected to {at} costs {hour} dollars an hour.",
        "vpn/latest/clientvpn-admin/what-is.html";
    OF_PUBLIC_IPV4: "cost-public-ipv4" ["CO-11", "EA-02"] "Public IPv4 address",
        "The public IPv4 address of {at} costs {hour} dollars an hour, in use or not.",
        "vpc/latest/userguide/vpc-ip-addressing.html";
    IN_SAME_ZONE: "cost-same-zone" ["CO-12"] "Same Availability Zone",
        "Between {from} and {at} the data stays in one Availability Zone, which is free.",
        "cur/latest/userguide/cur-data-transfers-charges.html";
    TO_OTHER_ZONE: "cost-other-zone" ["CO-13"] "To another Availability Zone",
        "Between {from} and {at} each GB goes to another Availability Zone and is paid twice, out of one and into the other: {gigabyte} dollars.",
        "cur/latest/userguide/cur-data-transfers-charges.html";
    TO_OTHER_REGION: "cost-other-region" ["CO-14"] "To another Region",
        "Each GB to another Region by {at} costs {gigabyte} dollars, depending on the Region it leaves.",
        "cur/latest/userguide/cur-data-transfers-charges.html";
    TO_INTERNET: "cost-internet-out" ["CO-15"] "Data out to the internet",
        "Each GB out to the internet costs {gigabyte} dollars.",
        "cur/latest/userguide/cur-data-transfers-charges.html";
    FROM_INTERNET: "cost-internet-in" ["CO-16"] "Data in from the internet",
        "What comes in from the internet is free.",
        "cur/latest/userguide/cur-data-transfers-charges.html";
    OF_RESOLVER_ENDPOINT: "cost-resolver-endpoint" ["CO-18"] "Resolver endpoint",
        "{at} costs {hour} dollars an hour, for each of its network interfaces a part.",
        "Route53/latest/DeveloperGuide/resolver.html", assumed;
    OF_FLOW_LOGS: "cost-flow-logs" ["CO-19"] "Flow logs",
        "Each GB of flow logs costs {gigabyte} dollars to deliver.",
        "vpc/latest/userguide/flow-logs.html", assumed;
    OF_ANALYZERS: "cost-analyzer" ["CO-20", "RA-04"] "AWS's own analyzers",
        "AWS's own analyzers are paid by use.",
        "vpc/latest/reachability/what-is-reachability-analyzer.html";
    BY_PUBLIC_ADDRESS: "cost-public-way" ["CO-21"] "By public address",
        "Between {from} and {at} each GB goes by public addresses and is paid twice, out and in: {gigabyte} dollars.",
        "cur/latest/userguide/cur-data-transfers-charges.html", assumed;
}
