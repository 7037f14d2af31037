//! Addresses that never meet a filter or a route (PW-01, SG-13, NA-10): the machine itself, the VPC's resolver, the metadata
//! and the time service, each at its own port. The resolver answers its own VPC only (PEER-28). AWS page: vpc/latest/userguide/vpc-dns.html

use std::net::{IpAddr, Ipv4Addr};

use super::interface;
use crate::id::Ref;
use crate::network::Network;
use crate::packet::PacketSet;
use crate::reason::reasons;
use crate::topology::{InterfaceId, NetworkInterface, PortRange, Traffic, Vpc, VpcId};
use crate::trace::{Action, Fact, Step};
use crate::walk::{Came, Next, Party, Walk, Why};

reasons! {
    ITSELF: "to-itself" ["PW-26", "PW-01"] "Never leaves the machine",
        "{destination} is an address of {at} itself, so the packet never leaves it; no filter or route is asked.",
        "vpc/latest/userguide/using-eni.html", assumed;
    SERVICE: "vpc-service" ["PW-01", "SG-13", "NA-10"] "Always reachable",
        "{destination} is a service that AWS runs inside every VPC; security groups, network ACLs and routes do not apply.",
        "vpc/latest/userguide/vpc-dns.html";
    RESOLVER_ADDRESS: "vpc-resolver" ["VPC-18", "DN-01", "PW-01", "SG-13", "NA-10"] "The VPC's DNS resolver",
        "{destination}, the base of the VPC's first range plus two, is its DNS resolver; security groups, network ACLs and routes do not apply.",
        "vpc/latest/userguide/vpc-dns.html";
    DNS_ONLY: "PROTOCOL_RESTRICTION" ["DN-01", "PW-01"] "DNS only",
        "{destination} is the DNS resolver of {at}: it answers {other_packets}, and not {packets}.",
        "vpc/latest/userguide/vpc-dns.html";
    OTHER_PORT: "PROTOCOL_RESTRICTION" ["PW-01"] "The service is at another port",
        "{destination} is a service that AWS runs inside every VPC: it answers {other_packets}, and not {packets}.",
        "AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html";
    NOT_KNOWN: "UNKNOWN_DESTINATION" ["PW-01", "DEC-26"] "Kept for services of AWS",
        "{destination} is in the range that AWS keeps for its services inside every VPC; which of them answers there is not modelled.",
        "vpc/latest/userguide/vpc-cidr-blocks.html";
    OWN_ADDRESS: "NO_POSSIBLE_DESTINATION" ["PW-26", "ENG-02"] "The sender has this address, too",
        "{destination} is an address of {at} itself, so the packet never leaves the machine; {meant} is somewhere else.",
        "vpc/latest/userguide/vpc-ip-addressing.html", assumed;
    SERVICE_ANSWERS: "vpc-service-answers" ["PW-01", "SG-13", "NA-10"] "The service answers",
        "{source} answers; no filter is asked on the way back.",
        "vpc/latest/userguide/vpc-dns.html";
    DNS_DISABLED: "X_DNS_DISABLED" ["DN-02"] "DNS is off",
        "DNS support is off in {at}, so its resolver at {destination} does not answer.",
        "vpc/latest/userguide/vpc-dns.html";
    NO_BROADCAST: "X_NO_BROADCAST" ["PW-01"] "No broadcast",
        "{destination} is a broadcast or multicast address, and a VPC carries neither.",
        "vpc/latest/userguide/vpc-network-acls.html";
    REMOTE_RESOLVER: "X_REMOTE_RESOLVER" ["PEER-28", "DN-05"] "The resolver is for its own VPC",
        "{destination} is the DNS resolver of {at}; it answers only what comes from inside {at}.",
        "vpc/latest/peering/vpc-peering-basics.html";
    RESOLVER_FOR_SITE: "X_REMOTE_RESOLVER" ["VPN-47", "DN-09"] "The resolver is for its own VPC",
        "{destination} is the DNS resolver of {at}; it answers only what comes from inside {at}. A site needs an inbound endpoint of the resolver.",
        "vpc/latest/userguide/vpc-dns.html", assumed;
}

const METADATA: Ipv4Addr = Ipv4Addr::new(169, 254, 169, 254);
const RESOLVER: Ipv4Addr = Ipv4Addr::new(169, 254, 169, 253);
const TIME: Ipv4Addr = Ipv4Addr::new(169, 254, 169, 123);

/// Ends the leg if the destination is special for this sender.
pub(crate) fn special(walk: &mut Walk<'_>, id: &InterfaceId, record: &NetworkInterface) -> Option<Next> {
    let destination = walk.destination();
    if walk.is_reply() {
        return None;
    }
    if destination.is_loopback() || interface::owns(record, destination) {
        return Some(refuse_other(walk, id).unwrap_or_else(|| to_itself(walk, id)));
    }
    let network = walk.network;
    let vpc = network.vpc_of(&record.subnet)?;
    if is_broadcast(network, vpc, destination) {
        return Some(walk.stop(id, Step::Interface, Why::new(&NO_BROADCAST)));
    }
    let service = Service::at(network, vpc, destination)?;
    walk.pass(id, Step::Interface, Action::Forward, Why::new(&interface::SENDS));
    Some(ask(walk, id, vpc, service))
}

fn ask(walk: &mut Walk<'_>, id: &InterfaceId, vpc: &VpcId, service: Service) -> Next {
    let (at, network) = (Ref::from(vpc), walk.network);
    let Some(taken) = service.takes() else {
        return walk.stop(at, Step::VpcService, Why::new(&NOT_KNOWN));
    };
    let refusal = match service {
        Service::Resolver => &DNS_ONLY,
        _ => &OTHER_PORT,
    };
    let why = Why::new(refusal).fact("other_packets", Fact::Packets(taken.clone()));
    if let Some(next) = walk.restrict(&at, &Step::VpcService, &taken, why) {
        return next;
    }
    let has_dns = network.topology().vpcs.get(vpc).is_none_or(|vpc| vpc.dns_support);
    if service == Service::Resolver && !has_dns {
        return walk.stop(at, Step::VpcService, Why::new(&DNS_DISABLED));
    }
    let is_base = base_plus_two(network, vpc) == Some(walk.destination());
    let reason = if is_base { &RESOLVER_ADDRESS } else { &SERVICE };
    let party = Party::VpcService(id.clone(), vpc.clone());
    walk.deliver(at, Step::VpcService, party, Why::new(reason))
}

/// Somebody else is meant, who has the same address in another VPC.
fn refuse_other(walk: &mut Walk<'_>, id: &InterfaceId) -> Option<Next> {
    let meant = walk.expected.clone()?;
    let why = Why::new(&OWN_ADDRESS).element("meant", meant.reference());
    (meant.reference() != Ref::from(id)).then(|| walk.stop(id, Step::Loopback, why))
}

/// The whole leg: the packet stays in the machine.
pub(crate) fn to_itself(walk: &mut Walk<'_>, id: &InterfaceId) -> Next {
    walk.deliver(id, Step::Loopback, Party::Itself(id.clone()), Why::new(&ITSELF))
}

/// The whole way back from such a service.
pub(crate) fn answer(walk: &mut Walk<'_>, id: &InterfaceId, vpc: &VpcId) -> Next {
    walk.pass(vpc, Step::VpcService, Action::Forward, Why::new(&SERVICE_ANSWERS));
    let party = Party::Interface(id.clone());
    walk.deliver(id, Step::Interface, party, Why::new(&interface::ANSWERED))
}

/// DEC-24: a query to the VPC's resolver that comes from outside.
pub(crate) fn refuse_remote(walk: &mut Walk<'_>, vpc: &VpcId) -> Option<Next> {
    let is_remote = walk.came != Came::FromSubnet && Some(walk.destination()) == base_plus_two(walk.network, vpc);
    let is_site = walk.came == Came::ByVpnGateway;
    let reason = if is_site { &RESOLVER_FOR_SITE } else { &REMOTE_RESOLVER };
    is_remote.then(|| walk.stop(Ref::from(vpc), Step::Local, Why::new(reason)))
}

pub(super) fn is_resolver(network: &Network, vpc: &VpcId, destination: IpAddr) -> bool {
    let is_ipv6_resolver = match destination {
        IpAddr::V4(address) => address == RESOLVER,
        IpAddr::V6(address) => address.segments() == [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x253],
    };
    is_ipv6_resolver || Some(destination) == base_plus_two(network, vpc)
}

/// What AWS runs inside every VPC.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Service {
    Resolver,
    Metadata,
    Time,
    /// In the range for such services, and not one of these.
    Other,
}

impl Service {
    fn at(network: &Network, vpc: &VpcId, destination: IpAddr) -> Option<Self> {
        if is_resolver(network, vpc, destination) {
            return Some(Self::Resolver);
        }
        match destination {
            IpAddr::V4(METADATA) => Some(Self::Metadata),
            IpAddr::V4(TIME) => Some(Self::Time),
            IpAddr::V4(_) => None,
            IpAddr::V6(address) => match address.segments() {
                [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254] => Some(Self::Metadata),
                [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x123] => Some(Self::Time),
                [0xfd00, 0xec2, ..] => Some(Self::Other),
                _ => None,
            },
        }
    }

    /// What it answers, where that is known.
    fn takes(self) -> Option<PacketSet> {
        let port = PortRange::single;
        match self {
            Self::Resolver => {
                let udp = PacketSet::of_rule(Traffic::Udp(port(53)));
                Some(PacketSet::of_rule(Traffic::Tcp(port(53))).or(&udp))
            }
            Self::Metadata => Some(PacketSet::of_rule(Traffic::Tcp(port(80)))),
            Self::Time => Some(PacketSet::of_rule(Traffic::Udp(port(123)))),
            Self::Other => None,
        }
    }
}

/// DN-01, VPC-18: the resolver's address, from the primary CIDR.
pub(crate) fn base_plus_two(network: &Network, vpc: &VpcId) -> Option<IpAddr> {
    let vpc: &Vpc = network.topology().vpcs.get(vpc)?;
    let base = u32::from(vpc.cidrs.first()?.network());
    Some(IpAddr::V4(Ipv4Addr::from(base.checked_add(2)?)))
}

fn is_broadcast(network: &Network, vpc: &VpcId, destination: IpAddr) -> bool {
    let of_subnet = || {
        let cidr = network
            .topology()
            .subnets
            .get(network.subnet_at(vpc, destination)?)?
            .cidr?;
        Some(IpAddr::V4(cidr.broadcast()) == destination)
    };
    let everywhere = match destination {
        IpAddr::V4(address) => address.is_multicast() || address.is_broadcast(),
        IpAddr::V6(address) => address.is_multicast(),
    };
    everywhere || of_subnet().unwrap_or(false)
}
