//! A route table has each destination once (RT-14). Inside the VPC only whole subnets can be routed elsewhere, and only
//! to an interface or a NAT gateway (RT-04, RT-06). Some destinations are AWS's own (RT-18), and some things are not
//! targets. AWS page: vpc/latest/userguide/route-table-options.html

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::sorted::{SortedMap, SortedSet};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::id::{Kind, Ref, Row, RowRef};
use crate::issue::{Issue, Level};
use crate::network::{Network, RouteState, cidrs_of};
use crate::reason::{Reason, reasons};
use crate::resolve::{Draft, Facts, element};
use crate::topology::{Destination, Route, RouteTable, RouteTableId, Target, Topology, Vpc, VpcId};
use crate::trace::{Fact, Finding};

reasons! {
    TWICE: "RouteAlreadyExists" ["RT-14"] "Destination already in the table",
        "{at} already has a route to {destination}. A table has one route per destination: change or delete that \
         one.",
        "AWSEC2/latest/APIReference/errors-overview.html";

    INSIDE_VPC: "X_REFUSED" ["RT-06"] "Too specific inside the VPC",
        "{at} cannot have a route to {destination}: it lies inside {vpc}. Such a route must name the whole range \
         of a subnet and lead to a network interface or a NAT gateway.",
        "vpc/latest/userguide/route-table-options.html";

    LOCAL: "X_REFUSED" ["RT-04"] "The local route stays",
        "{at} has the local route for {destination} of {vpc}. It cannot be deleted, and only a network interface \
         or a NAT gateway can take its place.",
        "vpc/latest/userguide/route-table-options.html";

    NOT_LOCAL: "X_REFUSED" ["RT-04", "RT-05"] "Not a local destination",
        "{at} cannot send {destination} to local: that is only for the ranges of {vpc}.",
        "vpc/latest/userguide/route-table-options.html";

    RESERVED: "X_REFUSED" ["RT-18"] "Destination reserved by AWS",
        "{at} cannot have a route to {destination}: those addresses belong to services of AWS inside the VPC, \
         such as instance metadata.",
        "vpc/latest/userguide/subnet-route-tables.html";

    MANAGED: "X_REFUSED" ["EG-02"] "AWS writes this route",
        "{at} cannot have a route to {target} by hand. Associate the gateway endpoint with the table, and AWS \
         adds the route.",
        "vpc/latest/privatelink/gateway-endpoints.html";

    NAT_IPV6: "X_REFUSED" ["NG-06"] "NAT gateways are for IPv4",
        "{at} cannot send {destination} to {target}: of IPv6 a NAT gateway takes only 64:ff9b::/96, which stands for \
         IPv4 addresses. IPv6 needs no NAT: use an internet gateway.",
        "vpc/latest/userguide/nat-gateway-nat64-dns64.html";

    NOT_A_TARGET: "X_REFUSED" ["DEC-25"] "Not a target of a route",
        "{at} cannot send {destination} to {target}. A route leads to a gateway, a NAT gateway, a peering \
         connection or a network interface.",
        "vpc/latest/userguide/route-table-options.html";

    BLACKHOLE: "BAD_STATE_ROUTE" ["RT-21", "RT-22"] "Blackhole route",
        "{at} sends {destination} to {target}, which is gone, detached or not active. The route stays and drops \
         every packet: delete it or give it another target.",
        "vpc/latest/userguide/subnet-route-tables.html";

    NO_PREFIX_LIST: "X_REFUSED" ["EG-04", "DEC-25"] "Prefix list not usable here",
        "{at} names {other}, which does not exist in {region}. A prefix list is of one Region.",
        "vpc/latest/userguide/managed-prefix-lists.html";
}

const RESERVED_IPV4: IpNet = IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(169, 254, 168, 0), 22));
const RESERVED_IPV6: IpNet = IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0), 32));

const NAT64: IpNet = IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96));

/// Routes that cannot exist are taken out; the first of two with one destination stays.
pub(super) fn check(_: &Topology, draft: &mut Draft) {
    let all = draft.topology.route_tables.clone();
    let subnets = subnet_ranges(&draft.topology);
    let by_endpoint = endpoint_lists(&draft.topology);
    for (id, table) in all.iter() {
        let Some(vpc) = draft.topology.vpcs.get(&table.vpc).cloned() else {
            continue;
        };
        let context = Context {
            table,
            vpc: &vpc,
            subnets: subnets.get(&table.vpc),
            managed: by_endpoint.get(id),
        };
        let mut seen = SortedSet::new();
        let mut kept = Vec::with_capacity(table.routes.len());
        for route in &table.routes {
            let route = canonical(route);
            let wrong = if seen.contains(&route.destination) {
                Some(("route-twice", &TWICE))
            } else {
                context.wrong(&route)
            };
            if let Some((name, reason)) = wrong {
                draft.error(name, reason, id, context.facts(&route));
                draft.at_row(row(id, &route.destination));
            } else {
                seen.insert(route.destination.clone());
                kept.push(route);
            }
        }
        if kept != table.routes
            && let Some(record) = draft.topology.route_tables.get_mut(id)
        {
            record.routes = kept;
        }
    }
}

struct Context<'a> {
    table: &'a RouteTable,
    vpc: &'a Vpc,
    subnets: Option<&'a SortedSet<IpNet>>,
    managed: Option<&'a SortedSet<Destination>>,
}

impl Context<'_> {
    fn wrong(&self, route: &Route) -> Option<(&'static str, &'static Reason)> {
        if let Some(wrong) = wrong_target(&route.target) {
            return Some(wrong);
        }
        let Destination::Cidr(cidr) = route.destination else {
            let is_managed = self.managed.is_some_and(|lists| lists.contains(&route.destination));
            return is_managed.then_some(("route-twice", &TWICE));
        };
        if is_reserved(cidr) {
            return Some(("route-destination-reserved", &RESERVED));
        }
        let is_nat = matches!(&route.target, Target::Element(element) if matches!(element.kind, Kind::NatGateway | Kind::RegionalNatGateway));
        if is_nat && cidr.addr().is_ipv6() && !NAT64.contains(&cidr) {
            return Some(("nat-for-ipv6", &NAT_IPV6));
        }
        let is_whole = cidrs_of(self.vpc).any(|own| own == cidr);
        let is_inside = cidrs_of(self.vpc).any(|own| own.contains(&cidr));
        let is_steering = matches!(
            &route.target,
            Target::Element(element) if is_steering(element.kind)
        ) || matches!(route.target, Target::NotModelled(_));
        let is_subnet = self.subnets.is_some_and(|subnets| subnets.contains(&cidr));
        match route.target {
            Target::Local if is_whole => None,
            Target::Local => Some(("route-not-local", &NOT_LOCAL)),
            _ if is_whole && !is_steering => Some(("local-route-replaced", &LOCAL)),
            _ if is_inside && !is_whole && !(is_steering && is_subnet) => Some(("route-inside-vpc", &INSIDE_VPC)),
            _ => None,
        }
    }

    fn facts(&self, route: &Route) -> Facts {
        let target = match &route.target {
            Target::Local => Fact::Text("local".into()),
            Target::Element(element) => Fact::Element(element.clone()),
            Target::NotModelled(words) => Fact::Text(words.clone()),
        };
        let destination = Fact::Text(route.destination.to_string().into());
        vec![
            ("destination", destination),
            ("target", target),
            ("vpc", element(&self.table.vpc)),
        ]
    }
}

/// What can stand between the subnets of a VPC (RT-06).
const fn is_steering(target: Kind) -> bool {
    matches!(
        target,
        Kind::NetworkInterface | Kind::NatGateway | Kind::RegionalNatGateway | Kind::GatewayLoadBalancerEndpoint
    )
}

fn wrong_target(target: &Target) -> Option<(&'static str, &'static Reason)> {
    let Target::Element(element) = target else {
        return None;
    };
    match element.kind {
        Kind::InternetGateway
        | Kind::EgressOnlyInternetGateway
        | Kind::TransitGateway
        | Kind::RegionalNatGateway
        | Kind::GatewayLoadBalancerEndpoint
        | Kind::VpnGateway
        | Kind::NatGateway
        | Kind::PeeringConnection
        | Kind::NetworkInterface => None,
        Kind::GatewayEndpoint => Some(("route-to-endpoint-by-hand", &MANAGED)),
        _ => Some(("route-target-impossible", &NOT_A_TARGET)),
    }
}

pub(crate) fn is_reserved(cidr: IpNet) -> bool {
    RESERVED_IPV4.contains(&cidr) || RESERVED_IPV6.contains(&cidr)
}

fn canonical(route: &Route) -> Route {
    let destination = match &route.destination {
        Destination::Cidr(cidr) => Destination::Cidr(cidr.trunc()),
        Destination::PrefixList(list) => Destination::PrefixList(list.clone()),
    };
    Route {
        destination,
        target: route.target.clone(),
    }
}

fn row(table: &RouteTableId, destination: &Destination) -> RowRef {
    RowRef {
        of: Ref::from(table),
        row: Row::Route(destination.clone()),
    }
}

fn subnet_ranges(topology: &Topology) -> SortedMap<VpcId, SortedSet<IpNet>> {
    let mut all: SortedMap<VpcId, SortedSet<IpNet>> = SortedMap::new();
    for (_, subnet) in topology.subnets.iter() {
        let ranges = subnet
            .cidr
            .map(IpNet::V4)
            .into_iter()
            .chain(subnet.ipv6_cidr.map(IpNet::V6));
        all.entry(subnet.vpc.clone()).or_default().extend(ranges);
    }
    all
}

/// The lists that gateway endpoints already route in each table (EG-06).
fn endpoint_lists(topology: &Topology) -> SortedMap<RouteTableId, SortedSet<Destination>> {
    let mut all: SortedMap<RouteTableId, SortedSet<Destination>> = SortedMap::new();
    for (_, endpoint) in topology.gateway_endpoints.iter() {
        let region = topology.vpcs.get(&endpoint.vpc).map(|vpc| &vpc.region);
        let list = region.and_then(|region| crate::service::managed_list(topology, &endpoint.service, region));
        for (table, list) in endpoint.route_tables.iter().zip(std::iter::repeat(list)) {
            all.entry(table.clone())
                .or_default()
                .extend(list.map(Destination::PrefixList));
        }
    }
    all
}

/// Routes that may exist but drop everything. Needs the routes in force.
pub(crate) fn blackholes(network: &Network) -> Vec<Issue> {
    let tables = network.topology().route_tables.ids();
    let routes = tables.flat_map(|id| network.routes(id).iter().map(move |route| (id, route)));
    routes
        .filter(|(_, route)| route.state == RouteState::Blackhole)
        .filter_map(|(id, route)| {
            let Target::Element(target) = &route.target else {
                return None;
            };
            let destination = Fact::Text(route.destination.to_string().into());
            Some(Issue {
                level: Level::Warning,
                name: "route-blackhole",
                finding: Finding {
                    reason: &BLACKHOLE,
                    at: Ref::from(id),
                    facts: vec![("destination", destination), ("target", Fact::Element(target.clone()))],
                },
                row: Some(row(id, &route.destination)),
            })
        })
        .collect()
}
