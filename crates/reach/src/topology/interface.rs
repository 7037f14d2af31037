use std::net::{Ipv4Addr, Ipv6Addr};
use std::rc::Rc;

use super::{SecurityGroupId, SubnetId};

/// A network interface, drawn as what it belongs to: an instance, a database, a function.
///
/// Every end of a flow inside a VPC is one of these. A drawn instance is its one interface; an imported instance with several
/// interfaces is several records with the same [`NetworkInterface::instance`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkInterface {
    pub name: Option<Rc<str>>,
    pub subnet: SubnetId,
    pub role: Role,
    /// The id of the owner where it differs from the interface's own: `i-…` of an imported `eni-…`.
    pub instance: Option<Rc<str>>,
    pub state: InterfaceState,
    /// The primary private IPv4 address; `None` in an IPv6-only subnet.
    pub ipv4: Option<Ipv4Addr>,
    pub secondary_ipv4: Vec<Ipv4Addr>,
    pub ipv6: Vec<Ipv6Addr>,
    /// The public or Elastic IPv4 address that maps to the primary private one.
    pub public_ipv4: Option<Ipv4Addr>,
    /// Empty means the VPC's default security group (SG-04).
    pub security_groups: Vec<SecurityGroupId>,
    pub source_dest_check: bool,
    /// A NAT instance: what it sends on leaves with its own address (NG-11).
    pub masquerades: bool,
}

impl NetworkInterface {
    pub fn new(subnet: SubnetId, role: Role, ipv4: Ipv4Addr) -> Self {
        Self {
            name: None,
            subnet,
            role,
            instance: None,
            state: InterfaceState::InUse,
            ipv4: Some(ipv4),
            secondary_ipv4: Vec::new(),
            ipv6: Vec::new(),
            public_ipv4: None,
            security_groups: Vec::new(),
            source_dest_check: true,
            masquerades: false,
        }
    }
}

/// What the interface belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Instance,
    Database,
    Function,
    /// An interface on its own, or of something that is not told apart.
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InterfaceState {
    InUse,
    /// Its instance is stopped.
    Stopped,
    /// Not attached to anything.
    Available,
}
