use std::fmt;
use std::rc::Rc;

use crate::sorted::SortedSet;
use ipnet::IpNet;

use super::{PrefixListId, VpcId, VpnGatewayId};
use crate::id::Ref;

/// A route table of a VPC. Docs: vpc/latest/userguide/subnet-route-tables.html
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteTable {
    pub name: Option<Rc<str>>,
    pub vpc: VpcId,
    /// Static routes as written, local ones only where their target was replaced. Gateway-endpoint routes are not
    /// here: they follow from the endpoint's associations (EG-02).
    pub routes: Vec<Route>,
    /// The gateways whose routes are propagated into this table (RT-30).
    pub propagating: SortedSet<VpnGatewayId>,
}

impl RouteTable {
    pub fn new(vpc: VpcId) -> Self {
        Self {
            name: None,
            vpc,
            routes: Vec::new(),
            propagating: SortedSet::new(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    pub destination: Destination,
    pub target: Target,
}

/// Where a route leads to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Destination {
    Cidr(IpNet),
    PrefixList(PrefixListId),
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Destination::Cidr(cidr) => write!(f, "{cidr}"),
            Destination::PrefixList(list) => write!(f, "{list}"),
        }
    }
}

/// What a route points at. A target that is not in the topology (any more) makes the route a blackhole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    Local,
    Element(Ref),
    /// A target that an input names and this program does not model, in the input's words.
    NotModelled(Rc<str>),
}

impl From<Ref> for Target {
    fn from(reference: Ref) -> Self {
        Target::Element(reference)
    }
}
