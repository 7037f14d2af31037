//! Transit gateways, what is attached to them, and their route tables (TGW-01 to TGW-62).

use std::rc::Rc;

use ipnet::IpNet;

use super::{
    ClientVpnEndpointId, Destination, DirectConnectGatewayId, SubnetId, TransitGatewayAttachmentId, TransitGatewayId,
    TransitGatewayRouteTableId, Vpc, VpcId, VpnConnectionId,
};
use crate::id::{Id, Ref};
use crate::sorted::SortedSet;

/// A transit gateway: a router of one Region. Docs: vpc/latest/tgw/how-transit-gateways-work.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitGateway {
    pub name: Option<Rc<str>>,
    pub region: Rc<str>,
    /// The owner's account id; `None` is the one account that a diagram without accounts is about.
    pub account: Option<Rc<str>>,
    pub asn: u32,
    /// For Connect, private-IP VPN and Client VPN (TGW-08).
    pub cidr_blocks: Vec<IpNet>,
    /// Attachments that say nothing else are associated with the default association table, …
    pub default_association: bool,
    /// … and propagate to the default propagation table (TGW-05).
    pub default_propagation: bool,
    /// The default association table, where it was changed or replaced.
    pub association_table: Option<TransitGatewayRouteTableId>,
    /// The default propagation table, where it was changed or replaced.
    pub propagation_table: Option<TransitGatewayRouteTableId>,
    pub dns_support: bool,
    pub vpn_ecmp: bool,
    pub sg_referencing: bool,
    /// Attachments of other accounts need no acceptance.
    pub auto_accept: bool,
    /// The accounts that may attach their VPCs (TGW-04).
    pub shared_with: SortedSet<Rc<str>>,
}

impl Default for TransitGateway {
    /// As AWS creates one (TGW-05).
    fn default() -> Self {
        Self {
            name: None,
            region: Vpc::DEFAULT_REGION.into(),
            account: None,
            asn: Self::DEFAULT_ASN,
            cidr_blocks: Vec::new(),
            default_association: true,
            default_propagation: true,
            association_table: None,
            propagation_table: None,
            dns_support: true,
            vpn_ecmp: true,
            sg_referencing: false,
            auto_accept: false,
            shared_with: SortedSet::new(),
        }
    }
}

impl TransitGateway {
    pub const DEFAULT_ASN: u32 = 64512;

    /// The id of the default route table that AWS makes with the gateway (TGW-06). A record with this id stands for it.
    pub fn implicit_route_table(gateway: &TransitGatewayId) -> TransitGatewayRouteTableId {
        Id::new(format!("{gateway}.default"))
    }

    /// The default association table, if there is one.
    pub fn default_association_of(&self, own: &TransitGatewayId) -> Option<TransitGatewayRouteTableId> {
        let implicit = || Self::implicit_route_table(own);
        self.default_association
            .then(|| self.association_table.clone().unwrap_or_else(implicit))
    }

    /// The default propagation table, if there is one.
    pub fn default_propagation_of(&self, own: &TransitGatewayId) -> Option<TransitGatewayRouteTableId> {
        let implicit = || Self::implicit_route_table(own);
        self.default_propagation
            .then(|| self.propagation_table.clone().unwrap_or_else(implicit))
    }
}

/// What joins a VPC, a connection or another gateway to a transit gateway. Docs: vpc/latest/tgw/working-with-transit-gateways.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitGatewayAttachment {
    pub name: Option<Rc<str>>,
    pub gateway: TransitGatewayId,
    pub to: Attached,
    pub state: AttachmentState,
    pub association: Association,
    /// The tables that learn its prefixes (TGW-11); `None` follows the gateway's default.
    pub propagations: Option<SortedSet<TransitGatewayRouteTableId>>,
    pub appliance_mode: bool,
    pub ipv6: bool,
    pub sg_referencing: bool,
    pub dns_support: bool,
}

impl TransitGatewayAttachment {
    /// As AWS creates one (TGW-05).
    pub fn new(gateway: TransitGatewayId, to: Attached) -> Self {
        Self {
            name: None,
            gateway,
            to,
            state: AttachmentState::Available,
            association: Association::ByDefault,
            propagations: None,
            appliance_mode: false,
            ipv6: false,
            sg_referencing: true,
            dns_support: true,
        }
    }
}

/// The one table that packets from the attachment are looked up in (TGW-10).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Association {
    /// The gateway's default association table, if it has one. Not in a resolved network, where it is spelled out.
    ByDefault,
    None,
    Table(TransitGatewayRouteTableId),
}

/// The far side of an attachment (TGW-01).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attached {
    /// With one subnet in each Availability Zone that it serves (TGW-02).
    Vpc {
        vpc: VpcId,
        subnets: Vec<SubnetId>,
    },
    Vpn(VpnConnectionId),
    DirectConnectGateway(DirectConnectGatewayId),
    /// Of a Client VPN endpoint that is of this transit gateway (CVPN-19).
    ClientVpn(ClientVpnEndpointId),
    /// The attachment of the other transit gateway: each end of a peering is an attachment of its own (TGW-50).
    Peering(TransitGatewayAttachmentId),
    /// GRE and BGP over a VPC or Direct Connect attachment; the prefixes are what the appliance announces (TGW-57).
    Connect {
        transport: TransitGatewayAttachmentId,
        prefixes: Vec<IpNet>,
    },
    /// A Network Firewall (TGW-58).
    NetworkFunction,
}

impl Attached {
    /// The element at the far side; none where AWS keeps it to itself.
    pub fn element(&self) -> Option<Ref> {
        Some(match self {
            Attached::Vpc { vpc, .. } => vpc.into(),
            Attached::Vpn(connection) => connection.into(),
            Attached::DirectConnectGateway(gateway) => gateway.into(),
            Attached::ClientVpn(endpoint) => endpoint.into(),
            Attached::Peering(other) => other.into(),
            Attached::Connect { transport, .. } => transport.into(),
            Attached::NetworkFunction => return None,
        })
    }
}

/// The states of TGW-03, complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AttachmentState {
    Initiating,
    InitiatingRequest,
    PendingAcceptance,
    Pending,
    Available,
    Modifying,
    RollingBack,
    Rejecting,
    Rejected,
    Failing,
    Failed,
    Deleting,
    Deleted,
}

impl AttachmentState {
    pub const ALL: [AttachmentState; 13] = [
        AttachmentState::Initiating,
        AttachmentState::InitiatingRequest,
        AttachmentState::PendingAcceptance,
        AttachmentState::Pending,
        AttachmentState::Available,
        AttachmentState::Modifying,
        AttachmentState::RollingBack,
        AttachmentState::Rejecting,
        AttachmentState::Rejected,
        AttachmentState::Failing,
        AttachmentState::Failed,
        AttachmentState::Deleting,
        AttachmentState::Deleted,
    ];

    /// AWS's word, in small letters with hyphens.
    pub const fn word(self) -> &'static str {
        match self {
            AttachmentState::Initiating => "initiating",
            AttachmentState::InitiatingRequest => "initiating-request",
            AttachmentState::PendingAcceptance => "pending-acceptance",
            AttachmentState::Pending => "pending",
            AttachmentState::Available => "available",
            AttachmentState::Modifying => "modifying",
            AttachmentState::RollingBack => "rolling-back",
            AttachmentState::Rejecting => "rejecting",
            AttachmentState::Rejected => "rejected",
            AttachmentState::Failing => "failing",
            AttachmentState::Failed => "failed",
            AttachmentState::Deleting => "deleting",
            AttachmentState::Deleted => "deleted",
        }
    }

    /// Traffic flows only then (TGW-03).
    pub const fn carries(self) -> bool {
        matches!(self, AttachmentState::Available | AttachmentState::Modifying)
    }

    /// What is gone for good, though it can still be seen for two hours.
    pub const fn is_gone(self) -> bool {
        matches!(
            self,
            AttachmentState::Failed | AttachmentState::Deleted | AttachmentState::Rejected
        )
    }
}

/// A route table of a transit gateway. Docs: vpc/latest/tgw/tgw-route-tables.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitGatewayRouteTable {
    pub name: Option<Rc<str>>,
    pub gateway: TransitGatewayId,
    /// Static routes and prefix-list references; propagated routes follow from the attachments.
    pub routes: Vec<TransitGatewayRoute>,
}

impl TransitGatewayRouteTable {
    pub fn new(gateway: TransitGatewayId) -> Self {
        Self {
            name: None,
            gateway,
            routes: Vec::new(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitGatewayRoute {
    pub destination: Destination,
    pub target: TransitGatewayTarget,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TransitGatewayTarget {
    Attachment(TransitGatewayAttachmentId),
    /// Drops (TGW-21).
    Blackhole,
}
