//! The security-group step of an interface: asked for a new flow, not asked for its reply (SG-05).
//! AWS page: vpc/latest/userguide/vpc-security-groups.html

use std::net::IpAddr;

use crate::id::{Direction, Kind, Ref, Row, RowRef};
use crate::network::{Holder, Network};
use crate::reason::reasons;
use crate::security_group::{self as rules, PeerMatch};
use crate::topology::{RulePeer, SecurityGroup, SecurityGroupId};
use crate::trace::{Action, Fact, Step};
use crate::walk::{Came, Walk, Why};

reasons! {
    TRACKED: "tracked" ["SG-05", "ENG-02"] "Remembered",
        "{at} remembers the connection that it let through, so its replies are not checked again.",
        "AWSEC2/latest/UserGuide/security-group-connection-tracking.html";
    TRACKED_AT_ENDPOINT: "tracked-at-endpoint" ["EI-16", "SG-05"] "Remembered",
        "{at} remembers every connection to {interface}, so replies are not checked again, whatever the outbound rules say.",
        "AWSEC2/latest/UserGuide/security-group-connection-tracking.html";
    PUBLIC_SOURCE: "public-source" ["SG-07", "IG-07"] "The sender's public address",
        "The packets come from {source}, the sender's public address. A rule that names a security group knows private addresses only.",
        "vpc/latest/userguide/security-group-rules.html";
}

/// Asks the groups of `interface`; remembers the flow for the other leg.
pub(crate) fn check(walk: &mut Walk<'_>, interface: Ref, groups: &[SecurityGroupId], direction: Direction) {
    if walk.is_reply() && walk.connection.tracked.contains(&interface) {
        let at = groups.first().map_or_else(|| interface.clone(), Ref::from);
        let is_endpoint = interface.kind == Kind::InterfaceEndpoint;
        let reason = if is_endpoint { &TRACKED_AT_ENDPOINT } else { &TRACKED };
        let why = Why::new(reason).element("interface", interface);
        walk.pass(at, Step::Tracked, Action::Pass, why);
        return;
    }
    walk.connection.track(interface.clone());
    judge(walk, &interface, groups, direction);
}

fn judge(walk: &mut Walk<'_>, interface: &Ref, groups: &[SecurityGroupId], direction: Direction) {
    let network = walk.network;
    let topology = network.topology();
    let records: Vec<(&SecurityGroupId, &SecurityGroup)> = groups
        .iter()
        .filter_map(|id| Some((id, topology.security_groups.get(id)?)))
        .collect();
    let peer = match direction {
        Direction::In => walk.packet.source,
        Direction::Out => walk.packet.destination,
    };
    let other = OtherEnd {
        network,
        address: peer,
        direction,
        sender: walk.sender.as_ref(),
    };
    let judgement = rules::judge(&records, direction, &walk.packet.packets, |group, named| {
        other.is_named(group, named)
    });
    walk.journal.asked.extend(groups.iter().map(Ref::from));
    let first = groups.first().map_or_else(|| interface.clone(), Ref::from);
    let words = |why| words(why, interface, peer, direction);
    let at = judgement.admitted_by.as_ref().map_or(first, |row| row.of.clone());
    let admits = match direction {
        Direction::Out => &rules::ADMITS_OUT,
        Direction::In => &rules::ADMITS_IN,
    };
    let named = judgement.admitted_by.as_ref().and_then(|row| named_by(network, row));
    let admits = words(Why::new(admits))
        .because(named.map(words))
        .fact("packets", Fact::Packets(judgement.admitted.clone()))
        .by(judgement.admitted_by)
        .passed_over(judgement.passed_over.clone());
    let is_lost = judgement.refusal.code == rules::NOT_PRESERVED.code && walk.came == Came::ByPeering;
    let refuses = words(Why::new(judgement.refusal))
        .because(is_lost.then(|| Why::new(&rules::PEER_NOT_PRESERVED)))
        .passed_over(judgement.passed_over);
    if judgement.admitted.is_empty() {
        note_public_source(walk, &at, direction, &records);
    }
    walk.filter(at, Step::SecurityGroup(direction), judgement.admitted, admits, refuses);
}

/// What the rule names, where that is no CIDR.
fn named_by(network: &Network, row: &RowRef) -> Option<Why> {
    let topology = network.topology();
    let id: SecurityGroupId = row.of.to_id()?;
    let group = topology.security_groups.get(&id)?;
    let rule = match row.row {
        Row::Rule(Direction::In, index) => group.inbound.get(index)?,
        Row::Rule(Direction::Out, index) => group.outbound.get(index)?,
        _ => return None,
    };
    match &rule.peer {
        RulePeer::Cidr(_) => None,
        RulePeer::PrefixList(list) => Some(Why::new(&rules::BY_LIST).element("other", list)),
        RulePeer::SecurityGroup(named) if *named == id => {
            let default = topology.vpcs.get(&group.vpc)?.default_security_group.as_ref();
            let is_default = default == Some(&id);
            Some(Why::new(if is_default {
                &rules::BY_DEFAULT_GROUP
            } else {
                &rules::BY_OWN_GROUP
            }))
        }
        RulePeer::SecurityGroup(named) => {
            let is_own = topology.security_groups.get(named)?.vpc == group.vpc;
            let reason = if is_own {
                &rules::BY_GROUP
            } else {
                &rules::BY_PEER_GROUP
            };
            Some(Why::new(reason).element("other", named))
        }
    }
}

fn words(why: Why, interface: &Ref, peer: IpAddr, direction: Direction) -> Why {
    let [direction_word, way, side] = match direction {
        Direction::In => ["in from", "inbound", "into"],
        Direction::Out => ["out to", "outbound", "out of"],
    };
    why.element("interface", interface.clone())
        .fact("peer", Fact::Address(peer))
        .text("direction", direction_word)
        .text("way", way)
        .text("side", side)
        .direction(direction)
}

/// The other end of the packet, as the rules of a group may name it.
struct OtherEnd<'a> {
    network: &'a Network,
    address: IpAddr,
    direction: Direction,
    sender: Option<&'a Ref>,
}

impl OtherEnd<'_> {
    fn is_named(&self, group: &SecurityGroup, named: &RulePeer) -> PeerMatch {
        let is = |yes: bool| if yes { PeerMatch::Yes } else { PeerMatch::No };
        match named {
            RulePeer::Cidr(cidr) => is(cidr.contains(&self.address)),
            RulePeer::PrefixList(list) => is(self
                .network
                .topology()
                .prefix_lists
                .get(list)
                .is_some_and(|list| list.entries.iter().any(|entry| entry.contains(&self.address)))),
            RulePeer::SecurityGroup(id) => self.carries(group, id),
        }
    }

    /// SG-07, PEER-42: the address is a private one of an interface that carries the group.
    fn carries(&self, group: &SecurityGroup, id: &SecurityGroupId) -> PeerMatch {
        let Some(named) = self.network.topology().security_groups.get(id) else {
            return PeerMatch::Stale;
        };
        if !is_in_reach(self.network, group, named) {
            return PeerMatch::Stale;
        }
        let holder = self.network.holder(&named.vpc, self.address);
        let groups = match &holder {
            Some(Holder::Interface(interface)) => self.network.security_groups_of(interface),
            Some(Holder::EndpointInterface { endpoint, .. }) => self.network.security_groups_of_endpoint(endpoint),
            Some(Holder::NatGateway(_)) | None => &[],
        };
        if !groups.contains(id) {
            return PeerMatch::No;
        }
        match (self.direction, self.sender) {
            (Direction::Out, _) => PeerMatch::Yes,
            (Direction::In, None) => PeerMatch::NotPreserved,
            (Direction::In, Some(sender)) if holder.is_some_and(|holder| holder.reference() == *sender) => {
                PeerMatch::Yes
            }
            (Direction::In, Some(_)) => PeerMatch::No,
        }
    }
}

/// SG-09, PEER-40: the same VPC, or one with an active peering connection in the same Region.
fn is_in_reach(network: &Network, group: &SecurityGroup, named: &SecurityGroup) -> bool {
    group.vpc == named.vpc
        || (network.active_peering_between(&group.vpc, &named.vpc).is_some()
            && network.region_of(&group.vpc) == network.region_of(&named.vpc))
}

/// SB-16: the rule names the sender's group, but the sender came by its public address.
fn note_public_source(
    walk: &mut Walk<'_>,
    at: &Ref,
    direction: Direction,
    groups: &[(&SecurityGroupId, &SecurityGroup)],
) {
    let Some((_, Holder::Interface(sender), _)) = walk.network.holder_of_public(walk.packet.source) else {
        return;
    };
    let carried = walk.network.security_groups_of(&sender);
    let names_it = groups
        .iter()
        .flat_map(|(_, group)| &group.inbound)
        .any(|rule| matches!(&rule.peer, RulePeer::SecurityGroup(id) if carried.contains(id)));
    if direction == Direction::In && names_it {
        walk.note(at.clone(), Why::new(&PUBLIC_SOURCE));
    }
}
