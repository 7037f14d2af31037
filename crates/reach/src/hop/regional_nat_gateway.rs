//! A regional NAT gateway belongs to a VPC and is in none of its subnets: no network ACL stands before it, a route table of its own
//! says where it sends to, and it is there in every Availability Zone with interfaces, or in those that somebody chose (NG-09).
//! AWS page: vpc/latest/userguide/nat-gateways-regional.html

use std::net::IpAddr;

use super::{nat_gateway, route_table};
use crate::id::{Kind, Ref};
use crate::network::Holder;
use crate::reason::{NOT_MODELLED, reasons};
use crate::route;
use crate::topology::{RegionalNatGateway, RegionalNatGatewayId, RouteTableId, Target};
use crate::trace::{Fact, Step};
use crate::walk::{Came, Next, Walk, Way, Why};

reasons! {
    TRANSLATES: "regional-nat-out" ["NG-09", "NG-03"] "Sends from a public address",
        "{at} sends the packet from its public address {own} in place of {source}, and remembers the connection. It is in no subnet, so no network ACL is asked here.",
        "vpc/latest/userguide/nat-gateways-regional.html";
    OWN_TABLE: "regional-nat-table" ["NG-09"] "Its own route table",
        "The route table that AWS made with {at} leads to the internet gateway; no subnet needs to be public.",
        "vpc/latest/userguide/nat-gateways-regional.html";
    BY_ITSELF: "regional-nat-automatic" ["NG-09"] "In every zone by itself",
        "In automatic mode {at} goes where interfaces are and takes public addresses by itself; until it is in a new zone, for up to an hour, another zone's part serves it.",
        "vpc/latest/userguide/nat-gateways-regional.html";
    NOT_IN_ZONE: "REGIONAL_NGW_ROUTE_AZ_RESTRICTION" ["NG-09"] "Not in this Availability Zone",
        "{at} is in manual mode and not in {zone}, where the packet comes from. Add the zone, or change to automatic mode, which follows by itself.",
        "vpc/latest/reachability/explanation-codes.html";
    NO_ADDRESS: "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS" ["NG-09", "IG-02"] "No public address",
        "{at} is in manual mode and nobody gave it a public address, so it cannot send for {source}.",
        "vpc/latest/userguide/nat-gateways-regional.html";
    NO_INTERNET_GATEWAY: "NO_ROUTE_TO_DESTINATION" ["NG-09"] "No internet gateway",
        "The route table of {at} needs an internet gateway for {destination}, and {vpc} has none.",
        "vpc/latest/userguide/nat-gateways-regional.html";
    NO_WAY_BACK: "NO_ROUTE_TO_DESTINATION" ["NG-09", "PW-22"] "No route for the reply",
        "The route table that AWS made with {at} leads into its VPC and to the internet, and not back to {destination}. Give it a table with that route.",
        "vpc/latest/userguide/nat-gateways-regional.html";
    NO_ROUTE: "NO_ROUTE_TO_DESTINATION" ["NG-09", "RT-19"] "No route",
        "{at}, the route table of {gateway}, has no route for {destination}.",
        "vpc/latest/userguide/nat-gateways-regional.html";
}

/// A route hands the packet to the gateway.
pub(crate) fn enter(walk: &mut Walk<'_>, component: &Ref, _way: Way) -> Next {
    let network = walk.network;
    let found = component.to_id().and_then(|id: RegionalNatGatewayId| {
        let record = network.topology().regional_nat_gateways.get(&id)?;
        Some((id, record))
    });
    let Some((id, record)) = found else {
        return super::not_modelled(walk, component);
    };
    if let Some(next) = nat_gateway::refuse(walk, component, record.state) {
        return next;
    }
    let subnets = &network.topology().subnets;
    let zone = walk
        .subnet
        .as_ref()
        .and_then(|subnet| Some(&*subnets.get(subnet)?.zone));
    let region = network.region_of(&record.vpc).unwrap_or_default();
    let place = zone.and_then(|zone| record.zones.iter().position(|known| is_zone(known, zone, region)));
    if !record.zones.is_empty() && place.is_none() {
        let why = Why::new(&NOT_IN_ZONE).text("zone", zone.unwrap_or_default());
        return walk.stop(component.clone(), Step::NatGateway, why);
    }
    let of_zone = place.and_then(|place| record.public_ipv4.get(place));
    let own = of_zone.or(record.public_ipv4.first()).copied();
    let own = own.or_else(|| network.stand_in_of(&Holder::RegionalNatGateway(id.clone())));
    let Some(own) = own.map(IpAddr::V4) else {
        return walk.stop(component.clone(), Step::NatGateway, Why::new(&NO_ADDRESS));
    };
    let because = record.zones.is_empty().then(|| Why::new(&BY_ITSELF));
    let why = Why::new(&TRANSLATES).fact("own", Fact::Address(own)).because(because);
    let from_transit_gateway = walk.came == Came::ByTransitGateway;
    let why = why.because(from_transit_gateway.then(|| Why::new(&nat_gateway::FROM_TRANSIT_GATEWAY)));
    let why = why.because(record.route_table.is_none().then(|| Why::new(&OWN_TABLE)));
    let (destination, stands_for) = nat_gateway::to_ipv4(walk).unzip();
    let why = why.because(stands_for);
    let out = walk.translated(component, own, destination);
    walk.rewrite(component.clone(), Step::NatGateway, out, why);
    walk.sender = None;
    walk.subnet = None;
    walk.came = Came::FromSubnet;
    send_out(walk, component, record)
}

/// By its name, or by its last letter alone.
pub(crate) fn is_zone(named: &str, zone: &str, region: &str) -> bool {
    named == zone || zone.strip_prefix(region) == Some(named)
}

/// To the internet only: what address it would have elsewhere, nobody says.
fn send_out(walk: &mut Walk<'_>, at: &Ref, record: &RegionalNatGateway) -> Next {
    let network = walk.network;
    let elsewhere = "A regional NAT gateway that sends elsewhere than to the internet";
    if let Some(table) = &record.route_table {
        let is_out = |target: &Target| match target {
            Target::Element(element) => element.kind == Kind::InternetGateway,
            Target::Local => false,
            Target::NotModelled(_) => true,
        };
        return look_up(walk, at, record, table, elsewhere, is_out);
    }
    if network.is_in_vpc(&record.vpc, walk.destination()) {
        let why = Why::new(&NOT_MODELLED).text("target", elsewhere);
        return walk.stop(at.clone(), Step::NatGateway, why);
    }
    match network.internet_gateway_of(&record.vpc) {
        Some(gateway) => Next::Enter(gateway.into(), Way::Out(record.vpc.clone())),
        None => {
            let why = Why::new(&NO_INTERNET_GATEWAY).element("vpc", &record.vpc);
            walk.stop(at.clone(), Step::NatGateway, why)
        }
    }
}

/// A packet for its public address: a reply that it knows, or somebody who tries to come in.
pub(crate) fn receive(walk: &mut Walk<'_>, id: &RegionalNatGatewayId) -> Next {
    let at = Ref::from(id);
    let network = walk.network;
    let Some(record) = network.topology().regional_nat_gateways.get(id) else {
        return super::not_modelled(walk, &at);
    };
    if let Some(next) = nat_gateway::refuse_state(walk, &at, record.state) {
        return next;
    }
    let Some(back) = walk.given_back(&at) else {
        return walk.stop(at, Step::NatGateway, Why::new(&nat_gateway::NO_INBOUND));
    };
    let why = Why::new(&nat_gateway::GIVES_BACK).fact("client", Fact::Address(back.destination));
    walk.rewrite(at.clone(), Step::NatGateway, back, why);
    walk.came = Came::FromSubnet;
    walk.subnet = None;
    let is_inside = network.is_in_vpc(&record.vpc, walk.destination());
    match &record.route_table {
        None if is_inside => Next::Arrive(record.vpc.clone()),
        // By the route to the internet gateway, which does not deliver it.
        None => match network.internet_gateway_of(&record.vpc) {
            Some(gateway) => {
                walk.hint(at, Why::new(&NO_WAY_BACK));
                Next::Enter(gateway.into(), Way::Out(record.vpc.clone()))
            }
            None => walk.stop(at, Step::NatGateway, Why::new(&NO_WAY_BACK)),
        },
        Some(table) => {
            // A transit gateway takes the reply in the zone where it gave the request.
            let mut before = walk.connection.attachment_subnets.iter().rev();
            let before = before.find(|(_, subnet)| network.vpc_of(subnet) == Some(&record.vpc));
            walk.subnet = before.map(|(_, subnet)| subnet.clone()).filter(|_| !is_inside);
            look_up(walk, &at, record, table, "", |_| true)
        }
    }
}

/// By the table that somebody chose for it.
fn look_up(
    walk: &mut Walk<'_>,
    at: &Ref,
    record: &RegionalNatGateway,
    table: &RouteTableId,
    elsewhere: &str,
    leads_on: impl Fn(&Target) -> bool,
) -> Next {
    if walk.network.is_unread(&Ref::from(table)) {
        let why = Why::new(&super::UNREAD).text("what", "route table");
        return walk.stop(at.clone(), Step::RouteTable { target: Target::Local }, why);
    }
    let route::Selection { chosen, passed_over } = route::select(walk.network, table, walk.destination());
    if let Some(next) = route_table::refuse_unread_list(walk, table, &record.vpc, chosen) {
        return next;
    }
    let Some(chosen) = chosen else {
        let why = Why::new(&NO_ROUTE).element("gateway", at.clone());
        let step = Step::RouteTable { target: Target::Local };
        return walk.stop(table, step, why.passed_over(passed_over));
    };
    if !leads_on(&chosen.route.target) {
        let why = Why::new(&NOT_MODELLED).text("target", elsewhere);
        return walk.stop(at.clone(), Step::NatGateway, why);
    }
    route_table::follow(walk, table, &record.vpc, chosen, passed_over)
}
