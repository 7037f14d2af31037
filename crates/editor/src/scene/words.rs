//! The words of the canvas.

use reach::topology::{EndpointState, PeeringState, PortRange, Traffic};
use reach::trace::{Leg, Trace, Verdict};

use crate::Outcome;

/// "tcp 443", "udp", "ping", "all traffic".
pub fn traffic_words(traffic: Traffic) -> String {
    let ports = |protocol: &str, range: PortRange| match range {
        PortRange::ALL => protocol.to_owned(),
        PortRange { from, to } if from == to => format!("{protocol} {from}"),
        PortRange { from, to } => format!("{protocol} {from}–{to}"),
    };
    let message = |protocol: &str, echo: u8, kind: Option<u8>| match kind {
        Some(kind) if kind == echo => "ping".to_owned(),
        Some(kind) => format!("{protocol} type {kind}"),
        None => protocol.to_owned(),
    };
    match traffic {
        Traffic::All => "all traffic".to_owned(),
        Traffic::Tcp(range) => ports("tcp", range),
        Traffic::Udp(range) => ports("udp", range),
        Traffic::Icmp { kind, .. } => message("icmp", 8, kind),
        Traffic::Icmpv6 { kind, .. } => message("icmpv6", 128, kind),
        Traffic::Protocol(number) => format!("protocol {number}"),
    }
}

/// The sign of a verdict: never colour alone.
pub(super) fn sign(trace: &Trace) -> &'static str {
    match (Outcome::of(trace), trace.leg) {
        (Outcome::Allowed, _) => "✓",
        (Outcome::Partial, _) => "◐",
        (Outcome::Blocked, Some(Leg::Return)) => "↩✕",
        (Outcome::Blocked, _) => "✕",
        (Outcome::Refused, _) => "⊘",
        (Outcome::Unknown, _) => "?",
    }
}

/// "tcp 443: no route", "tcp 8080 allowed".
pub(super) fn pill_text(trace: &Trace, receiver: &str) -> String {
    let traffic = traffic_words(trace.question.traffic);
    match Outcome::of(trace) {
        Outcome::Allowed => format!("{traffic} allowed"),
        Outcome::Partial => format!("{traffic}: only a part"),
        Outcome::Refused => format!("{traffic}: refused by policy"),
        Outcome::Unknown if trace.verdict != Verdict::Unknown => format!("{traffic}: policy not known"),
        Outcome::Unknown => format!("{traffic}: not known"),
        Outcome::Blocked => {
            let Some(blocker) = trace.blockers.first() else {
                return format!("{traffic} blocked");
            };
            match in_a_sentence(blocker.finding.reason.title) {
                reason if reason == "no route" => format!("{traffic}: no route to {receiver}"),
                reason if trace.leg == Some(Leg::Return) && !reason.contains("reply") => {
                    format!("{traffic}: reply: {reason}")
                }
                reason => format!("{traffic}: {reason}"),
            }
        }
    }
}

/// A title in the middle of a sentence: "No route" becomes "no route", "NAT cannot…" stays.
fn in_a_sentence(title: &str) -> String {
    let mut characters = title.chars();
    let (first, second) = (characters.next(), title.chars().nth(1));
    match (first, second) {
        (Some(first), Some(second)) if second.is_ascii_lowercase() || second == ' ' => {
            std::iter::once(first.to_ascii_lowercase()).chain(characters).collect()
        }
        _ => title.to_owned(),
    }
}

/// "a", "a and b", "a, b and c".
pub(super) fn list(words: &[impl AsRef<str>]) -> String {
    let mut text = String::new();
    for (index, word) in words.iter().enumerate() {
        if index > 0 {
            text.push_str(if index + 1 == words.len() { " and " } else { ", " });
        }
        text.push_str(word.as_ref());
    }
    text
}

pub(super) fn count(number: usize, one: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {one}s"),
    }
}

/// What is written on an endpoint that is not available.
pub(super) const fn endpoint_state(state: EndpointState) -> Option<&'static str> {
    match state {
        EndpointState::Available => None,
        EndpointState::PendingAcceptance => Some("pending acceptance"),
        EndpointState::Pending => Some("pending"),
        EndpointState::Rejected => Some("rejected"),
        EndpointState::Expired => Some("expired"),
        EndpointState::Failed => Some("failed"),
        EndpointState::Deleting => Some("deleting"),
        EndpointState::Deleted => Some("deleted"),
    }
}

/// What is written on a peering connection that is not active.
pub(super) const fn peering_state(state: PeeringState) -> Option<&'static str> {
    match state {
        PeeringState::Active => None,
        PeeringState::InitiatingRequest => Some("initiating"),
        PeeringState::PendingAcceptance => Some("pending acceptance"),
        PeeringState::Provisioning => Some("provisioning"),
        PeeringState::Failed => Some("failed"),
        PeeringState::Expired => Some("expired"),
        PeeringState::Rejected => Some("rejected"),
        PeeringState::Deleting => Some("deleting"),
        PeeringState::Deleted => Some("deleted"),
    }
}
