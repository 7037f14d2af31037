//! A network ACL, with the final deny that cannot be deleted. Docs: vpc/latest/userguide/nacl-rules.html

use std::rc::Rc;

use reach::id::{Direction, Ref, Row, RowRef};
use reach::topology::{AclAction, AclEntry, NetworkAclId, VpcId};

use super::associations::{Own, associations};
use super::{Cell, Choice, Input, Inspector, Section, Table, TableRow, rules};
use crate::edit::field;
use crate::panel::context::Context;
use crate::panel::words;

pub(super) fn network_acl(context: &Context<'_>, id: &NetworkAclId) -> Option<Inspector> {
    let of = Ref::from(id);
    let record = context.resolved.network_acls.get(id)?;
    let subnets = context.resolved.subnets.iter();
    let users: Vec<Rc<str>> = subnets
        .filter(|(_, subnet)| subnet.network_acl.as_ref() == Some(id))
        .map(|(subnet, _)| context.name_of(subnet))
        .collect();
    let own = Own {
        is_this: is_default(context, id, &record.vpc),
        role: "the default",
        title: "the default ACL",
    };
    let kind = if own.is_this {
        "Default network ACL"
    } else {
        "Network ACL"
    };
    let used = if users.is_empty() {
        "not used by any subnet".to_owned()
    } else {
        format!("at the edge of {}", words::list(&users))
    };
    Some(Inspector {
        glyph: Some(context.glyph(&of)),
        title: context.name(&of),
        name: context.name_field(&of),
        crumb: format!("{kind} · {} · {used}", context.name_of(&record.vpc)).into(),
        sections: vec![
            Section::Table(entries(context, id, Direction::In, &record.inbound)),
            Section::Table(entries(context, id, Direction::Out, &record.outbound)),
            Section::Text {
                title: "Stateless".into(),
                text: "The lowest rule number that matches decides. Replies need a rule of their own: \
                       clients use ports 1024-65535."
                    .into(),
                source: None,
            },
            Section::Toggles(associations(context, id, &record.vpc, own, |subnet| {
                subnet.network_acl.as_ref()
            })),
        ],
        of: Some(of),
    })
}

fn is_default(context: &Context<'_>, id: &NetworkAclId, vpc: &VpcId) -> bool {
    let vpc = context.resolved.vpcs.get(vpc);
    vpc.is_some_and(|vpc| vpc.default_network_acl.as_ref() == Some(id))
}

fn actions() -> Input {
    let choices: [Choice; 2] = [("allow".into(), "Allow".into()), ("deny".into(), "Deny".into())];
    Input::Choice(choices.to_vec())
}

fn entries(context: &Context<'_>, id: &NetworkAclId, direction: Direction, entries: &[AclEntry]) -> Table {
    let of = Ref::from(id);
    let (title, peer, table) = match direction {
        Direction::In => ("Inbound rules", "Source", field::INBOUND_ENTRIES),
        Direction::Out => ("Outbound rules", "Destination", field::OUTBOUND_ENTRIES),
    };
    let mut rows: Vec<_> = entries
        .iter()
        .enumerate()
        .map(|(index, entry)| row(context, &of, direction, index, entry))
        .collect();
    let error = context.table_error(&of, table);
    rows.push(last_row(context, &of, direction));
    let typed = |text: &str, input: Input| Cell {
        text: text.into(),
        input,
    };
    let next = entries.iter().map(|entry| entry.number).max().map_or(100, |number| {
        number.saturating_add(100).saturating_sub(number % 100).min(32766)
    });
    Table {
        id: table,
        title: title.into(),
        columns: ["Rule", "Action", "Protocol", "Ports", peer].map(Rc::from).to_vec(),
        rows,
        add: if context.may_edit_rows {
            vec![
                typed(&next.to_string(), Input::Mono),
                typed("allow", actions()),
                typed("tcp", rules::protocols("tcp")),
                typed("", Input::Mono),
                typed("0.0.0.0/0", Input::Mono),
            ]
        } else {
            Vec::new()
        },
        add_label: "Add rule".into(),
        empty: "".into(),
        error,
    }
}

fn row(context: &Context<'_>, of: &Ref, direction: Direction, index: usize, entry: &AclEntry) -> TableRow {
    let cell = |text: String, input: Input| Cell {
        text: text.into(),
        input: if context.may_edit_rows { input } else { Input::ReadOnly },
    };
    let protocol = words::protocol_cell(entry.traffic);
    let action = match entry.action {
        AclAction::Allow => "allow",
        AclAction::Deny => "deny",
    };
    let reference = RowRef {
        of: of.clone(),
        row: Row::Entry(direction, Some(entry.number)),
    };
    TableRow {
        index: context.may_edit_rows.then_some(index),
        cells: vec![
            cell(entry.number.to_string(), Input::Mono),
            cell(action.to_owned(), actions()),
            cell(protocol.clone(), rules::protocols(&protocol)),
            cell(words::ports_cell(entry.traffic), Input::Mono),
            cell(entry.cidr.to_string(), Input::Mono),
        ],
        mark: context.mark(&reference),
        removable: context.may_edit_rows,
        of: Some(reference),
        ..TableRow::default()
    }
}

/// What every ACL ends with (NA-04).
fn last_row(context: &Context<'_>, of: &Ref, direction: Direction) -> TableRow {
    let reference = RowRef {
        of: of.clone(),
        row: Row::Entry(direction, None),
    };
    TableRow {
        cells: ["*", "deny", "all", "all", "everything"].map(Cell::fixed).to_vec(),
        mark: context.mark(&reference),
        fixed: Some("Every network ACL ends with this rule; it cannot be changed.".into()),
        of: Some(reference),
        ..TableRow::default()
    }
}
