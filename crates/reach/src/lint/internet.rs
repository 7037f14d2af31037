//! A public address needs a route to an internet gateway, and an internet gateway needs one that leads to it (IG-01, IG-02).
//! AWS page: vpc/latest/userguide/VPC_Internet_Gateway.html

use super::{Found, Lint};
use crate::address::INTERNET_IPV4;
use crate::id::{Kind, Ref};
use crate::issue::Level;
use crate::network::{Network, RouteState};
use crate::reason::reasons;
use crate::resolve::element;
use crate::route;
use crate::topology::{NetworkInterface, Role, SubnetId, Target, VpcId};
use crate::trace::Fact;

reasons! {
    LEADS_NOWHERE: "public-address-without-route" ["IG-02", "IG-01"] "A public address without a way to the internet",
        "{at} has the public address {address}, but the table of {subnet} has no route to an internet gateway, so nobody reaches it there. Add the route, or take the address away: it costs money.",
        "vpc/latest/userguide/VPC_Internet_Gateway.html";
    NOT_USED: "internet-gateway-unused" ["IG-01"] "An internet gateway that no route names",
        "{at} is attached to {vpc}, but no route of the VPC leads to it. Add a default route to the table of the public subnets, or detach it.",
        "vpc/latest/userguide/VPC_Internet_Gateway.html";
    WITHOUT_ADDRESS: "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS" ["IG-02"] "A public subnet without a public address",
        "The table of {at} leads straight to {gateway}, but nothing in {at} has a public address, so nothing there reaches the internet. Give it one, or send the default route to a NAT gateway.",
        "vpc/latest/userguide/VPC_Internet_Gateway.html";
    FUNCTION: "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS" ["IG-02"] "A function in a public subnet",
        "The table of {subnet} leads straight to {gateway}, but a Lambda function such as {at} never has a public address: it does not reach the internet from there. Put it into a subnet whose table leads to a NAT gateway.",
        "lambda/latest/dg/configuration-vpc-internet.html";
}

pub(super) static NOBODY_PUBLIC: Lint = Lint {
    name: "public-subnet-without-address",
    level: Level::Info,
    reason: &WITHOUT_ADDRESS,
    look: subnets,
};

pub(super) static FUNCTIONS: Lint = Lint {
    name: "function-in-public-subnet",
    level: Level::Info,
    reason: &FUNCTION,
    look: functions,
};

pub(super) static NO_ROUTE: Lint = Lint {
    name: "public-address-without-route",
    level: Level::Warning,
    reason: &LEADS_NOWHERE,
    look: addresses,
};

pub(super) static UNUSED: Lint = Lint {
    name: "internet-gateway-unused",
    level: Level::Info,
    reason: &NOT_USED,
    look: gateways,
};

fn addresses(network: &Network) -> Vec<Found> {
    let interfaces = network.topology().interfaces.iter();
    interfaces
        .filter(|(_, record)| {
            network.public_route_of(&record.subnet).is_none() && !goes_elsewhere(network, &record.subnet)
        })
        .filter_map(|(id, record)| {
            let address = Fact::Address(record.public_ipv4?.into());
            Some(Found::at(
                id,
                vec![("address", address), ("subnet", element(&record.subnet))],
            ))
        })
        .collect()
}

/// By way of a machine that stands before the internet gateway, of another VPC or of a site: that is a design.
fn goes_elsewhere(network: &Network, subnet: &SubnetId) -> bool {
    let default = network.route_table_of(subnet).and_then(|table| {
        let chosen = route::select(network, &table, INTERNET_IPV4.into()).chosen?;
        Some(chosen.route)
    });
    default.is_some_and(|route| match &route.target {
        Target::Element(target) => !matches!(target.kind, Kind::NatGateway | Kind::RegionalNatGateway),
        Target::NotModelled(_) => true,
        Target::Local => false,
    })
}

fn gateways(network: &Network) -> Vec<Found> {
    let topology = network.topology();
    let is_named = |gateway: &Ref| {
        let target = Target::Element(gateway.clone());
        let mut tables = topology.route_tables.ids();
        tables.any(|table| network.routes(table).iter().any(|route| route.target == target))
    };
    // NG-09: the table that AWS makes with a regional NAT gateway leads there.
    let is_used_by_nat = |vpc: &VpcId| {
        let mut gateways = topology.regional_nat_gateways.iter();
        gateways.any(|(_, record)| record.vpc == *vpc && record.route_table.is_none())
    };
    let attached = topology.internet_gateways.iter();
    attached
        .filter_map(|(id, gateway)| Some((id, gateway.vpc.as_ref()?)))
        .filter(|(id, vpc)| !is_named(&Ref::from(*id)) && !is_used_by_nat(vpc))
        .map(|(id, vpc)| Found::at(id, vec![("vpc", element(vpc))]))
        .collect()
}

/// The internet gateway that the subnet's route for IPv4 leads straight to.
fn straight_to(network: &Network, subnet: &SubnetId) -> Option<Ref> {
    let table = network.route_table_of(subnet)?;
    let route = route::chosen(network, &table, INTERNET_IPV4.into())?.route;
    match &route.target {
        Target::Element(target) if target.kind == Kind::InternetGateway && route.state == RouteState::Active => {
            Some(target.clone())
        }
        _ => None,
    }
}

/// Machines only, and no gateway or load balancer whose packets take this way.
fn subnets(network: &Network) -> Vec<Found> {
    let topology = network.topology();
    let found = topology.subnets.ids().filter_map(|id| {
        let gateway = straight_to(network, id)?;
        let mut interfaces = topology.interfaces.iter().filter(|(_, record)| record.subnet == *id);
        let is_private = interfaces.next().filter(|(_, first)| is_idle(first))?;
        let others = interfaces.all(|(_, record)| is_idle(record));
        let nats = topology.nat_gateways.iter().any(|(_, record)| record.subnet == *id);
        let mut endpoints = topology.gateway_load_balancer_endpoints.iter();
        let is_passed = endpoints.any(|(_, record)| record.subnet == *id);
        let mut balancers = topology.load_balancers.iter();
        let is_front =
            balancers.any(|(_, record)| record.internet_facing && record.subnets.iter().any(|at| at.subnet == *id));
        let is_function = is_private.1.role == Role::Function;
        (others && !nats && !is_passed && !is_front && !is_function)
            .then(|| Found::at(id, vec![("gateway", Fact::Element(gateway))]))
    });
    found.collect()
}

/// An appliance passes on what is others'; a NAT machine needs the address itself.
fn is_idle(record: &NetworkInterface) -> bool {
    let passes_on = !record.source_dest_check && !record.masquerades;
    record.public_ipv4.is_none() && record.ipv4.is_some() && record.ipv6.is_empty() && !passes_on
}

fn functions(network: &Network) -> Vec<Found> {
    let interfaces = network.topology().interfaces.iter();
    let functions = interfaces.filter(|(_, record)| record.role == Role::Function && record.ipv6.is_empty());
    let found = functions.filter_map(|(id, record)| {
        let gateway = straight_to(network, &record.subnet)?;
        let facts = vec![("subnet", element(&record.subnet)), ("gateway", Fact::Element(gateway))];
        Some(Found::at(id, facts))
    });
    found.collect()
}
