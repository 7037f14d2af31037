//! A Site-to-Site VPN connection with its two tunnels. Docs: vpn/latest/s2svpn/VPNTunnels.html

use std::rc::Rc;

use ipnet::IpNet;
use reach::id::{Ref, Row, RowRef};
use reach::topology::{VpnConnection, VpnConnectionId, VpnRouting};

use super::{Cell, Choice, Input, Inspector, Section, Table, TableRow};
use crate::edit::field;
use crate::panel::context::Context;

pub(super) fn vpn_connection(context: &Context<'_>, id: &VpnConnectionId) -> Option<Inspector> {
    let of = Ref::from(id);
    let drawn = context.drawn.vpn_connections.get(id)?;
    let kinds: [Choice; 2] = [
        ("bgp".into(), "Dynamic (BGP)".into()),
        ("static".into(), "Static".into()),
    ];
    let kind = match drawn.routing {
        VpnRouting::Bgp => "bgp",
        VpnRouting::Static(_) => "static",
    };
    let mut sections = vec![
        Section::Table(tunnels(context, &of, drawn)),
        Section::Fields {
            title: None,
            fields: vec![context.field(&of, field::ROUTING, "Routing", kind, Input::Choice(kinds.to_vec()))],
        },
    ];
    if let VpnRouting::Static(prefixes) = &drawn.routing {
        sections.push(Section::Table(static_routes(context, &of, prefixes)));
    }
    sections.push(Section::Links {
        title: "Between".into(),
        links: vec![
            context.link(drawn.gateway.clone(), "AWS side"),
            context.link(&drawn.customer_gateway, "Customer side"),
        ],
    });
    let (near, far) = (context.name(&drawn.gateway), context.name_of(&drawn.customer_gateway));
    Some(Inspector {
        glyph: Some(context.glyph(&of)),
        title: context.name(&of),
        name: context.name_field(&of),
        crumb: format!("VPN connection · {near} ↔ {far}").into(),
        sections,
        of: Some(of),
    })
}

fn tunnels(context: &Context<'_>, of: &Ref, record: &VpnConnection) -> Table {
    let rows: Vec<_> = (1..)
        .zip(&record.tunnels)
        .map(|(number, tunnel)| {
            let row = RowRef {
                of: of.clone(),
                row: Row::Tunnel(number),
            };
            TableRow {
                index: context.may_edit_rows.then_some(usize::from(number) - 1),
                cells: vec![
                    Cell::fixed(format!("Tunnel {number}")),
                    Cell {
                        text: if tunnel.up { "up" } else { "down" }.into(),
                        input: if context.may_edit_rows {
                            Input::Switch { on: "up", off: "down" }
                        } else {
                            Input::ReadOnly
                        },
                    },
                ],
                mark: context.mark(&row),
                of: Some(row),
                ..TableRow::default()
            }
        })
        .collect();
    Table {
        id: field::TUNNELS,
        title: "Tunnels".into(),
        columns: ["Tunnel", "State"].map(Rc::from).to_vec(),
        error: context.table_error(of, field::TUNNELS),
        rows,
        add: Vec::new(),
        add_label: "".into(),
        empty: "".into(),
    }
}

fn static_routes(context: &Context<'_>, of: &Ref, prefixes: &[IpNet]) -> Table {
    let cell = |text: String| Cell {
        text: text.into(),
        input: if context.may_edit_rows {
            Input::Mono
        } else {
            Input::ReadOnly
        },
    };
    let rows: Vec<_> = prefixes
        .iter()
        .enumerate()
        .map(|(index, prefix)| TableRow {
            index: context.may_edit_rows.then_some(index),
            cells: vec![cell(prefix.to_string())],
            removable: context.may_edit_rows,
            ..TableRow::default()
        })
        .collect();
    Table {
        id: field::STATIC_ROUTES,
        title: "Static routes".into(),
        columns: vec!["Prefix".into()],
        error: context.table_error(of, field::STATIC_ROUTES),
        rows,
        add: if context.may_edit_rows {
            vec![cell(String::new())]
        } else {
            Vec::new()
        },
        add_label: "Add route".into(),
        empty: "None: AWS sends nothing into the tunnels.".into(),
    }
}
