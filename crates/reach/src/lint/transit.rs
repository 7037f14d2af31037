//! A static route of a transit gateway stays when its attachment is gone, and drops (TGW-22). One that is written to drop means to.
//! AWS page: vpc/latest/tgw/tgw-route-tables.html

use super::{Found, Lint};
use crate::id::Ref;
use crate::issue::Level;
use crate::network::{Network, RouteState};
use crate::reason::reasons;
use crate::resolve::element;
use crate::route;
use crate::topology::TransitGatewayTarget;
use crate::trace::Fact;

reasons! {
    BLACKHOLE: "TGW_RTB_BAD_STATE_ROUTE" ["TGW-22"] "Route to an attachment that is gone",
        "{at} sends {destination} to {target}, which is gone. The route stays and drops every packet: delete it, or name another attachment.",
        "vpc/latest/tgw/tgw-route-tables.html", assumed;
}

pub(super) static ROUTE_BLACKHOLE: Lint = Lint {
    name: "transit-gateway-route-blackhole",
    level: Level::Warning,
    reason: &BLACKHOLE,
    look,
};

fn look(network: &Network) -> Vec<Found> {
    let tables = network.topology().transit_gateway_route_tables.ids();
    let routes = tables.flat_map(|id| network.transit_routes(id).iter().map(move |route| (id, route)));
    let gone = routes.filter_map(|(id, route)| match &route.target {
        TransitGatewayTarget::Attachment(target) if route.state == RouteState::Blackhole => Some((id, route, target)),
        _ => None,
    });
    // What cannot exist as drawn is said to be so.
    gone.filter(|(.., target)| !network.is_left_out(&Ref::from(*target)))
        .map(|(id, route, target)| {
            let destination = Fact::Text(route.destination.to_string().into());
            let facts = vec![("destination", destination), ("target", element(target))];
            Found::in_row(route::row(id, &route.destination), facts)
        })
        .collect()
}
