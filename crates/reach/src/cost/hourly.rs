//! What is paid by the hour, whether or not anything flows (CO-32), and from when on an endpoint pays for itself (CO-33).

use super::path::zones_of_regional;
use super::prices::{
    APPLICATION_LOAD_BALANCER, CLIENT_VPN_ASSOCIATION, CLIENT_VPN_CLIENT, GATEWAY_LOAD_BALANCER,
    GATEWAY_LOAD_BALANCER_ENDPOINT, INTERFACE_ENDPOINT, NAT_GATEWAY, NETWORK_LOAD_BALANCER, PUBLIC_IPV4, Price,
    RESOLVER_ENDPOINT, TRANSIT_GATEWAY_ATTACHMENT, VPN_CONNECTION,
};
use super::{BY_THE_HOUR, Item, Money, amount};
use crate::id::Ref;
use crate::network::Network;
use crate::topology::{EndpointState, LoadBalancerKind, NatConnectivity, NatState};
use crate::trace::Finding;

/// Everything drawn that is paid by the hour.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hourly {
    pub items: Vec<Item>,
}

impl Hourly {
    pub fn total(&self) -> Money {
        self.items.iter().map(|item| item.per_hour).sum()
    }

    /// The total in words; `None` if nothing is paid by the hour.
    pub fn finding(&self) -> Option<Finding> {
        let first = self.items.first()?;
        Some(Finding {
            reason: &BY_THE_HOUR,
            at: first.at.clone(),
            facts: vec![amount("hour", self.total())],
        })
    }

    fn add(&mut self, price: &'static Price, at: impl Into<Ref>, count: u32) {
        if count == 0 {
            return;
        }
        self.items.push(Item {
            price,
            at: at.into(),
            from: None,
            per_hour: price.per_hour.times(count),
            per_gb: Money::ZERO,
            per_gb_back: Money::ZERO,
        });
    }
}

/// Kind by kind; another kind is another line.
pub(super) fn of(network: &Network) -> Hourly {
    let mut hourly = Hourly::default();
    nat_gateways(network, &mut hourly);
    regional_nat_gateways(network, &mut hourly);
    interface_endpoints(network, &mut hourly);
    vpn_connections(network, &mut hourly);
    balancers(network, &mut hourly);
    resolver_endpoints(network, &mut hourly);
    client_vpn_endpoints(network, &mut hourly);
    transit_gateway_attachments(network, &mut hourly);
    public_addresses(network, &mut hourly);
    hourly
}

fn nat_gateways(network: &Network, hourly: &mut Hourly) {
    for (id, gateway) in network.topology().nat_gateways.iter() {
        if matches!(gateway.state, NatState::Available | NatState::Deleting) {
            hourly.add(&NAT_GATEWAY, id, 1);
        }
    }
}

/// For each Availability Zone (CO-03): the chosen ones, else those of the VPC's subnets.
fn regional_nat_gateways(network: &Network, hourly: &mut Hourly) {
    for (id, gateway) in network.topology().regional_nat_gateways.iter() {
        let zones = zones_of_regional(network, gateway);
        if matches!(gateway.state, NatState::Available | NatState::Deleting) {
            hourly.add(&NAT_GATEWAY, id, zones);
            hourly.add(&PUBLIC_IPV4, id, gateway.public_ipv4.len() as u32);
        }
    }
}

/// Paid until they are deleted, in use or not (EI-18).
fn interface_endpoints(network: &Network, hourly: &mut Hourly) {
    for (id, endpoint) in network.topology().interface_endpoints.iter() {
        if endpoint.state != EndpointState::Deleted {
            hourly.add(&INTERFACE_ENDPOINT, id, endpoint.subnets.len() as u32);
        }
    }
}

fn vpn_connections(network: &Network, hourly: &mut Hourly) {
    for id in network.topology().vpn_connections.ids() {
        hourly.add(&VPN_CONNECTION, id, 1);
    }
}

/// A Gateway Load Balancer for each of its Availability Zones, the others once; and the endpoints in front of it.
fn balancers(network: &Network, hourly: &mut Hourly) {
    for (id, balancer) in network.topology().load_balancers.iter() {
        let zones = balancer.subnets.len() as u32;
        hourly.add(&PUBLIC_IPV4, id, balancer.public_ipv4.len() as u32);
        match balancer.kind {
            LoadBalancerKind::Network => hourly.add(&NETWORK_LOAD_BALANCER, id, 1),
            LoadBalancerKind::Application => hourly.add(&APPLICATION_LOAD_BALANCER, id, 1),
            LoadBalancerKind::Gateway => hourly.add(&GATEWAY_LOAD_BALANCER, id, zones),
        }
    }
    for (id, endpoint) in network.topology().gateway_load_balancer_endpoints.iter() {
        let is_there = endpoint.state != EndpointState::Deleted;
        hourly.add(&GATEWAY_LOAD_BALANCER_ENDPOINT, id, u32::from(is_there));
    }
}

/// For each of its network interfaces (CO-18).
fn resolver_endpoints(network: &Network, hourly: &mut Hourly) {
    for (id, endpoint) in network.topology().resolver_endpoints.iter() {
        hourly.add(&RESOLVER_ENDPOINT, id, endpoint.subnets.len() as u32);
    }
}

fn client_vpn_endpoints(network: &Network, hourly: &mut Hourly) {
    for (id, endpoint) in network.topology().client_vpn_endpoints.iter() {
        hourly.add(&CLIENT_VPN_ASSOCIATION, id, endpoint.associations.len() as u32);
        hourly.add(&CLIENT_VPN_CLIENT, id, endpoint.clients.len() as u32);
    }
}

fn transit_gateway_attachments(network: &Network, hourly: &mut Hourly) {
    for (id, attachment) in network.topology().transit_gateway_attachments.iter() {
        hourly.add(&TRANSIT_GATEWAY_ATTACHMENT, id, u32::from(attachment.state.carries()));
    }
}

fn public_addresses(network: &Network, hourly: &mut Hourly) {
    for (id, interface) in network.topology().interfaces.iter() {
        hourly.add(&PUBLIC_IPV4, id, u32::from(interface.public_ipv4.is_some()));
    }
    for (id, gateway) in network.topology().nat_gateways.iter() {
        let is_public = matches!(gateway.connectivity, NatConnectivity::Public(_));
        let is_held = gateway.state != NatState::Deleted;
        hourly.add(&PUBLIC_IPV4, id, u32::from(is_public && is_held));
    }
}

/// A NAT gateway against an interface endpoint that does the same for one service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreakEven {
    pub nat_per_hour: Money,
    pub endpoint_per_hour: Money,
    /// How much must flow in an hour for the endpoint to cost less; `None` if it always does.
    pub from_megabytes: Option<u32>,
}

/// CO-33: an endpoint in this many Availability Zones.
pub fn break_even(zones: u32) -> BreakEven {
    let nat = NAT_GATEWAY.per_hour;
    let endpoint = INTERFACE_ENDPOINT.per_hour.times(zones);
    let saved = NAT_GATEWAY.per_gb.0.saturating_sub(INTERFACE_ENDPOINT.per_gb.0);
    let more = endpoint.0.saturating_sub(nat.0);
    let megabytes = (more * 1000).checked_div(saved).filter(|_| more > 0);
    BreakEven {
        nat_per_hour: nat,
        endpoint_per_hour: endpoint,
        from_megabytes: megabytes.map(|megabytes| u32::try_from(megabytes + 1).unwrap_or(u32::MAX)),
    }
}

#[cfg(test)]
mod tests;
