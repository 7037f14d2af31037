//! From a transit gateway into a VPC: by the attachment's subnet in the Availability Zone that the packet came from, where the
//! table and the network ACL of that subnet are asked (TGW-31, TGW-33, TGW-34, TGW-35).
//! AWS page: vpc/latest/tgw/how-transit-gateways-work.html

use crate::hop::{network_acl, route_table};
use crate::id::Direction;
use crate::network::Network;
use crate::reason::{NOT_MODELLED, reasons};
use crate::route;
use crate::topology::{Attached, SubnetId, Target, TransitGatewayAttachment, TransitGatewayAttachmentId, VpcId};
use crate::trace::{ANY_ZONE, Action, Pick, Step};
use crate::walk::{Came, Identity, Next, Walk, Why};

reasons! {
    OUT: "out-of-transit-gateway" ["TGW-31"] "Into the VPC",
        "{at} takes the packet into {to}, in {zone}.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
    ANOTHER_ZONE: "another-zone" ["TGW-31"] "In another Availability Zone",
        "{at} has no subnet in {other}, where the packet comes from, so another zone of it is used.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
    APPLIANCE_MODE: "appliance-mode" ["TGW-35"] "Appliance mode",
        "{at} is in appliance mode: both directions of a connection go by one Availability Zone.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
    HAIRPIN: "hairpin" ["TGW-25"] "Back where it came from",
        "The route leads to the attachment that the packet came in by; the gateway sends it back all the same.",
        "vpc/latest/tgw/how-transit-gateways-work.html", assumed;
    ITS_TABLE: "attachment-table" ["TGW-33", "TGW-31"] "The table of the attachment's subnet",
        "From here the table of {subnet}, where the attachment is, says where the packet goes.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    ACL_OUT: "attachment-acl-out" ["NA-13", "TGW-34"] "The attachment's network ACL counts",
        "The packet leaves {subnet}, where the attachment is, so the outbound rules of the network ACL there are asked, too.",
        "vpc/latest/tgw/tgw-nacls.html";
    SAME_SUBNET: "attachment-in-same-subnet" ["NA-13", "TGW-34"] "In the subnet of the attachment",
        "The attachment is in {subnet}, too, so no network ACL is asked about what comes from the transit gateway.",
        "vpc/latest/tgw/tgw-nacls.html";
}

/// Where sharing security groups over a transit gateway does not work (TGW-61).
const WITHOUT_REFERENCING: &str = "use1-az3";

pub(super) fn enter(
    walk: &mut Walk<'_>,
    id: &TransitGatewayAttachmentId,
    record: &TransitGatewayAttachment,
    vpc: &VpcId,
    subnets: &[SubnetId],
) -> Next {
    let network = walk.network;
    let step = |zone| Step::AttachmentOut { zone };
    let Some(subnet) = choose(walk, id, record, subnets) else {
        let why = Why::new(&NOT_MODELLED).text("target", "An attachment without a subnet");
        return walk.stop(id, step(None), why);
    };
    let zone = network.topology().subnets.get(subnet).map(|subnet| subnet.zone.clone());
    let is_kept = record.appliance_mode && went_by(walk, id) == Some(subnet);
    if network.is_incomplete(&id.into()) && zone != walk.transit.zone && !is_kept {
        // A subnet that is lost may be the one in the packet's zone.
        let why = Why::new(&crate::hop::PART_LOST).element("part", id);
        return walk.stop(id, step(None), why);
    }
    let why = Why::new(&OUT)
        .element("to", vpc)
        .text("zone", zone.as_deref().unwrap_or_default())
        .because(remarks(walk, id, record, zone.as_deref()));
    walk.pass(id, step(zone.clone()), Action::Forward, why);
    forget_sender(walk, record, zone.as_deref());
    remember(walk, id, subnet);
    walk.came = Came::ByTransitGateway;
    walk.subnet = Some(subnet.clone());
    if network.subnet_at(vpc, walk.destination()) == Some(subnet) {
        walk.ahead(Why::new(&SAME_SUBNET).element("subnet", subnet));
        return Next::Arrive(vpc.clone());
    }
    if leads_into(network, subnet, walk) {
        walk.ahead(Why::new(&SAME_SUBNET).element("subnet", subnet));
    } else {
        walk.ahead(Why::new(&ACL_OUT).element("subnet", subnet));
        network_acl::cross(walk, subnet, Direction::Out);
    }
    walk.ahead(Why::new(&ITS_TABLE).element("subnet", subnet));
    route_table::look_up(walk, subnet, vpc)
}

/// In the zone that the packet comes from, else in the first; in appliance mode requests between zones go by any, and replies where
/// the request went.
fn choose<'s>(
    walk: &mut Walk<'_>,
    id: &TransitGatewayAttachmentId,
    record: &TransitGatewayAttachment,
    own: &'s [SubnetId],
) -> Option<&'s SubnetId> {
    let subnets = &walk.network.topology().subnets;
    let zone_of = |id: &SubnetId| subnets.get(id).map(|subnet| &subnet.zone);
    if record.appliance_mode
        && let Some(before) = went_by(walk, id)
        && let Some(kept) = own.iter().find(|subnet| *subnet == before)
    {
        return Some(kept);
    }
    let same = own
        .iter()
        .find(|id| zone_of(id).is_some() && zone_of(id) == walk.transit.zone.as_ref());
    let near = same.or_else(|| own.iter().min_by_key(|id| (zone_of(id), *id)))?;
    if walk.is_reply() || !record.appliance_mode || !leads_to_another_zone(walk, record) {
        return Some(near);
    }
    let others = own.iter().filter(|other| *other != near);
    let all: Vec<&SubnetId> = std::iter::once(near).chain(others).collect();
    let picked = walk.choices.random(all.len(), |picked| {
        Some(Pick::new(&ANY_ZONE, id, all.len(), *all.get(picked)?))
    });
    all.get(picked).copied()
}

/// TGW-35: the zone of the packet is preferred only where the receiver is in it, or in a zone that the gateway does not know.
fn leads_to_another_zone(walk: &Walk<'_>, record: &TransitGatewayAttachment) -> bool {
    let topology = walk.network.topology();
    let attachments = topology.transit_gateway_attachments.iter();
    let own = attachments.filter(|(_, other)| other.gateway == record.gateway);
    let mut zones = own.filter_map(|(_, other)| match &other.to {
        Attached::Vpc { vpc, .. } => {
            let subnet = walk.network.subnet_at(vpc, walk.destination())?;
            Some(&topology.subnets.get(subnet)?.zone)
        }
        _ => None,
    });
    let from = walk.transit.zone.as_ref();
    from.is_some_and(|from| zones.any(|zone| zone != from))
}

/// Which subnet of the attachment the request came by.
fn went_by<'a>(walk: &'a Walk<'_>, id: &TransitGatewayAttachmentId) -> Option<&'a SubnetId> {
    let all = &walk.connection.attachment_subnets;
    let mut of_this = all.iter().filter(|(attachment, _)| attachment == id);
    of_this.next().map(|(_, subnet)| subnet).filter(|_| walk.is_reply())
}

fn remember(walk: &mut Walk<'_>, id: &TransitGatewayAttachmentId, subnet: &SubnetId) {
    if went_by(walk, id).is_some_and(|before| before != subnet) {
        walk.transit.other_zone = Some(id.clone());
    }
    if !walk.is_reply() {
        walk.connection.attachment_subnets.push((id.clone(), subnet.clone()));
    }
}

fn remarks(
    walk: &Walk<'_>,
    id: &TransitGatewayAttachmentId,
    record: &TransitGatewayAttachment,
    zone: Option<&str>,
) -> Vec<Why> {
    let from = walk.transit.zone.as_deref();
    let is_other = !record.appliance_mode && from.is_some() && from != zone;
    let is_hairpin = walk.transit.came_by.as_ref() == Some(id);
    let other = is_other.then(|| Why::new(&ANOTHER_ZONE).text("other", from.unwrap_or_default()));
    let appliance = record.appliance_mode.then(|| Why::new(&APPLIANCE_MODE));
    let hairpin = is_hairpin.then(|| Why::new(&HAIRPIN));
    other.into_iter().chain(appliance).chain(hairpin).collect()
}

/// TGW-60: the sender's group is known beyond only if the gateway and both attachments say so; TGW-61: nor in one zone.
fn forget_sender(walk: &mut Walk<'_>, record: &TransitGatewayAttachment, zone: Option<&str>) {
    if walk.sender.is_none() {
        return;
    }
    let topology = walk.network.topology();
    let came_by = walk.transit.came_by.as_ref();
    let near = came_by.and_then(|id| topology.transit_gateway_attachments.get(id));
    let gateway = topology.transit_gateways.get(&record.gateway);
    let is_on = gateway.is_some_and(|gateway| gateway.sg_referencing)
        && near.is_some_and(|near| near.sg_referencing)
        && record.sg_referencing;
    let has_it = [walk.transit.zone.as_deref(), zone]
        .iter()
        .all(|zone| *zone != Some(WITHOUT_REFERENCING));
    walk.transit.identity = match (is_on, has_it) {
        (true, true) => return,
        (true, false) => Identity::Lost,
        (false, _) => Identity::Off,
    };
    walk.sender = None;
}

/// NA-13: the next thing on the way is in the attachment's subnet itself.
fn leads_into(network: &Network, subnet: &SubnetId, walk: &Walk<'_>) -> bool {
    let Some(table) = network.route_table_of(subnet) else {
        return false;
    };
    let chosen = route::select(network, &table, walk.destination()).chosen;
    let Some(Target::Element(element)) = chosen.map(|chosen| &chosen.route.target) else {
        return false;
    };
    network.subnet_of_element(element) == Some(subnet)
}
