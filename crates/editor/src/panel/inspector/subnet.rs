//! A subnet. Docs: vpc/latest/userguide/configure-subnets.html

use reach::id::{Id, Record, Ref};
use reach::topology::{Destination, Subnet, SubnetId, Target};

use super::{Choice, Field, Input, Inspector, Link, Section};
use crate::edit::field;
use crate::panel::context::Context;
use crate::panel::words;

pub(super) fn subnet(context: &Context<'_>, id: &SubnetId) -> Option<Inspector> {
    let of = Ref::from(id);
    let drawn = context.drawn.subnets.get(id)?;
    Some(Inspector {
        glyph: Some(context.glyph(&of)),
        title: context.name(&of),
        name: context.name_field(&of),
        crumb: format!("Subnet · {} · {}", context.name_of(&drawn.vpc), drawn.zone).into(),
        sections: vec![
            Section::Text {
                title: if context.network.public_route_of(id).is_some() {
                    "Public subnet".into()
                } else {
                    "Private subnet".into()
                },
                text: public_or_private(context, id).into(),
                source: None,
            },
            Section::Fields {
                title: None,
                fields: fields(context, &of, drawn),
            },
            Section::Fields {
                title: Some("Follows".into()),
                fields: vec![table_choice(context, &of, drawn), acl_choice(context, &of, drawn)],
            },
            Section::Links {
                title: "Tables in force".into(),
                links: tables_in_force(context, id),
            },
            Section::Links {
                title: "In this subnet".into(),
                links: inside(context, id),
            },
        ],
        of: Some(of),
    })
}

fn public_or_private(context: &Context<'_>, id: &SubnetId) -> String {
    let table = context.network.route_table_of(id).map(|table| context.name_of(&table));
    let table = table.unwrap_or_else(|| "its route table".into());
    match context.network.public_route_of(id) {
        Some(route) => {
            let gateway = match &route.target {
                Target::Element(element) => context.name(element),
                Target::Local | Target::NotModelled(_) => "an internet gateway".into(),
            };
            let destination = match &route.destination {
                Destination::Cidr(cidr) => cidr.to_string(),
                Destination::PrefixList(list) => list.to_string(),
            };
            format!("{table} sends {destination} to {gateway}.")
        }
        None => format!("{table} has no route to an internet gateway."),
    }
}

fn fields(context: &Context<'_>, of: &Ref, subnet: &Subnet) -> Vec<Field> {
    let cidr = subnet.cidr.map(|cidr| cidr.to_string()).unwrap_or_default();
    let ipv6 = subnet.ipv6_cidr.map(|cidr| cidr.to_string()).unwrap_or_default();
    let vpcs = context.choices(context.drawn.vpcs.ids());
    vec![
        context.field(of, field::CIDR, "IPv4 CIDR", cidr, Input::Mono),
        context.field(of, field::IPV6_CIDR, "IPv6 CIDR", ipv6, Input::Mono),
        context.field(of, field::ZONE, "Availability Zone", &*subnet.zone, Input::Mono),
        context.field(of, field::VPC, "VPC", subnet.vpc.text(), Input::Choice(vpcs)),
    ]
}

/// The first choice follows the VPC's default; the others are the VPC's own.
fn choices<'b, T: Record + 'b>(
    context: &Context<'_>,
    default: Option<&Id<T>>,
    word: &str,
    ids: impl Iterator<Item = &'b Id<T>>,
) -> Vec<Choice> {
    let name = default.map(|id| context.name_of(id)).unwrap_or_default();
    let mut choices: Vec<Choice> = vec![("".into(), format!("{word}: {name}").into())];
    choices.extend(context.choices(ids));
    choices
}

fn table_choice(context: &Context<'_>, of: &Ref, subnet: &Subnet) -> Field {
    let vpc = context.resolved.vpcs.get(&subnet.vpc);
    let main = vpc.and_then(|vpc| vpc.main_route_table.as_ref());
    let tables = context.drawn.route_tables.iter();
    let own = tables.filter(|(_, table)| table.vpc == subnet.vpc).map(|(id, _)| id);
    let choices = choices(context, main, "Main", own);
    let value = subnet.route_table.as_ref().map(Id::text).unwrap_or_default();
    context.field(of, field::ROUTE_TABLE, "Route table", value, Input::Choice(choices))
}

fn acl_choice(context: &Context<'_>, of: &Ref, subnet: &Subnet) -> Field {
    let vpc = context.resolved.vpcs.get(&subnet.vpc);
    let default = vpc.and_then(|vpc| vpc.default_network_acl.as_ref());
    let acls = context.drawn.network_acls.iter();
    let own = acls.filter(|(_, acl)| acl.vpc == subnet.vpc).map(|(id, _)| id);
    let choices = choices(context, default, "Default", own);
    let value = subnet.network_acl.as_ref().map(Id::text).unwrap_or_default();
    context.field(of, field::NETWORK_ACL, "Network ACL", value, Input::Choice(choices))
}

fn tables_in_force(context: &Context<'_>, id: &SubnetId) -> Vec<Link> {
    let mut links = Vec::new();
    if let Some(table) = context.network.route_table_of(id) {
        let routes = context.network.routes(&table).len();
        links.push(context.link(&table, words::count(routes, "route")));
    }
    if let Some(acl) = context.network.network_acl_of(id) {
        links.push(context.link(&acl, "Network ACL"));
    }
    links
}

fn inside(context: &Context<'_>, id: &SubnetId) -> Vec<Link> {
    let topology = context.drawn;
    let mut links = Vec::new();
    for (interface, record) in topology.interfaces.iter().filter(|(_, it)| it.subnet == *id) {
        let address = record.ipv4.map(|address| address.to_string());
        let address = address.or_else(|| record.ipv6.first().map(ToString::to_string));
        links.push(context.link(interface, address.unwrap_or_default()));
    }
    for (gateway, record) in topology.nat_gateways.iter().filter(|(_, it)| it.subnet == *id) {
        links.push(context.link(gateway, record.ipv4.to_string()));
    }
    for (endpoint, record) in topology.interface_endpoints.iter() {
        for interface in record.subnets.iter().filter(|it| it.subnet == *id) {
            links.push(context.link(endpoint, interface.ipv4.to_string()));
        }
    }
    links
}
