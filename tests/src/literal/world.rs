//! The network as drawn, and plain look-ups in it: every one reads all records from the first to the last.

use std::collections::BTreeSet;
use std::net::IpAddr;

use ipnet::IpNet;
use reach::address::Family;
use reach::network::Network;
use reach::topology::*;

use super::packet::has;
use super::picks::Picks;

/// The topology with what is not in it: AWS's own address ranges.
#[derive(Debug)]
pub struct World<'a> {
    pub drawn: &'a Topology,
    /// The public ranges of each service in each Region.
    pub services: Vec<ServiceRanges>,
    /// The source port that NAT gateways choose: any of 1024 to 65535 (NG-03).
    pub nat_port: u16,
    pub picks: Picks,
}

#[derive(Clone, Debug)]
pub struct ServiceRanges {
    pub service: String,
    pub region: String,
    pub ranges: Vec<IpNet>,
}

impl ServiceRanges {
    /// AWS's own ranges are data, not rules: the engine's.
    pub fn of(network: &Network) -> Vec<Self> {
        let mut all = Vec::new();
        let regions: BTreeSet<_> = network
            .topology()
            .vpcs
            .iter()
            .map(|(_, vpc)| vpc.region.to_string())
            .collect();
        for region in regions {
            for service in reach::service::GATEWAY_SERVICES {
                let families = [Family::V4, Family::V6].into_iter();
                all.push(Self {
                    service: service.to_owned(),
                    region: region.clone(),
                    ranges: families
                        .flat_map(|family| network.service_prefixes(service, &region, family))
                        .collect(),
                });
            }
        }
        all
    }
}

/// What has a private address in a VPC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    Interface(InterfaceId),
    NatGateway(NatGatewayId),
    /// By its public address: it has no other.
    RegionalNatGateway(RegionalNatGatewayId),
    InterfaceEndpoint(InterfaceEndpointId, SubnetId),
    LoadBalancer(LoadBalancerId, SubnetId),
    ClientVpn(ClientVpnEndpointId, SubnetId),
    Resolver(ResolverEndpointId, SubnetId),
}

impl World<'_> {
    pub fn vpc(&self, id: &VpcId) -> Option<&Vpc> {
        self.drawn.vpcs.get(id)
    }

    pub fn subnet(&self, id: &SubnetId) -> Option<&Subnet> {
        self.drawn.subnets.get(id)
    }

    pub fn interface(&self, id: &InterfaceId) -> Option<&NetworkInterface> {
        self.drawn.interfaces.get(id)
    }

    pub fn vpc_of_interface(&self, id: &InterfaceId) -> Option<VpcId> {
        let subnet = &self.interface(id)?.subnet;
        Some(self.subnet(subnet)?.vpc.clone())
    }

    pub fn region_of(&self, vpc: &VpcId) -> &str {
        self.vpc(vpc).map_or("", |vpc| &vpc.region)
    }

    pub fn has_ipv6(&self, vpc: &VpcId) -> bool {
        self.vpc(vpc).is_some_and(|vpc| !vpc.ipv6_cidrs.is_empty())
    }

    /// The VPC's CIDRs of both families.
    pub fn cidrs(&self, vpc: &VpcId) -> Vec<IpNet> {
        let Some(vpc) = self.vpc(vpc) else { return Vec::new() };
        let ipv4 = vpc.cidrs.iter().map(|cidr| IpNet::V4(*cidr));
        ipv4.chain(vpc.ipv6_cidrs.iter().map(|cidr| IpNet::V6(*cidr))).collect()
    }

    pub fn is_in_vpc(&self, vpc: &VpcId, address: IpAddr) -> bool {
        self.cidrs(vpc).into_iter().any(|cidr| has(cidr, address))
    }

    pub fn is_in_subnet(&self, subnet: &SubnetId, address: IpAddr) -> bool {
        let Some(subnet) = self.subnet(subnet) else {
            return false;
        };
        subnet.cidr.is_some_and(|cidr| has(cidr, address)) || subnet.ipv6_cidr.is_some_and(|cidr| has(cidr, address))
    }

    /// The resolver of the VPC: the primary CIDR's base + 2 (DN-01).
    pub fn resolver_of(&self, vpc: &VpcId) -> Option<IpAddr> {
        let base = self.vpc(vpc)?.cidrs.first()?.network();
        Some(IpAddr::V4((u32::from(base) + 2).into()))
    }

    /// What has this private address in the VPC (PW-09).
    pub fn owner(&self, vpc: &VpcId, address: IpAddr) -> Option<Owner> {
        let is_here = |subnet: &SubnetId| self.subnet(subnet).is_some_and(|subnet| subnet.vpc == *vpc);
        for (id, interface) in self.drawn.interfaces.iter() {
            if is_here(&interface.subnet) && is_address_of(interface, address) {
                return Some(Owner::Interface(id.clone()));
            }
        }
        for (id, nat) in self.drawn.nat_gateways.iter() {
            if is_here(&nat.subnet) && IpAddr::V4(nat.ipv4) == address {
                return Some(Owner::NatGateway(id.clone()));
            }
        }
        for (id, nat) in self.drawn.regional_nat_gateways.iter() {
            if nat.vpc == *vpc && nat.public_ipv4.iter().any(|public| IpAddr::V4(*public) == address) {
                return Some(Owner::RegionalNatGateway(id.clone()));
            }
        }
        for (id, endpoint) in self.drawn.interface_endpoints.iter() {
            for place in &endpoint.subnets {
                if is_here(&place.subnet) && IpAddr::V4(place.ipv4) == address {
                    return Some(Owner::InterfaceEndpoint(id.clone(), place.subnet.clone()));
                }
            }
        }
        self.owner_elsewhere(&is_here, address)
    }

    fn owner_elsewhere(&self, is_here: &impl Fn(&SubnetId) -> bool, address: IpAddr) -> Option<Owner> {
        let is_it = |place: &&EndpointSubnet| is_here(&place.subnet) && IpAddr::V4(place.ipv4) == address;
        for (id, balancer) in self.drawn.load_balancers.iter() {
            if let Some(place) = balancer.subnets.iter().find(is_it) {
                return Some(Owner::LoadBalancer(id.clone(), place.subnet.clone()));
            }
        }
        for (id, endpoint) in self.drawn.client_vpn_endpoints.iter() {
            if let Some(place) = endpoint.associations.iter().find(is_it) {
                return Some(Owner::ClientVpn(id.clone(), place.subnet.clone()));
            }
        }
        for (id, endpoint) in self.drawn.resolver_endpoints.iter() {
            if let Some(place) = endpoint.subnets.iter().find(is_it) {
                return Some(Owner::Resolver(id.clone(), place.subnet.clone()));
            }
        }
        None
    }

    /// The ranges that a prefix list stands for, AWS's lists included.
    pub fn ranges_of(&self, list: &PrefixListId) -> Vec<IpNet> {
        if let Some(drawn) = self.drawn.prefix_lists.get(list)
            && (!drawn.entries.is_empty() || drawn.service.is_none())
        {
            return drawn.entries.clone();
        }
        let named = |it: &&ServiceRanges| *list == reach::service::implicit_list(&it.service, &it.region);
        let known = self.services.iter().find(named);
        known
            .map(|it| it.ranges.iter().copied().filter(is_ipv4).collect())
            .unwrap_or_default()
    }

    /// The ranges of a service in a Region: those of the list drawn for it, else AWS's.
    pub fn ranges_of_service(&self, service: &str, region: &str) -> Vec<IpNet> {
        let is_it = |it: &&ServiceRanges| it.service == service && it.region == region;
        self.services
            .iter()
            .find(is_it)
            .map(|it| it.ranges.clone())
            .unwrap_or_default()
    }

    /// The route table that the subnet uses: its own, else the VPC's main one (RT-01).
    pub fn table_of(&self, subnet: &SubnetId) -> RouteTableId {
        let Some(record) = self.subnet(subnet) else {
            return RouteTableId::new("");
        };
        if let Some(table) = &record.route_table {
            return table.clone();
        }
        let main = self.vpc(&record.vpc).and_then(|vpc| vpc.main_route_table.clone());
        main.unwrap_or_else(|| Vpc::implicit_main_route_table(&record.vpc))
    }
}

fn is_ipv4(net: &IpNet) -> bool {
    net.addr().is_ipv4()
}

pub fn is_address_of(interface: &NetworkInterface, address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => interface.ipv4 == Some(address) || interface.secondary_ipv4.contains(&address),
        IpAddr::V6(address) => interface.ipv6.contains(&address),
    }
}
