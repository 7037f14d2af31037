//! What happened to the packets of one question: two legs of hops, a verdict, and everything that blocks.

use std::net::IpAddr;
use std::rc::Rc;

use ipnet::IpNet;

use crate::id::{Direction, Ref, RowRef};
use crate::packet::PacketSet;
use crate::question::Question;
use crate::reason::Reason;
use crate::topology::{SubnetId, Target, VpcId};

/// The answer to one [`Question`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    pub question: Question,
    pub verdict: Verdict,
    /// Where it fails, when it is not allowed.
    pub leg: Option<Leg>,
    pub forward: Vec<Hop>,
    pub reply: Vec<Hop>,
    /// Every independent blocker on both legs, first met first.
    pub blockers: Vec<Blocker>,
    /// The asked packets that pass both legs.
    pub allowed: PacketSet,
    /// The asked packets that arrive and whose reply does not.
    pub no_reply: PacketSet,
    /// Well-known reasons behind the verdict (`hint CODE` of the specification).
    pub hints: Vec<Finding>,
    pub warnings: Vec<Finding>,
    pub notes: Vec<Finding>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    Allowed,
    /// A part of the asked packets arrives and is answered.
    Partial,
    Blocked,
    /// It depends on something that is missing or not modelled.
    Unknown,
}

impl Verdict {
    pub const fn word(self) -> &'static str {
        match self {
            Verdict::Allowed => "allowed",
            Verdict::Partial => "partial",
            Verdict::Blocked => "blocked",
            Verdict::Unknown => "unknown",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Leg {
    Forward,
    Return,
}

impl Leg {
    pub const fn word(self) -> &'static str {
        match self {
            Leg::Forward => "forward",
            Leg::Return => "return",
        }
    }
}

/// One component that handled the packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    pub at: Ref,
    pub step: Step,
    pub action: Action,
    pub decision: Decision,
    /// The packet as it arrives here.
    pub packet: Packet,
    /// The packet as it leaves, where the hop rewrites it.
    pub packet_out: Option<Packet>,
}

/// What kind of look the component took; the hop tokens of the cases are made from it (`tests/README.md`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The sending or receiving interface itself: `eni:name/ip`.
    Interface,
    /// `sg-in`, `sg-out`.
    SecurityGroup(Direction),
    /// The reply of a flow that a group already let through: `sg-tracked`.
    Tracked,
    /// `nacl-in:subnet`, `nacl-out:subnet`; the hop is at the ACL, the token names the subnet.
    NetworkAcl {
        direction: Direction,
        subnet: SubnetId,
    },
    /// `rt:table[dest=>target]`.
    RouteTable {
        target: Target,
    },
    /// Delivery inside a VPC without a route table: `local:vpc`.
    Local,
    InternetGateway,
    NatGateway,
    /// `pcx:id(from>to)`.
    Peering {
        from: VpcId,
        to: VpcId,
    },
    GatewayEndpoint,
    InterfaceEndpoint,
    /// `vgw:id[prefix=>target]`: towards a connection, or into the VPC.
    VpnGateway {
        prefix: IpNet,
        to: Ref,
    },
    /// `vpn:conn/tN`.
    VpnConnection {
        tunnel: u8,
    },
    CustomerGateway,
    /// A host of a site: `onprem:name/ip`.
    Site {
        host: Option<Rc<str>>,
    },
    /// `inet/ip`.
    Internet,
    Service,
    /// The instance metadata service, the resolver and the like, inside the VPC (PW-01).
    VpcService,
    /// The packet never leaves the machine (PW-26).
    Loopback,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    Pass,
    Forward,
    Rewrite,
    Drop,
    Deliver,
}

impl Action {
    pub const fn word(self) -> &'static str {
        match self {
            Action::Pass => "pass",
            Action::Forward => "forward",
            Action::Rewrite => "rewrite",
            Action::Drop => "drop",
            Action::Deliver => "deliver",
        }
    }
}

/// Why the component did what it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The row that decided, if a row did.
    pub by: Option<RowRef>,
    pub finding: Finding,
    /// Rows that lost, and why: a longer prefix, a higher priority, an earlier rule.
    pub passed_over: Vec<PassedOver>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOver {
    pub by: RowRef,
    pub reason: &'static Reason,
}

/// A reason with what it is about. [`crate::explain`] makes the sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub reason: &'static Reason,
    pub at: Ref,
    /// Fills the `{name}` places of the reason's words.
    pub facts: Vec<(&'static str, Fact)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    Address(IpAddr),
    Cidr(IpNet),
    Element(Ref),
    Row(RowRef),
    Packets(PacketSet),
    Number(u32),
    Text(Rc<str>),
}

/// One packet header, with the set of what may stand in its ports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packet {
    pub source: IpAddr,
    pub destination: IpAddr,
    pub packets: PacketSet,
}

/// One thing that must change for the flow to be allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocker {
    pub leg: Leg,
    pub finding: Finding,
    /// The row that refuses, if one does.
    pub by: Option<RowRef>,
    /// For filters: out of the subnet or interface, or into it.
    pub direction: Option<Direction>,
    /// The place in the leg's hop list, if the hop is in it.
    pub hop: Option<usize>,
}
