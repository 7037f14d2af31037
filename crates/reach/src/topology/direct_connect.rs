//! Direct Connect: the gateway in the middle, and the virtual interfaces of a site (DX-01 to DX-19).

use std::rc::Rc;

use ipnet::IpNet;

use super::{CustomerGateway, SiteId, Vpc};
use crate::id::{Kind, Ref};

/// A Direct Connect gateway: global, for virtual private gateways or for transit gateways (DX-04).
/// Docs: directconnect/latest/UserGuide/direct-connect-gateways-intro.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectConnectGateway {
    pub name: Option<Rc<str>>,
    /// The owner's account id; `None` is the one account that a diagram without accounts is about.
    pub account: Option<Rc<str>>,
    pub asn: u32,
    pub associations: Vec<DirectConnectAssociation>,
}

impl DirectConnectGateway {
    pub const DEFAULT_ASN: u32 = 64512;
}

/// A virtual private gateway or transit gateway of a Direct Connect gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectConnectAssociation {
    pub gateway: Ref,
    /// For a virtual private gateway a filter (DX-09), for a transit gateway what is announced to the site (DX-10).
    pub allowed_prefixes: Vec<IpNet>,
}

/// A virtual interface with its BGP session. Docs: directconnect/latest/UserGuide/WorkingWithVirtualInterfaces.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VirtualInterface {
    pub name: Option<Rc<str>>,
    pub kind: VirtualInterfaceKind,
    /// A virtual private gateway or a Direct Connect gateway; none for a public one.
    pub gateway: Option<Ref>,
    pub site: Option<SiteId>,
    /// The Region of its Direct Connect location (DX-14).
    pub region: Rc<str>,
    /// Of the router at the site.
    pub asn: u32,
    /// What the router announces to AWS; `None` announces all of its site's CIDRs.
    pub announces: Option<Vec<IpNet>>,
    /// What the router sends into the interface; `None` sends whatever AWS announces to it.
    pub routes: Option<Vec<IpNet>>,
    /// The local-preference community on what it announces (DX-14).
    pub preference: Preference,
    /// Length of the AS_PATH that it announces.
    pub as_path: u8,
    /// Missing counts as 0 (TGW-20).
    pub med: Option<u32>,
    /// The BGP session is up.
    pub up: bool,
    pub mtu: u16,
    pub site_link: bool,
}

impl VirtualInterface {
    pub fn new(kind: VirtualInterfaceKind, gateway: Option<Ref>) -> Self {
        Self {
            name: None,
            kind,
            gateway,
            site: None,
            region: Vpc::DEFAULT_REGION.into(),
            asn: CustomerGateway::DEFAULT_ASN,
            announces: None,
            routes: None,
            preference: Preference::Medium,
            as_path: 1,
            med: None,
            up: true,
            mtu: Self::MTU,
            site_link: false,
        }
    }

    pub const MTU: u16 = 1500;

    /// Whether an interface of its kind can lead to this kind of gateway (DX-01).
    pub const fn fits(&self, gateway: Kind) -> bool {
        match self.kind {
            VirtualInterfaceKind::Private => matches!(gateway, Kind::VpnGateway | Kind::DirectConnectGateway),
            VirtualInterfaceKind::Transit => matches!(gateway, Kind::DirectConnectGateway),
            VirtualInterfaceKind::Public => false,
        }
    }
}

/// The kinds of DX-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VirtualInterfaceKind {
    /// To a virtual private gateway, or to a Direct Connect gateway for those.
    Private,
    /// To a Direct Connect gateway for transit gateways.
    Transit,
    /// To AWS's public addresses.
    Public,
}

/// The communities 7224:7100, :7200 and :7300 (DX-14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Preference {
    Low,
    Medium,
    High,
}
