//! A Client VPN endpoint has a range for its clients that meets no other (CVPN-01, CVPN-02), stands in subnets of one VPC of its own
//! account and Region, one in each Availability Zone (CVPN-03, CVPN-04), or belongs to a transit gateway with CIDR blocks (CVPN-19).
//! AWS page: vpn/latest/clientvpn-admin/what-is-best-practices.html

use crate::issue::association;
use crate::issue::client_vpn_rows as rows;
use crate::issue::parent::{missing, require};
use crate::reason::{Reason, reasons};
use crate::resolve::{Draft, Facts, element};
use crate::sorted::SortedSet;
use crate::topology::{
    ClientVpnEndpoint, ClientVpnEndpointId, ClientVpnTarget, EndpointSubnet, Subnet, Topology, Vpc, VpcId,
};
use crate::trace::Fact;

reasons! {
    CIDR_SIZE: "X_REFUSED" ["CVPN-01"] "Range of clients too large or too small",
        "{at} cannot have {cidr} for its clients: the range is between /12 and /22. A part of it is reserved, so plan twice as many addresses as clients.",
        "vpn/latest/clientvpn-admin/what-is-best-practices.html";

    OVERLAPS_VPC: "InvalidClientVpnSubnetId.OverlappingCidr" ["CVPN-02"] "Clients overlap the VPC",
        "{at} cannot be associated with {subnet}: its range of clients, {cidr}, overlaps {other_cidr} of {vpc}.",
        "AWSEC2/latest/APIReference/errors-overview.html";

    OTHER_ACCOUNT: "InvalidClientVpnSubnetId.DifferentAccount" ["CVPN-03"] "Subnet of another account",
        "{at} cannot be associated with {subnet}: it belongs to another account than {vpc}.",
        "AWSEC2/latest/APIReference/errors-overview.html";

    OTHER_REGION: "X_REFUSED" ["CVPN-03"] "Subnet of another Region",
        "{at} cannot be associated with {subnet}: it is in another Region than {vpc}.",
        "vpn/latest/clientvpn-admin/what-is-best-practices.html";

    NO_SUBNET: "InvalidClientVpnSubnetId.NotFound" ["CVPN-04"] "Subnet does not exist",
        "{at} cannot be associated with {subnet}, which does not exist.",
        "AWSEC2/latest/APIReference/errors-overview.html";

    TWICE: "InvalidClientVpnDuplicateAssociationException" ["CVPN-04"] "Already associated",
        "{at} is already associated with {subnet}.",
        "AWSEC2/latest/APIReference/errors-overview.html";

    SAME_ZONE: "InvalidClientVpnSubnetId.DuplicateAz" ["CVPN-04"] "Second subnet in one Availability Zone",
        "{at} cannot be associated with {subnet}: it has a subnet in {zone} already.",
        "AWSEC2/latest/APIReference/errors-overview.html";

    TOO_SMALL: "X_REFUSED" ["CVPN-04"] "Subnet too small",
        "{at} cannot be associated with {subnet}: it takes a /27 or a larger block with at least {limit} free addresses.",
        "vpn/latest/clientvpn-admin/what-is-best-practices.html";

    BOTH: "X_REFUSED" ["CVPN-19"] "Of a VPC or of a transit gateway",
        "{at} belongs to {gateway}; then it has no VPC, no subnets and no security groups.",
        "vpc/latest/tgw/tgw-client-vpn-attachments.html";

    NO_CIDR_BLOCK: "X_REFUSED" ["CVPN-19"] "Transit gateway without CIDR block",
        "{at} cannot belong to {gateway}, which has no CIDR block. Give it one first.",
        "vpc/latest/tgw/tgw-client-vpn-attachments.html";
}

/// The name of an issue, and its reason.
type Wrong = (&'static str, &'static Reason);

const MASKS: std::ops::RangeInclusive<u8> = 12..=22;
const SMALLEST_SUBNET: u8 = 27;
const FREE_ADDRESSES: u32 = 20;
/// The five that AWS keeps of every subnet (VPC-17).
const RESERVED: u32 = 5;

pub(super) fn check(drawn: &Topology, draft: &mut Draft) {
    for (id, endpoint) in drawn.client_vpn_endpoints.iter() {
        if !MASKS.contains(&endpoint.client_cidr.prefix_len()) {
            let facts = vec![("cidr", Fact::Cidr(endpoint.client_cidr.into()))];
            draft.leave_out("client-vpn-range-size", &CIDR_SIZE, id, facts);
            continue;
        }
        let mut kept = endpoint.clone();
        if let Some(gateway) = &endpoint.transit_gateway {
            require(id.into(), gateway.into(), draft);
            of_transit_gateway(id, &mut kept, draft);
        } else if let Some(vpc) = &endpoint.vpc {
            require(id.into(), vpc.into(), draft);
            kept.associations = associations(id, endpoint, vpc, draft);
        } else {
            kept.associations = Vec::new();
        }
        if draft.topology.client_vpn_endpoints.contains(id.as_str()) {
            lost_routes(id, endpoint, draft);
            rows::check(id, &mut kept, draft);
            if kept != *endpoint {
                draft.topology.client_vpn_endpoints.insert(id.clone(), kept);
            }
        }
    }
}

/// A route to a subnet that is not there would decide, and nobody knows where it leads.
fn lost_routes(id: &ClientVpnEndpointId, endpoint: &ClientVpnEndpoint, draft: &mut Draft) {
    for route in &endpoint.routes {
        if let ClientVpnTarget::Subnet(subnet) = &route.target
            && !draft.topology.subnets.contains(subnet.as_str())
        {
            missing(id, subnet.into(), draft);
            draft.filled_in.incomplete.insert(id.into());
        }
    }
}

fn of_transit_gateway(id: &ClientVpnEndpointId, kept: &mut ClientVpnEndpoint, draft: &mut Draft) {
    let Some(gateway) = &kept.transit_gateway else {
        return;
    };
    let facts = || vec![("gateway", element(gateway))];
    let has_both = kept.vpc.is_some() || !kept.associations.is_empty() || !kept.security_groups.is_empty();
    let record = draft.topology.transit_gateways.get(gateway);
    if record.is_some_and(|record| record.cidr_blocks.is_empty()) {
        draft.leave_out("client-vpn-gateway-without-cidr", &NO_CIDR_BLOCK, id, facts());
    } else if has_both {
        draft.error("client-vpn-of-both", &BOTH, id, facts());
        kept.vpc = None;
        kept.associations.clear();
        kept.security_groups.clear();
    }
}

/// The target networks that can be: what is wrong with one keeps no other out.
fn associations(
    id: &ClientVpnEndpointId,
    endpoint: &ClientVpnEndpoint,
    vpc: &VpcId,
    draft: &mut Draft,
) -> Vec<EndpointSubnet> {
    let mut kept: Vec<EndpointSubnet> = Vec::new();
    for place in &endpoint.associations {
        let topology = &draft.topology;
        let Some(subnet) = topology.subnets.get(&place.subnet).cloned() else {
            report(
                draft,
                id,
                ("client-vpn-subnet-not-there", &NO_SUBNET),
                place,
                Vec::new(),
            );
            draft.filled_in.incomplete.insert(id.into());
            continue;
        };
        let (Some(own), Some(other)) = (topology.vpcs.get(vpc).cloned(), topology.vpcs.get(&subnet.vpc).cloned())
        else {
            continue;
        };
        if subnet.vpc != *vpc {
            match elsewhere(&own, &other) {
                Some(wrong) => report(draft, id, wrong, place, vec![("vpc", element(vpc))]),
                None => association::other_vpc(id, (&place.subnet).into(), vpc, draft),
            }
            continue;
        }
        match unfit(endpoint, &kept, place, &subnet, (vpc, &own), topology) {
            Some((wrong, facts)) => report(draft, id, wrong, place, facts),
            None => kept.push(place.clone()),
        }
    }
    kept
}

fn elsewhere(own: &Vpc, other: &Vpc) -> Option<Wrong> {
    if own.account != other.account {
        Some(("client-vpn-subnet-of-other-account", &OTHER_ACCOUNT))
    } else if own.region != other.region {
        Some(("client-vpn-subnet-of-other-region", &OTHER_REGION))
    } else {
        None
    }
}

fn report(
    draft: &mut Draft,
    id: &ClientVpnEndpointId,
    (name, reason): Wrong,
    place: &EndpointSubnet,
    mut facts: Facts,
) {
    facts.push(("subnet", element(&place.subnet)));
    draft.error(name, reason, id, facts);
}

fn unfit(
    endpoint: &ClientVpnEndpoint,
    kept: &[EndpointSubnet],
    place: &EndpointSubnet,
    subnet: &Subnet,
    (vpc, record): (&VpcId, &Vpc),
    topology: &Topology,
) -> Option<(Wrong, Facts)> {
    let own = endpoint.client_cidr;
    let overlapping = record
        .cidrs
        .iter()
        .find(|cidr| cidr.contains(&own) || own.contains(*cidr));
    if let Some(other) = overlapping {
        let cidrs = [("cidr", own), ("other_cidr", *other)];
        let cidrs = cidrs.map(|(name, cidr)| (name, Fact::Cidr(cidr.into())));
        return Some((
            ("client-vpn-overlaps-vpc", &OVERLAPS_VPC),
            cidrs.into_iter().chain([("vpc", element(vpc))]).collect(),
        ));
    }
    if kept.iter().any(|known| known.subnet == place.subnet) {
        return Some((("client-vpn-subnet-twice", &TWICE), Vec::new()));
    }
    let zone_of = |place: &EndpointSubnet| topology.subnets.get(&place.subnet).map(|subnet| &subnet.zone);
    if kept.iter().any(|known| zone_of(known) == Some(&subnet.zone)) {
        return Some((
            ("client-vpn-zone-twice", &SAME_ZONE),
            vec![("zone", Fact::Text(subnet.zone.clone()))],
        ));
    }
    let fits = subnet.cidr.is_some_and(|cidr| {
        let all = 1u32.checked_shl(u32::from(32 - cidr.prefix_len())).unwrap_or(u32::MAX);
        let free = all.saturating_sub(RESERVED).saturating_sub(taken(topology, place));
        cidr.prefix_len() <= SMALLEST_SUBNET && free >= FREE_ADDRESSES
    });
    (!fits).then(|| {
        (
            ("client-vpn-subnet-too-small", &TOO_SMALL),
            vec![("limit", Fact::Number(FREE_ADDRESSES))],
        )
    })
}

/// The addresses of the subnet that something drawn has.
fn taken(topology: &Topology, place: &EndpointSubnet) -> u32 {
    let subnet = &place.subnet;
    let interfaces = topology
        .interfaces
        .iter()
        .filter(|(_, record)| record.subnet == *subnet);
    let own = interfaces.map(|(_, record)| usize::from(record.ipv4.is_some()) + record.secondary_ipv4.len());
    let gateways = topology
        .nat_gateways
        .iter()
        .filter(|(_, record)| record.subnet == *subnet);
    let endpoints = topology
        .interface_endpoints
        .iter()
        .flat_map(|(_, record)| &record.subnets);
    let endpoints: SortedSet<_> = endpoints
        .filter(|known| known.subnet == *subnet)
        .map(|known| known.ipv4)
        .collect();
    let all = own.sum::<usize>() + gateways.count() + endpoints.iter().count();
    u32::try_from(all).unwrap_or(u32::MAX)
}
