//! Load balancers, the services that are offered through them, and the endpoints in the path of packets (PL-01 to PL-15).

use std::net::Ipv4Addr;
use std::rc::Rc;

use super::{
    EndpointServiceId, EndpointState, EndpointSubnet, InterfaceId, LoadBalancerId, SecurityGroupId, SubnetId, VpcId,
};
use crate::sorted::SortedSet;

/// A load balancer, with one network interface in each of its subnets.
/// Docs: elasticloadbalancing/latest/network/network-load-balancers.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadBalancer {
    pub name: Option<Rc<str>>,
    pub vpc: VpcId,
    pub kind: LoadBalancerKind,
    pub internet_facing: bool,
    pub subnets: Vec<EndpointSubnet>,
    /// The public addresses of an internet-facing one, in the order of its subnets.
    pub public_ipv4: Vec<Ipv4Addr>,
    /// A Network Load Balancer may have none, which lets everything in; elsewhere none means the VPC's default group.
    pub security_groups: Vec<SecurityGroupId>,
    /// Balances over the targets of all Availability Zones (PL-05).
    pub cross_zone: bool,
    /// Its groups look at what comes through PrivateLink, too (PL-09).
    pub enforce_private_link: bool,
    /// Targets see the client's address (SG-11); never so through PrivateLink (PL-08).
    pub preserve_client_ip: bool,
    pub listeners: Vec<Listener>,
}

impl LoadBalancer {
    pub fn new(vpc: VpcId, kind: LoadBalancerKind) -> Self {
        Self {
            name: None,
            vpc,
            kind,
            internet_facing: false,
            subnets: Vec::new(),
            public_ipv4: Vec::new(),
            security_groups: Vec::new(),
            cross_zone: false,
            enforce_private_link: true,
            preserve_client_ip: true,
            listeners: Vec::new(),
        }
    }

    /// Keeps these places; a public address goes with its place.
    pub fn retain_places(&mut self, mut keep: impl FnMut(&EndpointSubnet) -> bool) {
        let kept: Vec<bool> = self.subnets.iter().map(&mut keep).collect();
        let mut is_kept = kept.iter();
        self.subnets.retain(|_| is_kept.next().copied().unwrap_or(true));
        let mut is_kept = kept.iter();
        self.public_ipv4.retain(|_| is_kept.next().copied().unwrap_or(true));
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LoadBalancerKind {
    Network,
    Application,
    Gateway,
}

/// A port that the load balancer listens on, and its target group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listener {
    pub protocol: ListenerProtocol,
    pub port: u16,
    pub targets: Vec<ListenerTarget>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListenerProtocol {
    Tcp,
    Udp,
    TcpUdp,
    Tls,
    Http,
    Https,
    /// Of a Gateway Load Balancer: all packets, port 6081 (PL-15).
    Geneve,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListenerTarget {
    pub interface: InterfaceId,
    /// `None` is the listener's own port.
    pub port: Option<u16>,
}

/// A service that a provider offers through its load balancers. Docs: vpc/latest/privatelink/create-endpoint-service.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointService {
    pub name: Option<Rc<str>>,
    pub load_balancers: Vec<LoadBalancerId>,
    /// Requests wait until the provider accepts them (PL-03).
    pub acceptance_required: bool,
    /// Accounts, ARNs or `*`: who may create endpoints (PL-02).
    pub principals: SortedSet<Rc<str>>,
    /// Further Regions from which it can be used (PL-10).
    pub regions: SortedSet<Rc<str>>,
    pub private_dns_name: Option<Rc<str>>,
    /// The provider proved that the name is theirs (PL-13).
    pub verified: bool,
    pub state: ServiceState,
}

/// The states of PL-14.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServiceState {
    Available,
    Pending,
    Failed,
    Deleting,
    Deleted,
}

/// A Gateway Load Balancer endpoint: a target of routes, through which packets visit an appliance (PL-15).
/// Docs: vpc/latest/privatelink/gateway-load-balancer-endpoints.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayLoadBalancerEndpoint {
    pub name: Option<Rc<str>>,
    pub subnet: SubnetId,
    pub service: EndpointServiceId,
    pub state: EndpointState,
}
