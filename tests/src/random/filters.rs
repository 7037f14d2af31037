//! Security groups and network ACLs: mostly open, with rules near what packets ask.

use ipnet::IpNet;
use reach::topology::*;

use super::Dice;
use super::network::{of_vpc, private_addresses};

/// The groups and ACLs of a VPC, still without rules.
pub(super) fn add_empty(drawn: &mut Topology, dice: &mut Dice, vpc: &VpcId) {
    let has_ipv6 = drawn.vpcs.get(vpc).is_some_and(|vpc| !vpc.ipv6_cidrs.is_empty());
    for index in 0..dice.number(1, 3) {
        let id = SecurityGroupId::new(format!("{vpc}-sg{index}"));
        drawn
            .security_groups
            .insert(id, SecurityGroup::new(vpc.clone(), has_ipv6));
    }
    for index in 0..dice.number(0, 2) {
        let id = NetworkAclId::new(format!("{vpc}-acl{index}"));
        drawn.network_acls.insert(id, NetworkAcl::new(vpc.clone()));
    }
}

pub(super) fn add_rules(drawn: &mut Topology, dice: &mut Dice) {
    let ranges = ranges(drawn);
    let groups: Vec<SecurityGroupId> = drawn.security_groups.ids().cloned().collect();
    for id in &groups {
        let Some(mut group) = drawn.security_groups.get(id).cloned() else {
            continue;
        };
        let region = drawn
            .vpcs
            .get(&group.vpc)
            .map(|vpc| vpc.region.clone())
            .unwrap_or_default();
        let named = referable(drawn, &group.vpc);
        let near = drawn.prefix_lists.iter().filter(|(_, list)| list.region == region);
        let lists: Vec<PrefixListId> = near.map(|(id, _)| id.clone()).collect();
        if !dice.fault(28) {
            group.inbound.extend(open_rules());
        }
        for _ in 0..dice.below(4) {
            group.inbound.push(rule(dice, &region, &ranges, &named, &lists));
        }
        if dice.fault(20) {
            group.outbound.clear();
            for _ in 0..dice.below(4) {
                group.outbound.push(rule(dice, &region, &ranges, &named, &lists));
            }
        }
        drawn.security_groups.insert(id.clone(), group);
    }
    let acls: Vec<NetworkAclId> = drawn.network_acls.ids().cloned().collect();
    for id in acls {
        let Some(mut acl) = drawn.network_acls.get(&id).cloned() else {
            continue;
        };
        acl.inbound = entries(dice, &ranges);
        acl.outbound = entries(dice, &ranges);
        drawn.network_acls.insert(id, acl);
    }
}

fn open_rules() -> Vec<Rule> {
    let any = [reach::address::ANY_IPV4, reach::address::ANY_IPV6];
    any.into_iter()
        .map(|net| Rule {
            traffic: Traffic::All,
            peer: RulePeer::Cidr(net),
            description: None,
        })
        .collect()
}

/// The groups that a rule of this VPC may name: its own, and those of peers in its Region or over a transit gateway.
fn referable(drawn: &Topology, vpc: &VpcId) -> Vec<SecurityGroupId> {
    let mut named = of_vpc(drawn.security_groups.iter().map(|(id, it)| (id, &it.vpc)), vpc);
    let region = |id: &VpcId| drawn.vpcs.get(id).map(|vpc| vpc.region.clone());
    let mut others: Vec<VpcId> = Vec::new();
    for (_, peering) in drawn.peering_connections.iter() {
        others.extend(
            peering
                .other(vpc)
                .filter(|_| peering.state == PeeringState::Active)
                .cloned(),
        );
    }
    for other in others.into_iter().filter(|other| region(other) == region(vpc)) {
        named.extend(of_vpc(
            drawn.security_groups.iter().map(|(id, it)| (id, &it.vpc)),
            &other,
        ));
    }
    named
}

fn rule(dice: &mut Dice, region: &str, ranges: &[IpNet], groups: &[SecurityGroupId], lists: &[PrefixListId]) -> Rule {
    let peer = match dice.below(10) {
        0..3 if !groups.is_empty() => dice.pick(groups).cloned().map(RulePeer::SecurityGroup),
        3 | 4 => Some(RulePeer::PrefixList(
            match dice.pick(lists).filter(|_| dice.clone().chance(50)) {
                Some(list) => list.clone(),
                None => reach::service::implicit_list("s3", region),
            },
        )),
        _ => dice.pick(ranges).copied().map(RulePeer::Cidr),
    };
    Rule {
        traffic: traffic(dice),
        peer: peer.unwrap_or(RulePeer::Cidr(reach::address::ANY_IPV4)),
        description: None,
    }
}

fn entries(dice: &mut Dice, ranges: &[IpNet]) -> Vec<AclEntry> {
    let mut entries = Vec::new();
    let mut number = 10;
    for _ in 0..dice.below(3) {
        number += 10;
        entries.push(AclEntry {
            number,
            action: if dice.fault(50) {
                AclAction::Deny
            } else {
                AclAction::Allow
            },
            traffic: traffic(dice),
            cidr: dice.pick(ranges).copied().unwrap_or(reach::address::ANY_IPV4),
        });
    }
    let all = [reach::address::ANY_IPV4, reach::address::ANY_IPV6];
    for (place, cidr) in (0u16..).zip(all) {
        if !dice.fault(20) {
            entries.push(AclEntry {
                number: 100 + place,
                action: AclAction::Allow,
                traffic: Traffic::All,
                cidr,
            });
        }
    }
    entries
}

fn traffic(dice: &mut Dice) -> Traffic {
    match dice.below(12) {
        0 | 1 => Traffic::All,
        2 | 3 => Traffic::Tcp(PortRange::single(443)),
        4 => Traffic::Tcp(PortRange::single(22)),
        5 => Traffic::Tcp(PortRange::ALL),
        6 => Traffic::Tcp(PortRange::new(1024, 65535)),
        7 => Traffic::Tcp(PortRange::new(32768, 61000)),
        8 => Traffic::Udp(PortRange::single(53)),
        9 => Traffic::Icmp {
            kind: dice.chance(50).then_some(8),
            code: None,
        },
        10 => Traffic::Icmpv6 { kind: None, code: None },
        _ => Traffic::Protocol(47),
    }
}

/// Ranges that rules and packets have in common.
fn ranges(drawn: &Topology) -> Vec<IpNet> {
    let mut ranges = vec![reach::address::ANY_IPV4, reach::address::ANY_IPV6];
    for (_, vpc) in drawn.vpcs.iter() {
        ranges.extend(vpc.cidrs.iter().copied().map(IpNet::V4));
        ranges.extend(vpc.ipv6_cidrs.iter().copied().map(IpNet::V6));
    }
    for (_, subnet) in drawn.subnets.iter() {
        ranges.extend(subnet.cidr.map(IpNet::V4));
        ranges.extend(subnet.ipv6_cidr.map(IpNet::V6));
    }
    for (_, site) in drawn.sites.iter() {
        ranges.extend(site.cidrs.iter().copied());
    }
    ranges.extend(private_addresses(drawn).into_iter().map(IpNet::from));
    ranges
}
