//! Deleting takes along what is inside, detaches gateways, and leaves routes as blackholes and rules stale (RT-22, PEER-35,
//! PEER-43). A VPC's own main table, default group and default ACL stay, and so does what is in use (RT-03, SG-04).
//! AWS page: vpc/latest/userguide/delete-vpc.html

mod rest;

use super::{Accepted, Refusal, identity, refuse};
use crate::id::{Id, Kind, Ref};
use crate::reason::{Reason, reasons};
use crate::resolve::element;
use crate::topology::{
    CustomerGateway, PeeringState, RouteTable, SecurityGroup, Site, Subnet, SubnetId, Topology, Vpc, VpcId, VpnGateway,
};
use crate::trace::Fact;

reasons! {
    MAIN_TABLE: "X_REFUSED" ["RT-03"] "The main route table stays",
        "{at} is the main route table of {vpc} and cannot be deleted. Make another table the main one first.",
        "vpc/latest/userguide/subnet-route-tables.html";

    TABLE_IN_USE: "X_REFUSED" ["RT-03"] "Route table in use",
        "{at} cannot be deleted: {other} is associated with it. Give it another table first.",
        "vpc/latest/userguide/subnet-route-tables.html";

    DEFAULT_GROUP: "X_REFUSED" ["SG-04"] "The default security group stays",
        "{at} is the default security group of {vpc} and cannot be deleted. Its rules can be.",
        "vpc/latest/userguide/default-security-group.html";

    GROUP_IN_USE: "X_REFUSED" ["SG-01"] "Security group in use",
        "{at} cannot be deleted: {other} is in it. Take it out of the group first.",
        "vpc/latest/userguide/security-group-rules.html";

    DEFAULT_ACL: "X_REFUSED" ["NA-05"] "The default network ACL stays",
        "{at} is the default network ACL of {vpc} and cannot be deleted. Its entries can be.",
        "vpc/latest/userguide/default-network-acl.html";

    ACL_IN_USE: "X_REFUSED" ["NA-01"] "Network ACL in use",
        "{at} cannot be deleted: {other} is associated with it. Give that subnet another network ACL first.",
        "vpc/latest/userguide/vpc-network-acls.html";

    LIST_IN_USE: "X_REFUSED" ["DEC-25"] "Prefix list in use",
        "{at} cannot be deleted: {other} names it. Delete that route or rule first.",
        "vpc/latest/userguide/managed-prefix-lists.html";

    REJECT_FIRST: "X_REFUSED" ["PEER-01"] "A peering request is open",
        "{at} cannot be deleted while {peering} from another account waits for an answer. Reject the request first.",
        "vpc/latest/peering/delete-vpc-peering-connection.html";
}

/// Users before what they use, so that several deletions in one go do not stand in each other's way.
pub(super) fn order(element: &Ref) -> u8 {
    match element.kind {
        Kind::RouteTable | Kind::NetworkAcl | Kind::SecurityGroup => 2,
        Kind::PrefixList => 3,
        _ => 1,
    }
}

pub(super) fn delete(at: &Ref, result: &mut Accepted) -> Result<(), Refusal> {
    let topology = &mut result.topology;
    if !topology.contains(at) && result.deleted.contains(at) {
        // Deleted by an earlier operation of the same edit: what the person wants is the case.
        return Ok(());
    }
    stays(at, topology)?;
    if !topology.contains(at) {
        return Err(identity::not_there(at.clone()));
    }
    let mut gone = vec![at.clone()];
    match at.kind {
        Kind::Vpc => vpc(&Id::<Vpc>::new(at.id.clone()), topology, &mut gone),
        Kind::Subnet => subnet(&Id::<Subnet>::new(at.id.clone()), topology, &mut gone),
        Kind::RouteTable => forget_table(&Id::new(at.id.clone()), topology),
        Kind::VpnGateway => vpn_gateway(&Id::new(at.id.clone()), topology, &mut gone),
        Kind::CustomerGateway => {
            let device: Id<CustomerGateway> = Id::new(at.id.clone());
            let connections = topology
                .vpn_connections
                .iter()
                .filter(|(_, record)| record.customer_gateway == device);
            gone.extend(connections.map(|(id, _)| Ref::from(id)));
        }
        Kind::Site => forget_site(&Id::new(at.id.clone()), topology),
        _ => {}
    }
    let mut next = 0;
    while let Some(element) = gone.get(next).cloned() {
        rest::follow(&element, topology, &mut gone);
        next += 1;
    }
    for element in gone {
        if topology.remove(&element) {
            result.deleted.push(element);
        }
    }
    Ok(())
}

/// Refuses what AWS refuses to delete.
fn stays(at: &Ref, topology: &Topology) -> Result<(), Refusal> {
    let drawn = |id: Option<Ref>, vpc: &VpcId| (id.as_ref() == Some(at)).then(|| vpc.clone());
    let user = |reason: &'static Reason, other: Option<Ref>| match other {
        Some(other) => refuse(reason, at.clone(), vec![("other", Fact::Element(other))]),
        None => Ok(()),
    };
    let owner = |reason: &'static Reason, vpc: Option<VpcId>| match vpc {
        Some(vpc) => refuse(reason, at.clone(), vec![("vpc", element(&vpc))]),
        None => Ok(()),
    };
    match at.kind {
        Kind::RouteTable => {
            owner(
                &MAIN_TABLE,
                of_vpc(topology, |id, vpc| drawn(Some(main_of(id, vpc)), id)),
            )?;
            let users = topology.subnets.iter();
            let mut users = users.filter(|(_, subnet)| subnet.route_table.as_ref().map(Ref::from).as_ref() == Some(at));
            let user_of_table = users.next().map(|(id, _)| Ref::from(id));
            user(&TABLE_IN_USE, user_of_table.or_else(|| gateway_with(at, topology)))
        }
        Kind::NetworkAcl => {
            owner(
                &DEFAULT_ACL,
                of_vpc(topology, |id, vpc| drawn(Some(acl_of(id, vpc)), id)),
            )?;
            let users = topology.subnets.iter();
            let mut users = users.filter(|(_, subnet)| subnet.network_acl.as_ref().map(Ref::from).as_ref() == Some(at));
            user(&ACL_IN_USE, users.next().map(|(id, _)| Ref::from(id)))
        }
        Kind::SecurityGroup => {
            owner(
                &DEFAULT_GROUP,
                of_vpc(topology, |id, vpc| drawn(Some(group_of(id, vpc)), id)),
            )?;
            user(&GROUP_IN_USE, member(&Id::new(at.id.clone()), topology))
        }
        Kind::PrefixList => user(&LIST_IN_USE, names_list(at, topology)),
        Kind::Vpc => waits_for(&Id::new(at.id.clone()), topology),
        Kind::Internet | Kind::Service => Err(identity::not_there(at.clone())),
        _ => Ok(()),
    }
}

/// The gateway that the table is associated with as a gateway route table.
fn gateway_with(table: &Ref, topology: &Topology) -> Option<Ref> {
    let is_it = |chosen: Option<&Id<RouteTable>>| chosen.map(Ref::from).as_ref() == Some(table);
    let internet = topology.internet_gateways.iter();
    let mut internet = internet.filter(|(_, gateway)| is_it(gateway.route_table.as_ref()));
    let vpn = topology.vpn_gateways.iter();
    let mut vpn = vpn.filter(|(_, gateway)| is_it(gateway.route_table.as_ref()));
    let found = internet.next().map(|(id, _)| Ref::from(id));
    found.or_else(|| vpn.next().map(|(id, _)| Ref::from(id)))
}

fn of_vpc(topology: &Topology, pick: impl Fn(&VpcId, &Vpc) -> Option<VpcId>) -> Option<VpcId> {
    topology.vpcs.iter().find_map(|(id, vpc)| pick(id, vpc))
}

fn main_of(id: &VpcId, vpc: &Vpc) -> Ref {
    vpc.main_route_table
        .clone()
        .unwrap_or_else(|| Vpc::implicit_main_route_table(id))
        .into()
}

fn acl_of(id: &VpcId, vpc: &Vpc) -> Ref {
    vpc.default_network_acl
        .clone()
        .unwrap_or_else(|| Vpc::implicit_network_acl(id))
        .into()
}

fn group_of(id: &VpcId, vpc: &Vpc) -> Ref {
    vpc.default_security_group
        .clone()
        .unwrap_or_else(|| Vpc::implicit_security_group(id))
        .into()
}

fn member(group: &Id<SecurityGroup>, topology: &Topology) -> Option<Ref> {
    let interfaces = topology
        .interfaces
        .iter()
        .filter(|(_, record)| record.security_groups.contains(group));
    let endpoints = topology
        .interface_endpoints
        .iter()
        .filter(|(_, record)| record.security_groups.contains(group));
    interfaces
        .map(|(id, _)| Ref::from(id))
        .chain(endpoints.map(|(id, _)| Ref::from(id)))
        .next()
}

fn names_list(list: &Ref, topology: &Topology) -> Option<Ref> {
    use crate::topology::{Destination, RulePeer};
    let in_table = |table: &RouteTable| {
        table
            .routes
            .iter()
            .any(|route| matches!(&route.destination, Destination::PrefixList(id) if Ref::from(id) == *list))
    };
    let in_group = |group: &SecurityGroup| {
        let mut rules = group.inbound.iter().chain(&group.outbound);
        rules.any(|rule| matches!(&rule.peer, RulePeer::PrefixList(id) if Ref::from(id) == *list))
    };
    let tables = topology
        .route_tables
        .iter()
        .filter(|(_, table)| in_table(table))
        .map(|(id, _)| Ref::from(id));
    let groups = topology
        .security_groups
        .iter()
        .filter(|(_, group)| in_group(group))
        .map(|(id, _)| Ref::from(id));
    tables.chain(groups).next()
}

/// A VPC that another account asked for a peering answers first (PEER-01).
fn waits_for(id: &VpcId, topology: &Topology) -> Result<(), Refusal> {
    let account = |vpc: &VpcId| topology.vpcs.get(vpc).and_then(|vpc| vpc.account.clone());
    let mut requests = topology.peering_connections.iter().filter(|(_, peering)| {
        peering.state == PeeringState::PendingAcceptance
            && peering.accepter == *id
            && account(&peering.requester) != account(id)
    });
    match requests.next() {
        Some((peering, _)) => refuse(&REJECT_FIRST, id, vec![("peering", element(peering))]),
        None => Ok(()),
    }
}

fn vpc(id: &VpcId, topology: &mut Topology, gone: &mut Vec<Ref>) {
    let subnets: Vec<SubnetId> = topology
        .subnets
        .iter()
        .filter(|(_, record)| record.vpc == *id)
        .map(|(id, _)| id.clone())
        .collect();
    for of in &subnets {
        gone.push(Ref::from(of));
        subnet(of, topology, gone);
    }
    gone.extend(
        topology
            .route_tables
            .iter()
            .filter(|(_, record)| record.vpc == *id)
            .map(|(id, _)| Ref::from(id)),
    );
    gone.extend(
        topology
            .network_acls
            .iter()
            .filter(|(_, record)| record.vpc == *id)
            .map(|(id, _)| Ref::from(id)),
    );
    gone.extend(
        topology
            .security_groups
            .iter()
            .filter(|(_, record)| record.vpc == *id)
            .map(|(id, _)| Ref::from(id)),
    );
    gone.extend(
        topology
            .gateway_endpoints
            .iter()
            .filter(|(_, record)| record.vpc == *id)
            .map(|(id, _)| Ref::from(id)),
    );
    gone.extend(
        topology
            .interface_endpoints
            .iter()
            .filter(|(_, record)| record.vpc == *id)
            .map(|(id, _)| Ref::from(id)),
    );
    detach(id, topology);
    let ended: Vec<_> = topology
        .peering_connections
        .iter()
        .filter(|(_, record)| record.other(id).is_some())
        .map(|(id, _)| id.clone())
        .collect();
    for peering in ended {
        if let Some(record) = topology.peering_connections.get_mut(&peering)
            && crate::issue::peering::is_live(record.state)
        {
            record.state = PeeringState::Deleted;
        }
    }
}

/// Gateways outlive the VPC they were attached to.
fn detach(id: &VpcId, topology: &mut Topology) {
    let attached: Vec<_> = topology
        .internet_gateways
        .iter()
        .filter(|(_, record)| record.vpc.as_ref() == Some(id))
        .map(|(id, _)| id.clone())
        .collect();
    for gateway in attached {
        if let Some(record) = topology.internet_gateways.get_mut(&gateway) {
            record.vpc = None;
        }
    }
    let attached: Vec<_> = topology
        .vpn_gateways
        .iter()
        .filter(|(_, record)| record.vpc.as_ref() == Some(id))
        .map(|(id, _)| id.clone())
        .collect();
    for gateway in attached {
        if let Some(record) = topology.vpn_gateways.get_mut(&gateway) {
            record.vpc = None;
        }
    }
}

/// Interfaces and NAT gateways go with it; an endpoint loses its place there, and goes with its last one.
fn subnet(id: &SubnetId, topology: &mut Topology, gone: &mut Vec<Ref>) {
    gone.extend(
        topology
            .interfaces
            .iter()
            .filter(|(_, record)| record.subnet == *id)
            .map(|(id, _)| Ref::from(id)),
    );
    gone.extend(
        topology
            .nat_gateways
            .iter()
            .filter(|(_, record)| record.subnet == *id)
            .map(|(id, _)| Ref::from(id)),
    );
    let is_there = |place: &crate::topology::EndpointSubnet| place.subnet == *id;
    let touched: Vec<_> = topology
        .interface_endpoints
        .iter()
        .filter(|(_, record)| record.subnets.iter().any(is_there))
        .map(|(id, _)| id.clone())
        .collect();
    for endpoint in touched {
        if let Some(record) = topology.interface_endpoints.get_mut(&endpoint) {
            record.subnets.retain(|place| !is_there(place));
            if record.subnets.is_empty() {
                gone.push(Ref::from(&endpoint));
            }
        }
    }
}

fn forget_table(id: &Id<RouteTable>, topology: &mut Topology) {
    let associated: Vec<_> = topology
        .gateway_endpoints
        .iter()
        .filter(|(_, record)| record.route_tables.contains(id))
        .map(|(id, _)| id.clone())
        .collect();
    for endpoint in associated {
        if let Some(record) = topology.gateway_endpoints.get_mut(&endpoint) {
            record.route_tables.remove(id);
        }
    }
}

/// Its connections go with it, and nothing is propagated from it any more.
fn vpn_gateway(id: &Id<VpnGateway>, topology: &mut Topology, gone: &mut Vec<Ref>) {
    let at = Ref::from(id);
    gone.extend(
        topology
            .vpn_connections
            .iter()
            .filter(|(_, record)| record.gateway == at)
            .map(|(id, _)| Ref::from(id)),
    );
    let propagating: Vec<_> = topology
        .route_tables
        .iter()
        .filter(|(_, record)| record.propagating.contains(id))
        .map(|(id, _)| id.clone())
        .collect();
    for table in propagating {
        if let Some(record) = topology.route_tables.get_mut(&table) {
            record.propagating.remove(id);
        }
    }
}

fn forget_site(id: &Id<Site>, topology: &mut Topology) {
    let devices: Vec<_> = topology
        .customer_gateways
        .iter()
        .filter(|(_, record)| record.site.as_ref() == Some(id))
        .map(|(id, _)| id.clone())
        .collect();
    for device in devices {
        if let Some(record) = topology.customer_gateways.get_mut(&device) {
            record.site = None;
        }
    }
}
