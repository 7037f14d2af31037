//! A peering connection carries what is for the peer itself and nothing else (PEER-23, PEER-24, PEER-25): a route over it to any other
//! range drops. AWS page: vpc/latest/peering/vpc-peering-basics.html

use super::{Found, Lint};
use crate::address::overlaps;
use crate::issue::Level;
use crate::network::{Network, RouteState, cidrs_of};
use crate::reason::reasons;
use crate::resolve::element;
use crate::route;
use crate::topology::{PeeringId, Target};
use crate::trace::Fact;

reasons! {
    NOT_THE_PEERS: "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR" ["PEER-23", "PEER-24"] "A route to what is not the peer's",
        "{at} sends {destination} over {peering}, but {vpc} at its other end has none of it: a peering leads to the peer's own addresses and no further, so all of it is dropped.",
        "vpc/latest/peering/vpc-peering-basics.html";
}

pub(super) static PEER: Lint = Lint {
    name: "peering-route-outside-peer",
    level: Level::Warning,
    reason: &NOT_THE_PEERS,
    look,
};

fn look(network: &Network) -> Vec<Found> {
    let topology = network.topology();
    let tables = topology.route_tables.iter();
    let rows = tables.flat_map(|(id, table)| network.routes(id).iter().map(move |route| (id, table, route)));
    let found = rows.filter_map(|(id, table, route)| {
        let Target::Element(target) = &route.target else {
            return None;
        };
        let peering: PeeringId = target.to_id()?;
        let far = topology.peering_connections.get(&peering)?.other(&table.vpc)?;
        let peer = topology.vpcs.get(far)?;
        let entries = network.entries(&route.destination);
        let is_outside = |entry| !cidrs_of(peer).any(|cidr| overlaps(cidr, entry));
        let drops = !entries.is_empty() && entries.iter().all(|entry| is_outside(*entry));
        (drops && route.state == RouteState::Active).then(|| {
            let facts = vec![
                ("destination", Fact::Text(route.destination.to_string().into())),
                ("peering", element(&peering)),
                ("vpc", element(far)),
            ];
            Found::in_row(route::row(id, &route.destination), facts)
        })
    });
    found.collect()
}
