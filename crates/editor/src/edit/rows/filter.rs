//! The rows of security groups, network ACLs and prefix lists.

use reach::id::{Id, Kind, Ref};
use reach::operation::Operation;
use reach::sorted::sort_by_key;
use reach::topology::{AclAction, AclEntry, Element, Rule, RulePeer};

use super::{RowRefused, at, cell, edit_list, table_of};
use crate::edit::{Drawing, Refused, drawn, field, parse};
use crate::message::RowEdit;

const HIGHEST_NUMBER: u32 = 32766;

pub(super) fn rules(drawing: Drawing<'_>, of: &Ref, edit: &RowEdit) -> Result<Vec<Operation>, RowRefused> {
    let Element::SecurityGroup(id, mut record) = drawn(drawing, of)? else {
        return Err("Only a security group has these rules.".into());
    };
    let list = if table_of(edit) == field::INBOUND_RULES {
        &mut record.inbound
    } else {
        &mut record.outbound
    };
    let read = |cells: &[String]| -> Result<Rule, RowRefused> {
        Ok(Rule {
            traffic: traffic(cells, 0)?,
            peer: at(2, peer(drawing, cell(cells, 2)))?,
            description: at(3, parse::name(cell(cells, 3)))?,
        })
    };
    edit_list(list, edit, read, cells_of_rule)?;
    Ok(vec![Operation::write(drawing.topology, (id, record).into())])
}

/// Protocol and ports, from the column on; another protocol forgets the ports of the one before where they make no sense.
fn traffic(cells: &[String], column: usize) -> Result<reach::topology::Traffic, RowRefused> {
    let (protocol, ports) = (cell(cells, column), cell(cells, column + 1));
    let is_known = parse::traffic(protocol, "all").is_ok();
    at(
        if is_known { column + 1 } else { column },
        parse::traffic(protocol, ports),
    )
}

fn cells_of_rule(rule: &Rule) -> Vec<String> {
    let [protocol, ports] = parse::cells_of_traffic(rule.traffic);
    let peer = match &rule.peer {
        RulePeer::Cidr(cidr) => cidr.to_string(),
        RulePeer::PrefixList(id) => id.to_string(),
        RulePeer::SecurityGroup(id) => id.to_string(),
    };
    let description = rule.description.as_deref().unwrap_or_default().to_owned();
    vec![protocol, ports, peer, description]
}

/// A CIDR, a security group or a prefix list; a single address stands for its /32 or /128.
fn peer(drawing: Drawing<'_>, value: &str) -> Result<RulePeer, Refused> {
    let value = value.trim();
    let known = drawing.network.topology();
    match known.find(value) {
        Some(of) if of.kind == Kind::SecurityGroup => return Ok(RulePeer::SecurityGroup(Id::new(of.id))),
        Some(of) if of.kind == Kind::PrefixList => return Ok(RulePeer::PrefixList(Id::new(of.id))),
        Some(of) => {
            let title = of.kind.title();
            return Err(format!("A rule cannot name a {title}. Use a CIDR or a security group.").into());
        }
        None => {}
    }
    if let Ok(address) = parse::address(value) {
        return Ok(RulePeer::Cidr(address.into()));
    }
    parse::cidr(value).map(RulePeer::Cidr).map_err(|refused| {
        if value.contains(['.', ':', '/']) || value.is_empty() {
            refused
        } else {
            format!("There is no security group or prefix list “{value}”. A CIDR looks like 10.0.0.0/16.").into()
        }
    })
}

pub(super) fn entries(drawing: Drawing<'_>, of: &Ref, edit: &RowEdit) -> Result<Vec<Operation>, RowRefused> {
    let Element::NetworkAcl(id, mut record) = drawn(drawing, of)? else {
        return Err("Only a network ACL has these rules.".into());
    };
    let list = if table_of(edit) == field::INBOUND_ENTRIES {
        &mut record.inbound
    } else {
        &mut record.outbound
    };
    if matches!(edit, RowEdit::Change { row, .. } | RowEdit::Remove { row, .. } if *row == list.len()) {
        return Err("The last rule denies everything that no other rule matches; AWS keeps it.".into());
    }
    edit_list(list, edit, entry, cells_of_entry)?;
    sort_by_key(list, |entry| entry.number);
    if let Some([one, _]) = list
        .windows(2)
        .find(|pair| matches!(pair, [a, b] if a.number == b.number))
    {
        let number = one.number;
        return Err(format!("Rule {number} exists already. Choose another number: lower ones are read first.").into());
    }
    Ok(vec![Operation::write(drawing.topology, (id, record).into())])
}

fn entry(cells: &[String]) -> Result<AclEntry, RowRefused> {
    let number = at(0, parse::number(cell(cells, 0), "a rule number", 1, HIGHEST_NUMBER))?;
    let actions = [("allow", AclAction::Allow), ("deny", AclAction::Deny)];
    Ok(AclEntry {
        number: u16::try_from(number).unwrap_or(u16::MAX),
        action: at(1, parse::choice(cell(cells, 1), &actions))?,
        traffic: traffic(cells, 2)?,
        cidr: at(4, parse::cidr(cell(cells, 4)))?,
    })
}

fn cells_of_entry(entry: &AclEntry) -> Vec<String> {
    let [protocol, ports] = parse::cells_of_traffic(entry.traffic);
    let action = match entry.action {
        AclAction::Allow => "allow",
        AclAction::Deny => "deny",
    };
    vec![
        entry.number.to_string(),
        action.to_owned(),
        protocol,
        ports,
        entry.cidr.to_string(),
    ]
}

pub(super) fn prefixes(drawing: Drawing<'_>, of: &Ref, edit: &RowEdit) -> Result<Vec<Operation>, RowRefused> {
    let Element::PrefixList(id, mut record) = drawn(drawing, of)? else {
        return Err("Only a prefix list has entries.".into());
    };
    if record.service.is_some() {
        return Err("AWS keeps this list: it stands for the service's addresses.".into());
    }
    edit_list(
        &mut record.entries,
        edit,
        |cells| at(0, parse::cidr(cell(cells, 0))),
        |cidr| vec![cidr.to_string()],
    )?;
    Ok(vec![Operation::write(drawing.topology, (id, record).into())])
}
