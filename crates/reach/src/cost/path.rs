//! The hops of one leg that are paid for. A component is added by a line in [`by_step`].

use std::rc::Rc;

use super::prices::{
    APPLICATION_LOAD_BALANCER, CLIENT_VPN_ASSOCIATION, CLIENT_VPN_CLIENT, FREE, GATEWAY_ENDPOINT,
    GATEWAY_LOAD_BALANCER, GATEWAY_LOAD_BALANCER_ENDPOINT, INTERFACE_ENDPOINT, INTERNET_IN, INTERNET_OUT, NAT_GATEWAY,
    NETWORK_LOAD_BALANCER, OTHER_REGION, PUBLIC_IPV4, Price, TRANSIT_GATEWAY_ATTACHMENT, VPN_CONNECTION, VPN_DATA_OUT,
};
use super::transfer::{Place, Transfer};
use super::{
    Cost, ENDPOINT_IS_CHEAPER, ENDPOINT_IS_CHEAPER_FROM, GATEWAY_ENDPOINT_IS_FREE, Item, LINE_NOT_PRICED, Money,
    amount, break_even,
};
use crate::id::Ref;
use crate::network::Network;
use crate::service::GATEWAY_SERVICES;
use crate::sorted::SortedSet;
use crate::topology::{LoadBalancerKind, RegionalNatGateway, VpcId};
use crate::trace::{Action, Fact, Finding, Hop, Leg, Step};

pub(super) fn add_leg(network: &Network, hops: &[Hop], leg: Leg, cost: &mut Cost) {
    let mut path = Path {
        network,
        leg,
        cost,
        transfer: Transfer::default(),
        nat_gateway: None,
        before: None,
    };
    for (index, hop) in hops.iter().enumerate() {
        if hop.action == Action::Drop {
            return;
        }
        path.pass(hop, index == 0);
        path.before = Some(hop);
    }
}

struct Path<'a> {
    network: &'a Network,
    leg: Leg,
    cost: &'a mut Cost,
    transfer: Transfer,
    /// The NAT gateway that the packet came through.
    nat_gateway: Option<Ref>,
    before: Option<&'a Hop>,
}

impl Path<'_> {
    fn pass(&mut self, hop: &Hop, is_first: bool) {
        if has_zone(&hop.step) {
            self.at_interface(hop);
        }
        if let Some((price, hours)) = by_step(self.network, hop) {
            // Who sends into a transit gateway pays; who is sent to does not (CO-08).
            let is_paid = !matches!(
                hop.step,
                Step::AttachmentOut { .. } | Step::TransitGatewayPeering { .. }
            );
            let for_gb = if is_paid { price.per_gb } else { Money::ZERO };
            self.add(price, &hop.at, price.per_hour.times(hours), for_gb);
        }
        match &hop.step {
            Step::InternetGateway => self.public_address(hop),
            Step::EgressOnlyInternetGateway => self.transfer.goes_public(),
            Step::Peering { from, to } => {
                let regions = [from, to].map(|vpc| self.network.region_of(vpc));
                self.between_regions(&hop.at, regions);
            }
            Step::TransitGatewayPeering { from, to } => {
                let gateways = &self.network.topology().transit_gateways;
                let regions = [from, to].map(|id| gateways.get(id).map(|gateway| &*gateway.region));
                self.between_regions(&hop.at, regions);
            }
            Step::VpnConnection { .. } => self.out_of_aws(hop),
            Step::VirtualInterface => self.over_line(hop),
            Step::ClientVpn { .. } => {
                self.add(&CLIENT_VPN_CLIENT, &hop.at, CLIENT_VPN_CLIENT.per_hour, Money::ZERO);
            }
            Step::Internet if is_first => self.add(&INTERNET_IN, &hop.at, Money::ZERO, Money::ZERO),
            Step::Internet if hop.action == Action::Deliver => self.at_internet(hop),
            Step::Service => self.at_service(hop, is_first),
            _ => {}
        }
        if hop.step == Step::NatGateway && self.leg == Leg::Forward {
            self.nat_gateway = Some(hop.at.clone());
        }
    }

    /// The amount for a GB counts on this leg.
    fn add(&mut self, price: &'static Price, at: &Ref, per_hour: Money, for_gb: Money) {
        self.add_from(price, at, None, per_hour, for_gb);
    }

    fn add_from(&mut self, price: &'static Price, at: &Ref, from: Option<Ref>, per_hour: Money, for_gb: Money) {
        let (per_gb, per_gb_back) = match self.leg {
            Leg::Forward => (for_gb, Money::ZERO),
            Leg::Return => (Money::ZERO, for_gb),
        };
        self.cost.add(Item {
            price,
            at: at.clone(),
            from,
            per_hour,
            per_gb,
            per_gb_back,
        });
    }

    /// From one place with an Availability Zone to the next (CO-12, CO-13, CO-31).
    fn at_interface(&mut self, hop: &Hop) {
        let Some(place) = Place::of(self.network, hop) else {
            return;
        };
        let Some(stretch) = self.transfer.arrive(place) else {
            return;
        };
        let hint = stretch.hint().filter(|_| self.leg == Leg::Forward);
        self.cost.hints.extend(hint);
        let for_gb = stretch.per_gb();
        self.add_from(stretch.price, &stretch.at, Some(stretch.from), Money::ZERO, for_gb);
    }

    /// CO-11: whose public address the gateway puts in or takes out.
    fn public_address(&mut self, hop: &Hop) {
        self.transfer.goes_public();
        let holder_of = |address| self.network.holder_of_public(address).map(|(_, holder, _)| holder);
        let holder = match &hop.packet_out {
            Some(out) if out.source == hop.packet.source => holder_of(hop.packet.destination),
            Some(out) => holder_of(out.source),
            // What uses its public address itself.
            None => holder_of(hop.packet.source).or_else(|| holder_of(hop.packet.destination)),
        };
        if let Some(holder) = holder {
            self.add(&PUBLIC_IPV4, &holder.reference(), PUBLIC_IPV4.per_hour, Money::ZERO);
        }
    }

    fn between_regions(&mut self, at: &Ref, [from, to]: [Option<&str>; 2]) {
        if from != to {
            self.add(&OTHER_REGION, at, Money::ZERO, OTHER_REGION.per_gb);
            self.transfer.leaves_region();
        }
    }

    /// What leaves AWS through a tunnel is paid as on the internet; what comes in is not.
    fn out_of_aws(&mut self, hop: &Hop) {
        let is_outward = self
            .before
            .is_some_and(|before| matches!(before.step, Step::VpnGateway { .. } | Step::AttachmentOut { .. }));
        if is_outward {
            self.add(&VPN_DATA_OUT, &hop.at, Money::ZERO, VPN_DATA_OUT.per_gb);
        }
    }

    fn over_line(&mut self, hop: &Hop) {
        let hint = Finding {
            reason: &LINE_NOT_PRICED,
            at: hop.at.clone(),
            facts: Vec::new(),
        };
        if !self.cost.hints.contains(&hint) {
            self.cost.hints.push(hint);
        }
    }

    /// An address of AWS's own in the same Region is not the internet (CO-17).
    fn at_internet(&mut self, hop: &Hop) {
        let region = self.transfer.region();
        let service = region
            .as_deref()
            .and_then(|region| self.network.gateway_service_at(region, hop.packet.destination));
        match service {
            Some(service) => self.hint_at_gateway_endpoint(service),
            None => self.add(&INTERNET_OUT, &hop.at, Money::ZERO, INTERNET_OUT.per_gb),
        }
    }

    /// In its own Region a service takes data for nothing; what the way there costs is another matter.
    fn at_service(&mut self, hop: &Hop, is_first: bool) {
        let is_by_gateway = is_first || !self.before.is_some_and(|before| before.step == Step::GatewayEndpoint);
        let (name, region) = hop.at.id.split_once('@').unwrap_or((&hop.at.id, ""));
        if is_first || !is_by_gateway {
            return;
        }
        if self.transfer.region().is_some_and(|own| *own != *region) {
            self.add(&OTHER_REGION, &hop.at, Money::ZERO, OTHER_REGION.per_gb);
        } else if GATEWAY_SERVICES.contains(&name) {
            self.hint_at_gateway_endpoint(name);
        } else {
            self.hint_at_interface_endpoint(name);
        }
    }

    fn hint_at_gateway_endpoint(&mut self, service: &str) {
        let Some(nat) = self.nat_gateway.clone() else {
            return;
        };
        let service = Ref::service(service, &self.transfer.region().unwrap_or_default());
        self.cost.hints.push(Finding {
            reason: &GATEWAY_ENDPOINT_IS_FREE,
            at: nat,
            facts: vec![
                amount("gigabyte", NAT_GATEWAY.per_gb),
                ("service", Fact::Element(service)),
            ],
        });
    }

    /// CO-33: with an interface in each Availability Zone of the NAT gateway's VPC.
    fn hint_at_interface_endpoint(&mut self, service: &str) {
        let Some(nat) = self.nat_gateway.clone() else {
            return;
        };
        let zones = zones_of(self.network, &nat);
        let even = break_even(zones);
        let reason = match even.from_megabytes {
            None => &ENDPOINT_IS_CHEAPER,
            Some(_) => &ENDPOINT_IS_CHEAPER_FROM,
        };
        let service = Ref::service(service, &self.transfer.region().unwrap_or_default());
        self.cost.hints.push(Finding {
            reason,
            at: nat,
            facts: vec![
                ("service", Fact::Element(service)),
                ("number", Fact::Number(zones)),
                ("limit", Fact::Number(even.from_megabytes.unwrap_or_default())),
                amount("hour", even.endpoint_per_hour),
                amount("gigabyte", INTERFACE_ENDPOINT.per_gb),
            ],
        });
    }
}

/// The price of the component itself, and how many of it are paid by the hour.
fn by_step(network: &Network, hop: &Hop) -> Option<(&'static Price, u32)> {
    match &hop.step {
        Step::InternetGateway | Step::EgressOnlyInternetGateway | Step::Peering { .. } | Step::VpnGateway { .. } => {
            Some((&FREE, 1))
        }
        Step::GatewayEndpoint => Some((&GATEWAY_ENDPOINT, 1)),
        Step::NatGateway => Some((&NAT_GATEWAY, parts_of(network, &hop.at))),
        Step::InterfaceEndpoint => {
            let endpoint = network.topology().interface_endpoints.get(&hop.at.to_id()?)?;
            Some((&INTERFACE_ENDPOINT, endpoint.subnets.len() as u32))
        }
        Step::GatewayLoadBalancerEndpoint => Some((&GATEWAY_LOAD_BALANCER_ENDPOINT, 1)),
        Step::LoadBalancer => {
            let balancer = network.topology().load_balancers.get(&hop.at.to_id()?)?;
            let price = match balancer.kind {
                LoadBalancerKind::Network => &NETWORK_LOAD_BALANCER,
                LoadBalancerKind::Application => &APPLICATION_LOAD_BALANCER,
                LoadBalancerKind::Gateway => &GATEWAY_LOAD_BALANCER,
            };
            Some((price, 1))
        }
        Step::AttachmentIn { .. } | Step::AttachmentOut { .. } | Step::TransitGatewayPeering { .. } => {
            Some((&TRANSIT_GATEWAY_ATTACHMENT, 1))
        }
        Step::VpnConnection { .. } => Some((&VPN_CONNECTION, 1)),
        Step::ClientVpn { .. } => {
            let endpoint = network.topology().client_vpn_endpoints.get(&hop.at.to_id()?)?;
            Some((&CLIENT_VPN_ASSOCIATION, endpoint.associations.len() as u32))
        }
        _ => None,
    }
}

/// A regional NAT gateway is paid for in each of its Availability Zones (CO-03).
fn parts_of(network: &Network, nat: &Ref) -> u32 {
    let regional = nat
        .to_id()
        .and_then(|id| network.topology().regional_nat_gateways.get(&id));
    regional.map_or(1, |gateway| zones_of_regional(network, gateway))
}

/// The chosen zones, else those of the VPC's subnets.
pub(super) fn zones_of_regional(network: &Network, gateway: &RegionalNatGateway) -> u32 {
    match gateway.zones.len() as u32 {
        0 => zones_of_vpc(network, &gateway.vpc),
        chosen => chosen,
    }
}

/// It is a network interface in one Availability Zone.
const fn has_zone(step: &Step) -> bool {
    matches!(
        step,
        Step::Interface
            | Step::NatGateway
            | Step::InterfaceEndpoint
            | Step::LoadBalancer
            | Step::GatewayLoadBalancerEndpoint
    )
}

fn zones_of(network: &Network, nat: &Ref) -> u32 {
    let topology = network.topology();
    let zonal = nat.to_id().and_then(|id| topology.nat_gateways.get(&id));
    let of_zonal = zonal.and_then(|gateway| network.vpc_of(&gateway.subnet));
    let regional = || Some(&topology.regional_nat_gateways.get(&nat.to_id()?)?.vpc);
    let vpc = of_zonal.or_else(regional);
    vpc.map_or(0, |vpc| zones_of_vpc(network, vpc))
}

/// How many Availability Zones the VPC has subnets in.
pub(super) fn zones_of_vpc(network: &Network, vpc: &VpcId) -> u32 {
    let subnets = network.topology().subnets.iter();
    let of_vpc = subnets.filter(|(_, subnet)| subnet.vpc == *vpc);
    let zones: SortedSet<Rc<str>> = of_vpc.map(|(_, subnet)| Rc::clone(&subnet.zone)).collect();
    zones.iter().count() as u32
}
