//! Transit gateways: from an attachment, by the table it is associated with, to an attachment (TGW-10 to TGW-62).

use std::net::IpAddr;

use ipnet::IpNet;
use reach::id::Ref;
use reach::topology::*;

use super::outcome::Outcome;
use super::transit_table::{self, Found};
use super::walk::{Entered, Flight, Walk};
use super::world::World;
use super::{arrival, direct_connect, network_acl, route_table, site, vpn};

/// A route of a subnet led to the gateway (TGW-30, TGW-34).
pub fn from_subnet(walk: &mut Walk<'_>, vpc: &VpcId, subnet: &SubnetId, gateway: &str, flight: Flight) -> Outcome {
    let Some((id, attachment)) = of_vpc(walk.world, gateway, vpc) else {
        return Outcome::Unknown;
    };
    if flight.entered == Entered::Transit && flight.appliance.is_none() {
        // ENG-06, note 7: not without an appliance.
        return Outcome::dropped("NO_POSSIBLE_DESTINATION", id.as_str());
    }
    if !attachment.state.carries() {
        return Outcome::dropped("BAD_STATE_ATTACHMENT", id.as_str());
    }
    if !flight.packet.is_ipv4() && !attachment.ipv6 {
        return Outcome::dropped("X_TGW_IPV6_DISABLED", id.as_str());
    }
    let zone = walk.world.subnet(subnet).map(|subnet| subnet.zone.clone());
    let entry = subnets_of(attachment)
        .into_iter()
        .find(|entry| zone_of(walk.world, entry) == zone.as_deref());
    let (Some(entry), Some(zone)) = (entry, zone) else {
        return Outcome::Dropped(super::outcome::Drop {
            code: "TGW_ROUTE_AZ_RESTRICTION",
            at: Vec::new(),
        });
    };
    if let Some(refused) = network_acl::ingress(walk.world, &entry, &flight.packet) {
        return refused;
    }
    look_up(walk, id, Some(&zone), flight)
}

/// From a site by its VPN connection.
pub fn from_connection(walk: &mut Walk<'_>, by: &Ref, flight: Flight) -> Outcome {
    let Some(connection) = by.to_id::<VpnConnection>() else {
        return Outcome::Unknown;
    };
    let mut attachments = walk.world.drawn.transit_gateway_attachments.iter();
    let found = attachments.find(|(_, it)| it.to == Attached::Vpn(connection.clone()) && !it.state.is_gone());
    let Some((id, attachment)) = found else {
        return Outcome::Open("a connection without attachment");
    };
    if !attachment.state.carries() {
        return Outcome::dropped("BAD_STATE_ATTACHMENT", id.as_str());
    }
    look_up(walk, id, None, flight)
}

/// From a site by a Direct Connect gateway.
pub fn from_direct_connect(walk: &mut Walk<'_>, id: &DirectConnectGatewayId, gateway: &str, flight: Flight) -> Outcome {
    walk.world.picks.meet("Direct Connect on a transit gateway");
    let to = Attached::DirectConnectGateway(id.clone());
    let mut attachments = walk.world.drawn.transit_gateway_attachments.iter();
    let found = attachments.find(|(_, it)| it.to == to && it.gateway.as_str() == gateway && !it.state.is_gone());
    let Some((id, attachment)) = found else {
        return Outcome::Open("an association without attachment");
    };
    if !attachment.state.carries() {
        return Outcome::dropped("BAD_STATE_ATTACHMENT", id.as_str());
    }
    look_up(walk, id, None, flight)
}

/// In the table that the attachment is associated with (TGW-10, TGW-26).
fn look_up(walk: &mut Walk<'_>, from: &TransitGatewayAttachmentId, zone: Option<&str>, flight: Flight) -> Outcome {
    let Some(attachment) = walk.world.drawn.transit_gateway_attachments.get(from) else {
        return Outcome::Unknown;
    };
    walk.world.picks.meet("transit gateway");
    let Some(table) = association(walk.world, attachment) else {
        return Outcome::dropped("TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION", from.as_str());
    };
    if let Some(ended) = walk.guard(&format!("{table} from {from}"), flight.packet) {
        return ended;
    }
    match transit_table::lookup(walk.world, &table, flight.packet.destination) {
        Found::Attachment(to) => out(walk, from, &to, zone, flight),
        Found::Blackhole => Outcome::dropped("TGW_RTB_BAD_STATE_ROUTE", table.as_str()),
        Found::Nothing => Outcome::dropped("TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT", table.as_str()),
        Found::Several => Outcome::Open("equal ways of a transit gateway"),
    }
}

/// Out of the gateway by an attachment.
fn out(
    walk: &mut Walk<'_>,
    from: &TransitGatewayAttachmentId,
    to: &TransitGatewayAttachmentId,
    zone: Option<&str>,
    flight: Flight,
) -> Outcome {
    let Some(attachment) = walk.world.drawn.transit_gateway_attachments.get(to) else {
        return Outcome::Unknown;
    };
    if !attachment.state.carries() {
        return Outcome::dropped("BAD_STATE_ATTACHMENT", to.as_str());
    }
    match &attachment.to {
        Attached::Vpc { vpc, .. } => into_vpc(walk, from, to, vpc, zone, flight),
        Attached::Vpn(connection) => to_site(walk, connection, flight),
        Attached::DirectConnectGateway(gateway) => direct_connect::from_transit_gateway(walk, gateway, flight),
        Attached::Peering(other) => across(walk, to, other, flight),
        _ => Outcome::Unknown,
    }
}

/// TGW-31 to TGW-35.
fn into_vpc(
    walk: &mut Walk<'_>,
    from: &TransitGatewayAttachmentId,
    to: &TransitGatewayAttachmentId,
    vpc: &VpcId,
    zone: Option<&str>,
    mut flight: Flight,
) -> Outcome {
    let Some(attachment) = walk.world.drawn.transit_gateway_attachments.get(to) else {
        return Outcome::Unknown;
    };
    if !flight.packet.is_ipv4() && !attachment.ipv6 {
        return Outcome::dropped("X_TGW_IPV6_DISABLED", to.as_str());
    }
    let Some(subnet) = delivery_subnet(walk, to, attachment, zone, flight.packet.destination) else {
        return Outcome::Open("an attachment without subnets");
    };
    if attachment.appliance_mode {
        walk.world.picks.meet("appliance mode");
    }
    flight.entered = Entered::Transit;
    flight.appliance = None;
    if !is_referencing(walk.world, from, to) {
        flight.lose("SG_REFERENCING_SUPPORT");
    }
    if walk.world.is_in_subnet(&subnet, flight.packet.destination) {
        return arrival::arrive(walk, vpc, Some(&subnet), flight);
    }
    // TGW-34: what goes to a machine of the same subnet does not leave the subnet.
    let stays = next_is_in(walk.world, vpc, &subnet, flight.packet.destination);
    if let Some(refused) = network_acl::egress(walk.world, &subnet, &flight.packet).filter(|_| !stays) {
        return refused;
    }
    walk.route(&subnet, flight)
}

fn next_is_in(world: &World<'_>, vpc: &VpcId, subnet: &SubnetId, to: IpAddr) -> bool {
    let Some(Target::Element(next)) = route_table::chosen(world, vpc, &world.table_of(subnet), to) else {
        return false;
    };
    let nat = next
        .to_id()
        .and_then(|id| world.drawn.nat_gateways.get(&id))
        .map(|nat| &nat.subnet);
    let machine = next
        .to_id()
        .and_then(|id| world.interface(&id))
        .map(|machine| &machine.subnet);
    let endpoint = next
        .to_id()
        .and_then(|id| world.drawn.gateway_load_balancer_endpoints.get(&id))
        .map(|endpoint| &endpoint.subnet);
    nat.or(machine).or(endpoint) == Some(subnet)
}

/// The attachment's subnet in the packet's zone; without one, that of the first zone. In appliance mode any of them for a request to
/// another zone, and the zone that the request was taken to for its reply (TGW-35).
fn delivery_subnet(
    walk: &mut Walk<'_>,
    id: &TransitGatewayAttachmentId,
    attachment: &TransitGatewayAttachment,
    zone: Option<&str>,
    destination: IpAddr,
) -> Option<SubnetId> {
    let kept = walk
        .request
        .and_then(|request| request.zones.iter().find(|(of, _)| of == id));
    let wanted = match kept {
        Some((_, kept)) if attachment.appliance_mode => Some(kept.clone()),
        _ => zone.map(str::to_owned),
    };
    let subnets = subnets_of(attachment);
    let same = subnets
        .iter()
        .find(|subnet| zone_of(walk.world, subnet) == wanted.as_deref());
    let first = subnets.iter().min_by_key(|subnet| zone_of(walk.world, subnet));
    let is_hashed =
        attachment.appliance_mode && walk.request.is_none() && is_elsewhere(walk.world, attachment, zone, destination);
    let chosen = if is_hashed {
        walk.world.picks.pick(&subnets)?.clone()
    } else {
        same.or(first)?.clone()
    };
    let zone = zone_of(walk.world, &chosen)?.to_owned();
    walk.memory.zones.push((id.clone(), zone));
    Some(chosen)
}

/// Whether what the packet is for is in a VPC of the gateway, and in another zone than the packet.
fn is_elsewhere(world: &World<'_>, by: &TransitGatewayAttachment, zone: Option<&str>, destination: IpAddr) -> bool {
    let is_joined = |of: &VpcId| {
        let attachments = world.drawn.transit_gateway_attachments.iter();
        let mut own = attachments.filter(|(_, it)| it.gateway == by.gateway);
        own.any(|(_, it)| matches!(&it.to, Attached::Vpc { vpc, .. } if vpc == of))
    };
    let subnets = world.drawn.subnets.iter();
    let mut around = subnets.filter(|(id, it)| is_joined(&it.vpc) && world.is_in_subnet(id, destination));
    zone.is_some_and(|zone| around.any(|(_, it)| &*it.zone != zone))
}

/// TGW-60, TGW-61.
fn is_referencing(world: &World<'_>, from: &TransitGatewayAttachmentId, to: &TransitGatewayAttachmentId) -> bool {
    let attachments = &world.drawn.transit_gateway_attachments;
    let (Some(from), Some(to)) = (attachments.get(from), attachments.get(to)) else {
        return false;
    };
    let gateway = world.drawn.transit_gateways.get(&to.gateway);
    gateway.is_some_and(|gateway| gateway.sg_referencing) && from.sg_referencing && to.sg_referencing
}

fn to_site(walk: &mut Walk<'_>, id: &VpnConnectionId, flight: Flight) -> Outcome {
    let Some(connection) = walk.world.drawn.vpn_connections.get(id) else {
        return Outcome::Unknown;
    };
    // VPN-07
    if connection.options.ipv6 == flight.packet.is_ipv4() {
        return Outcome::dropped_somewhere("X_FAMILY_MISMATCH");
    }
    if !vpn::is_up(connection) {
        return Outcome::dropped("TGW_BAD_STATE_VPN", id.as_str());
    }
    let customer = walk.world.drawn.customer_gateways.get(&connection.customer_gateway);
    site::arrive(
        walk.world,
        customer.and_then(|customer| customer.site.clone()),
        flight.packet,
    )
}

/// TGW-50, TGW-51: to the other gateway, which looks it up again.
fn across(
    walk: &mut Walk<'_>,
    by: &TransitGatewayAttachmentId,
    other: &TransitGatewayAttachmentId,
    mut flight: Flight,
) -> Outcome {
    let Some(end) = walk.world.drawn.transit_gateway_attachments.get(other) else {
        return Outcome::Open("a peering without its other end");
    };
    if end.to != Attached::Peering(by.clone()) {
        return Outcome::Open("a peering whose other end leads elsewhere");
    }
    if !end.state.carries() {
        return Outcome::dropped("BAD_STATE_ATTACHMENT", other.as_str());
    }
    walk.world.picks.meet("transit gateway peering");
    flight.lose("SG_REFERENCES_NOT_PRESERVED");
    look_up(walk, other, None, flight)
}

/// The prefixes that AWS announces over an attachment (VPN-51).
pub fn told(world: &World<'_>, to: &Attached) -> Vec<IpNet> {
    let mut attachments = world.drawn.transit_gateway_attachments.iter();
    let found = attachments.find(|(_, it)| it.to == *to && !it.state.is_gone());
    let Some((own, attachment)) = found else {
        return Vec::new();
    };
    let table = association(world, attachment);
    table
        .map(|table| transit_table::prefixes(world, &table, own))
        .unwrap_or_default()
}

fn of_vpc<'a>(
    world: &World<'a>,
    gateway: &str,
    vpc: &VpcId,
) -> Option<(&'a TransitGatewayAttachmentId, &'a TransitGatewayAttachment)> {
    world.drawn.transit_gateway_attachments.iter().find(|(_, it)| {
        let is_to = matches!(&it.to, Attached::Vpc { vpc: to, .. } if to == vpc);
        it.gateway.as_str() == gateway && is_to && !it.state.is_gone()
    })
}

fn association(world: &World<'_>, attachment: &TransitGatewayAttachment) -> Option<TransitGatewayRouteTableId> {
    match &attachment.association {
        Association::Table(table) => Some(table.clone()),
        Association::None => None,
        Association::ByDefault => {
            let gateway = world.drawn.transit_gateways.get(&attachment.gateway)?;
            gateway.default_association_of(&attachment.gateway)
        }
    }
}

fn subnets_of(attachment: &TransitGatewayAttachment) -> Vec<SubnetId> {
    match &attachment.to {
        Attached::Vpc { subnets, .. } => subnets.clone(),
        _ => Vec::new(),
    }
}

fn zone_of<'a>(world: &World<'a>, subnet: &SubnetId) -> Option<&'a str> {
    world.drawn.subnets.get(subnet).map(|subnet| &*subnet.zone)
}
