//! What became of a packet.

use reach::topology::{
    ClientVpnEndpointId, GatewayEndpointId, InterfaceEndpointId, InterfaceId, LoadBalancerId, ResolverEndpointId,
    SiteId, SubnetId, VpcId,
};

use super::packet::Packet;

/// How one leg ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Delivered(Arrival),
    Dropped(Drop),
    /// It depends on what is not modelled (DEC-26).
    Unknown,
    /// The specification does not say: nothing is compared, only counted.
    Open(&'static str),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drop {
    /// Empty where the specification says only that nobody takes it.
    pub code: &'static str,
    /// The ids of what may be named as the place; empty where the specification names none.
    pub at: Vec<String>,
}

/// Where a leg ended well, and the packet as it was then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    pub place: Place,
    pub packet: Packet,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Interface(InterfaceId),
    /// The packet never left the machine, or went to a service that every subnet has (PW-01).
    Local,
    Internet {
        /// The VPC whose gateway it left by.
        vpc: VpcId,
        egress_only: bool,
    },
    Site(SiteId),
    GatewayEndpoint(GatewayEndpointId),
    InterfaceEndpoint(InterfaceEndpointId, SubnetId),
    Resolver(ResolverEndpointId, SubnetId),
    /// An Application Load Balancer, which opens connections of its own.
    LoadBalancer(LoadBalancerId, SubnetId),
    /// The internet, by a client's own provider.
    PastTunnel,
    /// Of this endpoint, by name.
    Client(ClientVpnEndpointId, String),
}

impl Place {
    pub const fn word(&self) -> &'static str {
        match self {
            Place::Interface(_) => "an interface",
            Place::Local => "what never leaves the subnet",
            Place::Internet { .. } => "the internet",
            Place::Site(_) => "a site",
            Place::GatewayEndpoint(_) => "a gateway endpoint",
            Place::InterfaceEndpoint(..) => "an interface endpoint",
            Place::Resolver(..) => "a resolver endpoint",
            Place::LoadBalancer(..) => "a load balancer",
            Place::PastTunnel => "the internet past a tunnel",
            Place::Client(..) => "a client",
        }
    }
}

impl Outcome {
    pub fn dropped(code: &'static str, at: impl Into<String>) -> Self {
        Outcome::Dropped(Drop {
            code,
            at: vec![at.into()],
        })
    }

    /// Dropped where the specification does not say whose name is shown.
    pub fn dropped_somewhere(code: &'static str) -> Self {
        Outcome::Dropped(Drop { code, at: Vec::new() })
    }

    /// Dropped, and the specification says neither by whom nor with which code.
    pub fn refused() -> Self {
        Self::dropped_somewhere("")
    }

    pub fn delivered(place: Place, packet: Packet) -> Self {
        Outcome::Delivered(Arrival { place, packet })
    }
}
