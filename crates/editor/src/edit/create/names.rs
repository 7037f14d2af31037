//! What answers for names: hosted zones, Resolver endpoints and rules.

use reach::id::{Id, Ref};
use reach::sorted::SortedSet;
use reach::topology::{EndpointSubnet, HostedZone, ResolverDirection, ResolverEndpoint, ResolverRule, SubnetId, VpcId};

use super::made;
use crate::edit::{Drawing, Edit, Refused, containment, free};
use crate::message::Placeable;
use crate::words;

/// The VPC around the parent; else all of them.
fn vpcs_at(drawing: Drawing<'_>, parent: Option<&Ref>) -> SortedSet<VpcId> {
    let around = parent.and_then(|parent| containment::vpc_of(drawing.topology, parent)?.to_id());
    match around {
        Some(vpc) => SortedSet::from([vpc]),
        None => drawing.topology.vpcs.ids().cloned().collect(),
    }
}

pub(super) fn hosted_zone(drawing: Drawing<'_>, parent: Option<&Ref>) -> Result<Edit, Refused> {
    let id = free::id(drawing.topology, "zone");
    let vpcs = vpcs_at(drawing, parent);
    let names: Vec<String> = vpcs
        .iter()
        .map(|vpc| words::name(drawing.topology, &vpc.into()).to_string())
        .collect();
    let whom = if names.is_empty() {
        "Without a VPC it is public".to_owned()
    } else {
        format!("It answers {}", words::list(&names))
    };
    let said = format!("Added {id} for example.internal. {whom}");
    let record = HostedZone {
        name: None,
        domain: "example.internal".into(),
        vpcs,
        records: Vec::new(),
    };
    Ok(made(drawing, Placeable::HostedZone, (Id::new(id), record).into(), said))
}

/// With two addresses: in another subnet of the VPC where there is one, else both in this one (DN-09).
pub(super) fn resolver(drawing: Drawing<'_>, what: Placeable, subnet: &SubnetId) -> Result<Edit, Refused> {
    let topology = drawing.topology;
    let vpc = match topology.subnets.get(subnet) {
        Some(record) => record.vpc.clone(),
        None => return Err("A Resolver endpoint needs a subnet.".into()),
    };
    let mut others = topology.subnets.iter();
    let other = others.find(|(id, record)| *id != subnet && record.vpc == vpc && record.cidr.is_some());
    let second = other.map_or_else(|| subnet.clone(), |(id, _)| id.clone());
    let mut subnets: Vec<EndpointSubnet> = Vec::new();
    for place in [subnet.clone(), second] {
        let name = words::name(topology, &(&place).into());
        let mut taken = free::addresses_in(topology, &place);
        taken.extend(subnets.iter().map(|before| before.ipv4));
        let record = topology.subnets.get(&place);
        let ipv4 = record.and_then(|record| free::address_besides(record, &taken));
        let ipv4 = ipv4.ok_or_else(|| format!("{name} has no free IPv4 address."))?;
        subnets.push(EndpointSubnet { subnet: place, ipv4 });
    }
    let (direction, stem, next) = match what {
        Placeable::OutboundResolver => (
            ResolverDirection::Outbound,
            "resolver-out",
            "Resolver rules send queries out by it",
        ),
        _ => (
            ResolverDirection::Inbound,
            "resolver-in",
            "Others ask it for the names that this VPC knows",
        ),
    };
    let id = free::id(topology, stem);
    let said = format!("Added {id} to {}. {next}", words::name(topology, &(&vpc).into()));
    let record = ResolverEndpoint {
        name: None,
        vpc,
        direction,
        subnets,
        security_groups: Vec::new(),
    };
    Ok(made(drawing, what, (Id::new(id), record).into(), said))
}

/// Out by the first outbound endpoint.
pub(super) fn resolver_rule(drawing: Drawing<'_>, parent: Option<&Ref>) -> Result<Edit, Refused> {
    let topology = drawing.topology;
    let mut endpoints = topology.resolver_endpoints.iter();
    let found = endpoints.find(|(_, record)| record.direction == ResolverDirection::Outbound);
    let Some((endpoint, _)) = found else {
        return Err("A Resolver rule sends queries out by an outbound Resolver endpoint. Add one first.".into());
    };
    let id = free::id(topology, "rule");
    let said = format!("Added {id}: queries for corp.example.com leave by {endpoint}. Add the servers that answer");
    let record = ResolverRule {
        name: None,
        domain: "corp.example.com".into(),
        endpoint: Some(endpoint.clone()),
        targets: Vec::new(),
        vpcs: vpcs_at(drawing, parent),
    };
    Ok(made(
        drawing,
        Placeable::ResolverRule,
        (Id::new(id), record).into(),
        said,
    ))
}
