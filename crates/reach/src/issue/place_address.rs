//! The network interfaces of Client VPN and Resolver endpoints have addresses of their subnets like others (VPC-17), and the public
//! addresses of a regional NAT gateway are its alone (EA-01). AWS page: vpc/latest/userguide/subnet-sizing.html

use std::net::IpAddr;

use crate::id::Ref;
use crate::issue::address::Taken;
use crate::resolve::Draft;
use crate::topology::{EndpointSubnet, Topology};

/// After it is settled where these stand.
pub(super) fn check(_: &Topology, draft: &mut Draft) {
    let mut taken = Taken::of(&draft.topology);
    let client_vpns = draft.topology.client_vpn_endpoints.clone();
    for (id, record) in client_vpns.iter() {
        let kept = fitting(&id.into(), &record.associations, &mut taken, draft);
        if let Some(record) = draft.topology.client_vpn_endpoints.get_mut(id)
            && record.associations != kept
        {
            record.associations = kept;
        }
    }
    let resolvers = draft.topology.resolver_endpoints.clone();
    for (id, record) in resolvers.iter() {
        let kept = fitting(&id.into(), &record.subnets, &mut taken, draft);
        if let Some(record) = draft.topology.resolver_endpoints.get_mut(id)
            && record.subnets != kept
        {
            record.subnets = kept;
        }
    }
    let gateways = draft.topology.regional_nat_gateways.clone();
    for (id, record) in gateways.iter() {
        let at = Ref::from(id);
        let mut kept = record.public_ipv4.clone();
        kept.retain(|address| taken.claim_public(&at, *address, draft));
        if let Some(record) = draft.topology.regional_nat_gateways.get_mut(id)
            && record.public_ipv4 != kept
        {
            record.public_ipv4 = kept;
        }
    }
}

fn fitting(at: &Ref, places: &[EndpointSubnet], taken: &mut Taken, draft: &mut Draft) -> Vec<EndpointSubnet> {
    let mut kept = places.to_vec();
    kept.retain(|place| taken.claim(at, &place.subnet, IpAddr::V4(place.ipv4), draft));
    kept
}
