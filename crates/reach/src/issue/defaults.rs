//! What AWS makes by itself and nobody drew: main route tables, default security groups and default network ACLs, and the
//! managed prefix lists. AWS page: vpc/latest/userguide/default-vpc.html

use std::rc::Rc;

use crate::id::Ref;
use crate::reason::reasons;
use crate::resolve::{Draft, element};
use crate::service;
use crate::sorted::SortedSet;
use crate::topology::{
    ClientVpnEndpoint, Destination, InterfaceEndpoint, LoadBalancer, LoadBalancerKind, NetworkAcl, NetworkInterface,
    PrefixListId, ResolverEndpoint, RouteTable, Rule, RulePeer, SecurityGroup, Subnet, Topology, Vpc, VpcId,
};

reasons! {
    /// An id that stands for another VPC's default record.
    RESERVED_ID: "X_REFUSED" ["DEC-25"] "Id already means something",
        "{at} cannot have this id: it stands for what AWS makes with {vpc}. Choose another one.",
        "vpc/latest/userguide/default-vpc.html";
}

/// Leaves out records that have the id of another VPC's main table, default group or default ACL.
pub(super) fn ids(drawn: &Topology, draft: &mut Draft) {
    for id in drawn.vpcs.ids() {
        let topology = &draft.topology;
        let table = Vpc::implicit_main_route_table(id);
        let group = Vpc::implicit_security_group(id);
        let acl = Vpc::implicit_network_acl(id);
        let owners = [
            (
                topology.route_tables.get(&table).map(|record| &record.vpc),
                Ref::from(table),
            ),
            (
                topology.security_groups.get(&group).map(|record| &record.vpc),
                Ref::from(group),
            ),
            (
                topology.network_acls.get(&acl).map(|record| &record.vpc),
                Ref::from(acl),
            ),
        ];
        let foreign = owners.map(|(owner, record)| owner.is_some_and(|owner| owner != id).then_some(record));
        for record in foreign.into_iter().flatten() {
            draft.leave_out("id-of-other-vpc", &RESERVED_ID, record, vec![("vpc", element(id))]);
        }
    }
}

/// A VPC has a main table, a default group and a default ACL.
pub(super) fn of_vpcs(drawn: &Topology, draft: &mut Draft) {
    for (id, vpc) in drawn.vpcs.iter() {
        let has_ipv6 = !vpc.ipv6_cidrs.is_empty();
        let topology = &mut draft.topology;
        let Some(record) = topology.vpcs.get_mut(id) else {
            continue;
        };
        let main = Vpc::implicit_main_route_table(id);
        let group = Vpc::implicit_security_group(id);
        let acl = Vpc::implicit_network_acl(id);
        let needs_main = *record.main_route_table.get_or_insert_with(|| main.clone()) == main;
        let needs_group = *record.default_security_group.get_or_insert_with(|| group.clone()) == group;
        let needs_acl = *record.default_network_acl.get_or_insert_with(|| acl.clone()) == acl;
        if needs_main && !topology.route_tables.contains(main.as_str()) {
            topology.route_tables.insert(main, RouteTable::new(id.clone()));
        }
        if needs_group && !topology.security_groups.contains(group.as_str()) {
            let record = SecurityGroup::default_of(id.clone(), group.clone(), has_ipv6);
            topology.security_groups.insert(group, record);
        }
        if needs_acl && !topology.network_acls.contains(acl.as_str()) {
            topology
                .network_acls
                .insert(acl, NetworkAcl::default_of(id.clone(), has_ipv6));
        }
    }
}

/// Subnets follow the main table and the default ACL, interfaces and endpoints are in the default group.
pub(super) fn of_members(_: &Topology, draft: &mut Draft) {
    of_subnets(draft);
    of_interfaces(draft);
}

fn of_subnets(draft: &mut Draft) {
    let Topology { vpcs, subnets, .. } = &mut draft.topology;
    let following = subnets.iter().filter(|(_, subnet)| subnet.route_table.is_none());
    draft.filled_in.following_main = following.map(|(id, _)| id.clone()).collect();
    subnets.amend(|_, subnet| {
        if subnet.route_table.is_some() && subnet.network_acl.is_some() {
            return None;
        }
        let vpc = vpcs.get(&subnet.vpc)?;
        Some(Subnet {
            route_table: subnet.route_table.clone().or_else(|| vpc.main_route_table.clone()),
            network_acl: subnet.network_acl.clone().or_else(|| vpc.default_network_acl.clone()),
            ..subnet.clone()
        })
    });
}

fn of_interfaces(draft: &mut Draft) {
    let Topology {
        vpcs,
        subnets,
        interfaces,
        interface_endpoints,
        client_vpn_endpoints,
        resolver_endpoints,
        load_balancers,
        ..
    } = &mut draft.topology;
    let default_of = |vpc: &VpcId| Some(vec![vpcs.get(vpc)?.default_security_group.clone()?]);
    interfaces.amend(|_, interface| {
        if !interface.security_groups.is_empty() {
            return None;
        }
        Some(NetworkInterface {
            security_groups: default_of(&subnets.get(&interface.subnet)?.vpc)?,
            ..interface.clone()
        })
    });
    resolver_endpoints.amend(|_, endpoint| {
        if !endpoint.security_groups.is_empty() {
            return None;
        }
        Some(ResolverEndpoint {
            security_groups: default_of(&endpoint.vpc)?,
            ..endpoint.clone()
        })
    });
    load_balancers.amend(|_, balancer| {
        if balancer.kind != LoadBalancerKind::Application || !balancer.security_groups.is_empty() {
            return None;
        }
        Some(LoadBalancer {
            security_groups: default_of(&balancer.vpc)?,
            ..balancer.clone()
        })
    });
    client_vpn_endpoints.amend(|_, endpoint| {
        let vpc = endpoint.vpc.as_ref().filter(|_| endpoint.security_groups.is_empty())?;
        Some(ClientVpnEndpoint {
            security_groups: default_of(vpc)?,
            ..endpoint.clone()
        })
    });
    interface_endpoints.amend(|_, endpoint| {
        if !endpoint.security_groups.is_empty() {
            return None;
        }
        Some(InterfaceEndpoint {
            security_groups: default_of(&endpoint.vpc)?,
            ..endpoint.clone()
        })
    });
}

/// One list per service for every Region that has a VPC, and those that somebody names.
pub(super) fn managed_lists(_: &Topology, draft: &mut Draft) {
    let topology = &draft.topology;
    let mut wanted: SortedSet<(&'static str, Rc<str>)> = SortedSet::new();
    for (_, vpc) in topology.vpcs.iter() {
        for service in service::GATEWAY_SERVICES {
            wanted.insert((service, Rc::clone(&vpc.region)));
        }
    }
    for list in named_lists(topology) {
        if let Some((service, region)) = service::of_implicit_list(list) {
            wanted.insert((service, region.into()));
        }
    }
    for (service, region) in wanted {
        if service::managed_list(&draft.topology, service, &region).is_some() {
            continue;
        }
        let id = service::implicit_list(service, &region);
        draft.filled_in.lists.insert(id.clone());
        let list = service::built_in_list(service, &region);
        draft.topology.prefix_lists.insert(id, list);
    }
}

fn named_lists(topology: &Topology) -> impl Iterator<Item = &PrefixListId> {
    let routes = topology.route_tables.iter().flat_map(|(_, table)| &table.routes);
    let in_routes = routes.filter_map(|route| match &route.destination {
        Destination::PrefixList(list) => Some(list),
        Destination::Cidr(_) => None,
    });
    let groups = topology.security_groups.iter();
    let rules = groups.flat_map(|(_, group)| group.inbound.iter().chain(&group.outbound));
    let in_rules = rules.filter_map(|rule: &Rule| match &rule.peer {
        RulePeer::PrefixList(list) => Some(list),
        RulePeer::Cidr(_) | RulePeer::SecurityGroup(_) => None,
    });
    in_routes.chain(in_rules)
}
