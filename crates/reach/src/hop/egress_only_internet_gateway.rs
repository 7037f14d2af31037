//! An egress-only internet gateway lets IPv6 connections out and their replies back in, and nothing else (EO-01).
//! AWS page: vpc/latest/userguide/egress-only-internet-gateway.html

use std::net::IpAddr;

use super::block_public_access::{self, Subject};
use super::{internet, internet_gateway};
use crate::id::Ref;
use crate::network::{Holder, Network};
use crate::reason::reasons;
use crate::route;
use crate::topology::{EgressOnlyInternetGatewayId, RouteTableId, SubnetId, Target, VpcId};
use crate::trace::{Action, Step};
use crate::walk::{Came, Next, Walk, Way, Why};

reasons! {
    OUT: "egress-only-out" ["EO-01", "VPC-25"] "Out to the internet",
        "{at} lets the packet out and remembers the connection, so that its replies come back in.",
        "vpc/latest/userguide/egress-only-internet-gateway.html";
    BACK: "egress-only-back" ["EO-01"] "Knows the reply",
        "{at} knows the connection and lets the reply in.",
        "vpc/latest/userguide/egress-only-internet-gateway.html";
    INBOUND: "X_EIGW_INBOUND" ["EO-01"] "Only outward",
        "{at} lets nothing in that was not asked for from inside: nobody on the internet can start a connection through it.",
        "vpc/latest/userguide/egress-only-internet-gateway.html";
    IPV6_ONLY: "X_FAMILY_MISMATCH" ["EO-01", "DEC-21"] "IPv6 only",
        "{at} carries IPv6 only, and {destination} is an IPv4 address.",
        "vpc/latest/userguide/egress-only-internet-gateway.html";
    UNKNOWN_REPLY: "X_ASYMMETRIC_APPLIANCE" ["DEC-30", "PW-24"] "The reply takes another way",
        "The reply goes to {at}, which never saw the request and does not know the connection. Send replies the way that requests come.",
        "vpc/latest/userguide/egress-only-internet-gateway.html";
}

pub(crate) fn enter(walk: &mut Walk<'_>, component: &Ref, way: Way) -> Next {
    let id: Option<EgressOnlyInternetGatewayId> = component.to_id();
    let record = id.and_then(|id| walk.network.topology().egress_only_internet_gateways.get(&id));
    let Some(vpc) = record.and_then(|record| record.vpc.clone()) else {
        return super::not_modelled(walk, component);
    };
    if walk.destination().is_ipv4() {
        return walk.stop(component.clone(), step(), Why::new(&IPV6_ONLY));
    }
    let subject = Subject::at_egress_only(match way {
        Way::In => subnet_behind(walk, &vpc),
        Way::Out(_) | Way::Onward => walk.subnet.clone(),
    });
    if let Some(why) = block_public_access::refuse(walk, &vpc, &subject, &way) {
        return walk.stop(component.clone(), step(), why);
    }
    match way {
        Way::In => inward(walk, component, vpc),
        Way::Out(_) | Way::Onward => out(walk, component, &vpc),
    }
}

fn subnet_behind(walk: &Walk<'_>, vpc: &VpcId) -> Option<SubnetId> {
    let holder = walk.network.holder(vpc, walk.destination())?;
    walk.network.subnet_of_holder(&holder).cloned()
}

fn step() -> Step {
    Step::EgressOnlyInternetGateway
}

fn out(walk: &mut Walk<'_>, at: &Ref, vpc: &VpcId) -> Next {
    if !internet::is_public(walk.destination()) {
        return walk.stop(at.clone(), step(), Why::new(&internet_gateway::UNROUTABLE));
    }
    if walk.came == Came::ByTransitGateway || walk.network.holder(vpc, walk.packet.source).is_none() {
        return walk.stop(at.clone(), step(), Why::new(&internet_gateway::NO_PUBLIC_ADDRESS));
    }
    if walk.is_reply() {
        return walk.stop(at.clone(), step(), Why::new(&UNKNOWN_REPLY));
    }
    walk.connection.tracked.push(at.clone());
    walk.pass(at.clone(), step(), Action::Forward, Why::new(&OUT));
    walk.sender = None;
    walk.subnet = None;
    match internet::gateway_for(walk) {
        Some((_, gateway)) => internet::pass_on(walk, gateway),
        None => internet::deliver(walk),
    }
}

fn inward(walk: &mut Walk<'_>, at: &Ref, vpc: VpcId) -> Next {
    if !walk.is_reply() || !walk.connection.tracked.contains(at) {
        return walk.stop(at.clone(), step(), Why::new(&INBOUND));
    }
    walk.pass(at.clone(), step(), Action::Forward, Why::new(&BACK));
    walk.came = Came::ByInternetGateway;
    walk.subnet = None;
    Next::Arrive(vpc)
}

/// The gateway that the request left the VPC by: the reply comes to it, whatever its receiver's own table says.
pub(crate) fn that_knows(walk: &Walk<'_>, vpc: &VpcId) -> Option<Ref> {
    let is_of_vpc = |at: &Ref| {
        let id: Option<EgressOnlyInternetGatewayId> = at.to_id();
        let record = id.and_then(|id| walk.network.topology().egress_only_internet_gateways.get(&id));
        record.is_some_and(|record| record.vpc.as_ref() == Some(vpc))
    };
    let mut tracked = walk.connection.tracked.iter().filter(|_| walk.is_reply());
    tracked.rfind(|at| is_of_vpc(at)).cloned()
}

/// The table of the subnet that has the IPv6 address.
pub(crate) fn table_behind(network: &Network, address: IpAddr) -> Option<RouteTableId> {
    let vpc = address.is_ipv6().then(|| network.holder_of_ipv6(address))??.0;
    table_of(network, &vpc, address)
}

fn table_of(network: &Network, vpc: &VpcId, address: IpAddr) -> Option<RouteTableId> {
    let Some(Holder::Interface(interface)) = network.holder(vpc, address).filter(|_| address.is_ipv6()) else {
        return None;
    };
    network.route_table_of(&network.topology().interfaces.get(&interface)?.subnet)
}

/// The gateway that the internet's packets to this IPv6 address come to: the one that its own subnet sends to them by.
pub(crate) fn before(network: &Network, vpc: &VpcId, address: IpAddr, other: IpAddr) -> Option<Ref> {
    let table = table_of(network, vpc, address)?;
    let chosen = route::select(network, &table, other).chosen?;
    match &chosen.route.target {
        Target::Element(element) if element.kind == crate::id::Kind::EgressOnlyInternetGateway => Some(element.clone()),
        _ => None,
    }
}
