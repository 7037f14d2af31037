//! A transit gateway looks a packet up once, in the table that the attachment it came by is associated with, and sends it out by
//! the attachment of the route that wins (TGW-10, TGW-20, TGW-25). AWS page: vpc/latest/tgw/how-transit-gateways-work.html

pub(crate) mod attachment;
pub(crate) mod because;
pub(crate) mod into_vpc;

use super::network_acl;
use crate::id::{Direction, Ref};
use crate::network::{RouteState, TransitRoute};
use crate::reason::{NOT_MODELLED, reasons};
use crate::route::{self, Chosen};
use crate::topology::{
    Association, Attached, Destination, PrefixListId, SubnetId, TransitGatewayAttachment, TransitGatewayAttachmentId,
    TransitGatewayId, TransitGatewayRouteTableId, TransitGatewayTarget,
};
use crate::trace::{Action, Fact, Step};
use crate::transit_route::{self, Selection};
use crate::walk::{Came, Next, Transit, Walk, Way, Why};

reasons! {
    INTO: "into-transit-gateway" ["TGW-01", "TGW-30", "DEC-01"] "Into the transit gateway",
        "{at} takes the packet into {gateway}: it has a subnet in {zone}, where the sender is.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
    ACL_IN: "attachment-acl-in" ["NA-13", "TGW-34"] "The attachment's network ACL counts",
        "The packet enters {subnet}, where the attachment is, so the inbound rules of the network ACL there are asked, too.",
        "vpc/latest/tgw/tgw-nacls.html";
    OTHER_ZONE: "TGW_ROUTE_AZ_RESTRICTION" ["TGW-30", "DEC-29"] "Not attached in this Availability Zone",
        "{at} has no subnet in {zone}, so nothing in {zone} can send to {gateway}.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
    OTHER_ZONE_BACK: "TGW_ROUTE_AZ_RESTRICTION" ["TGW-32", "TGW-30"] "Cannot answer from this Availability Zone",
        "{at} has no subnet in {zone}: requests get there, but nothing in {zone} can send the reply to {gateway}.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
    STRAIGHT_BACK: "NO_POSSIBLE_DESTINATION" ["ENG-06", "ENG-05"] "No way through the VPC",
        "The packet came into {vpc} by a transit gateway, and a route there leads into {gateway}. A VPC passes nothing on from one to the other, unless a network interface in it, such as a firewall's, takes the packet first.",
        "vpc/latest/tgw/transit-gateway-appliance-scenario.html", assumed;
    NOT_ASSOCIATED: "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION" ["TGW-10"] "Associated with no route table",
        "{at} is associated with no route table of {gateway}, so packets that come in by it go nowhere.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
    ROUTED: "transit-gateway-routed" ["TGW-10", "TGW-20"] "Route found",
        "{from} is associated with {at}; there {prefix} matches {destination} and leads to {target}.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
    NO_ROUTE: "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT" ["TGW-26", "TGW-12"] "No route in the transit gateway",
        "{at}, the table that {from} is associated with, has no route for {destination}.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
    NO_ROUTE_BACK: "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT" ["TGW-12", "TGW-26"] "No route for the reply",
        "{at}, the table that {from} is associated with, has no route back to {destination}.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
    DROPS: "TGW_RTB_BAD_STATE_ROUTE" ["TGW-21"] "Blackhole route",
        "{row} in {at} matches {destination} and is a blackhole: the packet is dropped.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
    TARGET_GONE: "TGW_RTB_BAD_STATE_ROUTE" ["TGW-22", "DEC-20"] "Its attachment is gone",
        "{row} in {at} matches {destination} and leads to {target}, which is gone. The route still wins, and the packet is dropped.",
        "vpc/latest/tgw/tgw-route-tables.html", assumed;
}

/// A route of a VPC hands the packet to the gateway.
pub(crate) fn enter(walk: &mut Walk<'_>, component: &Ref, way: Way) -> Next {
    let network = walk.network;
    let found = component.to_id().and_then(|gateway: TransitGatewayId| {
        let Way::Out(vpc) = way else {
            return None;
        };
        let id = network.attachment_of_vpc(&gateway, &vpc)?;
        let record = network.topology().transit_gateway_attachments.get(id)?;
        Some((gateway, vpc, id, record))
    });
    let Some((gateway, vpc, id, record)) = found else {
        return super::not_modelled(walk, component);
    };
    if walk.came == Came::ByTransitGateway {
        let why = Why::new(&STRAIGHT_BACK)
            .element("gateway", &gateway)
            .element("vpc", &vpc);
        return walk.stop(id, Step::AttachmentIn { zone: None }, why);
    }
    let step = Step::AttachmentIn { zone: None };
    if let Some(next) = attachment::refuse(walk, id, record, &step) {
        return next;
    }
    let Some(subnet) = subnet_of_sender(walk, record) else {
        return wrong_zone(walk, &gateway, id, step);
    };
    walk.ahead(Why::new(&ACL_IN).element("subnet", subnet));
    network_acl::cross(walk, subnet, Direction::In);
    let zone = network.topology().subnets.get(subnet).map(|subnet| subnet.zone.clone());
    let why = Why::new(&INTO)
        .element("gateway", &gateway)
        .text("zone", zone.as_deref().unwrap_or_default())
        .because(because::into(walk, id));
    walk.pass(id, Step::AttachmentIn { zone: zone.clone() }, Action::Forward, why);
    walk.transit = Transit {
        came_by: Some(id.clone()),
        zone,
        ..Transit::default()
    };
    look_up(walk, id, record)
}

/// The attachment's subnet in the Availability Zone of the sender.
fn subnet_of_sender<'n>(walk: &Walk<'n>, attachment: &'n TransitGatewayAttachment) -> Option<&'n SubnetId> {
    let subnets = &walk.network.topology().subnets;
    let zone = &subnets.get(walk.subnet.as_ref()?)?.zone;
    let Attached::Vpc { subnets: own, .. } = &attachment.to else {
        return None;
    };
    let mut own = own.iter();
    own.find(|subnet| subnets.get(subnet).is_some_and(|subnet| subnet.zone == *zone))
}

fn wrong_zone(walk: &mut Walk<'_>, gateway: &TransitGatewayId, id: &TransitGatewayAttachmentId, step: Step) -> Next {
    let subnets = &walk.network.topology().subnets;
    let subnet = walk.subnet.as_ref().and_then(|subnet| subnets.get(subnet));
    let zone = subnet.map(|subnet| subnet.zone.clone()).unwrap_or_default();
    let reason = if walk.is_reply() { &OTHER_ZONE_BACK } else { &OTHER_ZONE };
    let why = Why::new(reason).element("gateway", gateway).text("zone", &zone);
    super::lacks(walk, id, step, id, why)
}

/// The packet is in the gateway and came by this attachment.
fn look_up(walk: &mut Walk<'_>, id: &TransitGatewayAttachmentId, record: &TransitGatewayAttachment) -> Next {
    let network = walk.network;
    let Association::Table(table) = &record.association else {
        let why = Why::new(&NOT_ASSOCIATED).element("gateway", &record.gateway);
        return walk.stop(id, Step::AttachmentIn { zone: None }, why);
    };
    if network.is_unread(&Ref::from(table)) {
        return walk.stop(id, Step::AttachmentIn { zone: None }, Why::new(&super::ROUTES_UNKNOWN));
    }
    let Selection { chosen, passed_over } = transit_route::select(network, table, walk.destination());
    if let Some(list) = unread_list(walk, table, chosen) {
        let row = route::row(table, &Destination::PrefixList(list.clone()));
        let why = Why::new(&super::LIST_UNKNOWN).element("list", list).by(Some(row));
        return walk.stop(table, blackhole(), why);
    }
    if network.has_lost_routes(table) && !chosen.is_some_and(|found| is_settled(walk, found)) {
        return walk.stop(table, blackhole(), Why::new(&super::ROUTES_LOST));
    }
    because::warn_of_twin(walk, table, chosen);
    let Some(chosen) = chosen else {
        let reason = if walk.is_reply() { &NO_ROUTE_BACK } else { &NO_ROUTE };
        let why = Why::new(reason).element("from", id).passed_over(passed_over);
        let why = why.because(because::no_route(walk, &record.gateway, table));
        return walk.stop(table, blackhole(), why);
    };
    let why = |reason| {
        Why::new(reason)
            .by(Some(route::row(table, &chosen.route.destination)))
            .element("from", id)
            .fact("prefix", Fact::Cidr(chosen.prefix))
            .passed_over(passed_over)
    };
    let step = Step::TransitGatewayRouteTable {
        target: chosen.route.target.clone(),
    };
    match (&chosen.route.target, chosen.route.state) {
        (TransitGatewayTarget::Blackhole, _) => walk.stop(table, step, why(&DROPS)),
        (TransitGatewayTarget::Attachment(target), _) if network.is_left_out(&target.into()) => {
            walk.stop(table, step, why(&super::LEFT_OUT_TARGET).element("target", target))
        }
        (TransitGatewayTarget::Attachment(target), RouteState::Blackhole) => {
            walk.stop(table, step, why(&TARGET_GONE).element("target", target))
        }
        (TransitGatewayTarget::Attachment(_), RouteState::Active)
            if because::leads_elsewhere(network, table, chosen) =>
        {
            let what = "Which of two sites with the same network gets a packet";
            walk.stop(table, step, why(&NOT_MODELLED).text("target", what))
        }
        (TransitGatewayTarget::Attachment(target), RouteState::Active) => {
            let because = because::route(walk, &record.gateway, table, chosen);
            let why = why(&ROUTED).element("target", target).because(because);
            walk.pass(table, step, Action::Forward, why);
            attachment::out(walk, target, chosen)
        }
    }
}

/// No other route can be more specific.
fn is_settled(walk: &Walk<'_>, found: Chosen<'_, TransitRoute>) -> bool {
    let host = if walk.destination().is_ipv4() { 32 } else { 128 };
    found.prefix.prefix_len() == host
}

/// A list that is not there might have a longer prefix for this address than the route that was found.
fn unread_list<'n>(
    walk: &Walk<'n>,
    table: &TransitGatewayRouteTableId,
    found: Option<Chosen<'_, TransitRoute>>,
) -> Option<&'n PrefixListId> {
    let network = walk.network;
    let mut routes = network.transit_routes(table).iter();
    routes.find_map(|route| match &route.destination {
        Destination::PrefixList(list) if !found.is_some_and(|found| is_settled(walk, found)) => {
            Some(list).filter(|list| !network.topology().prefix_lists.contains(list.as_str()))
        }
        _ => None,
    })
}

fn blackhole() -> Step {
    Step::TransitGatewayRouteTable {
        target: TransitGatewayTarget::Blackhole,
    }
}
