//! What a fix says: rules that it adds to one table are one sentence, whichever came first (NA-02, SG-02).
//! AWS page: vpc/latest/userguide/nacl-rules.html

use super::{Fix, Step, acl, group};
use crate::reason::{Reason, reasons};
use crate::trace::{Fact, Finding};

reasons! {
    ACL_RULES: "fix-add-acl-rules" ["NA-04", "NA-09"] "Add network ACL rules",
        "Allow {packets} in from {peer} and {other_packets} out to {other_peer} in {at}, with inbound rule {number} and outbound rule {other_number}.",
        "vpc/latest/userguide/nacl-rules.html";
    GROUP_RULES: "fix-add-group-rules" ["SG-02", "SG-06"] "Add security-group rules",
        "Allow {packets} in from {peer} and {other_packets} out to {other_peer} in {at}.",
        "vpc/latest/userguide/working-with-security-group-rules.html";
}

const INBOUND: &str = "inbound";
/// Of the outbound rule, beside the inbound one's.
const OTHER: [(&str, &str); 3] = [
    ("packets", "other_packets"),
    ("peer", "other_peer"),
    ("number", "other_number"),
];

impl Fix {
    /// What it does, one finding a sentence. Two rules of one table, one for each way, are one.
    pub fn findings(&self) -> Vec<Finding> {
        let mut said: Vec<Finding> = Vec::new();
        for step in &self.steps {
            let pair = said.iter().position(|known| together(known, step).is_some());
            match pair.and_then(|index| said.get_mut(index)) {
                Some(known) => *known = together(known, step).unwrap_or_else(|| known.clone()),
                None => said.push(step.finding.clone()),
            }
        }
        said
    }
}

fn together(known: &Finding, step: &Step) -> Option<Finding> {
    let next = &step.finding;
    let reason: &'static Reason = match next.reason {
        reason if std::ptr::eq(reason, &acl::ADD) => &ACL_RULES,
        reason if std::ptr::eq(reason, &group::ADD) => &GROUP_RULES,
        _ => return None,
    };
    let is_inbound = |finding: &Finding| matches!(finding.fact("way"), Some(Fact::Text(way)) if &**way == INBOUND);
    let is_pair =
        std::ptr::eq(known.reason, next.reason) && known.at == next.at && is_inbound(known) != is_inbound(next);
    let (inbound, outbound) = if is_inbound(known) {
        (known, next)
    } else {
        (next, known)
    };
    let mut facts = inbound.facts.clone();
    for (name, other) in OTHER {
        facts.extend(outbound.fact(name).map(|fact| (other, fact.clone())));
    }
    is_pair.then(|| Finding {
        reason,
        at: known.at.clone(),
        facts,
    })
}
