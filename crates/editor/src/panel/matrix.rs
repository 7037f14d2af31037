//! Who reaches whom: a table of all ends, for one kind of packets.

use std::rc::Rc;

use reach::matrix::{Cell, Matrix, MatrixEnd};
use reach::network::Network;
use reach::question::Question;
use reach::topology::{PortRange, Traffic};

use super::words;
use crate::Outcome;

/// What can be asked about all pairs, and how it reads.
pub static KINDS: [(&str, Traffic); 8] = [
    ("any packet", Traffic::All),
    ("tcp 22 (SSH)", tcp(22)),
    ("tcp 80 (HTTP)", tcp(80)),
    ("tcp 443 (HTTPS)", tcp(443)),
    ("tcp 3306 (MySQL)", tcp(3306)),
    ("tcp 5432 (PostgreSQL)", tcp(5432)),
    ("udp 53 (DNS)", Traffic::Udp(PortRange { from: 53, to: 53 })),
    (
        "icmp (ping)",
        Traffic::Icmp {
            kind: Some(8),
            code: None,
        },
    ),
];

const fn tcp(port: u16) -> Traffic {
    Traffic::Tcp(PortRange { from: port, to: port })
}

/// More rows or columns than this nobody reads.
const MOST: usize = 40;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub receivers: Vec<Rc<str>>,
    pub rows: Vec<Row>,
    /// How many ends are left out.
    pub left_out: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub sender: Rc<str>,
    /// One for each receiver; `None` for an end and itself, and for what lies beyond the diagram on both sides.
    pub cells: Vec<Option<Answer>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub outcome: Outcome,
    /// Requests arrive, and no reply comes back.
    pub no_reply: bool,
    /// "app-1 → S3: blocked, NO_ROUTE_TO_DESTINATION".
    pub words: Rc<str>,
    pub question: Question,
}

pub fn table(network: &Network, traffic: Traffic) -> Table {
    let matrix = match traffic {
        Traffic::All => Matrix::of(network),
        one => Matrix::asking(network, one, Question::CLIENT_PORTS),
    };
    let ends = matrix.ends();
    let places = |takes: fn(&MatrixEnd) -> bool| {
        let all = ends.iter().enumerate().filter(move |(_, end)| takes(end));
        all.map(|(place, _)| place).collect::<Vec<usize>>()
    };
    let (senders, receivers) = (places(|end| end.sends), places(|end| end.receives));
    let left_out = senders.len().max(receivers.len()).saturating_sub(MOST);
    let receivers: Vec<usize> = receivers.into_iter().take(MOST).collect();
    let name = |place: &usize| {
        let end = ends.get(*place);
        end.map(|end| words::end(network.topology(), &end.end))
            .unwrap_or_default()
    };
    let rows = senders.iter().take(MOST).map(|from| Row {
        sender: name(from),
        cells: receivers
            .iter()
            .map(|to| {
                let cell = matrix.cell(*from, *to)?;
                let question = Question::new(ends.get(*from)?.end.clone(), ends.get(*to)?.end.clone(), traffic);
                Some(answer(cell, question, &name(from), &name(to)))
            })
            .collect(),
    });
    Table {
        rows: rows.collect(),
        receivers: receivers.iter().map(name).collect(),
        left_out,
    }
}

fn answer(cell: &Cell, question: Question, from: &str, to: &str) -> Answer {
    let outcome = Outcome::from(cell.verdict);
    let no_reply = outcome == Outcome::Blocked && !cell.no_reply.is_empty();
    let mut words = format!("{from} → {to}: {}", outcome.word());
    if no_reply {
        words.push_str(", no reply comes back");
    }
    if let Some(code) = cell.code.filter(|_| outcome != Outcome::Allowed) {
        words.push_str(", ");
        words.push_str(code);
    }
    Answer {
        outcome,
        no_reply,
        words: words.into(),
        question,
    }
}

impl Table {
    /// As a spreadsheet reads it.
    pub fn csv(&self) -> String {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let mut lines = vec![
            std::iter::once("\"from\\to\"".to_owned())
                .chain(self.receivers.iter().map(|name| quoted(name)))
                .collect::<Vec<_>>()
                .join(","),
        ];
        for row in &self.rows {
            let cells = row.cells.iter().map(|cell| match cell {
                Some(cell) => quoted(cell.outcome.word()),
                None => String::new(),
            });
            lines.push(
                std::iter::once(quoted(&row.sender))
                    .chain(cells)
                    .collect::<Vec<_>>()
                    .join(","),
            );
        }
        lines.join("\n") + "\n"
    }
}
