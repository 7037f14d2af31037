//! Whose VPC may be attached: the gateway's owner's, and those of accounts that it is shared with, which the owner accepts
//! (TGW-04, TGW-03). AWS page: vpc/latest/tgw/transit-gateway-share.html

use super::{Refusal, refuse};
use crate::reason::reasons;
use crate::resolve::element;
use crate::topology::{Attached, AttachmentState, Topology, TransitGatewayAttachment, TransitGatewayAttachmentId};

reasons! {
    NOT_SHARED: "X_REFUSED" ["TGW-04"] "Not shared with this account",
        "{at} cannot attach {vpc}: {gateway} belongs to another account and is not shared with the account of {vpc}.",
        "vpc/latest/tgw/transit-gateway-share.html";
}

/// An attachment of another account's VPC waits for the owner, unless the gateway accepts by itself.
pub(super) fn create(
    id: &TransitGatewayAttachmentId,
    attachment: &mut TransitGatewayAttachment,
    topology: &Topology,
) -> Result<(), Refusal> {
    let Attached::Vpc { vpc, .. } = &attachment.to else {
        return Ok(());
    };
    let (Some(record), Some(gateway)) = (
        topology.vpcs.get(vpc),
        topology.transit_gateways.get(&attachment.gateway),
    ) else {
        return Ok(());
    };
    let Some(account) = record.account.as_ref().filter(|_| record.account != gateway.account) else {
        return Ok(());
    };
    if !gateway.shared_with.contains(account) {
        let facts = vec![("vpc", element(vpc)), ("gateway", element(&attachment.gateway))];
        return refuse(&NOT_SHARED, id, facts);
    }
    if !gateway.auto_accept && attachment.state == AttachmentState::Available {
        attachment.state = AttachmentState::PendingAcceptance;
    }
    Ok(())
}
