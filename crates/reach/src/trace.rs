//! What happened to the packets of one question: two legs of hops, a verdict, and everything that blocks.

mod addresses;
mod assumptions;
mod choice;
mod choices;
mod combine;
mod ends;
mod legs;
mod looks;
mod policy;
mod rows;
#[cfg(test)]
mod tests;
pub mod token;
mod ways;

use std::net::IpAddr;
use std::rc::Rc;

pub use assumptions::Assumptions;
pub(crate) use assumptions::REASONS as ASSUMPTION_REASONS;
pub(crate) use choice::{
    ANY_ADDRESS, ANY_APPLIANCE, ANY_BALANCER, ANY_NODE, ANY_SENDER, ANY_SUBNET, ANY_TARGET, ANY_ZONE, Pick,
    REASONS as CHOICE_REASONS,
};
pub use choice::{Choice, ChoiceOption, Taken};
pub(crate) use ends::{destination, place_of};
pub use policy::PolicyVerdict;
pub(crate) use policy::REASONS as POLICY_REASONS;
pub(crate) use rows::nets_of;
pub(crate) use ways::failing;

use ipnet::IpNet;

use crate::id::{Direction, Ref, RowRef};
use crate::network::Network;
use crate::packet::PacketSet;
use crate::question::Question;
use crate::reason::{Reason, reasons};
use crate::topology::{ClientVpnRoute, SubnetId, Target, TransitGatewayId, TransitGatewayTarget, VpcId};

reasons! {
    NO_SUCH_END: "NO_SOURCE_OR_DESTINATION" ["PW-02"] "Does not exist",
        "{at} is not in this network.",
        "vpc/latest/reachability/explanation-codes.html";
    LEFT_OUT: "UNKNOWN_RESOURCE" ["DEC-26"] "Cannot exist as drawn",
        "{at} cannot exist as it is drawn, so nobody knows what it sends or receives; the list of problems says why.",
        "vpc/latest/reachability/explanation-codes.html";
    NOT_AN_END: "NO_SOURCE_OR_DESTINATION" ["PW-02"] "Sends and receives nothing",
        "{at} neither sends nor receives packets of its own.",
        "vpc/latest/reachability/explanation-codes.html";
    NOBODY_THERE: "NO_SOURCE_OR_DESTINATION" ["PW-02"] "Nobody has this address",
        "Nothing in this network has the address {address}.",
        "vpc/latest/reachability/explanation-codes.html";
    NO_ADDRESS: "X_FAMILY_MISMATCH" ["DEC-21", "VPC-20"] "No such address",
        "{at} has no {family} address.",
        "vpc/latest/userguide/vpc-ip-addressing.html";
    IPV4_ENDPOINT: "X_FAMILY_MISMATCH" ["EI-13", "DEC-21"] "An endpoint for IPv4",
        "{at} is of the IP address type IPv4: its interfaces have no {family} addresses.",
        "vpc/latest/privatelink/create-interface-endpoint.html";
    LOST_PLACES: "UNKNOWN_RESOURCE" ["DEC-26"] "Its subnets are not there",
        "{at} is in subnets that are not there, so its addresses are not known.",
        "vpc/latest/reachability/explanation-codes.html";
    OTHER_FAMILY: "X_FAMILY_MISMATCH" ["DEC-21", "SG-06"] "Packets of the other family",
        "Such packets do not exist in {family}.",
        "vpc/latest/userguide/vpc-ip-addressing.html";
    UNKNOWN_SERVICE: "UNKNOWN_DESTINATION" ["DEC-26"] "Addresses not known",
        "The public addresses of {at} are not known here, so this program cannot say whether the packets get through.",
        "vpc/latest/userguide/aws-ip-ranges.html";
    DISCONNECTED: "DISCONNECTED_VPCS" ["DEC-23", "PW-00"] "Nothing connects the VPCs",
        "Nothing connects {from} with {to}, neither a peering connection nor another link.",
        "vpc/latest/reachability/explanation-codes.html";
    ONE_WAY: "DISCONNECTED_VPCS" ["PL-06", "DEC-23"] "Only the consumer can start",
        "{to} uses a service of {from} through an interface endpoint, which leads from {to} to {from} only. A provider cannot open connections to its consumers.",
        "vpc/latest/privatelink/concepts.html";
    PEERING_FAILED: "DISCONNECTED_VPCS" ["DEC-23", "PEER-01"] "The peering has failed",
        "{peering} has failed, and nothing else connects {from} with {to}.",
        "vpc/latest/peering/vpc-peering-basics.html";
    OTHER_ADDRESS_FAMILY: "X_FAMILY_MISMATCH" ["DEC-21"] "An address of the other family",
        "{address} is not an {family} address, and the question is about {family}.",
        "vpc/latest/userguide/vpc-ip-addressing.html";
    ENDS_NOWHERE: "NO_PATH" ["PW-00"] "No way found",
        "No way leads from {from} to {to}.",
        "vpc/latest/reachability/explanation-codes.html";
    ONE_LEG_ONLY: "X_ASYMMETRIC_PATH" ["PW-24", "DEC-30"] "Sees only one direction",
        "{at} sees the packets of only one direction. If it remembers connections, as firewalls and NAT machines do, it may drop them.",
        "vpc/latest/userguide/route-table-options.html";
    TOO_MANY_ADDRESSES: "UNKNOWN_DESTINATION" ["DEC-26"] "Too many different addresses",
        "The rules tell the addresses of {at} apart in more ways than this program looks at. Ask about one address.",
        "vpc/latest/reachability/explanation-codes.html";
    TOO_MANY_WAYS: "UNKNOWN_DESTINATION" ["DEC-26", "DEC-27"] "Too many ways to choose from",
        "AWS picks one of more ways behind {at} than this program looks at.",
        "vpc/latest/reachability/explanation-codes.html";
    NOT_ALL_ADDRESSES: "not-all-addresses" ["IG-02", "SG-06"] "Not for all addresses",
        "Not all addresses of {at} fare alike; {address} is shown.",
        "vpc/latest/userguide/security-group-rules.html";
}

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
    /// The asked packets that pass both legs, whatever AWS picks at random.
    pub allowed: PacketSet,
    /// The asked packets that pass or fail depending on what AWS picks at random; `by_choice` says on what.
    pub by_chance: PacketSet,
    /// The asked packets that arrive and whose reply does not.
    pub no_reply: PacketSet,
    /// Well-known reasons behind the verdict (`hint CODE` of the specification).
    pub hints: Vec<Finding>,
    pub warnings: Vec<Finding>,
    pub notes: Vec<Finding>,
    /// Where an end means many addresses (the internet, a service, a site) and they fare differently: who fares how. The
    /// rest of the trace is then about one address, and `verdict` and the packet sets about all. Empty if all fare alike.
    pub by_address: Vec<AddressShare>,
    /// What AWS picks at random, if packets pass by some of its picks and fail by others: how they fare by each.
    pub by_choice: Vec<Choice>,
    /// What policies on the way, and of the asked resource, say about the request; it changes no verdict (DEC-28).
    pub authorization: Option<Finding>,
}

/// Addresses of an end that fare alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressShare {
    pub addresses: Vec<IpNet>,
    pub verdict: Verdict,
    pub allowed: PacketSet,
    pub by_chance: PacketSet,
    pub no_reply: PacketSet,
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
    EgressOnlyInternetGateway,
    NatGateway,
    /// `pcx:id(from>to)`.
    Peering {
        from: VpcId,
        to: VpcId,
    },
    GatewayEndpoint,
    InterfaceEndpoint,
    /// `vpce-svc:id`.
    EndpointService,
    /// `lb:id{…}`: a load balancer, towards a target or back.
    LoadBalancer,
    /// `gwlbe:id`.
    GatewayLoadBalancerEndpoint,
    /// `vgw:id[prefix=>target]`: towards a connection, or into the VPC.
    VpnGateway {
        prefix: IpNet,
        to: Ref,
    },
    /// `vpn:conn/tN`.
    VpnConnection {
        tunnel: u8,
    },
    /// `vif:id`.
    VirtualInterface,
    /// `dxgw:id`.
    DirectConnectGateway,
    CustomerGateway,
    /// Into a transit gateway: `tgw-in:att/zone`; only the attachment of a VPC has zones.
    AttachmentIn {
        zone: Option<Rc<str>>,
    },
    /// `tgw-rt:table[dest=>att]`.
    TransitGatewayRouteTable {
        target: TransitGatewayTarget,
    },
    /// Out of a transit gateway: `tgw-out:att/zone`.
    AttachmentOut {
        zone: Option<Rc<str>>,
    },
    /// `tgw-peer:att(from>to)`; the hop is at the attachment of the gateway that the packet leaves.
    TransitGatewayPeering {
        from: TransitGatewayId,
        to: TransitGatewayId,
    },
    /// A host of a site: `onprem:name/ip`.
    Site {
        host: Option<Rc<str>>,
    },
    /// `inet/ip`.
    Internet,
    Service,
    /// `cvpn:id[auth cidr; route cidr=>target]`: what let the packet into the tunnel, or nothing where it comes out of it.
    ClientVpn {
        authorization: Option<IpNet>,
        route: Option<ClientVpnRoute>,
    },
    /// `snat{a=>b}`: a Client VPN endpoint changes an address.
    SourceNat,
    /// The instance metadata service, the resolver and the like, inside the VPC (PW-01).
    VpcService,
    /// The packet never leaves the machine (PW-26).
    Loopback,
    /// The component took no look of its own: a packet is put in there, runs in a circle there, or nothing is known about it.
    Other,
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
    /// Further rules that made it decide so, each in a sentence of its own.
    pub because: Vec<Finding>,
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

/// Follows the asked packets forward and their replies back, for every address that the ends stand for.
pub(crate) fn follow(network: &Network, question: &Question) -> Trace {
    match ends::resolve(network, question) {
        Ok(flow) => combine::over_addresses(network, question, &flow),
        Err(finding) => Trace::without_hops(question, *finding),
    }
}

impl Trace {
    /// The flow cannot even start.
    fn without_hops(question: &Question, finding: Finding) -> Self {
        let verdict = if finding.reason.is_unknown() {
            Verdict::Unknown
        } else {
            Verdict::Blocked
        };
        let blocker = Blocker {
            leg: Leg::Forward,
            finding,
            by: None,
            direction: None,
            hop: None,
        };
        Self {
            question: question.clone(),
            verdict,
            leg: Some(Leg::Forward),
            forward: Vec::new(),
            reply: Vec::new(),
            blockers: vec![blocker],
            allowed: PacketSet::empty(),
            by_chance: PacketSet::empty(),
            no_reply: PacketSet::empty(),
            hints: Vec::new(),
            warnings: Vec::new(),
            notes: Vec::new(),
            by_address: Vec::new(),
            by_choice: Vec::new(),
            authorization: None,
        }
    }

    /// Everything that was found, on hops, blockers and beside them.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        let hops = self.forward.iter().chain(&self.reply);
        let on_hops = hops.flat_map(|hop| [&hop.decision.finding].into_iter().chain(&hop.decision.because));
        let blockers = self.blockers.iter().map(|blocker| &blocker.finding);
        let choices = self.by_choice.iter().map(|choice| &choice.finding);
        let beside = self
            .hints
            .iter()
            .chain(&self.warnings)
            .chain(&self.notes)
            .chain(choices);
        on_hops.chain(blockers).chain(beside).chain(&self.authorization)
    }

    /// The asked packets that never pass both legs; nothing if the flow cannot even start.
    pub fn stopped(&self) -> PacketSet {
        let first = self.forward.first();
        first.map_or_else(PacketSet::empty, |hop| {
            hop.packet.packets.minus(&self.allowed.or(&self.by_chance))
        })
    }

    /// The first thing that blocks: its code is the verdict's.
    pub fn first_blocker(&self) -> Option<&Blocker> {
        self.blockers.first()
    }
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
