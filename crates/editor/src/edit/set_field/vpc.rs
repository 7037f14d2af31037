//! Fields of a VPC and of a subnet.

use reach::id::{Id, Kind};
use reach::topology::{Subnet, Vpc};

use crate::edit::{Drawing, Refused, field, parse};
use crate::message::FieldId;

use super::optional;

pub(super) fn vpc(drawing: Drawing<'_>, record: &mut Vpc, field: FieldId, value: &str) -> Result<bool, Refused> {
    match field {
        field::CIDR => {
            let cidr = parse::ipv4_block(value)?;
            match record.cidrs.first_mut() {
                Some(first) => *first = cidr,
                None => record.cidrs.push(cidr),
            }
        }
        field::SECONDARY_CIDRS => {
            record.cidrs.truncate(1);
            record.cidrs.extend(parse::list(value, parse::ipv4_block)?);
        }
        field::IPV6_CIDRS => record.ipv6_cidrs = parse::list(value, parse::ipv6_cidr)?,
        field::REGION => record.region = parse::word(value, "a Region", "us-east-1")?,
        field::DNS_SUPPORT => record.dns_support = parse::toggle(value)?,
        field::DNS_HOSTNAMES => record.dns_hostnames = parse::toggle(value)?,
        field::MAIN_ROUTE_TABLE => {
            record.main_route_table = optional(drawing.network.topology(), Kind::RouteTable, value)?.map(Id::new);
        }
        _ => return Ok(false),
    }
    Ok(true)
}

pub(super) fn subnet(drawing: Drawing<'_>, record: &mut Subnet, field: FieldId, value: &str) -> Result<bool, Refused> {
    let known = drawing.network.topology();
    match field {
        field::CIDR => record.cidr = Some(parse::ipv4_block(value)?),
        field::IPV6_CIDR if value.trim().is_empty() => record.ipv6_cidr = None,
        field::IPV6_CIDR => record.ipv6_cidr = Some(parse::ipv6_cidr(value)?),
        field::ZONE => record.zone = parse::word(value, "an Availability Zone", "us-east-1a")?,
        field::ROUTE_TABLE => record.route_table = optional(known, Kind::RouteTable, value)?.map(Id::new),
        field::NETWORK_ACL => record.network_acl = optional(known, Kind::NetworkAcl, value)?.map(Id::new),
        _ => return Ok(false),
    }
    Ok(true)
}
