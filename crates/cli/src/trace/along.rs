//! What goes along with a flow: the lines in flow logs, what it costs, over whose lines it travels.

use reach::carriage::{self, Carriage};
use reach::cost::{self, Basis, Item, Money};
use reach::explain::{self, Ids};
use reach::network::Network;
use reach::reason::Reason;
use reach::trace::{Assumptions, Finding, Trace};
use serde::Serialize;

use crate::args::FlowLogs;

#[derive(Debug)]
pub(crate) struct Along {
    pub(crate) flow_logs: Vec<String>,
    pub(crate) cost: Vec<CostJson>,
    pub(crate) carried: Vec<CarriedJson>,
    /// Codes of what costs more than it need.
    pub(crate) hints: Vec<&'static str>,
    /// What the lines and prices do not say by themselves.
    pub(crate) remarks: Vec<String>,
}

/// US dollars, for each GB the way the request goes and the way the reply goes.
#[derive(Debug, Serialize)]
pub(crate) struct CostJson {
    pub(crate) at: String,
    per_hour: f64,
    per_gb: f64,
    per_gb_back: f64,
    as_of: &'static str,
    region: &'static str,
    rule: &'static str,
    source: &'static str,
    assumed: bool,
    pub(crate) text: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct CarriedJson {
    leg: &'static str,
    /// `seq` of the hop.
    hop: usize,
    pub(crate) at: String,
    over: &'static str,
    internet: bool,
    encrypted_by: &'static str,
    rule: Option<&'static str>,
    assumed: bool,
    pub(crate) text: String,
}

impl Along {
    pub(crate) fn of(network: &Network, trace: &Trace, written: &FlowLogs) -> Self {
        let logs = reach::flow_log::flow_logs(network, trace);
        let cost = cost::flow_cost(network, trace);
        let lines = logs
            .records
            .iter()
            .map(|record| record.line(network, &written.format, &written.seen(record)).text);
        let is_sure = |reason: &Reason| !reason.assumed || network.assumptions() == Assumptions::Made;
        let carried = carriage::carriage(network, trace);
        let carried = carried.iter().filter(|stretch| is_sure(stretch.finding().reason));
        let sum = cost.sum();
        let remarks = logs.remarks.iter().chain(&cost.hints).chain(&sum);
        let remarks = remarks.filter(|remark| is_sure(remark.reason));
        Self {
            flow_logs: lines.collect(),
            cost: cost.items.iter().map(item).collect(),
            carried: carried.map(stretch).collect(),
            hints: cost.hints.iter().filter_map(|hint| hint.reason.shown_code()).collect(),
            remarks: remarks.map(sentence).collect(),
        }
    }
}

fn item(item: &Item) -> CostJson {
    CostJson {
        at: item.at.id.to_string(),
        per_hour: dollars(item.per_hour),
        per_gb: dollars(item.per_gb),
        per_gb_back: dollars(item.per_gb_back),
        as_of: cost::prices::AS_OF,
        region: cost::prices::REGION,
        rule: item.price.rule(),
        source: item.price.source,
        assumed: item.price.basis == Basis::Assumed,
        text: sentence(&item.finding()),
    }
}

fn stretch(carried: &Carriage) -> CarriedJson {
    let finding = carried.finding();
    CarriedJson {
        leg: carried.leg.word(),
        hop: carried.hop + 1,
        at: carried.at.id.to_string(),
        over: carried.lines.words(),
        internet: carried.crosses_internet(),
        encrypted_by: carried.encryption.words(),
        rule: finding.reason.rules.first().copied(),
        assumed: finding.reason.assumed,
        text: sentence(&finding),
    }
}

/// JSON has no other numbers; a division of whole millionths reads back exactly.
fn dollars(amount: Money) -> f64 {
    amount.0 as f64 / 1e6
}

fn sentence(finding: &Finding) -> String {
    explain::sentence(finding, &Ids)
}
