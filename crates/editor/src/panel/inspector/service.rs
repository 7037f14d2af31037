//! The public side of an AWS service in one Region. Docs: vpc/latest/userguide/aws-ip-ranges.html

use reach::address::Family;
use reach::id::Ref;
use reach::service;
use reach::topology::Destination;

use super::{Cell, Inspector, Link, Section, Table, TableRow};
use crate::panel::context::Context;
use crate::panel::words;

pub(super) fn service(context: &Context<'_>, of: &Ref) -> Option<Inspector> {
    let (name, region) = words::service_parts(of);
    let address = context.network.service_address(name, region, Family::V4);
    let mut sections = Vec::new();
    let source = context.network.service_source(name, region, Family::V4);
    let label = match source {
        Some(service::Source::StandIn) => "Address that stands in",
        _ => "Shown address",
    };
    if let Some(address) = address {
        sections.push(Section::Fields {
            title: None,
            fields: vec![context.fact(label, address.to_string())],
        });
    }
    sections.push(Section::Links {
        title: "Endpoints that lead here".into(),
        links: endpoints(context, name, region),
    });
    sections.push(Section::Table(ranges(context, name, region)));
    Some(Inspector {
        glyph: Some(context.glyph(of)),
        title: service::title(name).into(),
        name: None,
        crumb: format!("AWS service · {region} · public addresses").into(),
        sections,
        of: Some(of.clone()),
    })
}

fn endpoints(context: &Context<'_>, name: &str, region: &str) -> Vec<Link> {
    let is_here = |vpc| context.network.region_of(vpc) == Some(region);
    let gateways = context.drawn.gateway_endpoints.iter();
    let gateways = gateways
        .filter(|(_, it)| *it.service == *name && is_here(&it.vpc))
        .map(|(id, it)| context.link(id, format!("Gateway endpoint of {}", context.name_of(&it.vpc))));
    let interfaces = context.drawn.interface_endpoints.iter();
    let interfaces = interfaces
        .filter(|(_, it)| *it.service == *name && is_here(&it.vpc))
        .map(|(id, it)| context.link(id, format!("Interface endpoint of {}", context.name_of(&it.vpc))));
    gateways.chain(interfaces).collect()
}

fn ranges(context: &Context<'_>, name: &str, region: &str) -> Table {
    let list = context.network.prefix_list_of_service(name, region);
    let title = list
        .as_ref()
        .map_or_else(|| "Addresses".into(), |list| format!("Prefix list {list}"));
    let destination = list.map(Destination::PrefixList);
    let entries = destination.as_ref().map(|list| context.network.entries(list));
    let rows = entries.iter().flat_map(|entries| entries.iter()).map(|entry| TableRow {
        cells: vec![Cell::fixed(entry.to_string())],
        ..TableRow::default()
    });
    Table {
        id: "",
        title: title.into(),
        columns: vec!["CIDR".into()],
        rows: rows.collect(),
        add: Vec::new(),
        add_label: "".into(),
        empty: "Its addresses are not known here.".into(),
        error: None,
    }
}
