//! Fields of what has an address in a subnet: instances and NAT gateways.

use std::net::Ipv4Addr;

use reach::id::{Id, Kind};
use reach::topology::{
    InterfaceState, NatConnectivity, NatGateway, NatState, NetworkInterface, SecurityGroupId, SubnetId,
};

use crate::edit::{Drawing, Refused, field, free, parse};
use crate::message::FieldId;

use super::elements;

pub(in crate::edit) const NAT_STATES: [(&str, NatState); 5] = [
    ("pending", NatState::Pending),
    ("available", NatState::Available),
    ("failed", NatState::Failed),
    ("deleting", NatState::Deleting),
    ("deleted", NatState::Deleted),
];

pub(super) fn interface(
    drawing: Drawing<'_>,
    record: &mut NetworkInterface,
    field: FieldId,
    value: &str,
) -> Result<bool, Refused> {
    let empty = value.trim().is_empty();
    match field {
        field::IPV4 => record.ipv4 = Some(private(drawing, &record.subnet, record.ipv4, value)?),
        field::SECONDARY_IPV4 => {
            let addresses = parse::list(value, parse::ipv4)?;
            for address in &addresses {
                if !record.secondary_ipv4.contains(address) {
                    check_private(drawing, &record.subnet, *address)?;
                }
            }
            record.secondary_ipv4 = addresses;
        }
        field::PUBLIC_IPV4 if empty => record.public_ipv4 = None,
        // The word of the button: any free one.
        field::PUBLIC_IPV4 if value.trim() == "auto" => record.public_ipv4 = free::public_address(drawing.topology),
        field::PUBLIC_IPV4 => record.public_ipv4 = Some(parse::ipv4(value)?),
        field::IPV6 => record.ipv6 = parse::list(value, parse::ipv6)?,
        field::GROUPS => record.security_groups = groups(drawing, value)?,
        field::SOURCE_DEST_CHECK => record.source_dest_check = parse::toggle(value)?,
        field::STATE => {
            let states = [
                ("in-use", InterfaceState::InUse),
                ("stopped", InterfaceState::Stopped),
                ("available", InterfaceState::Available),
            ];
            record.state = parse::choice(value, &states)?;
        }
        _ => return Ok(false),
    }
    Ok(true)
}

pub(super) fn nat_gateway(
    drawing: Drawing<'_>,
    record: &mut NatGateway,
    field: FieldId,
    value: &str,
) -> Result<bool, Refused> {
    match field {
        field::IPV4 => record.ipv4 = private(drawing, &record.subnet, Some(record.ipv4), value)?,
        field::PUBLIC_IPV4 => record.connectivity = NatConnectivity::Public(parse::ipv4(value)?),
        field::CONNECTIVITY => {
            let public = match record.connectivity {
                NatConnectivity::Public(address) => Some(address),
                NatConnectivity::Private => free::public_address(drawing.topology),
            };
            let public = public.map_or(NatConnectivity::Private, NatConnectivity::Public);
            record.connectivity = parse::choice(value, &[("public", public), ("private", NatConnectivity::Private)])?;
        }
        field::STATE => record.state = parse::choice(value, &NAT_STATES)?,
        _ => return Ok(false),
    }
    Ok(true)
}

pub(super) fn groups(drawing: Drawing<'_>, value: &str) -> Result<Vec<SecurityGroupId>, Refused> {
    let all = elements(drawing.network.topology(), Kind::SecurityGroup, value)?;
    Ok(all.into_iter().map(|of| Id::new(of.id)).collect())
}

fn private(drawing: Drawing<'_>, subnet: &SubnetId, now: Option<Ipv4Addr>, value: &str) -> Result<Ipv4Addr, Refused> {
    let address = parse::ipv4(value)?;
    if now != Some(address) {
        check_private(drawing, subnet, address)?;
    }
    Ok(address)
}

fn check_private(drawing: Drawing<'_>, subnet: &SubnetId, address: Ipv4Addr) -> Result<(), Refused> {
    let Some(cidr) = drawing.topology.subnets.get(subnet).and_then(|record| record.cidr) else {
        return Err(format!("{subnet} has no IPv4 block.").into());
    };
    let example = free::address(drawing.topology, subnet).map(|free| format!(" {free} is free."));
    let example = example.unwrap_or_default();
    if !cidr.contains(&address) {
        return Err(format!("{address} is not in {subnet}, {cidr}.{example}").into());
    }
    if reach::address::is_reserved_in(cidr, address) {
        return Err(format!("AWS keeps {address} for itself in {cidr}.{example}").into());
    }
    if free::addresses_in(drawing.topology, subnet).contains(&address) {
        return Err(format!("{address} is taken.{example}").into());
    }
    Ok(())
}
