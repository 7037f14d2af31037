//! What reaches what and should not (NX-04): asked of the engine, not guessed from rules.
//! AWS page: vpc/latest/network-access-analyzer/how-network-access-analyzer-works.html

use super::{Found, Lint};
use crate::address::Family;
use crate::id::{Direction, Ref, Row, RowRef};
use crate::issue::Level;
use crate::network::{Network, cidrs_of};
use crate::question::{End, Question};
use crate::reason::reasons;
use crate::resolve::element;
use crate::sorted::SortedSet;
use crate::topology::{
    InterfaceId, NetworkInterface, PeeringState, PortRange, Role, RulePeer, SecurityGroupId, Traffic,
};
use crate::trace::{Action, Fact, Step, Trace, Verdict};

reasons! {
    PORT_OPEN: "management-port-open" ["NX-04"] "A management port is open to the internet",
        "Anybody on the internet can connect to {at} on {packets}. Allow only the addresses of those who manage it.",
        "vpc/latest/network-access-analyzer/how-network-access-analyzer-works.html";
    SENDS_OUT: "database-to-internet" ["NX-04"] "A database reaches the internet without NAT",
        "{at} can connect to the internet, past any NAT gateway. Put it into a private subnet.",
        "vpc/latest/network-access-analyzer/how-network-access-analyzer-works.html";
    FROM_PUBLIC: "database-from-public-subnet" ["NX-04"] "A database is open to a public subnet",
        "{from}, which is in a public subnet, can send any packet to {at}. Allow only the database's port, from the group of its clients.",
        "vpc/latest/network-access-analyzer/how-network-access-analyzer-works.html";
    PEER_EXPOSED: "database-open-to-peer" ["NX-04"] "A database is open to the peer",
        "{row} of {at}, the group of a database, lets all packets in from the whole of {vpc}, over {peering}. Allow only the database's port.",
        "vpc/latest/network-access-analyzer/how-network-access-analyzer-works.html";
}

pub(super) static MANAGEMENT_PORT: Lint = Lint {
    name: "management-port-open",
    level: Level::Warning,
    reason: &PORT_OPEN,
    look: management_ports,
};

pub(super) static DATABASE_TO_INTERNET: Lint = Lint {
    name: "database-to-internet",
    level: Level::Warning,
    reason: &SENDS_OUT,
    look: databases_to_internet,
};

pub(super) static DATABASE_FROM_PUBLIC: Lint = Lint {
    name: "database-from-public-subnet",
    level: Level::Info,
    reason: &FROM_PUBLIC,
    look: databases_from_public,
};

pub(super) static DATABASE_OPEN_TO_PEER: Lint = Lint {
    name: "database-open-to-peer",
    level: Level::Info,
    reason: &PEER_EXPOSED,
    look: open_to_peers,
};

/// SSH and RDP.
const MANAGEMENT: [u16; 2] = [22, 3389];
/// Each is a trace; who has more interfaces asks about those that matter.
const MOST: usize = 256;

/// In a public subnet with an address that the internet can name.
fn in_public(network: &Network) -> impl Iterator<Item = (&InterfaceId, &NetworkInterface)> {
    let interfaces = network.topology().interfaces.iter();
    let exposed = interfaces.filter(|(_, record)| record.public_ipv4.is_some() || !record.ipv6.is_empty());
    exposed
        .filter(|(_, record)| network.public_route_of(&record.subnet).is_some())
        .take(MOST)
}

/// By IPv4 and by IPv6: one may be open where the other is not.
fn asked(network: &Network, from: &End, to: &End, traffic: Traffic) -> impl Iterator<Item = Trace> {
    [Family::V4, Family::V6].into_iter().map(move |family| {
        let mut question = Question::new(from.clone(), to.clone(), traffic);
        question.family = Some(family);
        crate::trace(network, &question)
    })
}

/// What AWS lets through by chance gets through, sooner or later.
fn gets_through(trace: &Trace) -> bool {
    !trace.allowed.is_empty() || !trace.by_chance.is_empty()
}

/// Everything that is sent gets through.
fn is_open(trace: &Trace) -> bool {
    gets_through(trace) && trace.stopped().is_empty() && trace.verdict != Verdict::Unknown
}

fn management_ports(network: &Network) -> Vec<Found> {
    let ports = in_public(network).flat_map(|(id, _)| MANAGEMENT.map(|port| (id, port)));
    ports
        .filter_map(|(id, port)| {
            let traffic = Traffic::Tcp(PortRange::single(port));
            let to = End::Element(Ref::from(id));
            // What only some addresses may do is somebody's decision.
            asked(network, &End::Internet, &to, traffic)
                .find(|trace| gets_through(trace) && trace.by_address.is_empty())?;
            let facts = vec![("packets", Fact::Packets(crate::packet::PacketSet::of_rule(traffic)))];
            Some(Found::at(id, facts))
        })
        .collect()
}

fn databases(network: &Network) -> impl Iterator<Item = (&InterfaceId, &NetworkInterface)> {
    let interfaces = network.topology().interfaces.iter();
    interfaces
        .filter(|(_, record)| record.role == Role::Database)
        .take(MOST)
}

fn databases_to_internet(network: &Network) -> Vec<Found> {
    let found = databases(network).filter(|(id, _)| {
        let from = End::Element(Ref::from(*id));
        asked(network, &from, &End::Internet, Traffic::All).any(|trace| {
            let is_translated = trace.forward.iter().any(|hop| hop.step == Step::NatGateway);
            // Where chance decides, the way that is shown may be one that fails.
            let arrives =
                trace.forward.last().is_some_and(|hop| hop.action == Action::Deliver) || !trace.by_chance.is_empty();
            gets_through(&trace) && arrives && !is_translated
        })
    });
    found.map(|(id, _)| Found::at(id, Vec::new())).collect()
}

/// The first who can, for each database.
fn databases_from_public(network: &Network) -> Vec<Found> {
    databases(network)
        .filter_map(|(id, _)| {
            let from = in_public(network).take(16).find(|(from, _)| {
                let (from, to) = (End::Element(Ref::from(*from)), End::Element(Ref::from(id)));
                let question = Question::new(from, to, Traffic::All);
                *from_id(&question) != *id.as_str() && is_open(&crate::trace(network, &question))
            })?;
            Some(Found::at(id, vec![("from", element(from.0))]))
        })
        .collect()
}

fn from_id(question: &Question) -> &str {
    match &question.from {
        End::Element(element) => &element.id,
        _ => "",
    }
}

/// Rules for all packets from a range that has the whole peer in it. The internet's range is everybody's, not the peer's.
fn open_to_peers(network: &Network) -> Vec<Found> {
    let topology = network.topology();
    let groups: SortedSet<&SecurityGroupId> = databases(network)
        .flat_map(|(_, record)| &record.security_groups)
        .collect();
    let mut found = Vec::new();
    for (id, group) in topology.security_groups.iter().filter(|(id, _)| groups.contains(id)) {
        for (index, rule) in group.inbound.iter().enumerate() {
            let (Traffic::All, RulePeer::Cidr(range)) = (rule.traffic, &rule.peer) else {
                continue;
            };
            let peerings = topology.peering_connections.iter();
            let mut open = peerings.filter_map(|(peering, record)| {
                let peer = record
                    .other(&group.vpc)
                    .filter(|_| record.state == PeeringState::Active)?;
                let mut cidrs = topology.vpcs.get(peer).into_iter().flat_map(cidrs_of);
                (range.prefix_len() > 0 && cidrs.any(|cidr| range.contains(&cidr))).then_some((peering, peer))
            });
            if let Some((peering, peer)) = open.next() {
                let row = RowRef {
                    of: Ref::from(id),
                    row: Row::Rule(Direction::In, index),
                };
                let facts = vec![
                    ("row", Fact::Row(row.clone())),
                    ("vpc", element(peer)),
                    ("peering", element(peering)),
                ];
                found.push(Found::in_row(row, facts));
            }
        }
    }
    found
}
