//! A public address needs a route to an internet gateway, and an internet gateway needs one that leads to it (IG-01, IG-02).
//! AWS page: vpc/latest/userguide/VPC_Internet_Gateway.html

use super::{Found, Lint};
use crate::address::INTERNET_IPV4;
use crate::id::{Kind, Ref};
use crate::issue::Level;
use crate::network::Network;
use crate::reason::reasons;
use crate::resolve::element;
use crate::route;
use crate::topology::{SubnetId, Target, VpcId};
use crate::trace::Fact;

reasons! {
    LEADS_NOWHERE: "public-address-without-route" ["IG-02", "IG-01"] "A public address without a way to the internet",
        "{at} has the public address {address}, but the table of {subnet} has no route to an internet gateway, so nobody reaches it there. Add the route, or take the address away: it costs money.",
        "vpc/latest/userguide/VPC_Internet_Gateway.html";
    NOT_USED: "internet-gateway-unused" ["IG-01"] "An internet gateway that no route names",
        "{at} is attached to {vpc}, but no route of the VPC leads to it. Add a default route to the table of the public subnets, or detach it.",
        "vpc/latest/userguide/VPC_Internet_Gateway.html";
}

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
