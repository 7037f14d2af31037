//! An interface endpoint (PrivateLink). Docs: vpc/latest/privatelink/create-interface-endpoint.html

use std::rc::Rc;

use reach::id::{Direction, Ref};
use reach::service;
use reach::topology::{InterfaceEndpoint, InterfaceEndpointId};

use super::gateway_endpoint::state_field;
use super::{Cell, Field, Input, Inspector, Section, Table, TableRow, rules};
use crate::edit::field;
use crate::panel::context::Context;
use crate::words::joined;

pub(super) fn interface_endpoint(context: &Context<'_>, id: &InterfaceEndpointId) -> Option<Inspector> {
    let of = Ref::from(id);
    let drawn = context.drawn.interface_endpoints.get(id)?;
    let service = service::title(&drawn.service);
    let groups = context.network.security_groups_of_endpoint(id);
    Some(Inspector {
        glyph: Some(context.glyph(&of)),
        title: context.name(&of),
        name: context.name_field(&of),
        crumb: format!("Interface endpoint · {service} · {}", context.name_of(&drawn.vpc)).into(),
        sections: vec![
            Section::Table(subnets(context, &of, drawn)),
            Section::Fields {
                title: None,
                fields: fields(context, &of, drawn),
            },
            Section::Table(rules::in_force(context, groups, Direction::In)),
        ],
        of: Some(of),
    })
}

fn subnets(context: &Context<'_>, of: &Ref, record: &InterfaceEndpoint) -> Table {
    let subnets = context
        .drawn
        .subnets
        .iter()
        .filter(|(_, subnet)| subnet.vpc == record.vpc);
    let choices = Input::Choice(context.choices(subnets.map(|(id, _)| id)));
    let cell = |text: Rc<str>, input: Input| Cell {
        text,
        input: if context.may_edit_rows { input } else { Input::ReadOnly },
    };
    let rows: Vec<_> = record
        .subnets
        .iter()
        .enumerate()
        .map(|(index, interface)| TableRow {
            index: context.may_edit_rows.then_some(index),
            cells: vec![
                cell(interface.subnet.text(), choices.clone()),
                cell(interface.ipv4.to_string().into(), Input::Mono),
            ],
            removable: context.may_edit_rows,
            link: Some(Ref::from(&interface.subnet)),
            ..TableRow::default()
        })
        .collect();
    Table {
        id: field::SUBNETS,
        title: "Network interfaces".into(),
        columns: ["Subnet", "Address"].map(Rc::from).to_vec(),
        error: context.table_error(of, field::SUBNETS),
        rows,
        add: if context.may_edit_rows {
            vec![cell("".into(), choices), cell("".into(), Input::Mono)]
        } else {
            Vec::new()
        },
        add_label: "Add subnet".into(),
        empty: "It is in no subnet: nothing can reach it.".into(),
    }
}

fn fields(context: &Context<'_>, of: &Ref, record: &InterfaceEndpoint) -> Vec<Field> {
    let groups = context
        .drawn
        .security_groups
        .iter()
        .filter(|(_, group)| group.vpc == record.vpc);
    let choices = context.choices(groups.map(|(id, _)| id));
    let groups = joined(&record.security_groups);
    let mut chosen = context.field(of, field::GROUPS, "Security groups", groups, Input::Many(choices));
    if record.security_groups.is_empty() {
        chosen = chosen.with_hint("None chosen: the VPC’s default group is in force.");
    }
    vec![
        context.field(of, field::SERVICE, "Service", &*record.service, Input::Mono),
        chosen,
        context
            .switch(of, field::PRIVATE_DNS, "Private DNS", record.private_dns)
            .with_hint("On: the service’s usual name leads here from inside the VPC."),
        state_field(context, of, record.state),
    ]
}
