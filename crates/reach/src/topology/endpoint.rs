use std::net::Ipv4Addr;
use std::rc::Rc;

use super::{RouteTableId, SecurityGroupId, SubnetId, VpcId};
use crate::sorted::SortedSet;

/// A gateway endpoint for S3 or DynamoDB. Docs: vpc/latest/privatelink/gateway-endpoints.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayEndpoint {
    pub name: Option<Rc<str>>,
    pub vpc: VpcId,
    /// `s3` or `dynamodb`.
    pub service: Rc<str>,
    /// The tables that carry its route (EG-02, EG-03).
    pub route_tables: SortedSet<RouteTableId>,
    pub state: EndpointState,
}

/// An interface endpoint (PrivateLink) for an AWS service. Docs: vpc/latest/privatelink/create-interface-endpoint.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterfaceEndpoint {
    pub name: Option<Rc<str>>,
    pub vpc: VpcId,
    /// `sqs`, `ssm`, `s3`, …
    pub service: Rc<str>,
    /// One network interface in each of these subnets (EI-01).
    pub subnets: Vec<EndpointSubnet>,
    /// Empty means the VPC's default security group (EI-02).
    pub security_groups: Vec<SecurityGroupId>,
    pub private_dns: bool,
    pub state: EndpointState,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointSubnet {
    pub subnet: SubnetId,
    pub ipv4: Ipv4Addr,
}

/// The states of EI-14.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EndpointState {
    PendingAcceptance,
    Pending,
    Available,
    Rejected,
    Expired,
    Failed,
    Deleting,
    Deleted,
}
