//! What a watched flow comes to, in one word: the network's verdict, and what policies add to it.

use reach::trace::{PolicyVerdict, Trace, Verdict};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    Allowed,
    Partial,
    Blocked,
    /// The network lets it through, and a policy refuses the request.
    Refused,
    Unknown,
}

impl Outcome {
    pub const ALL: [Self; 5] = [
        Outcome::Allowed,
        Outcome::Partial,
        Outcome::Blocked,
        Outcome::Refused,
        Outcome::Unknown,
    ];

    pub fn of(trace: &Trace) -> Self {
        let network = Self::from(trace.verdict);
        match (network, trace.policy_verdict()) {
            (Outcome::Allowed | Outcome::Partial, Some(PolicyVerdict::Refused)) => Outcome::Refused,
            (Outcome::Allowed | Outcome::Partial, Some(PolicyVerdict::Unknown)) => Outcome::Unknown,
            _ => network,
        }
    }

    /// In a list: "1 allowed, 1 refused by a policy".
    pub const fn word(self) -> &'static str {
        match self {
            Outcome::Allowed => "allowed",
            Outcome::Partial => "partial",
            Outcome::Blocked => "blocked",
            Outcome::Refused => "refused by a policy",
            Outcome::Unknown => "unknown",
        }
    }
}

impl From<Verdict> for Outcome {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Allowed => Outcome::Allowed,
            Verdict::Partial => Outcome::Partial,
            Verdict::Blocked => Outcome::Blocked,
            Verdict::Unknown => Outcome::Unknown,
        }
    }
}

impl From<PolicyVerdict> for Outcome {
    fn from(verdict: PolicyVerdict) -> Self {
        match verdict {
            PolicyVerdict::Allowed => Outcome::Allowed,
            PolicyVerdict::Refused => Outcome::Refused,
            PolicyVerdict::Unknown => Outcome::Unknown,
        }
    }
}
