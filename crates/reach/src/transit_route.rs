//! Which route of a transit gateway's table a packet takes: the longest prefix; between equal prefixes a static CIDR route,
//! then one that names a prefix list, then what VPCs, Connect and VPN attachments propagate, in this order (TGW-20).
//! AWS page: vpc/latest/tgw/how-transit-gateways-work.html

use std::cmp::Reverse;
use std::net::IpAddr;

use crate::network::{Network, TransitRoute};
use crate::reason::{Reason, reasons};
use crate::route::{self, longest_match, row};
use crate::topology::{Destination, TransitGatewayRouteTableId};
use crate::trace::PassedOver;

reasons! {
    MORE_SPECIFIC: "TGW_RTB_MORE_SPECIFIC_ROUTE" ["TGW-20", "ENG-10"] "Less specific",
        "It matches too, but a more specific route wins.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
    HIGHER_PRIORITY: "TGW_RTB_HIGHER_PRIORITY_ROUTE" ["TGW-20", "ENG-10"] "Lower priority",
        "It matches too, but a route of a kind that goes first has the same destination.",
        "vpc/latest/tgw/how-transit-gateways-work.html";
    CANNOT_ROUTE: "TGW_RTB_CANNOT_ROUTE" ["TGW-20", "ENG-10"] "Other destination",
        "Its destination does not contain the packet's.",
        "vpc/latest/reachability/explanation-codes.html";
}

pub(crate) type Selection<'n> = route::Selection<'n, TransitRoute>;
pub(crate) type Chosen<'n> = route::Chosen<'n, TransitRoute>;

/// Looks the destination up in the table.
pub(crate) fn select<'n>(network: &'n Network, table: &TransitGatewayRouteTableId, to: IpAddr) -> Selection<'n> {
    let chosen = chosen(network, table, to);
    let routes = network.transit_routes(table);
    let others = routes
        .iter()
        .filter(|route| chosen.is_none_or(|chosen| !std::ptr::eq(chosen.route, *route)));
    let passed_over = others.filter_map(|route| {
        Some(PassedOver {
            by: row(table, &route.destination),
            reason: why_not(network, route, chosen, to)?,
        })
    });
    Selection {
        passed_over: passed_over.collect(),
        chosen,
    }
}

/// The route that the look-up takes, without a word about the others.
pub(crate) fn chosen<'n>(network: &'n Network, table: &TransitGatewayRouteTableId, to: IpAddr) -> Option<Chosen<'n>> {
    let matching = network.transit_routes(table).iter().filter_map(|route| {
        let prefix = longest_match(network, &route.destination, to)?;
        Some(Chosen { route, prefix })
    });
    matching.min_by_key(|Chosen { route, prefix }| {
        let is_list = matches!(route.destination, Destination::PrefixList(_));
        let kind = (route.origin, is_list, route.preference);
        (Reverse(prefix.prefix_len()), kind, &route.destination, &route.target)
    })
}

/// `None` for a route of the other family: it does not even take part (ENG-08).
fn why_not(network: &Network, route: &TransitRoute, chosen: Option<Chosen<'_>>, to: IpAddr) -> Option<&'static Reason> {
    if let (Some(prefix), Some(chosen)) = (longest_match(network, &route.destination, to), chosen) {
        let is_less_specific = prefix.prefix_len() < chosen.prefix.prefix_len();
        return Some(if is_less_specific {
            &MORE_SPECIFIC
        } else {
            &HIGHER_PRIORITY
        });
    }
    let entries = network.entries(&route.destination);
    let is_of_family = entries.iter().any(|entry| entry.addr().is_ipv4() == to.is_ipv4());
    is_of_family.then_some(&CANNOT_ROUTE)
}
