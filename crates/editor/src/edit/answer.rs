//! Answers to attachments of transit gateways that wait for one (TGW-03, TGW-50).

use reach::id::Ref;
use reach::topology::{Attached, AttachmentState, Element, Topology};

use super::{Drawing, Edit, Refused, change};
use crate::words;

/// Whether the attachment waits for an answer.
pub fn waits(topology: &Topology, of: &Ref) -> bool {
    matches!(topology.get(of), Some(Element::TransitGatewayAttachment(_, record)) if record.state == AttachmentState::PendingAcceptance)
}

/// Accepts or rejects it, and with it the other end of a peering: they are one request.
pub fn answer(drawing: Drawing<'_>, of: &Ref, accepts: bool) -> Result<Edit, Refused> {
    let topology = drawing.topology;
    let name = words::name(topology, of);
    if !waits(topology, of) {
        return Err(format!("{name} waits for no answer.").into());
    }
    let other = match topology.get(of) {
        Some(Element::TransitGatewayAttachment(_, record)) => match record.to {
            Attached::Peering(other) => Some(Ref::from(other)),
            _ => None,
        },
        _ => None,
    };
    let (state, word) = if accepts {
        (AttachmentState::Available, "Accept")
    } else {
        (AttachmentState::Rejected, "Reject")
    };
    let mut operations = Vec::new();
    for end in std::iter::once(of).chain(&other).filter(|end| waits(topology, end)) {
        operations.extend(change(drawing, end, |element| {
            if let Element::TransitGatewayAttachment(_, record) = element {
                record.state = state;
            }
            Ok(())
        })?);
    }
    let mut edit = Edit::new(format!("{word} {name}"), operations);
    edit.said = Some(
        match (accepts, other) {
            (true, Some(_)) => {
                format!("{name} is accepted. Both gateways’ route tables need static routes to each other")
            }
            (true, None) => format!("{name} is accepted"),
            (false, _) => format!("{name} is rejected: nothing passes"),
        }
        .into(),
    );
    Ok(edit)
}
