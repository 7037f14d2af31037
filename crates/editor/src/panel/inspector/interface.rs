//! An instance, a database, a function: what has a network interface. Docs: AWSEC2/latest/UserGuide/using-eni.html

use reach::id::{Direction, Id, Ref};
use reach::topology::{InterfaceId, InterfaceState, NetworkInterface, Role};

use super::{Choice, Field, Input, Inspector, Section, rules};
use crate::edit::field;
use crate::panel::context::Context;
use crate::panel::words;
use crate::words::joined;

pub(super) fn interface(context: &Context<'_>, id: &InterfaceId) -> Option<Inspector> {
    let of = Ref::from(id);
    let drawn = context.drawn.interfaces.get(id)?;
    let vpc = context.network.vpc_of(&drawn.subnet).map(|vpc| context.name_of(vpc));
    let kind = words::kind_title(context.drawn, &of);
    let place = vpc.map_or_else(String::new, |vpc| format!(" · {vpc}"));
    let groups = context.network.security_groups_of(id);
    Some(Inspector {
        glyph: Some(context.glyph(&of)),
        title: context.name(&of),
        name: context.name_field(&of),
        crumb: format!("{kind}{place} · {}", context.name_of(&drawn.subnet)).into(),
        sections: vec![
            Section::Fields {
                title: None,
                fields: addresses(context, &of, drawn),
            },
            Section::Fields {
                title: Some("Security".into()),
                fields: vec![groups_field(context, &of, drawn), check_field(context, &of, drawn)],
            },
            Section::Table(rules::in_force(context, groups, Direction::In)),
            Section::Table(rules::in_force(context, groups, Direction::Out)),
            Section::Fields {
                title: Some("State".into()),
                fields: vec![state_field(context, &of, drawn)],
            },
            Section::Links {
                title: "Where its packets go".into(),
                links: way_out(context, drawn),
            },
        ],
        of: Some(of),
    })
}

fn addresses(context: &Context<'_>, of: &Ref, record: &NetworkInterface) -> Vec<Field> {
    let ipv4 = record.ipv4.map(|address| address.to_string()).unwrap_or_default();
    let public = record
        .public_ipv4
        .map(|address| address.to_string())
        .unwrap_or_default();
    let secondary = joined(&record.secondary_ipv4);
    let subnets = context.choices(context.drawn.subnets.ids());
    let mut fields = vec![
        context.field(
            of,
            field::SUBNET,
            "Subnet",
            record.subnet.text(),
            Input::Choice(subnets),
        ),
        context.field(of, field::IPV4, "Private IPv4 address", ipv4, Input::Mono),
        context.field(of, field::PUBLIC_IPV4, "Public IPv4 address", public, Input::Mono),
        context.field(
            of,
            field::SECONDARY_IPV4,
            "Secondary private IPv4",
            secondary,
            Input::Mono,
        ),
        context.field(of, field::IPV6, "IPv6 addresses", joined(&record.ipv6), Input::Mono),
    ];
    // Nobody can give one to a function: the field is there only to take a wrong one away.
    if record.role == Role::Function && record.public_ipv4.is_none() {
        fields.retain(|field| field.id != field::PUBLIC_IPV4);
    }
    fields
}

fn groups_field(context: &Context<'_>, of: &Ref, record: &NetworkInterface) -> Field {
    let vpc = context.network.vpc_of(&record.subnet);
    let groups = context.drawn.security_groups.iter();
    let own = groups.filter(|(_, group)| Some(&group.vpc) == vpc).map(|(id, _)| id);
    let choices = context.choices(own);
    let value = joined(&record.security_groups);
    let field = context.field(of, field::GROUPS, "Security groups", value, Input::Many(choices));
    if record.security_groups.is_empty() {
        field.with_hint("None chosen: the VPC’s default group is in force.")
    } else {
        field
    }
}

fn check_field(context: &Context<'_>, of: &Ref, record: &NetworkInterface) -> Field {
    let label = "Source/destination check";
    let field = context.switch(of, field::SOURCE_DEST_CHECK, label, record.source_dest_check);
    if record.source_dest_check {
        field.with_hint("On: it takes only packets from or to its own addresses.")
    } else {
        field.with_hint("Off: it may forward packets for others.")
    }
}

fn state_field(context: &Context<'_>, of: &Ref, record: &NetworkInterface) -> Field {
    let choices: [Choice; 3] = [
        ("in-use".into(), "Running".into()),
        ("stopped".into(), "Stopped".into()),
        ("available".into(), "Not attached".into()),
    ];
    let value = match record.state {
        InterfaceState::InUse => "in-use",
        InterfaceState::Stopped => "stopped",
        InterfaceState::Available => "available",
    };
    context.field(of, field::STATE, "State", value, Input::Choice(choices.to_vec()))
}

fn way_out(context: &Context<'_>, record: &NetworkInterface) -> Vec<super::Link> {
    let mut links = Vec::new();
    let subnet = context.resolved.subnets.get(&record.subnet);
    for group in context.groups_in_force(record) {
        links.push(context.link(&group, "Security group"));
    }
    if let Some(acl) = subnet.and_then(|subnet| subnet.network_acl.as_ref()) {
        links.push(context.link(acl, "Network ACL of its subnet"));
    }
    if let Some(table) = subnet.and_then(|subnet| subnet.route_table.as_ref()) {
        links.push(context.link(table, "Route table of its subnet"));
    }
    links
}

impl Context<'_> {
    /// The chosen groups, or the default one.
    fn groups_in_force(&self, record: &NetworkInterface) -> Vec<Id<reach::topology::SecurityGroup>> {
        if !record.security_groups.is_empty() {
            return record.security_groups.clone();
        }
        let vpc = self.network.vpc_of(&record.subnet);
        let vpc = vpc.and_then(|vpc| self.resolved.vpcs.get(vpc));
        vpc.and_then(|vpc| vpc.default_security_group.clone())
            .into_iter()
            .collect()
    }
}
