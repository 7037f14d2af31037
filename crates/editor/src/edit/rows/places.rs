//! The rows that say where something applies: associations, endpoint subnets, static prefixes, tunnels, hosts.

use std::rc::Rc;

use reach::id::{Id, Kind, Ref};
use reach::operation::Operation;
use reach::topology::{Element, EndpointSubnet, Host, SubnetId, VpnRouting};

use super::{RowRefused, at, cell, edit_list};
use crate::edit::{Drawing, Refused, drawn, free, parse};
use crate::message::RowEdit;

/// The subnets that follow the table or ACL by an explicit association, in the order of their ids.
pub(super) fn associations(drawing: Drawing<'_>, of: &Ref, edit: &RowEdit) -> Result<Vec<Operation>, RowRefused> {
    let explicit = |record: &reach::topology::Subnet| match of.kind {
        Kind::RouteTable => record.route_table.as_ref().is_some_and(|id| *id.as_str() == *of.id),
        _ => record.network_acl.as_ref().is_some_and(|id| *id.as_str() == *of.id),
    };
    let shown: Vec<SubnetId> = drawing
        .topology
        .subnets
        .iter()
        .filter(|(_, record)| explicit(record))
        .map(|(id, _)| id.clone())
        .collect();
    let row = |row: usize| shown.get(row).ok_or("This row is gone.");
    let mut operations = Vec::new();
    match edit {
        RowEdit::Add { cells, .. } => {
            let subnet = at(0, parse::element(drawing.topology, Kind::Subnet, cell(cells, 0)))?;
            if !drawing.topology.contains(of) {
                operations.push(Operation::Create(drawn(drawing, of)?));
            }
            operations.extend(follow(drawing, &subnet, of, true)?);
        }
        RowEdit::Remove { row: at_row, .. } => {
            operations = follow(drawing, &Ref::from(row(*at_row)?), of, false)?;
        }
        RowEdit::Change { row: at_row, value, .. } => {
            let subnet = at(0, parse::element(drawing.topology, Kind::Subnet, value))?;
            operations = follow(drawing, &Ref::from(row(*at_row)?), of, false)?;
            operations.extend(follow(drawing, &subnet, of, true)?);
        }
    }
    Ok(operations)
}

fn follow(drawing: Drawing<'_>, subnet: &Ref, of: &Ref, follows: bool) -> Result<Vec<Operation>, Refused> {
    crate::edit::change(drawing, subnet, |element| {
        if let Element::Subnet(_, record) = element {
            match of.kind {
                Kind::RouteTable => record.route_table = follows.then(|| Id::new(Rc::clone(&of.id))),
                _ => record.network_acl = follows.then(|| Id::new(Rc::clone(&of.id))),
            }
        }
        Ok(())
    })
}

pub(super) fn route_tables(drawing: Drawing<'_>, of: &Ref, edit: &RowEdit) -> Result<Vec<Operation>, RowRefused> {
    let Element::GatewayEndpoint(id, mut record) = drawn(drawing, of)? else {
        return Err("Only a gateway endpoint has route tables.".into());
    };
    let mut tables: Vec<_> = record.route_tables.iter().cloned().collect();
    let known = drawing.network.topology();
    edit_list(
        &mut tables,
        edit,
        |cells| at(0, parse::element(known, Kind::RouteTable, cell(cells, 0))).map(|of| Id::new(of.id)),
        |table| vec![table.to_string()],
    )?;
    record.route_tables = tables.into_iter().collect();
    let mut operations = Vec::new();
    for table in &record.route_tables {
        let table = Ref::from(table);
        if !drawing.topology.contains(&table) && known.contains(&table) {
            operations.push(Operation::Create(drawn(drawing, &table)?));
        }
    }
    operations.push(Operation::write(drawing.topology, (id, record).into()));
    Ok(operations)
}

pub(super) fn subnets(drawing: Drawing<'_>, of: &Ref, edit: &RowEdit) -> Result<Vec<Operation>, RowRefused> {
    let Element::InterfaceEndpoint(id, mut record) = drawn(drawing, of)? else {
        return Err("Only an interface endpoint has subnets.".into());
    };
    let read = |cells: &[String]| -> Result<EndpointSubnet, RowRefused> {
        let found = at(0, parse::element(drawing.topology, Kind::Subnet, cell(cells, 0)))?;
        let subnet: SubnetId = Id::new(found.id);
        let ipv4 = match cell(cells, 1) {
            "" => free::address(drawing.topology, &subnet)
                .ok_or_else(|| RowRefused::from(format!("{subnet} has no free IPv4 address.")))?,
            typed => at(1, parse::ipv4(typed))?,
        };
        Ok(EndpointSubnet { subnet, ipv4 })
    };
    let cells = |place: &EndpointSubnet| vec![place.subnet.to_string(), place.ipv4.to_string()];
    // Another subnet needs another address.
    if let RowEdit::Change {
        row, column: 0, value, ..
    } = edit
    {
        let place = record.subnets.get_mut(*row).ok_or("This row is gone.")?;
        *place = read(&[value.clone(), String::new()])?;
    } else {
        edit_list(&mut record.subnets, edit, read, cells)?;
    }
    Ok(vec![Operation::write(drawing.topology, (id, record).into())])
}

pub(super) fn static_routes(drawing: Drawing<'_>, of: &Ref, edit: &RowEdit) -> Result<Vec<Operation>, RowRefused> {
    let Element::VpnConnection(id, mut record) = drawn(drawing, of)? else {
        return Err("Only a VPN connection has static prefixes.".into());
    };
    let VpnRouting::Static(prefixes) = &mut record.routing else {
        return Err("This connection learns its prefixes over BGP. Change its routing to static first.".into());
    };
    edit_list(
        prefixes,
        edit,
        |cells| at(0, parse::cidr(cell(cells, 0))),
        |cidr| vec![cidr.to_string()],
    )?;
    Ok(vec![Operation::write(drawing.topology, (id, record).into())])
}

pub(super) fn tunnels(drawing: Drawing<'_>, of: &Ref, edit: &RowEdit) -> Result<Vec<Operation>, RowRefused> {
    let Element::VpnConnection(id, mut record) = drawn(drawing, of)? else {
        return Err("Only a VPN connection has tunnels.".into());
    };
    let RowEdit::Change {
        row, value, column: 1, ..
    } = edit
    else {
        return Err("A VPN connection has exactly two tunnels; only their state can be changed.".into());
    };
    let tunnel = record.tunnels.get_mut(*row).ok_or("This tunnel does not exist.")?;
    tunnel.up = at(
        1,
        parse::choice(value, &[("up", true), ("down", false), ("on", true), ("off", false)]),
    )?;
    Ok(vec![Operation::write(drawing.topology, (id, record).into())])
}

pub(super) fn hosts(drawing: Drawing<'_>, of: &Ref, edit: &RowEdit) -> Result<Vec<Operation>, RowRefused> {
    let Element::Site(id, mut record) = drawn(drawing, of)? else {
        return Err("Only an on-premises site has hosts.".into());
    };
    let read = |cells: &[String]| -> Result<Host, RowRefused> {
        Ok(Host {
            name: at(0, parse::word(cell(cells, 0), "a name for the host", "server-1"))?,
            address: at(1, parse::address(cell(cells, 1)))?,
        })
    };
    edit_list(&mut record.hosts, edit, read, |host| {
        vec![host.name.to_string(), host.address.to_string()]
    })?;
    for (index, host) in record.hosts.iter().enumerate() {
        if record.hosts.iter().skip(index + 1).any(|other| other.name == host.name) {
            return Err(format!("There is a host {} already.", host.name).into());
        }
        if !record.cidrs.iter().any(|cidr| cidr.contains(&host.address)) {
            let cidrs: Vec<String> = record.cidrs.iter().map(ToString::to_string).collect();
            let text = format!("{} is not in this site, {}.", host.address, cidrs.join(", "));
            return at(1, Err(text.into()));
        }
    }
    Ok(vec![Operation::write(drawing.topology, (id, record).into())])
}
