//! What goes along with the shown flow: the lines in flow logs, what it costs, over whose lines it travels.

use std::rc::Rc;

use reach::carriage;
use reach::cost::{self, flow_cost};
use reach::explain;
use reach::flow_log::{Format, Seen, flow_logs};
use reach::reason::Reason;
use reach::trace::{Assumptions, Finding};

use super::words;
use crate::session::Session;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Along {
    /// "app-1 → S3, tcp 443".
    pub flow: Rc<str>,
    /// The names of the fields of a line, as AWS writes them at its head.
    pub fields: Rc<str>,
    pub lines: Vec<Line>,
    /// What the lines do not say by themselves.
    pub remarks: Vec<Rc<str>>,
    pub costs: Vec<Rc<str>>,
    /// Where the prices are from: "us-east-1, 2026-11".
    pub prices: Rc<str>,
    pub carried: Vec<Rc<str>>,
}

/// What one network interface records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub at: Rc<str>,
    pub text: Rc<str>,
}

/// `None` while no flow is shown.
pub fn along(session: &Session) -> Option<Along> {
    let trace = session.trace()?;
    let network = &*session.derived().network;
    let topology = network.topology();
    let is_sure = |reason: &Reason| !reason.assumed || network.assumptions() == Assumptions::Made;
    let sentence = |finding: &Finding| Rc::from(explain::sentence(finding, topology));
    let sure = |finding: &Finding| is_sure(finding.reason).then(|| sentence(finding));
    let logs = flow_logs(network, trace);
    let format = Format::default_format();
    let names: Vec<&str> = format.fields().iter().map(|field| field.name()).collect();
    let cost = flow_cost(network, trace);
    let sum = cost.sum();
    Some(Along {
        flow: words::question(topology, &trace.question),
        fields: names.join(" ").into(),
        lines: logs
            .records
            .iter()
            .map(|record| Line {
                at: words::name(topology, &record.interface.at),
                text: record.line(network, &format, &Seen::ONE_PACKET).text.into(),
            })
            .collect(),
        remarks: logs.remarks.iter().filter_map(sure).collect(),
        costs: (cost.items.iter().map(|item| sentence(&item.finding())))
            .chain(sum.iter().chain(&cost.hints).filter_map(sure))
            .collect(),
        prices: format!("{}, {}", cost::prices::REGION, cost::prices::AS_OF).into(),
        carried: (carriage::carriage(network, trace).iter())
            .filter_map(|stretch| sure(&stretch.finding()))
            .collect(),
    })
}
