//! Where addresses are: VPC → subnet, VPC → holder, public address → holder.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{Holder, Network};
use crate::id::{Kind, Ref};
use crate::sorted::SortedMap;
use crate::topology::{NatConnectivity, SubnetId, Topology, VpcId};

#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    vpcs: SortedMap<VpcId, Place>,
    public: SortedMap<Ipv4Addr, (VpcId, Holder, Ipv4Addr)>,
    /// Public addresses that nobody knows, for what AWS gives one by itself.
    stand_ins: SortedMap<Holder, Ipv4Addr>,
}

/// Of a range that nobody uses any more.
const FIRST_STAND_IN: Ipv4Addr = Ipv4Addr::new(192, 88, 99, 1);
const STAND_INS: u32 = 254;

/// One VPC. Subnets do not overlap (VPC-16), so the one that starts last before an address is the only candidate.
#[derive(Clone, Debug, Default)]
struct Place {
    ipv4: SortedMap<Ipv4Addr, (Ipv4Addr, SubnetId)>,
    ipv6: SortedMap<Ipv6Addr, (Ipv6Addr, SubnetId)>,
    holders: SortedMap<IpAddr, Holder>,
}

impl Places {
    pub(super) fn new(topology: &Topology) -> Self {
        let mut places = Self::default();
        places.add_subnets(topology);
        places.add_interfaces(topology);
        places.add_nat_gateways(topology);
        places.add_endpoints(topology);
        places.add_regional_nat_gateways(topology);
        places.add_load_balancers(topology);
        places.add_client_vpn_endpoints(topology);
        places.add_resolver_endpoints(topology);
        places
    }

    pub(super) fn subnet_at(&self, vpc: &VpcId, address: IpAddr) -> Option<&SubnetId> {
        let place = self.vpcs.get(vpc)?;
        match address {
            IpAddr::V4(address) => at(&place.ipv4, address),
            IpAddr::V6(address) => at(&place.ipv6, address),
        }
    }

    pub(super) fn holder(&self, vpc: &VpcId, address: IpAddr) -> Option<&Holder> {
        self.vpcs.get(vpc)?.holders.get(&address)
    }

    pub(super) fn holder_of_public(&self, address: Ipv4Addr) -> Option<&(VpcId, Holder, Ipv4Addr)> {
        self.public.get(&address)
    }

    pub(super) fn stand_in_of(&self, holder: &Holder) -> Option<Ipv4Addr> {
        self.stand_ins.get(holder).copied()
    }

    /// Without a private address, the public one is the only one.
    fn stand_in(&mut self, vpc: &VpcId, holder: Holder, private: Option<Ipv4Addr>) {
        let all = (0..STAND_INS).map(|number| Ipv4Addr::from(u32::from(FIRST_STAND_IN) + number));
        let free = all.into_iter().find(|address| !self.public.contains_key(address));
        if let Some(address) = free {
            let place = (vpc.clone(), holder.clone(), private.unwrap_or(address));
            self.public.insert(address, place);
            self.stand_ins.insert(holder, address);
        }
    }

    fn add_subnets(&mut self, topology: &Topology) {
        for (id, subnet) in topology.subnets.iter() {
            let place = self.vpcs.entry(subnet.vpc.clone()).or_default();
            if let Some(cidr) = subnet.cidr {
                place.ipv4.insert(cidr.network(), (cidr.broadcast(), id.clone()));
            }
            if let Some(cidr) = subnet.ipv6_cidr {
                place.ipv6.insert(cidr.network(), (cidr.broadcast(), id.clone()));
            }
        }
    }

    fn add_interfaces(&mut self, topology: &Topology) {
        for (id, interface) in topology.interfaces.iter() {
            let Some(subnet) = topology.subnets.get(&interface.subnet) else {
                continue;
            };
            let holder = Holder::Interface(id.clone());
            let place = self.vpcs.entry(subnet.vpc.clone()).or_default();
            let ipv4 = interface.ipv4.iter().chain(&interface.secondary_ipv4).copied();
            let ipv6 = interface.ipv6.iter().copied();
            for address in ipv4.map(IpAddr::V4).chain(ipv6.map(IpAddr::V6)) {
                place.holders.insert(address, holder.clone());
            }
            if let (Some(public), Some(private)) = (interface.public_ipv4, interface.ipv4) {
                self.public.insert(public, (subnet.vpc.clone(), holder, private));
            }
        }
    }

    fn add_nat_gateways(&mut self, topology: &Topology) {
        for (id, gateway) in topology.nat_gateways.iter() {
            let Some(subnet) = topology.subnets.get(&gateway.subnet) else {
                continue;
            };
            let holder = Holder::NatGateway(id.clone());
            let place = self.vpcs.entry(subnet.vpc.clone()).or_default();
            place.holders.insert(IpAddr::V4(gateway.ipv4), holder.clone());
            if let NatConnectivity::Public(public) = gateway.connectivity {
                self.public.insert(public, (subnet.vpc.clone(), holder, gateway.ipv4));
            }
        }
    }

    fn add_endpoints(&mut self, topology: &Topology) {
        for (id, endpoint) in topology.interface_endpoints.iter() {
            let place = self.vpcs.entry(endpoint.vpc.clone()).or_default();
            for interface in &endpoint.subnets {
                let holder = Holder::EndpointInterface {
                    endpoint: id.clone(),
                    subnet: interface.subnet.clone(),
                };
                place.holders.insert(IpAddr::V4(interface.ipv4), holder);
            }
        }
    }

    /// AWS gives their interfaces public addresses (ENG-06, note 8).
    fn add_client_vpn_endpoints(&mut self, topology: &Topology) {
        for (id, endpoint) in topology.client_vpn_endpoints.iter() {
            for place in &endpoint.associations {
                let Some(subnet) = topology.subnets.get(&place.subnet) else {
                    continue;
                };
                let holder = Holder::ClientVpnInterface {
                    endpoint: id.clone(),
                    subnet: place.subnet.clone(),
                };
                let holders = &mut self.vpcs.entry(subnet.vpc.clone()).or_default().holders;
                holders.insert(IpAddr::V4(place.ipv4), holder.clone());
                self.stand_in(&subnet.vpc, holder, Some(place.ipv4));
            }
        }
    }

    fn add_resolver_endpoints(&mut self, topology: &Topology) {
        for (id, endpoint) in topology.resolver_endpoints.iter() {
            let place = self.vpcs.entry(endpoint.vpc.clone()).or_default();
            for interface in &endpoint.subnets {
                let holder = Holder::ResolverInterface {
                    endpoint: id.clone(),
                    subnet: interface.subnet.clone(),
                };
                place.holders.insert(IpAddr::V4(interface.ipv4), holder);
            }
        }
    }

    /// In automatic mode AWS chooses the addresses (NG-09).
    fn add_regional_nat_gateways(&mut self, topology: &Topology) {
        for (id, gateway) in topology.regional_nat_gateways.iter() {
            let holder = Holder::RegionalNatGateway(id.clone());
            for address in &gateway.public_ipv4 {
                let place = (gateway.vpc.clone(), holder.clone(), *address);
                self.public.insert(*address, place);
            }
            if gateway.public_ipv4.is_empty() && gateway.zones.is_empty() {
                self.stand_in(&gateway.vpc, holder, None);
            }
        }
    }

    fn add_load_balancers(&mut self, topology: &Topology) {
        for (id, balancer) in topology.load_balancers.iter() {
            let mut public = balancer.public_ipv4.iter().filter(|_| balancer.internet_facing);
            for node in &balancer.subnets {
                let holder = Holder::LoadBalancer {
                    balancer: id.clone(),
                    subnet: node.subnet.clone(),
                };
                let place = self.vpcs.entry(balancer.vpc.clone()).or_default();
                place.holders.insert(IpAddr::V4(node.ipv4), holder.clone());
                if let Some(public) = public.next() {
                    self.public.insert(*public, (balancer.vpc.clone(), holder, node.ipv4));
                }
            }
        }
        self.stand_in_for_load_balancers(topology);
    }

    /// AWS gives internet-facing ones an address in each subnet; after all that are drawn.
    fn stand_in_for_load_balancers(&mut self, topology: &Topology) {
        for (id, balancer) in topology.load_balancers.iter().filter(|(_, it)| it.internet_facing) {
            for node in balancer.subnets.iter().skip(balancer.public_ipv4.len()) {
                let holder = Holder::LoadBalancer {
                    balancer: id.clone(),
                    subnet: node.subnet.clone(),
                };
                self.stand_in(&balancer.vpc, holder, Some(node.ipv4));
            }
        }
    }
}

impl Network {
    /// The subnet that the holder's network interface is in.
    pub(crate) fn subnet_of_holder<'a>(&'a self, holder: &'a Holder) -> Option<&'a SubnetId> {
        let topology = &self.topology;
        match holder {
            Holder::Interface(id) => Some(&topology.interfaces.get(id)?.subnet),
            Holder::NatGateway(id) => Some(&topology.nat_gateways.get(id)?.subnet),
            Holder::RegionalNatGateway(_) => None,
            Holder::ClientVpnInterface { subnet, .. }
            | Holder::ResolverInterface { subnet, .. }
            | Holder::EndpointInterface { subnet, .. }
            | Holder::LoadBalancer { subnet, .. } => Some(subnet),
        }
    }

    /// The subnet of what a route can name and what is in one.
    pub(crate) fn subnet_of_element(&self, element: &Ref) -> Option<&SubnetId> {
        let topology = &self.topology;
        match element.kind {
            Kind::NetworkInterface => Some(&topology.interfaces.get(&element.to_id()?)?.subnet),
            Kind::NatGateway => Some(&topology.nat_gateways.get(&element.to_id()?)?.subnet),
            Kind::GatewayLoadBalancerEndpoint => {
                let endpoint = topology.gateway_load_balancer_endpoints.get(&element.to_id()?)?;
                Some(&endpoint.subnet)
            }
            _ => None,
        }
    }
}

fn at<A: Ord + Copy>(subnets: &SortedMap<A, (A, SubnetId)>, address: A) -> Option<&SubnetId> {
    let (_, (last, subnet)) = subnets.last_up_to(&address)?;
    (address <= *last).then_some(subnet)
}
