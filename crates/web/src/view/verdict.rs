//! The signs that say an outcome without colour.

use editor::Outcome;

pub const fn sign(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Allowed => "✓",
        Outcome::Partial => "◐",
        Outcome::Blocked => "✕",
        Outcome::Refused => "⊘",
        Outcome::Unknown => "?",
    }
}
