//! Everything the palette can place: its words, where it goes, and how it is drawn there. One line each.

use reach::id::Kind;

use crate::message::Placeable::{self, *};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    pub what: Placeable,
    /// One word, for scripts: `nat-gateway`.
    pub word: &'static str,
    /// In a sentence: "NAT gateway".
    pub noun: &'static str,
    pub goes: Goes,
    pub drawn: Drawn,
}

/// Where it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goes {
    Canvas,
    In(Kind),
    /// On a subnet for that one alone, or on a VPC.
    InVpcOrSubnet,
    /// Between two things: it is made by connecting them.
    Between,
}

/// How it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    Frame(i32, i32),
    Card,
    /// A circle with a place of its own.
    Circle,
    /// A circle on the border of what it belongs to, or a chip: the place follows.
    Follows,
}

const fn made(what: Placeable, word: &'static str, noun: &'static str, goes: Goes, drawn: Drawn) -> Made {
    Made {
        what,
        word,
        noun,
        goes,
        drawn,
    }
}

use Drawn::{Card, Circle, Follows, Frame};
use Goes::{Between, Canvas, In, InVpcOrSubnet};

#[rustfmt::skip]
pub const ALL: &[Made] = &[
    made(Vpc, "vpc", "VPC", Canvas, Frame(312, 240)),
    made(Subnet, "subnet", "subnet", In(Kind::Vpc), Frame(248, 144)),
    made(Instance, "instance", "instance", In(Kind::Subnet), Card),
    made(Database, "database", "database", In(Kind::Subnet), Card),
    made(Function, "function", "function", In(Kind::Subnet), Card),
    made(InternetGateway, "internet-gateway", "internet gateway", In(Kind::Vpc), Follows),
    made(NatGateway, "nat-gateway", "NAT gateway", In(Kind::Subnet), Card),
    made(Peering, "peering", "peering connection", Between, Follows),
    made(GatewayEndpoint, "gateway-endpoint", "gateway endpoint", InVpcOrSubnet, Follows),
    made(InterfaceEndpoint, "interface-endpoint", "interface endpoint", In(Kind::Subnet), Card),
    made(VpnGateway, "vpn-gateway", "virtual private gateway", In(Kind::Vpc), Follows),
    made(Site, "site", "on-premises site", Canvas, Frame(248, 144)),
    made(RouteTable, "route-table", "route table", InVpcOrSubnet, Follows),
    made(SecurityGroup, "security-group", "security group", In(Kind::Vpc), Follows),
    made(NetworkAcl, "network-acl", "network ACL", InVpcOrSubnet, Follows),
    made(PrefixList, "prefix-list", "prefix list", Canvas, Follows),
    made(BlockPublicAccess, "block-public-access", "Block Public Access", Canvas, Circle),
    made(ResourcePolicy, "resource-policy", "resource policy", Canvas, Circle),
    made(EgressOnlyInternetGateway, "egress-only-internet-gateway", "egress-only internet gateway", In(Kind::Vpc), Follows),
    made(RegionalNatGateway, "regional-nat-gateway", "regional NAT gateway", In(Kind::Vpc), Follows),
    made(NatInstance, "nat-instance", "NAT instance", In(Kind::Subnet), Card),
    made(Appliance, "appliance", "appliance", In(Kind::Subnet), Card),
    made(TransitGateway, "transit-gateway", "transit gateway", Canvas, Circle),
    made(TransitGatewayAttachment, "transit-gateway-attachment", "transit gateway attachment", Between, Follows),
    made(TransitGatewayRouteTable, "transit-gateway-route-table", "transit gateway route table", In(Kind::TransitGateway), Follows),
    made(CustomerGateway, "customer-gateway", "customer gateway", In(Kind::Site), Follows),
    made(VpnConnection, "vpn-connection", "VPN connection", Between, Follows),
    made(DirectConnectGateway, "direct-connect-gateway", "Direct Connect gateway", Canvas, Circle),
    made(VirtualInterface, "virtual-interface", "virtual interface", Between, Follows),
    made(ClientVpnEndpoint, "client-vpn-endpoint", "Client VPN endpoint", InVpcOrSubnet, Follows),
    made(NetworkLoadBalancer, "network-load-balancer", "Network Load Balancer", InVpcOrSubnet, Follows),
    made(ApplicationLoadBalancer, "application-load-balancer", "Application Load Balancer", InVpcOrSubnet, Follows),
    made(GatewayLoadBalancer, "gateway-load-balancer", "Gateway Load Balancer", InVpcOrSubnet, Follows),
    made(EndpointService, "endpoint-service", "endpoint service", Canvas, Circle),
    made(GatewayLoadBalancerEndpoint, "gateway-load-balancer-endpoint", "Gateway Load Balancer endpoint", In(Kind::Subnet), Card),
    made(HostedZone, "hosted-zone", "hosted zone", Canvas, Circle),
    made(InboundResolver, "inbound-resolver", "inbound Resolver endpoint", In(Kind::Subnet), Follows),
    made(OutboundResolver, "outbound-resolver", "outbound Resolver endpoint", In(Kind::Subnet), Follows),
    made(ResolverRule, "resolver-rule", "Resolver rule", Canvas, Circle),
];

const FIRST: Made = made(Vpc, "vpc", "VPC", Canvas, Frame(312, 240));

pub fn of(what: Placeable) -> &'static Made {
    ALL.iter().find(|made| made.what == what).unwrap_or(&FIRST)
}

/// What a word of a script names.
pub fn named(word: &str) -> Option<Placeable> {
    ALL.iter().find(|made| made.word == word).map(|made| made.what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_in_the_palette_has_a_line() {
        for item in crate::panel::palette::all() {
            assert_eq!(of(item.places).what, item.places);
        }
        assert_eq!(crate::panel::palette::all().count(), ALL.len());
    }
}
