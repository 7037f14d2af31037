//! What a record is associated with must exist and be of the same VPC: route tables, network ACLs and security groups
//! (RT-01, NA-01, SG-16). Where it is not, nobody knows what holds (DEC-26): an unread record takes its place, with the id
//! `vpc-1.no-table`, `.no-acl` or `.no-sg`, and packets that come to it are `unknown`, neither allowed nor blocked.
//! AWS page: vpc/latest/userguide/subnet-route-tables.html

use crate::id::{Id, Record, Ref};
use crate::issue::parent::missing;
use crate::reason::reasons;
use crate::resolve::{Draft, element};
use crate::topology::{
    NetworkAcl, NetworkAclId, RouteTable, RouteTableId, SecurityGroup, SecurityGroupId, Subnet, SubnetId, Table,
    Topology, Vpc, VpcId,
};
use crate::trace::Fact;

reasons! {
    OTHER_VPC: "X_REFUSED" ["RT-01", "NA-01", "SG-16"] "Belongs to another VPC",
        "{at} cannot use {other}: that belongs to another VPC. Take one of {vpc}.",
        "vpc/latest/userguide/subnet-route-tables.html";

    CANNOT_PROPAGATE: "X_NOTICE" ["RT-30"] "Nothing to propagate",
        "{at} asks for the routes of {other}, which is not attached to {vpc}. Attach it, or switch propagation \
         off.",
        "vpc/latest/userguide/subnet-route-tables.html";
}

trait InVpc: Record {
    fn vpc(&self) -> &VpcId;
}

impl InVpc for RouteTable {
    fn vpc(&self) -> &VpcId {
        &self.vpc
    }
}

impl InVpc for NetworkAcl {
    fn vpc(&self) -> &VpcId {
        &self.vpc
    }
}

impl InVpc for SecurityGroup {
    fn vpc(&self) -> &VpcId {
        &self.vpc
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Fit {
    Fits,
    Missing,
    Foreign,
}

fn fit<T: InVpc>(table: &Table<T>, id: &Id<T>, vpc: &VpcId) -> Fit {
    match table.get(id) {
        Some(record) if record.vpc() == vpc => Fit::Fits,
        Some(_) => Fit::Foreign,
        None => Fit::Missing,
    }
}

/// Reports what does not fit, and passes it on.
fn report<A: Record>(fit: Fit, at: &Id<A>, other: Ref, vpc: &VpcId, draft: &mut Draft) -> Fit {
    match fit {
        Fit::Fits => {}
        Fit::Missing => missing(at, other, draft),
        Fit::Foreign => {
            let facts = vec![("other", Fact::Element(other)), ("vpc", element(vpc))];
            draft.error("belongs-to-other-vpc", &OTHER_VPC, at, facts);
        }
    }
    fit
}

pub(super) fn unread_table(vpc: &VpcId, draft: &mut Draft) -> RouteTableId {
    let id: RouteTableId = Id::new(format!("{vpc}.no-table"));
    draft.filled_in.unread.insert((&id).into());
    draft
        .topology
        .route_tables
        .insert(id.clone(), RouteTable::new(vpc.clone()));
    id
}

fn unread_acl(vpc: &VpcId, draft: &mut Draft) -> NetworkAclId {
    let id: NetworkAclId = Id::new(format!("{vpc}.no-acl"));
    draft.filled_in.unread.insert((&id).into());
    draft
        .topology
        .network_acls
        .insert(id.clone(), NetworkAcl::new(vpc.clone()));
    id
}

fn unread_group(vpc: &VpcId, draft: &mut Draft) -> SecurityGroupId {
    let id: SecurityGroupId = Id::new(format!("{vpc}.no-sg"));
    let without_rules = SecurityGroup {
        name: None,
        vpc: vpc.clone(),
        inbound: Vec::new(),
        outbound: Vec::new(),
    };
    draft.filled_in.unread.insert((&id).into());
    draft.topology.security_groups.insert(id.clone(), without_rules);
    id
}

/// A main table, default group or default ACL that a VPC names and cannot have.
pub(super) fn of_vpcs(drawn: &Topology, draft: &mut Draft) {
    for (id, vpc) in drawn.vpcs.iter() {
        let topology = &draft.topology;
        let table = vpc
            .main_route_table
            .as_ref()
            .filter(|own| **own != Vpc::implicit_main_route_table(id));
        let group = vpc
            .default_security_group
            .as_ref()
            .filter(|own| **own != Vpc::implicit_security_group(id));
        let acl = vpc
            .default_network_acl
            .as_ref()
            .filter(|own| **own != Vpc::implicit_network_acl(id));
        let table = table.map(|own| (Ref::from(own), fit(&topology.route_tables, own, id)));
        let group = group.map(|own| (Ref::from(own), fit(&topology.security_groups, own, id)));
        let acl = acl.map(|own| (Ref::from(own), fit(&topology.network_acls, own, id)));
        let mut fits = |chosen: Option<(Ref, Fit)>| {
            chosen.is_none_or(|(other, fit)| report(fit, id, other, id, draft) == Fit::Fits)
        };
        let (table_fits, group_fits, acl_fits) = (fits(table), fits(group), fits(acl));
        let table = (!table_fits).then(|| unread_table(id, draft));
        let group = (!group_fits).then(|| unread_group(id, draft));
        let acl = (!acl_fits).then(|| unread_acl(id, draft));
        if (&table, &group, &acl) == (&None, &None, &None) {
            continue;
        }
        if let Some(record) = draft.topology.vpcs.get_mut(id) {
            record.main_route_table = table.or(record.main_route_table.take());
            record.default_security_group = group.or(record.default_security_group.take());
            record.default_network_acl = acl.or(record.default_network_acl.take());
        }
    }
}

/// A gateway route table is one of the gateway's own VPC. Without a VPC the gateway needs none.
pub(super) fn of_gateways(_: &Topology, draft: &mut Draft) {
    let topology = draft.topology.clone();
    for (id, gateway) in topology.internet_gateways.iter() {
        if !table_of_gateway(id, gateway.vpc.as_ref(), gateway.route_table.as_ref(), draft)
            && let table = gateway.vpc.as_ref().map(|vpc| unread_table(vpc, draft))
            && let Some(record) = draft.topology.internet_gateways.get_mut(id)
        {
            record.route_table = table;
        }
    }
    for (id, gateway) in topology.vpn_gateways.iter() {
        if !table_of_gateway(id, gateway.vpc.as_ref(), gateway.route_table.as_ref(), draft)
            && let table = gateway.vpc.as_ref().map(|vpc| unread_table(vpc, draft))
            && let Some(record) = draft.topology.vpn_gateways.get_mut(id)
        {
            record.route_table = table;
        }
    }
}

pub(super) fn table_of_gateway<A: Record>(
    id: &Id<A>,
    vpc: Option<&VpcId>,
    table: Option<&RouteTableId>,
    draft: &mut Draft,
) -> bool {
    let (Some(vpc), Some(table)) = (vpc, table) else {
        return table.is_none();
    };
    let fit = fit(&draft.topology.route_tables, table, vpc);
    report(fit, id, Ref::from(table), vpc, draft) == Fit::Fits
}

/// Reports what belongs to another VPC; the caller mends the record.
pub(super) fn other_vpc<A: Record>(at: &Id<A>, other: Ref, vpc: &VpcId, draft: &mut Draft) {
    report(Fit::Foreign, at, other, vpc, draft);
}

pub(super) fn of_subnets(_: &Topology, draft: &mut Draft) {
    let subnets = draft.topology.subnets.clone();
    for (id, subnet) in subnets.iter() {
        table_of_subnet(id, subnet, draft);
        acl_of_subnet(id, subnet, draft);
    }
}

fn table_of_subnet(id: &SubnetId, subnet: &Subnet, draft: &mut Draft) {
    let Some(table) = &subnet.route_table else {
        return;
    };
    let fit = fit(&draft.topology.route_tables, table, &subnet.vpc);
    if report(fit, id, Ref::from(table), &subnet.vpc, draft) == Fit::Fits {
        return;
    }
    let unread = unread_table(&subnet.vpc, draft);
    if let Some(record) = draft.topology.subnets.get_mut(id) {
        record.route_table = Some(unread);
    }
}

fn acl_of_subnet(id: &SubnetId, subnet: &Subnet, draft: &mut Draft) {
    let Some(acl) = &subnet.network_acl else {
        return;
    };
    let fit = fit(&draft.topology.network_acls, acl, &subnet.vpc);
    if report(fit, id, Ref::from(acl), &subnet.vpc, draft) == Fit::Fits {
        return;
    }
    let unread = unread_acl(&subnet.vpc, draft);
    if let Some(record) = draft.topology.subnets.get_mut(id) {
        record.network_acl = Some(unread);
    }
}

/// Security groups of interfaces and interface endpoints.
pub(super) fn of_interfaces(_: &Topology, draft: &mut Draft) {
    let topology = draft.topology.clone();
    for (id, interface) in topology.interfaces.iter() {
        let Some(subnet) = topology.subnets.get(&interface.subnet) else {
            continue;
        };
        if let Some(groups) = mended(id, &subnet.vpc, &interface.security_groups, draft)
            && let Some(record) = draft.topology.interfaces.get_mut(id)
        {
            record.security_groups = groups;
        }
    }
    for (id, endpoint) in topology.interface_endpoints.iter() {
        if let Some(groups) = mended(id, &endpoint.vpc, &endpoint.security_groups, draft)
            && let Some(record) = draft.topology.interface_endpoints.get_mut(id)
        {
            record.security_groups = groups;
        }
    }
    for (id, balancer) in topology.load_balancers.iter() {
        if let Some(groups) = mended(id, &balancer.vpc, &balancer.security_groups, draft)
            && let Some(record) = draft.topology.load_balancers.get_mut(id)
        {
            record.security_groups = groups;
        }
    }
    for (id, endpoint) in topology.resolver_endpoints.iter() {
        if let Some(groups) = mended(id, &endpoint.vpc, &endpoint.security_groups, draft)
            && let Some(record) = draft.topology.resolver_endpoints.get_mut(id)
        {
            record.security_groups = groups;
        }
    }
    for (id, endpoint) in topology.client_vpn_endpoints.iter() {
        if let Some(vpc) = &endpoint.vpc
            && let Some(groups) = mended(id, vpc, &endpoint.security_groups, draft)
            && let Some(record) = draft.topology.client_vpn_endpoints.get_mut(id)
        {
            record.security_groups = groups;
        }
    }
}

/// The groups that stay, if not all do. Never empty where a group was chosen: empty would mean the default group.
fn mended<A: Record>(
    id: &Id<A>,
    vpc: &VpcId,
    groups: &[SecurityGroupId],
    draft: &mut Draft,
) -> Option<Vec<SecurityGroupId>> {
    let is_fine = |group: &SecurityGroupId, draft: &Draft| {
        draft
            .topology
            .security_groups
            .get(group)
            .is_some_and(|record| record.vpc == *vpc)
    };
    if groups.iter().all(|group| is_fine(group, draft)) {
        return None;
    }
    let mut kept = Vec::new();
    for group in groups {
        let fit = fit(&draft.topology.security_groups, group, vpc);
        if report(fit, id, Ref::from(group), vpc, draft) == Fit::Fits {
            kept.push(group.clone());
            continue;
        }
        let unread = unread_group(vpc, draft);
        if !kept.contains(&unread) {
            kept.push(unread);
        }
    }
    Some(kept)
}

/// Propagation needs a gateway that is attached to the table's VPC (RT-30); it stays switched on for when it is.
pub(super) fn of_tables(drawn: &Topology, draft: &mut Draft) {
    for (id, table) in drawn.route_tables.iter() {
        for gateway in &table.propagating {
            let attached = draft
                .topology
                .vpn_gateways
                .get(gateway)
                .and_then(|record| record.vpc.as_ref());
            if attached != Some(&table.vpc) {
                let facts = vec![("other", element(gateway)), ("vpc", element(&table.vpc))];
                draft.warn("propagation-without-gateway", &CANNOT_PROPAGATE, id, facts);
            }
        }
    }
}
