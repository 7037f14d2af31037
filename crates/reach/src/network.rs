//! The resolved network: indexed, immutable, without what cannot exist.

use crate::id::Ref;
use crate::topology::{
    Destination, InterfaceId, NetworkAclId, RouteTableId, SecurityGroupId, SubnetId, Target, Topology,
};

/// What the topology means. Made by [`crate::resolve`]; its records are consistent with each other.
#[derive(Clone, Debug)]
pub struct Network {
    topology: Topology,
}

/// A route as it is in force, derived ones included: what the console's route table shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EffectiveRoute {
    pub destination: Destination,
    pub target: Target,
    pub state: RouteState,
    pub origin: RouteOrigin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RouteState {
    Active,
    /// The target is gone or cannot be used (RT-21); the route still wins and drops.
    Blackhole,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RouteOrigin {
    Local,
    Static,
    /// Follows from a gateway endpoint's association; cannot be edited here (EG-02).
    Endpoint,
    /// Propagated by a virtual private gateway.
    Propagated,
}

/// A route that a connection needs and a table does not have: drawn as a ghost with "Add".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingRoute {
    pub table: RouteTableId,
    pub destination: Destination,
    pub target: Ref,
}

impl Network {
    pub(crate) fn new(topology: Topology) -> Self {
        Self { topology }
    }

    /// The records that exist, with the implicit main tables, default groups and default ACLs filled in.
    pub fn topology(&self) -> &Topology {
        &self.topology
    }

    /// The table that a subnet follows: the explicit association, else the VPC's main one (RT-01, RT-02).
    pub fn route_table_of(&self, subnet: &SubnetId) -> Option<RouteTableId> {
        self.topology.subnets.get(subnet)?.route_table.clone()
    }

    pub fn network_acl_of(&self, subnet: &SubnetId) -> Option<NetworkAclId> {
        self.topology.subnets.get(subnet)?.network_acl.clone()
    }

    pub fn security_groups_of(&self, interface: &InterfaceId) -> Vec<SecurityGroupId> {
        self.topology
            .interfaces
            .get(interface)
            .map(|record| record.security_groups.clone())
            .unwrap_or_default()
    }

    /// The table as the console shows it: local routes first, then the rest in a stable order.
    pub fn routes(&self, _table: &RouteTableId) -> Vec<EffectiveRoute> {
        Vec::new()
    }

    /// Public means that the effective table has a route to an internet gateway (IG-01); the answer is that gateway's route.
    pub fn public_route_of(&self, _subnet: &SubnetId) -> Option<EffectiveRoute> {
        None
    }

    /// What active peerings and VPN connections still need in the route tables of both sides.
    pub fn missing_routes(&self) -> Vec<MissingRoute> {
        Vec::new()
    }
}
