//! The rows of a route table: routes and propagation.

use std::rc::Rc;

use reach::id::{Id, Kind, Ref};
use reach::network::{EffectiveRoute, RouteOrigin};
use reach::operation::Operation;
use reach::sorted::SortedSet;
use reach::topology::{Destination, Element, Route, RouteTable, RouteTableId, Target, Topology};

use super::{RowRefused, at, cell};
use crate::edit::{Drawing, Refused, drawn, parse};
use crate::message::RowEdit;
use crate::words;

/// What a route can lead to.
const TARGETS: [Kind; 10] = [
    Kind::InternetGateway,
    Kind::NatGateway,
    Kind::PeeringConnection,
    Kind::VpnGateway,
    Kind::NetworkInterface,
    Kind::GatewayEndpoint,
    Kind::EgressOnlyInternetGateway,
    Kind::RegionalNatGateway,
    Kind::TransitGateway,
    Kind::GatewayLoadBalancerEndpoint,
];

fn table_of(drawing: Drawing<'_>, of: &Ref) -> Result<(RouteTableId, RouteTable), Refused> {
    match drawn(drawing, of)? {
        Element::RouteTable(id, record) => Ok((id, record)),
        _ => Err("Only a route table has routes.".into()),
    }
}

pub(super) fn routes(drawing: Drawing<'_>, of: &Ref, edit: &RowEdit) -> Result<Vec<Operation>, RowRefused> {
    let (id, mut table) = table_of(drawing, of)?;
    let shown = drawing.network.routes(&id);
    let row = |row: usize| shown.get(row).ok_or("This route is gone.");
    match edit {
        RowEdit::Add { cells, .. } => {
            let destination = at(0, destination(drawing, cell(cells, 0)))?;
            let target = at(1, target(drawing, cell(cells, 1)))?;
            if let Target::Element(endpoint) = &target
                && endpoint.kind == Kind::GatewayEndpoint
            {
                return associate(drawing, of, endpoint).map_err(RowRefused::from);
            }
            set_or_add(&mut table, destination, target);
        }
        RowEdit::Change {
            row: at_row,
            column,
            value,
            ..
        } => {
            change(drawing, &mut table, row(*at_row)?, *column, value)?;
        }
        RowEdit::Remove { row: at_row, .. } => return remove(drawing, id, table, row(*at_row)?),
    }
    Ok(vec![Operation::write(drawing.topology, (id, table).into())])
}

/// A local route may get another target (RT-04); every other destination is added, and the engine refuses a second one.
fn set_or_add(table: &mut RouteTable, destination: Destination, target: Target) {
    table.routes.push(Route { destination, target });
}

fn change(
    drawing: Drawing<'_>,
    table: &mut RouteTable,
    shown: &EffectiveRoute,
    column: usize,
    value: &str,
) -> Result<(), RowRefused> {
    derived(drawing.topology, shown)?;
    let same = |route: &&mut Route| route.destination == shown.destination;
    match (column, shown.origin) {
        (0, RouteOrigin::Local) => Err("The local route stands for the VPC's own CIDR.".into()),
        (0, _) => {
            let new = at(0, destination(drawing, value))?;
            if new != shown.destination && table.routes.iter().any(|route| route.destination == new) {
                return Err(
                    format!("There is a route for {new} already. Each destination stands in a table once.").into(),
                );
            }
            if let Some(route) = table.routes.iter_mut().find(same) {
                route.destination = new;
            }
            Ok(())
        }
        (1, RouteOrigin::Local) => {
            let new = at(1, target(drawing, value))?;
            table.routes.retain(|route| route.destination != shown.destination);
            if new != Target::Local {
                table.routes.push(Route {
                    destination: shown.destination.clone(),
                    target: new,
                });
            }
            Ok(())
        }
        (1, _) => {
            let new = at(1, target(drawing, value))?;
            if let Some(route) = table.routes.iter_mut().find(same) {
                route.target = new;
            }
            Ok(())
        }
        _ => Err("This cell cannot be changed.".into()),
    }
}

/// Rows that follow from something else are changed there.
fn derived(topology: &Topology, shown: &EffectiveRoute) -> Result<(), RowRefused> {
    let origin = match &shown.target {
        Target::Element(of) => words::name(topology, of),
        Target::Local | Target::NotModelled(_) => "something else".into(),
    };
    match shown.origin {
        RouteOrigin::Local | RouteOrigin::Static => Ok(()),
        RouteOrigin::Endpoint => {
            Err(format!("This route belongs to {origin}: change its route tables instead.").into())
        }
        _ => Err(format!("This route is propagated by {origin}: turn propagation off instead.").into()),
    }
}

fn remove(
    drawing: Drawing<'_>,
    id: RouteTableId,
    mut table: RouteTable,
    shown: &EffectiveRoute,
) -> Result<Vec<Operation>, RowRefused> {
    let replaced = table.routes.iter().any(|route| route.destination == shown.destination);
    match (shown.origin, &shown.target) {
        (RouteOrigin::Local, _) if !replaced => {
            return Err("The local route cannot be deleted: AWS keeps it in every table.".into());
        }
        (RouteOrigin::Endpoint, Target::Element(endpoint)) => return dissociate(drawing, &id, endpoint),
        _ => derived(drawing.topology, shown)?,
    }
    table
        .routes
        .retain(|route| route.destination != shown.destination || route.target != shown.target);
    Ok(vec![Operation::write(drawing.topology, (id, table).into())])
}

/// A route to a gateway endpoint is its association (EG-02).
fn associate(drawing: Drawing<'_>, table: &Ref, endpoint: &Ref) -> Result<Vec<Operation>, Refused> {
    let mut operations = Vec::new();
    if !drawing.topology.contains(table) {
        operations.push(Operation::Create(drawn(drawing, table)?));
    }
    operations.extend(crate::edit::change(drawing, endpoint, |element| {
        if let Element::GatewayEndpoint(_, record) = element {
            record.route_tables.insert(Id::new(Rc::clone(&table.id)));
        }
        Ok(())
    })?);
    Ok(operations)
}

fn dissociate(drawing: Drawing<'_>, table: &RouteTableId, endpoint: &Ref) -> Result<Vec<Operation>, RowRefused> {
    let operations = crate::edit::change(drawing, endpoint, |element| {
        if let Element::GatewayEndpoint(_, record) = element {
            record.route_tables.remove(table);
        }
        Ok(())
    })?;
    Ok(operations)
}

/// A CIDR, or a prefix list by its id or name.
fn destination(drawing: Drawing<'_>, value: &str) -> Result<Destination, Refused> {
    let known = drawing.network.topology();
    if known.prefix_lists.contains(value.trim()) {
        return Ok(Destination::PrefixList(Id::new(value.trim())));
    }
    parse::cidr(value).map(Destination::Cidr)
}

/// An element by its id, or `local`.
fn target(drawing: Drawing<'_>, value: &str) -> Result<Target, Refused> {
    let value = value.trim();
    if value == "local" {
        return Ok(Target::Local);
    }
    match drawing.topology.find(value) {
        Some(of) if TARGETS.contains(&of.kind) => Ok(Target::Element(of)),
        Some(of) => Err(format!(
            "A route cannot lead to a {}. Choose a gateway, a peering connection or an instance.",
            of.kind.title()
        )
        .into()),
        None => {
            let known: Vec<Rc<str>> = drawing
                .topology
                .references()
                .into_iter()
                .filter(|of| TARGETS.contains(&of.kind) && of.kind != Kind::NetworkInterface)
                .map(|of| of.id)
                .take(5)
                .collect();
            Err(if known.is_empty() {
                "There is no gateway yet that a route could lead to. Add one from the palette.".into()
            } else if value.is_empty() {
                format!("Choose a target: {}.", known.join(", ")).into()
            } else {
                format!("There is no “{value}”. Known targets: {}.", known.join(", ")).into()
            })
        }
    }
}

/// A row for each gateway that propagates; adding and removing rows turns it on and off.
pub(super) fn propagation(drawing: Drawing<'_>, of: &Ref, edit: &RowEdit) -> Result<Vec<Operation>, RowRefused> {
    let (id, mut table) = table_of(drawing, of)?;
    let mut gateways: Vec<_> = table.propagating.iter().cloned().collect();
    super::edit_list(
        &mut gateways,
        edit,
        |cells| at(0, parse::element(drawing.topology, Kind::VpnGateway, cell(cells, 0))).map(|of| Id::new(of.id)),
        |gateway| vec![gateway.to_string()],
    )?;
    table.propagating = gateways.into_iter().collect::<SortedSet<_>>();
    Ok(vec![Operation::write(drawing.topology, (id, table).into())])
}
