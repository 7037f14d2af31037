//! A Client VPN endpoint needs the VPC or transit gateway that it is of, and loses the places that are not there.
//! AWS page: vpn/latest/clientvpn-admin/cvpn-working-target.html

use crate::issue::association;
use crate::issue::parent::{missing, require};
use crate::resolve::Draft;
use crate::topology::{ClientVpnEndpointId, EndpointSubnet, Topology, VpcId};

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
        let kept = places(id, endpoint.vpc.as_ref(), &endpoint.associations, draft);
        if let Some(record) = draft.topology.client_vpn_endpoints.get_mut(id)
            && record.associations != kept
        {
            record.associations = kept;
        }
    }
}

fn places(
    id: &ClientVpnEndpointId,
    vpc: Option<&VpcId>,
    places: &[EndpointSubnet],
    draft: &mut Draft,
) -> Vec<EndpointSubnet> {
    let mut kept = Vec::new();
    for place in places {
        let other = (&place.subnet).into();
        match (draft.topology.subnets.get(&place.subnet), vpc) {
            (Some(record), Some(vpc)) if record.vpc == *vpc => kept.push(place.clone()),
            (Some(_), Some(vpc)) => association::other_vpc(id, other, vpc, draft),
            (Some(_), None) => {}
            (None, _) => missing(id, other, draft),
        }
    }
    kept
}
