use std::net::Ipv4Addr;
use std::rc::Rc;

use super::{RouteTableId, SubnetId, VpcId};

/// An internet gateway. Docs: vpc/latest/userguide/VPC_Internet_Gateway.html
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InternetGateway {
    pub name: Option<Rc<str>>,
    /// `None` while detached.
    pub vpc: Option<VpcId>,
    /// The gateway route table (edge association) for what comes in; `None` delivers by the local route (RT-43).
    pub route_table: Option<RouteTableId>,
}

/// An egress-only internet gateway, for IPv6. Docs: vpc/latest/userguide/egress-only-internet-gateway.html
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EgressOnlyInternetGateway {
    pub name: Option<Rc<str>>,
    /// `None` while detached.
    pub vpc: Option<VpcId>,
}

/// A zonal NAT gateway. Docs: vpc/latest/userguide/nat-gateway-basics.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NatGateway {
    pub name: Option<Rc<str>>,
    pub subnet: SubnetId,
    pub ipv4: Ipv4Addr,
    pub connectivity: NatConnectivity,
    pub state: NatState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NatConnectivity {
    /// With its Elastic IP.
    Public(Ipv4Addr),
    Private,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NatState {
    Pending,
    Available,
    Failed,
    Deleting,
    Deleted,
}

/// A VPC peering connection. Docs: vpc/latest/peering/vpc-peering-basics.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeeringConnection {
    pub name: Option<Rc<str>>,
    pub requester: VpcId,
    pub accepter: VpcId,
    pub state: PeeringState,
    /// `AllowDnsResolutionFromRemoteVpc` of each side (PEER-50).
    pub requester_dns: bool,
    pub accepter_dns: bool,
}

impl PeeringConnection {
    pub fn new(requester: VpcId, accepter: VpcId, state: PeeringState) -> Self {
        Self {
            name: None,
            requester,
            accepter,
            state,
            requester_dns: false,
            accepter_dns: false,
        }
    }

    /// The VPC at the other end; `None` if `vpc` is not one of the two.
    pub fn other(&self, vpc: &VpcId) -> Option<&VpcId> {
        if *vpc == self.requester {
            Some(&self.accepter)
        } else if *vpc == self.accepter {
            Some(&self.requester)
        } else {
            None
        }
    }
}

/// The states of PEER-01, complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeeringState {
    InitiatingRequest,
    PendingAcceptance,
    Provisioning,
    Active,
    Failed,
    Expired,
    Rejected,
    Deleting,
    Deleted,
}

impl PeeringState {
    pub const ALL: [PeeringState; 9] = [
        PeeringState::InitiatingRequest,
        PeeringState::PendingAcceptance,
        PeeringState::Provisioning,
        PeeringState::Active,
        PeeringState::Failed,
        PeeringState::Expired,
        PeeringState::Rejected,
        PeeringState::Deleting,
        PeeringState::Deleted,
    ];

    /// As AWS writes it.
    pub const fn word(self) -> &'static str {
        match self {
            PeeringState::InitiatingRequest => "initiating-request",
            PeeringState::PendingAcceptance => "pending-acceptance",
            PeeringState::Provisioning => "provisioning",
            PeeringState::Active => "active",
            PeeringState::Failed => "failed",
            PeeringState::Expired => "expired",
            PeeringState::Rejected => "rejected",
            PeeringState::Deleting => "deleting",
            PeeringState::Deleted => "deleted",
        }
    }
}
