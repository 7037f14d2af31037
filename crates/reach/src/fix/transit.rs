//! Transit gateways (TGW-02, TGW-10, TGW-11, TGW-13): attachments and their settings, association, propagation and static routes.
//! AWS page: vpc/latest/tgw/how-transit-gateways-work.html

use std::net::IpAddr;

use super::exposure::Exposure;
use super::route::{Lead, Place};
use super::scene::{Scene, change, step};
use super::{Move, Step};
use crate::id::{Direction, Kind, Ref};
use crate::network::{Network, cidrs_of};
use crate::operation::Operation;
use crate::reason::{Reason, reasons};
use crate::sorted::SortedSet;
use crate::topology::{
    Association, Attached, AttachmentState, Destination, Element, SubnetId, TransitGatewayAttachment,
    TransitGatewayAttachmentId, TransitGatewayId, TransitGatewayRoute, TransitGatewayRouteTableId,
    TransitGatewayTarget, VpcId,
};
use crate::trace::Fact;

reasons! {
    ATTACH: "fix-attach-vpc" ["TGW-02"] "Attach the VPC",
        "Attach {vpc} to {gateway} with its subnet {subnet}.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    ASSOCIATE: "fix-associate-attachment" ["TGW-10"] "Associate the attachment",
        "Associate {at} with {table}.",
        "vpc/latest/tgw/tgw-route-tables.html";
    PROPAGATE: "fix-propagate-attachment" ["TGW-11", "TGW-12"] "Turn propagation on",
        "Let {at} propagate to {table}.",
        "vpc/latest/tgw/tgw-route-tables.html";
    ROUTE: "fix-transit-gateway-route" ["TGW-12", "TGW-20"] "Add a static route to the transit gateway",
        "Add a static route to {at}: {destination} to {target}.",
        "vpc/latest/tgw/tgw-route-tables.html";
    UNBLOCK: "fix-remove-blackhole" ["TGW-21"] "Delete the blackhole route",
        "Delete the route to {destination} from {at}.",
        "vpc/latest/tgw/tgw-route-tables.html";
    ACCEPT: "fix-accept-attachment" ["TGW-03"] "Accept the attachment",
        "Accept the attachment {at}.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    ZONE: "fix-attachment-zone" ["TGW-30"] "Add a subnet of the zone",
        "Add {subnet} to the attachment {at}.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    IPV6: "fix-attachment-ipv6" ["TGW-07"] "Turn IPv6 on",
        "Turn on IPv6 support at {at}.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    REFERENCING: "fix-group-referencing" ["TGW-60"] "Turn security group referencing on",
        "Turn on security group referencing at {at}.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    APPLIANCE: "fix-appliance-mode" ["TGW-35"] "Turn appliance mode on",
        "Turn on appliance mode at {at}.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
}

pub(super) fn moves(scene: &Scene<'_>) -> Vec<Move> {
    let at = scene.at();
    match scene.code() {
        "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT" => lead_on(scene),
        "TGW_RTB_BAD_STATE_ROUTE" if drops_exactly(scene) => unblock(scene).into_iter().collect(),
        "TGW_RTB_BAD_STATE_ROUTE" => unblock(scene).into_iter().chain(lead_on(scene)).collect(),
        "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION" => associate(scene),
        "BAD_STATE_ATTACHMENT" => accept(scene),
        "TGW_ROUTE_AZ_RESTRICTION" => zone(scene).into_iter().collect(),
        "X_TGW_IPV6_DISABLED" => attachment(scene, at, &IPV6, |record| record.ipv6 = true)
            .into_iter()
            .collect(),
        "SG_REFERENCING_SUPPORT" => referencing(scene).into_iter().collect(),
        "DISCONNECTED_VPCS" => attach_both(scene),
        _ => appliance_mode(scene),
    }
}

fn attachment(
    scene: &Scene<'_>,
    at: &Ref,
    reason: &'static Reason,
    how: impl FnOnce(&mut TransitGatewayAttachment),
) -> Option<Move> {
    change(scene, at, reason, Vec::new(), |element| match element {
        Element::TransitGatewayAttachment(_, record) => {
            how(record);
            Some(())
        }
        _ => None,
    })
}

fn lead_on(scene: &Scene<'_>) -> Vec<Move> {
    match (scene.at().to_id(), scene.destination()) {
        (Some(table), Some(destination)) => into_table(scene, &table, destination),
        _ => Vec::new(),
    }
}

/// The attachments of the table's gateway that lead to the destination: propagation, or a static route.
pub(super) fn into_table(scene: &Scene<'_>, table: &TransitGatewayRouteTableId, destination: IpAddr) -> Vec<Move> {
    let network = &scene.state.network;
    let topology = network.topology();
    let Some(gateway) = topology
        .transit_gateway_route_tables
        .get(table)
        .map(|table| &table.gateway)
    else {
        return Vec::new();
    };
    let mut moves = Vec::new();
    let mut is_attached = false;
    for (id, record) in topology.transit_gateway_attachments.iter() {
        if record.gateway != *gateway || !leads_to(network, record, destination, 2) {
            continue;
        }
        is_attached = true;
        moves.extend(propagate(scene, id, record, table));
        moves.extend(static_route(scene, id, table, destination));
    }
    if !is_attached {
        let vpcs = topology.vpcs.iter();
        let there = vpcs.filter(|(_, vpc)| cidrs_of(vpc).any(|range| range.contains(&destination)));
        let attached = there.filter_map(|(vpc, _)| {
            let subnet = network.subnet_at(vpc, destination).cloned();
            attach(scene, gateway, vpc, subnet?)
        });
        moves.extend(attached.map(|step| vec![step]));
    }
    moves
}

/// Whether its far side has the address; over peerings, some gateways on.
fn leads_to(network: &Network, record: &TransitGatewayAttachment, address: IpAddr, further: u8) -> bool {
    let topology = network.topology();
    let in_vpc = |vpc: &VpcId| network.is_in_vpc(vpc, address);
    match &record.to {
        Attached::Vpc { vpc, .. } => in_vpc(vpc),
        Attached::Vpn(connection) => topology
            .vpn_connections
            .get(connection)
            .and_then(|connection| topology.customer_gateways.get(&connection.customer_gateway))
            .and_then(|device| topology.sites.get(device.site.as_ref()?))
            .is_some_and(|site| site.cidrs.iter().any(|cidr| cidr.contains(&address))),
        Attached::Peering(other) => {
            let far = topology.transit_gateway_attachments.get(other);
            let mut beyond = topology.transit_gateway_attachments.iter();
            further > 0
                && far.is_some_and(|far| {
                    beyond.any(|(id, next)| {
                        next.gateway == far.gateway && id != other && leads_to(network, next, address, further - 1)
                    })
                })
        }
        Attached::Connect { prefixes, .. } => prefixes.iter().any(|prefix| prefix.contains(&address)),
        Attached::DirectConnectGateway(_) => topology
            .sites
            .iter()
            .any(|(_, site)| site.cidrs.iter().any(|cidr| cidr.contains(&address))),
        Attached::ClientVpn(_) | Attached::NetworkFunction => false,
    }
}

fn propagate(
    scene: &Scene<'_>,
    id: &TransitGatewayAttachmentId,
    record: &TransitGatewayAttachment,
    table: &TransitGatewayRouteTableId,
) -> Option<Move> {
    if matches!(record.to, Attached::Peering(_)) {
        return None;
    }
    let mut tables: SortedSet<TransitGatewayRouteTableId> = record.propagations.clone().unwrap_or_default();
    tables.insert(table.clone());
    let facts = vec![("table", Fact::Element(Ref::from(table)))];
    change(scene, &Ref::from(id), &PROPAGATE, facts, |element| match element {
        Element::TransitGatewayAttachment(_, record) => {
            record.propagations = Some(tables);
            Some(())
        }
        _ => None,
    })
}

fn static_route(
    scene: &Scene<'_>,
    id: &TransitGatewayAttachmentId,
    table: &TransitGatewayRouteTableId,
    destination: IpAddr,
) -> Option<Move> {
    let topology = scene.state.network.topology();
    let vpcs = topology.vpcs.iter().flat_map(|(_, vpc)| cidrs_of(vpc));
    let sites = topology.sites.iter().flat_map(|(_, site)| site.cidrs.iter().copied());
    let range = vpcs.chain(sites).find(|range| range.contains(&destination))?;
    let named = Destination::Cidr(range);
    let target = TransitGatewayTarget::Attachment(id.clone());
    let facts = vec![
        ("destination", Fact::Cidr(range)),
        ("target", Fact::Element(Ref::from(id))),
    ];
    change(scene, &Ref::from(table), &ROUTE, facts, |element| match element {
        Element::TransitGatewayRouteTable(_, record) => {
            record.routes.retain(|route| route.destination != named);
            record.routes.push(TransitGatewayRoute {
                destination: named,
                target,
            });
            Some(())
        }
        _ => None,
    })
}

/// A route that is written to drop just this range: another one for the same range would be that one, changed.
fn drops_exactly(scene: &Scene<'_>) -> bool {
    let topology = scene.state.network.topology();
    let row = scene.blocker.by.as_ref().map(|by| &by.row);
    let Some(crate::id::Row::Route(Destination::Cidr(row))) = row else {
        return true;
    };
    let mut vpcs = topology.vpcs.iter().flat_map(|(_, vpc)| cidrs_of(vpc));
    let mut sites = topology.sites.iter().flat_map(|(_, site)| &site.cidrs);
    scene.element("target").is_none() && (vpcs.any(|range| range == *row) || sites.any(|range| range == row))
}

fn unblock(scene: &Scene<'_>) -> Option<Move> {
    let crate::id::Row::Route(row) = &scene.blocker.by.as_ref()?.row else {
        return None;
    };
    without_blackhole(scene, scene.at(), row)
}

pub(super) fn without_blackhole(scene: &Scene<'_>, table: &Ref, row: &Destination) -> Option<Move> {
    let facts = vec![("destination", Fact::Text(row.to_string().into()))];
    change(scene, table, &UNBLOCK, facts, |element| match element {
        Element::TransitGatewayRouteTable(_, record) => {
            record.routes.retain(|route| route.destination != *row);
            Some(())
        }
        _ => None,
    })
}

fn associate(scene: &Scene<'_>) -> Vec<Move> {
    let topology = scene.state.network.topology();
    let record = scene
        .at()
        .to_id()
        .and_then(|id| topology.transit_gateway_attachments.get(&id));
    let Some(gateway) = record.map(|record| &record.gateway) else {
        return Vec::new();
    };
    let tables = topology.transit_gateway_route_tables.iter();
    let of_gateway = tables.filter(|(_, table)| table.gateway == *gateway);
    of_gateway
        .filter_map(|(id, _)| {
            let facts = vec![("table", Fact::Element(Ref::from(id)))];
            change(scene, scene.at(), &ASSOCIATE, facts, |element| match element {
                Element::TransitGatewayAttachment(_, record) => {
                    record.association = Association::Table(id.clone());
                    Some(())
                }
                _ => None,
            })
        })
        .collect()
}

/// Both halves of a peering of gateways are accepted at once.
fn accept(scene: &Scene<'_>) -> Vec<Move> {
    let at = scene.at();
    let accepted = |of: &Ref| {
        attachment(scene, of, &ACCEPT, |record| {
            if record.state == AttachmentState::PendingAcceptance {
                record.state = AttachmentState::Available;
            }
        })
    };
    let topology = scene.state.network.topology();
    let record = at.to_id().and_then(|id| topology.transit_gateway_attachments.get(&id));
    let other = record.and_then(|record| match &record.to {
        Attached::Peering(other) => accepted(&Ref::from(other)),
        _ => None,
    });
    let mut steps: Move = accepted(at).into_iter().chain(other).flatten().collect();
    // Accepting is one act, whatever it writes.
    for (index, step) in steps.iter_mut().enumerate() {
        step.rows = usize::from(index == 0);
    }
    let found = (!steps.is_empty()).then_some(steps);
    found.into_iter().collect()
}

/// The subnet that the packet leaves, or another one of its zone.
fn zone(scene: &Scene<'_>) -> Option<Move> {
    let subnets = &scene.state.network.topology().subnets;
    let sender = scene.hops().iter().rev().find_map(|hop| match &hop.step {
        crate::trace::Step::NetworkAcl {
            direction: Direction::Out,
            subnet,
        } => Some(subnet.clone()),
        _ => None,
    })?;
    subnets.get(&sender)?;
    let facts = vec![("subnet", Fact::Element(Ref::from(&sender)))];
    change(scene, scene.at(), &ZONE, facts, |element| match element {
        Element::TransitGatewayAttachment(
            _,
            TransitGatewayAttachment {
                to: Attached::Vpc { subnets, .. },
                ..
            },
        ) => {
            subnets.push(sender);
            Some(())
        }
        _ => None,
    })
}

/// At the gateways and attachments on the way that have it off.
fn referencing(scene: &Scene<'_>) -> Option<Move> {
    let mut steps: Move = Vec::new();
    let on_the_way = scene.hops().iter().map(|hop| &hop.at);
    let attachments: SortedSet<&Ref> = on_the_way
        .filter(|at| at.kind == Kind::TransitGatewayAttachment)
        .collect();
    let topology = scene.state.network.topology();
    let records = attachments
        .iter()
        .filter_map(|at| topology.transit_gateway_attachments.get(&at.to_id()?));
    let gateways: SortedSet<Ref> = records.map(|record| Ref::from(&record.gateway)).collect();
    for at in attachments.iter().copied().chain(&gateways) {
        let turned = change(scene, at, &REFERENCING, Vec::new(), |element| {
            match element {
                Element::TransitGatewayAttachment(_, record) => record.sg_referencing = true,
                Element::TransitGateway(_, record) => record.sg_referencing = true,
                _ => return None,
            }
            Some(())
        });
        steps.extend(turned.into_iter().flatten());
    }
    (!steps.is_empty()).then_some(steps)
}

fn appliance_mode(scene: &Scene<'_>) -> Vec<Move> {
    let hints = scene.state.trace.hints.iter();
    let named = hints.filter(|hint| hint.reason.code == "TGW_ATTACH_VPC_AZ_RESTRICTION");
    named
        .filter_map(|hint| attachment(scene, &hint.at, &APPLIANCE, |record| record.appliance_mode = true))
        .collect()
}

/// A route to a gateway that the VPC is attached to, or could be.
pub(super) fn leads(place: &Place<'_>) -> Vec<Lead> {
    let network = &place.scene.state.network;
    let topology = network.topology();
    let mut leads = Vec::new();
    for id in topology.transit_gateways.ids() {
        let mut attachments = topology.transit_gateway_attachments.iter();
        let reaches = attachments.any(|(_, record)| {
            let is_other = record.to.element() != Some(Ref::from(&place.vpc));
            record.gateway == *id && is_other && leads_to(network, record, place.destination, 2)
        });
        let before = match network.attachment_of_vpc(id, &place.vpc) {
            Some(_) => Vec::new(),
            None if reaches => match subnet_of(place).and_then(|subnet| attach(&place.scene, id, &place.vpc, subnet)) {
                Some(step) => vec![step],
                None => continue,
            },
            None => continue,
        };
        leads.push(Lead {
            before,
            target: Ref::from(id),
            range: place.range(),
            exposure: Exposure::NOTHING,
        });
    }
    leads
}

/// The first that follows the table.
fn subnet_of(place: &Place<'_>) -> Option<SubnetId> {
    let mut subnets = place.scene.state.network.topology().subnets.iter();
    let follows = |record: &crate::topology::Subnet| record.route_table.as_ref() == Some(&place.table);
    subnets.find(|(_, record)| follows(record)).map(|(id, _)| id.clone())
}

fn attach(scene: &Scene<'_>, gateway: &TransitGatewayId, vpc: &VpcId, subnet: SubnetId) -> Option<Step> {
    let topology = scene.state.network.topology();
    let record = topology.transit_gateways.get(gateway)?;
    if scene.state.network.region_of(vpc) != Some(&*record.region) {
        return None;
    }
    let id = TransitGatewayAttachmentId::new(scene.state.free_id("tgw-attach"));
    let at = Ref::from(&id);
    let facts = vec![
        ("vpc", Fact::Element(Ref::from(vpc))),
        ("gateway", Fact::Element(Ref::from(gateway))),
        ("subnet", Fact::Element(Ref::from(&subnet))),
    ];
    let to = Attached::Vpc {
        vpc: vpc.clone(),
        subnets: vec![subnet],
    };
    let attached = TransitGatewayAttachment::new(gateway.clone(), to);
    let operation = Operation::Create(Element::TransitGatewayAttachment(id, attached));
    Some(step(operation, &ATTACH, &at, facts, Exposure::NOTHING))
}

/// One of two VPCs that nothing joins is attached to a gateway: attach the other.
fn attach_both(scene: &Scene<'_>) -> Vec<Move> {
    let network = &scene.state.network;
    let ends = ["from", "to"].map(|fact| scene.element(fact).and_then(|of| of.to_id::<crate::topology::Vpc>()));
    let [Some(from), Some(to)] = ends else {
        return Vec::new();
    };
    let subnets = || network.topology().subnets.iter();
    let first = |vpc: &VpcId| {
        subnets()
            .find(|(_, record)| record.vpc == *vpc)
            .map(|(id, _)| id.clone())
    };
    let mut moves = Vec::new();
    for gateway in network.topology().transit_gateways.ids() {
        let is_attached = |vpc: &VpcId| network.attachment_of_vpc(gateway, vpc).is_some();
        let missing = match (is_attached(&from), is_attached(&to)) {
            (true, false) => &to,
            (false, true) => &from,
            _ => continue,
        };
        let step = first(missing).and_then(|subnet| attach(scene, gateway, missing, subnet));
        moves.extend(step.map(|step| vec![step]));
    }
    moves
}
