//! A VPC has at most one internet gateway, one egress-only internet gateway and one virtual private gateway, and each of
//! them one VPC (IG-01, EO-01, VPN-02).
//! AWS page: vpc/latest/userguide/VPC_Internet_Gateway.html

use crate::id::{Id, Record, Ref};
use crate::issue::parent::missing;
use crate::reason::{Reason, reasons};
use crate::resolve::{Draft, element};
use crate::sorted::SortedMap;
use crate::topology::{Topology, VpcId};

reasons! {
    SECOND_EGRESS_ONLY: "X_REFUSED" ["EO-01"] "VPC already has an egress-only internet gateway",
        "{at} cannot be attached to {vpc}: {other} already is. A VPC has one egress-only internet gateway; use that one.",
        "vpc/latest/userguide/egress-only-internet-gateway.html";

    SECOND_INTERNET_GATEWAY: "Resource.AlreadyAssociated" ["IG-01"] "VPC already has an internet gateway",
        "{at} cannot be attached to {vpc}: {other} already is. A VPC has one internet gateway; use that one.",
        "vpc/latest/userguide/VPC_Internet_Gateway.html";

    SECOND_VPN_GATEWAY: "InvalidVpcState" ["VPN-02"] "VPC already has a virtual private gateway",
        "{at} cannot be attached to {vpc}: {other} already is. A VPC has one virtual private gateway; detach that \
         one first.",
        "vpn/latest/s2svpn/how_it_works.html";
}

/// Detaches what cannot be attached: the gateway itself may exist.
pub(super) fn check(drawn: &Topology, draft: &mut Draft) {
    let internet = drawn
        .internet_gateways
        .iter()
        .map(|(id, gateway)| (id, gateway.vpc.as_ref()));
    for id in wrong("second-internet-gateway", &SECOND_INTERNET_GATEWAY, internet, draft) {
        if let Some(record) = draft.topology.internet_gateways.get_mut(&id) {
            record.vpc = None;
        }
    }
    let egress_only = drawn
        .egress_only_internet_gateways
        .iter()
        .map(|(id, gateway)| (id, gateway.vpc.as_ref()));
    for id in wrong("second-egress-only-gateway", &SECOND_EGRESS_ONLY, egress_only, draft) {
        if let Some(record) = draft.topology.egress_only_internet_gateways.get_mut(&id) {
            record.vpc = None;
        }
    }
    let vpn = drawn
        .vpn_gateways
        .iter()
        .map(|(id, gateway)| (id, gateway.vpc.as_ref()));
    for id in wrong("second-vpn-gateway", &SECOND_VPN_GATEWAY, vpn, draft) {
        if let Some(record) = draft.topology.vpn_gateways.get_mut(&id) {
            record.vpc = None;
        }
    }
}

fn wrong<'a, T: Record + 'a>(
    name: &'static str,
    reason: &'static Reason,
    gateways: impl Iterator<Item = (&'a Id<T>, Option<&'a VpcId>)>,
    draft: &mut Draft,
) -> Vec<Id<T>> {
    let mut first: SortedMap<&VpcId, &Id<T>> = SortedMap::new();
    let mut wrong = Vec::new();
    for (id, vpc) in gateways {
        let Some(vpc) = vpc else {
            continue;
        };
        if !draft.topology.vpcs.contains(vpc.as_str()) {
            missing(id, Ref::from(vpc), draft);
        } else if let Some(other) = first.get(vpc) {
            draft.error(name, reason, id, vec![("vpc", element(vpc)), ("other", element(other))]);
        } else {
            first.insert(vpc, id);
            continue;
        }
        wrong.push(id.clone());
    }
    wrong
}
