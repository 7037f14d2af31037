//! Route tables of VPCs: the longest prefix, then static, prefix lists, propagated; local before all propagated (RT-10 to RT-31).

use std::net::IpAddr;

use ipnet::IpNet;
use reach::id::{Kind, Ref};
use reach::topology::*;

use super::outcome::Outcome;
use super::packet::has;
use super::vpn;
use super::world::World;

/// A row of the table as AWS shows it. The lower `rank` wins among equal prefixes (RT-10).
struct Row {
    prefix: IpNet,
    rank: u8,
    /// RT-15: among prefix lists the lowest id.
    list: String,
    target: Target,
}

const LOCAL: u8 = 0;
const STATIC: u8 = 1;
const PREFIX_LIST: u8 = 2;

const RESERVED: [&str; 2] = ["169.254.168.0/22", "fd00:ec2::/32"];

/// Where the table sends the packet; the error is what happens instead.
pub fn lookup(world: &World<'_>, vpc: &VpcId, table: &RouteTableId, to: IpAddr) -> Result<Target, Outcome> {
    // RT-18: not forwarded, whatever the table says.
    let is_reserved = |net: &&str| net.parse().is_ok_and(|net: IpNet| has(net, to));
    let target = match RESERVED.iter().any(is_reserved) {
        true => None,
        false => chosen(world, vpc, table, to),
    };
    let Some(target) = target else {
        return Err(Outcome::dropped("NO_ROUTE_TO_DESTINATION", table.as_str()));
    };
    if is_blackhole(world, vpc, &target) {
        return Err(Outcome::dropped("BAD_STATE_ROUTE", table.as_str()));
    }
    Ok(target)
}

/// The target of the winning row, whatever its state.
pub fn chosen(world: &World<'_>, vpc: &VpcId, table: &RouteTableId, to: IpAddr) -> Option<Target> {
    let mut rows = rows(world, vpc, table);
    rows.retain(|row| has(row.prefix, to));
    if rows.iter().any(|row| row.rank == LOCAL) {
        // RT-11
        rows.retain(|row| row.rank <= PREFIX_LIST);
    }
    rows.sort_by(|a, b| {
        let longer = b.prefix.prefix_len().cmp(&a.prefix.prefix_len());
        longer.then(a.rank.cmp(&b.rank)).then(a.list.cmp(&b.list))
    });
    let best = rows.into_iter().next()?;
    match (&best.target, best.rank) {
        (Target::Element(target), PREFIX_LIST) if target.kind != Kind::GatewayEndpoint => {
            world.picks.meet("prefix list in a route");
        }
        (Target::Element(_), LOCAL) => world.picks.meet("replaced local route"),
        (Target::Element(_), _) if world.is_in_vpc(vpc, to) => world.picks.meet("route inside the VPC"),
        _ => {}
    }
    Some(best.target)
}

fn rows(world: &World<'_>, vpc: &VpcId, id: &RouteTableId) -> Vec<Row> {
    let table = world.drawn.route_tables.get(id);
    let written: &[Route] = table.map_or(&[], |table| &table.routes);
    let mut rows = Vec::new();
    for cidr in world.cidrs(vpc) {
        // RT-04: the local route's target can be replaced; the row stays the local one.
        let replaced = written
            .iter()
            .find(|route| route.destination == Destination::Cidr(cidr));
        let target = replaced.map_or(Target::Local, |route| route.target.clone());
        rows.push(row(cidr, LOCAL, "", target));
    }
    for route in written {
        match &route.destination {
            Destination::Cidr(cidr) if world.cidrs(vpc).contains(cidr) => {}
            Destination::Cidr(cidr) => rows.push(row(*cidr, STATIC, "", route.target.clone())),
            Destination::PrefixList(list) => {
                for range in world.ranges_of(list) {
                    rows.push(row(range, PREFIX_LIST, list.as_str(), route.target.clone()));
                }
            }
        }
    }
    rows.extend(of_endpoints(world, vpc, id));
    for gateway in table.map(|table| table.propagating.iter()).into_iter().flatten() {
        for (prefix, rank) in vpn::propagated(world, vpc, gateway) {
            rows.push(row(prefix, PREFIX_LIST + 1 + rank, "", Target::Element(gateway.into())));
        }
    }
    rows
}

fn row(prefix: IpNet, rank: u8, list: &str, target: Target) -> Row {
    Row {
        prefix,
        rank,
        list: list.to_owned(),
        target,
    }
}

/// EG-02, RT-17: the routes of the gateway endpoints that are associated with the table.
fn of_endpoints(world: &World<'_>, vpc: &VpcId, table: &RouteTableId) -> Vec<Row> {
    let mut rows = Vec::new();
    for (id, endpoint) in world.drawn.gateway_endpoints.iter() {
        if endpoint.vpc != *vpc || !endpoint.route_tables.contains(table) || endpoint.state == EndpointState::Deleted {
            continue;
        }
        let region = world.region_of(vpc);
        let carried = |range: &IpNet| match endpoint.address_type {
            AddressType::Ipv4 => range.addr().is_ipv4(),
            AddressType::Ipv6 => range.addr().is_ipv6(),
            AddressType::Dualstack => true,
        };
        for range in world
            .ranges_of_service(&endpoint.service, region)
            .into_iter()
            .filter(carried)
        {
            let list = format!("pl-{}", endpoint.service);
            rows.push(row(range, PREFIX_LIST, &list, Target::Element(id.into())));
        }
    }
    rows
}

/// RT-21, DEC-20: the target is gone or detached, or is a peering that is not active.
pub fn is_blackhole(world: &World<'_>, vpc: &VpcId, target: &Target) -> bool {
    let Target::Element(reference) = target else {
        return false;
    };
    let drawn = world.drawn;
    let here = |attached: Option<&VpcId>| attached == Some(vpc);
    let is_usable = match reference.kind {
        Kind::InternetGateway => find(reference, &drawn.internet_gateways, |it| here(it.vpc.as_ref())),
        Kind::EgressOnlyInternetGateway => find(reference, &drawn.egress_only_internet_gateways, |it| {
            here(it.vpc.as_ref())
        }),
        Kind::VpnGateway => find(reference, &drawn.vpn_gateways, |it| here(it.vpc.as_ref())),
        Kind::NatGateway => find(reference, &drawn.nat_gateways, |it| it.state != NatState::Deleted),
        Kind::RegionalNatGateway => find(reference, &drawn.regional_nat_gateways, |it| {
            it.state != NatState::Deleted
        }),
        Kind::NetworkInterface => find(reference, &drawn.interfaces, |it| it.state != InterfaceState::Available),
        Kind::PeeringConnection => find(reference, &drawn.peering_connections, |it| {
            it.state == PeeringState::Active
        }),
        Kind::TransitGateway => is_attached(world, vpc, reference),
        Kind::GatewayLoadBalancerEndpoint => find(reference, &drawn.gateway_load_balancer_endpoints, |it| {
            it.state != EndpointState::Deleted
        }),
        _ => drawn.contains(reference),
    };
    !is_usable
}

fn find<T>(reference: &Ref, table: &Table<T>, is_usable: impl Fn(&T) -> bool) -> bool {
    table
        .iter()
        .any(|(id, record)| id.as_str() == &*reference.id && is_usable(record))
}

/// Whether an attachment joins the VPC to the transit gateway, whatever its state, unless it is gone (TGW-03).
fn is_attached(world: &World<'_>, vpc: &VpcId, gateway: &Ref) -> bool {
    let mut attachments = world.drawn.transit_gateway_attachments.iter();
    attachments.any(|(_, it)| {
        let is_to = matches!(&it.to, Attached::Vpc { vpc: to, .. } if to == vpc);
        it.gateway.as_str() == &*gateway.id && is_to && !it.state.is_gone()
    })
}
