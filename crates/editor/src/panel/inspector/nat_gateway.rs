//! A NAT gateway. Docs: vpc/latest/userguide/vpc-nat-gateway.html

use reach::id::Ref;
use reach::topology::{NatConnectivity, NatGateway, NatGatewayId, NatState};

use super::internet_gateway::routes_to;
use super::{Choice, Field, Input, Inspector, Section};
use crate::edit::field;
use crate::panel::context::Context;

pub(super) fn nat_gateway(context: &Context<'_>, id: &NatGatewayId) -> Option<Inspector> {
    let of = Ref::from(id);
    let drawn = context.drawn.nat_gateways.get(id)?;
    let is_public = matches!(drawn.connectivity, NatConnectivity::Public(_));
    let mut sections = vec![Section::Fields {
        title: None,
        fields: fields(context, &of, drawn),
    }];
    if is_public && context.network.public_route_of(&drawn.subnet).is_none() {
        sections.push(Section::Text {
            title: "No way to the internet".into(),
            text: format!(
                "A public NAT gateway works only in a public subnet: the table of {} has no route to an internet gateway.",
                context.name_of(&drawn.subnet)
            )
            .into(),
            source: None,
        });
    }
    sections.push(Section::Links {
        title: "Routes to it".into(),
        links: routes_to(context, &of),
    });
    let kind = if is_public {
        "Public NAT gateway"
    } else {
        "Private NAT gateway"
    };
    Some(Inspector {
        glyph: Some(context.glyph(&of)),
        title: context.name(&of),
        name: context.name_field(&of),
        crumb: format!("{kind} · {}", context.name_of(&drawn.subnet)).into(),
        sections,
        of: Some(of),
    })
}

fn fields(context: &Context<'_>, of: &Ref, record: &NatGateway) -> Vec<Field> {
    let kinds: [Choice; 2] = [("public".into(), "Public".into()), ("private".into(), "Private".into())];
    let states: [Choice; 5] =
        ["pending", "available", "failed", "deleting", "deleted"].map(|it| (it.into(), it.into()));
    let state = match record.state {
        NatState::Pending => "pending",
        NatState::Available => "available",
        NatState::Failed => "failed",
        NatState::Deleting => "deleting",
        NatState::Deleted => "deleted",
    };
    let subnets = context.choices(context.drawn.subnets.ids());
    let kind = match record.connectivity {
        NatConnectivity::Public(_) => "public",
        NatConnectivity::Private => "private",
    };
    let mut fields = vec![
        context.field(
            of,
            field::SUBNET,
            "Subnet",
            record.subnet.text(),
            Input::Choice(subnets),
        ),
        context.field(
            of,
            field::CONNECTIVITY,
            "Connectivity type",
            kind,
            Input::Choice(kinds.to_vec()),
        ),
        context.field(
            of,
            field::IPV4,
            "Primary private IPv4",
            record.ipv4.to_string(),
            Input::Mono,
        ),
    ];
    if let NatConnectivity::Public(address) = record.connectivity {
        fields.push(context.field(
            of,
            field::PUBLIC_IPV4,
            "Elastic IP address",
            address.to_string(),
            Input::Mono,
        ));
    }
    fields.push(context.field(of, field::STATE, "State", state, Input::Choice(states.to_vec())));
    fields
}
