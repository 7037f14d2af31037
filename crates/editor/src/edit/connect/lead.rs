//! A line from a subnet or a table to a gateway: a route, an association or propagation in the table.

use ipnet::IpNet;
use reach::address::{ANY_IPV4, ANY_IPV6};
use reach::id::{Kind, Ref};
use reach::operation::Operation;
use reach::topology::{Destination, Element, Route, RouteTableId, SubnetId, Target};

use crate::edit::{Drawing, Edit, Refused, change, drawn};
use crate::words;

/// Leads traffic of a subnet (or of a table) to a gateway: a route, an association or propagation in its table.
pub(super) fn lead(drawing: Drawing<'_>, from: &Ref, to: &Ref) -> Result<Edit, Refused> {
    let topology = drawing.topology;
    let table: RouteTableId = match from.to_id::<reach::topology::Subnet>() {
        Some(subnet) => drawing.network.route_table_of(&subnet),
        None => from.to_id(),
    }
    .ok_or("This subnet has no route table.")?;
    let of = Ref::from(&table);
    let mut operations = Vec::new();
    if to.kind == Kind::GatewayEndpoint {
        if !topology.contains(&of) {
            operations.push(Operation::Create(drawn(drawing, &of)?));
        }
        operations.extend(change(drawing, to, |element| {
            if let Element::GatewayEndpoint(_, record) = element {
                record.route_tables.insert(table.clone());
            }
            Ok(())
        })?);
    } else {
        operations = routes_to(drawing, &of, to)?;
    }
    let (name, target) = (words::name(topology, &of), words::name(topology, to));
    if operations.is_empty() {
        return Err(format!("{name} leads to {target} already.").into());
    }
    let mut edit = Edit::new(format!("Route {name} to {target}"), operations);
    edit.said = Some(format!("{name} now leads to {target}{}", followers(drawing, &table)).into());
    Ok(edit)
}

fn routes_to(drawing: Drawing<'_>, table: &Ref, to: &Ref) -> Result<Vec<Operation>, Refused> {
    let destinations = match to.kind {
        Kind::PeeringConnection => far_cidrs(drawing, table, to)?,
        Kind::TransitGateway => attached_cidrs(drawing, table, to)?,
        Kind::EgressOnlyInternetGateway => vec![ANY_IPV6],
        _ => vec![ANY_IPV4],
    };
    change(drawing, table, |element| {
        let Element::RouteTable(_, record) = element else {
            return Ok(());
        };
        if let (Kind::VpnGateway, Some(gateway)) = (to.kind, to.to_id()) {
            record.propagating.insert(gateway);
            return Ok(());
        }
        for cidr in destinations {
            let destination = Destination::Cidr(cidr);
            if record
                .routes
                .iter()
                .any(|route| route.destination == destination && route.target == to.clone().into())
            {
                continue;
            }
            record.routes.push(Route {
                destination,
                target: Target::Element(to.clone()),
            });
        }
        Ok(())
    })
}

/// The CIDRs behind a peering connection, seen from the table's VPC.
fn far_cidrs(drawing: Drawing<'_>, table: &Ref, peering: &Ref) -> Result<Vec<IpNet>, Refused> {
    let topology = drawing.topology;
    let name = words::name(topology, peering);
    let Element::RouteTable(_, record) = drawn(drawing, table)? else {
        return Ok(Vec::new());
    };
    let far = peering
        .to_id()
        .and_then(|id| topology.peering_connections.get(&id)?.other(&record.vpc).cloned())
        .and_then(|other| topology.vpcs.get(&other).cloned());
    let Some(far) = far else {
        return Err(format!("{name} does not belong to the VPC of {}.", words::name(topology, table)).into());
    };
    let ipv6 = far.ipv6_cidrs.iter().map(|cidr| IpNet::V6(*cidr));
    Ok(far.cidrs.iter().map(|cidr| IpNet::V4(*cidr)).chain(ipv6).collect())
}

/// The CIDRs of the other VPCs on the transit gateway; without any, everything.
fn attached_cidrs(drawing: Drawing<'_>, table: &Ref, gateway: &Ref) -> Result<Vec<IpNet>, Refused> {
    let topology = drawing.topology;
    let (Element::RouteTable(_, record), Some(gateway)) = (drawn(drawing, table)?, gateway.to_id()) else {
        return Ok(Vec::new());
    };
    if drawing.network.attachment_of_vpc(&gateway, &record.vpc).is_none() {
        let (vpc, to) = (Ref::from(&record.vpc), Ref::from(&gateway));
        let (vpc, to) = (words::name(topology, &vpc), words::name(topology, &to));
        return Err(format!("{vpc} is not attached to {to}. Connect the VPC with it first.").into());
    }
    let others = topology
        .vpcs
        .iter()
        .filter(|(id, _)| **id != record.vpc && drawing.network.attachment_of_vpc(&gateway, id).is_some());
    let mut found: Vec<IpNet> = others
        .flat_map(|(_, vpc)| vpc.cidrs.iter().map(|cidr| IpNet::V4(*cidr)))
        .collect();
    found.dedup();
    Ok(if found.is_empty() { vec![ANY_IPV4] } else { found })
}

/// ", for public-a and public-b": who follows the table.
fn followers(drawing: Drawing<'_>, table: &RouteTableId) -> String {
    let follows = |id: &SubnetId| drawing.network.route_table_of(id).as_ref() == Some(table);
    let names: Vec<String> = drawing
        .topology
        .subnets
        .ids()
        .filter(|id| follows(id))
        .map(|id| words::name(drawing.topology, &id.into()).to_string())
        .collect();
    if names.is_empty() {
        String::new()
    } else {
        format!(", for {}", words::list(&names))
    }
}

/// Routes that an active connection needs, as one edit.
pub fn add_routes(drawing: Drawing<'_>, missing: &[reach::network::MissingRoute]) -> Result<Edit, Refused> {
    let mut edit = Edit::new(
        if missing.len() == 1 {
            "Add the missing route"
        } else {
            "Add the missing routes"
        },
        Vec::new(),
    );
    let mut tables: Vec<Element> = Vec::new();
    for route in missing {
        let of = Ref::from(&route.table);
        if !tables.iter().any(|table| table.reference() == of) {
            tables.push(drawn(drawing, &of)?);
        }
        for table in &mut tables {
            if let Element::RouteTable(id, record) = table
                && *id == route.table
            {
                record.routes.push(Route {
                    destination: route.destination.clone(),
                    target: route.target.clone().into(),
                });
            }
        }
    }
    edit.operations = tables
        .into_iter()
        .map(|table| Operation::write(drawing.topology, table))
        .collect();
    let rows: Vec<String> = missing
        .iter()
        .map(|route| {
            format!(
                "{} to {}",
                route.destination,
                words::name(drawing.topology, &Ref::from(&route.table))
            )
        })
        .collect();
    edit.said = Some(format!("Added {}", words::list(&rows)).into());
    Ok(edit)
}
