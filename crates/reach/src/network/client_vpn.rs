//! The routes of a Client VPN endpoint in force: those added by hand, and for each associated subnet one to the VPC's own range,
//! which associating it adds (CVPN-06, CVPN-07). AWS page: vpn/latest/clientvpn-admin/cvpn-working-routes.html

use std::net::IpAddr;

use ipnet::IpNet;

use super::Network;
use crate::topology::{
    ClientVpnEndpoint, ClientVpnEndpointId, ClientVpnRoute, ClientVpnTarget, SecurityGroupId, SubnetId, Vpc,
};

/// A route that holds for one target network.
#[derive(Clone, Debug)]
pub(crate) struct ClientVpnChoice {
    pub(crate) route: ClientVpnRoute,
    /// Nobody wrote it.
    pub(crate) by_itself: bool,
}

impl Network {
    /// The groups on the endpoint's network interfaces (CVPN-14).
    pub(crate) fn security_groups_of_client_vpn(&self, endpoint: &ClientVpnEndpointId) -> &[SecurityGroupId] {
        let record = self.topology.client_vpn_endpoints.get(endpoint);
        record
            .map(|record| record.security_groups.as_slice())
            .unwrap_or_default()
    }

    /// The most specific route of those who are connected by this subnet (CVPN-08).
    pub(crate) fn client_vpn_route(
        &self,
        endpoint: &ClientVpnEndpoint,
        subnet: &SubnetId,
        to: IpAddr,
    ) -> Option<ClientVpnChoice> {
        let vpc = self.vpc_of(subnet).and_then(|vpc| self.topology.vpcs.get(vpc));
        let own = vpc.and_then(picked_up).map(|destination| ClientVpnChoice {
            route: ClientVpnRoute {
                destination,
                target: ClientVpnTarget::Subnet(subnet.clone()),
            },
            by_itself: true,
        });
        let is_here = |route: &&ClientVpnRoute| match &route.target {
            ClientVpnTarget::Subnet(target) => target == subnet,
            ClientVpnTarget::Local => true,
            ClientVpnTarget::TransitGateway => false,
        };
        let written = endpoint.routes.iter().filter(is_here).map(|route| ClientVpnChoice {
            route: route.clone(),
            by_itself: false,
        });
        let all = own.into_iter().chain(written);
        // Between clients a local route is needed, whatever else there is (CVPN-16).
        let is_client = matches!(to, IpAddr::V4(to) if endpoint.client_cidr.contains(&to));
        let leads = |choice: &ClientVpnChoice| !is_client || choice.route.target == ClientVpnTarget::Local;
        all.filter(|choice| choice.route.destination.contains(&to) && leads(choice))
            .max_by_key(|choice| (choice.route.destination.prefix_len(), choice.by_itself))
    }
}

/// The range that associating a subnet adds a route to: ranges that the VPC gets later need one by hand (CVPN-06).
pub(crate) fn picked_up(vpc: &Vpc) -> Option<IpNet> {
    vpc.cidrs.first().copied().map(IpNet::V4)
}
