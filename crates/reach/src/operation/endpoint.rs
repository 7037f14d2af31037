//! A table that gets or loses a gateway endpoint sends the service's packets another way: what is open then is cut off (EG-15).
//! AWS page: vpc/latest/privatelink/gateway-endpoints.html

use crate::id::Ref;
use crate::reason::reasons;
use crate::resolve::element;
use crate::topology::{GatewayEndpoint, GatewayEndpointId, RouteTableId, Topology};
use crate::trace::Finding;

reasons! {
    CONNECTIONS_BREAK: "connections-break" ["EG-15"] "Open connections break",
        "The way from the subnets of {table} to the service changes, and with it the address that the service sees: connections that are open break once.",
        "vpc/latest/privatelink/gateway-endpoints.html";
}

/// Says so for each table that is associated, or is not any more; where nothing had a way to the service, nothing is open.
pub(super) fn note_connections(
    id: &GatewayEndpointId,
    before: Option<&GatewayEndpoint>,
    after: &GatewayEndpoint,
    topology: &Topology,
    warnings: &mut Vec<Finding>,
) {
    let had = |table| before.is_some_and(|before| before.route_tables.contains(table));
    let added = after
        .route_tables
        .iter()
        .filter(|table| !had(*table) && leads_out(table, topology));
    let before = before.into_iter().flat_map(|before| before.route_tables.iter());
    let removed = before.filter(|table| !after.route_tables.contains(*table));
    warnings.extend(added.chain(removed).map(|table| Finding {
        reason: &CONNECTIONS_BREAK,
        at: Ref::from(id),
        facts: vec![("table", element(table))],
    }));
}

/// Whether packets may leave the VPC by this table as it is written.
fn leads_out(table: &RouteTableId, topology: &Topology) -> bool {
    let table = topology.route_tables.get(table);
    table.is_none_or(|table| !table.routes.is_empty() || !table.propagating.is_empty())
}
