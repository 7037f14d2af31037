//! A Client VPN endpoint lets clients that are authorized send where it has a route, out of a network interface in an associated
//! subnet and with that interface's address; replies find their way back to it, and nothing else comes in (CVPN-05 to CVPN-18).
//! AWS page: vpn/latest/clientvpn-admin/what-is.html

pub(crate) mod authorization;

use std::net::IpAddr;
use std::rc::Rc;

use self::authorization::Judgement;
use super::{internet, security_group, vpc_service};
use crate::id::{Direction, Ref};
use crate::network::ClientVpnChoice;
use crate::packet::PacketSet;
use crate::reason::{NOT_MODELLED, reasons};
use crate::topology::{Client, ClientVpnEndpoint, ClientVpnEndpointId, ClientVpnTarget, SubnetId};
use crate::trace::{ANY_SUBNET, Action, Fact, Pick, Step};
use crate::walk::{Next, Party, Walk, Why};

reasons! {
    ROUTED: "client-vpn-routed" ["CVPN-07"] "Into the tunnel",
        "The route of {at} for {prefix} takes the packet into {subnet}.",
        "vpn/latest/clientvpn-admin/cvpn-working-routes.html";
    ROUTED_BY_ITSELF: "client-vpn-routed" ["CVPN-06", "CVPN-07"] "Into the tunnel",
        "Associating {subnet} with {at} added the route for {prefix}, the VPC's range, which takes the packet into {subnet}.",
        "vpn/latest/clientvpn-admin/cvpn-working-target.html";
    ROUTED_TO_CLIENTS: "client-vpn-to-clients" ["CVPN-16"] "To another client",
        "The local route of {at} for {prefix} leads from client to client.",
        "vpn/latest/clientvpn-admin/scenario-client-to-client.html";
    AUTHORIZED: "client-authorized" ["CVPN-09", "CVPN-20"] "Authorized",
        "Of the authorization rules that contain {destination}, those for {prefix} are the most specific, and one of them is for {name}.",
        "vpn/latest/clientvpn-admin/cvpn-working-rules.html";
    FULL_TUNNEL: "client-vpn-full-tunnel" ["CVPN-10"] "Everything goes into the tunnel",
        "Split tunnel is off at {at}, so the client sends everything into the tunnel.",
        "vpn/latest/clientvpn-admin/split-tunnel-vpn.html";
    SPLIT_TUNNEL: "client-vpn-split-tunnel" ["CVPN-10"] "Only the endpoint's routes go into the tunnel",
        "Split tunnel is on at {at}: clients send into the tunnel what its routes contain, and {prefix} does.",
        "vpn/latest/clientvpn-admin/split-tunnel-vpn.html";
    PAST_TUNNEL: "client-vpn-past-tunnel" ["CVPN-10"] "Past the tunnel",
        "Split tunnel is on at {at}, and none of its routes contains {destination}, so the packet leaves by the client's own provider.",
        "vpn/latest/clientvpn-admin/split-tunnel-vpn.html";
    NOT_PUBLIC: "NO_POSSIBLE_DESTINATION" ["CVPN-10", "VPC-31"] "Not an internet address",
        "The client's own provider carries the packet, and {destination} is not an address of the internet. Add a route to the endpoint.",
        "vpn/latest/clientvpn-admin/split-tunnel-vpn.html";
    TO_INTERNET: "client-vpn-to-internet" ["CVPN-18"] "To the internet through the VPC",
        "That needs four things: a route and an authorization rule of the endpoint, a security group that lets it out, and a subnet whose table leads to an internet or NAT gateway.",
        "vpn/latest/clientvpn-admin/scenario-internet.html";
    BY_CHANCE: "client-vpn-by-chance" ["CVPN-08", "DEC-27"] "By one of several subnets",
        "Clients are connected by any of the {number} subnets of {at}; {subnet} is shown.",
        "vpn/latest/clientvpn-admin/troubleshooting.html";
    TRANSLATES: "client-vpn-source" ["CVPN-11"] "Gets an address of the VPC",
        "{at} puts {own}, its own address in {subnet}, in the place of {source}, and remembers the connection.",
        "vpn/latest/clientvpn-admin/what-is-best-practices.html";
    SENDS: "client-vpn-sends" ["CVPN-12"] "From the subnet",
        "From here on it is a packet of {subnet}: the route table there decides, and may lead it to a peer, a site or the internet, too.",
        "vpn/latest/clientvpn-admin/scenario-peered.html";
    GROUPS: "client-vpn-groups" ["CVPN-14"] "The endpoint's security groups",
        "The security groups of {gateway} are on its network interfaces; what clients want to reach must let these groups, or their subnet, in.",
        "vpn/latest/clientvpn-admin/client-authorization.html";
    TAKES_BACK: "client-vpn-back" ["CVPN-11"] "Knows the reply",
        "The reply is for {destination}, the address of {at} in {subnet}.",
        "vpn/latest/clientvpn-admin/what-is-best-practices.html";
    GIVES_BACK: "client-vpn-gives-back" ["CVPN-13", "CVPN-11"] "Back to the client",
        "{at} knows the connection and gives the reply back to {client}. Routes only needed to lead back to its own address, not to the clients' range.",
        "vpn/latest/clientvpn-admin/scenario-peered.html";
    DELIVERED: "client-vpn-delivered" ["CVPN-11"] "At the client",
        "{at} hands the packet to {destination} in the tunnel.",
        "vpn/latest/clientvpn-admin/what-is.html";
    ANSWERS: "client-vpn-answers" ["CVPN-16"] "The other client answers",
        "{source} answers through {at}.",
        "vpn/latest/clientvpn-admin/scenario-client-to-client.html";
    BACK_PAST_TUNNEL: "client-vpn-back-past-tunnel" ["CVPN-10"] "Past the tunnel",
        "The reply comes to the client by its own provider.",
        "vpn/latest/clientvpn-admin/split-tunnel-vpn.html";
    LOST_SUBNET: "UNKNOWN_RESOURCE" ["CVPN-07", "DEC-26"] "A subnet that is not there",
        "{at} names a subnet that is not there, for an association or a route: nobody knows where it leads.",
        "vpc/latest/reachability/explanation-codes.html";
    NOT_ASSOCIATED: "X_CVPN_NOT_ASSOCIATED" ["CVPN-05"] "Not associated",
        "{at} is associated with no subnet, so it waits, and no client can connect.",
        "vpn/latest/clientvpn-admin/cvpn-working-target.html";
    NOT_AUTHORIZED: "X_CVPN_NOT_AUTHORIZED" ["CVPN-09", "CVPN-20"] "Not authorized",
        "No authorization rule of {at} contains {destination}; what no rule allows is refused.",
        "vpn/latest/clientvpn-admin/cvpn-working-rules.html";
    FOR_OTHERS: "X_CVPN_NOT_AUTHORIZED" ["CVPN-09", "CVPN-20"] "Authorized for others",
        "Of the authorization rules of {at} that contain {destination}, those for {prefix} are the most specific, and none of them is for this client. Wider rules do not count then.",
        "vpn/latest/clientvpn-admin/cvpn-working-rules.html";
    NOT_AMONG_CLIENTS: "X_CVPN_NOT_AUTHORIZED" ["CVPN-16", "CVPN-09"] "Clients are not authorized",
        "No authorization rule of {at} lets everybody send to {destination}, another client; rules for a group do not count between clients.",
        "vpn/latest/clientvpn-admin/scenario-client-to-client.html";
    NO_ROUTE: "X_CVPN_NO_ROUTE" ["CVPN-07"] "No route",
        "{at} has no route for {destination}. Only the VPC's range has one by itself.",
        "vpn/latest/clientvpn-admin/cvpn-working-routes.html";
    NO_ROUTE_HERE: "X_CVPN_NO_ROUTE" ["CVPN-08", "CVPN-07"] "No route by this subnet",
        "The routes of {at} for {destination} are for another subnet, and this client is connected by {subnet}. Give each subnet the same routes.",
        "vpn/latest/clientvpn-admin/troubleshooting.html";
    NO_ROUTE_TO_CLIENTS: "X_CVPN_NO_ROUTE" ["CVPN-16", "CVPN-07"] "No route between clients",
        "{destination} is in the clients' range, and {at} has no local route for it.",
        "vpn/latest/clientvpn-admin/scenario-client-to-client.html";
    NO_SUCH_CLIENT: "NO_POSSIBLE_DESTINATION" ["CVPN-16", "PW-09"] "Nobody has this address",
        "No client of {at} has the address {destination}.",
        "vpn/latest/clientvpn-admin/scenario-client-to-client.html";
    IPV4_AMONG_CLIENTS: "X_FAMILY_MISMATCH" ["CVPN-16", "DEC-21"] "Between clients IPv4 only",
        "{at} does not carry IPv6 from client to client.",
        "vpn/latest/clientvpn-admin/what-is-best-practices.html";
    IPV6: "UNSUPPORTED_COMPONENT" ["CVPN-17", "DEC-09"] "IPv6 is not modelled",
        "{at} sends IPv6 on without changing addresses, and no page says how replies come back, so this program cannot say whether the packets get through.",
        "vpn/latest/clientvpn-admin/what-is-best-practices.html";
    ON_TRANSIT_GATEWAY: "UNSUPPORTED_COMPONENT" ["CVPN-19", "DEC-26"] "Not modelled on a transit gateway",
        "{at} is of a transit gateway; whether it changes addresses there is nowhere said, so this program cannot say whether the packets get through.",
        "vpc/latest/tgw/tgw-client-vpn-attachments.html";
    ONLY_REPLIES: "NO_POSSIBLE_DESTINATION" ["CVPN-15"] "Only replies come in",
        "{destination} is an address of {at}, which takes replies to its clients and nothing else.",
        "vpn/latest/clientvpn-admin/what-is-best-practices.html", assumed;
    PUBLIC_ADDRESS: "client-vpn-public-address" ["CVPN-18", "ENG-06"] "A public address by itself",
        "AWS gives the network interfaces of {gateway} public addresses of their own.",
        "vpn/latest/clientvpn-admin/scenario-internet.html", assumed;
    NOT_FROM_OUTSIDE: "clients-start-connections" ["CVPN-15"] "Clients are not reached from here",
        "{destination} is in the range of the clients of {gateway}. Nothing in AWS starts connections to them; only replies go there, through the addresses of the endpoint.",
        "vpn/latest/clientvpn-admin/what-is-best-practices.html", assumed;
}

/// A client sends; or it answers another client.
pub(crate) fn send(walk: &mut Walk<'_>, id: &ClientVpnEndpointId, client: Option<&Rc<str>>) -> Next {
    let at = Ref::from(id);
    let network = walk.network;
    let Some(record) = network.topology().client_vpn_endpoints.get(id) else {
        return super::not_modelled(walk, &at);
    };
    if walk.is_reply() {
        walk.pass(at.clone(), tunnel(), Action::Forward, Why::new(&ANSWERS));
        return hand_over(walk, &at);
    }
    if let Some(next) = refuse_start(walk, &at, record) {
        return next;
    }
    let to = walk.destination();
    if record.split_tunnel && !is_pushed(walk, record, to) {
        return past_tunnel(walk, &at);
    }
    // Name resolution gives clients any of the subnets (CVPN-08).
    let mut places: Vec<&SubnetId> = record.associations.iter().map(|place| &place.subnet).collect();
    places.sort();
    let picked = walk.choices.random(places.len(), |picked| {
        Some(Pick::new(&ANY_SUBNET, at.clone(), places.len(), *places.get(picked)?))
    });
    let Some(place) = places.get(picked).copied() else {
        return walk.stop(at, tunnel(), Why::new(&NOT_ASSOCIATED));
    };
    if record.associations.len() > 1 {
        let number = Fact::Number(record.associations.len() as u32);
        walk.ahead(Why::new(&BY_CHANCE).element("subnet", place).fact("number", number));
    }
    let known = client.and_then(|name| find(record, name));
    let groups = known.map(|client| client.groups.as_slice()).unwrap_or_default();
    let judgement = authorization::judge(record, to, groups);
    let chosen = network.client_vpn_route(record, place, to);
    let admitted = step(&judgement, chosen.as_ref());
    if !matches!(judgement, Judgement::Admitted(..)) {
        let why = refusal(record, to, &judgement).because(to_internet(to));
        let nothing = PacketSet::empty();
        walk.filter(at.clone(), admitted.clone(), nothing, Why::new(&AUTHORIZED), why);
    }
    let Some(chosen) = chosen else {
        let why = no_route(walk, record, place, to).because(to_internet(to));
        return walk.stop(at, admitted, why);
    };
    if matches!(judgement, Judgement::Admitted(..)) {
        let why = routed(record, place, &chosen).because(authorized(&judgement));
        walk.pass(at.clone(), admitted, Action::Forward, why.because(to_internet(to)));
    }
    match chosen.route.target {
        ClientVpnTarget::Local => to_client(walk, &at, record),
        _ => into_subnet(walk, &at, record, place),
    }
}

/// What needs no look at routes and rules.
fn refuse_start(walk: &mut Walk<'_>, at: &Ref, record: &ClientVpnEndpoint) -> Option<Next> {
    let to = walk.destination();
    if to.is_ipv6() {
        let is_client = record.clients.iter().any(|client| client.address == to);
        let reason = if is_client { &IPV4_AMONG_CLIENTS } else { &IPV6 };
        return Some(walk.stop(at.clone(), tunnel(), Why::new(reason)));
    }
    if record.transit_gateway.is_some() {
        // What no route of the endpoint contains never enters the tunnel.
        let mut routes = record.routes.iter();
        let is_past = record.split_tunnel && !routes.any(|route| route.destination.contains(&to));
        return (!is_past).then(|| walk.stop(at.clone(), tunnel(), Why::new(&ON_TRANSIT_GATEWAY)));
    }
    if walk.network.is_incomplete(at) {
        return Some(walk.stop(at.clone(), tunnel(), Why::new(&LOST_SUBNET)));
    }
    if record.associations.is_empty() {
        return Some(walk.stop(at.clone(), tunnel(), Why::new(&NOT_ASSOCIATED)));
    }
    let vpc = record.vpc.as_ref()?;
    vpc_service::is_resolver(walk.network, vpc, to).then(|| {
        let why = Why::new(&NOT_MODELLED).text("target", "The resolver of a VPC for clients of a Client VPN");
        walk.stop(at.clone(), tunnel(), why)
    })
}

/// With split tunnel clients get the routes of all subnets, by whichever they are connected.
fn is_pushed(walk: &Walk<'_>, record: &ClientVpnEndpoint, to: IpAddr) -> bool {
    let mut places = record.associations.iter();
    places.any(|place| walk.network.client_vpn_route(record, &place.subnet, to).is_some())
}

/// Out by the client's own provider. What drawn things say about an address that nobody knows cannot be told.
fn past_tunnel(walk: &mut Walk<'_>, at: &Ref) -> Next {
    walk.pass(at.clone(), tunnel(), Action::Forward, Why::new(&PAST_TUNNEL));
    if !internet::is_public(walk.destination()) {
        return walk.stop(Ref::internet(), Step::Internet, Why::new(&NOT_PUBLIC));
    }
    if internet::has_owner(walk) {
        let why = Why::new(&NOT_MODELLED).text("target", "The client's own address on the internet");
        return walk.stop(Ref::internet(), Step::Internet, why);
    }
    walk.connection.past_tunnel = true;
    internet::deliver(walk)
}

/// The reply to what went past the tunnel.
pub(crate) fn come_back(walk: &mut Walk<'_>, sender: &Party) -> Next {
    let step = match sender {
        Party::Service { .. } => Step::Service,
        _ => Step::Internet,
    };
    let why = Why::new(&internet::ANSWERS);
    walk.pass(sender.reference(), step, Action::Forward, why);
    match walk.expected.clone() {
        Some(client) => walk.deliver(client.reference(), tunnel(), client, Why::new(&BACK_PAST_TUNNEL)),
        None => super::not_modelled(walk, &sender.reference()),
    }
}

fn step(judgement: &Judgement, chosen: Option<&ClientVpnChoice>) -> Step {
    let authorization = match judgement {
        Judgement::Admitted(prefix, _) => Some(*prefix),
        _ => None,
    };
    Step::ClientVpn {
        authorization,
        route: chosen.map(|chosen| chosen.route.clone()),
    }
}

/// At the endpoint, where it neither chose a route nor asked a rule.
fn tunnel() -> Step {
    Step::ClientVpn {
        authorization: None,
        route: None,
    }
}

fn routed(record: &ClientVpnEndpoint, place: &SubnetId, chosen: &ClientVpnChoice) -> Why {
    let prefix = || Fact::Cidr(chosen.route.destination);
    let reason = match chosen.route.target {
        ClientVpnTarget::Local => &ROUTED_TO_CLIENTS,
        _ if chosen.by_itself => &ROUTED_BY_ITSELF,
        _ => &ROUTED,
    };
    let mode = if record.split_tunnel {
        &SPLIT_TUNNEL
    } else {
        &FULL_TUNNEL
    };
    let why = Why::new(reason).fact("prefix", prefix()).element("subnet", place);
    why.because([Why::new(mode).fact("prefix", prefix())])
}

fn authorized(judgement: &Judgement) -> Option<Why> {
    let Judgement::Admitted(prefix, group) = judgement else {
        return None;
    };
    let name = group.as_deref();
    let name = name.map_or_else(|| "everybody".to_owned(), |name| format!("the group {name}"));
    Some(
        Why::new(&AUTHORIZED)
            .fact("prefix", Fact::Cidr(*prefix))
            .text("name", &name),
    )
}

fn refusal(record: &ClientVpnEndpoint, to: IpAddr, judgement: &Judgement) -> Why {
    match judgement {
        _ if is_client(record, to) => Why::new(&NOT_AMONG_CLIENTS),
        Judgement::OtherGroups(prefix) => Why::new(&FOR_OTHERS).fact("prefix", Fact::Cidr(*prefix)),
        _ => Why::new(&NOT_AUTHORIZED),
    }
}

fn no_route(walk: &Walk<'_>, record: &ClientVpnEndpoint, place: &SubnetId, to: IpAddr) -> Why {
    if is_client(record, to) {
        Why::new(&NO_ROUTE_TO_CLIENTS)
    } else if is_pushed(walk, record, to) {
        Why::new(&NO_ROUTE_HERE).element("subnet", place)
    } else {
        Why::new(&NO_ROUTE)
    }
}

fn to_internet(to: IpAddr) -> Option<Why> {
    internet::is_public(to).then(|| Why::new(&TO_INTERNET))
}

/// In the range of the endpoint's clients.
fn is_client(record: &ClientVpnEndpoint, address: IpAddr) -> bool {
    matches!(address, IpAddr::V4(address) if record.client_cidr.contains(&address))
}

pub(crate) fn find<'a>(record: &'a ClientVpnEndpoint, name: &str) -> Option<&'a Client> {
    record.clients.iter().find(|client| &*client.name == name)
}

/// From client to client, past no VPC (CVPN-16).
fn to_client(walk: &mut Walk<'_>, at: &Ref, record: &ClientVpnEndpoint) -> Next {
    let to = walk.destination();
    let known = record.clients.iter().find(|client| client.address == to);
    let party = |client: Option<Rc<str>>| Party::Client {
        endpoint: ClientVpnEndpointId::new(Rc::clone(&at.id)),
        client,
    };
    let receiver = match (&walk.expected, known) {
        (Some(meant @ Party::Client { .. }), None) if meant.reference() == *at => meant.clone(),
        (_, Some(client)) => party(Some(Rc::clone(&client.name))),
        _ => return walk.stop(at.clone(), tunnel(), Why::new(&NO_SUCH_CLIENT)),
    };
    if let Some(next) = super::local::refuse(walk, &receiver, &tunnel()) {
        return next;
    }
    walk.deliver(at.clone(), tunnel(), receiver, Why::new(&DELIVERED))
}

/// Out of the endpoint's network interface in the subnet.
fn into_subnet(walk: &mut Walk<'_>, at: &Ref, record: &ClientVpnEndpoint, place: &SubnetId) -> Next {
    let own = record.associations.iter().find(|known| known.subnet == *place);
    let Some(own) = own.map(|own| IpAddr::V4(own.ipv4)) else {
        return walk.stop(at.clone(), tunnel(), Why::new(&NOT_ASSOCIATED));
    };
    let why = Why::new(&TRANSLATES)
        .fact("own", Fact::Address(own))
        .element("subnet", place);
    let out = walk.translated(at, own, None);
    walk.rewrite(at.clone(), Step::SourceNat, out, why);
    let why = Why::new(&SENDS).element("subnet", place);
    walk.pass(at.clone(), Step::Interface, Action::Forward, why);
    walk.sender = Some(at.clone());
    walk.ahead(Why::new(&GROUPS).element("gateway", at.clone()));
    security_group::check(walk, at.clone(), &record.security_groups, Direction::Out);
    Next::Leave(place.clone())
}

/// The packet is in the subnet and has the endpoint's address there.
pub(crate) fn receive(walk: &mut Walk<'_>, id: &ClientVpnEndpointId, subnet: &SubnetId) -> Next {
    let at = Ref::from(id);
    let network = walk.network;
    let Some(record) = network.topology().client_vpn_endpoints.get(id) else {
        return super::not_modelled(walk, &at);
    };
    security_group::check(walk, at.clone(), &record.security_groups, Direction::In);
    let before = walk.packet.clone();
    let Some(back) = walk.given_back(&at) else {
        return walk.stop(at, Step::Interface, Why::new(&ONLY_REPLIES));
    };
    let client = Fact::Address(back.destination);
    walk.packet = before;
    let why = Why::new(&TAKES_BACK).element("subnet", subnet);
    walk.pass(at.clone(), Step::Interface, Action::Pass, why);
    let why = Why::new(&GIVES_BACK).fact("client", client);
    walk.rewrite(at.clone(), Step::SourceNat, back, why);
    hand_over(walk, &at)
}

/// To the client that waits for it.
fn hand_over(walk: &mut Walk<'_>, at: &Ref) -> Next {
    match walk.expected.clone() {
        Some(client @ Party::Client { .. }) => walk.deliver(at.clone(), tunnel(), client, Why::new(&DELIVERED)),
        _ => walk.stop(at.clone(), tunnel(), Why::new(&NO_SUCH_CLIENT)),
    }
}

/// CVPN-15: the address is of somebody's clients.
pub(crate) fn whose_client(walk: &Walk<'_>) -> Option<Why> {
    let to = walk.destination();
    let mut endpoints = walk.network.topology().client_vpn_endpoints.iter();
    let (id, _) = endpoints.find(|(_, record)| is_client(record, to))?;
    (!walk.is_reply()).then(|| Why::new(&NOT_FROM_OUTSIDE).element("gateway", id))
}
