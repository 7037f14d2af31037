//! Virtual private gateways with their VPN connections (VPN-20 to VPN-47, RT-31).

use std::net::IpAddr;

use ipnet::IpNet;
use reach::id::Ref;
use reach::topology::*;

use super::outcome::Outcome;
use super::packet::has;
use super::walk::{Entered, Flight, Walk};
use super::world::{Owner, World};
use super::{appliance, arrival, direct_connect, gateway_load_balancer, route_table, site};

const UNKNOWN_PREFIX: &str = "X_VGW_UNKNOWN_PREFIX";
const NOT_INGRESS: &str = "VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS";
const NOT_EGRESS: &str = "VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS";

/// One way from a gateway to a site, with what it knows there.
#[derive(Clone, Debug)]
pub struct Way {
    pub by: Ref,
    pub site: Option<SiteId>,
    pub is_up: bool,
    pub prefix: IpNet,
    /// VPN-22: Direct Connect 0, static 1, BGP 2.
    pub rank: u8,
    pub as_path: u8,
    /// The first AS of the path.
    pub asn: u32,
    pub med: u32,
}

pub fn is_up(connection: &VpnConnection) -> bool {
    connection.tunnels.iter().any(|tunnel| tunnel.up)
}

/// What the customer gateway tells AWS.
pub fn announced(world: &World<'_>, id: &CustomerGatewayId) -> Vec<IpNet> {
    let Some(gateway) = world.drawn.customer_gateways.get(id) else {
        return Vec::new();
    };
    if let Some(announces) = &gateway.announces {
        return announces.clone();
    }
    let site = gateway.site.as_ref().and_then(|site| world.drawn.sites.get(site));
    site.map(|site| site.cidrs.clone()).unwrap_or_default()
}

/// Every prefix that the connections of the gateway know, up or not.
pub fn ways(world: &World<'_>, gateway: &Ref) -> Vec<Way> {
    let mut ways = Vec::new();
    for (id, connection) in world.drawn.vpn_connections.iter() {
        if connection.gateway != *gateway {
            continue;
        }
        let (rank, prefixes) = match &connection.routing {
            VpnRouting::Static(prefixes) => (1, prefixes.clone()),
            VpnRouting::Bgp => (2, announced(world, &connection.customer_gateway)),
        };
        let customer = world.drawn.customer_gateways.get(&connection.customer_gateway);
        for prefix in prefixes {
            ways.push(Way {
                by: Ref::from(id),
                site: customer.and_then(|customer| customer.site.clone()),
                is_up: is_up(connection),
                prefix,
                rank,
                as_path: if rank == 2 { connection.options.as_path } else { 0 },
                asn: if rank == 2 {
                    customer.map_or(0, |customer| customer.asn)
                } else {
                    0
                },
                med: if rank == 2 {
                    connection.options.med.unwrap_or(100)
                } else {
                    0
                },
            });
        }
    }
    ways.extend(direct_connect::ways(world, gateway));
    ways
}

/// What the gateway brings into route tables, with its priority among propagated routes (RT-10, RT-31).
pub fn propagated(world: &World<'_>, vpc: &VpcId, gateway: &VpnGatewayId) -> Vec<(IpNet, u8)> {
    let record = world.drawn.vpn_gateways.get(gateway);
    if record.and_then(|record| record.vpc.as_ref()) != Some(vpc) {
        return Vec::new();
    }
    let ways = ways(world, &Ref::from(gateway));
    ways.into_iter()
        .filter(|way| way.is_up)
        .map(|way| (way.prefix, way.rank))
        .collect()
}

/// The best of the ways that know the address (VPN-22).
fn best(mut ways: Vec<Way>, to: IpAddr) -> Option<Way> {
    ways.retain(|way| has(way.prefix, to));
    ways.sort_by(|a, b| {
        b.is_up
            .cmp(&a.is_up)
            .then(b.prefix.prefix_len().cmp(&a.prefix.prefix_len()))
            .then(a.rank.cmp(&b.rank))
            .then(a.as_path.cmp(&b.as_path))
            // VPN-22 compares MEDs of one first AS only; between others it names no winner, so the lower number stands for one.
            .then(a.asn.cmp(&b.asn))
            .then(a.med.cmp(&b.med))
            .then(a.by.id.cmp(&b.by.id))
    });
    ways.into_iter().next()
}

/// A route of a subnet led to the gateway.
pub fn from_vpc(walk: &mut Walk<'_>, vpc: &VpcId, id: &str, flight: Flight) -> Outcome {
    walk.world.picks.meet("virtual private gateway");
    let gateway = Ref::from(VpnGatewayId::new(id));
    let owner = walk.world.owner(vpc, flight.packet.source);
    if owner.is_none() || flight.entered == Entered::Transit {
        return Outcome::dropped(NOT_EGRESS, id);
    }
    leave(walk, &gateway, flight)
}

fn leave(walk: &mut Walk<'_>, gateway: &Ref, flight: Flight) -> Outcome {
    let to = flight.packet.destination;
    if direct_connect::is_in_other_vpc(walk.world, gateway, to) {
        match best(ways(walk.world, gateway), to) {
            None => return Outcome::dropped_somewhere("X_DXGW_NO_TRANSIT"),
            Some(way) if way.rank > 0 => return Outcome::Open("a VPN for what another VPC has"),
            // DX-08
            Some(way) => {
                if let Some(other) = direct_connect::beyond(walk.world, gateway, &way.by, to).filter(|_| way.is_up) {
                    let mut onward = flight;
                    onward.sender = None;
                    return into_gateway(walk, &other, &way.by, onward);
                }
            }
        }
    }
    let is_ipv4 = flight.packet.is_ipv4();
    let mut ways = ways(walk.world, gateway);
    // VPN-07, DX-16
    ways.retain(|way| is_ipv4 || way.rank == 0);
    let Some(way) = best(ways, flight.packet.destination) else {
        if !is_ipv4 {
            return Outcome::dropped("X_FAMILY_MISMATCH", &*gateway.id);
        }
        return Outcome::dropped(UNKNOWN_PREFIX, &*gateway.id);
    };
    if !way.is_up {
        return down(&way);
    }
    site::arrive(walk.world, way.site, flight.packet)
}

fn down(way: &Way) -> Outcome {
    let code = if way.rank == 0 { "BAD_STATE" } else { "BAD_STATE_VPN" };
    Outcome::dropped(code, &*way.by.id)
}

/// From a site into the gateway, by one of its connections.
pub fn into_gateway(walk: &mut Walk<'_>, gateway: &VpnGatewayId, by: &Ref, mut flight: Flight) -> Outcome {
    let Some(record) = walk.world.drawn.vpn_gateways.get(gateway) else {
        return Outcome::Unknown;
    };
    walk.world.picks.meet("virtual private gateway");
    let to = flight.packet.destination;
    flight.entered = Entered::VpnGateway;
    let inside = record.vpc.clone().filter(|vpc| walk.world.is_in_vpc(vpc, to));
    match inside {
        // SD-03
        Some(vpc) if walk.world.is_in_vpc(&vpc, flight.packet.source) => {
            Outcome::dropped("GATEWAY_REJECTS_SPOOFED_TRAFFIC", gateway.as_str())
        }
        Some(vpc) => into_vpc(walk, &vpc, record.route_table.as_ref(), flight),
        None => hub(walk, gateway, by, flight),
    }
}

fn into_vpc(walk: &mut Walk<'_>, vpc: &VpcId, table: Option<&RouteTableId>, flight: Flight) -> Outcome {
    let target = match table {
        Some(table) => route_table::lookup(walk.world, vpc, table, flight.packet.destination),
        None => Ok(Target::Local),
    };
    match target {
        Ok(Target::Element(to)) => {
            walk.world.picks.meet("gateway route table");
            if let Some(id) = to.to_id::<GatewayLoadBalancerEndpoint>() {
                return gateway_load_balancer::pass(walk, &id, None, flight);
            }
            let Some(id) = to.to_id::<NetworkInterface>() else {
                return Outcome::Unknown;
            };
            match walk.world.owner(vpc, flight.packet.destination) {
                Some(Owner::Interface(own)) if own == id => arrival::arrive(walk, vpc, None, flight),
                _ => appliance::pass(walk, &id, None, flight),
            }
        }
        Ok(Target::Local) => arrival::arrive(walk, vpc, None, flight),
        Ok(Target::NotModelled(_)) => Outcome::Unknown,
        Err(outcome) => outcome,
    }
}

/// CloudHub: from one site to another over the same gateway (VPN-30 to VPN-32).
fn hub(walk: &mut Walk<'_>, gateway: &VpnGatewayId, by: &Ref, flight: Flight) -> Outcome {
    let to = flight.packet.destination;
    let mut others = ways(walk.world, &Ref::from(gateway));
    others.retain(|way| way.by != *by);
    let Some(way) = best(others, to) else {
        if is_behind_static(walk.world, &Ref::from(gateway), by, to) {
            return Outcome::dropped("X_CLOUDHUB_NEEDS_BGP", gateway.as_str());
        }
        let is_attached = walk
            .world
            .drawn
            .vpn_gateways
            .get(gateway)
            .is_some_and(|it| it.vpc.is_some());
        let code = if is_attached {
            NOT_INGRESS
        } else {
            "BAD_STATE_ATTACHMENT"
        };
        return Outcome::dropped(code, gateway.as_str());
    };
    walk.world.picks.meet("CloudHub");
    let (Some(one), Some(other)) = (router(walk.world, gateway, by), router(walk.world, gateway, &way.by)) else {
        return Outcome::Unknown;
    };
    // VPN-33: what came through a Direct Connect gateway is for the VPC only.
    if one.is_through_gateway || other.is_through_gateway {
        return Outcome::dropped_somewhere("X_DXGW_VIF_TO_VPN");
    }
    if !one.is_dynamic || !other.is_dynamic {
        return Outcome::dropped("X_CLOUDHUB_NEEDS_BGP", gateway.as_str());
    }
    if one.asn == other.asn {
        return Outcome::dropped("X_CLOUDHUB_DUPLICATE_ASN", gateway.as_str());
    }
    if !way.is_up {
        return down(&way);
    }
    site::arrive(walk.world, way.site, flight.packet)
}

/// The address is in the site of another connection of the gateway, and that one is static (VPN-31).
pub fn is_behind_static(world: &World<'_>, gateway: &Ref, by: &Ref, to: IpAddr) -> bool {
    world.drawn.vpn_connections.iter().any(|(id, connection)| {
        let customer = world.drawn.customer_gateways.get(&connection.customer_gateway);
        let site = customer.and_then(|customer| world.drawn.sites.get(customer.site.as_ref()?));
        let has_it = site.is_some_and(|site| site.cidrs.iter().any(|cidr| has(*cidr, to)));
        let is_static = connection.routing != VpnRouting::Bgp;
        connection.gateway == *gateway && Ref::from(id) != *by && is_static && has_it
    })
}

/// The router at the far side of a line.
struct Router {
    is_dynamic: bool,
    asn: u32,
    /// By a Direct Connect gateway.
    is_through_gateway: bool,
}

fn router(world: &World<'_>, gateway: &VpnGatewayId, by: &Ref) -> Option<Router> {
    if let Some(connection) = by.to_id().and_then(|id| world.drawn.vpn_connections.get(&id)) {
        let customer = world.drawn.customer_gateways.get(&connection.customer_gateway)?;
        return Some(Router {
            is_dynamic: connection.routing == VpnRouting::Bgp,
            asn: customer.asn,
            is_through_gateway: false,
        });
    }
    let line = world.drawn.virtual_interfaces.get(&by.to_id()?)?;
    Some(Router {
        is_dynamic: true,
        asn: line.asn,
        is_through_gateway: line.gateway != Some(gateway.into()),
    })
}
