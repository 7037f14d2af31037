use std::net::IpAddr;

use crate::id::{Kind, Ref};
use crate::packet::PacketSet;
use crate::topology::{SubnetId, TransitGatewayAttachmentId};
use crate::trace::Packet;

use super::Walk;

/// What stateful components remember of a flow from its forward leg.
#[derive(Clone, Debug, Default)]
pub(crate) struct Connection {
    /// The interfaces whose security groups have seen the flow: replies are not checked again there (SG-05).
    pub(crate) tracked: Vec<Ref>,
    /// The source addresses that were changed, in the order in which the flow met who did it.
    pub(crate) translations: Vec<Translation>,
    /// The machines that forwarded the packet on this leg.
    pub(crate) middleboxes: Vec<Ref>,
    /// On the way back: those of the forward leg.
    pub(crate) middleboxes_before: Vec<Ref>,
    /// By which subnet of an attachment the request went into its VPC (TGW-35).
    pub(crate) attachment_subnets: Vec<(TransitGatewayAttachmentId, SubnetId)>,
}

/// One rewrite of a source address: by a NAT gateway, a NAT instance or a Client VPN endpoint.
#[derive(Clone, Debug)]
pub(crate) struct Translation {
    pub(crate) by: Ref,
    /// The address that it gave the packet.
    pub(crate) own: IpAddr,
    /// The packet as it came in.
    pub(crate) before: Packet,
}

impl Connection {
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
                    .before
                    .packets
                    .replies_through_nat(&packets.replies())
                    .requests()
                    .or(&packets.unanswered())
            })
    }
}

impl Walk<'_> {
    /// Goes on with `own` as its source; `by` remembers whose packet it was (NG-03, NG-11, CVPN-11).
    pub(crate) fn translated(&mut self, by: &Ref, own: IpAddr) -> Packet {
        self.connection.translations.push(Translation {
            by: by.clone(),
            own,
            before: self.packet.clone(),
        });
        Packet {
            source: own,
            packets: self.packet.packets.with_nat_ports(),
            ..self.packet.clone()
        }
    }

    /// True if this is the reply to a connection that went through it.
    pub(crate) fn is_remembered(&self, by: &Ref) -> bool {
        self.remembered(by).is_some()
    }

    /// The reply as whoever sent the request expects it.
    pub(crate) fn given_back(&mut self, by: &Ref) -> Option<Packet> {
        let index = self.remembered(by)?;
        let Translation { before, .. } = self.connection.translations.remove(index);
        Some(Packet {
            source: self.packet.source,
            destination: before.source,
            packets: before.packets.replies_through_nat(&self.packet.packets),
        })
    }

    fn remembered(&self, by: &Ref) -> Option<usize> {
        let translations = &self.connection.translations;
        let (from, to) = (self.packet.source, self.packet.destination);
        let is_it = |known: &Translation| known.by == *by && known.own == to && known.before.destination == from;
        self.is_reply().then(|| translations.iter().rposition(is_it))?
    }
}
