//! Which route of a table a packet takes: the longest prefix; between equal prefixes a static CIDR route, then one that
//! names a prefix list, then a propagated one (RT-10). A local route beats any propagated one (RT-11).
//! AWS page: vpc/latest/userguide/route-tables-priority.html

use std::cmp::Reverse;
use std::net::IpAddr;

use ipnet::IpNet;

use crate::id::{Ref, Row, RowRef};
use crate::network::{EffectiveRoute, Network, RouteOrigin};
use crate::reason::{Reason, reasons};
use crate::topology::{Destination, RouteTableId, Target};
use crate::trace::PassedOver;

reasons! {
    MORE_SPECIFIC: "MORE_SPECIFIC_ROUTE" ["RT-10", "RT-13"] "Less specific",
        "It matches too, but a more specific route wins.",
        "vpc/latest/userguide/route-tables-priority.html";
    HIGHER_PRIORITY: "HIGHER_PRIORITY_ROUTE" ["RT-10", "RT-12"] "Lower priority",
        "It matches too, but a route of a kind that goes first has the same destination.",
        "vpc/latest/userguide/route-tables-priority.html";
    LOCAL_FIRST: "HIGHER_PRIORITY_ROUTE" ["RT-11"] "Local goes first",
        "It matches too, but a propagated route never wins over the VPC's local route.",
        "vpn/latest/s2svpn/vpn-route-priority.html";
    CANNOT_ROUTE: "CANNOT_ROUTE" ["RT-19"] "Other destination",
        "Its destination does not contain the packet's.",
        "vpc/latest/reachability/explanation-codes.html";
}

/// The outcome of a look-up.
#[derive(Debug)]
pub(crate) struct Selection<'n> {
    /// `None`: no route matches.
    pub(crate) chosen: Option<Chosen<'n>>,
    /// The other routes of the packet's family, and why each lost.
    pub(crate) passed_over: Vec<PassedOver>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Chosen<'n> {
    pub(crate) route: &'n EffectiveRoute,
    /// What matched: the route's CIDR, or the entry of its prefix list.
    pub(crate) prefix: IpNet,
}

/// Looks the destination up in the table.
pub(crate) fn select<'n>(network: &'n Network, table: &RouteTableId, destination: IpAddr) -> Selection<'n> {
    let routes = network.routes(table);
    let matched: Vec<Option<IpNet>> = routes
        .iter()
        .map(|route| longest_match(network, route, destination))
        .collect();
    let chosen = choose(routes, &matched);
    let passed_over = routes
        .iter()
        .zip(&matched)
        .filter(|(route, _)| chosen.is_none_or(|chosen| !std::ptr::eq(chosen.route, *route)))
        .filter_map(|(route, prefix)| {
            let reason = why_not(network, route, *prefix, chosen, destination)?;
            Some(PassedOver {
                by: row(table, &route.destination),
                reason,
            })
        })
        .collect();
    Selection { chosen, passed_over }
}

/// The row of a route, for a decision.
pub(crate) fn row(table: &RouteTableId, destination: &Destination) -> RowRef {
    RowRef {
        of: Ref::from(table),
        row: Row::Route(destination.clone()),
    }
}

fn longest_match(network: &Network, route: &EffectiveRoute, destination: IpAddr) -> Option<IpNet> {
    match &route.destination {
        Destination::Cidr(cidr) => cidr.contains(&destination).then_some(*cidr),
        Destination::PrefixList(_) => network
            .entries(&route.destination)
            .iter()
            .filter(|entry| entry.contains(&destination))
            .max_by_key(|entry| entry.prefix_len())
            .copied(),
    }
}

fn choose<'n>(routes: &'n [EffectiveRoute], matched: &[Option<IpNet>]) -> Option<Chosen<'n>> {
    let candidates = || {
        routes.iter().zip(matched).filter_map(|(route, prefix)| {
            Some(Chosen {
                route,
                prefix: (*prefix)?,
            })
        })
    };
    let preferred = |chosen: &Chosen<'n>| {
        (
            Reverse(chosen.prefix.prefix_len()),
            priority(chosen.route),
            &chosen.route.destination,
            &chosen.route.target,
        )
    };
    let best = candidates().min_by(|a, b| preferred(a).cmp(&preferred(b)))?;
    if !best.route.origin.is_propagated() {
        return Some(best);
    }
    let local = candidates()
        .filter(|chosen| is_local(chosen.route))
        .max_by_key(|chosen| chosen.prefix.prefix_len());
    local.or(Some(best))
}

fn is_local(route: &EffectiveRoute) -> bool {
    route.origin == RouteOrigin::Local && route.target == Target::Local
}

/// The order between equal prefixes. Two prefix lists: the lower id, as AWS's choice is random but stable (RT-15).
fn priority(route: &EffectiveRoute) -> u8 {
    match (route.origin, &route.destination) {
        (RouteOrigin::Local, _) => 0,
        (RouteOrigin::Static, Destination::Cidr(_)) => 1,
        (RouteOrigin::Static | RouteOrigin::Endpoint, _) => 2,
        (RouteOrigin::PropagatedStaticVpn, _) => 3,
        (RouteOrigin::PropagatedBgpVpn, _) => 4,
    }
}

/// `None` for a route of the other family: it does not even take part (ENG-08).
fn why_not(
    network: &Network,
    route: &EffectiveRoute,
    prefix: Option<IpNet>,
    chosen: Option<Chosen<'_>>,
    destination: IpAddr,
) -> Option<&'static Reason> {
    if let (Some(prefix), Some(chosen)) = (prefix, chosen) {
        let reason = if prefix.prefix_len() < chosen.prefix.prefix_len() {
            &MORE_SPECIFIC
        } else if route.origin.is_propagated() && is_local(chosen.route) {
            &LOCAL_FIRST
        } else {
            &HIGHER_PRIORITY
        };
        return Some(reason);
    }
    network
        .entries(&route.destination)
        .iter()
        .any(|entry| entry.addr().is_ipv4() == destination.is_ipv4())
        .then_some(&CANNOT_ROUTE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Kind;
    use crate::topology::{
        CustomerGateway, InternetGateway, PrefixList, Route, RouteTable, Site, Topology, Tunnel, Vpc, VpnConnection,
        VpnGateway, VpnRouting,
    };

    fn cidr(text: &str) -> Destination {
        Destination::Cidr(text.parse().unwrap())
    }

    fn to(kind: Kind, id: &str) -> Target {
        Ref::new(kind, id).into()
    }

    /// VPC 10.0.0.0/16 with an internet gateway and a VPN gateway that learns `learned`.
    fn network(routes: Vec<(Destination, Target)>, learned: &[&str], routing: fn(Vec<IpNet>) -> VpnRouting) -> Network {
        let mut topology = Topology::default();
        topology
            .vpcs
            .insert("a".into(), Vpc::new("10.0.0.0/16".parse().unwrap()));
        topology.internet_gateways.insert(
            "igw".into(),
            InternetGateway {
                name: None,
                vpc: Some("a".into()),
            },
        );
        topology.vpn_gateways.insert(
            "vgw".into(),
            VpnGateway {
                name: None,
                vpc: Some("a".into()),
                asn: VpnGateway::DEFAULT_ASN,
            },
        );
        let prefixes: Vec<IpNet> = learned.iter().map(|net| net.parse().unwrap()).collect();
        topology.sites.insert(
            "site".into(),
            Site {
                name: None,
                cidrs: prefixes.clone(),
                hosts: Vec::new(),
            },
        );
        topology.customer_gateways.insert(
            "cgw".into(),
            CustomerGateway {
                name: None,
                site: Some("site".into()),
                asn: CustomerGateway::DEFAULT_ASN,
                announces: None,
                routes: None,
            },
        );
        topology.vpn_connections.insert(
            "vpn".into(),
            VpnConnection {
                name: None,
                gateway: Ref::new(Kind::VpnGateway, "vgw"),
                customer_gateway: "cgw".into(),
                routing: routing(prefixes),
                tunnels: [Tunnel { up: true }; 2],
            },
        );
        topology.prefix_lists.insert(
            "pl-x".into(),
            PrefixList {
                name: None,
                region: "us-east-1".into(),
                service: None,
                entries: vec!["172.31.0.0/24".parse().unwrap(), "2001:db8::/32".parse().unwrap()],
            },
        );
        let mut table = RouteTable::new("a".into());
        table.routes = routes
            .into_iter()
            .map(|(destination, target)| Route { destination, target })
            .collect();
        table.propagating.insert("vgw".into());
        topology.route_tables.insert("rtb".into(), table);
        crate::resolve(&topology).0
    }

    fn bgp(_: Vec<IpNet>) -> VpnRouting {
        VpnRouting::Bgp
    }

    fn chosen(network: &Network, destination: &str) -> Option<Target> {
        let selection = select(network, &"rtb".into(), destination.parse().unwrap());
        selection.chosen.map(|chosen| chosen.route.target.clone())
    }

    fn lost(network: &Network, destination: &str) -> Vec<(String, &'static str)> {
        select(network, &"rtb".into(), destination.parse().unwrap())
            .passed_over
            .iter()
            .map(|row| (row.by.row.to_string(), row.reason.code))
            .collect()
    }

    /// RT-10, RT-19, ENG-08: the worked example of the route-priority page.
    #[test]
    fn the_longest_prefix_wins() {
        let network = network(
            vec![
                (cidr("172.31.0.0/16"), to(Kind::VpnGateway, "vgw")),
                (cidr("0.0.0.0/0"), to(Kind::InternetGateway, "igw")),
            ],
            &[],
            bgp,
        );
        assert_eq!(chosen(&network, "10.0.9.9"), Some(Target::Local));
        assert_eq!(chosen(&network, "172.31.5.5"), Some(to(Kind::VpnGateway, "vgw")));
        assert_eq!(chosen(&network, "172.32.0.1"), Some(to(Kind::InternetGateway, "igw")));
        assert_eq!(chosen(&network, "2001:db8::1"), None);
        assert_eq!(
            lost(&network, "172.31.5.5"),
            [
                ("10.0.0.0/16".to_owned(), "CANNOT_ROUTE"),
                ("0.0.0.0/0".to_owned(), "MORE_SPECIFIC_ROUTE")
            ]
        );
    }

    /// RT-12: between equal prefixes a static route goes first; then a prefix list, then what is propagated.
    #[test]
    fn equal_prefixes_go_by_kind() {
        let statics = || (cidr("172.31.0.0/24"), to(Kind::InternetGateway, "igw"));
        let list = || (Destination::PrefixList("pl-x".into()), to(Kind::NatGateway, "nat"));
        let all = network(vec![list(), statics()], &["172.31.0.0/24"], bgp);
        assert_eq!(chosen(&all, "172.31.0.5"), Some(to(Kind::InternetGateway, "igw")));
        let two = network(vec![list()], &["172.31.0.0/24"], bgp);
        assert_eq!(chosen(&two, "172.31.0.5"), Some(to(Kind::NatGateway, "nat")));
        assert!(lost(&two, "172.31.0.5").contains(&("172.31.0.0/24".to_owned(), "HIGHER_PRIORITY_ROUTE")));
        assert_eq!(chosen(&two, "2001:db8::7"), Some(to(Kind::NatGateway, "nat")));
    }

    /// RT-13: a more specific propagated route beats a static one; RT-11: never the local one.
    #[test]
    fn local_beats_propagated() {
        let network = network(
            vec![(cidr("192.168.0.0/16"), to(Kind::InternetGateway, "igw"))],
            &["192.168.200.0/24", "10.0.7.0/24"],
            VpnRouting::Static,
        );
        assert_eq!(chosen(&network, "192.168.200.5"), Some(to(Kind::VpnGateway, "vgw")));
        assert_eq!(chosen(&network, "192.168.7.5"), Some(to(Kind::InternetGateway, "igw")));
        assert_eq!(chosen(&network, "10.0.7.5"), Some(Target::Local));
        assert!(lost(&network, "10.0.7.5").contains(&("10.0.7.0/24".to_owned(), "HIGHER_PRIORITY_ROUTE")));
    }
}
