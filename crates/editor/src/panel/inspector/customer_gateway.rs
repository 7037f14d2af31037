//! A customer gateway: the device at the other end. Docs: vpn/latest/s2svpn/your-cgw.html

use reach::id::Ref;
use reach::topology::CustomerGatewayId;

use super::{Choice, Input, Inspector, Section};
use crate::edit::field;
use crate::panel::context::Context;
use crate::words::joined;

pub(super) fn customer_gateway(context: &Context<'_>, id: &CustomerGatewayId) -> Option<Inspector> {
    let of = Ref::from(id);
    let drawn = context.drawn.customer_gateways.get(id)?;
    let mut sites: Vec<Choice> = vec![("".into(), "None".into())];
    sites.extend(context.choices(context.drawn.sites.ids()));
    let site = drawn.site.as_ref();
    let place = site.map_or_else(|| "no site".into(), |site| context.name_of(site));
    let site = site.map(reach::id::Id::text).unwrap_or_default();
    let announces = drawn.announces.as_ref().map(joined).unwrap_or_default();
    let sends = drawn.routes.as_ref().map(joined).unwrap_or_default();
    let connections = context.drawn.vpn_connections.iter();
    let connections = connections
        .filter(|(_, connection)| connection.customer_gateway == *id)
        .map(|(id, connection)| context.link(id, format!("to {}", context.name(&connection.gateway))))
        .collect();
    Some(Inspector {
        glyph: Some(context.glyph(&of)),
        title: context.name(&of),
        name: context.name_field(&of),
        crumb: format!("Customer gateway · {place}").into(),
        sections: vec![
            Section::Fields {
                title: None,
                fields: vec![
                    context.field(&of, field::SITE, "Site", site, Input::Choice(sites)),
                    context.field(&of, field::ASN, "BGP ASN", drawn.asn.to_string(), Input::Mono),
                    context
                        .field(&of, field::ANNOUNCES, "Announces to AWS", announces, Input::Mono)
                        .with_hint("Empty: all of the site’s CIDRs"),
                    context
                        .field(&of, field::SENDS, "Sends into the tunnel", sends, Input::Mono)
                        .with_hint("Empty: whatever AWS announces"),
                ],
            },
            Section::Links {
                title: "VPN connections".into(),
                links: connections,
            },
        ],
        of: Some(of),
    })
}
