//! A Direct Connect gateway is for virtual private gateways or for transit gateways (DX-04), each virtual private gateway is
//! attached and of one only (DX-05), and what it leads to does not overlap, now and later (VPC-14, DX-06, DX-11, DX-12).
//! AWS page: directconnect/latest/UserGuide/virtualgateways.html

use ipnet::IpNet;

use crate::id::{Kind, Ref};
use crate::issue::peering::first_overlap;
use crate::network::{MOST_ANNOUNCED, cidrs_of, is_idle};
use crate::reason::{Reason, reasons};
use crate::resolve::{Draft, Facts, element};
use crate::sorted::SortedMap;
use crate::topology::{
    DirectConnectAssociation, DirectConnectGateway, DirectConnectGatewayId, Topology, VpcId, VpnGateway,
};
use crate::trace::Fact;

reasons! {
    MIXED: "X_REFUSED" ["DX-04"] "Not for both kinds of gateway",
        "{at} cannot lead to {gateway}: it is for the other kind of gateway. Virtual private gateways and transit gateways need a Direct Connect gateway each.",
        "directconnect/latest/UserGuide/direct-connect-gateways-intro.html";

    DETACHED: "X_REFUSED" ["DX-05"] "Not attached to a VPC",
        "{at} cannot lead to {gateway}, which is not attached to a VPC. Attach it first.",
        "directconnect/latest/UserGuide/virtualgateways.html";

    SECOND: "X_REFUSED" ["DX-05"] "Associated elsewhere",
        "{at} cannot lead to {gateway}: {other} does already. A virtual private gateway is of one Direct Connect gateway only.",
        "directconnect/latest/UserGuide/virtualgateways.html";

    PREFIXES: "X_REFUSED" ["DX-11"] "Allowed prefixes overlap",
        "{at} cannot announce {cidr} for {gateway}: it overlaps {other_cidr} of {other}.",
        "directconnect/latest/UserGuide/allowed-to-prefixes.html";

    SAME_ASN: "X_REFUSED" ["DX-12"] "The same ASN",
        "{at} cannot lead to {gateway}: both {gateway} and {other} have the ASN {number}. Each needs one of its own.",
        "directconnect/latest/UserGuide/direct-connect-transit-gateways.html";

    TOO_MANY: "X_QUOTA" ["DX-17"] "Too many gateways",
        "{at} cannot lead to {gateway}: it takes {limit} gateways of that kind, the quota.",
        "directconnect/latest/UserGuide/limits.html";

    IDLE: "X_BGP_IDLE" ["DX-17"] "Too many prefixes announced",
        "The router announces more than {limit} prefixes over {at}, so AWS takes the BGP session down. Announce fewer, wider ones.",
        "directconnect/latest/UserGuide/limits.html";

    OVERLAP: "X_REFUSED" ["VPC-14", "DX-06"] "VPCs of one Direct Connect gateway overlap",
        "{at} cannot lead to {vpc} by {gateway}: {cidr} overlaps {other_cidr} of {other}, which it leads to as well.",
        "directconnect/latest/UserGuide/virtualgateways.html";
}

/// Of one Direct Connect gateway (DX-17).
const VPN_GATEWAYS: usize = 20;
const TRANSIT_GATEWAYS: usize = 6;

/// The later association is taken away.
pub(super) fn check(_: &Topology, draft: &mut Draft) {
    idle(draft);
    let all = draft.topology.direct_connect_gateways.clone();
    let mut owners: SortedMap<Ref, DirectConnectGatewayId> = SortedMap::new();
    for (id, gateway) in all.iter() {
        let mut kept: Vec<DirectConnectAssociation> = Vec::new();
        for association in &gateway.associations {
            let wrong = wrong(
                association,
                gateway,
                &kept,
                owners.get(&association.gateway),
                &draft.topology,
            );
            if let Some((name, reason, facts)) = wrong {
                draft.error(name, reason, id, facts);
                continue;
            }
            owners.insert(association.gateway.clone(), id.clone());
            let clash = kept
                .iter()
                .find_map(|other| overlap(&association.gateway, &other.gateway, &draft.topology));
            let Some(clash) = clash else {
                kept.push(association.clone());
                continue;
            };
            let facts = vec![
                ("gateway", Fact::Element(association.gateway.clone())),
                ("vpc", element(&clash.vpc)),
                ("other", element(&clash.other)),
                ("cidr", Fact::Cidr(clash.own)),
                ("other_cidr", Fact::Cidr(clash.its)),
            ];
            draft.error("direct-connect-vpcs-overlap", &OVERLAP, id, facts);
        }
        if let Some(record) = draft.topology.direct_connect_gateways.get_mut(id)
            && record.associations.len() != kept.len()
        {
            record.associations = kept;
        }
    }
}

/// Interfaces whose routers announce too much.
fn idle(draft: &mut Draft) {
    let topology = draft.topology.clone();
    for (id, interface) in topology.virtual_interfaces.iter() {
        if interface.up && is_idle(&topology, interface) {
            let facts = vec![("limit", Fact::Number(MOST_ANNOUNCED as u32))];
            draft.warn("bgp-session-idle", &IDLE, id, facts);
        }
    }
}

type Wrong = (&'static str, &'static Reason, Facts);

fn wrong(
    association: &DirectConnectAssociation,
    gateway: &DirectConnectGateway,
    others: &[DirectConnectAssociation],
    owner: Option<&DirectConnectGatewayId>,
    topology: &Topology,
) -> Option<Wrong> {
    let mut facts = vec![("gateway", Fact::Element(association.gateway.clone()))];
    if others
        .iter()
        .any(|other| other.gateway.kind != association.gateway.kind)
    {
        return Some(("direct-connect-gateway-mixed", &MIXED, facts));
    }
    let limit = if association.gateway.kind == Kind::TransitGateway {
        TRANSIT_GATEWAYS
    } else {
        VPN_GATEWAYS
    };
    if others.len() >= limit {
        facts.push(("limit", Fact::Number(limit as u32)));
        return Some(("direct-connect-gateway-full", &TOO_MANY, facts));
    }
    if let Some(id) = association.gateway.to_id::<VpnGateway>() {
        if let Some(owner) = owner {
            facts.push(("other", element(owner)));
            return Some(("direct-connect-gateway-second", &SECOND, facts));
        }
        let is_attached = topology
            .vpn_gateways
            .get(&id)
            .is_some_and(|gateway| gateway.vpc.is_some());
        return (!is_attached).then_some(("direct-connect-gateway-detached", &DETACHED, facts));
    }
    let asn = |gateway: &Ref| Some(topology.transit_gateways.get(&gateway.to_id()?)?.asn);
    let own = asn(&association.gateway)?;
    let twin = others.iter().find(|other| asn(&other.gateway) == Some(own));
    if own == gateway.asn || twin.is_some() {
        let other = twin.map_or_else(
            || Fact::Text("the Direct Connect gateway".into()),
            |twin| Fact::Element(twin.gateway.clone()),
        );
        facts.extend([("other", other), ("number", Fact::Number(own))]);
        return Some(("direct-connect-asn-twice", &SAME_ASN, facts));
    }
    let (other, (mine, its)) = others.iter().find_map(|other| {
        let clash = first_overlap(association.allowed_prefixes.iter().copied(), || {
            other.allowed_prefixes.iter().copied()
        })?;
        Some((other, clash))
    })?;
    let other = Fact::Element(other.gateway.clone());
    facts.extend([
        ("other", other),
        ("cidr", Fact::Cidr(mine)),
        ("other_cidr", Fact::Cidr(its)),
    ]);
    Some(("direct-connect-prefixes-overlap", &PREFIXES, facts))
}

struct Clash {
    vpc: VpcId,
    other: VpcId,
    own: IpNet,
    its: IpNet,
}

fn overlap(gateway: &Ref, other: &Ref, topology: &Topology) -> Option<Clash> {
    let vpc_of = |gateway: &Ref| {
        let id = gateway.to_id::<VpnGateway>()?;
        topology.vpn_gateways.get(&id)?.vpc.clone()
    };
    let (vpc, other) = (vpc_of(gateway)?, vpc_of(other)?);
    let (record, its) = (topology.vpcs.get(&vpc)?, topology.vpcs.get(&other)?);
    let (own, its) = first_overlap(cidrs_of(record), || cidrs_of(its))?;
    Some(Clash { vpc, other, own, its })
}
