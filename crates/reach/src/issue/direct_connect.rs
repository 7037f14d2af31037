//! What a virtual interface and a Direct Connect gateway lead to must exist and fit (DX-01, DX-04). A wrong end is taken
//! away; the interface itself may exist. AWS page: directconnect/latest/UserGuide/direct-connect-gateways-intro.html

use crate::id::{Kind, Record, Ref};
use crate::issue::parent::missing;
use crate::reason::{Reason, reasons};
use crate::resolve::Draft;
use crate::topology::{Topology, VirtualInterface};
use crate::trace::Fact;

reasons! {
    WRONG_GATEWAY: "X_REFUSED" ["DX-01"] "Not for this kind of interface",
        "{at} cannot lead to {gateway}. A private interface leads to a virtual private gateway or a Direct Connect \
         gateway, a transit one to a Direct Connect gateway, a public one to no gateway.",
        "directconnect/latest/UserGuide/WorkingWithVirtualInterfaces.html";

    NOT_ASSOCIATED: "X_REFUSED" ["DX-04"] "Not for a Direct Connect gateway",
        "{at} cannot be associated with {gateway}: only virtual private gateways and transit gateways can.",
        "directconnect/latest/UserGuide/direct-connect-gateways-intro.html";
}

pub(super) fn check(drawn: &Topology, draft: &mut Draft) {
    for (id, gateway) in drawn.direct_connect_gateways.iter() {
        let mut kept = gateway.associations.clone();
        kept.retain(|association| {
            let fits = matches!(association.gateway.kind, Kind::VpnGateway | Kind::TransitGateway);
            exists(id, &association.gateway, fits, &NOT_ASSOCIATED, draft)
        });
        if let Some(record) = draft.topology.direct_connect_gateways.get_mut(id)
            && record.associations.len() != kept.len()
        {
            record.associations = kept;
        }
    }
    for (id, interface) in drawn.virtual_interfaces.iter() {
        if let Some(gateway) = &interface.gateway {
            let fits = interface.fits(gateway.kind);
            let stays = exists(id, gateway, fits, &WRONG_GATEWAY, draft);
            amend(id, draft, |record| {
                record.gateway = record.gateway.take().filter(|_| stays)
            });
        }
        if let Some(site) = &interface.site
            && !drawn.sites.contains(site.as_str())
        {
            missing(id, site.into(), draft);
            amend(id, draft, |record| record.site = None);
        }
    }
}

fn amend(id: &crate::id::Id<VirtualInterface>, draft: &mut Draft, change: impl FnOnce(&mut VirtualInterface)) {
    if let Some(record) = draft.topology.virtual_interfaces.get_mut(id) {
        change(record);
    }
}

fn exists<T: Record>(
    at: &crate::id::Id<T>,
    gateway: &Ref,
    fits: bool,
    reason: &'static Reason,
    draft: &mut Draft,
) -> bool {
    if !fits {
        let facts = vec![("gateway", Fact::Element(gateway.clone()))];
        draft.error("direct-connect-gateway-wrong", reason, at, facts);
        return false;
    }
    if draft.topology.contains(gateway) {
        return true;
    }
    missing(at, gateway.clone(), draft);
    false
}
