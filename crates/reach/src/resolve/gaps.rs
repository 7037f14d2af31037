//! What may be missing because a record is not there, or cannot exist as drawn: addresses that nobody holds any more, and the
//! parts of gateways, lines and sites. Where a packet meets such a gap, it is not known what happens to it (DEC-26).

use std::net::IpAddr;

use ipnet::IpNet;

use super::Draft;
use crate::id::{Kind, Ref};
use crate::issue::Level;
use crate::sorted::SortedSet;
use crate::topology::{Association, Attached, EndpointSubnet, NatConnectivity, Topology};

pub(super) fn find(drawn: &Topology, draft: &mut Draft) {
    if draft.issues.iter().all(|issue| issue.level != Level::Error) {
        return;
    }
    let kept = addresses(&draft.topology);
    let lost = addresses(drawn).into_iter().filter(|own| !kept.contains(own));
    draft.filled_in.lost_addresses = lost.map(|(_, addresses)| addresses).collect();
    let all = links(drawn);
    let kept = links(&draft.topology);
    let lost: Vec<&Link> = all.iter().filter(|link| !kept.contains(link)).collect();
    draft.filled_in.lost_links = !lost.is_empty() || draft.left_out.iter().any(|id| is_link(id.kind));
    if lost.is_empty() {
        return;
    }
    // What a gateway learns comes from the sites, and ends at the gateway.
    let mut inward: SortedSet<Ref> = lost.iter().map(|(near, _)| near.clone()).collect();
    spread(&mut inward, &all, |(near, far)| {
        (!is_hub(far.kind)).then_some((far, near))
    });
    inward.extend(perhaps_of_lost(&inward, drawn));
    lose_routes(&inward, draft);
    // What a site can reach depends on all that lies before it, and on what the gateways there know.
    let hubs = inward.iter().filter(|element| is_hub(element.kind));
    let mut outward: SortedSet<Ref> = lost.iter().map(|(_, far)| far).chain(hubs).cloned().collect();
    // What is gone altogether may have led to any of them.
    if lost
        .iter()
        .any(|(_, far)| far.kind != Kind::Site && !drawn.contains(far))
    {
        outward.extend(drawn.sites.ids().map(Ref::from));
    }
    spread(&mut outward, &all, |(near, far)| Some((near, far)));
    draft.filled_in.incomplete.extend(inward);
    draft.filled_in.incomplete.extend(outward);
}

/// Which virtual private gateways a Direct Connect gateway is for, only it says: if it is gone, it may be any that is of no other.
fn perhaps_of_lost(lost: &SortedSet<Ref>, drawn: &Topology) -> Vec<Ref> {
    let mut gone = lost.iter().filter(|element| element.kind == Kind::DirectConnectGateway);
    if gone.all(|element| drawn.contains(element)) {
        return Vec::new();
    }
    let known = drawn.direct_connect_gateways.iter();
    let known: SortedSet<&Ref> = known
        .flat_map(|(_, record)| record.associations.iter().map(|own| &own.gateway))
        .collect();
    let all = drawn.vpn_gateways.ids().map(Ref::from);
    all.filter(|gateway| !known.contains(gateway)).collect()
}

/// Nobody knows what a site announces whose line is lost.
fn lose_routes(incomplete: &SortedSet<Ref>, draft: &mut Draft) {
    for (id, attachment) in draft.topology.transit_gateway_attachments.iter() {
        let is_line = matches!(attachment.to, Attached::Vpn(_) | Attached::DirectConnectGateway(_));
        if is_line && incomplete.contains(&Ref::from(id)) {
            let tables = attachment.propagations.iter().flat_map(|tables| tables.iter().cloned());
            draft.filled_in.lost_routes.extend(tables);
        }
    }
}

/// What leads on: the first is nearer to a VPC, the second to a site.
type Link = (Ref, Ref);

fn links(topology: &Topology) -> SortedSet<Link> {
    let mut all = Vec::new();
    for (id, gateway) in topology.vpn_gateways.iter() {
        all.extend(gateway.vpc.as_ref().map(|vpc| (vpc.into(), id.into())));
    }
    for (id, connection) in topology.vpn_connections.iter() {
        all.push((connection.gateway.clone(), id.into()));
        all.push((id.into(), (&connection.customer_gateway).into()));
    }
    for (id, device) in topology.customer_gateways.iter() {
        all.extend(device.site.as_ref().map(|site| (id.into(), site.into())));
    }
    for (id, interface) in topology.virtual_interfaces.iter() {
        all.extend(interface.gateway.clone().map(|gateway| (gateway, id.into())));
        all.extend(interface.site.as_ref().map(|site| (id.into(), site.into())));
    }
    for (id, gateway) in topology.direct_connect_gateways.iter() {
        let associations = gateway.associations.iter();
        all.extend(associations.map(|own| (own.gateway.clone(), id.into())));
    }
    for (id, gateway) in topology.transit_gateways.iter() {
        all.extend(
            gateway
                .association_table
                .as_ref()
                .map(|table| (table.into(), id.into())),
        );
    }
    for (id, attachment) in topology.transit_gateway_attachments.iter() {
        let at = Ref::from(id);
        let gateway = Ref::from(&attachment.gateway);
        if let Association::Table(table) = &attachment.association {
            all.push((table.into(), at.clone()));
        }
        if let Attached::Vpc { vpc, subnets } = &attachment.to {
            all.push((at.clone(), gateway));
            all.push((vpc.into(), at.clone()));
            all.extend(subnets.iter().map(|subnet| (subnet.into(), at.clone())));
        } else {
            all.push((gateway, at.clone()));
            all.extend(attachment.to.element().map(|far| (at, far)));
        }
    }
    all.into_iter().collect()
}

/// What joins VPCs by itself.
fn is_link(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::PeeringConnection | Kind::InterfaceEndpoint | Kind::EndpointService
    )
}

fn is_hub(kind: Kind) -> bool {
    matches!(kind, Kind::VpnGateway | Kind::TransitGateway)
}

fn spread<'a>(
    found: &mut SortedSet<Ref>,
    links: &'a SortedSet<Link>,
    along: impl Fn(&'a Link) -> Option<(&'a Ref, &'a Ref)>,
) {
    loop {
        let before = found.len();
        for (from, to) in links.iter().filter_map(&along) {
            if found.contains(from) {
                found.insert(to.clone());
            }
        }
        if found.len() == before {
            return;
        }
    }
}

/// Who is drawn with which address, private or public. What is public and private at once, an IPv6 range has as a whole.
fn addresses(topology: &Topology) -> SortedSet<(Ref, IpNet)> {
    let mut all: Vec<(Ref, IpNet)> = Vec::new();
    for (id, record) in topology.vpcs.iter() {
        all.extend(record.ipv6_cidrs.iter().map(|range| (id.into(), (*range).into())));
    }
    for (id, record) in topology.subnets.iter() {
        all.extend(record.ipv6_cidr.map(|range| (id.into(), range.into())));
    }
    let mut add = |id: Ref, address: IpAddr| all.push((id, address.into()));
    for (id, record) in topology.interfaces.iter() {
        let ipv4 = record
            .ipv4
            .iter()
            .chain(&record.secondary_ipv4)
            .chain(&record.public_ipv4);
        ipv4.for_each(|address| add(id.into(), (*address).into()));
        record.ipv6.iter().for_each(|address| add(id.into(), (*address).into()));
    }
    for (id, record) in topology.nat_gateways.iter() {
        add(id.into(), record.ipv4.into());
        if let NatConnectivity::Public(public) = record.connectivity {
            add(id.into(), public.into());
        }
    }
    for (id, record) in topology.regional_nat_gateways.iter() {
        record
            .public_ipv4
            .iter()
            .for_each(|public| add(id.into(), (*public).into()));
    }
    for (id, record) in topology.load_balancers.iter() {
        record
            .public_ipv4
            .iter()
            .for_each(|public| add(id.into(), (*public).into()));
    }
    for (id, places) in places(topology) {
        places.iter().for_each(|place| add(id.clone(), place.ipv4.into()));
    }
    all.into_iter().collect()
}

/// What has a network interface in each of several subnets.
fn places(topology: &Topology) -> Vec<(Ref, &[EndpointSubnet])> {
    let endpoints = topology.interface_endpoints.iter();
    let endpoints = endpoints.map(|(id, record)| (id.into(), record.subnets.as_slice()));
    let resolvers = topology.resolver_endpoints.iter();
    let resolvers = resolvers.map(|(id, record)| (id.into(), record.subnets.as_slice()));
    let clients = topology.client_vpn_endpoints.iter();
    let clients = clients.map(|(id, record)| (id.into(), record.associations.as_slice()));
    let balancers = topology.load_balancers.iter();
    let balancers = balancers.map(|(id, record)| (id.into(), record.subnets.as_slice()));
    endpoints.chain(resolvers).chain(clients).chain(balancers).collect()
}
