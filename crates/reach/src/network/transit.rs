//! The route tables of transit gateways in force: static routes as written, then what attachments propagate (TGW-11); and
//! which attachment is whose. AWS page: vpc/latest/tgw/how-transit-gateways-work.html

use super::routes::cidrs_of;
use super::transit_prefixes::brought;
use super::{Network, RouteState};
use crate::address::overlaps;
use crate::sorted::{SortedMap, sort_by};
use crate::topology::{
    Attached, Destination, DirectConnectGatewayId, Topology, TransitGatewayAttachment, TransitGatewayAttachmentId,
    TransitGatewayId, TransitGatewayRouteTable, TransitGatewayRouteTableId, TransitGatewayTarget, VpcId,
    VpnConnectionId,
};

/// A route of a transit gateway's table as it is in force. Between routes with one prefix the origin decides (TGW-20).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitRoute {
    pub destination: Destination,
    pub target: TransitGatewayTarget,
    pub state: RouteState,
    pub origin: TransitRouteOrigin,
    /// Between routes of one origin that BGP brings: the shorter path of ASNs, then the lower MED.
    pub(crate) preference: (u8, u32),
}

/// Where a route comes from, the preferred first (TGW-20); a static route that names a prefix list comes after one that
/// names a CIDR.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TransitRouteOrigin {
    Static,
    PropagatedVpc,
    PropagatedDirectConnect,
    PropagatedConnect,
    /// By a VPN connection over Direct Connect.
    PropagatedPrivateVpn,
    PropagatedVpn,
    PropagatedConcentrator,
    PropagatedClientVpn,
}

type Tables = SortedMap<TransitGatewayRouteTableId, Vec<TransitRoute>>;

#[derive(Clone, Debug, Default)]
pub(super) struct Transit {
    tables: Tables,
    by_vpc: SortedMap<(TransitGatewayId, VpcId), TransitGatewayAttachmentId>,
    by_connection: SortedMap<VpnConnectionId, TransitGatewayAttachmentId>,
    by_direct_connect: SortedMap<(TransitGatewayId, DirectConnectGatewayId), TransitGatewayAttachmentId>,
    /// VPCs whose range is another's, too, and the attachment that was there before (TGW-40).
    twins: SortedMap<TransitGatewayAttachmentId, TransitGatewayAttachmentId>,
}

impl Transit {
    pub(super) fn new(topology: &Topology) -> Self {
        let mut all = Self {
            twins: twins(topology),
            ..Self::default()
        };
        for (id, attachment) in present(topology) {
            match &attachment.to {
                Attached::Vpc { vpc, .. } => {
                    let key = (attachment.gateway.clone(), vpc.clone());
                    all.by_vpc.entry(key).or_insert(id.clone());
                }
                Attached::Vpn(connection) => {
                    all.by_connection.entry(connection.clone()).or_insert(id.clone());
                }
                Attached::DirectConnectGateway(gateway) => {
                    let key = (attachment.gateway.clone(), gateway.clone());
                    all.by_direct_connect.entry(key).or_insert(id.clone());
                }
                _ => {}
            }
        }
        for (id, table) in topology.transit_gateway_route_tables.iter() {
            let mut routes = statics(table, topology);
            routes.extend(propagated(id, topology, &all.twins));
            all.tables.insert(id.clone(), routes);
        }
        all
    }
}

fn present(topology: &Topology) -> impl Iterator<Item = (&TransitGatewayAttachmentId, &TransitGatewayAttachment)> {
    let attachments = topology.transit_gateway_attachments.iter();
    attachments.filter(|(_, attachment)| !attachment.state.is_gone())
}

/// True if one transit gateway is attached to both VPCs (SG-10).
pub(crate) fn on_one_transit_gateway(topology: &Topology, a: &VpcId, b: &VpcId) -> bool {
    let gateways_of = |vpc: &VpcId| {
        let all = present(topology);
        let own = all.filter(|(_, attachment)| matches!(&attachment.to, Attached::Vpc { vpc: of, .. } if of == vpc));
        own.map(|(_, attachment)| &attachment.gateway).collect::<Vec<_>>()
    };
    let others = gateways_of(b);
    gateways_of(a).iter().any(|gateway| others.contains(gateway))
}

/// Each attached VPC whose range overlaps that of one attached before it, which is taken to be the lower id.
pub(crate) fn twins(topology: &Topology) -> SortedMap<TransitGatewayAttachmentId, TransitGatewayAttachmentId> {
    let vpc_of = |attachment: &TransitGatewayAttachment| match &attachment.to {
        Attached::Vpc { vpc, .. } => topology.vpcs.get(vpc),
        _ => None,
    };
    let mut all = SortedMap::new();
    for (id, attachment) in present(topology) {
        let Some(vpc) = vpc_of(attachment) else {
            continue;
        };
        let first = present(topology)
            .take_while(|(other, _)| *other < id)
            .find(|(_, other)| {
                other.gateway == attachment.gateway
                    && vpc_of(other).is_some_and(|other| {
                        cidrs_of(other).any(|there| cidrs_of(vpc).any(|here| overlaps(there, here)))
                    })
            });
        if let Some((first, _)) = first {
            all.insert(id.clone(), first.clone());
        }
    }
    all
}

fn statics(table: &TransitGatewayRouteTable, topology: &Topology) -> Vec<TransitRoute> {
    let state_of = |target: &TransitGatewayTarget| match target {
        TransitGatewayTarget::Blackhole => RouteState::Blackhole,
        TransitGatewayTarget::Attachment(id) => match topology.transit_gateway_attachments.get(id) {
            Some(attachment) if attachment.gateway == table.gateway && !attachment.state.is_gone() => {
                RouteState::Active
            }
            _ => RouteState::Blackhole,
        },
    };
    let routes = table.routes.iter();
    let routes = routes.map(|route| TransitRoute {
        destination: route.destination.clone(),
        state: state_of(&route.target),
        target: route.target.clone(),
        origin: TransitRouteOrigin::Static,
        preference: (0, 0),
    });
    routes.collect()
}

fn propagated(
    table: &TransitGatewayRouteTableId,
    topology: &Topology,
    twins: &SortedMap<TransitGatewayAttachmentId, TransitGatewayAttachmentId>,
) -> Vec<TransitRoute> {
    let mut routes = Vec::new();
    for (id, attachment) in topology.transit_gateway_attachments.iter() {
        let propagates = attachment
            .propagations
            .as_ref()
            .is_some_and(|tables| tables.contains(table));
        if !propagates || attachment.state.is_gone() || twins.contains_key(id) {
            continue;
        }
        routes.extend(brought(topology, attachment).into_iter().map(|brought| TransitRoute {
            destination: Destination::Cidr(brought.prefix),
            target: TransitGatewayTarget::Attachment(id.clone()),
            state: RouteState::Active,
            origin: brought.origin,
            preference: brought.preference,
        }));
    }
    sort_by(&mut routes, |a, b| {
        let key = |route: &TransitRoute| {
            let target = route.target.clone();
            (route.destination.clone(), route.origin, route.preference, target)
        };
        key(a).cmp(&key(b))
    });
    routes
}

impl Network {
    /// The table of a transit gateway: static routes as written, then the propagated ones, the preferred first.
    pub fn transit_routes(&self, table: &TransitGatewayRouteTableId) -> &[TransitRoute] {
        self.transit.tables.get(table).map(Vec::as_slice).unwrap_or_default()
    }

    /// The attachment that joins the VPC to the gateway, if one does that is not gone.
    pub fn attachment_of_vpc(&self, gateway: &TransitGatewayId, vpc: &VpcId) -> Option<&TransitGatewayAttachmentId> {
        self.transit.by_vpc.get(&(gateway.clone(), vpc.clone()))
    }

    pub(crate) fn attachment_of_connection(&self, id: &VpnConnectionId) -> Option<&TransitGatewayAttachmentId> {
        self.transit.by_connection.get(id)
    }

    pub(crate) fn attachment_of_direct_connect(
        &self,
        gateway: &TransitGatewayId,
        id: &DirectConnectGatewayId,
    ) -> Option<&TransitGatewayAttachmentId> {
        self.transit.by_direct_connect.get(&(gateway.clone(), id.clone()))
    }

    /// The VPC attached before that has the same addresses, because of which the routes of this one are not propagated.
    pub(crate) fn twin_of(&self, id: &TransitGatewayAttachmentId) -> Option<&TransitGatewayAttachmentId> {
        self.transit.twins.get(id)
    }

    /// The attachments whose routes are not propagated because of this one.
    pub(crate) fn twins_after<'n>(
        &'n self,
        id: &'n TransitGatewayAttachmentId,
    ) -> impl Iterator<Item = &'n TransitGatewayAttachmentId> {
        let twins = self.transit.twins.iter();
        twins.filter(move |(_, first)| *first == id).map(|(later, _)| later)
    }

    /// The transit gateways that the VPC is attached to.
    pub(crate) fn transit_gateways_of<'n>(
        &'n self,
        vpc: &'n VpcId,
    ) -> impl Iterator<Item = (&'n TransitGatewayId, &'n TransitGatewayAttachmentId)> {
        let all = self.transit.by_vpc.iter();
        all.filter(move |((_, of), _)| of == vpc)
            .map(|((gateway, _), attachment)| (gateway, attachment))
    }

    /// True if one transit gateway is attached to both (SG-10).
    pub(crate) fn share_transit_gateway(&self, a: &VpcId, b: &VpcId) -> bool {
        self.transit_gateways_of(a)
            .any(|(gateway, _)| self.attachment_of_vpc(gateway, b).is_some())
    }
}
