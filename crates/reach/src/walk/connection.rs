use std::net::IpAddr;

use crate::id::{Kind, Ref};
use crate::packet::PacketSet;
use crate::topology::{InterfaceEndpointId, LoadBalancerId, SubnetId, TransitGatewayAttachmentId};
use crate::trace::Packet;

use super::Walk;

/// What stateful components remember of a flow from its forward leg.
#[derive(Clone, Debug, Default)]
pub(crate) struct Connection {
    /// The interfaces whose security groups have seen the flow: replies are not checked again there (SG-05).
    pub(crate) tracked: Vec<Ref>,
    /// The addresses that were changed, in the order in which the flow met who did it.
    pub(crate) translations: Vec<Translation>,
    /// A Client VPN client sent it by its own provider, not through the tunnel (CVPN-10).
    pub(crate) past_tunnel: bool,
    /// The machines that forwarded the packet on this leg.
    pub(crate) middleboxes: Vec<Ref>,
    /// On the way back: those of the forward leg.
    pub(crate) middleboxes_before: Vec<Ref>,
    /// The packets, as they were sent, that another listener of a load balancer takes.
    pub(crate) diverted: PacketSet,
    /// By which subnet of an attachment the request went into its VPC (TGW-35).
    pub(crate) attachment_subnets: Vec<(TransitGatewayAttachmentId, SubnetId)>,
    /// The Gateway Load Balancer endpoints whose appliances saw the flow, behind which load balancer, and the packet there (PL-15).
    pub(crate) visits: Vec<(Ref, LoadBalancerId, Packet)>,
}

/// One rewrite of an address: by a NAT gateway, a NAT instance, a Client VPN endpoint or a load balancer.
#[derive(Clone, Debug)]
pub(crate) struct Translation {
    pub(crate) by: Ref,
    /// The packet as it came in, and as it went out.
    pub(crate) before: Packet,
    pub(crate) after: Packet,
    /// The endpoint that handed it over, by which the answer goes back.
    pub(crate) endpoint: Option<(InterfaceEndpointId, SubnetId)>,
}

impl Translation {
    /// The answers to the packets as they came in, as far as the other side answers them at all.
    pub(crate) fn replies(&self, answers: &PacketSet) -> PacketSet {
        let keeps_source = self.before.source == self.after.source;
        match self.by.kind {
            Kind::LoadBalancer => self.before.packets.replies_through_balancer(answers, keeps_source),
            _ => self.before.packets.replies_through_nat(answers),
        }
    }
}

impl Connection {
    /// The load balancer behind the endpoint, one of whose appliances saw what this packet answers.
    pub(crate) fn visited(&self, endpoint: &Ref, reply: &Packet) -> Option<LoadBalancerId> {
        let (from, to) = (reply.source, reply.destination);
        let is_this = |(at, _, seen): &&(Ref, LoadBalancerId, Packet)| {
            at == endpoint && (seen.destination, seen.source) == (from, to)
        };
        self.visits
            .iter()
            .find(is_this)
            .map(|(_, balancer, _)| balancer.clone())
    }

    pub(crate) fn track(&mut self, interface: Ref) {
        if !self.tracked.contains(&interface) {
            self.tracked.push(interface);
        }
    }

    /// The last NAT gateway that the flow came through.
    pub(crate) fn by_nat_gateway(&self) -> Option<&Translation> {
        let is_gateway = |known: &&Translation| matches!(known.by.kind, Kind::NatGateway | Kind::RegionalNatGateway);
        self.translations.iter().rev().find(is_gateway)
    }

    /// The packets as the first sender sent them, of those that arrived at the far end.
    pub(crate) fn as_sent(&self, arrived: &PacketSet) -> PacketSet {
        self.translations
            .iter()
            .rev()
            .fold(arrived.clone(), |packets, translation| {
                translation
                    .replies(&packets.replies())
                    .requests()
                    .or(&packets.unanswered())
            })
    }

    /// This answers a request whose source was changed on the way, and goes to whoever changed it.
    pub(crate) fn is_for_translator(&self, reply: &Packet) -> bool {
        self.translations.iter().any(|known| {
            let is_changed = known.before.source != known.after.source;
            is_changed && (known.after.destination, known.after.source) == (reply.source, reply.destination)
        })
    }

    /// The translation that this packet answers, if `by` made it.
    pub(crate) fn remembered(&self, by: &Ref, reply: &Packet) -> Option<usize> {
        self.translations.iter().rposition(|known| {
            let (from, to) = (known.after.destination, known.after.source);
            known.by == *by && (from, to) == (reply.source, reply.destination)
        })
    }
}

impl Walk<'_> {
    /// Goes on with `own` as its source, and perhaps to another destination; `by` remembers whose packet it was (NG-03, NG-11,
    /// CVPN-11).
    pub(crate) fn translated(&mut self, by: &Ref, own: IpAddr, destination: Option<IpAddr>) -> Packet {
        let after = Packet {
            source: own,
            destination: destination.unwrap_or(self.packet.destination),
            packets: self.packet.packets.with_nat_ports(),
        };
        self.connection.translations.push(Translation {
            by: by.clone(),
            before: self.packet.clone(),
            after: after.clone(),
            endpoint: None,
        });
        after
    }

    /// True if this is the reply to a connection that went through it.
    pub(crate) fn is_remembered(&self, by: &Ref) -> bool {
        self.is_reply() && self.connection.remembered(by, &self.packet).is_some()
    }

    /// The reply as whoever sent the request expects it, and what was done to the request.
    pub(crate) fn taken_back(&mut self, by: &Ref) -> Option<(Packet, Translation)> {
        let index = self
            .connection
            .remembered(by, &self.packet)
            .filter(|_| self.is_reply())?;
        let known = self.connection.translations.remove(index);
        let back = Packet {
            source: known.before.destination,
            destination: known.before.source,
            packets: known.replies(&self.packet.packets),
        };
        Some((back, known))
    }

    /// The reply as whoever sent the request expects it.
    pub(crate) fn given_back(&mut self, by: &Ref) -> Option<Packet> {
        self.taken_back(by).map(|(back, _)| back)
    }
}
