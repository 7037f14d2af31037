//! A transit gateway attachment, and the answer that it may wait for. Docs: vpc/latest/tgw/tgw-peering.html

use reach::id::Ref;
use reach::topology::{Attached, AttachmentState, TransitGatewayAttachment};

use super::{ActionButton, ButtonAction, Inspector, Section, described};
use crate::panel::context::Context;

pub(super) fn attachment(context: &Context<'_>, of: &Ref) -> Option<Inspector> {
    let mut model = described::described(context, of)?;
    let record = context.drawn.transit_gateway_attachments.get(&of.to_id()?)?;
    if let Some(text) = meaning(context, record) {
        let status = Section::Text {
            title: format!("Status: {}", record.state.word()).into(),
            text: text.into(),
            source: None,
        };
        model.sections.insert(0, status);
        if record.state == AttachmentState::PendingAcceptance && context.may_edit {
            model.sections.insert(1, Section::Actions(answers()));
        }
    }
    Some(model)
}

/// What the state means for the packets, where that is not plain.
fn meaning(context: &Context<'_>, record: &TransitGatewayAttachment) -> Option<String> {
    let gateway = context.name_of(&record.gateway);
    Some(match (record.state, &record.to) {
        (AttachmentState::PendingAcceptance, Attached::Peering(other)) => {
            let other = context.drawn.transit_gateway_attachments.get(other);
            let far = other.map_or_else(|| "the other gateway".into(), |other| context.name_of(&other.gateway));
            format!(
                "A peering of {gateway} and {far} has to be accepted, even in one account. Until then nothing passes."
            )
        }
        (AttachmentState::PendingAcceptance, _) => {
            format!("The owner of {gateway} has to accept it. Until then nothing passes.")
        }
        (AttachmentState::Rejected, _) => "It was rejected: nothing passes. Delete it, and ask anew.".to_owned(),
        _ => return None,
    })
}

fn answers() -> Vec<ActionButton> {
    let button = |label: &str, command| ActionButton {
        label: label.into(),
        action: ButtonAction::Command(command),
        disabled: None,
    };
    vec![
        button("Accept", "accept-attachment"),
        button("Reject", "reject-attachment"),
    ]
}
