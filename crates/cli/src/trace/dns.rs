//! What the name that was asked for leads to.

use reach::explain::{self, Ids};
use reach::question::End;
use reach::trace::{Finding, Trace};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(super) struct DnsJson {
    asked: String,
    answer: Vec<String>,
    code: Option<&'static str>,
    text: String,
}

/// `None` where no name was asked for.
pub(super) fn of(trace: &Trace) -> Option<DnsJson> {
    let End::Domain(name) = &trace.question.to else {
        return None;
    };
    let is_answer = |finding: &&Finding| finding.reason.code.starts_with("dns-");
    let answer = trace.notes.iter().find(is_answer);
    let refusal = trace.first_blocker().map(|blocker| &blocker.finding);
    let finding = answer.or(refusal)?;
    let address = trace.forward.first().map(|hop| hop.packet.destination.to_string());
    Some(DnsJson {
        asked: name.to_string(),
        answer: address.filter(|_| answer.is_some()).into_iter().collect(),
        code: finding.reason.shown_code(),
        text: explain::sentence(finding, &Ids),
    })
}
