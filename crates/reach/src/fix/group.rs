//! Rules of security groups (SG-02, SG-06, SG-07): the narrowest that lets the packets through.
//! AWS page: vpc/latest/userguide/working-with-security-group-rules.html

use super::exposure::{Exposure, addresses};
use super::scene::{Far, Scene, host, step};
use super::state::State;
use super::{Move, Step, rules};
use crate::hop::load_balancer::own::GENEVE;
use crate::id::{Direction, Kind, Ref};
use crate::network::{Holder, Network};
use crate::operation::Operation;
use crate::packet::PacketSet;
use crate::reason::reasons;
use crate::sorted::sort_by_key;
use crate::topology::{
    Element, InterfaceEndpointId, InterfaceId, PortRange, PrefixList, PrefixListId, Rule, RulePeer, SecurityGroupId,
    Traffic,
};
use crate::trace::{Fact, Step as Look};

reasons! {
    ADD: "fix-add-group-rule" ["SG-02", "SG-06"] "Add a security-group rule",
        "Add an {way} rule to {at}: {packets} {direction} {peer}.",
        "vpc/latest/userguide/working-with-security-group-rules.html";
    LIST: "fix-create-prefix-list" ["SG-06"] "Create a prefix list",
        "Create a prefix list {at} with the {number} ranges of {service}.",
        "vpc/latest/userguide/managed-prefix-lists.html";
}

/// Further ranges go into a list.
const MOST_RULES: usize = 4;

pub(super) fn moves(scene: &Scene<'_>) -> Vec<Move> {
    if scene.at().kind != Kind::SecurityGroup {
        return Vec::new();
    }
    let Some(direction) = scene.blocker.direction else {
        return Vec::new();
    };
    // What is refused on the way to an appliance is told at the endpoint before it.
    let is_visit = scene
        .hop()
        .is_some_and(|hop| hop.step == Look::GatewayLoadBalancerEndpoint);
    let traffic = match is_visit {
        true => Traffic::Udp(PortRange::single(GENEVE)),
        false => rules::traffic(&scene.refused()),
    };
    let Some(far) = scene.far(direction) else {
        return Vec::new();
    };
    let group = group(scene);
    let (before, alternatives) = match own_list(scene, &far) {
        Some((before, list)) => (before, vec![vec![RulePeer::PrefixList(list)]]),
        None => (None, peers(scene, far)),
    };
    let add = |peers: Vec<RulePeer>| {
        let rule = add(scene, &group, direction, traffic, peers)?;
        Some(before.iter().cloned().chain(rule).collect())
    };
    alternatives.into_iter().filter_map(add).collect()
}

/// AWS keeps lists of the sender's own Region only. So many ranges of another one go into a list of one's own; the one that there is, or a new one.
fn own_list(scene: &Scene<'_>, far: &Far) -> Option<(Option<Step>, PrefixListId)> {
    let Far::Service {
        name,
        region,
        list: None,
        prefixes,
    } = far
    else {
        return None;
    };
    let home = scene.home_region().filter(|_| prefixes.len() > MOST_RULES)?;
    let mut known = scene.state.topology.prefix_lists.iter();
    if let Some((id, _)) = known.find(|(_, list)| list.region == home && list.entries == *prefixes) {
        return Some((None, id.clone()));
    }
    let id = PrefixListId::new(scene.state.free_id(&format!("pl-{name}-{region}")));
    let at = Ref::from(&id);
    let record = PrefixList {
        name: None,
        region: home,
        service: None,
        entries: prefixes.clone(),
    };
    let facts = vec![
        (
            "number",
            Fact::Number(u32::try_from(prefixes.len()).unwrap_or(u32::MAX)),
        ),
        ("service", Fact::Element(Ref::service(name, region))),
    ];
    let operation = Operation::Create(Element::PrefixList(id.clone(), record));
    Some((Some(step(operation, &LIST, &at, facts, Exposure::NOTHING)), id))
}

/// Of several rules that do for one group, the first is enough: they came narrowest first.
pub(super) fn drop_alike<T>(found: &mut Vec<(Move, T)>) {
    let mut seen: Vec<Ref> = Vec::new();
    found.retain(|(steps, _)| {
        let rule = steps.last().filter(|step| std::ptr::eq(step.finding.reason, &ADD));
        let Some(rule) = rule else {
            return true;
        };
        let is_new = !seen.contains(&rule.finding.at);
        seen.push(rule.finding.at.clone());
        is_new
    });
}

/// With the rule the group refuses the same packet all the same, for another reason: what it names is not known there.
pub(super) fn is_no_answer(steps: &[Step], before: &Scene<'_>, after: &State) -> bool {
    let is_rule = steps.iter().any(|step| std::ptr::eq(step.finding.reason, &ADD));
    let is_here = |scene: &Scene<'_>| {
        let (first, blocker) = (scene.blocker, before.blocker);
        first.leg == blocker.leg
            && first.direction == blocker.direction
            && first.finding.at == blocker.finding.at
            && (scene.source(), scene.destination()) == (before.source(), before.destination())
    };
    is_rule && Scene::of(before.start, after).as_ref().is_some_and(is_here)
}

/// Of the interface's groups the one with the fewest members.
fn group(scene: &Scene<'_>) -> Ref {
    let network = &scene.state.network;
    let groups = scene
        .element("interface")
        .map(|interface| groups_of(network, interface));
    let groups = groups.unwrap_or_default();
    let fewest = groups.iter().min_by_key(|group| members(network, group));
    fewest.map_or_else(|| scene.at().clone(), Ref::from)
}

fn groups_of<'n>(network: &'n Network, interface: &Ref) -> &'n [SecurityGroupId] {
    match interface.kind {
        Kind::InterfaceEndpoint => interface
            .to_id()
            .map(|id: InterfaceEndpointId| network.security_groups_of_endpoint(&id)),
        _ => interface.to_id().map(|id: InterfaceId| network.security_groups_of(&id)),
    }
    .unwrap_or_default()
}

fn members(network: &Network, group: &SecurityGroupId) -> usize {
    let interfaces = network.topology().interfaces.iter();
    interfaces
        .filter(|(_, record)| record.security_groups.contains(group))
        .count()
}

/// Sets of peers, each of which would do.
fn peers(scene: &Scene<'_>, far: Far) -> Vec<Vec<RulePeer>> {
    match far {
        Far::One(address) => {
            let network = &scene.state.network;
            let vpcs = network.topology().vpcs.ids();
            let holders = vpcs.filter_map(|vpc| network.holder(vpc, address));
            let groups = holders.flat_map(|holder| match holder {
                Holder::Interface(id) => network.security_groups_of(&id).to_vec(),
                // AWS gives it other addresses when it grows.
                Holder::LoadBalancer { balancer, .. } => network.security_groups_of_load_balancer(&balancer).to_vec(),
                _ => Vec::new(),
            });
            let named = groups.map(RulePeer::SecurityGroup);
            let exact = RulePeer::Cidr(host(address));
            let mut all: Vec<RulePeer> = named.chain([exact]).collect();
            sort_by_key(&mut all, |peer| opened(network, peer));
            all.into_iter().map(|peer| vec![peer]).collect()
        }
        Far::Ranges(ranges) => vec![ranges.into_iter().map(RulePeer::Cidr).collect()],
        Far::Service { list: Some(list), .. } => vec![vec![RulePeer::PrefixList(list)]],
        Far::Service { prefixes, .. } => vec![prefixes.into_iter().map(RulePeer::Cidr).collect()],
        Far::Anybody(family) => vec![vec![RulePeer::Cidr(super::acl::anybody(family))]],
    }
}

fn add(scene: &Scene<'_>, group: &Ref, direction: Direction, traffic: Traffic, peers: Vec<RulePeer>) -> Option<Move> {
    let network = &scene.state.network;
    let opened = peers.iter().map(|peer| opened(network, peer)).sum();
    let exposure = match direction {
        Direction::In => Exposure::inbound(opened),
        Direction::Out => Exposure::outbound(opened),
    };
    let [way, preposition] = match direction {
        Direction::In => ["inbound", "from"],
        Direction::Out => ["outbound", "to"],
    };
    let facts = vec![
        ("way", Fact::Text(way.into())),
        ("direction", Fact::Text(preposition.into())),
        ("packets", Fact::Packets(PacketSet::of_rule(traffic))),
        ("peer", described(&peers)?),
    ];
    let rows = peers.len();
    let operation = scene.state.change(group, |element| {
        let Element::SecurityGroup(_, record) = element else {
            return None;
        };
        let list = match direction {
            Direction::In => &mut record.inbound,
            Direction::Out => &mut record.outbound,
        };
        for peer in peers {
            let rule = Rule {
                traffic,
                peer,
                description: None,
            };
            if !list.contains(&rule) {
                list.push(rule);
            }
        }
        Some(())
    })?;
    let mut step = step(operation, &ADD, group, facts, exposure);
    step.rows = rows;
    Some(vec![step])
}

fn opened(network: &Network, peer: &RulePeer) -> u64 {
    match peer {
        RulePeer::Cidr(range) => addresses(*range),
        RulePeer::SecurityGroup(group) => members(network, group) as u64,
        RulePeer::PrefixList(list) => {
            let entries = network.topology().prefix_lists.get(list).map(|list| &list.entries);
            entries.into_iter().flatten().map(|range| addresses(*range)).sum()
        }
    }
}

fn described(peers: &[RulePeer]) -> Option<Fact> {
    match peers {
        [RulePeer::SecurityGroup(group)] => Some(Fact::Element(Ref::from(group))),
        [RulePeer::PrefixList(list)] => Some(Fact::Element(Ref::from(list))),
        [RulePeer::Cidr(range)] => Some(Fact::Cidr(*range)),
        _ => {
            let ranges: Vec<String> = peers
                .iter()
                .filter_map(|peer| match peer {
                    RulePeer::Cidr(range) => Some(range.to_string()),
                    _ => None,
                })
                .collect();
            (!ranges.is_empty()).then(|| Fact::Text(ranges.join(", ").into()))
        }
    }
}
