//! Fields of gateways, endpoints, connections and sites.

use std::rc::Rc;

use reach::id::{Id, Kind};
use reach::topology::{
    CustomerGateway, EndpointState, GatewayEndpoint, InterfaceEndpoint, InternetGateway, PeeringConnection, PrefixList,
    Site, VpnConnection, VpnGateway, VpnRouting,
};

use crate::edit::{Drawing, Refused, field, parse};
use crate::message::FieldId;

use super::{interface, optional};

pub(in crate::edit) const ENDPOINT_STATES: [(&str, EndpointState); 8] = [
    ("pending-acceptance", EndpointState::PendingAcceptance),
    ("pending", EndpointState::Pending),
    ("available", EndpointState::Available),
    ("rejected", EndpointState::Rejected),
    ("expired", EndpointState::Expired),
    ("failed", EndpointState::Failed),
    ("deleting", EndpointState::Deleting),
    ("deleted", EndpointState::Deleted),
];

/// An empty VPC detaches; any other is a move.
pub(super) fn internet_gateway(record: &mut InternetGateway, field: FieldId) -> bool {
    if field == field::VPC {
        record.vpc = None;
    }
    field == field::VPC
}

pub(super) fn vpn_gateway(record: &mut VpnGateway, field: FieldId, value: &str) -> Result<bool, Refused> {
    match field {
        field::VPC => record.vpc = None,
        field::ASN => record.asn = asn(value)?,
        _ => return Ok(false),
    }
    Ok(true)
}

fn asn(value: &str) -> Result<u32, Refused> {
    parse::number(value, "an AS number", 1, u32::MAX)
}

pub(super) fn peering(record: &mut PeeringConnection, field: FieldId, value: &str) -> Result<bool, Refused> {
    match field {
        field::REQUESTER_DNS => record.requester_dns = parse::toggle(value)?,
        field::ACCEPTER_DNS => record.accepter_dns = parse::toggle(value)?,
        _ => return Ok(false),
    }
    Ok(true)
}

pub(super) fn gateway_endpoint(record: &mut GatewayEndpoint, field: FieldId, value: &str) -> Result<bool, Refused> {
    match field {
        field::SERVICE => {
            let services = [("s3", "s3"), ("dynamodb", "dynamodb")];
            record.service = parse::choice(value, &services)?.into();
        }
        field::STATE => record.state = parse::choice(value, &ENDPOINT_STATES)?,
        _ => return Ok(false),
    }
    Ok(true)
}

pub(super) fn interface_endpoint(
    drawing: Drawing<'_>,
    record: &mut InterfaceEndpoint,
    field: FieldId,
    value: &str,
) -> Result<bool, Refused> {
    match field {
        field::SERVICE => record.service = service(value)?,
        field::PRIVATE_DNS => record.private_dns = parse::toggle(value)?,
        field::GROUPS => record.security_groups = interface::groups(drawing, value)?,
        field::STATE => record.state = parse::choice(value, &ENDPOINT_STATES)?,
        _ => return Ok(false),
    }
    Ok(true)
}

fn service(value: &str) -> Result<Rc<str>, Refused> {
    let lower = value.trim().to_ascii_lowercase();
    let word = parse::word(&lower, "a service", "ssm")?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    if word.chars().all(plain) {
        return Ok(word);
    }
    Err(format!("“{word}” is not a service. Write it like ssm or ec2messages.").into())
}

pub(super) fn customer_gateway(
    drawing: Drawing<'_>,
    record: &mut CustomerGateway,
    field: FieldId,
    value: &str,
) -> Result<bool, Refused> {
    let cidrs = |value: &str| -> Result<_, Refused> {
        let cidrs = parse::list(value, parse::cidr)?;
        Ok((!cidrs.is_empty()).then_some(cidrs))
    };
    match field {
        field::ASN => record.asn = asn(value)?,
        field::SITE => record.site = optional(drawing.topology, Kind::Site, value)?.map(Id::new),
        field::ANNOUNCES => record.announces = cidrs(value)?,
        field::SENDS => record.routes = cidrs(value)?,
        _ => return Ok(false),
    }
    Ok(true)
}

pub(super) fn vpn_connection(record: &mut VpnConnection, field: FieldId, value: &str) -> Result<bool, Refused> {
    if field != field::ROUTING {
        return Ok(false);
    }
    let is_static = parse::choice(value, &[("bgp", false), ("static", true)])?;
    match (&record.routing, is_static) {
        (VpnRouting::Bgp, true) => record.routing = VpnRouting::Static(Vec::new()),
        (VpnRouting::Static(_), false) => record.routing = VpnRouting::Bgp,
        (VpnRouting::Bgp, false) | (VpnRouting::Static(_), true) => {}
    }
    Ok(true)
}

pub(super) fn site(record: &mut Site, field: FieldId, value: &str) -> Result<bool, Refused> {
    if field != field::CIDRS {
        return Ok(false);
    }
    let cidrs = parse::list(value, parse::cidr)?;
    if cidrs.is_empty() {
        return Err("A site has at least one CIDR, for example 192.168.0.0/16.".into());
    }
    record.cidrs = cidrs;
    Ok(true)
}

pub(super) fn prefix_list(record: &mut PrefixList, field: FieldId, value: &str) -> Result<bool, Refused> {
    if field != field::REGION {
        return Ok(false);
    }
    record.region = parse::word(value, "a Region", "us-east-1")?;
    Ok(true)
}
