use crate::id::Ref;
use crate::packet::PacketSet;
use crate::topology::{NatGatewayId, SubnetId, TransitGatewayAttachmentId};
use crate::trace::Packet;

/// What stateful components remember of a flow from its forward leg.
#[derive(Clone, Debug, Default)]
pub(crate) struct Connection {
    /// The interfaces whose security groups have seen the flow: replies are not checked again there (SG-05).
    pub(crate) tracked: Vec<Ref>,
    /// What NAT gateways changed, in the order in which the flow met them.
    pub(crate) translations: Vec<Translation>,
    /// The machines that forwarded the packet on this leg.
    pub(crate) middleboxes: Vec<Ref>,
    /// On the way back: those of the forward leg.
    pub(crate) middleboxes_before: Vec<Ref>,
    /// By which subnet of an attachment the request went into its VPC (TGW-35).
    pub(crate) attachment_subnets: Vec<(TransitGatewayAttachmentId, SubnetId)>,
}

/// One rewrite of a NAT gateway.
#[derive(Clone, Debug)]
pub(crate) struct Translation {
    pub(crate) gateway: NatGatewayId,
    /// The packet as it came in.
    pub(crate) before: Packet,
}

impl Connection {
    pub(crate) fn track(&mut self, interface: Ref) {
        if !self.tracked.contains(&interface) {
            self.tracked.push(interface);
        }
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
