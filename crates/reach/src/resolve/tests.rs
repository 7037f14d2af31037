mod issues;

use std::net::IpAddr;

use proptest::prelude::*;

use super::resolve;
use crate::id::Ref;
use crate::issue::{Issue, Level};
use crate::network::Network;
use crate::tests::arbitrary;
use crate::topology::{PeeringState, Topology};

/// What every look-up promises of a resolved network.
fn assert_consistent(network: &Network) {
    let topology = network.topology();
    for (id, subnet) in topology.subnets.iter() {
        assert!(topology.vpcs.contains(subnet.vpc.as_str()), "{id} without its VPC");
        let table = network
            .route_table_of(id)
            .and_then(|table| topology.route_tables.get(&table));
        assert_eq!(table.map(|table| &table.vpc), Some(&subnet.vpc), "table of {id}");
        let acl = network
            .network_acl_of(id)
            .and_then(|acl| topology.network_acls.get(&acl));
        assert_eq!(acl.map(|acl| &acl.vpc), Some(&subnet.vpc), "ACL of {id}");
    }
    for (id, interface) in topology.interfaces.iter() {
        let vpc = network.vpc_of(&interface.subnet);
        assert!(
            vpc.is_some() && !network.security_groups_of(id).is_empty(),
            "{id} without groups or VPC"
        );
        for group in network.security_groups_of(id) {
            assert_eq!(
                topology.security_groups.get(group).map(|group| &group.vpc),
                vpc,
                "group of {id}"
            );
        }
        if let (Some(address), Some(vpc)) = (interface.ipv4, vpc) {
            let address = IpAddr::V4(address);
            assert_eq!(
                network.holder(vpc, address).map(|holder| holder.reference()),
                Some(Ref::from(id))
            );
            assert_eq!(network.subnet_at(vpc, address), Some(&interface.subnet));
            assert!(network.is_in_vpc(vpc, address));
        }
    }
    for (id, endpoint) in topology.interface_endpoints.iter() {
        assert!(
            !network.security_groups_of_endpoint(id).is_empty(),
            "{id} without groups"
        );
        let is_here = |subnet| network.vpc_of(subnet) == Some(&endpoint.vpc);
        assert!(
            endpoint.subnets.iter().all(|place| is_here(&place.subnet)),
            "{id} in another VPC"
        );
    }
    for (id, peering) in topology.peering_connections.iter() {
        let (one, other) = (
            topology.vpcs.get(&peering.requester),
            topology.vpcs.get(&peering.accepter),
        );
        if let (PeeringState::Active, Some(one), Some(other)) = (peering.state, one, other) {
            assert!(
                one.cidrs.iter().all(|cidr| !other.cidrs.contains(cidr)),
                "{id} joins overlapping VPCs"
            );
        }
    }
}

proptest! {
    #[test]
    fn any_drawing_has_a_consistent_meaning(topology in arbitrary::topology()) {
        let (network, issues) = resolve(&topology);
        assert_consistent(&network);
        network.missing_routes();
        for reference in topology.references() {
            let is_kept = network.topology().contains(&reference);
            prop_assert!(is_kept || network.is_left_out(&reference), "{reference:?} is neither kept nor left out");
            let is_reported = issues.iter().any(|issue| issue.finding.at == reference);
            prop_assert!(is_kept || is_reported, "{reference:?} vanished without an issue");
        }
    }

    #[test]
    fn the_order_of_drawing_plays_no_part(elements in arbitrary::elements(), seed in any::<u64>()) {
        let (mut one, mut other) = (Topology::default(), Topology::default());
        let mut seen = std::collections::BTreeSet::new();
        let elements: Vec<_> = elements.into_iter().filter(|element| seen.insert(element.reference())).collect();
        let mut shuffled: Vec<_> = elements.iter().cloned().enumerate().collect();
        shuffled.sort_by_key(|(index, _)| (*index as u64).wrapping_mul(seed | 1));
        elements.into_iter().for_each(|element| one.put(element));
        shuffled.into_iter().for_each(|(_, element)| other.put(element));
        let ((one, issues), (other, other_issues)) = (resolve(&one), resolve(&other));
        prop_assert_eq!(issues, other_issues);
        prop_assert_eq!(one.topology(), other.topology());
    }

    /// What was resolved once has nothing left to repair.
    #[test]
    fn a_resolved_network_has_no_errors(topology in arbitrary::topology()) {
        let (network, _) = resolve(&topology);
        let (again, issues) = resolve(network.topology());
        let errors: Vec<&Issue> = issues.iter().filter(|issue| issue.level == Level::Error).collect();
        let is_harmless = |issue: &&Issue| matches!(
            issue.name,
            "reference-missing" | "ports-backwards" | "prefix-list-missing" | "ipv6-on-vpn-gateway"
        );
        prop_assert!(errors.iter().all(is_harmless), "{errors:?}");
        prop_assert_eq!(again.topology(), network.topology());
    }
}
