//! `reachlight matrix`: who can reach whom.

mod table;

use std::collections::BTreeMap;

use document::{Document, text};
use reach::explain;
use reach::matrix::{Matrix, MatrixEnd};
use reach::network::Network;
use reach::packet::PacketSet;
use reach::topology::{NetworkInterface, Topology};
use reach::trace::Verdict;
use serde::Serialize;

use crate::args::{self, Table};
use crate::failure::Failure;
use crate::packets::{self, Packets};
use crate::{Outcome, input, output};

#[derive(Debug, Serialize)]
struct Answer {
    ends: Vec<EndJson>,
    pairs: Vec<PairJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stats: Option<Stats>,
}

#[derive(Debug, Serialize)]
struct EndJson {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vpc: Option<String>,
}

#[derive(Debug, Serialize)]
struct PairJson {
    from: String,
    to: String,
    verdict: &'static str,
    code: Option<&'static str>,
    allowed: Vec<Packets>,
    /// Answered or not, depending on what AWS picks at random.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    by_chance: Vec<Packets>,
    no_reply: Vec<Packets>,
    /// The two sets for people.
    #[serde(skip)]
    words: [String; 2],
    /// Of the internet, a service or a site, where rules tell its addresses apart.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    addresses: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Stats {
    ends: usize,
    pairs: usize,
    verdicts: BTreeMap<&'static str, usize>,
    /// Questions that were really asked: pairs that are bound to fare alike share one.
    asked: usize,
}

pub(crate) fn run(arguments: &args::Matrix) -> Result<Outcome, Failure> {
    let (document, _) = input::read(&arguments.inputs)?;
    let network = of(&document, arguments.assumptions);
    let matrix = Matrix::of(&network);
    let stats = arguments.stats.then(|| stats(&matrix));
    let answer = Answer {
        ends: matrix.ends().iter().map(|end| end_json(&network, end)).collect(),
        pairs: pairs(&document.topology, &matrix, arguments.only_reachable),
        stats,
    };
    match arguments.format {
        Table::Json => output::print_json(&answer),
        Table::Csv => output::print(&table::csv(&answer)?),
        Table::Markdown => output::print(&table::markdown(&answer)),
    }
}

/// The network that is asked.
pub(crate) fn of(document: &Document, assumptions: reach::trace::Assumptions) -> Network {
    reach::resolve(&document.topology).0.assuming(assumptions)
}

fn end_json(network: &Network, end: &MatrixEnd) -> EndJson {
    let topology = network.topology();
    let interface = end
        .at
        .to_id::<NetworkInterface>()
        .and_then(|id| topology.interfaces.get(&id));
    let address = interface.and_then(|record| {
        let ipv4 = record.ipv4.map(|address| address.to_string());
        ipv4.or_else(|| record.ipv6.first().map(ToString::to_string))
    });
    EndJson {
        id: id(topology, end),
        name: topology.given_name(&end.at).map(|name| name.to_string()),
        ip: address,
        vpc: interface
            .and_then(|record| network.vpc_of(&record.subnet))
            .map(ToString::to_string),
    }
}

/// As `trace --from` takes it.
fn id(topology: &Topology, end: &MatrixEnd) -> String {
    text::format_end(&end.end, topology)
}

fn pairs(topology: &Topology, matrix: &Matrix, only_reachable: bool) -> Vec<PairJson> {
    let ids: Vec<String> = matrix.ends().iter().map(|end| id(topology, end)).collect();
    let mut pairs = Vec::new();
    for pair in matrix.pairs() {
        let (Some(from), Some(to)) = (ids.get(pair.from), ids.get(pair.to)) else {
            continue;
        };
        let mut add = |verdict: Verdict, code, [allowed, by_chance, no_reply]: [&PacketSet; 3], addresses| {
            if !(only_reachable && verdict == Verdict::Blocked) {
                pairs.push(PairJson {
                    from: from.clone(),
                    to: to.clone(),
                    verdict: verdict.word(),
                    code,
                    allowed: packets::list(allowed),
                    by_chance: packets::list(by_chance),
                    no_reply: packets::list(no_reply),
                    words: words(allowed, by_chance, no_reply),
                    addresses,
                });
            }
        };
        let cell = pair.cell;
        if cell.by_address.is_empty() {
            let sets = [&cell.allowed, &cell.by_chance, &cell.no_reply];
            add(cell.verdict, cell.code, sets, Vec::new());
        }
        for share in &cell.by_address {
            let addresses = share.addresses.iter().map(ToString::to_string).collect();
            let code = cell.code.filter(|_| share.verdict != Verdict::Allowed);
            let sets = [&share.allowed, &share.by_chance, &share.no_reply];
            add(share.verdict, code, sets, addresses);
        }
    }
    pairs
}

/// What passes, with what passes by chance, and what gets no reply.
fn words(allowed: &PacketSet, by_chance: &PacketSet, no_reply: &PacketSet) -> [String; 2] {
    let passes = explain::packets_in_words(allowed);
    let chance = explain::packets_in_words(by_chance);
    let passes = match (allowed.is_empty(), by_chance.is_empty()) {
        (_, true) => passes,
        (true, false) => format!("{chance} by chance"),
        (false, false) => format!("{passes}, and {chance} by chance"),
    };
    [passes, explain::packets_in_words(no_reply)]
}

fn stats(matrix: &Matrix) -> Stats {
    let mut verdicts: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut pairs = 0;
    for pair in matrix.pairs() {
        *verdicts.entry(pair.cell.verdict.word()).or_default() += 1;
        pairs += 1;
    }
    Stats {
        ends: matrix.ends().len(),
        pairs,
        verdicts,
        asked: matrix.asked(),
    }
}
