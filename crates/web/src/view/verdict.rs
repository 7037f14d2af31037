//! The signs that say a verdict without colour.

use reach::trace::Verdict;

pub const fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Allowed => "✓",
        Verdict::Partial => "◐",
        Verdict::Blocked => "✕",
        Verdict::Unknown => "?",
    }
}
