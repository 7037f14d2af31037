//! The security-group step of an interface: asked for a new flow, not asked for its reply (SG-05).
//! AWS page: vpc/latest/userguide/vpc-security-groups.html

use std::net::IpAddr;

use crate::id::{Direction, Kind, Ref, Row, RowRef};
use crate::network::{Holder, Network};
use crate::packet::PacketSet;
use crate::reason::{Reason, reasons};
use crate::security_group::{self as rules, PeerMatch};
use crate::topology::{ClientVpnEndpoint, NetworkInterface, RulePeer, SecurityGroup, SecurityGroupId};
use crate::trace::{Action, Fact, Step};
use crate::walk::{Came, Identity, Walk, Why};

reasons! {
    TRACKED: "tracked" ["SG-05", "ENG-02"] "Remembered",
        "{at} remembers the connection that it let through, so its replies are not checked again.",
        "AWSEC2/latest/UserGuide/security-group-connection-tracking.html";
    TRACKED_AT_ENDPOINT: "tracked-at-endpoint" ["EI-16", "SG-05"] "Remembered",
        "{at} remembers every connection to {interface}, so replies are not checked again, whatever the outbound rules say.",
        "AWSEC2/latest/UserGuide/security-group-connection-tracking.html";
    UNREAD: "UNKNOWN_RESOURCE" ["DEC-26"] "Group cannot be read",
        "{interface} has a security group that is not there, or belongs to another VPC: nobody knows what else it allows.",
        "vpc/latest/reachability/explanation-codes.html";
    UNREAD_LIST: "UNKNOWN_RESOURCE" ["DEC-26"] "Prefix list cannot be read",
        "{row} of {at} names a prefix list that is not there: nobody knows whether {peer} is in it.",
        "vpc/latest/reachability/explanation-codes.html";
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
        before: lost_sender(walk),
        is_endpoint: interface.kind == Kind::InterfaceEndpoint,
        transit: (walk.came == Came::ByTransitGateway).then_some(walk.transit.identity),
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
    let by_transit = walk.came == Came::ByTransitGateway;
    let named = judgement
        .admitted_by
        .as_ref()
        .and_then(|row| named_by(network, row, by_transit));
    let assumed = judgement.admitted_by.as_ref().and_then(|row| assumed_by(walk, row));
    let admits = words(Why::new(admits))
        .because(named.map(words))
        .because(assumed)
        .fact("packets", Fact::Packets(judgement.admitted.clone()))
        .by(judgement.admitted_by)
        .passed_over(judgement.passed_over.clone());
    let is_lost = judgement.refusal.code == rules::NOT_PRESERVED.code;
    let rest = walk.packet.packets.minus(&judgement.admitted);
    let unread = unread(network, &records, direction, &rest);
    let at = match &unread {
        Some(Unread::Group) if judgement.admitted.is_empty() => interface.clone(),
        Some(Unread::List(row)) if judgement.admitted.is_empty() => row.of.clone(),
        _ => at,
    };
    let refuses = match unread {
        Some(Unread::Group) => Why::new(&UNREAD),
        Some(Unread::List(row)) => Why::new(&UNREAD_LIST).by(Some(row)),
        None => Why::new(judgement.refusal),
    };
    let refuses = words(refuses)
        .because(why_lost(walk, interface).filter(|_| is_lost).map(Why::new))
        .passed_over(judgement.passed_over);
    if judgement.admitted.is_empty() {
        note_public_source(walk, &at, direction, &records);
    }
    walk.filter(at, Step::SecurityGroup(direction), judgement.admitted, admits, refuses);
}

/// What nobody can read, and might allow what the rest does not.
enum Unread {
    Group,
    List(RowRef),
}

fn unread(
    network: &Network,
    groups: &[(&SecurityGroupId, &SecurityGroup)],
    direction: Direction,
    refused: &PacketSet,
) -> Option<Unread> {
    if groups.iter().any(|(id, _)| network.is_unread(&Ref::from(*id))) {
        return Some(Unread::Group);
    }
    groups.iter().find_map(|(id, group)| {
        let mut rules = rules::rules(group, direction).iter();
        let index = rules.position(|rule| {
            let is_unread =
                matches!(&rule.peer, RulePeer::PrefixList(list) if network.is_list_unread(list, &group.vpc));
            is_unread && !refused.of_these(rule.traffic).is_empty()
        })?;
        let row = Row::Rule(direction, index);
        Some(Unread::List(RowRef {
            of: Ref::from(*id),
            row,
        }))
    })
}

/// The rule names a list of AWS's whose addresses are assumed.
fn assumed_by(walk: &Walk<'_>, row: &RowRef) -> Option<Why> {
    let Row::Rule(direction, index) = row.row else {
        return None;
    };
    let group = walk.network.topology().security_groups.get(&row.of.to_id()?)?;
    match &rules::rules(group, direction).get(index)?.peer {
        RulePeer::PrefixList(list) => super::assumed_list(walk, list),
        RulePeer::Cidr(_) | RulePeer::SecurityGroup(_) => None,
    }
}

/// Where the packet has lost whose it is.
fn why_lost(walk: &Walk<'_>, interface: &Ref) -> Option<&'static Reason> {
    match walk.came {
        Came::ByPeering => Some(&rules::PEER_NOT_PRESERVED),
        Came::ByTransitGateway if interface.kind == Kind::InterfaceEndpoint => Some(&rules::NOT_FOR_ENDPOINTS),
        Came::ByTransitGateway if walk.transit.identity == Identity::Lost => Some(&rules::LOST_BETWEEN_GATEWAYS),
        _ => None,
    }
}

/// What the rule names, where that is no CIDR.
fn named_by(network: &Network, row: &RowRef, by_transit: bool) -> Option<Why> {
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
            let reason = match (is_own, by_transit) {
                (true, _) => &rules::BY_GROUP,
                (false, true) => &rules::BY_TRANSIT_GROUP,
                (false, false) => &rules::BY_PEER_GROUP,
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
    /// Whose it was before a NAT gateway or the like put its own address there.
    before: Option<Ref>,
    /// The group is that of an interface endpoint.
    is_endpoint: bool,
    /// It came by a transit gateway.
    transit: Option<Identity>,
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

    fn has_group(&self, holder: Option<&Holder>, id: &SecurityGroupId) -> bool {
        let groups = match holder {
            Some(Holder::Interface(interface)) => self.network.security_groups_of(interface),
            Some(Holder::EndpointInterface { endpoint, .. }) => self.network.security_groups_of_endpoint(endpoint),
            Some(Holder::LoadBalancer { balancer, .. }) => self.network.security_groups_of_load_balancer(balancer),
            Some(Holder::ClientVpnInterface { endpoint, .. }) => self.network.security_groups_of_client_vpn(endpoint),
            Some(Holder::ResolverInterface { endpoint, .. }) => {
                let record = self.network.topology().resolver_endpoints.get(endpoint);
                record
                    .map(|record| record.security_groups.as_slice())
                    .unwrap_or_default()
            }
            Some(Holder::NatGateway(_) | Holder::RegionalNatGateway(_)) | None => &[],
        };
        groups.contains(id)
    }

    /// Whoever it was before had the group.
    fn had_group(&self, id: &SecurityGroupId) -> bool {
        let Some(before) = &self.before else { return false };
        if let Some(interface) = before.to_id::<NetworkInterface>() {
            return self.network.security_groups_of(&interface).contains(id);
        }
        let client_vpn = before.to_id::<ClientVpnEndpoint>();
        client_vpn.is_some_and(|endpoint| self.network.security_groups_of_client_vpn(&endpoint).contains(id))
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
        if !self.has_group(holder.as_ref(), id) {
            let is_lost = self.direction == Direction::In && self.had_group(id);
            return if is_lost {
                PeerMatch::NotPreserved
            } else {
                PeerMatch::No
            };
        }
        let is_foreign = group.vpc != named.vpc;
        match (self.direction, self.sender) {
            (Direction::Out, _) if is_foreign && !is_peer(self.network, group, named) => PeerMatch::InboundOnly,
            // PW-08: whom a machine sends on for is lost, and so rules with groups do not fit on either side of it.
            (Direction::Out, None) => PeerMatch::NotPreserved,
            (Direction::Out, Some(_)) => PeerMatch::Yes,
            (Direction::In, _) if self.transit.is_some() && self.is_endpoint => PeerMatch::NotPreserved,
            (Direction::In, None) if self.transit == Some(Identity::Off) => PeerMatch::ReferencingOff,
            (Direction::In, None) => PeerMatch::NotPreserved,
            (Direction::In, Some(sender)) if holder.is_some_and(|holder| holder.reference() == *sender) => {
                PeerMatch::Yes
            }
            (Direction::In, Some(_)) => PeerMatch::No,
        }
    }
}

/// Where the request started, if another has put its own address into it since.
fn lost_sender(walk: &Walk<'_>) -> Option<Ref> {
    let first = &walk.journal.hops.first()?.at;
    let mut translations = walk.connection.translations.iter();
    let is_lost = !walk.is_reply() && translations.any(|translation| translation.by != *first);
    is_lost.then(|| first.clone())
}

/// SG-09, SG-10: the same VPC, one with an active peering connection in the same Region, or one on the same transit gateway.
fn is_in_reach(network: &Network, group: &SecurityGroup, named: &SecurityGroup) -> bool {
    group.vpc == named.vpc || is_peer(network, group, named) || network.share_transit_gateway(&group.vpc, &named.vpc)
}

/// PEER-40: with an active peering connection in the same Region.
fn is_peer(network: &Network, group: &SecurityGroup, named: &SecurityGroup) -> bool {
    network.active_peering_between(&group.vpc, &named.vpc).is_some()
        && network.region_of(&group.vpc) == network.region_of(&named.vpc)
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
