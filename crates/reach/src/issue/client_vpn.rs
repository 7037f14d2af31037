//! A Client VPN endpoint needs the VPC or transit gateway that it is of, and loses the places that are not there.
//! AWS page: vpn/latest/clientvpn-admin/cvpn-working-target.html

use crate::issue::parent::require;
use crate::issue::private_link::places;
use crate::resolve::Draft;
use crate::topology::Topology;

pub(super) fn check(drawn: &Topology, draft: &mut Draft) {
    for (id, endpoint) in drawn.client_vpn_endpoints.iter() {
        if let Some(vpc) = &endpoint.vpc {
            require(id.into(), vpc.into(), draft);
        } else if let Some(gateway) = &endpoint.transit_gateway {
            require(id.into(), gateway.into(), draft);
        }
        if !draft.topology.client_vpn_endpoints.contains(id.as_str()) {
            continue;
        }
        let kept = match &endpoint.vpc {
            Some(vpc) => places(id, vpc, &endpoint.associations, draft),
            None => Vec::new(),
        };
        if let Some(record) = draft.topology.client_vpn_endpoints.get_mut(id)
            && record.associations != kept
        {
            record.associations = kept;
        }
    }
}
