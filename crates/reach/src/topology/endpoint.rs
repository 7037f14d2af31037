use std::net::Ipv4Addr;
use std::rc::Rc;

use ipnet::IpNet;

use super::{EndpointServiceId, RouteTableId, SecurityGroupId, SubnetId, VpcId};
use crate::id::Ref;
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
    /// `None` is AWS's own: full access (EG-08).
    pub policy: Option<Vec<Statement>>,
    /// Which of the service's prefix lists it routes (EG-12).
    pub address_type: AddressType,
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
    /// The endpoint service that it is for; then `service` is empty (PL-03).
    pub provider: Option<EndpointServiceId>,
    /// The Region of the service, if it is another one (PL-10).
    pub service_region: Option<Rc<str>>,
    /// Private DNS answers only queries through an inbound Resolver endpoint (EI-10).
    pub inbound_resolver_only: bool,
    /// `None` is AWS's own: full access (EI-11).
    pub policy: Option<Vec<Statement>>,
}

/// One statement of a policy, as far as it decides about a bucket, a table or the like (EG-08).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub effect: Effect,
    /// `*` is everything, as in a policy.
    pub principal: Rc<str>,
    pub action: Rc<str>,
    pub resource: Rc<str>,
    /// `aws:SourceIp`: the public address that the service sees. Never fits through an endpoint (EG-11).
    pub source_ip: Option<IpNet>,
    /// `aws:SourceVpce` for an endpoint, `aws:SourceVpc` for a VPC.
    pub source: Option<Ref>,
    /// What else must hold.
    pub conditions: Vec<PolicyCondition>,
}

impl Statement {
    /// Everything for everybody, as in the policy that AWS gives an endpoint.
    pub fn everything() -> Self {
        Self {
            effect: Effect::Allow,
            principal: "*".into(),
            action: "*".into(),
            resource: "*".into(),
            source_ip: None,
            source: None,
            conditions: Vec::new(),
        }
    }
}

/// A part of a statement that is kept. `StringNotEquals` of `aws:SourceVpce` or `aws:SourceVpc` is read; whether any other holds is
/// unknown (DEC-26). `StringLike`, `aws:PrincipalOrgID` and its
/// values; `NotAction` is `Not`, `Action`, and `"Principal": {"Service": …}` is `Is`, `Principal:Service`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyCondition {
    pub operator: Rc<str>,
    pub key: Rc<str>,
    pub values: Vec<Rc<str>>,
}

/// The policy of a bucket, a table or the like itself, which decides beside that of the endpoint (EG-08, EG-11).
/// Docs: AmazonS3/latest/userguide/bucket-policies.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourcePolicy {
    pub name: Option<Rc<str>>,
    /// Whose policy it is: what flows name as their resource.
    pub resource: Rc<str>,
    pub statements: Vec<Statement>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    Allow,
    Deny,
}

/// The IP address types of an endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AddressType {
    #[default]
    Ipv4,
    Ipv6,
    Dualstack,
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

impl EndpointState {
    pub const fn word(self) -> &'static str {
        match self {
            EndpointState::PendingAcceptance => "pending-acceptance",
            EndpointState::Pending => "pending",
            EndpointState::Available => "available",
            EndpointState::Rejected => "rejected",
            EndpointState::Expired => "expired",
            EndpointState::Failed => "failed",
            EndpointState::Deleting => "deleting",
            EndpointState::Deleted => "deleted",
        }
    }
}
