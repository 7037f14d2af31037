//! One more entry in a prefix list that the table or the group already names (SG-06): one edit for all places that name it.
//! AWS page: vpc/latest/userguide/working-with-managed-prefix-lists.html

use std::net::IpAddr;

use ipnet::IpNet;

use super::exposure::{Exposure, addresses};
use super::route::Place;
use super::scene::{Far, Scene, host, step};
use super::{Move, Step};
use crate::id::{Direction, Kind, Ref};
use crate::reason::reasons;
use crate::topology::{Destination, Element, PrefixListId, RouteTableId, RulePeer, SecurityGroupId};
use crate::trace::Fact;

reasons! {
    ENTRY: "fix-prefix-list-entry" ["SG-06"] "Add an entry to the prefix list",
        "Add {cidr} to the prefix list {at}. Every rule and route that names the list then holds for it, too.",
        "vpc/latest/userguide/working-with-managed-prefix-lists.html";
}

pub(super) fn moves(scene: &Scene<'_>) -> Vec<Move> {
    let found = match (scene.code(), scene.at().kind) {
        ("ENI_SG_RULES_MISMATCH", Kind::SecurityGroup) => of_group(scene),
        ("NO_ROUTE_TO_DESTINATION", Kind::RouteTable) => of_table(scene),
        _ => None,
    };
    let Some((lists, range)) = found else {
        return Vec::new();
    };
    let moves = lists.iter().filter_map(|list| add(scene, list, range));
    moves.map(|step| vec![step]).collect()
}

/// Lists in the group's rules of this direction, and the address that none of them has.
fn of_group(scene: &Scene<'_>) -> Option<(Vec<PrefixListId>, IpNet)> {
    let direction = scene.blocker.direction?;
    let Some(Far::One(address)) = scene.far(direction) else {
        return None;
    };
    let network = &scene.state.network;
    let mut vpcs = network.topology().vpcs.ids();
    // What stands in a VPC has a group, which says better who is meant.
    if vpcs.any(|vpc| network.holder(vpc, address).is_some()) {
        return None;
    }
    let id: SecurityGroupId = scene.at().to_id()?;
    let group = network.topology().security_groups.get(&id)?;
    let rules = match direction {
        Direction::In => &group.inbound,
        Direction::Out => &group.outbound,
    };
    let lists = rules.iter().filter_map(|rule| match &rule.peer {
        RulePeer::PrefixList(list) => Some(list.clone()),
        _ => None,
    });
    Some((lists.collect(), host(address)))
}

/// Lists in the table's routes, and no more than is asked: one entry may serve the rules that name the list, too.
fn of_table(scene: &Scene<'_>) -> Option<(Vec<PrefixListId>, IpNet)> {
    let place = Place::of(scene)?;
    let id: &RouteTableId = &place.table;
    let table = scene.state.network.topology().route_tables.get(id)?;
    let lists = table.routes.iter().filter_map(|route| match &route.destination {
        Destination::PrefixList(list) => Some(list.clone()),
        Destination::Cidr(_) => None,
    });
    Some((lists.collect(), scene.no_wider(place.range())))
}

/// Not in AWS's own lists, which nobody else edits.
fn add(scene: &Scene<'_>, list: &PrefixListId, range: IpNet) -> Option<Step> {
    let at = Ref::from(list);
    let operation = scene.state.change(&at, |element| match element {
        Element::PrefixList(_, record) if record.service.is_none() && is_of(&record.entries, range.addr()) => {
            record.entries.push(range);
            Some(())
        }
        _ => None,
    })?;
    let facts = vec![("cidr", Fact::Cidr(range))];
    Some(step(operation, &ENTRY, &at, facts, Exposure::inbound(addresses(range))))
}

/// A list holds entries of one family.
fn is_of(entries: &[IpNet], address: IpAddr) -> bool {
    entries.iter().all(|entry| entry.addr().is_ipv4() == address.is_ipv4())
}
