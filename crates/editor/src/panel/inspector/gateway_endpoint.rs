//! A gateway endpoint for S3 or DynamoDB. Docs: vpc/latest/privatelink/gateway-endpoints.html

use reach::id::Ref;
use reach::service;
use reach::topology::{EndpointState, GatewayEndpoint, GatewayEndpointId};

use super::{Choice, Field, Input, Inspector, Section, Toggle, Toggles};
use crate::edit::field;
use crate::panel::context::Context;
use crate::panel::words;

pub(super) fn gateway_endpoint(context: &Context<'_>, id: &GatewayEndpointId) -> Option<Inspector> {
    let of = Ref::from(id);
    let drawn = context.drawn.gateway_endpoints.get(id)?;
    let service = service::title(&drawn.service);
    Some(Inspector {
        glyph: Some(context.glyph(&of)),
        title: context.name(&of),
        name: context.name_field(&of),
        crumb: format!("Gateway endpoint · {service} · {}", context.name_of(&drawn.vpc)).into(),
        sections: vec![
            Section::Toggles(route_tables(context, &of, drawn)),
            Section::Fields {
                title: None,
                fields: fields(context, &of, drawn),
            },
            Section::Links {
                title: "Its routes lead to".into(),
                links: destination(context, drawn),
            },
            Section::Text {
                title: "Only for its own VPC".into(),
                text: format!(
                    "Subnets whose table is switched on reach {service} without the internet. \
                     Peers, VPNs and other VPCs cannot use it."
                )
                .into(),
                source: None,
            },
        ],
        of: Some(of),
    })
}

fn route_tables(context: &Context<'_>, of: &Ref, record: &GatewayEndpoint) -> Toggles {
    let tables = context
        .resolved
        .route_tables
        .iter()
        .filter(|(_, table)| table.vpc == record.vpc);
    let items = tables
        .map(|(table, _)| {
            let subnets = context.resolved.subnets.iter();
            let users: Vec<_> = subnets
                .filter(|(_, subnet)| subnet.route_table.as_ref() == Some(table))
                .map(|(subnet, _)| context.name_of(subnet))
                .collect();
            Toggle {
                of: table.into(),
                label: context.name_of(table),
                detail: if users.is_empty() {
                    "not used by any subnet".into()
                } else {
                    format!("used by {}", words::list(&users)).into()
                },
                row: record.route_tables.iter().position(|other| other == table),
            }
        })
        .collect();
    Toggles {
        id: field::ROUTE_TABLES,
        title: "Route tables".into(),
        hint: Some("Each one switched on gets a route to the service.".into()),
        items,
        editable: context.may_edit_rows,
        error: context.table_error(of, field::ROUTE_TABLES).map(|error| error.text),
    }
}

fn fields(context: &Context<'_>, of: &Ref, record: &GatewayEndpoint) -> Vec<Field> {
    let services: Vec<Choice> = reach::service::GATEWAY_SERVICES
        .into_iter()
        .map(|service| (service.into(), service::title(service).into()))
        .collect();
    vec![
        context.field(of, field::SERVICE, "Service", &*record.service, Input::Choice(services)),
        state_field(context, of, record.state),
    ]
}

pub(super) fn state_field(context: &Context<'_>, of: &Ref, state: EndpointState) -> Field {
    let states: [(EndpointState, &str); 8] = [
        (EndpointState::PendingAcceptance, "pending-acceptance"),
        (EndpointState::Pending, "pending"),
        (EndpointState::Available, "available"),
        (EndpointState::Rejected, "rejected"),
        (EndpointState::Expired, "expired"),
        (EndpointState::Failed, "failed"),
        (EndpointState::Deleting, "deleting"),
        (EndpointState::Deleted, "deleted"),
    ];
    let value = states
        .iter()
        .find(|(known, _)| *known == state)
        .map_or("", |(_, word)| *word);
    let choices = states.map(|(_, word)| (word.into(), word.into())).to_vec();
    context.field(of, field::STATE, "Status", value, Input::Choice(choices))
}

fn destination(context: &Context<'_>, record: &GatewayEndpoint) -> Vec<super::Link> {
    let region = context.network.region_of(&record.vpc).unwrap_or_default();
    let list = context.network.prefix_list_of_service(&record.service, region);
    list.map(|list| {
        let entries = context
            .resolved
            .prefix_lists
            .get(&list)
            .map_or(0, |list| list.entries.len());
        context.link(&list, words::count(entries, "range"))
    })
    .into_iter()
    .collect()
}
