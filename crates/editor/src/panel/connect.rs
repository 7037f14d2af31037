//! What an element can be connected with, what that makes, and why what looks possible is not.

use std::rc::Rc;

use reach::id::Ref;
use reach::sorted::sort_by_key;

use super::context::Context;
use super::outline;
use super::words;
use crate::edit::carry_out;
use crate::edit::connect::{Connection, connect, nothing};
use crate::scene::Glyph;
use crate::session::Session;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectItem {
    pub to: Ref,
    pub glyph: Glyph,
    pub title: Rc<str>,
    /// "Subnet", "Internet gateway".
    pub kind: Rc<str>,
    /// What the connection makes, or why it cannot be made.
    pub outcome: Result<Rc<str>, Rc<str>>,
}

/// What no line ever joins is left out. The possible ones first, changes of the network before flows; each part in the order of the outline.
pub fn connect_list(session: &Session, from: &Ref) -> Vec<ConnectItem> {
    let context = Context::of(session);
    let drawn = outline::outline(session).into_iter().map(|item| item.of);
    let regions: reach::sorted::SortedSet<Rc<str>> = context
        .drawn
        .vpcs
        .iter()
        .map(|(_, vpc)| Rc::clone(&vpc.region))
        .collect();
    let services = regions
        .iter()
        .flat_map(|region| reach::service::GATEWAY_SERVICES.map(|service| Ref::service(service, region)));
    let all = drawn.chain([Ref::internet()]).chain(services);
    let mut items: Vec<(u8, ConnectItem)> = all
        .filter(|to| to != from)
        .filter_map(|to| item(&context, from, to))
        .collect();
    sort_by_key(&mut items, |(rank, _)| *rank);
    items.into_iter().map(|(_, item)| item).collect()
}

fn item(context: &Context<'_>, from: &Ref, to: Ref) -> Option<(u8, ConnectItem)> {
    let (rank, outcome) = match connect(context.session.drawing(), from, &to) {
        // Making it may still be refused, for instance because of overlapping ranges.
        Ok(Connection::Edit(edit)) => match carry_out(context.session.document(), &edit) {
            Ok(_) => (0, Ok(edit.name)),
            Err(refused) => (2, Err(refused.0)),
        },
        Ok(Connection::Flow(question)) => {
            let flow = words::question(context.resolved, &question);
            (1, Ok(format!("Trace {flow}").into()))
        }
        Err(refused) if refused == nothing(context.drawn, from, &to) => return None,
        Err(refused) => (2, Err(refused.0)),
    };
    let item = ConnectItem {
        glyph: context.glyph(&to),
        title: context.name(&to),
        kind: words::kind_title(context.resolved, &to),
        outcome,
        to,
    };
    Some((rank, item))
}
