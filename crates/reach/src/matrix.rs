//! Who can reach whom: one question for every ordered pair of ends.
//!
//! ```text
//! Network ──ends──▶ ends ──classes──▶ classes ──trace each pair of classes──▶ cells, shared by the pairs that fare alike
//! ```
//!
//! Interfaces of one class stand in one subnet, carry the same security groups, and no row of any table tells their addresses
//! apart; so one of them is asked for all. Everything else is a class of its own.

mod class;
mod difference;
mod end;

use std::rc::Rc;

use crate::network::Network;
use crate::packet::PacketSet;
use crate::question::Question;
use crate::sorted::SortedMap;
use crate::topology::{PortRange, Traffic};
use crate::trace::{AddressShare, Trace, Verdict};

pub use difference::{Difference, differences};
pub use end::{MatrixEnd, ends};

/// The answers to one question about every pair of ends.
#[derive(Clone, Debug)]
pub struct Matrix {
    ends: Vec<MatrixEnd>,
    classes: Vec<usize>,
    cells: SortedMap<(usize, usize), Rc<Cell>>,
}

/// How the packets from one end to another fare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub verdict: Verdict,
    /// Requests whose reply comes back.
    pub allowed: PacketSet,
    /// Requests that are answered or not, depending on what AWS picks at random.
    pub by_chance: PacketSet,
    /// Requests that arrive and whose reply does not come back.
    pub no_reply: PacketSet,
    /// The code of what stops the rest first, if it has one to show.
    pub code: Option<&'static str>,
    /// Where an end means many addresses that fare differently: who fares how.
    pub by_address: Vec<AddressShare>,
}

/// One ordered pair, by places in [`Matrix::ends`].
#[derive(Clone, Copy, Debug)]
pub struct Pair<'m> {
    pub from: usize,
    pub to: usize,
    pub cell: &'m Cell,
}

impl Cell {
    fn of(trace: Trace) -> Self {
        Self {
            code: trace
                .first_blocker()
                .and_then(|blocker| blocker.finding.reason.shown_code()),
            verdict: trace.verdict,
            allowed: trace.allowed,
            by_chance: trace.by_chance,
            no_reply: trace.no_reply,
            by_address: trace.by_address,
        }
    }
}

impl Matrix {
    /// Every packet that an end could send to another, from any source port.
    pub fn of(network: &Network) -> Self {
        const ANY: PortRange = PortRange { from: 1, to: 65535 };
        Self::asking(network, Traffic::All, ANY)
    }

    /// One kind of packets.
    pub fn asking(network: &Network, traffic: Traffic, source_ports: PortRange) -> Self {
        let ends = ends(network);
        let classes = class::classes(network, &ends);
        let mut matrix = Self {
            ends,
            classes,
            cells: SortedMap::default(),
        };
        for from in 0..matrix.ends.len() {
            for to in 0..matrix.ends.len() {
                matrix.ask(network, from, to, traffic, source_ports);
            }
        }
        matrix
    }

    /// Two members of one class stand for all pairs inside it: asking one about itself would be another question.
    fn ask(&mut self, network: &Network, from: usize, to: usize, traffic: Traffic, source_ports: PortRange) {
        let (Some(sender), Some(receiver)) = (self.ends.get(from), self.ends.get(to)) else {
            return;
        };
        let key = self.key(from, to);
        if !is_pair(from, to, sender, receiver) || self.cells.contains_key(&key) {
            return;
        }
        let question = Question {
            source_ports,
            ..Question::new(sender.end.clone(), receiver.end.clone(), traffic)
        };
        let cell = Cell::of(crate::trace(network, &question));
        self.cells.insert(key, Rc::new(cell));
    }

    fn key(&self, from: usize, to: usize) -> (usize, usize) {
        let class = |end: usize| self.classes.get(end).copied().unwrap_or(end);
        (class(from), class(to))
    }

    pub fn ends(&self) -> &[MatrixEnd] {
        &self.ends
    }

    /// `None` for an end and itself, for an end that opens no connections, and for two ends outside of what is drawn.
    pub fn cell(&self, from: usize, to: usize) -> Option<&Cell> {
        let (sender, receiver) = (self.ends.get(from)?, self.ends.get(to)?);
        if !is_pair(from, to, sender, receiver) {
            return None;
        }
        self.cells.get(&self.key(from, to)).map(Rc::as_ref)
    }

    /// Every pair that there is an answer for, row by row.
    pub fn pairs(&self) -> impl Iterator<Item = Pair<'_>> {
        let all = 0..self.ends.len();
        all.clone().flat_map(move |from| {
            let row = all.clone();
            row.filter_map(move |to| {
                Some(Pair {
                    from,
                    to,
                    cell: self.cell(from, to)?,
                })
            })
        })
    }

    /// How many questions were asked: pairs that are bound to fare alike share one.
    pub fn asked(&self) -> usize {
        self.cells.len()
    }
}

/// Whether any packet passes: one question for every ordered pair of ends that makes a flow.
pub fn questions(network: &Network) -> Vec<Question> {
    questions_among(&ends(network))
}

pub(crate) fn questions_among(ends: &[MatrixEnd]) -> Vec<Question> {
    let pairs = ends.iter().enumerate().flat_map(|(from, sender)| {
        let others = ends.iter().enumerate();
        let others = others.filter(move |(to, receiver)| is_pair(from, *to, sender, receiver));
        others.map(move |(_, receiver)| Question::new(sender.end.clone(), receiver.end.clone(), Traffic::All))
    });
    pairs.collect()
}

fn is_pair(from: usize, to: usize, sender: &MatrixEnd, receiver: &MatrixEnd) -> bool {
    from != to && sender.sends && receiver.receives && !(sender.is_outside() && receiver.is_outside())
}
