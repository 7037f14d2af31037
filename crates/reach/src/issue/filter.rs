//! Network ACL entries have numbers 1 to 32766, each once in a direction, and are read in their order (NA-04). A security-group
//! rule can name a group of the same VPC, or of a peer in the same Region while the peering is active; otherwise the rule
//! is stale and matches nothing (SG-09, PEER-40, PEER-41, PEER-43).
//! AWS page: vpc/latest/peering/vpc-peering-security-groups.html

use ipnet::IpNet;

use crate::address::overlaps;
use crate::id::{Direction, Ref, Row, RowRef};
use crate::issue::route::NO_PREFIX_LIST;
use crate::network::on_one_transit_gateway;
use crate::reason::{Reason, reasons};
use crate::resolve::{Draft, element};
use crate::sorted::{SortedMap, SortedSet};
use crate::topology::{
    AclEntry, Destination, NetworkAclId, PeeringState, PortRange, PrefixListId, RouteTable, RouteTableId, Rule,
    RulePeer, SecurityGroup, SecurityGroupId, Target, Topology, Traffic, VpcId,
};
use crate::trace::Fact;

reasons! {
    AMBIGUOUS: "X_PREFIX_LIST_AMBIGUOUS" ["RT-15"] "Two prefix lists overlap",
        "{at} sends {cidr} to two different targets, by {list} and by {other}. AWS takes one of them at random and keeps it; \
         here it is {list}. Take the addresses out of one list.",
        "vpc/latest/userguide/route-tables-priority.html";

    ENTRY_NUMBER: "X_REFUSED" ["NA-04"] "Entry number not possible",
        "{at} cannot have an entry {number}: numbers are 1 to 32766, and each is used once in a direction. Leave \
         gaps, such as 100 and 110, for later.",
        "vpc/latest/userguide/nacl-rules.html";

    PORTS_BACKWARDS: "X_REFUSED" ["SG-06", "NA-08"] "Ports the wrong way round",
        "{at} has a rule for ports {from} to {to}, which is no port at all. Put the lower port first.",
        "vpc/latest/userguide/security-group-rules.html";

    STALE: "ENI_SG_RULES_MISMATCH" ["PEER-43", "SG-09"] "Stale rule",
        "A rule of {at} names {other}, which is gone, or in a VPC that has neither an active peering nor a transit gateway in common with this \
         one. The rule stays and matches nothing: delete it, or use a CIDR.",
        "vpc/latest/peering/vpc-peering-security-groups.html";

    OTHER_REGION: "ENI_SG_RULES_MISMATCH" ["PEER-41", "SG-09"] "Group of another Region",
        "A rule of {at} names {other}, which is in another Region. Between Regions a rule cannot name a group and \
         matches nothing: use the CIDR.",
        "vpc/latest/peering/vpc-peering-security-groups.html";
}

pub(super) fn acls(_: &Topology, draft: &mut Draft) {
    let all = draft.topology.network_acls.clone();
    for (id, acl) in all.iter() {
        let inbound = in_order(id, Direction::In, &acl.inbound, draft);
        let outbound = in_order(id, Direction::Out, &acl.outbound, draft);
        if (&inbound, &outbound) == (&acl.inbound, &acl.outbound) {
            continue;
        }
        if let Some(record) = draft.topology.network_acls.get_mut(id) {
            record.inbound = inbound;
            record.outbound = outbound;
        }
    }
}

fn in_order(id: &NetworkAclId, direction: Direction, entries: &[AclEntry], draft: &mut Draft) -> Vec<AclEntry> {
    let mut kept: SortedMap<u16, AclEntry> = SortedMap::new();
    for entry in entries {
        let number = entry.number;
        let row = RowRef {
            of: Ref::from(id),
            row: Row::Entry(direction, Some(number)),
        };
        if !(1..=32766).contains(&number) || kept.contains_key(&number) {
            draft.error(
                "acl-entry-number",
                &ENTRY_NUMBER,
                id,
                vec![("number", Fact::Number(number.into()))],
            );
            draft.at_row(row);
            continue;
        }
        ports(Ref::from(id), entry.traffic, row, draft);
        kept.insert(number, entry.clone());
    }
    kept.into_values().collect()
}

fn ports(at: Ref, traffic: Traffic, row: RowRef, draft: &mut Draft) {
    let (Traffic::Tcp(PortRange { from, to }) | Traffic::Udp(PortRange { from, to })) = traffic else {
        return;
    };
    if from > to {
        let facts = vec![("from", Fact::Number(from.into())), ("to", Fact::Number(to.into()))];
        draft.error("ports-backwards", &PORTS_BACKWARDS, at, facts);
        draft.at_row(row);
    }
}

pub(super) fn groups(_: &Topology, draft: &mut Draft) {
    let all = draft.topology.security_groups.clone();
    let peers = active_peers(&draft.topology);
    for (id, group) in all.iter() {
        for (direction, rules) in [(Direction::In, &group.inbound), (Direction::Out, &group.outbound)] {
            for (index, rule) in rules.iter().enumerate() {
                let row = RowRef {
                    of: Ref::from(id),
                    row: Row::Rule(direction, index),
                };
                ports(Ref::from(id), rule.traffic, row.clone(), draft);
                peer(id, group, rule, row, &peers, draft);
            }
        }
    }
}

fn peer(
    id: &SecurityGroupId,
    group: &SecurityGroup,
    rule: &Rule,
    row: RowRef,
    peers: &SortedSet<(VpcId, VpcId)>,
    draft: &mut Draft,
) {
    match &rule.peer {
        RulePeer::SecurityGroup(named) => {
            let Some(reason) = why_stale(group, named, peers, &draft.topology) else {
                return;
            };
            draft.warn("stale-rule", reason, id, vec![("other", element(named))]);
            draft.at_row(row);
        }
        RulePeer::PrefixList(list) => {
            if list_is_missing(list, &group.vpc, &draft.topology) {
                prefix_list(Ref::from(id), list, &group.vpc, row, draft);
            }
        }
        RulePeer::Cidr(_) => {}
    }
}

/// Why a rule of `group` that names `named` matches nothing; `None` if it may match.
pub(crate) fn why_stale(
    group: &SecurityGroup,
    named: &SecurityGroupId,
    peers: &SortedSet<(VpcId, VpcId)>,
    topology: &Topology,
) -> Option<&'static Reason> {
    let Some(other) = topology.security_groups.get(named) else {
        return Some(&STALE);
    };
    if other.vpc == group.vpc {
        return None;
    }
    if on_one_transit_gateway(topology, &group.vpc, &other.vpc) {
        return None;
    }
    let region = |vpc: &VpcId| topology.vpcs.get(vpc).map(|vpc| &vpc.region);
    if region(&group.vpc) != region(&other.vpc) {
        return Some(&OTHER_REGION);
    }
    let is_peer = peers.contains(&(group.vpc.clone(), other.vpc.clone()));
    (!is_peer).then_some(&STALE)
}

/// Pairs of VPCs with an active peering, both ways round.
pub(crate) fn active_peers(topology: &Topology) -> SortedSet<(VpcId, VpcId)> {
    let active = topology
        .peering_connections
        .iter()
        .filter(|(_, peering)| peering.state == PeeringState::Active);
    active
        .flat_map(|(_, peering)| {
            let (requester, accepter) = (&peering.requester, &peering.accepter);
            [
                (requester.clone(), accepter.clone()),
                (accepter.clone(), requester.clone()),
            ]
        })
        .collect()
}

/// Two lists of one table with a shared address and different targets (RT-15).
fn ambiguous_lists(id: &RouteTableId, table: &RouteTable, draft: &mut Draft) {
    let lists: Vec<(&PrefixListId, &Target)> = table
        .routes
        .iter()
        .filter_map(|route| match &route.destination {
            Destination::PrefixList(list) => Some((list, &route.target)),
            Destination::Cidr(_) => None,
        })
        .collect();
    for (index, (list, target)) in lists.iter().enumerate() {
        let mut others = lists.iter().skip(index + 1).filter(|(_, other)| other != target);
        let shared = others.find_map(|(other, _)| Some((*other, shared(list, other, &draft.topology)?)));
        if let Some((other, cidr)) = shared {
            let (first, second) = (list.min(&other), list.max(&other));
            let facts = vec![
                ("list", element(first)),
                ("other", element(second)),
                ("cidr", Fact::Cidr(cidr)),
            ];
            draft.warn("prefix-lists-overlap", &AMBIGUOUS, id, facts);
        }
    }
}

fn shared(list: &PrefixListId, other: &PrefixListId, topology: &Topology) -> Option<IpNet> {
    let entries = |id| {
        topology
            .prefix_lists
            .get(id)
            .map(|list| list.entries.as_slice())
            .unwrap_or_default()
    };
    let own = entries(list).iter();
    own.flat_map(|own| entries(other).iter().map(move |other| (own, other)))
        .find(|(own, other)| overlaps(**own, **other))
        .map(|(own, other)| {
            if own.prefix_len() > other.prefix_len() {
                *own
            } else {
                *other
            }
        })
}

/// Prefix lists that routes name.
pub(super) fn lists_of_routes(_: &Topology, draft: &mut Draft) {
    let tables = draft.topology.route_tables.clone();
    for (id, table) in tables.iter() {
        ambiguous_lists(id, table, draft);
        for route in &table.routes {
            let Destination::PrefixList(list) = &route.destination else {
                continue;
            };
            if list_is_missing(list, &table.vpc, &draft.topology) {
                let row = RowRef {
                    of: Ref::from(id),
                    row: Row::Route(route.destination.clone()),
                };
                prefix_list(Ref::from(id), list, &table.vpc, row, draft);
            }
        }
    }
}

/// A list that nobody drew is empty; one of another Region cannot be used.
fn list_is_missing(list: &PrefixListId, vpc: &VpcId, topology: &Topology) -> bool {
    let region = topology.vpcs.get(vpc).map(|vpc| &vpc.region);
    topology
        .prefix_lists
        .get(list)
        .is_none_or(|list| Some(&list.region) != region)
}

fn prefix_list(at: Ref, list: &PrefixListId, vpc: &VpcId, row: RowRef, draft: &mut Draft) {
    let region = draft.topology.vpcs.get(vpc).map(|vpc| vpc.region.clone());
    let mut facts = vec![("other", element(list))];
    facts.extend(region.map(|region| ("region", Fact::Text(region))));
    draft.error("prefix-list-missing", &NO_PREFIX_LIST, at, facts);
    draft.at_row(row);
}
