//! A typed value of an inspector field becomes a change of the record, or a refusal in words.

mod gateway;
mod interface;
mod vpc;

use std::rc::Rc;

use ipnet::Ipv4Net;
use reach::id::{Kind, Ref};
use reach::operation::Operation;
use reach::topology::{Element, Topology};

use super::{Drawing, Edit, Refused, change, containment, field, form, parse, reparent};
use crate::message::FieldId;
use crate::words;
pub(super) use gateway::ENDPOINT_STATES;
pub(super) use interface::NAT_STATES;

/// Sets one field of one element to what was typed.
pub fn set_field(drawing: Drawing<'_>, of: &Ref, field: FieldId, value: &str) -> Result<Edit, Refused> {
    if let Some(into) = moves_to(drawing.topology, of, field, value)? {
        let mut edit = reparent::reparent(drawing, of, &into)?;
        // Its old place lies in the old container.
        edit.places = containment::descendants(drawing.topology, of)
            .into_iter()
            .chain([of.clone()])
            .map(|of| (of, None))
            .collect();
        return Ok(edit);
    }
    let mut operations = change(drawing, of, |element| write(drawing, element, field, value))?;
    operations.extend(consequences(drawing, of, &operations));
    let name = words::name(drawing.topology, of);
    let mut edit = Edit::new(format!("Change {} of {name}", label(field)), operations);
    edit.said = block_of(field, value).map(|block| format!("{} is in the block {block}", value.trim()).into());
    Ok(edit)
}

/// The block that an address with a mask stands for.
fn block_of(field: FieldId, value: &str) -> Option<Ipv4Net> {
    let block = parse::ipv4_block(value).ok().filter(|_| field == field::CIDR)?;
    (block.to_string() != value.trim()).then_some(block)
}

/// What the field is called in a sentence.
fn label(field: FieldId) -> String {
    field
        .replace('-', " ")
        .replace("ipv4", "IPv4")
        .replace("ipv6", "IPv6")
        .replace("cidr", "CIDR")
        .replace("asn", "ASN")
        .replace("dns", "DNS")
        .replace("vpc", "VPC")
}

/// The container that a value of `VPC` or `SUBNET` names.
fn moves_to(topology: &Topology, of: &Ref, field: FieldId, value: &str) -> Result<Option<Ref>, Refused> {
    let detaches = value.trim().is_empty()
        && matches!(
            of.kind,
            Kind::InternetGateway | Kind::VpnGateway | Kind::EgressOnlyInternetGateway
        );
    match field {
        field::VPC if !detaches => parse::element(topology, Kind::Vpc, value).map(Some),
        field::SUBNET => parse::element(topology, Kind::Subnet, value).map(Some),
        _ => Ok(None),
    }
}

fn write(drawing: Drawing<'_>, element: &mut Element, field: FieldId, value: &str) -> Result<(), Refused> {
    if field == field::NAME {
        return set_name(element, value);
    }
    let known = match element {
        Element::Vpc(_, record) => vpc::vpc(drawing, record, field, value)?,
        Element::Subnet(_, record) => vpc::subnet(drawing, record, field, value)?,
        Element::NetworkInterface(_, record) => interface::interface(drawing, record, field, value)?,
        Element::NatGateway(_, record) => interface::nat_gateway(drawing, record, field, value)?,
        Element::InternetGateway(_, record) => gateway::internet_gateway(record, field),
        Element::PeeringConnection(_, record) => gateway::peering(record, field, value)?,
        Element::GatewayEndpoint(_, record) => gateway::gateway_endpoint(record, field, value)?,
        Element::InterfaceEndpoint(_, record) => gateway::interface_endpoint(drawing, record, field, value)?,
        Element::VpnGateway(_, record) => gateway::vpn_gateway(record, field, value)?,
        Element::CustomerGateway(_, record) => gateway::customer_gateway(drawing, record, field, value)?,
        Element::VpnConnection(_, record) => gateway::vpn_connection(record, field, value)?,
        Element::Site(_, record) => gateway::site(record, field, value)?,
        Element::PrefixList(_, record) => gateway::prefix_list(record, field, value)?,
        _ => false,
    };
    if known {
        return Ok(());
    }
    if let Some(done) = form::set(drawing, element, field, value) {
        return done;
    }
    Err(format!("{} cannot be changed here.", label(field)).into())
}

fn set_name(element: &mut Element, value: &str) -> Result<(), Refused> {
    let id = element.reference().id;
    let typed = parse::name(value)?.filter(|name| *name != id);
    element.set_name(typed);
    Ok(())
}

/// What has to follow: a subnet's new block takes the addresses in it along.
fn consequences(drawing: Drawing<'_>, of: &Ref, operations: &[Operation]) -> Vec<Operation> {
    let [Operation::Update(Element::Subnet(id, after))] = operations else {
        return Vec::new();
    };
    let Some(before) = drawing.topology.subnets.get(id).filter(|_| of.kind == Kind::Subnet) else {
        return Vec::new();
    };
    if before.cidr == after.cidr {
        return Vec::new();
    }
    let map = reparent::AddressMap {
        old: before.cidr,
        new: after.cidr,
        old_v6: None,
    };
    map.of_children(drawing.topology, id, false)
}

/// Ids with commas between them.
pub(crate) fn elements(topology: &Topology, kind: Kind, value: &str) -> Result<Vec<Ref>, Refused> {
    let mut all: Vec<Ref> = Vec::new();
    for of in parse::list(value, |id| parse::element(topology, kind, id))? {
        if !all.contains(&of) {
            all.push(of);
        }
    }
    Ok(all)
}

/// One id, or nothing for an empty text.
fn optional(topology: &Topology, kind: Kind, value: &str) -> Result<Option<Rc<str>>, Refused> {
    if value.trim().is_empty() {
        return Ok(None);
    }
    parse::element(topology, kind, value).map(|of| Some(of.id))
}
