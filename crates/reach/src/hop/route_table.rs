//! The route table of the subnet that the packet leaves says where it goes (ENG-04, PW-07). A route whose target is gone
//! still wins, and drops (RT-21). AWS page: vpc/latest/userguide/subnet-route-tables.html

pub(crate) mod because;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::client_vpn;
use crate::id::{Kind, Ref};
use crate::network::{Network, RouteState};
use crate::reason::{NOT_MODELLED, reasons};
use crate::route::{self, Chosen, Selection};
use crate::topology::{Destination, RouteTableId, SubnetId, Target, VpcId, VpnGatewayId};
use crate::trace::{Action, Fact, PassedOver, Step};
use crate::walk::{Next, Walk, Way, Why};

reasons! {
    ROUTED: "routed" ["RT-10", "PW-07", "ENG-04"] "Route found",
        "{prefix} in {at} matches {destination} and leads to {target}; it is the most specific route that matches.",
        "vpc/latest/userguide/route-tables-priority.html";
    ROUTED_BY_LIST: "routed-by-list" ["RT-17", "EG-05"] "Route found",
        "{list} in {at} contains {destination} ({prefix}) and leads to {target}; no route is more specific.",
        "vpc/latest/privatelink/gateway-endpoints.html";
    ROUTED_LOCALLY: "routed-locally" ["RT-05", "PW-08", "PW-21"] "Local route",
        "{destination} is inside the VPC's own {prefix}, so the local route of {at} delivers it.",
        "vpc/latest/userguide/subnet-route-tables.html";
    NO_ROUTE: "NO_ROUTE_TO_DESTINATION" ["RT-19"] "No route",
        "{at} has no route for {destination}. It is the table of {subnet}; no other table is asked.",
        "vpc/latest/userguide/subnet-route-tables.html";
    NO_ROUTE_BACK: "NO_ROUTE_TO_DESTINATION" ["RT-19", "PEER-20", "PW-22"] "No route for the reply",
        "{at} has no route back to {destination}. A reply needs a route of its own: it does not find the way that the request came.",
        "vpc/latest/peering/vpc-peering-routing.html";
    NO_WAY_BACK: "RESPONSE_RTB_HAS_NO_ROUTE_TO_TRANSIT_GATEWAY" ["TGW-33", "PL-15"] "No way back to the transit gateway",
        "The request came by a transit gateway, but nothing in {at} leads back to it.",
        "vpc/latest/reachability/explanation-codes.html";
    RESERVED: "NO_ROUTE_TO_DESTINATION" ["RT-18"] "Reserved address",
        "{destination} is in a range that AWS keeps for itself, and no route table forwards packets to it.",
        "vpc/latest/userguide/subnet-route-tables.html";
    BLACKHOLE: "BAD_STATE_ROUTE" ["RT-21", "PEER-35"] "Blackhole route",
        "{row} in {at} matches {destination} and leads to {target}, which cannot be used. The route still wins, and the packet is dropped.",
        "vpc/latest/userguide/route-tables-priority.html";
    TARGET_STATE: "BAD_STATE" ["DEC-20"] "Not usable",
        "{target} still exists, but is not in a state that carries traffic.",
        "vpc/latest/reachability/explanation-codes.html";
    NOT_LOCAL: "VPC_LOCAL_ROUTE_CIDR_RESTRICTION" ["RT-05"] "Not in the VPC",
        "{row} in {at} is a local route, but {destination} is not in the VPC.",
        "vpc/latest/reachability/explanation-codes.html";
}

/// What AWS keeps for its own services (RT-18).
const RESERVED_IPV4: IpNet = IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(169, 254, 168, 0), 22));
const RESERVED_IPV6: IpNet = IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0), 32));

/// The packet leaves the subnet: where does its table send it?
pub(crate) fn look_up(walk: &mut Walk<'_>, subnet: &SubnetId, vpc: &VpcId) -> Next {
    let network = walk.network;
    let Some(table) = network.route_table_of(subnet) else {
        return super::not_modelled(walk, &Ref::from(subnet));
    };
    if network.is_unread(&Ref::from(&table)) {
        let why = Why::new(&super::UNREAD).text("what", "route table");
        return walk.stop(subnet, step(Target::Local), why);
    }
    let destination = walk.destination();
    if is_reserved(destination) {
        return walk.stop(
            &table,
            step(Target::Local),
            Why::new(&RESERVED).element("subnet", subnet),
        );
    }
    let of_table = because::table(network, subnet);
    let Selection { chosen, passed_over } = route::select(network, &table, destination);
    if let Some(next) = refuse_unread_list(walk, &table, vpc, chosen) {
        return next;
    }
    if let Some(gateway) = lost_propagation(network, &table)
        && !chosen.is_some_and(|found| is_settled(found, destination) || leads_to(found, gateway))
    {
        let why = Why::new(&super::PROPAGATION_LOST).element("gateway", gateway);
        return walk.stop(&table, step(Target::Local), why);
    }
    let Some(chosen) = chosen else {
        let reason = if walk.is_reply() { &NO_ROUTE_BACK } else { &NO_ROUTE };
        let because = because::no_route(walk, subnet, &table, vpc);
        hint_at_way_back(walk, &table);
        if let Some(why) = client_vpn::whose_client(walk) {
            walk.note(&table, why);
        }
        let why = Why::new(reason).element("subnet", subnet).passed_over(passed_over);
        return walk.stop(&table, step(Target::Local), why.because(of_table).because(because));
    };
    if let Some(why) = of_table {
        walk.ahead(why);
    }
    follow(walk, &table, vpc, chosen, passed_over)
}

/// Where the chosen route leads, if it leads anywhere.
pub(super) fn follow(
    walk: &mut Walk<'_>,
    table: &RouteTableId,
    vpc: &VpcId,
    chosen: Chosen<'_>,
    passed_over: Vec<PassedOver>,
) -> Next {
    let because = because::route(walk, table, vpc, &chosen);
    let Chosen { route, prefix } = chosen;
    let target = &route.target;
    let assumed = match &route.destination {
        Destination::PrefixList(list) => super::assumed_list(walk, list),
        Destination::Cidr(_) => None,
    };
    let why = |reason| {
        let why = Why::new(reason)
            .by(Some(route::row(table, &route.destination)))
            .fact("prefix", Fact::Cidr(prefix))
            .fact("target", described(target))
            .passed_over(passed_over)
            .because(because)
            .because(assumed);
        match &route.destination {
            Destination::Cidr(_) => why,
            Destination::PrefixList(list) => why.element("list", list),
        }
    };
    let step = step(target.clone());
    match (target, &route.destination) {
        (Target::Element(element), _) if walk.network.is_left_out(element) => {
            walk.stop(table, step, why(&super::LEFT_OUT_TARGET))
        }
        (Target::Element(element), _) if route.state == RouteState::Blackhole && is_cut(walk.network, vpc, element) => {
            walk.stop(table, step, why(&super::PART_LOST).element("part", element.clone()))
        }
        _ if route.state == RouteState::Blackhole => {
            hint_at_state(walk, target);
            walk.stop(table, step, why(&BLACKHOLE))
        }
        (Target::NotModelled(_), _) => walk.stop(table, step, why(&NOT_MODELLED)),
        (Target::Local, _) if !walk.network.is_in_vpc(vpc, walk.destination()) => {
            walk.stop(table, step, why(&NOT_LOCAL))
        }
        (Target::Local, _) => {
            walk.pass(table, step, Action::Forward, why(&ROUTED_LOCALLY));
            Next::Arrive(vpc.clone())
        }
        (Target::Element(element), destination) => {
            let is_list = matches!(destination, Destination::PrefixList(_));
            let reason = if is_list { &ROUTED_BY_LIST } else { &ROUTED };
            walk.pass(table, step, Action::Forward, why(reason));
            Next::Enter(element.clone(), Way::Out(vpc.clone()))
        }
    }
}

/// A gateway that propagates into the table, and is not there or has lost a connection: it may bring a route.
fn lost_propagation<'n>(network: &'n Network, table: &RouteTableId) -> Option<&'n VpnGatewayId> {
    let topology = network.topology();
    let mut gateways = topology.route_tables.get(table)?.propagating.iter();
    gateways.find(|gateway| {
        !topology.vpn_gateways.contains(gateway.as_str()) || network.is_incomplete(&Ref::from(*gateway))
    })
}

/// What attached the target to the VPC cannot exist as drawn.
fn is_cut(network: &Network, vpc: &VpcId, target: &Ref) -> bool {
    network.topology().contains(target) && network.is_incomplete(target) && network.is_incomplete(&Ref::from(vpc))
}

fn leads_to(found: Chosen<'_>, gateway: &VpnGatewayId) -> bool {
    found.route.target == Target::Element(Ref::from(gateway))
}

/// No other route can be more specific.
fn is_settled(found: Chosen<'_>, destination: IpAddr) -> bool {
    let host = if destination.is_ipv4() { 32 } else { 128 };
    found.prefix.prefix_len() == host || found.route.target == Target::Local
}

/// A list that cannot be read might have a longer prefix for this address than the route that was found.
pub(super) fn refuse_unread_list(
    walk: &mut Walk<'_>,
    table: &RouteTableId,
    vpc: &VpcId,
    found: Option<Chosen<'_>>,
) -> Option<Next> {
    let network = walk.network;
    if found.is_some_and(|found| is_settled(found, walk.destination())) {
        return None;
    }
    let list = network
        .routes(table)
        .iter()
        .find_map(|route| match &route.destination {
            Destination::PrefixList(list) if network.is_list_unread(list, vpc) => Some(list),
            _ => None,
        })?;
    let row = route::row(table, &Destination::PrefixList(list.clone()));
    let why = Why::new(&super::UNREAD_LIST).element("list", list).by(Some(row));
    Some(walk.stop(table, step(Target::Local), why))
}

fn step(target: Target) -> Step {
    Step::RouteTable { target }
}

pub(crate) fn described(target: &Target) -> Fact {
    match target {
        Target::Local => Fact::Text("local".into()),
        Target::Element(element) => Fact::Element(element.clone()),
        Target::NotModelled(words) => Fact::Text(words.clone()),
    }
}

/// An endpoint that a transit gateway sent the packet to goes by the table of its own subnet, for the answer or onward.
fn hint_at_way_back(walk: &mut Walk<'_>, table: &RouteTableId) {
    let is_kind = |of: Option<&Ref>, kind| of.is_some_and(|of| of.kind == kind);
    let answers = walk.is_reply() && is_kind(walk.sender.as_ref(), Kind::InterfaceEndpoint);
    let last = walk.connection.middleboxes.last();
    let goes_on = is_kind(last, Kind::GatewayLoadBalancerEndpoint);
    if (answers || goes_on) && !walk.connection.attachment_subnets.is_empty() {
        walk.hint(table, Why::new(&NO_WAY_BACK));
    }
}

/// DEC-20: the object is still there, so its state is the reason behind the blackhole.
fn hint_at_state(walk: &mut Walk<'_>, target: &Target) {
    if let Target::Element(element) = target
        && walk.network.topology().contains(element)
    {
        let why = Why::new(&TARGET_STATE).element("target", element.clone());
        walk.hint(element.clone(), why);
    }
}

fn is_reserved(destination: IpAddr) -> bool {
    RESERVED_IPV4.contains(&destination) || RESERVED_IPV6.contains(&destination)
}
