//! The leg: what a packet meets from an interface to the target of a route (PW-01 to PW-08).

use std::net::IpAddr;

use reach::id::{Kind, Ref};
use reach::topology::*;

use super::outcome::{Outcome, Place};
use super::packet::{Packet, TCP, UDP};
use super::world::{Owner, World, is_address_of};
use super::{
    appliance, arrival, endpoint, gateway_load_balancer, internet, load_balancer, nat, network_acl, peering,
    regional_nat, route_table, security_group, transit, vpn,
};

/// One leg on its way. `request` is what the forward leg left behind, if this is the return leg.
#[derive(Debug)]
pub struct Walk<'a> {
    pub world: &'a World<'a>,
    pub request: Option<&'a Memory>,
    pub memory: Memory,
    /// The endpoints whose appliances' packets these are.
    pub visiting: Vec<GatewayLoadBalancerEndpointId>,
    seen: Vec<(String, Packet)>,
}

/// What components remember of a leg.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// Who asked, for the return leg to come back to.
    pub asker: Option<InterfaceId>,
    /// Or which load balancer of its own accord.
    pub asking_node: Option<(LoadBalancerId, SubnetId)>,
    /// The interfaces that it went through, with their security groups.
    pub tracked: Vec<InterfaceId>,
    pub translations: Vec<Translation>,
    /// Machines and Gateway Load Balancer endpoints that it passed.
    pub appliances: Vec<Ref>,
    pub balanced: Vec<Balanced>,
    /// Gateway Load Balancer endpoints whose appliances saw packets, and from where to where these were.
    pub visits: Vec<(GatewayLoadBalancerEndpointId, IpAddr, IpAddr)>,
    /// Load balancers that the reply came back through.
    pub returned: Vec<LoadBalancerId>,
    /// Egress-only internet gateways that it left by.
    pub egress_only: Vec<EgressOnlyInternetGatewayId>,
    /// The zones in which attachments in appliance mode took it.
    pub zones: Vec<(TransitGatewayAttachmentId, String)>,
}

/// A source that was replaced, and by what.
#[derive(Clone, Debug)]
pub struct Translation {
    pub by: Ref,
    pub before: Packet,
    pub after: Packet,
}

/// What a node of a load balancer took, and what it sent to the target.
#[derive(Clone, Debug)]
pub struct Balanced {
    pub by: LoadBalancerId,
    pub node: SubnetId,
    pub before: Packet,
    pub after: Packet,
    /// The endpoint of PrivateLink that it came through.
    pub endpoint: Option<(InterfaceEndpointId, SubnetId)>,
}

/// A packet with what its header does not say.
#[derive(Clone, Debug)]
pub struct Flight {
    pub packet: Packet,
    /// Whose packet it is, as far as groups can tell.
    pub sender: Option<Owner>,
    /// Whose it was before that was lost, and what is said where that matters.
    pub lost: Option<(Owner, &'static str)>,
    pub entered: Entered,
    /// The subnet that it left last.
    pub subnet: Option<SubnetId>,
    /// The appliance that sent it on last.
    pub appliance: Option<Ref>,
}

/// How it came into the VPC that it is in (ENG-06).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entered {
    /// From an interface there.
    Sent,
    Peering,
    VpnGateway,
    Internet,
    Transit,
}

impl Flight {
    /// Not from an interface of a VPC.
    pub fn from_outside(packet: Packet, entered: Entered) -> Self {
        Self {
            packet,
            sender: None,
            lost: None,
            entered,
            subnet: None,
            appliance: None,
        }
    }

    /// From here on groups cannot tell whose packet it is.
    pub fn lose(&mut self, code: &'static str) {
        if let Some(sender) = self.sender.take() {
            self.lost = Some((sender, code));
        }
    }

    /// The same where the sender was lost before: what happened last is what is said.
    pub fn lose_again(&mut self, code: &'static str) {
        self.lose(code);
        if let Some((_, said)) = &mut self.lost {
            *said = code;
        }
    }
}

const NEXT_HOPS: usize = 64;

impl<'a> Walk<'a> {
    pub fn new(world: &'a World<'a>, request: Option<&'a Memory>) -> Self {
        Self {
            world,
            request,
            memory: Memory::default(),
            visiting: Vec::new(),
            seen: Vec::new(),
        }
    }

    /// PW-08, NG-11, NG-06: it goes on from another address, and perhaps to another, which whoever replaced them remembers.
    pub fn translate(&mut self, by: Ref, (source, destination): (IpAddr, Option<IpAddr>), flight: &mut Flight) {
        let before = flight.packet;
        flight.packet.source = source;
        flight.packet.destination = destination.unwrap_or(before.destination);
        if before.has_ports() {
            flight.packet.source_port = self.world.nat_port;
        }
        self.memory.translations.push(Translation {
            by,
            before,
            after: flight.packet,
        });
    }

    pub fn is_return(&self) -> bool {
        self.request.is_some()
    }

    /// From the interface's own machine: PW-01, PW-02, then as from any interface.
    pub fn send(&mut self, interface: &InterfaceId, packet: Packet) -> Outcome {
        let Some(record) = self.world.interface(interface) else {
            return Outcome::dropped("NO_SOURCE_OR_DESTINATION", interface.as_str());
        };
        // What does not run sends nothing, not even to itself: before PW-01, which the rules leave open.
        if record.state != InterfaceState::InUse {
            return Outcome::dropped("BAD_STATE", interface.as_str());
        }
        if let Some(outcome) = self.special(interface, record, packet) {
            return outcome;
        }
        let has_family = if packet.is_ipv4() {
            record.ipv4.is_some()
        } else {
            !record.ipv6.is_empty()
        };
        if !has_family {
            return Outcome::dropped("X_FAMILY_MISMATCH", interface.as_str());
        }
        let flight = Flight {
            packet,
            sender: Some(Owner::Interface(interface.clone())),
            lost: None,
            entered: Entered::Sent,
            subnet: None,
            appliance: None,
        };
        self.leave_interface(interface, flight)
    }

    /// PW-01.
    fn special(&self, id: &InterfaceId, interface: &NetworkInterface, packet: Packet) -> Option<Outcome> {
        let to = packet.destination;
        if to.is_loopback() || is_address_of(interface, to) {
            return Some(Outcome::delivered(Place::Local, packet));
        }
        let is_broadcast = to == IpAddr::V4(std::net::Ipv4Addr::BROADCAST);
        if to.is_multicast() || is_broadcast || self.is_last_address(interface, to) {
            return Some(Outcome::dropped("X_NO_BROADCAST", id.as_str()));
        }
        let vpc = self.world.vpc_of_interface(id)?;
        let dns = [
            Some(known("169.254.169.253")),
            Some(known("fd00:ec2::253")),
            self.world.resolver_of(&vpc),
        ];
        if dns.contains(&Some(to)) {
            let is_query = matches!(packet.protocol, TCP | UDP) && packet.destination_port == 53;
            let is_on = self.world.vpc(&vpc).is_some_and(|vpc| vpc.dns_support);
            return Some(match (is_query, is_on) {
                (true, true) => Outcome::delivered(Place::Local, packet),
                (true, false) => Outcome::dropped_somewhere("X_DNS_DISABLED"),
                (false, _) => Outcome::dropped_somewhere("PROTOCOL_RESTRICTION"),
            });
        }
        let asks = (packet.protocol, packet.destination_port);
        let others = [
            (["169.254.169.254", "fd00:ec2::254"], (TCP, 80)),
            (["169.254.169.123", "fd00:ec2::123"], (UDP, 123)),
        ];
        for (addresses, takes) in others {
            if addresses.into_iter().any(|service| known(service) == to) {
                return Some(match asks == takes {
                    true => Outcome::delivered(Place::Local, packet),
                    false => Outcome::dropped_somewhere("PROTOCOL_RESTRICTION"),
                });
            }
        }
        // Some other service of AWS's, of which the rules say nothing more.
        matches!(to, IpAddr::V6(to) if to.segments().starts_with(&[0xfd00, 0xec2])).then_some(Outcome::Unknown)
    }

    fn is_last_address(&self, interface: &NetworkInterface, to: IpAddr) -> bool {
        let cidr = self.world.subnet(&interface.subnet).and_then(|subnet| subnet.cidr);
        cidr.is_some_and(|cidr| IpAddr::V4(cidr.broadcast()) == to)
    }

    /// PW-04, PW-03; an appliance's packets go on from here.
    pub fn leave_interface(&mut self, interface: &InterfaceId, flight: Flight) -> Outcome {
        let Some(record) = self.world.interface(interface) else {
            return Outcome::Unknown;
        };
        if record.source_dest_check && !is_address_of(record, flight.packet.source) {
            return Outcome::dropped("ENI_SOURCE_DEST_CHECK_RESTRICTION", interface.as_str());
        }
        if !self.is_tracked(interface)
            && let Some(refused) = security_group::egress(self.world, interface, &flight)
        {
            return refused;
        }
        self.memory.tracked.push(interface.clone());
        let subnet = record.subnet.clone();
        self.leave_subnet(&subnet, flight)
    }

    /// SG-05: the interface's groups let the request through, and remember it. Others judge the reply anew, once.
    pub fn is_tracked(&self, interface: &InterfaceId) -> bool {
        let Some(request) = self.request else { return false };
        request.tracked.contains(interface) || self.memory.tracked.contains(interface)
    }

    /// PW-05, PW-06.
    pub fn leave_subnet(&mut self, subnet: &SubnetId, flight: Flight) -> Outcome {
        if let Some(outcome) = load_balancer::intercepted(self, subnet, flight.packet) {
            return outcome;
        }
        let Some(record) = self.world.subnet(subnet) else {
            return Outcome::Unknown;
        };
        if self.world.is_in_subnet(subnet, flight.packet.destination) {
            let vpc = record.vpc.clone();
            return arrival::arrive(self, &vpc, Some(subnet), flight);
        }
        if let Some(refused) = network_acl::egress(self.world, subnet, &flight.packet) {
            return refused;
        }
        self.route(subnet, flight)
    }

    /// PW-07: only the table of the subnet that it leaves is asked (ENG-04).
    pub fn route(&mut self, subnet: &SubnetId, mut flight: Flight) -> Outcome {
        flight.subnet = Some(subnet.clone());
        let Some(record) = self.world.subnet(subnet) else {
            return Outcome::Unknown;
        };
        let (vpc, table) = (record.vpc.clone(), self.world.table_of(subnet));
        match route_table::lookup(self.world, &vpc, &table, flight.packet.destination) {
            Ok(target) => self.hop(&vpc, subnet, &target, flight),
            Err(outcome) => outcome,
        }
    }

    /// PW-08.
    fn hop(&mut self, vpc: &VpcId, subnet: &SubnetId, target: &Target, flight: Flight) -> Outcome {
        let reference = match target {
            Target::Local => return arrival::local(self, vpc, subnet, flight),
            Target::NotModelled(_) => return Outcome::Unknown,
            Target::Element(reference) => reference,
        };
        if let Some(ended) = self.guard(&format!("{vpc} to {}", reference.id), flight.packet) {
            return ended;
        }
        match reference.kind {
            Kind::NetworkInterface => appliance::forward(self, &InterfaceId::new(reference.id.clone()), subnet, flight),
            Kind::GatewayLoadBalancerEndpoint => {
                let id = GatewayLoadBalancerEndpointId::new(reference.id.clone());
                gateway_load_balancer::pass(self, &id, Some(subnet), flight)
            }
            Kind::InternetGateway => internet::outward(self, vpc, &reference.id, flight),
            Kind::EgressOnlyInternetGateway => internet::egress_only(self, vpc, &reference.id, flight),
            Kind::NatGateway => nat::forward(self, &NatGatewayId::new(reference.id.clone()), subnet, flight),
            Kind::RegionalNatGateway => {
                regional_nat::forward(self, &RegionalNatGatewayId::new(reference.id.clone()), subnet, flight)
            }
            Kind::PeeringConnection => peering::forward(self, vpc, &reference.id, flight),
            Kind::GatewayEndpoint => endpoint::gateway(self, &reference.id, flight),
            Kind::VpnGateway => vpn::from_vpc(self, vpc, &reference.id, flight),
            Kind::TransitGateway => transit::from_subnet(self, vpc, subnet, &reference.id, flight),
            _ => Outcome::Unknown,
        }
    }

    /// PW-08 from a table that is no subnet's: that of a regional NAT gateway.
    pub fn hop_from(&mut self, vpc: &VpcId, from: &str, target: &Target, flight: Flight) -> Outcome {
        let Target::Element(reference) = target else {
            return Outcome::Unknown;
        };
        if let Some(ended) = self.guard(&format!("{from} to {}", reference.id), flight.packet) {
            return ended;
        }
        match reference.kind {
            Kind::InternetGateway => internet::outward(self, vpc, &reference.id, flight),
            _ => Outcome::Open("another way from a regional NAT gateway"),
        }
    }

    /// ENG-09.
    pub fn guard(&mut self, component: &str, packet: Packet) -> Option<Outcome> {
        let here = (component.to_owned(), packet);
        if self.seen.contains(&here) {
            return Some(Outcome::dropped_somewhere("CYCLIC_PATH_DETECTED"));
        }
        if self.seen.len() >= NEXT_HOPS {
            return Some(Outcome::dropped_somewhere("MAX_HOPS_EXCEEDED"));
        }
        self.seen.push(here);
        None
    }
}

fn known(address: &str) -> IpAddr {
    address.parse().unwrap_or(IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED))
}
