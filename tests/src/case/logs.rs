//! The `log` lines of a flow: what flow logs hold about it.

use reach::flow_log::{Connection, Field, FlowLog, FlowLogs, Format, LogAction, Recorded, Seen};
use reach::id::Ref;
use reach::network::Network;
use reach::topology::Topology;
use reach::trace::Trace;

/// True for a line of a flow that is about its flow logs.
pub(super) fn is_about(line: &str) -> bool {
    line == "no log" || line.starts_with("log ") || line.starts_with("log: ")
}

/// Compares every `log` line; gives the rules that the engine recorded.
pub(super) fn check<'a>(
    lines: impl Iterator<Item = &'a str>,
    network: &Network,
    trace: &Trace,
) -> Result<Vec<&'static str>, String> {
    let mut check = Check {
        network,
        logs: reach::flow_log::flow_logs(network, trace),
        flow_log: None,
        format: Format::default_format(),
        connection: Connection::Opens,
        expected: Vec::new(),
        is_compared: false,
        rules: Vec::new(),
    };
    for line in lines {
        check.line(line)?;
    }
    check.compare()?;
    Ok(check.rules)
}

struct Check<'a> {
    network: &'a Network,
    logs: FlowLogs,
    /// What is logged, if not everything.
    flow_log: Option<(Ref, Recorded)>,
    format: Format,
    connection: Connection,
    expected: Vec<String>,
    is_compared: bool,
    rules: Vec<&'static str>,
}

impl Check<'_> {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if let Some(expected) = line.strip_prefix("log: ") {
            self.expected.push(expected.to_owned());
            self.is_compared = true;
            return Ok(());
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["no", "log"] => self.is_compared = true,
            ["log", "of", element, rest @ ..] => {
                self.start_anew()?;
                self.flow_log = Some((element_of(element, self.network.topology())?, recorded(rest)?));
            }
            ["log", "version", version] => {
                self.start_anew()?;
                self.format = Format::up_to(version.parse().map_err(|_| format!("`{version}` is no version"))?);
            }
            ["log", "fields", names @ ..] => {
                self.start_anew()?;
                let format = Format::parse(&names.join(" "));
                self.format = format.map_err(|unknown| format!("`{}` is not a field", unknown.0))?;
            }
            ["log", "connection", word] => {
                self.connection = match *word {
                    "opens" => Connection::Opens,
                    "opens-and-closes" => Connection::OpensAndCloses,
                    "goes-on" => Connection::GoesOn,
                    _ => return Err(format!("`{word}` is no part of a connection")),
                };
            }
            ["log", "remark", code, "at", at] => self.remark(code, at)?,
            ["log", status @ ("nodata" | "skipdata"), element, "=>", expected @ ..] => {
                self.without_traffic(status, element, &expected.join(" "))?;
            }
            _ => return Err(format!("not understood: {line}")),
        }
        Ok(())
    }

    /// What is expected so far belongs to the log before.
    fn start_anew(&mut self) -> Result<(), String> {
        self.compare()?;
        self.expected.clear();
        self.is_compared = false;
        Ok(())
    }

    fn compare(&mut self) -> Result<(), String> {
        if !self.is_compared {
            return Ok(());
        }
        let records = match &self.flow_log {
            None => self.logs.records.iter().collect(),
            Some((of, recorded)) => {
                let log = FlowLog::new(of.clone(), *recorded, self.format.clone());
                let (records, finding) = log.select(&self.logs);
                self.rules.extend(finding.reason.rules);
                records
            }
        };
        let mut found = Vec::new();
        for (index, record) in records.into_iter().enumerate() {
            let numbers = self.expected.get(index).map_or("", String::as_str);
            let line = record.line(self.network, &self.format, &self.seen(numbers));
            self.rules.extend(line.reasons.iter().flat_map(|reason| reason.rules));
            self.rules.extend(record.finding().reason.rules);
            found.push(line.text);
        }
        if found == self.expected {
            Ok(())
        } else {
            Err(format!(
                "logs, expected: {:#?}\nlogs,    found: {found:#?}",
                self.expected
            ))
        }
    }

    /// How much passed and when is given: it stands in the expected line.
    fn seen(&self, expected: &str) -> Seen {
        let words: Vec<&str> = expected.split_whitespace().collect();
        let given = |wanted: Field, otherwise: u64| {
            let place = self.format.fields().iter().position(|field| *field == wanted);
            let word = place.and_then(|place| words.get(place));
            word.and_then(|word| word.parse().ok()).unwrap_or(otherwise)
        };
        let default = Seen::ONE_PACKET;
        Seen {
            packets: given(Field::Packets, default.packets),
            bytes: given(Field::Bytes, default.bytes),
            start: given(Field::Start, default.start),
            end: given(Field::End, default.end),
            connection: self.connection,
        }
    }

    fn remark(&mut self, code: &str, at: &str) -> Result<(), String> {
        let found = self.logs.remarks.iter();
        let mut here = found.filter(|remark| remark.reason.code == code && &*remark.at.id == at);
        let remark = here
            .next()
            .ok_or_else(|| format!("no remark {code} at {at}, only {:#?}", self.logs.remarks))?;
        self.rules.extend(remark.reason.rules);
        Ok(())
    }

    fn without_traffic(&mut self, status: &str, element: &str, expected: &str) -> Result<(), String> {
        let element = element_of(element, self.network.topology())?;
        let log = FlowLog::new(element.clone(), Recorded::All, self.format.clone());
        let seen = self.seen(expected);
        let line = log
            .line_without_traffic(self.network, &element, status == "skipdata", &seen)
            .ok_or_else(|| format!("{} has no interface", element.id))?;
        self.rules.extend(line.reasons.iter().flat_map(|reason| reason.rules));
        if line.text == expected {
            Ok(())
        } else {
            Err(format!("expected: {expected}\n   found: {}", line.text))
        }
    }
}

fn recorded(words: &[&str]) -> Result<Recorded, String> {
    match words {
        [] | ["ALL"] => Ok(Recorded::All),
        ["ACCEPT"] => Ok(Recorded::Only(LogAction::Accept)),
        ["REJECT"] => Ok(Recorded::Only(LogAction::Reject)),
        _ => Err(format!("`{}` is not ACCEPT, REJECT or ALL", words.join(" "))),
    }
}

fn element_of(id: &str, topology: &Topology) -> Result<Ref, String> {
    topology.find(id).ok_or_else(|| format!("there is no {id}"))
}
