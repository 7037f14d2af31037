//! The elements, one file per family: how each is read and written.

mod client_vpn;
pub(crate) mod condition;
mod direct_connect;
mod endpoint;
mod filter;
mod gateway;
mod in_out;
mod interface;
mod network_acl;
mod peering;
mod place;
mod private_link;
mod region;
mod route;
mod transit;
mod vpc;
mod vpn;

pub(crate) use filter::print_rule;
pub(crate) use network_acl::print_entry;
pub(crate) use route::print_route;

use std::rc::Rc;

use reach::id::{Id, Kind, Ref};
use reach::topology::VpcId;

use super::scope::Mark;
use super::written::Reader;

/// What is missing from an element that stands nowhere, in words.
fn unless_inside<T>(container: &Id<T>, words: &'static str) -> Option<&'static str> {
    container.as_str().is_empty().then_some(words)
}

/// Notes that the element says to be its VPC's own: the main table, the default group, the default ACL.
fn mark(vpc: &VpcId, kind: Kind, reader: &mut Reader<'_>) {
    let here = reader.cursor.error("");
    reader.scope.marks.push(Mark {
        vpc: vpc.clone(),
        element: Ref::new(kind, Rc::clone(&reader.id)),
        line: here.line,
        column: here.column,
    });
}
