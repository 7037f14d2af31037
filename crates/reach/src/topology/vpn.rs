use std::net::IpAddr;
use std::rc::Rc;

use ipnet::IpNet;

use super::{CustomerGatewayId, RouteTableId, SiteId, TransitGatewayAttachmentId, VpcId};
use crate::id::Ref;

/// A virtual private gateway: the VPC's side of VPN connections. Docs: vpn/latest/s2svpn/how_it_works.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VpnGateway {
    pub name: Option<Rc<str>>,
    /// `None` while detached.
    pub vpc: Option<VpcId>,
    pub asn: u32,
    /// The gateway route table (edge association) for what comes in; `None` delivers by the local route (RT-43).
    pub route_table: Option<RouteTableId>,
}

impl VpnGateway {
    pub const DEFAULT_ASN: u32 = 64512;

    pub fn new(vpc: Option<VpcId>) -> Self {
        Self {
            name: None,
            vpc,
            asn: Self::DEFAULT_ASN,
            route_table: None,
        }
    }
}

/// A customer gateway: the device at the other end of the tunnels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerGateway {
    pub name: Option<Rc<str>>,
    pub site: Option<SiteId>,
    pub asn: u32,
    /// What it announces to AWS; `None` announces all of its site's CIDRs.
    pub announces: Option<Vec<IpNet>>,
    /// What it sends into the tunnel; `None` sends whatever AWS announces to it (VPN-21).
    pub routes: Option<Vec<IpNet>>,
}

impl CustomerGateway {
    pub const DEFAULT_ASN: u32 = 65000;
}

/// A Site-to-Site VPN connection with its two tunnels. Docs: vpn/latest/s2svpn/VPNTunnels.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VpnConnection {
    pub name: Option<Rc<str>>,
    /// The AWS side: a virtual private gateway or a transit gateway.
    pub gateway: Ref,
    pub customer_gateway: CustomerGatewayId,
    pub routing: VpnRouting,
    pub tunnels: [Tunnel; 2],
    pub options: VpnOptions,
}

/// What a VPN connection has besides its routing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VpnOptions {
    /// Length of the AS_PATH that the customer gateway announces over it (VPN-22).
    pub as_path: u8,
    /// Missing counts as 100 (TGW-20).
    pub med: Option<u32>,
    /// With Global Accelerator (VPN-08).
    pub accelerated: bool,
    /// Tunnels of 5 Gbps (VPN-09).
    pub large: bool,
    /// On the transit gateway's VPN Concentrator (VPN-10).
    pub concentrator: bool,
    /// Carries IPv6 inside its tunnels, and no IPv4 (VPN-07).
    pub ipv6: bool,
    /// Of the tunnels' own addresses (VPN-04).
    pub inside_cidrs: Vec<IpNet>,
    /// The Direct Connect attachment under a private-IP VPN (VPN-11).
    pub transport: Option<TransitGatewayAttachmentId>,
}

impl Default for VpnOptions {
    fn default() -> Self {
        Self {
            as_path: 1,
            med: None,
            accelerated: false,
            large: false,
            concentrator: false,
            ipv6: false,
            inside_cidrs: Vec::new(),
            transport: None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VpnRouting {
    Bgp,
    /// The static prefixes of the connection.
    Static(Vec<IpNet>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tunnel {
    pub up: bool,
}

/// A network that is not AWS's: an office or a data centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    pub name: Option<Rc<str>>,
    pub cidrs: Vec<IpNet>,
    pub hosts: Vec<Host>,
}

/// A machine of a site that flows can start at or end at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    pub name: Rc<str>,
    pub address: IpAddr,
}
