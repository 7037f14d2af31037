//! `== harm EDIT`, `== harm off ELEMENT`, `== harm without ROW`: what a change would break, asked before it is made.

use document::text;
use reach::harm;
use reach::operation::Operation;
use reach::topology::Topology;

/// Each line is `breaks FLOW`, `opens FLOW` or `keeps FLOW`; or the whole is `refused CODE`.
pub(super) fn check(topology: &Topology, head: &str, lines: &[&str]) -> Result<(), String> {
    let operation = operation(topology, head)?;
    let mut flows = Vec::new();
    for line in lines.iter().filter(|line| !line.starts_with("refused ")) {
        let (_, flow) = line.split_once(' ').ok_or(format!("`{line}` is no expectation"))?;
        let flow = text::parse_flow(&format!("flow {flow}"), topology).map_err(|error| format!("`{line}`: {error}"))?;
        flows.push(flow.question);
    }
    let harm = match harm::breaks(topology, &flows, &[operation]) {
        Ok(harm) => harm,
        Err(refusal) => {
            let found = format!("refused {}", refusal.finding.reason.code);
            return if lines == [found.as_str()] { Ok(()) } else { Err(found) };
        }
    };
    for (index, line) in lines.iter().enumerate() {
        let found = match (harm.broken.contains(&index), harm.opened.contains(&index)) {
            (true, _) => "breaks",
            (_, true) => "opens",
            _ => "keeps",
        };
        if !line.starts_with(found) {
            return Err(format!("expected `{line}`, but it {found} the flow"));
        }
    }
    Ok(())
}

fn operation(topology: &Topology, head: &str) -> Result<Operation, String> {
    let nothing = || format!("`{head}` changes nothing");
    if let Some(id) = head.strip_prefix("off ") {
        let element = topology.find(id).ok_or(format!("there is no {id}"))?;
        return harm::off(topology, &element).ok_or_else(nothing);
    }
    if let Some(row) = head.strip_prefix("without ") {
        let row = text::parse_row(row, topology).ok_or(format!("`{row}` is no row"))?;
        return harm::without_row(topology, &row).ok_or_else(nothing);
    }
    text::parse_edit(head, topology).map_err(|error| error.to_string())
}
