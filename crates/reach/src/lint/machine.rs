//! Routes to machines: one that forwards has its source/destination check off (SD-01, NG-11).
//! AWS page: vpc/latest/userguide/VPC_NAT_Instance.html

use super::{Found, Lint};
use crate::issue::Level;
use crate::network::{Network, RouteState};
use crate::reason::reasons;
use crate::resolve::element;
use crate::route;
use crate::topology::{InterfaceId, RouteTableId, Target};
use crate::trace::Fact;

reasons! {
    CHECKED: "ENI_SOURCE_DEST_CHECK_RESTRICTION" ["SD-01", "NG-11"] "A route to a machine that forwards nothing",
        "{at} sends {destination} to {target}, whose source/destination check is on: it drops whatever is not for itself. Switch the check off.",
        "vpc/latest/userguide/VPC_NAT_Instance.html";
}

pub(super) static CHECK_ON: Lint = Lint {
    name: "route-to-checked-interface",
    level: Level::Warning,
    reason: &CHECKED,
    look,
};

fn look(network: &Network) -> Vec<Found> {
    let tables = network
        .topology()
        .route_tables
        .ids()
        .filter(|id| is_followed(network, id));
    let rows = tables.flat_map(|id| network.routes(id).iter().map(move |route| (id, route)));
    let found = rows.filter_map(|(id, route)| {
        let Target::Element(target) = &route.target else {
            return None;
        };
        let interface: InterfaceId = target.to_id()?;
        let record = network.topology().interfaces.get(&interface)?;
        (record.source_dest_check && route.state == RouteState::Active).then(|| {
            let destination = Fact::Text(route.destination.to_string().into());
            let facts = vec![("destination", destination), ("target", element(&interface))];
            Found::in_row(route::row(id, &route.destination), facts)
        })
    });
    found.collect()
}

/// By a subnet, or by a gateway.
fn is_followed(network: &Network, table: &RouteTableId) -> bool {
    let topology = network.topology();
    let subnets = topology.subnets.iter().map(|(_, record)| &record.route_table);
    let gateways = topology.internet_gateways.iter().map(|(_, record)| &record.route_table);
    let vpn_gateways = topology.vpn_gateways.iter().map(|(_, record)| &record.route_table);
    let mut all = subnets.chain(gateways).chain(vpn_gateways);
    all.any(|own| own.as_ref() == Some(table))
}
