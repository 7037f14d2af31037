//! What AWS picks at random, as JSON.

use reach::explain::{self, Ids};
use reach::trace::{Choice, ChoiceOption};
use serde::Serialize;

use crate::packets::{self, Packets};

/// Who picks, and how packets fare by each pick.
#[derive(Debug, Serialize)]
pub(crate) struct ChoiceJson {
    at: String,
    rule: Option<&'static str>,
    text: String,
    options: Vec<OptionJson>,
}

#[derive(Debug, Serialize)]
struct OptionJson {
    /// The subnet, the load balancer or the target that is taken.
    taken: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
    verdict: &'static str,
    allowed: Vec<Packets>,
    leg: Option<&'static str>,
    code: Option<&'static str>,
    stopped_at: Option<String>,
}

impl ChoiceJson {
    pub(super) fn of(choice: &Choice) -> Self {
        Self {
            at: choice.finding.at.id.to_string(),
            rule: choice.finding.reason.rules.first().copied(),
            text: explain::sentence(&choice.finding, &Ids),
            options: choice.options.iter().map(option).collect(),
        }
    }
}

fn option(option: &ChoiceOption) -> OptionJson {
    let blocker = option.blocker.as_ref();
    OptionJson {
        taken: option.taken.element.id.to_string(),
        address: option.taken.address.map(|address| address.to_string()),
        port: option.taken.port,
        verdict: option.verdict.word(),
        allowed: packets::list(&option.allowed),
        leg: blocker.map(|blocker| blocker.leg.word()),
        code: blocker.and_then(|blocker| blocker.finding.reason.shown_code()),
        stopped_at: blocker.map(|blocker| blocker.finding.at.id.to_string()),
    }
}
