//! VPCs that one Direct Connect gateway leads to must not overlap, now and after ranges are added (VPC-14).
//! AWS page: directconnect/latest/UserGuide/virtualgateways.html

use ipnet::IpNet;

use crate::id::Ref;
use crate::issue::peering::first_overlap;
use crate::network::cidrs_of;
use crate::reason::reasons;
use crate::resolve::{Draft, element};
use crate::topology::{DirectConnectAssociation, Topology, VpcId, VpnGateway};
use crate::trace::Fact;

reasons! {
    OVERLAP: "X_REFUSED" ["VPC-14"] "VPCs of one Direct Connect gateway overlap",
        "{at} cannot lead to {vpc} by {gateway}: {cidr} overlaps {other_cidr} of {other}, which it leads to as well.",
        "directconnect/latest/UserGuide/virtualgateways.html";
}

/// The later association is taken away.
pub(super) fn check(_: &Topology, draft: &mut Draft) {
    let all = draft.topology.direct_connect_gateways.clone();
    for (id, gateway) in all.iter() {
        let mut kept: Vec<DirectConnectAssociation> = Vec::new();
        for association in &gateway.associations {
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
