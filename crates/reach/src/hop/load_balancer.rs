//! A load balancer has a network interface in each of its subnets. A Network Load Balancer hands what a listener takes to one
//! of the listener's targets, and the answer back (PL-05, PL-08, PL-09); an Application Load Balancer is an end, and opens
//! connections of its own. AWS page: elasticloadbalancing/latest/network/introduction.html

pub(crate) mod listener;
pub(crate) mod own;

use std::net::{IpAddr, Ipv4Addr};

use super::{endpoint_service, network_acl, security_group};
use crate::id::{Direction, Ref};
use crate::network::{Holder, Network};
use crate::reason::reasons;
use crate::topology::{
    EndpointSubnet, InterfaceEndpointId, LoadBalancer, LoadBalancerId, LoadBalancerKind, SubnetId, Topology,
};
use crate::trace::{Fact, Hop, Packet, Step};
use crate::walk::{Next, Party, Translation, Walk, Why};

use listener::Chosen;

reasons! {
    TARGET_SEES_NODE: "balancer-hands-on" ["PL-08", "PW-13"] "To a target, from its own address",
        "{at} hands the packet to its target {target}, which sees {own}, the load balancer's own address in {subnet}, in place of {source}.",
        "elasticloadbalancing/latest/network/introduction.html";
    TARGET_SEES_CLIENT: "balancer-keeps-client" ["SG-11", "PW-13"] "To a target, with the client's address",
        "{at} hands the packet to its target {target}, which still sees {source}, the client's address.",
        "elasticloadbalancing/latest/network/edit-target-group-attributes.html", assumed;
    NEVER_THROUGH_PRIVATE_LINK: "client-not-kept-through-private-link" ["PL-08"] "Not the client's address",
        "Client IP preservation is on, but what comes through PrivateLink always gets the load balancer's own address: let the target's groups and network ACL admit the addresses of {subnet}.",
        "vpc/latest/privatelink/create-endpoint-service.html";
    NO_GROUPS: "balancer-without-groups" ["PL-09"] "No security group",
        "{at} has no security group, so it takes whatever its listeners take.",
        "elasticloadbalancing/latest/network/load-balancer-security-groups.html";
    NOT_ENFORCED: "balancer-groups-not-asked" ["PL-09"] "Its groups are not asked",
        "The inbound rules of {at} are not asked about what comes through PrivateLink: enforcing them there is switched off.",
        "vpc/latest/privatelink/create-endpoint-service.html";
    ENFORCED: "balancer-groups-see-client" ["PL-09"] "Its groups look at the client",
        "The groups of {at} look at what comes through PrivateLink, too, by the client's address {source}.",
        "vpc/latest/privatelink/create-endpoint-service.html";
    GIVES_BACK: "balancer-back" ["PL-08", "PW-13"] "Knows the reply",
        "{at} knows the connection and gives the reply back to {client}.",
        "elasticloadbalancing/latest/network/introduction.html";
    TAKES_BACK: "balancer-takes-back" ["PW-13"] "Takes the reply back",
        "The target answers {client}, but the reply goes to {at} first, which knows the connection; no route table is asked for it.",
        "elasticloadbalancing/latest/network/edit-target-group-attributes.html", assumed;
    KEPT_ELSEWHERE: "UNSUPPORTED_COMPONENT" ["DEC-26"] "Not modelled",
        "{at} keeps the client's address for {target}, which is the client itself or in another VPC; whether that works is not modelled here.",
        "elasticloadbalancing/latest/network/edit-target-group-attributes.html";
    ENDPOINTS_ONLY: "ELBV2_LISTENERS_MISMATCH" ["PL-15", "PW-13"] "For its endpoints only",
        "{at} takes packets from its Gateway Load Balancer endpoints only; nobody can send to its own address.",
        "elasticloadbalancing/latest/gateway/introduction.html";
    AN_END: "balancer-receives" ["PW-13", "PW-12"] "At the load balancer",
        "{at} takes the request. Towards its targets it opens connections of its own: ask about them by themselves.",
        "elasticloadbalancing/latest/application/introduction.html";
    ANSWERED: "balancer-answered" ["PW-12", "ENG-02"] "The reply is back",
        "The reply is back at {at}.",
        "elasticloadbalancing/latest/application/introduction.html";
}

/// A load balancer's interface in one subnet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'n> {
    pub(crate) id: &'n LoadBalancerId,
    pub(crate) record: &'n LoadBalancer,
    pub(crate) place: &'n EndpointSubnet,
}

impl<'n> Node<'n> {
    pub(crate) fn of(network: &'n Network, id: &'n LoadBalancerId, subnet: &SubnetId) -> Option<Self> {
        let record = network.topology().load_balancers.get(id)?;
        let place = record.subnets.iter().find(|place| place.subnet == *subnet)?;
        Some(Self { id, record, place })
    }

    pub(crate) fn zone<'a>(&self, network: &'a Network) -> Option<&'a str> {
        Some(&network.topology().subnets.get(&self.place.subnet)?.zone)
    }

    fn own(&self) -> IpAddr {
        IpAddr::V4(self.place.ipv4)
    }
}

/// Where a request through PrivateLink came from, and its answer goes back to.
pub(crate) type ByEndpoint = Option<(InterfaceEndpointId, SubnetId)>;

/// The packet is in the load balancer's subnet and has its address there.
pub(crate) fn receive(walk: &mut Walk<'_>, id: &LoadBalancerId, subnet: &SubnetId) -> Next {
    let network = walk.network;
    let Some(node) = Node::of(network, id, subnet) else {
        return super::not_modelled(walk, &Ref::from(id));
    };
    let at = Ref::from(id);
    if walk.is_reply() {
        return if walk.is_remembered(&at) {
            give_back(walk, node)
        } else {
            be_answered(walk, node)
        };
    }
    match node.record.kind {
        LoadBalancerKind::Gateway => walk.stop(at, Step::LoadBalancer, Why::new(&ENDPOINTS_ONLY)),
        LoadBalancerKind::Application => be_asked(walk, node),
        LoadBalancerKind::Network => hand_on(walk, node, None),
    }
}

fn be_asked(walk: &mut Walk<'_>, node: Node<'_>) -> Next {
    security_group::check(walk, node.id.into(), &node.record.security_groups, Direction::In);
    if let Some(next) = listener::restrict(walk, node) {
        return next;
    }
    walk.deliver(node.id, Step::LoadBalancer, party(node), Why::new(&AN_END))
}

/// The answer to what it sent itself.
fn be_answered(walk: &mut Walk<'_>, node: Node<'_>) -> Next {
    check_groups(walk, node, Direction::In);
    walk.deliver(node.id, Step::LoadBalancer, party(node), Why::new(&ANSWERED))
}

fn party(node: Node<'_>) -> Party {
    Party::LoadBalancer {
        balancer: node.id.clone(),
        subnet: node.place.subnet.clone(),
    }
}

/// To one of the targets; `endpoint` is where it came from through PrivateLink.
pub(crate) fn hand_on(walk: &mut Walk<'_>, node: Node<'_>, endpoint: ByEndpoint) -> Next {
    // PW-11 comes before PW-13, and in PW-13 the listener before the groups (PL-09).
    let is_private_link = endpoint.is_some();
    let before = if is_private_link {
        None
    } else {
        ask_groups(walk, node, false)
    };
    let target = match listener::choose(walk, node) {
        Ok(target) => target,
        Err(next) => return next,
    };
    let groups = if is_private_link {
        ask_groups(walk, node, true)
    } else {
        before
    };
    let keeps = node.record.preserve_client_ip && endpoint.is_none();
    if keeps && cannot_keep(walk, node, &target) {
        let why = Why::new(&KEPT_ELSEWHERE).element("target", &target.interface);
        return walk.stop(node.id, Step::LoadBalancer, why);
    }
    let out = sent_on(&walk.packet, node, &target, keeps);
    let reason = if keeps { &TARGET_SEES_CLIENT } else { &TARGET_SEES_NODE };
    let is_lost = !keeps && node.record.preserve_client_ip;
    let not_kept = is_lost.then(|| Why::new(&NEVER_THROUGH_PRIVATE_LINK).element("subnet", &node.place.subnet));
    let why = Why::new(reason)
        .element("target", &target.interface)
        .element("subnet", &node.place.subnet)
        .fact("own", Fact::Address(node.own()))
        .because(groups)
        .because(target.because)
        .because(not_kept);
    walk.connection.translations.push(Translation {
        by: node.id.into(),
        before: walk.packet.clone(),
        after: out.clone(),
        endpoint,
    });
    walk.rewrite(node.id, Step::LoadBalancer, out, why);
    walk.expected = Some(Party::Interface(target.interface));
    if !keeps {
        walk.sender = Some(node.id.into());
    }
    check_groups(walk, node, Direction::Out);
    Next::Leave(node.place.subnet.clone())
}

fn sent_on(packet: &Packet, node: Node<'_>, target: &Chosen, keeps: bool) -> Packet {
    let packets = packet.packets.to_port(target.port);
    Packet {
        source: if keeps { packet.source } else { node.own() },
        destination: IpAddr::V4(target.address),
        packets: if keeps { packets } else { packets.with_nat_ports() },
    }
}

/// PL-09: the groups see the client's address, and through PrivateLink only if that is enforced.
fn ask_groups(walk: &mut Walk<'_>, node: Node<'_>, is_private_link: bool) -> Option<Why> {
    let groups = &node.record.security_groups;
    if groups.is_empty() {
        return Some(Why::new(&NO_GROUPS));
    }
    if is_private_link && !node.record.enforce_private_link {
        walk.connection.track(node.id.into());
        return Some(Why::new(&NOT_ENFORCED));
    }
    if is_private_link {
        walk.ahead(Why::new(&ENFORCED));
    }
    security_group::check(walk, node.id.into(), groups, Direction::In);
    None
}

fn check_groups(walk: &mut Walk<'_>, node: Node<'_>, direction: Direction) {
    if !node.record.security_groups.is_empty() {
        security_group::check(walk, node.id.into(), &node.record.security_groups, direction);
    }
}

fn cannot_keep(walk: &Walk<'_>, node: Node<'_>, target: &Chosen) -> bool {
    let network = walk.network;
    let record = network.topology().interfaces.get(&target.interface);
    let vpc = record.and_then(|record| network.vpc_of(&record.subnet));
    vpc != Some(&node.record.vpc) || walk.packet.source == IpAddr::V4(target.address)
}

fn give_back(walk: &mut Walk<'_>, node: Node<'_>) -> Next {
    check_groups(walk, node, Direction::In);
    let Some((back, known)) = walk.taken_back(&node.id.into()) else {
        return super::not_modelled(walk, &node.id.into());
    };
    let is_kept = known.after.source == back.destination;
    let reason = if is_kept { &TAKES_BACK } else { &GIVES_BACK };
    let why = Why::new(reason).fact("client", Fact::Address(back.destination));
    walk.rewrite(node.id, Step::LoadBalancer, back, why);
    if let Some((endpoint, subnet)) = known.endpoint {
        return endpoint_service::give_back(walk, &endpoint, &subnet);
    }
    walk.sender = Some(node.id.into());
    Next::Leave(node.place.subnet.clone())
}

/// A target answers a client whose address was kept: the load balancer in front of it gets the answer, past both network ACLs.
pub(crate) fn take_back(walk: &mut Walk<'_>, from: &SubnetId) -> Option<Next> {
    let known = walk.connection.translations.last().filter(|_| walk.is_reply())?;
    let is_kept = known.before.source == known.after.source;
    if !is_kept || walk.connection.remembered(&known.by, &walk.packet).is_none() {
        return None;
    }
    let id: LoadBalancerId = known.by.to_id()?;
    let node_address = known.before.destination;
    let record = walk.network.topology().load_balancers.get(&id)?;
    let place = record.subnets.iter().find(|place| node_address == place.ipv4)?;
    if place.subnet != *from {
        network_acl::cross(walk, from, Direction::Out);
        network_acl::cross(walk, &place.subnet, Direction::In);
    }
    Some(receive(walk, &id, &place.subnet))
}

/// In which subnet the interface is that handles the packet of the hop: it sends from there, or got it there.
pub(crate) fn subnet_at(topology: &Topology, hop: &Hop) -> Option<SubnetId> {
    let record = topology.load_balancers.get(&hop.at.to_id()?)?;
    let sent = hop.packet_out.as_ref().map(|out| out.source);
    let own = sent.into_iter().chain([hop.packet.destination, hop.packet.source]);
    let mut places = own.filter_map(|own| record.subnets.iter().find(|place| own == place.ipv4));
    places.next().map(|place| place.subnet.clone())
}

/// The public address of its interface in this subnet, or what stands in for it.
pub(crate) fn public_address(network: &Network, id: &LoadBalancerId, subnet: &SubnetId) -> Option<Ipv4Addr> {
    let records = &network.topology().load_balancers;
    let record = records.get(id).filter(|record| record.internet_facing)?;
    let index = record.subnets.iter().position(|place| place.subnet == *subnet)?;
    let stand_in = || {
        network.stand_in_of(&Holder::LoadBalancer {
            balancer: id.clone(),
            subnet: subnet.clone(),
        })
    };
    record.public_ipv4.get(index).copied().or_else(stand_in)
}
