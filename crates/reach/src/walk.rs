//! The machinery that carries one packet along one leg.
//!
//! # Design
//!
//! A [`Walk`] is one leg: the packet with the set of what may stand in its ports, where it is, and the journal of hops and
//! blockers. Each component of the network is one file in [`crate::hop`] with a function that looks at the walk, writes its
//! hop into the journal and says what is [`Next`]:
//!
//! ```text
//! sender ──▶ Leave(subnet) ──▶ Enter(component, way) ──▶ … ──▶ Arrive(VPC) ──▶ receiver
//!             network ACL,        peering, gateway,              who holds the address?
//!             route table         NAT, tunnel: by Kind           network ACL, security group
//! ```
//!
//! - **Only a sender in a subnet meets a route table** (ENG-04): an interface, a NAT gateway, or a transit gateway's
//!   attachment, which has interfaces in the VPC (TGW-31). What comes in through a peering connection, an internet gateway or a VPN gateway *arrives*: it can go to an address that something in the VPC
//!   holds, and nowhere else. Each edge tests the packet by itself (ENG-05). That peering is not transitive and that there
//!   is no edge-to-edge routing follows from these two; no rule says so.
//! - **A component is added** by a file in `hop/` and a line in its registry; the walk does not know components.
//! - **Filters cut, routing ends.** A filter that admits a part goes on with the part. One that admits nothing is a blocker,
//!   and the walk goes on with everything, to find the blockers behind it; the leg's hop list ends there all the same. A
//!   routing denial ends the walk (PW-00).
//! - **What stateful things remember** between the legs is the [`Connection`]: which interfaces let the flow through, and
//!   what NAT gateways changed.
//!
//! Both legs of a question, and a question about many addresses, are put together in [`crate::trace`].

mod choices;
mod connection;
mod journal;
mod party;
mod transit;

use std::net::IpAddr;

pub(crate) use choices::Choices;
pub(crate) use connection::{Connection, Translation};
pub(crate) use journal::{Journal, Why};
pub(crate) use party::Party;
pub(crate) use transit::{Identity, Transit};

use crate::hop;
use crate::id::Ref;
use crate::network::Network;
use crate::reason::{Reason, reasons};
use crate::topology::{SubnetId, VpcId};
use crate::trace::{Fact, Leg, Packet, Step};

reasons! {
    CYCLE: "CYCLIC_PATH_DETECTED" ["ENG-09"] "The packet runs in a circle",
        "The packet comes back to {at} unchanged, so it would run in a circle for ever.",
        "networkmanager/latest/APIReference/API_RouteAnalysisCompletion.html";
    TOO_MANY_HOPS: "MAX_HOPS_EXCEEDED" ["ENG-09"] "Too many hops",
        "The packet has not arrived after {limit} next hops.",
        "networkmanager/latest/APIReference/API_RouteAnalysisCompletion.html";
}

/// Next hops on one leg (ENG-09, DEC-16).
const MAX_HOPS: usize = 64;

/// From one Availability Zone into another (VPC-19).
#[derive(Debug)]
pub(crate) struct ZonesCrossed<'n> {
    from: &'n str,
    to: &'n str,
}

impl ZonesCrossed<'_> {
    pub(crate) fn of(&self, reason: &'static Reason) -> Why {
        Why::new(reason).text("zone", self.to).text("other", self.from)
    }
}

/// One leg of a flow.
#[derive(Debug)]
pub(crate) struct Walk<'n> {
    pub(crate) network: &'n Network,
    pub(crate) leg: Leg,
    pub(crate) packet: Packet,
    pub(crate) connection: Connection,
    pub(crate) choices: Choices,
    /// Who must receive the packet; `None` if whoever has the address is right.
    pub(crate) expected: Option<Party>,
    /// On the way back: the address that the request went to; answers from elsewhere are not accepted.
    pub(crate) answers_from: Option<IpAddr>,
    /// The interface whose packet this still is for security groups; lost at gateways, NAT and middleboxes (SG-11).
    pub(crate) sender: Option<Ref>,
    pub(crate) came: Came,
    /// The subnet that the packet left last, while it is inside that VPC.
    pub(crate) subnet: Option<SubnetId>,
    pub(crate) transit: Transit,
    pub(crate) journal: Journal,
    pub(crate) delivered: Option<Party>,
    /// The Gateway Load Balancer endpoints whose own packets to an appliance these are.
    pub(crate) visiting: Vec<Ref>,
    seen: Vec<(Ref, Way, IpAddr, IpAddr)>,
}

/// How the packet came into the VPC where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Came {
    /// From something in a subnet of the VPC.
    FromSubnet,
    ByGatewayEndpoint,
    ByInternetGateway,
    ByPeering,
    /// From the network interface of an attachment (TGW-31).
    ByTransitGateway,
    ByVpnGateway,
}

/// Through a component in which direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Away from this VPC.
    Out(VpcId),
    /// From one connection of a gateway out by another, past no VPC.
    Onward,
    /// Towards a VPC, from beyond.
    In,
}

/// What happens to the packet next.
#[derive(Debug)]
pub(crate) enum Next {
    /// Something in this subnet sends it (PW-05).
    Leave(SubnetId),
    /// It is handed to a component (PW-08).
    Enter(Ref, Way),
    /// It is in the VPC and goes to whoever holds its destination (PW-09).
    Arrive(VpcId),
    /// Delivered or dropped.
    Done,
}

impl<'n> Walk<'n> {
    pub(crate) fn new(network: &'n Network, leg: Leg, packet: Packet, expected: Option<Party>) -> Self {
        Self {
            network,
            leg,
            packet,
            connection: Connection::default(),
            choices: Choices::default(),
            expected,
            answers_from: None,
            sender: None,
            came: Came::FromSubnet,
            subnet: None,
            transit: Transit::default(),
            journal: Journal::default(),
            delivered: None,
            visiting: Vec::new(),
            seen: Vec::new(),
        }
    }

    /// Follows the packet from its sender to wherever it ends.
    pub(crate) fn run(&mut self, sender: &Party) {
        let mut next = hop::send(self, sender);
        loop {
            next = match next {
                Next::Leave(subnet) => hop::subnet::leave(self, subnet),
                Next::Enter(component, way) => self.enter(&component, way),
                Next::Arrive(vpc) => hop::local::arrive(self, vpc),
                Next::Done => return,
            };
        }
    }

    /// The packet is where it was before (ENG-09).
    pub(crate) fn stop_circling(&mut self, component: &Ref) -> Next {
        self.stop(component.clone(), Step::Other, Why::new(&CYCLE))
    }

    fn enter(&mut self, component: &Ref, way: Way) -> Next {
        let state = (
            component.clone(),
            way.clone(),
            self.packet.source,
            self.packet.destination,
        );
        if self.seen.contains(&state) {
            return self.stop_circling(component);
        }
        if self.seen.len() >= MAX_HOPS {
            let limit = Fact::Number(MAX_HOPS as u32);
            return self.stop(
                component.clone(),
                Step::Other,
                Why::new(&TOO_MANY_HOPS).fact("limit", limit),
            );
        }
        self.seen.push(state);
        if self.is_injection_point(component, &way) {
            return hop::injected::deliver(self, component);
        }
        hop::enter(self, component, way)
    }

    /// The answer to an injected packet is back where the packet was put in.
    fn is_injection_point(&self, component: &Ref, way: &Way) -> bool {
        *way != Way::In && self.expected == Some(Party::Injected(component.clone()))
    }

    /// The Availability Zones of the subnet that the packet left last and of this one, if they differ.
    pub(crate) fn zones_crossed(&self, subnet: &SubnetId) -> Option<ZonesCrossed<'n>> {
        let subnets = &self.network.topology().subnets;
        let from = &subnets.get(self.subnet.as_ref()?)?.zone;
        let to = &subnets.get(subnet)?.zone;
        (from != to).then_some(ZonesCrossed { from, to })
    }

    /// The component that handed the packet to the one where it is.
    pub(crate) fn handed_over_by(&self) -> Option<&Ref> {
        self.seen.iter().rev().nth(1).map(|(component, ..)| component)
    }

    pub(crate) fn destination(&self) -> IpAddr {
        self.packet.destination
    }

    pub(crate) fn is_reply(&self) -> bool {
        self.leg == Leg::Return
    }
}
