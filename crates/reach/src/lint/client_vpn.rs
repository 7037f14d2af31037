//! What no authorization rule allows is refused to every client (CVPN-09), whatever the endpoint's routes say.
//! AWS page: vpn/latest/clientvpn-admin/cvpn-working-rules.html

use ipnet::IpNet;

use super::{Found, Lint};
use crate::address::overlaps;
use crate::issue::Level;
use crate::network::Network;
use crate::reason::reasons;
use crate::sorted::SortedSet;
use crate::topology::{ClientVpnEndpoint, ClientVpnEndpointId};
use crate::trace::Fact;

reasons! {
    NOBODY: "X_CVPN_NOT_AUTHORIZED" ["CVPN-09"] "Nobody is authorized",
        "{at} has no authorization rule, so its clients reach nothing. Add one for each network that they may use.",
        "vpn/latest/clientvpn-admin/cvpn-working-rules.html";
    NOT_THERE: "X_CVPN_NOT_AUTHORIZED" ["CVPN-09", "CVPN-07"] "A route that nobody may use",
        "{at} has a route for {cidr}, and no authorization rule for any of it: every client is refused there. Add a rule, or delete the route.",
        "vpn/latest/clientvpn-admin/cvpn-working-rules.html";
}

pub(super) static NO_RULE: Lint = Lint {
    name: "client-vpn-without-authorization",
    level: Level::Warning,
    reason: &NOBODY,
    look: without_rules,
};

pub(super) static ROUTE: Lint = Lint {
    name: "client-vpn-route-not-authorized",
    level: Level::Warning,
    reason: &NOT_THERE,
    look: routes,
};

/// Those that clients can connect to.
fn in_use(network: &Network) -> impl Iterator<Item = (&ClientVpnEndpointId, &ClientVpnEndpoint)> {
    let all = network.topology().client_vpn_endpoints.iter();
    all.filter(|(_, record)| !record.associations.is_empty() || record.transit_gateway.is_some())
}

fn without_rules(network: &Network) -> Vec<Found> {
    let found = in_use(network).filter(|(_, record)| record.authorizations.is_empty());
    found.map(|(id, _)| Found::at(id, Vec::new())).collect()
}

fn routes(network: &Network) -> Vec<Found> {
    let found = in_use(network)
        .filter(|(_, record)| !record.authorizations.is_empty())
        .flat_map(|(id, record)| {
            let cidrs: SortedSet<IpNet> = record.routes.iter().map(|route| route.destination).collect();
            let is_refused = |cidr: &IpNet| {
                let mut rules = record.authorizations.iter();
                !rules.any(|rule| overlaps(rule.destination, *cidr))
            };
            let refused: Vec<IpNet> = cidrs.into_iter().filter(is_refused).collect();
            let refused = refused.into_iter();
            refused.map(move |cidr| Found::at(id, vec![("cidr", Fact::Cidr(cidr))]))
        });
    found.collect()
}
