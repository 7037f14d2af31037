//! Where the packets of one leg cross network interfaces, read off the leg's hops (FL-13).

use std::net::IpAddr;

use super::interface::Interface;
use super::sample::Sample;
use super::{LogAction, Record, UNSEEN, remark};
use crate::hop::load_balancer;
use crate::id::{Direction, Kind, Ref};
use crate::network::Network;
use crate::topology::{LoadBalancer, SubnetId, Target, TransitGatewayId, VpcId};
use crate::trace::{Action, Fact, Finding, Hop, Leg, Packet, Step};

/// The code of VPC Block Public Access, the one gateway drop that interfaces record (BP-05).
const PUBLIC_ACCESS: &str = "VPC_BLOCK_PUBLIC_ACCESS_ENABLED";

pub(super) struct Crossings {
    pub(super) records: Vec<Record>,
    /// A drop that no interface records.
    pub(super) unseen: Option<Finding>,
}

pub(super) fn of_leg(network: &Network, hops: &[Hop], leg: Leg, sample: Sample) -> Crossings {
    let mut reader = Reader {
        network,
        hops,
        leg,
        sample,
        records: Vec::new(),
    };
    for (index, hop) in hops.iter().enumerate() {
        reader.read(index, hop);
    }
    let unseen = hops.last().and_then(|last| reader.end(last));
    Crossings {
        records: reader.records,
        unseen,
    }
}

struct Reader<'a> {
    network: &'a Network,
    hops: &'a [Hop],
    leg: Leg,
    sample: Sample,
    records: Vec<Record>,
}

impl Reader<'_> {
    fn read(&mut self, index: usize, hop: &Hop) {
        match (&hop.step, hop.action) {
            (step, _) if is_interface(step) => self.interface(index, hop),
            (Step::AttachmentIn { zone: Some(zone) }, Action::Forward) => {
                let interface = self.of_attachment(&hop.at, zone);
                self.record(interface, Direction::In, &hop.packet, LogAction::Accept);
            }
            (Step::AttachmentOut { zone: Some(zone) }, Action::Forward) => {
                let interface = self.of_attachment(&hop.at, zone);
                self.goes_out(index, interface, &hop.packet);
            }
            (Step::NetworkAcl { direction, subnet }, Action::Drop) if *direction == Direction::In => {
                let interface = self.aimed_at(index, hop, subnet);
                self.rejected(interface, hop);
            }
            (Step::SecurityGroup(Direction::In), Action::Drop) => {
                let interface = self.guarded_by(hop);
                self.rejected(interface, hop);
            }
            _ => {}
        }
    }

    fn rejected(&mut self, interface: Option<Interface>, hop: &Hop) {
        self.record(interface, Direction::In, &hop.packet, LogAction::Reject);
    }

    /// The packet is at an interface: it comes in if it has come by something, and goes out if it goes on.
    fn interface(&mut self, index: usize, hop: &Hop) {
        let is_first = index == 0;
        // What is not running, and what sends what it may not send, records nothing.
        let is_silent = hop.action == Action::Drop && (is_first || is_out_of_order(hop));
        if is_silent {
            return;
        }
        if !is_first && !self.is_by_private_link(index) {
            let interface = self.here(hop, hop.packet.destination);
            self.record(interface, Direction::In, &hop.packet, LogAction::Accept);
        }
        let hands_over = self
            .hops
            .get(index + 1)
            .is_some_and(|next| next.step == Step::EndpointService);
        if matches!(hop.action, Action::Forward | Action::Rewrite) && !hands_over {
            let packet = hop.packet_out.as_ref().unwrap_or(&hop.packet);
            let interface = self.here(hop, packet.source);
            self.goes_out(index, interface, packet);
        }
    }

    /// It got the packet through PrivateLink: between an endpoint and a load balancer nothing is logged (FL-12).
    fn is_by_private_link(&self, index: usize) -> bool {
        let before = self.hops.iter().take(index).rev();
        let mut others = before.filter(|hop| !matches!(hop.step, Step::SecurityGroup(_) | Step::Tracked));
        others.next().is_some_and(|hop| hop.step == Step::EndpointService)
    }

    /// Past the interface's own group and its subnet's ACL.
    fn goes_out(&mut self, index: usize, interface: Option<Interface>, packet: &Packet) {
        let after = self.hops.get(index + 1..).unwrap_or_default();
        let filters = after.iter().take_while(|hop| is_filter_out(hop)).count();
        let filtered = after.get(..filters).unwrap_or_default();
        let is_rejected = filtered.iter().any(|hop| hop.action == Action::Drop);
        let action = if is_rejected {
            LogAction::Reject
        } else {
            LogAction::Accept
        };
        self.record(interface, Direction::Out, packet, action);
        let path = after.get(filters).filter(|_| !is_rejected);
        let path = path.and_then(|hop| traffic_path(self.network, hop, after.get(filters + 1)));
        if let Some(record) = self.records.last_mut() {
            record.traffic_path = path;
        }
    }

    fn record(&mut self, interface: Option<Interface>, direction: Direction, packet: &Packet, action: LogAction) {
        let Some(interface) = interface else {
            return;
        };
        let (source_port, destination_port) = self.sample.ports(&packet.packets, self.leg);
        self.records.push(Record {
            interface,
            leg: self.leg,
            direction,
            packet: packet.clone(),
            protocol: self.sample.protocol,
            source_port,
            destination_port,
            action,
            traffic_path: None,
            is_public_access_blocked: false,
        });
    }

    /// The interface of the hop's own element; one of several of an endpoint goes by its address.
    fn here(&self, hop: &Hop, address: IpAddr) -> Option<Interface> {
        let topology = self.network.topology();
        if let Some(id) = hop.at.to_id::<LoadBalancer>() {
            return Interface::of_load_balancer(self.network, &id, &load_balancer::subnet_at(topology, hop)?);
        }
        let of_endpoint = || {
            let endpoint = topology.interface_endpoints.get(&hop.at.to_id()?)?;
            Interface::at_address(self.network, &endpoint.vpc, address)
        };
        let of_client_vpn = || {
            let endpoint = topology.client_vpn_endpoints.get(&hop.at.to_id()?)?;
            let is_own = endpoint.associations.iter().any(|place| address == place.ipv4);
            Interface::at_address(self.network, endpoint.vpc.as_ref().filter(|_| is_own)?, address)
        };
        let of_resolver = || {
            let endpoint = topology.resolver_endpoints.get(&hop.at.to_id()?)?;
            Interface::at_address(self.network, &endpoint.vpc, address)
        };
        Interface::of_element(self.network, &hop.at)
            .or_else(of_endpoint)
            .or_else(of_client_vpn)
            .or_else(of_resolver)
    }

    /// Whose packet a network ACL refuses on its way in: the route's target, else who has the address.
    fn aimed_at(&self, index: usize, hop: &Hop, subnet: &SubnetId) -> Option<Interface> {
        let before = index.checked_sub(1).and_then(|before| self.hops.get(before));
        let target = before.and_then(|before| match &before.step {
            Step::RouteTable {
                target: Target::Element(element),
            } => Interface::of_element(self.network, element).or_else(|| self.of_gateway(element, subnet)),
            _ => None,
        });
        let vpc = self.network.vpc_of(subnet)?;
        target.or_else(|| Interface::at_address(self.network, vpc, hop.packet.destination))
    }

    fn of_attachment(&self, attachment: &Ref, zone: &str) -> Option<Interface> {
        let subnets = &self.network.topology().subnets;
        let is_in_zone = |id: &SubnetId| subnets.get(id).is_some_and(|subnet| *subnet.zone == *zone);
        Interface::of_attachment(self.network, attachment, is_in_zone)
    }

    /// The interface of a transit gateway in this subnet.
    fn of_gateway(&self, gateway: &Ref, subnet: &SubnetId) -> Option<Interface> {
        let id: TransitGatewayId = gateway.to_id()?;
        let attachments = self.network.topology().transit_gateway_attachments.iter();
        let mut of_this = attachments.filter(|(_, attachment)| attachment.gateway == id);
        of_this.find_map(|(id, _)| Interface::of_attachment(self.network, &Ref::from(id), |own| own == subnet))
    }

    fn guarded_by(&self, hop: &Hop) -> Option<Interface> {
        let Some(Fact::Element(interface)) = hop.fact("interface") else {
            return None;
        };
        let here = Hop {
            at: interface.clone(),
            ..hop.clone()
        };
        self.here(&here, hop.packet.destination)
    }

    /// What the last hop drops: Block Public Access is recorded at the interface, filters were; the rest nobody sees.
    fn end(&mut self, last: &Hop) -> Option<Finding> {
        let is_filter = matches!(last.step, Step::SecurityGroup(_) | Step::NetworkAcl { .. });
        if last.action != Action::Drop || is_filter || self.records.is_empty() && !is_public_access(last) {
            return None;
        }
        if !is_public_access(last) {
            return Some(remark(&UNSEEN, last.at.clone()));
        }
        self.public_access_blocked(last);
        None
    }

    fn public_access_blocked(&mut self, last: &Hop) {
        let outward = self
            .records
            .last_mut()
            .filter(|record| record.direction == Direction::Out && record.packet.source == last.packet.source);
        if let Some(record) = outward {
            record.action = LogAction::Reject;
            record.is_public_access_blocked = true;
            return;
        }
        let destination = last.packet.destination;
        let Some((vpc, private)) = private_address(self.network, destination) else {
            return;
        };
        let packet = Packet {
            destination: private,
            ..last.packet.clone()
        };
        let interface = Interface::at_address(self.network, &vpc, private);
        self.record(interface, Direction::In, &packet, LogAction::Reject);
        if let Some(record) = self.records.last_mut() {
            record.is_public_access_blocked = true;
        }
    }
}

const fn is_interface(step: &Step) -> bool {
    matches!(
        step,
        Step::Interface
            | Step::InterfaceEndpoint
            | Step::NatGateway
            | Step::LoadBalancer
            | Step::GatewayLoadBalancerEndpoint
    )
}

fn is_public_access(hop: &Hop) -> bool {
    hop.decision.finding.reason.code == PUBLIC_ACCESS
}

/// Stopped, not attached, not available: nobody takes the packet. Or it is somebody else's, and whether their filters would
/// let it in was not asked.
fn is_out_of_order(hop: &Hop) -> bool {
    let code = hop.decision.finding.reason.code;
    let is_somebody_elses = hop.fact("meant").is_some();
    code == "BAD_STATE" || is_somebody_elses
}

fn is_filter_out(hop: &Hop) -> bool {
    match &hop.step {
        Step::SecurityGroup(direction) | Step::NetworkAcl { direction, .. } => *direction == Direction::Out,
        Step::Tracked => true,
        _ => false,
    }
}

fn private_address(network: &Network, address: IpAddr) -> Option<(VpcId, IpAddr)> {
    match network.holder_of_public(address) {
        Some((vpc, _, private)) => Some((vpc, IpAddr::V4(private))),
        None => network.holder_of_ipv6(address).map(|(vpc, _)| (vpc, address)),
    }
}

/// The ways of FL-06 that are known by the route's target alone; every instance here is a Nitro one.
static PATHS: &[(Kind, u8)] = &[
    (Kind::NetworkInterface, SAME_VPC),
    (Kind::NatGateway, SAME_VPC),
    (Kind::InterfaceEndpoint, SAME_VPC),
    (Kind::GatewayLoadBalancerEndpoint, SAME_VPC),
    // By its interface in the VPC.
    (Kind::TransitGateway, SAME_VPC),
    (Kind::VpnGateway, 3),
    (Kind::GatewayEndpoint, 7),
    (Kind::InternetGateway, 8),
];
const SAME_VPC: u8 = 1;
const SAME_REGION_PEERING: u8 = 4;
const OTHER_REGION_PEERING: u8 = 5;

/// By the hop behind the filters: a route, or delivery in the same subnet. `None` if no route is found or the way has no number.
fn traffic_path(network: &Network, hop: &Hop, next: Option<&Hop>) -> Option<u8> {
    match &hop.step {
        Step::RouteTable { .. } if hop.action == Action::Drop => None,
        Step::RouteTable { target: Target::Local } => Some(SAME_VPC),
        Step::RouteTable {
            target: Target::Element(target),
        } if target.kind == Kind::PeeringConnection => Some(peering_path(network, target)),
        Step::RouteTable {
            target: Target::Element(target),
        } => path_by_target(target, next),
        Step::RouteTable { .. } | Step::VpcService => None,
        _ => Some(SAME_VPC),
    }
}

fn path_by_target(target: &Ref, next: Option<&Hop>) -> Option<u8> {
    let known = PATHS.iter().find(|(kind, _)| *kind == target.kind);
    known.map(|(_, path)| *path).filter(|_| next.is_some())
}

fn peering_path(network: &Network, peering: &Ref) -> u8 {
    let record = peering
        .to_id()
        .and_then(|id| network.topology().peering_connections.get(&id));
    let regions = record.map(|record| [&record.requester, &record.accepter].map(|vpc| network.region_of(vpc)));
    match regions {
        Some([requester, accepter]) if requester != accepter => OTHER_REGION_PEERING,
        _ => SAME_REGION_PEERING,
    }
}
