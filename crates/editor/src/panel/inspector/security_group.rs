//! A security group. Docs: vpc/latest/userguide/working-with-security-groups.html

use reach::id::{Direction, Ref};
use reach::topology::SecurityGroupId;

use super::{Inspector, Link, Section, rules};
use crate::panel::context::Context;
use crate::panel::words;

pub(super) fn security_group(context: &Context<'_>, id: &SecurityGroupId) -> Option<Inspector> {
    let of = Ref::from(id);
    let record = context.resolved.security_groups.get(id)?;
    let members = members(context, id);
    let used = match members.len() {
        0 => "not used".to_owned(),
        number => format!("on {}", words::count(number, "interface")),
    };
    Some(Inspector {
        glyph: Some(context.glyph(&of)),
        title: context.name(&of),
        name: context.name_field(&of),
        crumb: format!("Security group · {} · {used}", context.name_of(&record.vpc)).into(),
        sections: vec![
            Section::Table(rules::of_group(context, id, Direction::In, &record.inbound)),
            Section::Table(rules::of_group(context, id, Direction::Out, &record.outbound)),
            Section::Text {
                title: "Stateful".into(),
                text: "Rules only allow. The reply to what was let through needs no rule.".into(),
                source: None,
            },
            Section::Links {
                title: "On".into(),
                links: members,
            },
        ],
        of: Some(of),
    })
}

fn members(context: &Context<'_>, id: &SecurityGroupId) -> Vec<Link> {
    let interfaces = context.resolved.interfaces.iter();
    let interfaces = interfaces
        .filter(|(_, it)| it.security_groups.contains(id))
        .map(|(id, record)| {
            let address = record.ipv4.map(|address| address.to_string());
            context.link(id, address.unwrap_or_default())
        });
    let endpoints = context.resolved.interface_endpoints.iter();
    let endpoints = endpoints
        .filter(|(_, it)| it.security_groups.contains(id))
        .map(|(id, _)| context.link(id, "Interface endpoint"));
    interfaces.chain(endpoints).collect()
}
