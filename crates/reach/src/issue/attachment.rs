//! A VPC is attached once to a transit gateway of its Region, by one subnet in each Availability Zone (TGW-02); two gateways are
//! peered once (TGW-52); overlapping VPCs are attached, but only the first one's routes are propagated (TGW-40).
//! AWS page: vpc/latest/tgw/tgw-vpc-attachments.html

use ipnet::IpNet;

use super::peering::first_overlap;
use super::transit;
use crate::network::{cidrs_of, twins};
use crate::reason::reasons;
use crate::resolve::{Draft, element};
use crate::sorted::{SortedMap, SortedSet};
use crate::topology::{
    Attached, SubnetId, Topology, TransitGatewayAttachment, TransitGatewayAttachmentId, TransitGatewayId, VpcId,
};
use crate::trace::Fact;

reasons! {
    SECOND: "X_REFUSED" ["TGW-02"] "Already attached",
        "{at} cannot attach {vpc} to {gateway} once more: {other} already does.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    OTHER_REGION: "X_REFUSED" ["TGW-02", "TGW-01"] "Another Region",
        "{at} cannot attach {vpc}: it is in another Region than {gateway}. Peer with a transit gateway there instead.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    NO_SUBNET: "X_REFUSED" ["TGW-02"] "Needs a subnet",
        "{at} needs at least one subnet of {vpc}, one in each Availability Zone that it serves.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    NO_IPV4: "X_REFUSED" ["TGW-02"] "Subnet without IPv4",
        "{at} cannot use {subnet}: the subnet of an attachment must have IPv4 addresses.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    TWO_IN_ONE_ZONE: "X_ONE_SUBNET_PER_AZ" ["TGW-02"] "Two subnets in one Availability Zone",
        "{at} cannot use {subnet}: it already has {other} in {zone}. One subnet serves the whole Availability Zone.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    TOO_MANY: "X_QUOTA" ["TGW-02"] "Too many transit gateways",
        "{at} cannot attach {vpc}: it is already attached to five transit gateways, the default quota.",
        "vpc/latest/tgw/transit-gateway-quotas.html";
    NOT_PROPAGATED: "X_TGW_OVERLAP_NOT_PROPAGATED" ["TGW-40"] "Its routes are not propagated",
        "{at} attaches a VPC whose addresses overlap those of {other}. It is attached, but its routes are not propagated, and nothing says so.",
        "vpc/latest/tgw/tgw-vpc-attachments.html";
    SECOND_PEERING: "X_REFUSED" ["TGW-52"] "These two are already peered",
        "{at} cannot peer {gateway} with {to} once more: {other} already does.",
        "vpc/latest/tgw/transit-gateway-quotas.html";
    PEERS_OVERLAP: "X_NOTICE" ["TGW-55"] "The same addresses on both sides",
        "{cidr} is on this side of {at} and {other_cidr} on the other. They overlap, so the shared addresses are only reached on one's own side.",
        "vpc/latest/tgw/tgw-peering.html";
}

const GATEWAYS_PER_VPC: usize = 5;

pub(super) fn check(_: &Topology, draft: &mut Draft) {
    vpcs(draft);
    peerings(draft);
    transit::stand_or_fall(draft);
    for (id, other) in twins(&draft.topology).iter() {
        if !propagates(&draft.topology, id) {
            continue;
        }
        draft.warn(
            "routes-not-propagated",
            &NOT_PROPAGATED,
            id,
            vec![("other", element(other))],
        );
    }
    peers_overlap(draft);
}

/// Where nothing is propagated on purpose, nothing is missing (TGW-45).
fn propagates(topology: &Topology, id: &TransitGatewayAttachmentId) -> bool {
    let Some(record) = topology.transit_gateway_attachments.get(id) else {
        return false;
    };
    let gateway = topology.transit_gateways.get(&record.gateway);
    match &record.propagations {
        Some(tables) => !tables.is_empty(),
        None => gateway.is_none_or(|gateway| gateway.default_propagation),
    }
}

fn vpcs(draft: &mut Draft) {
    let mut first: SortedMap<(VpcId, TransitGatewayId), TransitGatewayAttachmentId> = SortedMap::new();
    let all = draft.topology.transit_gateway_attachments.clone();
    for (id, attachment) in all.iter().filter(|(_, attachment)| !attachment.state.is_gone()) {
        let Attached::Vpc { vpc, subnets } = &attachment.to else {
            continue;
        };
        let facts = || vec![("vpc", element(vpc)), ("gateway", element(&attachment.gateway))];
        if let Some(other) = first.get(&(vpc.clone(), attachment.gateway.clone())) {
            let mut facts = facts();
            facts.push(("other", element(other)));
            draft.leave_out("second-attachment", &SECOND, id, facts);
            continue;
        }
        let gateway = draft.topology.transit_gateways.get(&attachment.gateway);
        if gateway.map(|gateway| &gateway.region) != draft.topology.vpcs.get(vpc).map(|vpc| &vpc.region) {
            draft.leave_out("attachment-to-other-region", &OTHER_REGION, id, facts());
            continue;
        }
        if first.keys().filter(|(of, _)| of == vpc).count() >= GATEWAYS_PER_VPC {
            draft.leave_out("too-many-transit-gateways", &TOO_MANY, id, facts());
            continue;
        }
        let kept = one_per_zone(id, subnets, draft);
        if kept.is_empty() {
            draft.leave_out("attachment-without-subnet", &NO_SUBNET, id, facts());
            continue;
        }
        first.insert((vpc.clone(), attachment.gateway.clone()), id.clone());
        if kept != *subnets
            && let Some(record) = draft.topology.transit_gateway_attachments.get_mut(id)
            && let Attached::Vpc { subnets, .. } = &mut record.to
        {
            *subnets = kept;
        }
    }
}

fn one_per_zone(id: &TransitGatewayAttachmentId, subnets: &[SubnetId], draft: &mut Draft) -> Vec<SubnetId> {
    let mut first = SortedMap::new();
    let mut kept = Vec::new();
    for subnet in subnets {
        let Some(record) = draft.topology.subnets.get(subnet) else {
            continue;
        };
        let zone = record.zone.clone();
        if record.cidr.is_none() {
            draft.error(
                "attachment-without-ipv4",
                &NO_IPV4,
                id,
                vec![("subnet", element(subnet))],
            );
        } else if let Some(other) = first.get(&zone) {
            let facts = vec![
                ("subnet", element(subnet)),
                ("other", element(other)),
                ("zone", Fact::Text(zone)),
            ];
            draft.error("two-attachment-subnets-in-zone", &TWO_IN_ONE_ZONE, id, facts);
        } else {
            first.insert(zone, subnet.clone());
            kept.push(subnet.clone());
        }
    }
    kept
}

/// Both ends, and the gateways that they are on; only where the other end is there.
fn peered(
    topology: &Topology,
) -> Vec<(
    TransitGatewayAttachmentId,
    TransitGatewayAttachmentId,
    [TransitGatewayId; 2],
)> {
    let attachments = &topology.transit_gateway_attachments;
    let live = attachments.iter().filter(|(_, attachment)| !attachment.state.is_gone());
    let all = live.filter_map(|(id, attachment)| {
        let Attached::Peering(other) = &attachment.to else {
            return None;
        };
        let far = attachments.get(other)?;
        Some((
            id.clone(),
            other.clone(),
            [attachment.gateway.clone(), far.gateway.clone()],
        ))
    });
    all.collect()
}

fn peerings(draft: &mut Draft) {
    let mut first: SortedMap<[TransitGatewayId; 2], TransitGatewayAttachmentId> = SortedMap::new();
    for (id, other, [near, far]) in peered(&draft.topology) {
        let pair = if near <= far {
            [near.clone(), far.clone()]
        } else {
            [far.clone(), near.clone()]
        };
        let peering = (&id).min(&other);
        match first.get(&pair) {
            Some(known) if known != peering => {
                let facts = vec![
                    ("gateway", element(&near)),
                    ("to", element(&far)),
                    ("other", element(known)),
                ];
                draft.leave_out("second-gateway-peering", &SECOND_PEERING, &id, facts);
            }
            Some(_) => {}
            None => {
                first.insert(pair, peering.clone());
            }
        }
    }
}

fn peers_overlap(draft: &mut Draft) {
    let mut said = SortedSet::new();
    for (id, other, [near, far]) in peered(&draft.topology) {
        if said.contains(&other) {
            continue;
        }
        said.insert(id.clone());
        let [here, there] = [&near, &far].map(|gateway| ranges(gateway, &draft.topology));
        if let Some((cidr, other_cidr)) = first_overlap(here.into_iter(), || there.iter().copied()) {
            let facts = vec![("cidr", Fact::Cidr(cidr)), ("other_cidr", Fact::Cidr(other_cidr))];
            draft.warn("gateway-peers-overlap", &PEERS_OVERLAP, &id, facts);
        }
    }
}

/// The ranges of the VPCs that are attached to the gateway.
fn ranges(gateway: &TransitGatewayId, topology: &Topology) -> Vec<IpNet> {
    let here = |attachment: &TransitGatewayAttachment| attachment.gateway == *gateway && !attachment.state.is_gone();
    let attachments = topology.transit_gateway_attachments.iter();
    let vpcs = attachments.filter_map(|(_, attachment)| match &attachment.to {
        Attached::Vpc { vpc, .. } if here(attachment) => topology.vpcs.get(vpc),
        _ => None,
    });
    vpcs.flat_map(cidrs_of).collect()
}
