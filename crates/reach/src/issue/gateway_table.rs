//! A gateway route table names ranges of its VPC and whole subnets only (RT-40), leads to machines only (RT-41), takes no
//! propagated routes (RT-34) and is nobody's main table (RT-03). AWS page: vpc/latest/userguide/gateway-route-tables.html

use ipnet::IpNet;

use crate::id::{Kind, Ref, Row, RowRef};
use crate::network::cidrs_of;
use crate::reason::{Reason, reasons};
use crate::resolve::{Draft, Facts, element};
use crate::sorted::SortedMap;
use crate::topology::{Destination, Route, RouteTable, RouteTableId, Target, Topology};
use crate::trace::Fact;

reasons! {
    DESTINATION: "X_REFUSED" ["RT-40"] "Not a destination for a gateway",
        "{at}, the route table of {gateway}, cannot have a route to {destination}: it names ranges of its VPC and whole ranges of subnets only.",
        "vpc/latest/userguide/gateway-route-tables.html";

    TARGET: "X_REFUSED" ["RT-41"] "Not a target for a gateway",
        "{at}, the route table of {gateway}, cannot send {destination} to {target}: only to local, to a network interface or to a Gateway Load Balancer endpoint of the VPC.",
        "vpc/latest/userguide/gateway-route-tables.html";

    TO_ENDPOINT: "X_NOTICE" ["RT-42", "DEC-05"] "Older documentation says it is dropped",
        "{at}, the route table of {gateway}, sends {destination} to {target}. AWS documents that today; in 2023 it said that such packets are dropped. Try it out.",
        "vpc/latest/userguide/gateway-route-tables.html";

    PROPAGATES: "X_REFUSED" ["RT-34"] "No propagated routes for a gateway",
        "{at} cannot be the route table of {gateway}: routes are propagated into it. Switch propagation off first.",
        "vpc/latest/userguide/gateway-route-tables.html";

    MAIN: "X_REFUSED" ["RT-03"] "The main table is for subnets",
        "{at} is the main route table of {vpc}, so it cannot be the route table of {gateway}. Make a table for the gateway alone.",
        "vpc/latest/userguide/gateway-route-tables.html";
}

/// What cannot be is taken out of the table: without a route, packets are delivered locally (RT-43).
pub(super) fn check(_: &Topology, draft: &mut Draft) {
    for (table, gateway) in tables_of_gateways(&draft.topology) {
        let Some(record) = draft.topology.route_tables.get(&table).cloned() else {
            continue;
        };
        of_table(&table, &gateway, &record, draft);
        let ranges = ranges(&record, &draft.topology);
        let mut kept = Vec::new();
        for route in &record.routes {
            match wrong(route, &ranges) {
                None => {
                    if is_doubtful(&gateway, route) {
                        draft.warn(
                            "gateway-route-to-endpoint",
                            &TO_ENDPOINT,
                            &table,
                            facts(&gateway, route),
                        );
                    }
                    kept.push(route.clone());
                }
                Some((name, reason)) => {
                    draft.error(name, reason, &table, facts(&gateway, route));
                    draft.at_row(RowRef {
                        of: Ref::from(&table),
                        row: Row::Route(route.destination.clone()),
                    });
                }
            }
        }
        if let Some(record) = draft.topology.route_tables.get_mut(&table) {
            record.routes = kept;
        }
    }
}

fn tables_of_gateways(topology: &Topology) -> SortedMap<RouteTableId, Ref> {
    let internet = topology.internet_gateways.iter();
    let internet = internet.filter_map(|(id, gateway)| Some((gateway.route_table.clone()?, Ref::from(id))));
    let vpn = topology.vpn_gateways.iter();
    let vpn = vpn.filter_map(|(id, gateway)| Some((gateway.route_table.clone()?, Ref::from(id))));
    internet.chain(vpn).collect()
}

fn of_table(table: &RouteTableId, gateway: &Ref, record: &RouteTable, draft: &mut Draft) {
    let facts = || {
        vec![
            ("gateway", Fact::Element(gateway.clone())),
            ("vpc", element(&record.vpc)),
        ]
    };
    if !record.propagating.is_empty() {
        draft.error("gateway-table-propagates", &PROPAGATES, table, facts());
    }
    let vpc = draft.topology.vpcs.get(&record.vpc);
    if vpc.is_some_and(|vpc| vpc.main_route_table.as_ref() == Some(table)) {
        draft.error("gateway-table-is-main", &MAIN, table, facts());
    }
}

fn ranges(table: &RouteTable, topology: &Topology) -> Vec<IpNet> {
    let own = topology.vpcs.get(&table.vpc).into_iter().flat_map(cidrs_of);
    let subnets = topology.subnets.iter().filter(|(_, subnet)| subnet.vpc == table.vpc);
    let subnets = subnets.flat_map(|(_, subnet)| {
        let ipv4 = subnet.cidr.map(IpNet::V4);
        ipv4.into_iter().chain(subnet.ipv6_cidr.map(IpNet::V6))
    });
    own.chain(subnets).collect()
}

fn wrong(route: &Route, ranges: &[IpNet]) -> Option<(&'static str, &'static Reason)> {
    let is_machine = match &route.target {
        Target::Local | Target::NotModelled(_) => true,
        Target::Element(element) => is_machine(element.kind),
    };
    let is_own = matches!(&route.destination, Destination::Cidr(cidr) if ranges.contains(cidr));
    if !is_own {
        Some(("gateway-route-destination", &DESTINATION))
    } else if !is_machine {
        Some(("gateway-route-target", &TARGET))
    } else {
        None
    }
}

/// RT-42: a Gateway Load Balancer endpoint behind a virtual private gateway.
fn is_doubtful(gateway: &Ref, route: &Route) -> bool {
    let to_endpoint = |element: &Ref| element.kind == Kind::GatewayLoadBalancerEndpoint;
    gateway.kind == Kind::VpnGateway && matches!(&route.target, Target::Element(element) if to_endpoint(element))
}

const fn is_machine(kind: Kind) -> bool {
    matches!(kind, Kind::NetworkInterface | Kind::GatewayLoadBalancerEndpoint)
}

fn facts(gateway: &Ref, route: &Route) -> Facts {
    let target = match &route.target {
        Target::Local => Fact::Text("local".into()),
        Target::Element(element) => Fact::Element(element.clone()),
        Target::NotModelled(words) => Fact::Text(words.clone()),
    };
    let destination = Fact::Text(route.destination.to_string().into());
    vec![
        ("gateway", Fact::Element(gateway.clone())),
        ("destination", destination),
        ("target", target),
    ]
}
