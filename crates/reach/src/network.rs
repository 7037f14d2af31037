//! The resolved network: indexed, immutable, without what cannot exist.
//!
//! Everything the walk asks is one look-up here; nothing below searches all records.

mod client_vpn;
mod connectivity;
mod missing;
mod places;
mod routes;
mod transit;
mod transit_prefixes;
mod vpn;

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr};

use crate::sorted::{SortedMap, SortedSet};
use ipnet::IpNet;

use crate::id::Ref;
use crate::resolve::FilledIn;
use crate::topology::{
    ClientVpnEndpointId, Destination, InterfaceEndpointId, InterfaceId, InternetGatewayId, LoadBalancerId,
    NatGatewayId, NetworkAclId, PeeringId, PrefixListId, RegionalNatGatewayId, ResolverEndpointId, RouteTableId,
    SecurityGroupId, SubnetId, Target, Topology, TransitGatewayRouteTableId, VpcId, VpnGatewayId,
};

use crate::trace::Assumptions;

pub(crate) use client_vpn::{ClientVpnChoice, picked_up};
pub(crate) use routes::{cidrs_of, is_attached};
pub use transit::{TransitRoute, TransitRouteOrigin};
pub(crate) use transit::{on_one_transit_gateway, twins};
pub(crate) use transit_prefixes::learned;
pub use vpn::LearnedPrefix;
pub(crate) use vpn::{MOST_ANNOUNCED, announced_by, has_session, is_idle, is_point_to_point, prefixes_of};

/// What the topology means. Made by [`crate::resolve`]; its records are consistent with each other.
#[derive(Clone, Debug)]
pub struct Network {
    topology: Topology,
    left_out: SortedSet<Ref>,
    filled_in: FilledIn,
    places: places::Places,
    internet_gateways: SortedMap<VpcId, InternetGatewayId>,
    vpn_gateways: SortedMap<VpcId, VpnGatewayId>,
    knowledge: SortedMap<VpnGatewayId, vpn::Knowledge>,
    routes: SortedMap<RouteTableId, Vec<EffectiveRoute>>,
    connectivity: connectivity::Connectivity,
    transit: transit::Transit,
    assumptions: Assumptions,
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

/// Where a route comes from. Between routes with the same prefix the order of RT-10 is: `Static` with a CIDR, then
/// whatever names a prefix list (`Static` or `Endpoint`), then the propagated ones in the order they stand here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RouteOrigin {
    /// The route of a CIDR of the VPC; its target may have been replaced (RT-04).
    Local,
    Static,
    /// Follows from a gateway endpoint's association; cannot be edited here (EG-02).
    Endpoint,
    /// Propagated by a virtual private gateway: announced over Direct Connect.
    PropagatedDirectConnect,
    /// Propagated by a virtual private gateway: a static prefix of a VPN connection.
    PropagatedStaticVpn,
    /// Propagated by a virtual private gateway: announced over BGP by a VPN connection's customer gateway.
    PropagatedBgpVpn,
}

impl RouteOrigin {
    pub const fn is_propagated(self) -> bool {
        matches!(
            self,
            RouteOrigin::PropagatedDirectConnect | RouteOrigin::PropagatedStaticVpn | RouteOrigin::PropagatedBgpVpn
        )
    }
}

/// A route that a connection needs and a table does not have: drawn as a ghost with "Add".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingRoute {
    pub table: RouteTableId,
    pub destination: Destination,
    pub target: Ref,
}

/// Who has an address in a VPC.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    Interface(InterfaceId),
    NatGateway(NatGatewayId),
    /// By its public addresses: it has no private ones.
    RegionalNatGateway(RegionalNatGatewayId),
    /// The network interface that a Client VPN endpoint has in one of its target networks.
    ClientVpnInterface {
        endpoint: ClientVpnEndpointId,
        subnet: SubnetId,
    },
    /// The network interface that a Resolver endpoint has in one subnet.
    ResolverInterface {
        endpoint: ResolverEndpointId,
        subnet: SubnetId,
    },
    /// The network interface that an interface endpoint has in one subnet.
    EndpointInterface {
        endpoint: InterfaceEndpointId,
        subnet: SubnetId,
    },
    /// The network interface that a load balancer has in one subnet.
    LoadBalancer {
        balancer: LoadBalancerId,
        subnet: SubnetId,
    },
}

impl Holder {
    pub fn reference(&self) -> Ref {
        match self {
            Holder::Interface(id) => Ref::from(id),
            Holder::NatGateway(id) => Ref::from(id),
            Holder::RegionalNatGateway(id) => Ref::from(id),
            Holder::ClientVpnInterface { endpoint, .. } => Ref::from(endpoint),
            Holder::ResolverInterface { endpoint, .. } => Ref::from(endpoint),
            Holder::EndpointInterface { endpoint, .. } => Ref::from(endpoint),
            Holder::LoadBalancer { balancer, .. } => Ref::from(balancer),
        }
    }
}

impl Network {
    /// `topology` must be consistent: only [`crate::resolve`] calls this.
    pub(crate) fn new(topology: Topology, left_out: SortedSet<Ref>, filled_in: FilledIn) -> Self {
        let knowledge = vpn::knowledge(&topology);
        let routes = routes::effective(&topology, &knowledge);
        Self {
            places: places::Places::new(&topology),
            internet_gateways: attached(
                topology
                    .internet_gateways
                    .iter()
                    .map(|(id, gateway)| (id, &gateway.vpc)),
            ),
            vpn_gateways: attached(topology.vpn_gateways.iter().map(|(id, gateway)| (id, &gateway.vpc))),
            connectivity: connectivity::Connectivity::new(&topology),
            transit: transit::Transit::new(&topology),
            knowledge,
            routes,
            left_out,
            filled_in,
            topology,
            assumptions: Assumptions::default(),
        }
    }

    /// The same network, with or without what no AWS page says.
    pub fn assuming(self, assumptions: Assumptions) -> Self {
        Self { assumptions, ..self }
    }

    pub fn assumptions(&self) -> Assumptions {
        self.assumptions
    }

    /// The records that exist, with the implicit main tables, default groups and default ACLs filled in: every
    /// subnet names its table and ACL, every interface and interface endpoint its security groups.
    pub fn topology(&self) -> &Topology {
        &self.topology
    }

    /// True for a record that was drawn but cannot exist; an issue says why.
    pub fn is_left_out(&self, element: &Ref) -> bool {
        self.left_out.contains(element)
    }

    /// A table or filter was chosen here that is not there or not the VPC's: nobody knows what is in it (DEC-26).
    pub(crate) fn is_unread(&self, record: &Ref) -> bool {
        self.filled_in.unread.contains(record)
    }

    /// A part of it was named that is not there.
    pub(crate) fn is_incomplete(&self, element: &Ref) -> bool {
        self.filled_in.incomplete.contains(element)
    }

    /// A listener of the load balancer on this port has a target that is not there.
    pub(crate) fn has_lost_target(&self, balancer: &LoadBalancerId, port: u16) -> bool {
        self.filled_in.lost_targets.contains(&(balancer.clone(), port))
    }

    /// The table would have more routes, from an attachment that cannot exist as drawn.
    pub(crate) fn has_lost_routes(&self, table: &TransitGatewayRouteTableId) -> bool {
        self.filled_in.lost_routes.contains(table)
    }

    /// Something was drawn with this address that cannot exist as it is drawn.
    pub(crate) fn is_lost_address(&self, address: IpAddr) -> bool {
        self.filled_in.lost_addresses.iter().any(|lost| lost.contains(&address))
    }

    /// The VPC cannot use this prefix list, because it is not there or of another Region: nobody knows what is in it.
    pub(crate) fn is_list_unread(&self, list: &PrefixListId, vpc: &VpcId) -> bool {
        let record = self.topology.prefix_lists.get(list);
        record.is_none_or(|record| self.region_of(vpc) != Some(&*record.region))
    }

    /// A prefix list of AWS's that the topology says nothing about.
    pub(crate) fn is_built_in(&self, list: &PrefixListId) -> bool {
        self.filled_in.lists.contains(list)
    }

    /// The table that a subnet follows: the explicit association, else the VPC's main one (RT-01, RT-02).
    pub fn route_table_of(&self, subnet: &SubnetId) -> Option<RouteTableId> {
        self.topology.subnets.get(subnet)?.route_table.clone()
    }

    /// Associated with no table, so that the VPC's main one holds (RT-01).
    pub(crate) fn follows_main(&self, subnet: &SubnetId) -> bool {
        self.filled_in.following_main.contains(subnet)
    }

    pub fn network_acl_of(&self, subnet: &SubnetId) -> Option<NetworkAclId> {
        self.topology.subnets.get(subnet)?.network_acl.clone()
    }

    /// The groups in force: the default group where none was chosen (SG-04).
    pub fn security_groups_of(&self, interface: &InterfaceId) -> &[SecurityGroupId] {
        self.topology
            .interfaces
            .get(interface)
            .map(|record| record.security_groups.as_slice())
            .unwrap_or_default()
    }

    /// The groups on an interface endpoint's network interfaces (EI-02).
    pub fn security_groups_of_endpoint(&self, endpoint: &InterfaceEndpointId) -> &[SecurityGroupId] {
        self.topology
            .interface_endpoints
            .get(endpoint)
            .map(|record| record.security_groups.as_slice())
            .unwrap_or_default()
    }

    /// The groups on a load balancer's network interfaces; a Network Load Balancer may have none.
    pub fn security_groups_of_load_balancer(&self, balancer: &LoadBalancerId) -> &[SecurityGroupId] {
        self.topology
            .load_balancers
            .get(balancer)
            .map(|record| record.security_groups.as_slice())
            .unwrap_or_default()
    }

    pub fn vpc_of(&self, subnet: &SubnetId) -> Option<&VpcId> {
        Some(&self.topology.subnets.get(subnet)?.vpc)
    }

    pub fn region_of(&self, vpc: &VpcId) -> Option<&str> {
        Some(&self.topology.vpcs.get(vpc)?.region)
    }

    /// The subnet of the VPC whose range has this address.
    pub fn subnet_at(&self, vpc: &VpcId, address: IpAddr) -> Option<&SubnetId> {
        self.places.subnet_at(vpc, address)
    }

    /// True if any CIDR of the VPC has this address.
    pub fn is_in_vpc(&self, vpc: &VpcId, address: IpAddr) -> bool {
        let Some(record) = self.topology.vpcs.get(vpc) else {
            return false;
        };
        match address {
            IpAddr::V4(address) => record.cidrs.iter().any(|cidr| cidr.contains(&address)),
            IpAddr::V6(address) => record.ipv6_cidrs.iter().any(|cidr| cidr.contains(&address)),
        }
    }

    /// Whose private IPv4 or IPv6 address this is, in this VPC.
    pub fn holder(&self, vpc: &VpcId, address: IpAddr) -> Option<Holder> {
        self.places.holder(vpc, address).cloned()
    }

    /// Whose public or Elastic IPv4 address this is, anywhere, and which private address it maps to. IPv6 addresses are
    /// public and private at once: see [`Network::holder_of_ipv6`].
    pub fn holder_of_public(&self, address: IpAddr) -> Option<(VpcId, Holder, Ipv4Addr)> {
        match address {
            IpAddr::V4(address) => self.places.holder_of_public(address).cloned(),
            IpAddr::V6(_) => None,
        }
    }

    /// The public address that stands in for the one that AWS gives the holder by itself.
    pub(crate) fn stand_in_of(&self, holder: &Holder) -> Option<Ipv4Addr> {
        self.places.stand_in_of(holder)
    }

    /// Whose IPv6 address this is, in whichever VPC.
    pub fn holder_of_ipv6(&self, address: IpAddr) -> Option<(VpcId, Holder)> {
        self.topology
            .vpcs
            .ids()
            .filter(|vpc| address.is_ipv6() && self.is_in_vpc(vpc, address))
            .find_map(|vpc| Some((vpc.clone(), self.holder(vpc, address)?)))
    }

    pub fn internet_gateway_of(&self, vpc: &VpcId) -> Option<&InternetGatewayId> {
        self.internet_gateways.get(vpc)
    }

    pub fn vpn_gateway_of(&self, vpc: &VpcId) -> Option<&VpnGatewayId> {
        self.vpn_gateways.get(vpc)
    }

    /// The peering connection between the two VPCs that is active, if one is.
    pub fn active_peering_between(&self, a: &VpcId, b: &VpcId) -> Option<&PeeringId> {
        self.connectivity.active_peering(a, b)
    }

    /// True if a rule of `group` that names `named` can match at all: both are in one VPC, or in two of the same Region with
    /// an active peering or one transit gateway between them (SG-09, SG-10, PEER-43).
    pub fn can_name(&self, group: &SecurityGroupId, named: &SecurityGroupId) -> bool {
        let vpc_of = |id| self.topology.security_groups.get(id).map(|group| &group.vpc);
        let (Some(own), Some(other)) = (vpc_of(group), vpc_of(named)) else {
            return false;
        };
        own == other
            || (self.active_peering_between(own, other).is_some() && self.region_of(own) == self.region_of(other))
            || self.share_transit_gateway(own, other)
    }

    /// What the gateway knows through connections with a tunnel up, in the order in which it chooses (VPN-20, VPN-22): the
    /// first entry that contains a destination is the one it takes.
    pub fn vpn_prefixes(&self, gateway: &VpnGatewayId) -> &[LearnedPrefix] {
        self.knowledge
            .get(gateway)
            .map(|known| known.up.as_slice())
            .unwrap_or_default()
    }

    /// What the gateway would know if the connections that are down were up: tells VPN-25 from VPN-20.
    pub fn vpn_prefixes_down(&self, gateway: &VpnGatewayId) -> &[LearnedPrefix] {
        self.knowledge
            .get(gateway)
            .map(|known| known.down.as_slice())
            .unwrap_or_default()
    }

    /// The table as the console shows it: local routes first, static ones as written, endpoint routes, propagated ones.
    pub fn routes(&self, table: &RouteTableId) -> &[EffectiveRoute] {
        self.routes.get(table).map(Vec::as_slice).unwrap_or_default()
    }

    /// The CIDRs that a destination stands for; none for a prefix list that does not exist.
    pub fn entries<'a>(&'a self, destination: &'a Destination) -> Cow<'a, [IpNet]> {
        match destination {
            Destination::Cidr(cidr) => Cow::Owned(vec![*cidr]),
            Destination::PrefixList(list) => Cow::Borrowed(
                self.topology
                    .prefix_lists
                    .get(list)
                    .map(|list| list.entries.as_slice())
                    .unwrap_or_default(),
            ),
        }
    }

    /// Public means that the effective table has a route to an internet gateway (IG-01); the answer is that gateway's route.
    pub fn public_route_of(&self, subnet: &SubnetId) -> Option<EffectiveRoute> {
        let table = self.topology.subnets.get(subnet)?.route_table.as_ref()?;
        self.routes(table)
            .iter()
            .find(|route| route.state == RouteState::Active && leads_to_internet_gateway(&route.target))
            .cloned()
    }

    /// What active peerings, VPN connections and transit gateways still need in the route tables of VPCs.
    pub fn missing_routes(&self) -> Vec<MissingRoute> {
        missing::missing_routes(self)
    }

    /// True if interface endpoints, and perhaps more, lead from one VPC to the other: they do in this direction only (PL-06).
    pub(crate) fn is_consumer_of(&self, consumer: &VpcId, provider: &VpcId) -> bool {
        self.connectivity.leads(consumer, provider)
    }

    /// True if nothing drawn leads from one VPC to the other, however many steps away (DEC-23).
    pub fn disconnected(&self, a: &VpcId, b: &VpcId) -> bool {
        !self.filled_in.lost_links && self.connectivity.disconnected(a, b)
    }
}

fn leads_to_internet_gateway(target: &Target) -> bool {
    matches!(target, Target::Element(element) if element.kind == crate::id::Kind::InternetGateway)
}

fn attached<'a, T: 'a>(
    gateways: impl Iterator<Item = (&'a crate::id::Id<T>, &'a Option<VpcId>)>,
) -> SortedMap<VpcId, crate::id::Id<T>> {
    gateways
        .filter_map(|(id, vpc)| Some((vpc.clone()?, id.clone())))
        .collect()
}

#[cfg(test)]
mod tests;
