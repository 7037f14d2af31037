//! Tables of rules, as security groups have them and interfaces show them.

use std::rc::Rc;

use reach::id::{Direction, Ref, Row, RowRef};
use reach::topology::{Rule, RulePeer, SecurityGroupId};

use super::{Cell, Choice, Input, Table, TableRow};
use crate::edit::field;
use crate::message::FieldId;
use crate::panel::context::Context;
use crate::panel::words;

pub(super) const PROTOCOLS: [(&str, &str); 5] = [
    ("all", "All"),
    ("tcp", "TCP"),
    ("udp", "UDP"),
    ("icmp", "ICMP"),
    ("icmpv6", "ICMPv6"),
];

/// The protocols as choices; with the row's own, if it is one that is known by its number only.
pub(super) fn protocols(own: &str) -> Input {
    let mut choices: Vec<Choice> = PROTOCOLS.map(|(value, label)| (value.into(), label.into())).to_vec();
    if !PROTOCOLS.iter().any(|(value, _)| *value == own) {
        choices.push((own.into(), format!("Protocol {own}").into()));
    }
    Input::Choice(choices)
}

pub(super) const fn word(direction: Direction) -> (&'static str, &'static str, FieldId) {
    match direction {
        Direction::In => ("Inbound rules", "Source", field::INBOUND_RULES),
        Direction::Out => ("Outbound rules", "Destination", field::OUTBOUND_RULES),
    }
}

pub(super) fn peer_text(peer: &RulePeer) -> Rc<str> {
    match peer {
        RulePeer::Cidr(cidr) => cidr.to_string().into(),
        RulePeer::PrefixList(list) => list.text(),
        RulePeer::SecurityGroup(group) => group.text(),
    }
}

fn peer_reference(peer: &RulePeer) -> Option<Ref> {
    match peer {
        RulePeer::Cidr(_) => None,
        RulePeer::PrefixList(list) => Some(list.into()),
        RulePeer::SecurityGroup(group) => Some(group.into()),
    }
}

pub(super) fn reference(group: &SecurityGroupId, direction: Direction, index: usize) -> RowRef {
    RowRef {
        of: group.into(),
        row: Row::Rule(direction, index),
    }
}

/// The rules of a group for changing.
pub(super) fn of_group(context: &Context<'_>, group: &SecurityGroupId, direction: Direction, rules: &[Rule]) -> Table {
    let of = Ref::from(group);
    let (title, peer, id) = word(direction);
    let proposals = peers(context, group);
    let typed = |text: String, input: Input| Cell {
        text: text.into(),
        input: if context.may_edit_rows { input } else { Input::ReadOnly },
    };
    let row = |(index, rule): (usize, &Rule)| {
        let protocol = words::protocol_cell(rule.traffic);
        let of = reference(group, direction, index);
        TableRow {
            index: context.may_edit_rows.then_some(index),
            cells: vec![
                typed(protocol.clone(), protocols(&protocol)),
                typed(words::ports_cell(rule.traffic), Input::Mono),
                typed(peer_text(&rule.peer).to_string(), Input::Suggest(proposals.clone())),
                typed(rule.description.as_deref().unwrap_or_default().to_owned(), Input::Text),
            ],
            mark: context.mark(&of),
            removable: context.may_edit_rows,
            link: peer_reference(&rule.peer),
            of: Some(of),
            ..TableRow::default()
        }
    };
    let mut rows: Vec<_> = rules.iter().enumerate().map(row).collect();
    let error = context.table_error(&of, id);
    rows.extend(context.missing_rule(&of, direction));
    Table {
        id,
        title: title.into(),
        columns: ["Protocol", "Ports", peer, "Description"].map(Rc::from).to_vec(),
        rows,
        add: if context.may_edit_rows {
            vec![
                typed("tcp".to_owned(), protocols("tcp")),
                typed(String::new(), Input::Mono),
                typed(String::new(), Input::Suggest(proposals)),
                typed(String::new(), Input::Text),
            ]
        } else {
            Vec::new()
        },
        add_label: "Add rule".into(),
        empty: match direction {
            Direction::In => "No rules: nothing gets in.".into(),
            Direction::Out => "No rules: nothing gets out.".into(),
        },
        error,
    }
}

/// The rules of all groups together, for looking only: what is in force at an interface.
pub(super) fn in_force(context: &Context<'_>, groups: &[SecurityGroupId], direction: Direction) -> Table {
    let (title, peer, _) = word(direction);
    let mut rows = Vec::new();
    for group in groups {
        let Some(record) = context.resolved.security_groups.get(group) else {
            continue;
        };
        let rules = match direction {
            Direction::In => &record.inbound,
            Direction::Out => &record.outbound,
        };
        for (index, rule) in rules.iter().enumerate() {
            let of = reference(group, direction, index);
            rows.push(TableRow {
                cells: vec![
                    Cell::fixed(context.name_of(group)),
                    Cell::fixed(words::traffic(rule.traffic)),
                    Cell::fixed(peer_text(&rule.peer)),
                ],
                mark: context.mark(&of),
                link: Some(group.into()),
                of: Some(of),
                ..TableRow::default()
            });
        }
    }
    let missing = groups
        .iter()
        .find_map(|group| context.missing_rule(&group.into(), direction));
    rows.extend(missing);
    Table {
        id: "",
        title: title.into(),
        columns: ["Group", "Traffic", peer].map(Rc::from).to_vec(),
        rows,
        add: Vec::new(),
        add_label: "".into(),
        empty: match direction {
            Direction::In => "No rules: nothing gets in.".into(),
            Direction::Out => "No rules: nothing gets out.".into(),
        },
        error: None,
    }
}

/// What a rule may name: everyone, groups, the VPCs' ranges.
fn peers(context: &Context<'_>, own: &SecurityGroupId) -> Vec<Choice> {
    let mut all: Vec<Choice> = vec![
        ("0.0.0.0/0".into(), "any IPv4".into()),
        ("::/0".into(), "any IPv6".into()),
    ];
    for (id, _) in context.resolved.security_groups.iter() {
        let detail = if id == own { "this group" } else { "security group" };
        all.push((id.text(), detail.into()));
    }
    for (id, vpc) in context.drawn.vpcs.iter() {
        for cidr in &vpc.cidrs {
            all.push((cidr.to_string().into(), context.name_of(id)));
        }
    }
    for (id, _) in context.resolved.prefix_lists.iter() {
        all.push((id.text(), "prefix list".into()));
    }
    all
}
