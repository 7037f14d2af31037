//! Where routes alone lead a packet: what filters, Availability Zones and machines do with it is left out.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use crate::id::{Kind, Ref};
use crate::network::{Network, RouteState};
use crate::route;
use crate::topology::{
    Association, Attached, Destination, PeeringId, RouteTableId, SubnetId, Target, TransitGatewayAttachmentId,
    TransitGatewayId, TransitGatewayRouteTableId, TransitGatewayTarget, VpcId, VpnGatewayId,
};
use crate::transit_route;

/// Where a packet ends that leaves a subnet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End<'n> {
    /// In this VPC, into which it came over this peering connection or transit gateway.
    In {
        vpc: &'n VpcId,
        over: Ref,
    },
    /// In the table of a transit gateway that has no route for it.
    NoRoute(&'n TransitGatewayRouteTableId),
    /// With somebody who may send it on: an appliance in another VPC, a site, what is not known.
    Perhaps,
    Never,
}

/// Machines and gateways, one after the other, that are followed.
const MOST: usize = 8;

pub(super) fn lead<'n>(network: &'n Network, from: &'n SubnetId, to: IpAddr) -> End<'n> {
    let topology = network.topology();
    let mut subnet = from;
    for _ in 0..MOST {
        let Some(record) = topology.subnets.get(subnet) else {
            return End::Never;
        };
        let Some(table) = record.route_table.as_ref().filter(|table| is_read(network, table)) else {
            return End::Perhaps;
        };
        let Some(route) = route::chosen(network, table, to).map(|chosen| chosen.route) else {
            return End::Never;
        };
        let target = match &route.target {
            Target::Element(target) => target,
            Target::Local => return End::Never,
            Target::NotModelled(_) => return End::Perhaps,
        };
        if route.state == RouteState::Blackhole {
            let is_lost = network.is_left_out(target);
            return if is_lost { End::Perhaps } else { End::Never };
        }
        match target.kind {
            Kind::PeeringConnection => return over_peering(network, target, &record.vpc, to),
            Kind::TransitGateway => return over_transit_gateway(network, target, &record.vpc, to),
            Kind::VpnGateway => return over_vpn_gateway(network, target, to),
            Kind::NetworkInterface | Kind::GatewayLoadBalancerEndpoint => {
                let Some(next) = network.subnet_of_element(target) else {
                    return End::Never;
                };
                subnet = next;
            }
            _ => return End::Never,
        }
    }
    End::Perhaps
}

fn is_read(network: &Network, table: &RouteTableId) -> bool {
    let lists = &network.topology().prefix_lists;
    let mut routes = network.routes(table).iter();
    let names_lost =
        routes.any(|route| matches!(&route.destination, Destination::PrefixList(list) if lists.get(list).is_none()));
    !network.is_unread(&table.into()) && !names_lost
}

fn over_peering<'n>(network: &'n Network, target: &Ref, from: &VpcId, to: IpAddr) -> End<'n> {
    let peering = target
        .to_id()
        .and_then(|id: PeeringId| network.topology().peering_connections.get(&id));
    let far = peering.and_then(|peering| peering.other(from));
    match far.filter(|vpc| network.is_in_vpc(vpc, to)) {
        Some(vpc) => End::In {
            vpc,
            over: target.clone(),
        },
        None => End::Never,
    }
}

/// What the gateway knows may come back from the site, or over Direct Connect to another VPC (DX-08).
fn over_vpn_gateway<'n>(network: &'n Network, target: &Ref, to: IpAddr) -> End<'n> {
    let known = target.to_id().map(|id: VpnGatewayId| network.vpn_prefixes(&id));
    let knows = known.is_some_and(|known| known.iter().any(|known| known.prefix.contains(&to)));
    if knows { End::Perhaps } else { End::Never }
}

fn over_transit_gateway<'n>(network: &'n Network, target: &Ref, from: &VpcId, to: IpAddr) -> End<'n> {
    let found = match leaves_by(network, target, from, to) {
        Ok(found) => found,
        Err(end) => return end,
    };
    match network
        .topology()
        .transit_gateway_attachments
        .get(found)
        .map(|record| &record.to)
    {
        Some(Attached::Vpc { vpc, .. }) if network.is_in_vpc(vpc, to) => {
            let over = target.clone();
            End::In { vpc, over }
        }
        _ => End::Perhaps,
    }
}

/// The attachment by which a packet of this VPC leaves the transit gateways, over their peerings.
pub(super) fn leaves_by<'n>(
    network: &'n Network,
    gateway: &Ref,
    from: &VpcId,
    to: IpAddr,
) -> Result<&'n TransitGatewayAttachmentId, End<'n>> {
    let near = gateway
        .to_id()
        .and_then(|gateway: TransitGatewayId| network.attachment_of_vpc(&gateway, from));
    let mut at = near.ok_or(End::Never)?;
    for _ in 0..MOST {
        let found = look_up(network, at, to)?;
        let record = network.topology().transit_gateway_attachments.get(found);
        let open = record.filter(|_| is_open(network, found, to)).ok_or(End::Never)?;
        match &open.to {
            Attached::Peering(other) => at = other,
            _ => return Ok(found),
        }
    }
    Err(End::Never)
}

/// The attachment by which the packet leaves that came in by this one. A blackhole is somebody's decision; a missing association and a
/// route to what is gone are problems of their own.
pub(super) fn look_up<'n>(
    network: &'n Network,
    came_by: &TransitGatewayAttachmentId,
    to: IpAddr,
) -> Result<&'n TransitGatewayAttachmentId, End<'n>> {
    let record = network.topology().transit_gateway_attachments.get(came_by);
    let open = record.filter(|_| is_open(network, came_by, to));
    let Some(Association::Table(table)) = open.map(|record| &record.association) else {
        return Err(End::Perhaps);
    };
    let at = Ref::from(table);
    if network.is_unread(&at) || network.is_incomplete(&at) || network.has_lost_routes(table) {
        return Err(End::Perhaps);
    }
    let Some(chosen) = transit_route::chosen(network, table, to) else {
        return Err(End::NoRoute(table));
    };
    match &chosen.route.target {
        TransitGatewayTarget::Attachment(next) if chosen.route.state == RouteState::Active => Ok(next),
        _ => Err(End::Perhaps),
    }
}

/// TGW-03, TGW-07.
fn is_open(network: &Network, id: &TransitGatewayAttachmentId, to: IpAddr) -> bool {
    let record = network.topology().transit_gateway_attachments.get(id);
    record.is_some_and(|record| {
        let takes = to.is_ipv4() || record.ipv6 || !matches!(record.to, Attached::Vpc { .. });
        record.state.carries() && takes
    })
}

/// Somebody is in the subnet.
pub(super) fn has_machine(network: &Network, subnet: &SubnetId) -> bool {
    let mut interfaces = network.topology().interfaces.iter();
    interfaces.any(|(_, record)| record.subnet == *subnet)
}

/// One address of each part of the range that the tables on the way may tell apart.
pub(super) fn parts(network: &Network, from: &SubnetId, range: IpNet) -> Vec<IpAddr> {
    let mut parts = vec![range.addr()];
    let Some(record) = network.topology().subnets.get(from) else {
        return parts;
    };
    let table = record.route_table.iter().flat_map(|table| network.routes(table));
    let attachments = &network.topology().transit_gateway_attachments;
    let near = network.transit_gateways_of(&record.vpc);
    let transit = near.filter_map(|(_, id)| match &attachments.get(id)?.association {
        Association::Table(table) => Some(network.transit_routes(table)),
        _ => None,
    });
    let destinations = table
        .map(|route| &route.destination)
        .chain(transit.flatten().map(|route| &route.destination));
    for destination in destinations {
        for entry in network.entries(destination).iter() {
            if range.contains(entry) && *entry != range {
                parts.push(entry.addr());
                parts.extend(after(entry.broadcast()).filter(|next| range.contains(next)));
            }
        }
    }
    parts
}

fn after(last: IpAddr) -> Option<IpAddr> {
    Some(match last {
        IpAddr::V4(last) => Ipv4Addr::from(u32::from(last).checked_add(1)?).into(),
        IpAddr::V6(last) => Ipv6Addr::from(u128::from(last).checked_add(1)?).into(),
    })
}
