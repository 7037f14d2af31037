//! Client VPN: an endpoint, where it stands in a VPC, and who connects to it (CVPN-01 to CVPN-20).

use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;

use ipnet::{IpNet, Ipv4Net};

use super::{EndpointSubnet, SecurityGroupId, SubnetId, TransitGatewayId, VpcId};

/// A Client VPN endpoint. Docs: vpn/latest/clientvpn-admin/what-is.html
///
/// It is of a VPC, with the subnets that it is associated with, or of a transit gateway (CVPN-19).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientVpnEndpoint {
    pub name: Option<Rc<str>>,
    pub vpc: Option<VpcId>,
    pub transit_gateway: Option<TransitGatewayId>,
    /// The Availability Zones of an endpoint of a transit gateway.
    pub zones: Vec<Rc<str>>,
    pub client_cidr: Ipv4Net,
    /// The target networks, each with the address of the endpoint's network interface there (CVPN-04, CVPN-11).
    pub associations: Vec<EndpointSubnet>,
    /// Empty means the VPC's default security group (CVPN-14).
    pub security_groups: Vec<SecurityGroupId>,
    /// Added by hand; the routes of the VPC's CIDR, which associating a subnet adds, are not here (CVPN-06).
    pub routes: Vec<ClientVpnRoute>,
    pub authorizations: Vec<Authorization>,
    pub split_tunnel: bool,
    pub clients: Vec<Client>,
}

impl ClientVpnEndpoint {
    pub fn new(vpc: Option<VpcId>, client_cidr: Ipv4Net) -> Self {
        Self {
            name: None,
            vpc,
            transit_gateway: None,
            zones: Vec::new(),
            client_cidr,
            associations: Vec::new(),
            security_groups: Vec::new(),
            routes: Vec::new(),
            authorizations: Vec::new(),
            split_tunnel: false,
            clients: Vec::new(),
        }
    }

    pub const DEFAULT_CIDR: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(172, 20, 0, 0), 22);
}

/// A route of the endpoint's own table (CVPN-07).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientVpnRoute {
    pub destination: IpNet,
    pub target: ClientVpnTarget,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClientVpnTarget {
    Subnet(SubnetId),
    /// To other clients (CVPN-16).
    Local,
    /// The transit gateway that the endpoint is of (CVPN-19).
    TransitGateway,
}

/// Who may send where (CVPN-09).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authorization {
    pub destination: IpNet,
    /// `None` is everybody.
    pub group: Option<Rc<str>>,
}

/// Somebody who is connected, as an end of flows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    pub name: Rc<str>,
    /// Out of the endpoint's client CIDR.
    pub address: IpAddr,
    pub groups: Vec<Rc<str>>,
}
