//! A virtual private gateway. Docs: vpn/latest/s2svpn/how_it_works.html

use std::rc::Rc;

use reach::id::{Ref, Row, RowRef};
use reach::network::RouteOrigin;
use reach::topology::VpnGatewayId;

use super::internet_gateway::{routes_to, vpcs};
use super::{Cell, Input, Inspector, Section, Table, TableRow};
use crate::edit::field;
use crate::panel::context::Context;

pub(super) fn vpn_gateway(context: &Context<'_>, id: &VpnGatewayId) -> Option<Inspector> {
    let of = Ref::from(id);
    let drawn = context.drawn.vpn_gateways.get(id)?;
    let vpc = drawn.vpc.as_ref();
    let state = vpc.map_or_else(
        || "detached".into(),
        |vpc| format!("attached to {}", context.name_of(vpc)),
    );
    let value = vpc.map(reach::id::Id::text).unwrap_or_default();
    let connections = context.drawn.vpn_connections.iter();
    let connections = connections
        .filter(|(_, connection)| connection.gateway == of)
        .map(|(id, connection)| context.link(id, format!("to {}", context.name_of(&connection.customer_gateway))))
        .collect();
    Some(Inspector {
        glyph: Some(context.glyph(&of)),
        title: context.name(&of),
        name: context.name_field(&of),
        crumb: format!("Virtual private gateway · {state}").into(),
        sections: vec![
            Section::Fields {
                title: None,
                fields: vec![
                    context.field(&of, field::VPC, "VPC", value, Input::Choice(vpcs(context))),
                    context.field(&of, field::ASN, "Amazon-side ASN", drawn.asn.to_string(), Input::Mono),
                ],
            },
            Section::Table(prefixes(context, id)),
            Section::Links {
                title: "VPN connections".into(),
                links: connections,
            },
            Section::Links {
                title: "Routes to it".into(),
                links: routes_to(context, &of),
            },
        ],
        of: Some(of),
    })
}

fn prefixes(context: &Context<'_>, id: &VpnGatewayId) -> Table {
    let down = context
        .network
        .vpn_prefixes_down(id)
        .iter()
        .map(|learned| (learned, false));
    let known = context
        .network
        .vpn_prefixes(id)
        .iter()
        .map(|learned| (learned, true))
        .chain(down);
    let rows = known
        .map(|(learned, is_up)| {
            let row = RowRef {
                of: id.into(),
                row: Row::Prefix(learned.prefix),
            };
            TableRow {
                cells: vec![
                    Cell::fixed(learned.prefix.to_string()),
                    Cell::fixed(context.name(&learned.connection)),
                    Cell::fixed(match (is_up, learned.origin) {
                        (false, _) => "down",
                        (true, RouteOrigin::PropagatedStaticVpn) => "static",
                        (true, _) => "BGP",
                    }),
                ],
                mark: context.mark(&row),
                link: Some(learned.connection.clone()),
                of: Some(row),
                ..TableRow::default()
            }
        })
        .collect();
    Table {
        id: "",
        title: "Prefixes it knows".into(),
        columns: ["Prefix", "Through", "How"].map(Rc::from).to_vec(),
        rows,
        add: Vec::new(),
        add_label: "".into(),
        empty: "None: no VPN connection tells it where anything is.".into(),
        error: None,
    }
}
