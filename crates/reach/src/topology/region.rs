//! What belongs to a Region or a VPC as a whole: Block Public Access, regional NAT gateways, and names (BP-*, NG-09, DN-*).

use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;

use super::{EndpointSubnet, NatState, ResolverEndpointId, RouteTableId, SecurityGroupId, VpcId};
use crate::id::Ref;
use crate::sorted::SortedSet;

/// VPC Block Public Access of an account in a Region (BP-01). Docs: vpc/latest/userguide/security-vpc-bpa.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockPublicAccess {
    pub name: Option<Rc<str>>,
    pub region: Rc<str>,
    /// `None` is the one account that a diagram without accounts is about.
    pub account: Option<Rc<str>>,
    pub mode: BlockMode,
    pub exclusions: Vec<Exclusion>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockMode {
    Off,
    Bidirectional,
    Ingress,
}

/// A VPC or subnet that is left out (BP-03).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    pub of: Ref,
    pub mode: ExclusionMode,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExclusionMode {
    Bidirectional,
    Egress,
}

/// A regional NAT gateway: of a VPC, in no subnet (NG-09). Docs: vpc/latest/userguide/nat-gateways-regional.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionalNatGateway {
    pub name: Option<Rc<str>>,
    pub vpc: VpcId,
    /// The Availability Zones of manual mode; empty is automatic mode, which follows the VPC's interfaces.
    pub zones: Vec<Rc<str>>,
    pub public_ipv4: Vec<Ipv4Addr>,
    /// Its own route table; `None` is the one that AWS makes with it, with a route to the internet gateway.
    pub route_table: Option<RouteTableId>,
    pub state: NatState,
}

/// A hosted zone of Route 53: private to its VPCs, public if it has none (DN-07).
/// Docs: Route53/latest/DeveloperGuide/hosted-zones-private.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostedZone {
    pub name: Option<Rc<str>>,
    pub domain: Rc<str>,
    pub vpcs: SortedSet<VpcId>,
    pub records: Vec<DnsRecord>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DnsRecord {
    /// In full: `www.example.com`.
    pub name: Rc<str>,
    pub addresses: Vec<IpAddr>,
    /// The endpoint or load balancer whose addresses it answers with.
    pub alias: Option<Ref>,
}

/// A Resolver endpoint: the way in or out for queries (DN-09). Docs: Route53/latest/DeveloperGuide/resolver.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolverEndpoint {
    pub name: Option<Rc<str>>,
    pub vpc: VpcId,
    pub direction: ResolverDirection,
    pub subnets: Vec<EndpointSubnet>,
    /// Empty means the VPC's default security group.
    pub security_groups: Vec<SecurityGroupId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResolverDirection {
    Inbound,
    Outbound,
}

/// A forwarding rule: queries for a domain go to servers elsewhere (DN-09, DN-10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolverRule {
    pub name: Option<Rc<str>>,
    pub domain: Rc<str>,
    /// The outbound endpoint that the queries leave by.
    pub endpoint: Option<ResolverEndpointId>,
    pub targets: Vec<IpAddr>,
    pub vpcs: SortedSet<VpcId>,
}
