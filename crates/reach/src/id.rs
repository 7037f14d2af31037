//! Names of things: typed ids for records, and an untyped reference that can point at any of them.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::rc::Rc;

/// The id of a record of kind `T`: a piece of text that is unique in the whole topology.
///
/// AWS ids (`vpc-0abc…`) and ids that a person wrote (`app-vpc`) are both fine; ids are compared as
/// text and never parsed.
pub struct Id<T> {
    text: Rc<str>,
    record: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    pub fn new(text: impl Into<Rc<str>>) -> Self {
        Self {
            text: text.into(),
            record: PhantomData,
        }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn text(&self) -> Rc<str> {
        Rc::clone(&self.text)
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        Self {
            text: Rc::clone(&self.text),
            record: PhantomData,
        }
    }
}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<T> Borrow<str> for Id<T> {
    fn borrow(&self) -> &str {
        &self.text
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<T> From<&str> for Id<T> {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// What a [`Ref`] can point at. The word of [`Kind::word`] is the one of the text form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Vpc,
    Subnet,
    RouteTable,
    NetworkAcl,
    SecurityGroup,
    PrefixList,
    NetworkInterface,
    InternetGateway,
    NatGateway,
    PeeringConnection,
    GatewayEndpoint,
    InterfaceEndpoint,
    VpnGateway,
    CustomerGateway,
    VpnConnection,
    Site,
    EgressOnlyInternetGateway,
    TransitGateway,
    TransitGatewayAttachment,
    TransitGatewayRouteTable,
    DirectConnectGateway,
    VirtualInterface,
    ClientVpnEndpoint,
    LoadBalancer,
    EndpointService,
    GatewayLoadBalancerEndpoint,
    BlockPublicAccess,
    RegionalNatGateway,
    HostedZone,
    ResolverEndpoint,
    ResolverRule,
    ResourcePolicy,
    /// Not a record: everything with a public address. Its id is `internet`.
    Internet,
    /// Not a record: an AWS service's public side in one Region. Its id is `s3@us-east-1`.
    Service,
}

impl Kind {
    pub const ALL: [Kind; 34] = [
        Kind::Vpc,
        Kind::Subnet,
        Kind::RouteTable,
        Kind::NetworkAcl,
        Kind::SecurityGroup,
        Kind::PrefixList,
        Kind::NetworkInterface,
        Kind::InternetGateway,
        Kind::NatGateway,
        Kind::PeeringConnection,
        Kind::GatewayEndpoint,
        Kind::InterfaceEndpoint,
        Kind::VpnGateway,
        Kind::CustomerGateway,
        Kind::VpnConnection,
        Kind::Site,
        Kind::EgressOnlyInternetGateway,
        Kind::TransitGateway,
        Kind::TransitGatewayAttachment,
        Kind::TransitGatewayRouteTable,
        Kind::DirectConnectGateway,
        Kind::VirtualInterface,
        Kind::ClientVpnEndpoint,
        Kind::LoadBalancer,
        Kind::EndpointService,
        Kind::GatewayLoadBalancerEndpoint,
        Kind::BlockPublicAccess,
        Kind::RegionalNatGateway,
        Kind::HostedZone,
        Kind::ResolverEndpoint,
        Kind::ResolverRule,
        Kind::ResourcePolicy,
        Kind::Internet,
        Kind::Service,
    ];

    /// AWS's name in words, for people: "route table".
    pub const fn title(self) -> &'static str {
        match self {
            Kind::Vpc => "VPC",
            Kind::Subnet => "subnet",
            Kind::RouteTable => "route table",
            Kind::NetworkAcl => "network ACL",
            Kind::SecurityGroup => "security group",
            Kind::PrefixList => "prefix list",
            Kind::NetworkInterface => "network interface",
            Kind::InternetGateway => "internet gateway",
            Kind::NatGateway => "NAT gateway",
            Kind::PeeringConnection => "peering connection",
            Kind::GatewayEndpoint => "gateway endpoint",
            Kind::InterfaceEndpoint => "interface endpoint",
            Kind::VpnGateway => "virtual private gateway",
            Kind::CustomerGateway => "customer gateway",
            Kind::VpnConnection => "VPN connection",
            Kind::Site => "on-premises site",
            Kind::EgressOnlyInternetGateway => "egress-only internet gateway",
            Kind::TransitGateway => "transit gateway",
            Kind::TransitGatewayAttachment => "transit gateway attachment",
            Kind::TransitGatewayRouteTable => "transit gateway route table",
            Kind::DirectConnectGateway => "Direct Connect gateway",
            Kind::VirtualInterface => "virtual interface",
            Kind::ClientVpnEndpoint => "Client VPN endpoint",
            Kind::LoadBalancer => "load balancer",
            Kind::EndpointService => "endpoint service",
            Kind::GatewayLoadBalancerEndpoint => "Gateway Load Balancer endpoint",
            Kind::BlockPublicAccess => "Block Public Access",
            Kind::RegionalNatGateway => "regional NAT gateway",
            Kind::HostedZone => "hosted zone",
            Kind::ResolverEndpoint => "Resolver endpoint",
            Kind::ResolverRule => "Resolver rule",
            Kind::ResourcePolicy => "resource policy",
            Kind::Internet => "internet",
            Kind::Service => "AWS service",
        }
    }

    /// One word, as the text form, the JSON and the link write it: `route-table`.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Vpc => "vpc",
            Kind::Subnet => "subnet",
            Kind::RouteTable => "route-table",
            Kind::NetworkAcl => "network-acl",
            Kind::SecurityGroup => "security-group",
            Kind::PrefixList => "prefix-list",
            Kind::NetworkInterface => "interface",
            Kind::InternetGateway => "internet-gateway",
            Kind::NatGateway => "nat-gateway",
            Kind::PeeringConnection => "peering",
            Kind::GatewayEndpoint => "gateway-endpoint",
            Kind::InterfaceEndpoint => "interface-endpoint",
            Kind::VpnGateway => "vpn-gateway",
            Kind::CustomerGateway => "customer-gateway",
            Kind::VpnConnection => "vpn-connection",
            Kind::Site => "site",
            Kind::EgressOnlyInternetGateway => "egress-only-internet-gateway",
            Kind::TransitGateway => "transit-gateway",
            Kind::TransitGatewayAttachment => "attachment",
            Kind::TransitGatewayRouteTable => "transit-gateway-route-table",
            Kind::DirectConnectGateway => "direct-connect-gateway",
            Kind::VirtualInterface => "virtual-interface",
            Kind::ClientVpnEndpoint => "client-vpn-endpoint",
            Kind::LoadBalancer => "load-balancer",
            Kind::EndpointService => "endpoint-service",
            Kind::GatewayLoadBalancerEndpoint => "gateway-load-balancer-endpoint",
            Kind::BlockPublicAccess => "block-public-access",
            Kind::RegionalNatGateway => "regional-nat-gateway",
            Kind::HostedZone => "hosted-zone",
            Kind::ResolverEndpoint => "resolver-endpoint",
            Kind::ResolverRule => "resolver-rule",
            Kind::ResourcePolicy => "resource-policy",
            Kind::Internet => "internet",
            Kind::Service => "service",
        }
    }

    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Points at any element, drawn or not, present or deleted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ref {
    pub kind: Kind,
    pub id: Rc<str>,
}

impl Ref {
    pub fn new(kind: Kind, id: impl Into<Rc<str>>) -> Self {
        Self { kind, id: id.into() }
    }

    pub fn internet() -> Self {
        Self::new(Kind::Internet, "internet")
    }

    pub fn service(name: &str, region: &str) -> Self {
        Self::new(Kind::Service, format!("{name}@{region}"))
    }

    /// The typed id, if this points at a record of kind `T`.
    pub fn to_id<T: Record>(&self) -> Option<Id<T>> {
        (self.kind == T::KIND).then(|| Id::new(Rc::clone(&self.id)))
    }
}

/// A record of the topology; knows its kind.
pub trait Record {
    const KIND: Kind;
}

impl<T: Record> From<&Id<T>> for Ref {
    fn from(id: &Id<T>) -> Self {
        Ref {
            kind: T::KIND,
            id: id.text(),
        }
    }
}

impl<T: Record> From<Id<T>> for Ref {
    fn from(id: Id<T>) -> Self {
        Ref::from(&id)
    }
}

/// One row of an element's table: a route, a rule, an association. Written `rtb-1/10.0.0.0/16`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowRef {
    pub of: Ref,
    pub row: Row,
}

/// Which row. Its text (`Display`) is what the JSON calls `by` after the element's id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Row {
    /// A route, by its destination: `10.0.0.0/16`, `pl-s3`.
    Route(crate::topology::Destination),
    /// A security-group rule, by its place in the list: `in/0`.
    Rule(Direction, usize),
    /// A network ACL entry, by its number: `in/100`; the final deny is `in/*`.
    Entry(Direction, Option<u16>),
    /// One of the two tunnels of a VPN connection, 1 or 2: `t1`.
    Tunnel(u8),
    /// A prefix that a gateway learned or was given: `10.99.0.0/16`.
    Prefix(ipnet::IpNet),
}

/// Into the interface or subnet, or out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    In,
    Out,
}

impl Direction {
    pub const fn word(self) -> &'static str {
        match self {
            Direction::In => "in",
            Direction::Out => "out",
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Row::Route(destination) => write!(f, "{destination}"),
            Row::Rule(direction, index) => write!(f, "{}/{index}", direction.word()),
            Row::Entry(direction, Some(number)) => write!(f, "{}/{number}", direction.word()),
            Row::Entry(direction, None) => write!(f, "{}/*", direction.word()),
            Row::Tunnel(number) => write!(f, "t{number}"),
            Row::Prefix(prefix) => write!(f, "{prefix}"),
        }
    }
}

impl fmt::Display for RowRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.of.id, self.row)
    }
}
