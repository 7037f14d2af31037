//! An interface endpoint speaks HTTPS, so its groups must let it in (EI-02); and a gateway endpoint carries for nothing what a NAT
//! gateway charges for (CO-17). AWS page: vpc/latest/privatelink/create-interface-endpoint.html

use super::{Found, Lint};
use crate::issue::Level;
use crate::network::{Network, RouteState};
use crate::packet::PacketSet;
use crate::reason::reasons;
use crate::resolve::element;

use crate::topology::{
    EndpointState, InterfaceEndpointId, NatConnectivity, PortRange, RouteTableId, Target, Traffic, VpcId,
};
use crate::trace::Fact;

reasons! {
    NOTHING_IN: "endpoint-group-without-https" ["EI-02", "SG-02"] "Nobody gets in to the endpoint",
        "No inbound rule of {group} allows TCP 443, so nobody reaches the service through {at}. Allow TCP 443 from its clients.",
        "vpc/latest/privatelink/create-interface-endpoint.html";
    PAYS: "gateway-endpoint-missing" ["CO-17", "EG-02"] "The NAT gateway is paid for S3",
        "{at} sends S3 through {target}, which charges for every GB. A gateway endpoint for S3, associated with {at}, carries it for nothing.",
        "vpc/latest/privatelink/gateway-endpoints.html";
}

pub(super) static NO_HTTPS: Lint = Lint {
    name: "endpoint-group-without-https",
    level: Level::Warning,
    reason: &NOTHING_IN,
    look: groups,
};

pub(super) static NAT_PAYS: Lint = Lint {
    name: "gateway-endpoint-missing",
    level: Level::Info,
    reason: &PAYS,
    look: tables,
};

fn groups(network: &Network) -> Vec<Found> {
    let endpoints = network.topology().interface_endpoints.iter();
    let live = endpoints.filter(|(_, endpoint)| endpoint.state != EndpointState::Deleted);
    // The service of somebody else need not speak HTTPS.
    let of_aws = live.filter(|(_, endpoint)| endpoint.provider.is_none());
    of_aws
        .filter(|(id, _)| !lets_in(network, id))
        .filter_map(|(id, _)| {
            let group = network.security_groups_of_endpoint(id).first()?;
            Some(Found::at(id, vec![("group", element(group))]))
        })
        .collect()
}

fn lets_in(network: &Network, endpoint: &InterfaceEndpointId) -> bool {
    let https = PacketSet::of_rule(Traffic::Tcp(PortRange::single(443)));
    let groups = &network.topology().security_groups;
    let records = network.security_groups_of_endpoint(endpoint).iter();
    if records.clone().any(|id| network.is_unread(&id.into())) {
        return true;
    }
    records.filter_map(|id| groups.get(id)).any(|group| {
        let mut rules = group.inbound.iter();
        rules.any(|rule| !https.of_these(rule.traffic).is_empty())
    })
}

/// The service that most pay for; the endpoint for DynamoDB is as free.
const S3: &str = "s3";

/// Tables whose default route leads to a public NAT gateway, in VPCs that use S3's default way.
fn tables(network: &Network) -> Vec<Found> {
    let tables = network.topology().route_tables.iter();
    tables
        .filter(|(id, _)| is_followed(network, id))
        .filter_map(|(id, table)| {
            let nat = default_nat(network, id)?;
            (!has_endpoint(network, &table.vpc, id)).then(|| Found::at(id, vec![("target", nat)]))
        })
        .collect()
}

/// By a subnet with a machine in it: what comes through an attachment's subnet cannot use a gateway endpoint there (VPN-54).
fn is_followed(network: &Network, table: &RouteTableId) -> bool {
    let topology = network.topology();
    let mut subnets = topology.interfaces.iter().map(|(_, record)| &record.subnet);
    subnets.any(|subnet| network.route_table_of(subnet).as_ref() == Some(table))
}

fn default_nat(network: &Network, table: &RouteTableId) -> Option<Fact> {
    let routes = network.routes(table).iter();
    let mut defaults = routes.filter(|route| {
        let entries = network.entries(&route.destination);
        route.state == RouteState::Active && entries.contains(&crate::address::ANY_IPV4)
    });
    let target = defaults.find_map(|route| match &route.target {
        Target::Element(target) => Some(target),
        _ => None,
    })?;
    let gateway = network.topology().nat_gateways.get(&target.to_id()?)?;
    matches!(gateway.connectivity, NatConnectivity::Public(_)).then(|| Fact::Element(target.clone()))
}

fn has_endpoint(network: &Network, vpc: &VpcId, table: &RouteTableId) -> bool {
    let mut endpoints = network.topology().gateway_endpoints.iter();
    endpoints
        .any(|(_, endpoint)| endpoint.vpc == *vpc && &*endpoint.service == S3 && endpoint.route_tables.contains(table))
}
