//! An internet gateway. Docs: vpc/latest/userguide/VPC_Internet_Gateway.html

use reach::id::Ref;
use reach::topology::InternetGatewayId;

use super::{Choice, Input, Inspector, Link, Section};
use crate::edit::field;
use crate::panel::context::Context;
use crate::panel::inspector::route_table::in_one_line;

pub(super) fn internet_gateway(context: &Context<'_>, id: &InternetGatewayId) -> Option<Inspector> {
    let of = Ref::from(id);
    let drawn = context.drawn.internet_gateways.get(id)?;
    let vpc = drawn.vpc.as_ref();
    let state = vpc.map_or_else(
        || "detached".into(),
        |vpc| format!("attached to {}", context.name_of(vpc)),
    );
    let value = vpc.map(reach::id::Id::text).unwrap_or_default();
    Some(Inspector {
        glyph: Some(context.glyph(&of)),
        title: context.name(&of),
        name: context.name_field(&of),
        crumb: format!("Internet gateway · {state}").into(),
        sections: vec![
            Section::Fields {
                title: None,
                fields: vec![context.field(&of, field::VPC, "VPC", value, Input::Choice(vpcs(context)))],
            },
            Section::Text {
                title: "What it needs".into(),
                text: "A route to it in the subnet’s table, and a public IPv4 address on the sender. \
                       One without the other is not enough."
                    .into(),
                source: None,
            },
            Section::Links {
                title: "Routes to it".into(),
                links: routes_to(context, &of),
            },
            Section::Links {
                title: "With a public address".into(),
                links: public(context, drawn.vpc.as_ref()),
            },
        ],
        of: Some(of),
    })
}

/// Detached, or one of the VPCs.
pub(super) fn vpcs(context: &Context<'_>) -> Vec<Choice> {
    let mut choices: Vec<Choice> = vec![("".into(), "Detached".into())];
    choices.extend(context.choices(context.drawn.vpcs.ids()));
    choices
}

/// The tables with a route to this element, and which.
pub(super) fn routes_to(context: &Context<'_>, of: &Ref) -> Vec<Link> {
    let routes = context.routes_to(of).into_iter();
    routes
        .map(|(table, route)| context.link(table, in_one_line(&route.destination, &route.target)))
        .collect()
}

fn public(context: &Context<'_>, vpc: Option<&reach::topology::VpcId>) -> Vec<Link> {
    let interfaces = context.resolved.interfaces.iter();
    interfaces
        .filter(|(_, record)| context.network.vpc_of(&record.subnet) == vpc)
        .filter_map(|(id, record)| Some(context.link(id, record.public_ipv4?.to_string())))
        .collect()
}
