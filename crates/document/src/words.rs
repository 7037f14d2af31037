//! The words that the text form, JSON and the link share for values.

use reach::topology::*;

use crate::document::Mode;
use reach::trace::{Assumptions, Verdict};

pub(crate) type Words<T> = &'static [(&'static str, T)];

pub(crate) const ROLES: Words<Role> = &[
    ("instance", Role::Instance),
    ("database", Role::Database),
    ("function", Role::Function),
    ("interface", Role::Other),
];

pub(crate) const INTERFACE_STATES: Words<InterfaceState> = &[
    ("in-use", InterfaceState::InUse),
    ("stopped", InterfaceState::Stopped),
    ("available", InterfaceState::Available),
];

pub(crate) const NAT_STATES: Words<NatState> = &[
    ("available", NatState::Available),
    ("pending", NatState::Pending),
    ("failed", NatState::Failed),
    ("deleting", NatState::Deleting),
    ("deleted", NatState::Deleted),
];

pub(crate) const ENDPOINT_STATES: Words<EndpointState> = &[
    ("available", EndpointState::Available),
    ("pending-acceptance", EndpointState::PendingAcceptance),
    ("pending", EndpointState::Pending),
    ("rejected", EndpointState::Rejected),
    ("expired", EndpointState::Expired),
    ("failed", EndpointState::Failed),
    ("deleting", EndpointState::Deleting),
    ("deleted", EndpointState::Deleted),
];

pub(crate) const PEERING_STATES: Words<PeeringState> = &[
    ("active", PeeringState::Active),
    ("initiating-request", PeeringState::InitiatingRequest),
    ("pending-acceptance", PeeringState::PendingAcceptance),
    ("provisioning", PeeringState::Provisioning),
    ("failed", PeeringState::Failed),
    ("expired", PeeringState::Expired),
    ("rejected", PeeringState::Rejected),
    ("deleting", PeeringState::Deleting),
    ("deleted", PeeringState::Deleted),
];

pub(crate) const ATTACHMENT_STATES: Words<AttachmentState> = &[
    ("available", AttachmentState::Available),
    ("initiating", AttachmentState::Initiating),
    ("initiating-request", AttachmentState::InitiatingRequest),
    ("pending-acceptance", AttachmentState::PendingAcceptance),
    ("pending", AttachmentState::Pending),
    ("modifying", AttachmentState::Modifying),
    ("rolling-back", AttachmentState::RollingBack),
    ("rejecting", AttachmentState::Rejecting),
    ("rejected", AttachmentState::Rejected),
    ("failing", AttachmentState::Failing),
    ("failed", AttachmentState::Failed),
    ("deleting", AttachmentState::Deleting),
    ("deleted", AttachmentState::Deleted),
];

pub(crate) const VIRTUAL_INTERFACES: Words<VirtualInterfaceKind> = &[
    ("private", VirtualInterfaceKind::Private),
    ("transit", VirtualInterfaceKind::Transit),
    ("public", VirtualInterfaceKind::Public),
];

pub(crate) const PREFERENCES: Words<Preference> = &[
    ("medium", Preference::Medium),
    ("low", Preference::Low),
    ("high", Preference::High),
];

pub(crate) const LOAD_BALANCERS: Words<LoadBalancerKind> = &[
    ("network", LoadBalancerKind::Network),
    ("application", LoadBalancerKind::Application),
    ("gateway", LoadBalancerKind::Gateway),
];

pub(crate) const LISTENER_PROTOCOLS: Words<ListenerProtocol> = &[
    ("tcp", ListenerProtocol::Tcp),
    ("udp", ListenerProtocol::Udp),
    ("tcp-udp", ListenerProtocol::TcpUdp),
    ("tls", ListenerProtocol::Tls),
    ("http", ListenerProtocol::Http),
    ("https", ListenerProtocol::Https),
    ("geneve", ListenerProtocol::Geneve),
];

pub(crate) const SERVICE_STATES: Words<ServiceState> = &[
    ("available", ServiceState::Available),
    ("pending", ServiceState::Pending),
    ("failed", ServiceState::Failed),
    ("deleting", ServiceState::Deleting),
    ("deleted", ServiceState::Deleted),
];

pub(crate) const EFFECTS: Words<Effect> = &[("allow", Effect::Allow), ("deny", Effect::Deny)];

pub(crate) const ADDRESS_TYPES: Words<AddressType> = &[
    ("ipv4", AddressType::Ipv4),
    ("ipv6", AddressType::Ipv6),
    ("dualstack", AddressType::Dualstack),
];

pub(crate) const BLOCK_MODES: Words<BlockMode> = &[
    ("off", BlockMode::Off),
    ("bidirectional", BlockMode::Bidirectional),
    ("ingress", BlockMode::Ingress),
];

pub(crate) const EXCLUSION_MODES: Words<ExclusionMode> = &[
    ("bidirectional", ExclusionMode::Bidirectional),
    ("egress", ExclusionMode::Egress),
];

pub(crate) const RESOLVER_DIRECTIONS: Words<ResolverDirection> = &[
    ("inbound", ResolverDirection::Inbound),
    ("outbound", ResolverDirection::Outbound),
];

pub(crate) const MODES: Words<Mode> = &[
    ("view", Mode::View),
    ("explore", Mode::Explore),
    ("exercise", Mode::Exercise),
    ("edit", Mode::Edit),
];

pub(crate) const ASSUMPTIONS: Words<Assumptions> = &[("on", Assumptions::Made), ("off", Assumptions::NotMade)];

pub(crate) const VERDICTS: Words<Verdict> = &[
    ("allowed", Verdict::Allowed),
    ("partial", Verdict::Partial),
    ("blocked", Verdict::Blocked),
    ("unknown", Verdict::Unknown),
];

/// The word for a value; every table names every value of its type.
pub(crate) fn word_of<T: PartialEq>(words: Words<T>, value: &T) -> &'static str {
    words
        .iter()
        .find(|(_, known)| known == value)
        .map_or("", |(word, _)| word)
}

pub(crate) fn value_of<T: Copy>(words: Words<T>, word: &str) -> Option<T> {
    words.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::{ATTACHMENT_STATES, PEERING_STATES, word_of};
    use reach::topology::{AttachmentState, PeeringState};

    #[test]
    fn states_have_the_words_of_aws() {
        for state in AttachmentState::ALL {
            assert_eq!(word_of(ATTACHMENT_STATES, &state), state.word());
        }
        for state in PeeringState::ALL {
            assert_eq!(word_of(PEERING_STATES, &state), state.word());
        }
    }
}
