//! An internet gateway exchanges private and public IPv4 addresses one to one; it carries no private address out or in
//! (IG-02, IG-05), and IPv6 unchanged (IG-06). AWS page: vpc/latest/userguide/VPC_Internet_Gateway.html

use std::net::{IpAddr, Ipv4Addr};

use super::block_public_access::{self, Subject};
use super::{client_vpn, gateway_route_table, internet, load_balancer, regional_nat_gateway};
use crate::address::{RFC1918, RFC6598};
use crate::id::Ref;
use crate::network::Holder;
use crate::reason::{Reason, reasons};
use crate::topology::{InternetGatewayId, NatConnectivity, RouteTableId, VpcId};
use crate::trace::{Action, Fact, Packet, Step};
use crate::walk::{Came, Next, Party, Walk, Way, Why};

reasons! {
    TO_PUBLIC: "to-public-address" ["IG-02"] "Gets its public address",
        "{at} gives the packet the public address {public} in place of {source}.",
        "vpc/latest/userguide/VPC_Internet_Gateway.html";
    STANDS_IN: "public-address-stands-in" ["IG-02", "DEC-26"] "An address that stands in",
        "AWS chooses the public address of {holder}, and it is not drawn: {destination} stands for it.",
        "vpc/latest/userguide/VPC_Internet_Gateway.html";
    TO_PRIVATE: "to-private-address" ["IG-02", "IG-04"] "Gets its private address",
        "{destination} is the public address of {holder}: {at} puts its private address {private} in its place.",
        "vpc/latest/userguide/VPC_Internet_Gateway.html";
    PASSES_IPV6: "ipv6-unchanged" ["IG-06", "VPC-25"] "Unchanged",
        "{at} passes IPv6 packets unchanged: their addresses are public, and IPv6 needs no NAT.",
        "vpc/latest/userguide/VPC_Internet_Gateway.html";
    ALREADY_PUBLIC: "already-public" ["NG-09", "IG-02"] "Unchanged",
        "The regional NAT gateway uses its public address itself, so {at} passes the packet unchanged.",
        "vpc/latest/userguide/nat-gateways-regional.html";
    REFLECTED: "IGW_NAT_REFLECTION" ["IG-07"] "Turns round at the gateway",
        "{destination} is a public address of the same VPC: the packet goes out to {at} and comes back in, and its source is now a public address.",
        "vpc/latest/reachability/explanation-codes.html", assumed;
    TURNS_ROUND: "turns-round" ["IG-07"] "Turns round at the gateway",
        "The packet comes back in, with the sender's public address as its source.",
        "vpc/latest/reachability/explanation-codes.html", assumed;
    PRIVATE_DESTINATION: "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS" ["IG-05"] "Private destination",
        "{destination} is a private address, which the internet does not carry, so {at} drops the packet.",
        "vpc/latest/reachability/explanation-codes.html";
    SHARED_DESTINATION: "IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS" ["IG-05"] "Private destination",
        "{destination} is in the shared range 100.64.0.0/10, which the internet does not carry, so {at} drops the packet.",
        "vpc/latest/reachability/explanation-codes.html";
    UNROUTABLE: "NO_POSSIBLE_DESTINATION" ["IG-05", "VPC-31"] "Not an internet address",
        "{destination} is not an address of the internet, so {at} drops the packet.",
        "vpc/latest/reachability/explanation-codes.html";
    NO_PUBLIC_ADDRESS: "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS" ["IG-02", "NG-02"] "No public address",
        "{source} has no public address, so {at} drops the packet; no reply could find its way back.",
        "vpc/latest/userguide/VPC_Internet_Gateway.html";
    PRIVATE_SOURCE: "IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS" ["IG-05"] "Private source",
        "{source} is a private address and cannot come from the internet, so {at} drops the packet.",
        "vpc/latest/reachability/explanation-codes.html";
    SHARED_SOURCE: "IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS" ["IG-05"] "Private source",
        "{source} is in the shared range 100.64.0.0/10 and cannot come from the internet, so {at} drops the packet.",
        "vpc/latest/reachability/explanation-codes.html";
    SPOOFED_SOURCE: "GATEWAY_REJECTS_SPOOFED_TRAFFIC" ["SD-03"] "Forged source",
        "{source} is an address of the VPC itself and cannot come from outside, so {at} drops the packet.",
        "vpc/latest/reachability/explanation-codes.html";
    NOBODY_PUBLIC: "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS" ["IG-05", "IG-02"] "No public address",
        "{destination} is not the public address of anything behind an attached internet gateway.",
        "vpc/latest/reachability/explanation-codes.html";
}

pub(crate) fn enter(walk: &mut Walk<'_>, component: &Ref, way: Way) -> Next {
    let network = walk.network;
    let vpc = component
        .to_id()
        .and_then(|id: InternetGatewayId| network.topology().internet_gateways.get(&id)?.vpc.clone());
    match (way, vpc) {
        (Way::Out(_), Some(vpc)) => out(walk, component, &vpc),
        (Way::In, Some(vpc)) => inward(walk, component, vpc),
        (_, None) | (Way::Onward, _) => super::not_modelled(walk, component),
    }
}

/// The order is DEC-17's: Block Public Access, the destination's range, then the source's public address.
fn out(walk: &mut Walk<'_>, at: &Ref, vpc: &VpcId) -> Next {
    let network = walk.network;
    let subject = Subject::sending(walk, vpc);
    if let Some(why) = block_public_access::refuse(walk, vpc, &subject, &Way::Out(vpc.clone())) {
        return walk.stop(at.clone(), Step::InternetGateway, why);
    }
    let refused = private(walk.destination(), [&PRIVATE_DESTINATION, &SHARED_DESTINATION])
        .or_else(|| (!internet::is_public(walk.destination())).then_some(&UNROUTABLE));
    if let Some(reason) = refused {
        return walk.stop(at.clone(), Step::InternetGateway, Why::new(reason));
    }
    if let Some(why) = at.to_id().and_then(|id| gateway_route_table::bypassed(walk, &id)) {
        return walk.stop(at.clone(), Step::InternetGateway, why);
    }
    let Some(public) = public_address(walk, vpc) else {
        return walk.stop(at.clone(), Step::InternetGateway, Why::new(&NO_PUBLIC_ADDRESS));
    };
    if let Some(Holder::ClientVpnInterface { endpoint, .. }) = network.holder(vpc, walk.packet.source) {
        walk.ahead(Why::new(&client_vpn::PUBLIC_ADDRESS).element("gateway", &endpoint));
    }
    let changed = Packet {
        source: public,
        ..walk.packet.clone()
    };
    translate(
        walk,
        at,
        changed,
        Why::new(&TO_PUBLIC).fact("public", Fact::Address(public)),
    );
    walk.sender = None;
    walk.subnet = None;
    beyond(walk, at, vpc)
}

/// To the internet; or back in, where the address is one of a VPC that is drawn here (IG-07).
fn beyond(walk: &mut Walk<'_>, at: &Ref, vpc: &VpcId) -> Next {
    if matches!(walk.expected, Some(Party::Internet | Party::Service { .. })) {
        return internet::deliver(walk);
    }
    match internet::gateway_for(walk) {
        Some((owner, _)) if owner == *vpc => {
            if !walk.is_reply() {
                walk.note(at.clone(), Why::new(&REFLECTED));
                walk.ahead(Why::new(&TURNS_ROUND));
            }
            Next::Enter(at.clone(), Way::In)
        }
        Some((_, gateway)) => internet::pass_on(walk, gateway),
        None => internet::deliver(walk),
    }
}

fn inward(walk: &mut Walk<'_>, at: &Ref, vpc: VpcId) -> Next {
    let network = walk.network;
    let table = table_of(walk, at);
    let found = holder_behind(walk, &vpc);
    let machine = found.as_ref().zip(table);
    let machine = machine.and_then(|((_, private), table)| gateway_route_table::machine(network, table, *private));
    let subject = Subject::receiving(network, found.as_ref().map(|(holder, _)| holder), machine);
    if let Some(why) = block_public_access::refuse(walk, &vpc, &subject, &Way::In) {
        return walk.stop(at.clone(), Step::InternetGateway, why);
    }
    let refused = private(walk.packet.source, [&PRIVATE_SOURCE, &SHARED_SOURCE])
        .or_else(|| network.is_in_vpc(&vpc, walk.packet.source).then_some(&SPOOFED_SOURCE));
    if let Some(reason) = refused {
        return walk.stop(at.clone(), Step::InternetGateway, Why::new(reason));
    }
    let Some((holder, private)) = found else {
        return super::nobody(walk, at.clone(), Step::InternetGateway, Why::new(&NOBODY_PUBLIC));
    };
    let changed = Packet {
        destination: private,
        ..walk.packet.clone()
    };
    let is_stand_in = network.stand_in_of(&holder).map(IpAddr::V4) == Some(walk.destination());
    let stands_in = is_stand_in.then(|| Why::new(&STANDS_IN).element("holder", holder.reference()));
    let why = Why::new(&TO_PRIVATE)
        .because(stands_in)
        .element("holder", holder.reference())
        .fact("private", Fact::Address(private));
    translate(walk, at, changed, why);
    walk.came = Came::ByInternetGateway;
    walk.subnet = None;
    if let Holder::RegionalNatGateway(id) = &holder {
        return regional_nat_gateway::receive(walk, id);
    }
    gateway_route_table::arrive(walk, at, table, vpc)
}

fn table_of<'n>(walk: &Walk<'n>, at: &Ref) -> Option<&'n RouteTableId> {
    let id: InternetGatewayId = at.to_id()?;
    walk.network.topology().internet_gateways.get(&id)?.route_table.as_ref()
}

fn translate(walk: &mut Walk<'_>, at: &Ref, changed: Packet, why: Why) {
    if changed == walk.packet {
        let is_ipv6 = walk.destination().is_ipv6();
        let reason = if is_ipv6 { &PASSES_IPV6 } else { &ALREADY_PUBLIC };
        walk.pass(at.clone(), Step::InternetGateway, Action::Forward, Why::new(reason));
    } else {
        walk.rewrite(at.clone(), Step::InternetGateway, changed, why);
    }
}

/// The reason if the address is private: one for RFC 1918, one for RFC 6598.
fn private(address: IpAddr, [rfc1918, rfc6598]: [&'static Reason; 2]) -> Option<&'static Reason> {
    let IpAddr::V4(address) = address else {
        return None;
    };
    if RFC1918.iter().any(|range| range.contains(&address)) {
        return Some(rfc1918);
    }
    RFC6598.contains(&address).then_some(rfc6598)
}

/// The public address of the packet's source, if that is the private address of something in the VPC that has one.
fn public_address(walk: &Walk<'_>, vpc: &VpcId) -> Option<IpAddr> {
    let topology = walk.network.topology();
    let source = walk.packet.source;
    // A regional NAT gateway has the public address only.
    if let Some((owner, Holder::RegionalNatGateway(_), _)) = walk.network.holder_of_public(source) {
        return (owner == *vpc).then_some(source);
    }
    // What a transit gateway brings is not of this VPC, whatever its address (ENG-06).
    let holder = walk
        .network
        .holder(vpc, source)
        .filter(|_| walk.came != Came::ByTransitGateway)?;
    if source.is_ipv6() {
        return Some(source);
    }
    let public: Option<Ipv4Addr> = match &holder {
        Holder::Interface(id) => {
            let record = topology.interfaces.get(id)?;
            record
                .public_ipv4
                .filter(|_| record.ipv4.map(IpAddr::V4) == Some(source))
        }
        Holder::NatGateway(id) => match topology.nat_gateways.get(id)?.connectivity {
            NatConnectivity::Public(public) => Some(public),
            NatConnectivity::Private => None,
        },
        Holder::ClientVpnInterface { .. } => walk.network.stand_in_of(&holder),
        Holder::RegionalNatGateway(_) | Holder::EndpointInterface { .. } | Holder::ResolverInterface { .. } => None,
        Holder::LoadBalancer { balancer, subnet } => load_balancer::public_address(walk.network, balancer, subnet),
    };
    public.map(IpAddr::V4)
}

fn holder_behind(walk: &Walk<'_>, vpc: &VpcId) -> Option<(Holder, IpAddr)> {
    let destination = walk.destination();
    if destination.is_ipv6() {
        // Endpoint addresses are not reachable from the internet (EI-13).
        let holder = walk.network.holder(vpc, destination)?;
        return matches!(holder, Holder::Interface(_)).then_some((holder, destination));
    }
    let (owner, holder, private) = walk.network.holder_of_public(destination)?;
    (owner == *vpc).then_some((holder, IpAddr::V4(private)))
}
