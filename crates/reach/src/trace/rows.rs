//! By which address ranges the rows of an element tell one address from another.

use ipnet::IpNet;

use super::addresses::Range;
use crate::address::Family;
use crate::id::{Kind, Ref};
use crate::network::{Network, announced_by};
use crate::packet::PacketSet;
use crate::topology::{
    ClientVpnEndpoint, CustomerGateway, Destination, DirectConnectGateway, NetworkAcl, PeeringConnection, RouteTable,
    RulePeer, SecurityGroup, Site, Topology, Traffic, TransitGatewayRouteTable, VirtualInterface, Vpc, VpnGateway,
};

/// The ranges in the rows of all these elements; of filters, in those rows that are about any of the packets.
pub(super) fn rows(network: &Network, asked: &[Ref], family: Family, packets: &PacketSet) -> Vec<Range> {
    let mut nets: Vec<IpNet> = Vec::new();
    let mut seen: Vec<&Ref> = Vec::new();
    for element in asked {
        if !seen.contains(&element) {
            seen.push(element);
            nets.extend(nets_of(network, element, packets).unwrap_or_default());
        }
    }
    let of_family = nets.into_iter().filter(|net| Family::of(net.addr()) == family);
    of_family.map(Range::of).collect()
}

/// The ranges in the rows of one element; `None` if it has no such rows.
pub(crate) fn nets_of(network: &Network, element: &Ref, packets: &PacketSet) -> Option<Vec<IpNet>> {
    let topology = network.topology();
    let is_about = |traffic: Traffic| !packets.of_these(traffic).is_empty();
    let nets = match element.kind {
        Kind::RouteTable => of_routes(network, element)?,
        Kind::TransitGatewayRouteTable => {
            let routes = network
                .transit_routes(&element.to_id::<TransitGatewayRouteTable>()?)
                .iter();
            let entries = routes.flat_map(|route| network.entries(&route.destination).into_owned());
            entries.collect()
        }
        Kind::NetworkAcl => {
            let acl = topology.network_acls.get(&element.to_id::<NetworkAcl>()?)?;
            let entries = acl.inbound.iter().chain(&acl.outbound);
            entries
                .filter(|entry| is_about(entry.traffic))
                .map(|entry| entry.cidr)
                .collect()
        }
        Kind::SecurityGroup => of_rules(network, element, is_about)?,
        Kind::Vpc => of_vpc(topology.vpcs.get(&element.to_id::<Vpc>()?)?),
        Kind::VpnGateway => {
            let id = element.to_id::<VpnGateway>()?;
            let known = network.vpn_prefixes(&id).iter().chain(network.vpn_prefixes_down(&id));
            let mut nets: Vec<IpNet> = known.map(|learned| learned.prefix).collect();
            let vpc = topology.vpn_gateways.get(&id).and_then(|gateway| gateway.vpc.as_ref());
            nets.extend(
                vpc.and_then(|vpc| topology.vpcs.get(vpc))
                    .map(of_vpc)
                    .unwrap_or_default(),
            );
            nets
        }
        Kind::CustomerGateway => {
            let device = topology.customer_gateways.get(&element.to_id::<CustomerGateway>()?)?;
            device.routes.clone().unwrap_or_default()
        }
        Kind::ClientVpnEndpoint => of_client_vpn(topology.client_vpn_endpoints.get(&element.to_id()?)?, topology),
        Kind::Site => {
            let id = element.to_id::<Site>()?;
            let site = topology.sites.get(&id)?;
            let hosts = site.hosts.iter().map(|host| IpNet::from(host.address));
            let own = site.cidrs.iter().copied().chain(hosts);
            own.chain(crate::hop::site::told(network, &id)).collect()
        }
        Kind::VirtualInterface => {
            let interface = topology.virtual_interfaces.get(&element.to_id::<VirtualInterface>()?)?;
            let routes = interface.routes.iter().flatten();
            routes.chain(announced_by(topology, interface)).copied().collect()
        }
        Kind::DirectConnectGateway => {
            let gateway = topology
                .direct_connect_gateways
                .get(&element.to_id::<DirectConnectGateway>()?)?;
            let allowed = gateway.associations.iter().flat_map(|own| own.allowed_prefixes.iter());
            let interfaces = topology.virtual_interfaces.iter();
            let own = interfaces.filter(|(_, interface)| interface.gateway.as_ref() == Some(element));
            let announced = own.flat_map(|(_, interface)| announced_by(topology, interface));
            allowed.chain(announced).copied().collect()
        }
        Kind::PeeringConnection => {
            let peering = topology
                .peering_connections
                .get(&element.to_id::<PeeringConnection>()?)?;
            let sides = [&peering.requester, &peering.accepter];
            let vpcs = sides.into_iter().filter_map(|vpc| topology.vpcs.get(vpc));
            vpcs.flat_map(of_vpc).collect()
        }
        _ => return None,
    };
    Some(nets)
}

fn of_routes(network: &Network, element: &Ref) -> Option<Vec<IpNet>> {
    let table = element.to_id::<RouteTable>()?;
    let routes = network.routes(&table).iter();
    Some(
        routes
            .flat_map(|route| network.entries(&route.destination).into_owned())
            .collect(),
    )
}

fn of_rules(network: &Network, element: &Ref, is_about: impl Fn(Traffic) -> bool) -> Option<Vec<IpNet>> {
    let group = network
        .topology()
        .security_groups
        .get(&element.to_id::<SecurityGroup>()?)?;
    let rules = group.inbound.iter().chain(&group.outbound);
    let rules = rules.filter(|rule| is_about(rule.traffic));
    let nets = rules.flat_map(|rule| match &rule.peer {
        RulePeer::Cidr(net) => vec![*net],
        RulePeer::PrefixList(list) => network.entries(&Destination::PrefixList(list.clone())).into_owned(),
        RulePeer::SecurityGroup(_) => Vec::new(),
    });
    Some(nets.collect())
}

fn of_client_vpn(endpoint: &ClientVpnEndpoint, topology: &Topology) -> Vec<IpNet> {
    let routes = endpoint.routes.iter().map(|route| route.destination);
    let rules = endpoint.authorizations.iter().map(|rule| rule.destination);
    let vpc = endpoint.vpc.as_ref().and_then(|vpc| topology.vpcs.get(vpc));
    let own = vpc.map(of_vpc).unwrap_or_default();
    routes
        .chain(rules)
        .chain(own)
        .chain([IpNet::V4(endpoint.client_cidr)])
        .collect()
}

fn of_vpc(vpc: &Vpc) -> Vec<IpNet> {
    let ipv4 = vpc.cidrs.iter().copied().map(IpNet::V4);
    ipv4.chain(vpc.ipv6_cidrs.iter().copied().map(IpNet::V6)).collect()
}
