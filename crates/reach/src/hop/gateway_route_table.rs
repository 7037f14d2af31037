//! A gateway route table sends what comes in by its gateway to a machine in the VPC first (RT-40..46, IG-08). It knows the VPC's
//! own addresses only, and nothing that came another way meets it. AWS page: vpc/latest/userguide/gateway-route-tables.html

use std::net::IpAddr;

use crate::id::{Kind, Ref};
use crate::network::{Network, RouteState};
use crate::reason::reasons;
use crate::route::{self, Chosen};
use crate::topology::{InterfaceId, InternetGatewayId, RouteTableId, Target, VpcId};
use crate::trace::{Action, Fact, Step};
use crate::walk::{Next, Walk, Way, Why};

use super::route_table::{BLACKHOLE, described};

reasons! {
    REDIRECTED: "redirected" ["RT-46", "RT-40", "IG-08"] "Sent to a machine first",
        "{at} is the route table of {gateway}: what comes in by it for {prefix} goes to {target} first.",
        "vpc/latest/userguide/gateway-route-tables.html";
    NO_PUBLIC_ADDRESS: "INGRESS_RTB_NO_PUBLIC_IP" ["RT-44", "IG-08"] "The machine has no public address",
        "{at} sends the packet to {target}, which takes it from an internet gateway only with a public address of its own.",
        "vpc/latest/userguide/gateway-route-tables.html";
    DIRECT: "INGRESS_RTB_TRAFFIC_REDIRECTION" ["RT-45", "IG-08"] "Past the machine",
        "What comes in by {at} for {source} goes through {target} first, so what {source} sends must go through it, too, and not straight to {at}.",
        "vpc/latest/userguide/gateway-route-tables.html";
}

/// What came in by the gateway is in the VPC: where does the gateway's table send it?
pub(crate) fn arrive(walk: &mut Walk<'_>, gateway: &Ref, table: Option<&RouteTableId>, vpc: VpcId) -> Next {
    if table.is_some_and(|table| walk.network.is_unread(&table.into())) {
        let why = Why::new(&super::UNREAD).text("what", "gateway route table");
        return walk.stop(gateway.clone(), Step::RouteTable { target: Target::Local }, why);
    }
    let Some((table, Chosen { route, prefix })) =
        table.and_then(|table| choose(walk.network, table, walk.destination()))
    else {
        return Next::Arrive(vpc);
    };
    let Target::Element(target) = &route.target else {
        return Next::Arrive(vpc);
    };
    let step = Step::RouteTable {
        target: route.target.clone(),
    };
    let why = |reason| {
        Why::new(reason)
            .by(Some(route::row(table, &route.destination)))
            .fact("prefix", Fact::Cidr(prefix))
            .fact("target", described(&route.target))
            .element("gateway", gateway.clone())
    };
    if walk.network.is_left_out(target) {
        return walk.stop(table, step, why(&super::LEFT_OUT_TARGET));
    }
    if route.state == RouteState::Blackhole {
        return walk.stop(table, step, why(&BLACKHOLE));
    }
    if gateway.kind == Kind::InternetGateway
        && walk.destination().is_ipv4()
        && target.kind == Kind::NetworkInterface
        && !has_public_address(walk.network, target)
    {
        return walk.stop(table, step, why(&NO_PUBLIC_ADDRESS));
    }
    walk.pass(table, step, Action::Forward, why(&REDIRECTED));
    Next::Enter(target.clone(), Way::In)
}

/// The machine that the packet should have come through on its way to the gateway, if it did not.
pub(crate) fn bypassed(walk: &Walk<'_>, gateway: &InternetGatewayId) -> Option<Why> {
    let network = walk.network;
    let table = network
        .topology()
        .internet_gateways
        .get(gateway)?
        .route_table
        .as_ref()?;
    let (_, chosen) = choose(network, table, walk.packet.source)?;
    let Target::Element(target) = &chosen.route.target else {
        return None;
    };
    let is_machine_itself = super::local::is_held_by(network, target, walk.packet.source);
    let came_through = walk.connection.middleboxes.contains(target);
    // A route that drops sends nothing to a machine (RT-21): what comes in says so.
    let is_redirected = chosen.route.state == RouteState::Active && !network.is_left_out(target);
    (is_redirected && !is_machine_itself && !came_through).then(|| Why::new(&DIRECT).element("target", target.clone()))
}

/// Where the table sends what is for this address first, if not straight to it.
pub(crate) fn machine<'n>(network: &'n Network, table: &RouteTableId, address: IpAddr) -> Option<&'n Ref> {
    match &choose(network, table, address)?.1.route.target {
        Target::Element(machine) => Some(machine),
        Target::Local | Target::NotModelled(_) => None,
    }
}

fn choose<'n, 't>(
    network: &'n Network,
    table: &'t RouteTableId,
    address: IpAddr,
) -> Option<(&'t RouteTableId, Chosen<'n>)> {
    Some((table, route::select(network, table, address).chosen?))
}

fn has_public_address(network: &Network, target: &Ref) -> bool {
    let id: Option<InterfaceId> = target.to_id();
    let record = id.and_then(|id| network.topology().interfaces.get(&id));
    record.is_some_and(|record| record.public_ipv4.is_some())
}
