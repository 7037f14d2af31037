//! A record needs what it is part of: a subnet its VPC, an interface its subnet, a VPN connection its two gateways. If that
//! is not drawn, or was itself left out, the record cannot exist (DEC-25). AWS page: vpc/latest/userguide/how-it-works.html

use crate::id::{Id, Kind, Record, Ref};
use crate::reason::reasons;
use crate::resolve::Draft;
use crate::topology::{SubnetId, Topology, VpcId};
use crate::trace::Fact;

reasons! {
    MISSING: "X_REFUSED" ["DEC-25"] "Something is missing",
        "{at} refers to {other}, which does not exist. Create it first, or choose another one.",
        "vpc/latest/userguide/how-it-works.html";

    LEFT_OUT_WITH_PARENT: "left-out-with-parent" ["DEC-25"] "Left out with what it is in",
        "{at} is left out because {other}, which it belongs to, cannot exist.",
        "vpc/latest/userguide/how-it-works.html";
}

/// Leaves out what stands directly in a VPC that does not exist.
pub(super) fn in_vpcs(drawn: &Topology, draft: &mut Draft) {
    let in_vpc = |id: Ref, vpc: &VpcId, draft: &mut Draft| require(id, Ref::from(vpc), draft);
    for (id, record) in drawn.route_tables.iter() {
        in_vpc(id.into(), &record.vpc, draft);
    }
    for (id, record) in drawn.network_acls.iter() {
        in_vpc(id.into(), &record.vpc, draft);
    }
    for (id, record) in drawn.security_groups.iter() {
        in_vpc(id.into(), &record.vpc, draft);
    }
    for (id, record) in drawn.subnets.iter() {
        in_vpc(id.into(), &record.vpc, draft);
    }
    for (id, record) in drawn.gateway_endpoints.iter() {
        in_vpc(id.into(), &record.vpc, draft);
    }
    for (id, record) in drawn.interface_endpoints.iter() {
        in_vpc(id.into(), &record.vpc, draft);
    }
}

/// Leaves out what stands in a subnet that does not exist; an interface endpoint only loses its place there.
pub(super) fn in_subnets(drawn: &Topology, draft: &mut Draft) {
    let in_subnet = |id: Ref, subnet: &SubnetId, draft: &mut Draft| require(id, Ref::from(subnet), draft);
    for (id, record) in drawn.interfaces.iter() {
        in_subnet(id.into(), &record.subnet, draft);
    }
    for (id, record) in drawn.nat_gateways.iter() {
        in_subnet(id.into(), &record.subnet, draft);
    }
    let endpoints = draft.topology.interface_endpoints.clone();
    for (id, record) in endpoints.iter() {
        let exists = |subnet: &SubnetId, draft: &Draft| draft.topology.subnets.contains(subnet.as_str());
        for place in record
            .subnets
            .iter()
            .filter(|place| !exists(&place.subnet, draft))
            .cloned()
            .collect::<Vec<_>>()
        {
            missing(id, Ref::from(&place.subnet), draft);
            draft.filled_in.incomplete.insert(id.into());
            if let Some(record) = draft.topology.interface_endpoints.get_mut(id) {
                record.subnets.retain(|other| *other != place);
            }
        }
    }
}

/// Leaves out VPN connections without one of their ends, and forgets sites that do not exist.
pub(super) fn of_connections(drawn: &Topology, draft: &mut Draft) {
    for (id, device) in drawn.customer_gateways.iter() {
        let Some(site) = device.site.as_ref().filter(|site| !drawn.sites.contains(site.as_str())) else {
            continue;
        };
        missing(id, Ref::from(site), draft);
        if let Some(record) = draft.topology.customer_gateways.get_mut(id) {
            record.site = None;
        }
    }
    for (id, connection) in drawn.vpn_connections.iter() {
        if matches!(connection.gateway.kind, Kind::VpnGateway | Kind::TransitGateway) {
            require(id.into(), connection.gateway.clone(), draft);
        } else {
            let facts = vec![("other", Fact::Element(connection.gateway.clone()))];
            draft.leave_out("reference-missing", &MISSING, id, facts);
        }
        if draft.topology.vpn_connections.contains(id.as_str()) {
            require(id.into(), Ref::from(&connection.customer_gateway), draft);
            if !draft.topology.vpn_connections.contains(id.as_str()) {
                draft.filled_in.incomplete.insert(connection.gateway.clone());
            }
        }
    }
}

pub(super) fn require(element: Ref, parent: Ref, draft: &mut Draft) {
    if draft.topology.contains(&parent) {
        return;
    }
    let facts = vec![("other", Fact::Element(parent.clone()))];
    if draft.left_out.contains(&parent) {
        draft.topology.remove(&element);
        draft.left_out.insert(element.clone());
        draft.info("left-out-with-parent", &LEFT_OUT_WITH_PARENT, element, facts);
    } else {
        draft.leave_out("reference-missing", &MISSING, element, facts);
    }
}

/// Reports a reference to what does not exist; the caller mends the record.
pub(super) fn missing<T: Record>(id: &Id<T>, other: Ref, draft: &mut Draft) {
    draft.error("reference-missing", &MISSING, id, vec![("other", Fact::Element(other))]);
}
