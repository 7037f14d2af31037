//! The routes and authorization rules of a Client VPN endpoint: each once, not too many (CVPN-07, CVPN-09), no route into the clients'
//! own range (CVPN-02), and what may surprise: ranges without a route, subnets with different routes (CVPN-06, CVPN-08).
//! AWS page: vpn/latest/clientvpn-admin/cvpn-working-routes.html

use ipnet::IpNet;

use crate::network::picked_up;
use crate::reason::reasons;
use crate::resolve::{Draft, Facts, element};
use crate::sorted::SortedSet;
use crate::topology::{
    Authorization, ClientVpnEndpoint, ClientVpnEndpointId, ClientVpnRoute, ClientVpnTarget, EndpointSubnet,
};
use crate::trace::Fact;

reasons! {
    INTO_CLIENTS: "X_REFUSED" ["CVPN-02"] "Route into the clients' range",
        "{at} cannot have the route {cidr}: it is inside the range of its clients. Only a local route leads there.",
        "vpn/latest/clientvpn-admin/what-is-best-practices.html";

    ROUTE_TWICE: "InvalidClientVpnDuplicateRoute" ["CVPN-07"] "Route already there",
        "{at} already has this route for {cidr}.",
        "AWSEC2/latest/APIReference/errors-overview.html";

    TOO_MANY_ROUTES: "X_QUOTA" ["CVPN-07"] "Too many routes",
        "{at} has more than {limit} routes, the default quota; the rest has no effect.",
        "vpn/latest/clientvpn-admin/limits.html";

    RULE_TWICE: "InvalidClientVpnDuplicateAuthorizationRule" ["CVPN-09"] "Authorization rule already there",
        "{at} already has this authorization rule for {cidr}.",
        "AWSEC2/latest/APIReference/errors-overview.html";

    TOO_MANY_RULES: "X_QUOTA" ["CVPN-09"] "Too many authorization rules",
        "{at} has more than {limit} authorization rules, the default quota; the rest has no effect.",
        "vpn/latest/clientvpn-admin/limits.html";

    RANGE_WITHOUT_ROUTE: "X_NOTICE" ["CVPN-06"] "A range of the VPC has no route",
        "Associating a subnet adds a route for the first range of {vpc} to {at}, and no other. Add one for {cidr}, if clients are to reach it.",
        "vpn/latest/clientvpn-admin/cvpn-working-target.html";

    DIFFERENT_ROUTES: "X_NOTICE" ["CVPN-08"] "Subnets with different routes",
        "{at} has a route for {cidr} that {subnet} lacks. Clients are connected by any of its subnets, so some will not get there. Give each subnet the same routes.",
        "vpn/latest/clientvpn-admin/troubleshooting.html";

    DEFAULT_IN_SPLIT_TUNNEL: "X_NOTICE" ["CVPN-10"] "Split tunnel with a default route",
        "{at} has a route for {cidr} and split tunnel: everything goes into the tunnel all the same.",
        "vpn/latest/clientvpn-admin/split-tunnel-vpn.html";
}

const ROUTES: usize = 10;
const RULES: usize = 50;

/// `kept` loses what cannot be.
pub(super) fn check(id: &ClientVpnEndpointId, kept: &mut ClientVpnEndpoint, draft: &mut Draft) {
    routes(id, kept, draft);
    rules(id, kept, draft);
    surprises(id, kept, draft);
}

fn of(cidr: IpNet) -> Facts {
    vec![("cidr", Fact::Cidr(cidr))]
}

fn routes(id: &ClientVpnEndpointId, kept: &mut ClientVpnEndpoint, draft: &mut Draft) {
    let clients = IpNet::V4(kept.client_cidr);
    let mut known: Vec<ClientVpnRoute> = Vec::new();
    for route in &kept.routes {
        let cidr = route.destination;
        if route.target != ClientVpnTarget::Local && clients.contains(&cidr) {
            draft.error("client-vpn-route-into-clients", &INTO_CLIENTS, id, of(cidr));
        } else if known.contains(route) {
            draft.error("client-vpn-route-twice", &ROUTE_TWICE, id, of(cidr));
        } else {
            known.push(route.clone());
        }
    }
    if known.len() > ROUTES {
        let facts = vec![("limit", Fact::Number(ROUTES as u32))];
        draft.error("client-vpn-too-many-routes", &TOO_MANY_ROUTES, id, facts);
        known.truncate(ROUTES);
    }
    kept.routes = known;
}

fn rules(id: &ClientVpnEndpointId, kept: &mut ClientVpnEndpoint, draft: &mut Draft) {
    let mut known: Vec<Authorization> = Vec::new();
    for rule in &kept.authorizations {
        if known.contains(rule) {
            let facts = of(rule.destination);
            draft.error("client-vpn-rule-twice", &RULE_TWICE, id, facts);
        } else {
            known.push(rule.clone());
        }
    }
    if known.len() > RULES {
        let facts = vec![("limit", Fact::Number(RULES as u32))];
        draft.error("client-vpn-too-many-rules", &TOO_MANY_RULES, id, facts);
        known.truncate(RULES);
    }
    kept.authorizations = known;
}

fn surprises(id: &ClientVpnEndpointId, kept: &ClientVpnEndpoint, draft: &mut Draft) {
    let is_default = |route: &&ClientVpnRoute| route.destination.prefix_len() == 0;
    if let Some(route) = kept.routes.iter().find(is_default).filter(|_| kept.split_tunnel) {
        let facts = of(route.destination);
        draft.warn(
            "client-vpn-default-in-split-tunnel",
            &DEFAULT_IN_SPLIT_TUNNEL,
            id,
            facts,
        );
    }
    if kept.associations.is_empty() {
        return;
    }
    let vpc = kept
        .vpc
        .as_ref()
        .and_then(|vpc| Some((vpc, draft.topology.vpcs.get(vpc)?.clone())));
    if let Some((vpc, record)) = vpc {
        let cidrs = record.cidrs.iter().copied().map(IpNet::V4);
        let further = cidrs.filter(|cidr| picked_up(&record) != Some(*cidr));
        let is_routed = |cidr: &IpNet| kept.routes.iter().any(|route| route.destination.contains(cidr));
        for cidr in further.filter(|cidr| !is_routed(cidr)) {
            let mut facts = of(cidr);
            facts.push(("vpc", element(vpc)));
            draft.warn("client-vpn-range-without-route", &RANGE_WITHOUT_ROUTE, id, facts);
        }
    }
    let destinations: SortedSet<IpNet> = kept
        .routes
        .iter()
        .filter(|route| leads_out(route))
        .map(|route| route.destination)
        .collect();
    for cidr in destinations {
        let leads_by = |place: &EndpointSubnet, is_enough: fn(&IpNet, &IpNet) -> bool| {
            let target = ClientVpnTarget::Subnet(place.subnet.clone());
            let mut routes = kept.routes.iter();
            routes.any(|route| route.target == target && is_enough(&route.destination, &cidr))
        };
        // A wider route leads there, too, by its own subnet.
        let without = kept
            .associations
            .iter()
            .find(|place| !leads_by(place, |route, cidr| route.contains(cidr)));
        // Where no subnet of the endpoint has it, the route is about something else.
        let is_of_one = kept
            .associations
            .iter()
            .any(|place| leads_by(place, |route, cidr| route == cidr));
        let (Some(without), true) = (without, is_of_one) else {
            continue;
        };
        let mut facts = of(cidr);
        facts.push(("subnet", element(&without.subnet)));
        draft.warn("client-vpn-different-routes", &DIFFERENT_ROUTES, id, facts);
    }
}

fn leads_out(route: &ClientVpnRoute) -> bool {
    matches!(route.target, ClientVpnTarget::Subnet(_))
}
