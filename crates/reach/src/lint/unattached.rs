//! Groups and ACLs that nothing uses (SG-01, NA-01): they decide about nothing, and mislead who reads them.
//! AWS page: vpc/latest/userguide/vpc-security-groups.html

use super::{Found, Lint};
use crate::issue::Level;
use crate::network::Network;
use crate::reason::reasons;
use crate::sorted::SortedSet;
use crate::topology::{NetworkAclId, RulePeer, SecurityGroupId};

reasons! {
    GROUP_OF_NOBODY: "security-group-unattached" ["SG-01"] "A security group of nobody",
        "Nothing is in {at}, and no rule names it. Attach it to a network interface, or delete it.",
        "vpc/latest/userguide/vpc-security-groups.html";
    ACL_OF_NOTHING: "network-acl-unattached" ["NA-01"] "A network ACL of no subnet",
        "No subnet uses {at}. Associate it with one, or delete it.",
        "vpc/latest/userguide/vpc-network-acls.html";
}

pub(super) static GROUP: Lint = Lint {
    name: "security-group-unattached",
    level: Level::Info,
    reason: &GROUP_OF_NOBODY,
    look: groups,
};

pub(super) static ACL: Lint = Lint {
    name: "network-acl-unattached",
    level: Level::Info,
    reason: &ACL_OF_NOTHING,
    look: acls,
};

/// The default group and the default ACL cannot be deleted.
fn groups(network: &Network) -> Vec<Found> {
    let used = used_groups(network);
    let groups = network.topology().security_groups.ids();
    groups
        .filter(|id| !used.contains(*id))
        .map(|id| Found::at(id, Vec::new()))
        .collect()
}

fn used_groups(network: &Network) -> SortedSet<SecurityGroupId> {
    let topology = network.topology();
    let mut used: SortedSet<SecurityGroupId> = SortedSet::new();
    let defaults = topology.vpcs.iter();
    used.extend(defaults.filter_map(|(_, vpc)| vpc.default_security_group.clone()));
    let lists = topology.interfaces.iter().map(|(_, record)| &record.security_groups);
    let endpoints = topology.interface_endpoints.iter();
    let clients = topology.client_vpn_endpoints.iter();
    let balancers = topology.load_balancers.iter();
    let resolvers = topology.resolver_endpoints.iter();
    let all = lists
        .chain(endpoints.map(|(_, record)| &record.security_groups))
        .chain(clients.map(|(_, record)| &record.security_groups))
        .chain(balancers.map(|(_, record)| &record.security_groups))
        .chain(resolvers.map(|(_, record)| &record.security_groups));
    used.extend(all.flatten().cloned());
    for (id, group) in topology.security_groups.iter() {
        let rules = group.inbound.iter().chain(&group.outbound);
        used.extend(rules.filter_map(|rule| match &rule.peer {
            RulePeer::SecurityGroup(named) if named != id => Some(named.clone()),
            _ => None,
        }));
    }
    used
}

fn acls(network: &Network) -> Vec<Found> {
    let topology = network.topology();
    let defaults = topology
        .vpcs
        .iter()
        .filter_map(|(_, vpc)| vpc.default_network_acl.clone());
    let of_subnets = topology
        .subnets
        .iter()
        .filter_map(|(_, subnet)| subnet.network_acl.clone());
    let used: SortedSet<NetworkAclId> = defaults.chain(of_subnets).collect();
    let all = topology.network_acls.ids();
    all.filter(|id| !used.contains(*id))
        .map(|id| Found::at(id, Vec::new()))
        .collect()
}
