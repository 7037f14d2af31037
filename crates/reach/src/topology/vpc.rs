use ipnet::{Ipv4Net, Ipv6Net};
use std::rc::Rc;

use super::{NetworkAclId, RouteTableId, SecurityGroupId, VpcId};
use crate::id::Id;

/// A VPC. Docs: vpc/latest/userguide/vpc-cidr-blocks.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vpc {
    /// The Name tag, if it says something else than the id.
    pub name: Option<Rc<str>>,
    pub region: Rc<str>,
    /// The owner's account id; `None` is the one account that a diagram without accounts is about.
    pub account: Option<Rc<str>>,
    /// The primary CIDR first.
    pub cidrs: Vec<Ipv4Net>,
    pub ipv6_cidrs: Vec<Ipv6Net>,
    /// The main route table, where it was changed or replaced.
    pub main_route_table: Option<RouteTableId>,
    pub default_security_group: Option<SecurityGroupId>,
    pub default_network_acl: Option<NetworkAclId>,
    pub dns_support: bool,
    pub dns_hostnames: bool,
}

impl Vpc {
    pub const DEFAULT_REGION: &'static str = "us-east-1";

    pub fn new(cidr: Ipv4Net) -> Self {
        Self {
            name: None,
            region: Self::DEFAULT_REGION.into(),
            account: None,
            cidrs: vec![cidr],
            ipv6_cidrs: Vec::new(),
            main_route_table: None,
            default_security_group: None,
            default_network_acl: None,
            dns_support: true,
            dns_hostnames: false,
        }
    }

    /// The id of the main route table that AWS makes with the VPC.
    pub fn implicit_main_route_table(vpc: &VpcId) -> RouteTableId {
        Id::new(format!("{vpc}.main"))
    }

    pub fn implicit_security_group(vpc: &VpcId) -> SecurityGroupId {
        Id::new(format!("{vpc}.default-sg"))
    }

    pub fn implicit_network_acl(vpc: &VpcId) -> NetworkAclId {
        Id::new(format!("{vpc}.default-acl"))
    }
}

/// A subnet. Docs: vpc/latest/userguide/subnet-sizing.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subnet {
    pub name: Option<Rc<str>>,
    pub vpc: VpcId,
    /// Availability Zone, as AWS writes it: `us-east-1a`.
    pub zone: Rc<str>,
    /// `None` in an IPv6-only subnet.
    pub cidr: Option<Ipv4Net>,
    pub ipv6_cidr: Option<Ipv6Net>,
    /// The explicit association; `None` follows the VPC's main table (RT-01, RT-02).
    pub route_table: Option<RouteTableId>,
    /// `None` is the VPC's default network ACL (NA-01).
    pub network_acl: Option<NetworkAclId>,
}

impl Subnet {
    pub fn new(vpc: VpcId, zone: impl Into<Rc<str>>, cidr: Ipv4Net) -> Self {
        Self {
            name: None,
            vpc,
            zone: zone.into(),
            cidr: Some(cidr),
            ipv6_cidr: None,
            route_table: None,
            network_acl: None,
        }
    }
}
