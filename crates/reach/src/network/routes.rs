//! A table's routes in force: one local route per CIDR of the VPC (RT-04, VPC-10), the static ones, one per associated
//! gateway endpoint (EG-02) and the propagated ones (RT-30, RT-31); each `active` or `blackhole` (RT-21, DEC-20).
//! AWS page: vpc/latest/userguide/subnet-route-tables.html

use crate::sorted::{SortedMap, SortedSet};
use ipnet::IpNet;

use super::vpn::Knowledge;
use super::{EffectiveRoute, RouteOrigin, RouteState};
use crate::id::{Id, Kind, Record, Ref};
use crate::service;
use crate::topology::{
    Attached, Destination, EgressOnlyInternetGateway, EndpointState, GatewayEndpoint, GatewayEndpointId,
    GatewayLoadBalancerEndpoint, InterfaceState, InternetGateway, NatGateway, NatState, NetworkInterface,
    PeeringConnection, PeeringState, RegionalNatGateway, Route, RouteTable, RouteTableId, Subnet, SubnetId, Target,
    Topology, TransitGatewayId, Vpc, VpcId, VpnGateway, VpnGatewayId,
};

pub(super) fn effective(
    topology: &Topology,
    knowledge: &SortedMap<VpnGatewayId, Knowledge>,
) -> SortedMap<RouteTableId, Vec<EffectiveRoute>> {
    let endpoints = endpoints_by_table(topology);
    let mut all = SortedMap::new();
    for (id, table) in topology.route_tables.iter() {
        let Some(vpc) = topology.vpcs.get(&table.vpc) else {
            continue;
        };
        let mut routes = local(vpc, table, topology);
        routes.extend(statics(vpc, table, topology));
        for endpoint in endpoints.get(id).into_iter().flatten() {
            routes.extend(of_endpoint(endpoint, &vpc.region, topology));
        }
        routes.extend(propagated(table, topology, knowledge));
        all.insert(id.clone(), routes);
    }
    all
}

/// The CIDRs of the VPC, both families: what has a local route.
pub(crate) fn cidrs_of(vpc: &Vpc) -> impl Iterator<Item = IpNet> + '_ {
    let ipv4 = vpc.cidrs.iter().copied().map(IpNet::V4);
    ipv4.chain(vpc.ipv6_cidrs.iter().copied().map(IpNet::V6))
}

fn local(vpc: &Vpc, table: &RouteTable, topology: &Topology) -> Vec<EffectiveRoute> {
    cidrs_of(vpc)
        .map(|cidr| {
            let replaced = table
                .routes
                .iter()
                .find(|route| route.destination == Destination::Cidr(cidr));
            let target = replaced.map_or(Target::Local, |route| route.target.clone());
            EffectiveRoute {
                destination: Destination::Cidr(cidr),
                state: state_of(&target, &table.vpc, topology),
                target,
                origin: RouteOrigin::Local,
            }
        })
        .collect()
}

fn statics<'a>(
    vpc: &'a Vpc,
    table: &'a RouteTable,
    topology: &'a Topology,
) -> impl Iterator<Item = EffectiveRoute> + 'a {
    let is_local = |route: &&Route| match &route.destination {
        Destination::Cidr(cidr) => cidrs_of(vpc).any(|own| own == *cidr),
        Destination::PrefixList(_) => false,
    };
    table
        .routes
        .iter()
        .filter(move |route| !is_local(route))
        .map(|route| EffectiveRoute {
            destination: route.destination.clone(),
            target: route.target.clone(),
            state: state_of(&route.target, &table.vpc, topology),
            origin: RouteOrigin::Static,
        })
}

/// Active if the target exists, belongs to this VPC and can be asked; the component itself says whether it works.
fn state_of(target: &Target, vpc: &VpcId, topology: &Topology) -> RouteState {
    let usable = match target {
        Target::Local | Target::NotModelled(_) => true,
        Target::Element(element) => is_usable(element, vpc, topology),
    };
    if usable {
        RouteState::Active
    } else {
        RouteState::Blackhole
    }
}

fn is_usable(element: &Ref, vpc: &VpcId, topology: &Topology) -> bool {
    match element.kind {
        Kind::InternetGateway => find::<InternetGateway>(element, |id| topology.internet_gateways.get(id))
            .is_some_and(|gateway| gateway.vpc.as_ref() == Some(vpc)),
        Kind::VpnGateway => find::<VpnGateway>(element, |id| topology.vpn_gateways.get(id))
            .is_some_and(|gateway| gateway.vpc.as_ref() == Some(vpc)),
        Kind::EgressOnlyInternetGateway => {
            find::<EgressOnlyInternetGateway>(element, |id| topology.egress_only_internet_gateways.get(id))
                .is_some_and(|gateway| gateway.vpc.as_ref() == Some(vpc))
        }
        Kind::RegionalNatGateway => find::<RegionalNatGateway>(element, |id| topology.regional_nat_gateways.get(id))
            .is_some_and(|gateway| gateway.state != NatState::Deleted && gateway.vpc == *vpc),
        Kind::GatewayLoadBalancerEndpoint => {
            find::<GatewayLoadBalancerEndpoint>(element, |id| topology.gateway_load_balancer_endpoints.get(id))
                .is_some_and(|endpoint| {
                    endpoint.state != EndpointState::Deleted && is_in(&endpoint.subnet, vpc, topology)
                })
        }
        Kind::TransitGateway => element
            .to_id()
            .is_some_and(|gateway| is_attached(vpc, &gateway, topology)),
        Kind::PeeringConnection => find::<PeeringConnection>(element, |id| topology.peering_connections.get(id))
            .is_some_and(|peering| peering.state == PeeringState::Active && peering.other(vpc).is_some()),
        Kind::NatGateway => find::<NatGateway>(element, |id| topology.nat_gateways.get(id))
            .is_some_and(|gateway| gateway.state != NatState::Deleted && is_in(&gateway.subnet, vpc, topology)),
        Kind::NetworkInterface => {
            find::<NetworkInterface>(element, |id| topology.interfaces.get(id)).is_some_and(|interface| {
                interface.state != InterfaceState::Available && is_in(&interface.subnet, vpc, topology)
            })
        }
        Kind::GatewayEndpoint => find::<GatewayEndpoint>(element, |id| topology.gateway_endpoints.get(id))
            .is_some_and(|endpoint| endpoint.vpc == *vpc),
        _ => false,
    }
}

/// By an attachment that is not gone.
pub(crate) fn is_attached(vpc: &VpcId, gateway: &TransitGatewayId, topology: &Topology) -> bool {
    let mut attachments = topology.transit_gateway_attachments.iter();
    attachments.any(|(_, attachment)| {
        let is_here = matches!(&attachment.to, Attached::Vpc { vpc: attached, .. } if attached == vpc);
        is_here && attachment.gateway == *gateway && !attachment.state.is_gone()
    })
}

fn find<'a, T>(element: &Ref, get: impl FnOnce(&Id<T>) -> Option<&'a T>) -> Option<&'a T>
where
    T: Record + 'a,
{
    get(&element.to_id::<T>()?)
}

fn is_in(subnet: &SubnetId, vpc: &VpcId, topology: &Topology) -> bool {
    topology
        .subnets
        .get(subnet)
        .is_some_and(|subnet: &Subnet| subnet.vpc == *vpc)
}

type Endpoints<'a> = Vec<(&'a GatewayEndpointId, &'a GatewayEndpoint)>;

fn endpoints_by_table(topology: &Topology) -> SortedMap<&RouteTableId, Endpoints<'_>> {
    let mut all: SortedMap<&RouteTableId, Endpoints<'_>> = SortedMap::new();
    for (id, endpoint) in topology.gateway_endpoints.iter() {
        if matches!(endpoint.state, EndpointState::Deleted | EndpointState::Failed) {
            continue;
        }
        for table in &endpoint.route_tables {
            all.entry(table).or_default().push((id, endpoint));
        }
    }
    all
}

fn of_endpoint(
    (id, endpoint): &(&GatewayEndpointId, &GatewayEndpoint),
    region: &str,
    topology: &Topology,
) -> Option<EffectiveRoute> {
    let list = service::managed_list(topology, &endpoint.service, region)?;
    Some(EffectiveRoute {
        destination: Destination::PrefixList(list),
        target: Target::Element(Ref::from(*id)),
        state: RouteState::Active,
        origin: RouteOrigin::Endpoint,
    })
}

/// One route per prefix, even if several connections bring it: the table only knows the gateway.
fn propagated(
    table: &RouteTable,
    topology: &Topology,
    knowledge: &SortedMap<VpnGatewayId, Knowledge>,
) -> Vec<EffectiveRoute> {
    let mut routes = Vec::new();
    for gateway in &table.propagating {
        let is_attached = topology
            .vpn_gateways
            .get(gateway)
            .is_some_and(|record| record.vpc.as_ref() == Some(&table.vpc));
        let Some(known) = knowledge.get(gateway).filter(|_| is_attached) else {
            continue;
        };
        let mut seen = SortedSet::new();
        for learned in &known.up {
            if seen.insert(learned.prefix) {
                routes.push(EffectiveRoute {
                    destination: Destination::Cidr(learned.prefix),
                    target: Target::Element(Ref::from(gateway)),
                    state: RouteState::Active,
                    origin: learned.origin,
                });
            }
        }
    }
    routes
}
