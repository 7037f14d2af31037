//! Without appliance mode each direction of a connection stays in the Availability Zone that it comes from (TGW-35): between two zones it
//! meets two appliances, and each sees one direction only. AWS page: vpc/latest/tgw/transit-gateway-appliance-scenario.html

use std::net::IpAddr;

use super::way::{has_machine, look_up};
use super::{Found, Lint};
use crate::id::{Kind, Ref};
use crate::issue::Level;
use crate::network::Network;
use crate::reason::reasons;
use crate::resolve::element;
use crate::route;
use crate::topology::{Attached, Subnet, SubnetId, Target, TransitGatewayAttachmentId, VpcId};

reasons! {
    TWO_APPLIANCES: "X_ASYMMETRIC_APPLIANCE" ["TGW-35", "DEC-30"] "Appliances without appliance mode",
        "{from} and {to} are in different Availability Zones and meet through {at}, which is not in appliance mode: requests pass one appliance and replies another, which drops them. Switch appliance mode on.",
        "vpc/latest/tgw/transit-gateway-appliance-scenario.html";
}

pub(super) static MODE_OFF: Lint = Lint {
    name: "appliance-mode-off",
    level: Level::Warning,
    reason: &TWO_APPLIANCES,
    look,
};

type Place<'n> = (&'n SubnetId, &'n Subnet, IpAddr);

fn look(network: &Network) -> Vec<Found> {
    let attachments = network.topology().transit_gateway_attachments.iter();
    let zonal = attachments.filter(|(_, record)| record.state.carries() && !record.appliance_mode);
    let found = zonal.filter_map(|(id, record)| match &record.to {
        Attached::Vpc { subnets, .. } if machines(network, subnets) > 1 => {
            let (from, to) = crossing(network, id, subnets)?;
            Some(Found::at(id, vec![("from", element(from)), ("to", element(to))]))
        }
        _ => None,
    });
    found.collect()
}

/// How many different machines the tables of the attachment's subnets name.
fn machines(network: &Network, subnets: &[SubnetId]) -> usize {
    let mut all: Vec<&Ref> = Vec::new();
    let tables = subnets
        .iter()
        .filter_map(|id| network.topology().subnets.get(id)?.route_table.as_ref());
    for route in tables.flat_map(|table| network.routes(table)) {
        match &route.target {
            Target::Element(target) if is_machine(target) && !all.contains(&target) => all.push(target),
            _ => {}
        }
    }
    all.len()
}

fn is_machine(target: &Ref) -> bool {
    matches!(target.kind, Kind::NetworkInterface | Kind::GatewayLoadBalancerEndpoint)
}

/// Two subnets with machines, of other VPCs and in other zones, whose packets to each other come by here and meet different appliances.
fn crossing<'n>(
    network: &'n Network,
    id: &TransitGatewayAttachmentId,
    own: &'n [SubnetId],
) -> Option<(&'n SubnetId, &'n SubnetId)> {
    let places = places_beside(network, id);
    let pairs = places
        .iter()
        .flat_map(|(near, from)| places.iter().map(move |(far, to)| (near, from, far, to)));
    let mut found = pairs.filter(|(near, from, far, to)| {
        let comes_by =
            |by: &TransitGatewayAttachmentId, to: IpAddr| look_up(network, by, to).is_ok_and(|next| next == id);
        let is_across = near != far && from.1.zone != to.1.zone;
        is_across && comes_by(near, to.2) && comes_by(far, from.2) && {
            let (there, back) = (met(network, own, from, to.2), met(network, own, to, from.2));
            there.is_some() && back.is_some() && there != back
        }
    });
    found.next().map(|(_, from, _, to)| (from.0, to.0))
}

/// One subnet in each zone of each other VPC on the gateway that has somebody in it.
fn places_beside<'n>(
    network: &'n Network,
    id: &TransitGatewayAttachmentId,
) -> Vec<(&'n TransitGatewayAttachmentId, Place<'n>)> {
    let topology = network.topology();
    let gateway = topology
        .transit_gateway_attachments
        .get(id)
        .map(|record| &record.gateway);
    let others = topology.transit_gateway_attachments.iter();
    let others =
        others.filter(|(other, record)| *other != id && Some(&record.gateway) == gateway && record.state.carries());
    let mut found = Vec::new();
    for (other, record) in others {
        if let Attached::Vpc { vpc, .. } = &record.to {
            found.extend(places_of(network, vpc).into_iter().map(|place| (other, place)));
        }
    }
    found
}

fn places_of<'n>(network: &'n Network, vpc: &VpcId) -> Vec<Place<'n>> {
    let topology = network.topology();
    let mut found: Vec<Place<'n>> = Vec::new();
    for (id, record) in topology.subnets.iter().filter(|(_, record)| record.vpc == *vpc) {
        let is_new = found.iter().all(|(_, known, _)| known.zone != record.zone);
        if let Some(range) = record.cidr.filter(|_| is_new && has_machine(network, id)) {
            found.push((id, record, range.addr().into()));
        }
    }
    found
}

/// The machine to which the attachment's subnet in the sender's zone leads.
fn met<'n>(network: &'n Network, own: &[SubnetId], from: &Place<'_>, to: IpAddr) -> Option<&'n Ref> {
    let subnets = &network.topology().subnets;
    let mut records = own.iter().filter_map(|id| subnets.get(id));
    let near = records.find(|record| record.zone == from.1.zone)?;
    match &route::chosen(network, near.route_table.as_ref()?, to)?.route.target {
        Target::Element(target) if is_machine(target) => Some(target),
        _ => None,
    }
}
