//! Client VPN endpoints, with what three further calls say about them.

use std::net::Ipv4Addr;

use reach::id::{Kind, Ref};
use reach::topology::{
    Authorization, ClientVpnEndpoint, ClientVpnEndpointId, ClientVpnRoute, ClientVpnTarget, EndpointSubnet,
    SecurityGroupId, SubnetId, TransitGatewayId, VpcId,
};

use super::address::{ipv4, net, net4};
use super::{Build, names};
use crate::import::gathered::Found;
use crate::import::raw::{self, Text};
use crate::import::report::NoteKind;

impl Build<'_> {
    pub(super) fn client_vpn_endpoints(&mut self) {
        let raw = self.raw;
        for (id, found) in &raw.client_vpn_endpoints {
            let record = &found.record;
            if !self.lives(
                &record.status.state,
                &["available", "pending-associate", "pending"],
                found,
                id,
            ) {
                continue;
            }
            let Some(clients) = self.parsed(&record.client_cidr_block, net4, found, "ClientCidrBlock", id) else {
                self.note(
                    NoteKind::NotModelled,
                    found,
                    id,
                    "the range of its clients is not in the input, so it was left out",
                );
                continue;
            };
            let networks = record.client_vpn_target_networks.0.iter();
            let vpc = record
                .vpc_id
                .clone()
                .or_else(|| networks.clone().find_map(|network| network.vpc_id.clone()));
            let mut endpoint = ClientVpnEndpoint::new(vpc.map(VpcId::new), clients);
            endpoint.name = names::given(&record.tags, id);
            endpoint.split_tunnel = record.split_tunnel == Some(true);
            endpoint.security_groups = record
                .security_group_ids
                .iter()
                .cloned()
                .map(SecurityGroupId::new)
                .collect();
            let transit = &record.transit_gateway_configuration;
            endpoint.transit_gateway = transit.transit_gateway_id.clone().map(TransitGatewayId::new);
            endpoint.zones = transit.availability_zones.clone();
            endpoint.associations = self.target_networks(id, found);
            endpoint.routes = self.client_routes(id, found);
            endpoint.authorizations = self.authorizations(id, found);
            self.put(id, endpoint);
            self.doubt_unread(Ref::from(&ClientVpnEndpointId::new(id.clone())), found);
        }
    }

    fn target_networks(&mut self, id: &Text, found: &Found<raw::ClientVpnEndpoint>) -> Vec<EndpointSubnet> {
        let record = &found.record;
        let live = record.client_vpn_target_networks.0.iter();
        let live = live.filter(|network| network.status.is(&["associated", "associating"]));
        let mut subnets: Vec<Text> = live.filter_map(|network| network.target_network_id.clone()).collect();
        subnets.extend(
            record
                .associated_target_networks
                .iter()
                .filter_map(|network| network.network_id.clone()),
        );
        subnets.sort();
        subnets.dedup();
        let places = subnets.into_iter().filter_map(|subnet| {
            let ipv4 = self
                .client_vpn_address(&subnet)
                .or_else(|| self.stand_in(&subnet, found, id))?;
            let subnet = SubnetId::new(subnet);
            Some(EndpointSubnet { subnet, ipv4 })
        });
        places.collect()
    }

    /// The address of the endpoint's own network interface in a subnet.
    fn client_vpn_address(&self, subnet: &Text) -> Option<Ipv4Addr> {
        let mut interfaces = self.raw.network_interfaces.values();
        let own = interfaces.find(|found| {
            let words = found.record.description.as_deref().unwrap_or_default();
            found.record.subnet_id.as_ref() == Some(subnet) && words.starts_with("ClientVPN Endpoint")
        });
        own.and_then(|found| found.record.private_ip_address.as_deref().and_then(ipv4))
    }

    /// The last address of the subnet stands for one that is not in the input: rules see where in the subnet it is, no more.
    fn stand_in(&mut self, subnet: &Text, found: &Found<raw::ClientVpnEndpoint>, id: &Text) -> Option<Ipv4Addr> {
        let cidr = self.topology.subnets.get(&SubnetId::new(subnet.clone()))?.cidr?;
        let address = Ipv4Addr::from(u32::from(cidr.broadcast()).checked_sub(1)?);
        let text = format!("its address in {subnet} is not in the input: {address} stands for it");
        self.note(NoteKind::Assumed, found, id, text);
        Some(address)
    }

    /// Routes to the VPC's own range come with an association and are not written.
    fn client_routes(&mut self, id: &Text, found: &Found<raw::ClientVpnEndpoint>) -> Vec<ClientVpnRoute> {
        let mut routes = Vec::new();
        for (index, route) in found.record.routes.0.iter().enumerate() {
            if !route.status.is(&["active", "creating"]) || route.origin.as_deref() == Some("associate") {
                continue;
            }
            let step = format!("Routes[{index}]");
            let Some(destination) = self.parsed(&route.destination_cidr, net, found, &step, id) else {
                continue;
            };
            let target = match route.target_subnet.as_deref() {
                Some("local") => ClientVpnTarget::Local,
                Some(subnet) => ClientVpnTarget::Subnet(SubnetId::new(subnet)),
                None if route.transit_gateway_attachment_id.is_some() => ClientVpnTarget::TransitGateway,
                None => continue,
            };
            routes.push(ClientVpnRoute { destination, target });
        }
        routes
    }

    fn authorizations(&mut self, id: &Text, found: &Found<raw::ClientVpnEndpoint>) -> Vec<Authorization> {
        let live = found.record.authorization_rules.0.iter();
        let live = live.filter(|rule| rule.status.is(&["active", "authorizing"]));
        let rules = live.filter_map(|rule| {
            let destination = self.parsed(&rule.destination_cidr, net, found, "AuthorizationRules", id)?;
            let group = rule.group_id.clone().filter(|_| rule.access_all != Some(true));
            Some(Authorization { destination, group })
        });
        rules.collect()
    }

    /// Whether an interface is of a Client VPN endpoint that the input describes.
    pub(super) fn is_of_client_vpn(&self, interface: &raw::NetworkInterface) -> bool {
        let words = interface.description.as_deref().unwrap_or_default();
        let Some(subnet) = interface
            .subnet_id
            .as_ref()
            .filter(|_| words.starts_with("ClientVPN Endpoint"))
        else {
            return false;
        };
        self.raw.client_vpn_endpoints.values().any(|found| {
            let networks = found
                .record
                .client_vpn_target_networks
                .0
                .iter()
                .map(|network| &network.target_network_id);
            let short = found
                .record
                .associated_target_networks
                .iter()
                .map(|network| &network.network_id);
            networks.chain(short).any(|id| id.as_ref() == Some(subnet))
        })
    }

    /// The kind of what has this id, if it is one of these.
    pub(super) fn one_of(&self, kinds: &[Kind], id: &str) -> Option<Ref> {
        self.topology
            .find(id)
            .filter(|reference| kinds.contains(&reference.kind))
    }
}
