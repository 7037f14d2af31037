//! The words on a flow's line.

use reach::topology::Traffic;
use reach::trace::{Leg, PolicyVerdict, Trace, Verdict};

use crate::text;

/// "✓ tcp 443 allowed", "✕ tcp 22 blocked, No route (rtb-1)". The sign says it without colours.
pub(super) fn flow(trace: &Trace) -> String {
    let traffic = match trace.question.traffic {
        Traffic::All => "all traffic".to_owned(),
        traffic => text::format_traffic(traffic),
    };
    let reason = trace.first_blocker().map(|blocker| {
        let leg = if blocker.leg == Leg::Return {
            "on the way back, "
        } else {
            ""
        };
        format!("{leg}{} ({})", blocker.finding.reason.title, blocker.finding.at.id)
    });
    let reason = reason.map_or_else(String::new, |reason| format!(", {reason}"));
    match (trace.verdict, trace.policy_verdict()) {
        (Verdict::Allowed | Verdict::Partial, Some(PolicyVerdict::Refused)) => {
            format!("⊘ {traffic} refused by a policy")
        }
        (Verdict::Allowed | Verdict::Partial, Some(PolicyVerdict::Unknown)) => {
            format!("? {traffic}, policies not known")
        }
        (Verdict::Allowed, _) => format!("✓ {traffic} allowed"),
        (Verdict::Partial, _) if !trace.by_chance.is_empty() => format!("◐ {traffic} by chance{reason}"),
        (Verdict::Partial, _) => format!("◐ {traffic}, only a part{reason}"),
        (Verdict::Blocked, _) => format!("✕ {traffic} blocked{reason}"),
        (Verdict::Unknown, _) => format!("? {traffic} not known{reason}"),
    }
}
