//! A table that gets or loses a gateway endpoint sends the service's packets another way: what is open then is cut off (EG-15).
//! AWS page: vpc/latest/privatelink/gateway-endpoints.html

use crate::id::Ref;
use crate::reason::reasons;
use crate::resolve::element;
use crate::topology::{GatewayEndpoint, GatewayEndpointId};
use crate::trace::Finding;

reasons! {
    CONNECTIONS_BREAK: "connections-break" ["EG-15"] "Open connections break",
        "From the subnets of {table} packets to the service now take another way, and come from another address there: connections that are open break once.",
        "vpc/latest/privatelink/gateway-endpoints.html";
}

/// Says so for each table that is associated, or is not any more.
pub(super) fn note_connections(
    id: &GatewayEndpointId,
    before: Option<&GatewayEndpoint>,
    after: &GatewayEndpoint,
    warnings: &mut Vec<Finding>,
) {
    let had = |table| before.is_some_and(|before| before.route_tables.contains(table));
    let added = after.route_tables.iter().filter(|table| !had(*table));
    let before = before.into_iter().flat_map(|before| before.route_tables.iter());
    let removed = before.filter(|table| !after.route_tables.contains(*table));
    warnings.extend(added.chain(removed).map(|table| Finding {
        reason: &CONNECTIONS_BREAK,
        at: Ref::from(id),
        facts: vec![("table", element(table))],
    }));
}
