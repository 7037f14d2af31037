//! What VPC flow logs would hold about the watched flows: a line of field names, then the records, as in a log file.

use reach::flow_log::{self, Format, Record, Seen};

use crate::Document;

/// The records of all watched flows, in the order of the flows; `seen` says how much passed and when.
pub fn flow_logs(document: &Document, format: &Format, seen: &dyn Fn(&Record) -> Seen) -> String {
    let (network, _) = reach::resolve(&document.topology);
    let network = network.assuming(document.view.assumptions);
    let names: Vec<&str> = format.fields().iter().map(|field| field.name()).collect();
    let mut out = names.join(" ");
    out.push('\n');
    for flow in document.flows.iter() {
        let trace = reach::trace(&network, &flow.question);
        for record in &flow_log::flow_logs(&network, &trace).records {
            let line = record.line(&network, format, &seen(record)).text;
            out.extend(
                line.chars()
                    .map(|letter| if letter.is_control() { '-' } else { letter }),
            );
            out.push('\n');
        }
    }
    out
}
