//! What each mode allows: `view` looks and traces, `explore` also switches rules on and off, `edit` changes everything.

use document::Mode;

use crate::edit::field;
use crate::message::{FieldId, Message};

/// Whether the mode lets the message through. Pointer, keys and commands are judged where it is known what they would do.
pub(super) fn allows(mode: Mode, message: &Message) -> bool {
    match mode {
        Mode::Edit | Mode::Exercise => true,
        Mode::View => !changes_the_network(message),
        Mode::Explore => match message {
            Message::EditRow { .. }
            | Message::Peering { .. }
            | Message::AddMissingRoutes(_)
            | Message::Apply { .. } => true,
            // A fix may draw something.
            Message::ApplyFix(_) => false,
            Message::SetField { field, .. } => is_switch(field),
            other => !changes_the_network(other),
        },
    }
}

/// Whether the mode lets this field be changed.
pub(super) fn may_set(mode: Mode, field: FieldId) -> bool {
    match mode {
        Mode::Edit | Mode::Exercise => true,
        Mode::Explore => is_switch(field),
        Mode::View => false,
    }
}

fn changes_the_network(message: &Message) -> bool {
    match message {
        Message::Arm(_)
        | Message::Carry(_)
        | Message::Place(_)
        | Message::SetField { .. }
        | Message::EditRow { .. }
        | Message::Peering { .. }
        | Message::AddMissingRoutes(_)
        | Message::Apply { .. }
        | Message::ApplyFix(_)
        | Message::SetTitle(_)
        | Message::Replace(_)
        | Message::Connect { .. } => true,
        Message::Pointer(_)
        | Message::PointerGone
        | Message::Wheel(_)
        | Message::Pull
        | Message::Menu(_)
        | Message::Key(_)
        | Message::SingleKeys(_)
        | Message::Viewport { .. }
        | Message::Command(_)
        | Message::Activity(_)
        | Message::Select(_)
        | Message::SelectMore(_)
        | Message::Focus(_)
        | Message::Ask(_)
        | Message::RemoveFlow(_)
        | Message::SelectFlow(_)
        | Message::SetFlow { .. }
        | Message::Step(_)
        | Message::ShowRow(_)
        | Message::LookForFixes
        | Message::LookAhead(_)
        | Message::Open { .. }
        | Message::DismissToast => false,
    }
}

/// What can be on or off, or in another state, without anything being drawn.
fn is_switch(field: FieldId) -> bool {
    [
        field::DNS_SUPPORT,
        field::DNS_HOSTNAMES,
        field::SOURCE_DEST_CHECK,
        field::STATE,
        field::PRIVATE_DNS,
        field::REQUESTER_DNS,
        field::ACCEPTER_DNS,
        field::ROUTE_TABLE,
        field::NETWORK_ACL,
        field::GROUPS,
        field::PUBLIC_IPV4,
        field::MASQUERADES,
        field::EDGE_TABLE,
        field::FULL_ACCESS,
        field::BGP,
        field::PREFERENCE,
        field::ASSOCIATION,
        field::DEFAULT_PROPAGATIONS,
        field::PROPAGATIONS,
        field::APPLIANCE_MODE,
        field::SG_REFERENCING,
        field::SPLIT_TUNNEL,
        field::CROSS_ZONE,
        field::PRESERVE_CLIENT_IP,
        field::ACCEPTANCE,
        field::MODE,
    ]
    .contains(&field)
}
