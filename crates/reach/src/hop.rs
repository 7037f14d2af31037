//! The components that packets meet, one a file. A component is added by a file here and a line in [`COMPONENTS`].

pub(crate) mod block_public_access;
pub(crate) mod client_vpn;
pub(crate) mod customer_gateway;
pub(crate) mod direct_connect_gateway;
pub(crate) mod egress_only_internet_gateway;
pub(crate) mod endpoint_service;
pub(crate) mod gateway_endpoint;
pub(crate) mod gateway_load_balancer_endpoint;
pub(crate) mod gateway_route_table;
pub(crate) mod injected;
pub(crate) mod interface;
pub(crate) mod interface_endpoint;
pub(crate) mod internet;
pub(crate) mod internet_gateway;
pub(crate) mod load_balancer;
pub(crate) mod local;
pub(crate) mod nat_gateway;
pub(crate) mod nat_instance;
pub(crate) mod network_acl;
pub(crate) mod peering;
pub(crate) mod regional_nat_gateway;
pub(crate) mod resolver_endpoint;
pub(crate) mod route_table;
pub(crate) mod security_group;
pub(crate) mod service;
pub(crate) mod site;
pub(crate) mod subnet;
pub(crate) mod transit_gateway;
pub(crate) mod virtual_interface;
pub(crate) mod vpc_service;
pub(crate) mod vpn_connection;
pub(crate) mod vpn_gateway;

use crate::id::{Kind, Ref};
use crate::reason::{NOT_MODELLED, reasons};
use crate::topology::PrefixListId;
use crate::trace::{Fact, Step};
use crate::walk::{Next, Party, Walk, Way, Why};

reasons! {
    CANNOT_SEND: "NO_PATH" ["PW-13"] "It starts no connections",
        "{at} only answers; it never starts a connection of its own.",
        "vpc/latest/reachability/explanation-codes.html";
    UNREAD: "UNKNOWN_RESOURCE" ["DEC-26"] "Cannot be read",
        "The {what} that was chosen for {at} is not there, or belongs to another VPC: nobody knows what it does with the packets.",
        "vpc/latest/reachability/explanation-codes.html";
    LEFT_OUT_TARGET: "UNKNOWN_RESOURCE" ["DEC-26"] "Leads to what cannot be read",
        "{at} sends {destination} to {target}, which cannot exist as it is drawn; the list of problems says why.",
        "vpc/latest/reachability/explanation-codes.html";
    ROUTES_UNKNOWN: "TGW_RTB_ROUTES_ARE_UNKNOWN" ["DEC-26"] "Routes not known",
        "The route table that was chosen for {at} is not there, or belongs to another transit gateway: nobody knows its routes.",
        "vpc/latest/reachability/explanation-codes.html";
    PROPAGATION_LOST: "UNKNOWN_RESOURCE" ["DEC-26"] "Propagated routes not known",
        "{at} takes the routes of {gateway}, which cannot all be read: nobody knows whether one of them is for {destination}.",
        "vpc/latest/reachability/explanation-codes.html";
    ROUTES_LOST: "TGW_RTB_ROUTES_ARE_UNKNOWN" ["DEC-26"] "Routes not known",
        "An attachment that brings {at} routes cannot exist as it is drawn: nobody knows whether one of them is for {destination}.",
        "vpc/latest/reachability/explanation-codes.html";
    LIST_UNKNOWN: "TGW_RTB_ROUTES_ARE_UNKNOWN" ["DEC-26"] "Routes not known",
        "{at} has a route for {list}, which is not there: nobody knows whether {destination} is in it.",
        "vpc/latest/reachability/explanation-codes.html";
    PART_LOST: "UNKNOWN_RESOURCE" ["DEC-26"] "A part is not there",
        "Something that {part} needs is not there or cannot exist as it is drawn, so nobody knows whether it leads to {destination}; the list of problems says what.",
        "vpc/latest/reachability/explanation-codes.html";
    HOLDER_LOST: "UNKNOWN_RESOURCE" ["DEC-26"] "Whose address cannot be read",
        "{address} belongs to something that cannot exist as it is drawn, so nobody knows what becomes of the packet; the list of problems says why.",
        "vpc/latest/reachability/explanation-codes.html";
    UNREAD_LIST: "UNKNOWN_RESOURCE" ["DEC-26"] "Prefix list cannot be read",
        "{at} names {list}, which is not there: nobody knows whether {destination} is in it.",
        "vpc/latest/reachability/explanation-codes.html";
}

/// What a component does with a packet that is handed to it.
type Component = fn(&mut Walk<'_>, &Ref, Way) -> Next;

/// What a route, or another component, can hand a packet to.
static COMPONENTS: &[(Kind, Component)] = &[
    (Kind::NetworkInterface, interface::forward),
    (Kind::InternetGateway, internet_gateway::enter),
    (Kind::EgressOnlyInternetGateway, egress_only_internet_gateway::enter),
    (Kind::NatGateway, nat_gateway::enter),
    (Kind::RegionalNatGateway, regional_nat_gateway::enter),
    (Kind::PeeringConnection, peering::enter),
    (Kind::GatewayEndpoint, gateway_endpoint::enter),
    (Kind::GatewayLoadBalancerEndpoint, gateway_load_balancer_endpoint::enter),
    (Kind::VpnGateway, vpn_gateway::enter),
    (Kind::VpnConnection, vpn_connection::enter),
    (Kind::VirtualInterface, virtual_interface::enter),
    (Kind::DirectConnectGateway, direct_connect_gateway::enter),
    (Kind::CustomerGateway, customer_gateway::enter),
    (Kind::TransitGateway, transit_gateway::enter),
    (Kind::TransitGatewayAttachment, transit_gateway::attachment::enter),
    (Kind::Site, site::enter),
];

/// Hands the packet to the component.
pub(crate) fn enter(walk: &mut Walk<'_>, component: &Ref, way: Way) -> Next {
    block_public_access::note_unaffected(walk, component, &way);
    match COMPONENTS.iter().find(|(kind, _)| *kind == component.kind) {
        Some((_, enter)) => enter(walk, component, way),
        None => not_modelled(walk, component),
    }
}

/// Nobody can say what happens to the packet there (DEC-26).
pub(crate) fn not_modelled(walk: &mut Walk<'_>, component: &Ref) -> Next {
    let why = Why::new(&NOT_MODELLED).fact("target", Fact::Element(component.clone()));
    walk.stop(component.clone(), Step::Other, why)
}

/// A routing denial because nothing of `part` leads on; where it has lost something, nobody knows (DEC-26).
pub(crate) fn lacks(walk: &mut Walk<'_>, at: impl Into<Ref>, step: Step, part: impl Into<Ref>, why: Why) -> Next {
    let part = part.into();
    let why = if walk.network.is_incomplete(&part) {
        Why::new(&PART_LOST).element("part", part)
    } else {
        why
    };
    walk.stop(at, step, why)
}

/// A routing denial because nobody has the destination.
pub(crate) fn nobody(walk: &mut Walk<'_>, at: impl Into<Ref>, step: Step, why: Why) -> Next {
    let why = lost_holder(walk).unwrap_or(why);
    walk.stop(at, step, why)
}

/// Whoever has the destination cannot exist as drawn.
pub(crate) fn lost_holder(walk: &Walk<'_>) -> Option<Why> {
    let destination = walk.destination();
    let is_lost = walk.network.is_lost_address(destination);
    is_lost.then(|| Why::new(&HOLDER_LOST).fact("address", Fact::Address(destination)))
}

/// AWS's list decides, and what is in it is assumed; where the service itself was asked for, its addresses are judged as a whole.
pub(crate) fn assumed_list(walk: &Walk<'_>, list: &PrefixListId) -> Option<Why> {
    let is_asked = matches!(walk.expected, Some(Party::Service { .. }));
    walk.network.assumed_list(list).filter(|_| !is_asked).map(Why::of)
}

/// The party sends the packet: the first hop of a leg.
pub(crate) fn send(walk: &mut Walk<'_>, sender: &Party) -> Next {
    if walk.is_reply() && walk.connection.past_tunnel {
        return client_vpn::come_back(walk, sender);
    }
    match sender {
        Party::Interface(interface) => interface::send(walk, interface),
        Party::EndpointInterface { endpoint, subnet } => interface_endpoint::answer(walk, endpoint, subnet),
        Party::LoadBalancer { balancer, subnet } => load_balancer::own::send(walk, balancer, subnet),
        Party::Client { endpoint, client } => client_vpn::send(walk, endpoint, client.as_ref()),
        Party::ResolverInterface { endpoint, subnet } => resolver_endpoint::answer(walk, endpoint, subnet),
        Party::ClientVpnInterface { .. } => walk.stop(sender.reference(), Step::Interface, Why::new(&CANNOT_SEND)),
        Party::NatGateway(_) | Party::RegionalNatGateway(_) => {
            walk.stop(sender.reference(), Step::NatGateway, Why::new(&CANNOT_SEND))
        }
        Party::Site { site, host } => site::send(walk, site, host.clone()),
        Party::Internet => internet::send(walk),
        Party::Service { name, region, through } => service::answer(walk, name, region, through.as_ref()),
        Party::VpcService(interface, vpc) => vpc_service::answer(walk, interface, vpc),
        Party::Itself(interface) => vpc_service::to_itself(walk, interface),
        Party::Injected(at) => injected::send(walk, at),
    }
}
