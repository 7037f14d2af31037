//! A VPC. Docs: vpc/latest/userguide/create-vpc.html

use reach::id::{Kind, Ref};
use reach::service;
use reach::topology::{Vpc, VpcId};

use super::{Field, Input, Inspector, Link, Section};
use crate::edit::containment::parent_of;
use crate::edit::field;
use crate::panel::context::Context;
use crate::panel::words;
use crate::words::joined;

pub(super) fn vpc(context: &Context<'_>, id: &VpcId) -> Option<Inspector> {
    let of = Ref::from(id);
    let drawn = context.drawn.vpcs.get(id)?;
    Some(Inspector {
        glyph: Some(context.glyph(&of)),
        title: context.name(&of),
        name: context.name_field(&of),
        crumb: format!("VPC · {}", drawn.region).into(),
        sections: vec![
            Section::Fields {
                title: None,
                fields: addresses(context, &of, drawn),
            },
            Section::Fields {
                title: Some("DNS".into()),
                fields: vec![
                    context.switch(&of, field::DNS_SUPPORT, "DNS resolution", drawn.dns_support),
                    context.switch(&of, field::DNS_HOSTNAMES, "DNS hostnames", drawn.dns_hostnames),
                ],
            },
            Section::Fields {
                title: Some("Defaults".into()),
                fields: vec![main_table(context, &of, id)],
            },
            Section::Links {
                title: "Connected".into(),
                links: connected(context, id),
            },
            Section::Links {
                title: "Subnets".into(),
                links: subnets(context, id),
            },
            Section::Links {
                title: "Route tables, groups and ACLs".into(),
                links: tables(context, id),
            },
        ],
        of: Some(of),
    })
}

fn addresses(context: &Context<'_>, of: &Ref, vpc: &Vpc) -> Vec<Field> {
    let first = vpc.cidrs.first().map(ToString::to_string).unwrap_or_default();
    let others = joined(vpc.cidrs.iter().skip(1));
    vec![
        context.field(of, field::CIDR, "IPv4 CIDR", first, Input::Mono),
        context
            .field(of, field::SECONDARY_CIDRS, "Secondary CIDRs", others, Input::Mono)
            .with_hint("With commas between them"),
        context.field(of, field::IPV6_CIDRS, "IPv6 CIDR", joined(&vpc.ipv6_cidrs), Input::Mono),
        context.field(of, field::REGION, "Region", &*vpc.region, Input::Mono),
    ]
}

fn main_table(context: &Context<'_>, of: &Ref, id: &VpcId) -> Field {
    let tables = context
        .resolved
        .route_tables
        .iter()
        .filter(|(_, table)| table.vpc == *id);
    let choices = context.choices(tables.map(|(id, _)| id));
    let resolved = context.resolved.vpcs.get(id);
    let main = resolved.and_then(|vpc| vpc.main_route_table.as_ref());
    let value = main.map(reach::id::Id::text).unwrap_or_default();
    context
        .field(
            of,
            field::MAIN_ROUTE_TABLE,
            "Main route table",
            value,
            Input::Choice(choices),
        )
        .with_hint("Followed by every subnet without a table of its own")
}

fn connected(context: &Context<'_>, id: &VpcId) -> Vec<Link> {
    let topology = context.drawn;
    let mut links = Vec::new();
    for (gateway, _) in topology
        .internet_gateways
        .iter()
        .filter(|(_, it)| it.vpc.as_ref() == Some(id))
    {
        links.push(context.link(gateway, "Internet gateway"));
    }
    for (gateway, _) in topology
        .vpn_gateways
        .iter()
        .filter(|(_, it)| it.vpc.as_ref() == Some(id))
    {
        links.push(context.link(gateway, "Virtual private gateway"));
    }
    for (peering, record) in topology.peering_connections.iter() {
        if let Some(other) = record.other(id) {
            let detail = format!("Peering with {}, {}", context.name_of(other), record.state.word());
            links.push(context.link(peering, detail));
        }
    }
    for (endpoint, record) in topology.gateway_endpoints.iter().filter(|(_, it)| it.vpc == *id) {
        let detail = format!("Gateway endpoint for {}", service::title(&record.service));
        links.push(context.link(endpoint, detail));
    }
    for (endpoint, record) in topology.interface_endpoints.iter().filter(|(_, it)| it.vpc == *id) {
        let detail = format!("Interface endpoint for {}", service::title(&record.service));
        links.push(context.link(endpoint, detail));
    }
    for (attachment, record) in topology.transit_gateway_attachments.iter() {
        if record.to.element() == Some(id.into()) {
            let detail = format!("Attachment to {}", context.name_of(&record.gateway));
            links.push(context.link(attachment, detail));
        }
    }
    links.extend(others(context, id));
    links
}

/// What else stands on its border.
fn others(context: &Context<'_>, id: &VpcId) -> Vec<Link> {
    let kinds = [
        Kind::EgressOnlyInternetGateway,
        Kind::RegionalNatGateway,
        Kind::LoadBalancer,
        Kind::ClientVpnEndpoint,
        Kind::ResolverEndpoint,
    ];
    let vpc = Ref::from(id);
    let all = context.drawn.references().into_iter();
    let own = all.filter(|of| kinds.contains(&of.kind) && parent_of(context.drawn, of).as_ref() == Some(&vpc));
    own.map(|of| {
        let kind = words::kind_title(context.drawn, &of);
        context.link(of, kind)
    })
    .collect()
}

fn subnets(context: &Context<'_>, id: &VpcId) -> Vec<Link> {
    let subnets = context.drawn.subnets.iter().filter(|(_, subnet)| subnet.vpc == *id);
    subnets
        .map(|(subnet, record)| {
            let cidr = record.cidr.map(|cidr| cidr.to_string());
            let cidr = cidr.or_else(|| record.ipv6_cidr.map(|cidr| cidr.to_string()));
            context.link(subnet, cidr.unwrap_or_default())
        })
        .collect()
}

fn tables(context: &Context<'_>, id: &VpcId) -> Vec<Link> {
    let topology = context.resolved;
    let vpc = topology.vpcs.get(id);
    let mut links = Vec::new();
    for (table, _) in topology.route_tables.iter().filter(|(_, it)| it.vpc == *id) {
        let is_main = vpc.is_some_and(|vpc| vpc.main_route_table.as_ref() == Some(table));
        links.push(context.link(table, if is_main { "Main route table" } else { "Route table" }));
    }
    for (group, _) in topology.security_groups.iter().filter(|(_, it)| it.vpc == *id) {
        let is_default = vpc.is_some_and(|vpc| vpc.default_security_group.as_ref() == Some(group));
        let detail = if is_default {
            "Default security group"
        } else {
            "Security group"
        };
        links.push(context.link(group, detail));
    }
    for (acl, _) in topology.network_acls.iter().filter(|(_, it)| it.vpc == *id) {
        let is_default = vpc.is_some_and(|vpc| vpc.default_network_acl.as_ref() == Some(acl));
        links.push(context.link(
            acl,
            if is_default {
                "Default network ACL"
            } else {
                "Network ACL"
            },
        ));
    }
    links
}
