//! Where the data is between hops: the Availability Zone or the Region that it leaves says what the next stretch costs.

use std::rc::Rc;

use super::prices::{OTHER_REGION, OTHER_ZONE, PUBLIC_WAY, Price, SAME_ZONE};
use super::{Money, ZONE_CROSSED, ZONE_CROSSED_TO_ENDPOINT, ZONE_CROSSED_TO_NAT, amount};
use crate::hop::load_balancer;
use crate::id::{Kind, Ref};
use crate::network::Network;
use crate::topology::{InterfaceEndpointId, NetworkInterface, SubnetId};
use crate::trace::{Fact, Finding, Hop};

/// Something with an Availability Zone.
#[derive(Clone, Debug)]
pub(super) struct Place {
    at: Ref,
    zone: Rc<str>,
    region: Rc<str>,
}

impl Place {
    /// Of an interface, a NAT gateway, or the one of an endpoint's interfaces that handles the packet.
    pub(super) fn of(network: &Network, hop: &Hop) -> Option<Self> {
        let subnet = subnet_of(network, hop)?;
        let record = network.topology().subnets.get(&subnet)?;
        Some(Self {
            at: hop.at.clone(),
            zone: Rc::clone(&record.zone),
            region: network.region_of(&record.vpc)?.into(),
        })
    }
}

fn subnet_of(network: &Network, hop: &Hop) -> Option<SubnetId> {
    let topology = network.topology();
    if let Some(id) = hop.at.to_id::<NetworkInterface>() {
        return Some(topology.interfaces.get(&id)?.subnet.clone());
    }
    match hop.at.kind {
        Kind::NatGateway => Some(topology.nat_gateways.get(&hop.at.to_id()?)?.subnet.clone()),
        Kind::InterfaceEndpoint => {
            let id: InterfaceEndpointId = hop.at.to_id()?;
            let endpoint = topology.interface_endpoints.get(&id)?;
            // Requests come to its address, answers leave from it.
            let own = [hop.packet.destination, hop.packet.source];
            let place = endpoint.subnets.iter().find(|place| own.contains(&place.ipv4.into()));
            place.map(|place| place.subnet.clone())
        }
        Kind::LoadBalancer => load_balancer::subnet_at(topology, hop),
        Kind::GatewayLoadBalancerEndpoint => network.subnet_of_element(&hop.at).cloned(),
        Kind::ClientVpnEndpoint => {
            let endpoint = topology.client_vpn_endpoints.get(&hop.at.to_id()?)?;
            let own = [hop.packet.destination, hop.packet.source];
            let mut places = endpoint.associations.iter();
            let place = places.find(|place| own.contains(&place.ipv4.into()));
            place.map(|place| place.subnet.clone())
        }
        _ => None,
    }
}

/// How the data came since the last place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Came {
    #[default]
    Inside,
    /// By an internet gateway.
    Public,
    /// Another Region, paid already.
    Paid,
}

#[derive(Debug, Default)]
pub(super) struct Transfer {
    last: Option<Place>,
    came: Came,
}

/// One stretch between two places.
pub(super) struct Stretch {
    pub(super) price: &'static Price,
    pub(super) at: Ref,
    pub(super) from: Ref,
}

impl Transfer {
    pub(super) fn region(&self) -> Option<Rc<str>> {
        self.last.as_ref().map(|place| Rc::clone(&place.region))
    }

    pub(super) fn goes_public(&mut self) {
        self.came = Came::Public;
    }

    pub(super) fn leaves_region(&mut self) {
        self.came = Came::Paid;
    }

    /// The stretch from the last place to this one, if there is one.
    pub(super) fn arrive(&mut self, place: Place) -> Option<Stretch> {
        let came = std::mem::take(&mut self.came);
        let at = place.at.clone();
        let last = self.last.replace(place.clone())?;
        let price = match came {
            Came::Paid => return None,
            _ if last.region != place.region => &OTHER_REGION,
            Came::Public => &PUBLIC_WAY,
            Came::Inside if last.zone == place.zone => &SAME_ZONE,
            Came::Inside => &OTHER_ZONE,
        };
        Some(Stretch {
            price,
            at,
            from: last.at,
        })
    }
}

impl Stretch {
    /// Between Regions only the sender pays; otherwise both ends do.
    pub(super) fn per_gb(&self) -> Money {
        let ends = if self.price == &OTHER_REGION { 1 } else { 2 };
        self.price.per_gb.times(ends)
    }

    /// CO-31: where another Availability Zone was perhaps not meant.
    pub(super) fn hint(&self) -> Option<Finding> {
        if self.price != &OTHER_ZONE {
            return None;
        }
        let reason = match self.at.kind {
            Kind::NatGateway => &ZONE_CROSSED_TO_NAT,
            Kind::InterfaceEndpoint => &ZONE_CROSSED_TO_ENDPOINT,
            _ => &ZONE_CROSSED,
        };
        Some(Finding {
            reason,
            at: self.at.clone(),
            facts: vec![
                ("from", Fact::Element(self.from.clone())),
                amount("gigabyte", self.per_gb()),
            ],
        })
    }
}
