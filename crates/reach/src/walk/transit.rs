use std::rc::Rc;

use crate::topology::TransitGatewayAttachmentId;

/// What transit gateways know about the packet that they carry.
#[derive(Debug, Default)]
pub(crate) struct Transit {
    /// The attachment that it came in by.
    pub(crate) came_by: Option<TransitGatewayAttachmentId>,
    /// The Availability Zone that it came from (TGW-31).
    pub(crate) zone: Option<Rc<str>>,
    /// Peerings between transit gateways that it crossed.
    pub(crate) peerings: u8,
    /// Whether security groups beyond still know the sender.
    pub(crate) identity: Identity,
    /// The reply went out by this attachment in another zone than the request (TGW-35).
    pub(crate) other_zone: Option<TransitGatewayAttachmentId>,
}

/// Whether security groups know the sender of a packet that came over a transit gateway (TGW-60, TGW-61).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Identity {
    /// It came over none, or over one that keeps it.
    #[default]
    Kept,
    /// Security group referencing is off on the gateway or on an attachment.
    Off,
    /// It crossed a peering between gateways, or a zone that does not have it.
    Lost,
}
