//! The matrix answers every pair as a trace of that pair alone does, though it asks far fewer questions.
#![allow(clippy::panic, clippy::print_stdout)] // A test's way to fail is to panic.

use std::fs;
use std::path::{Path, PathBuf};

use reach::id::Ref;
use reach::matrix::Matrix;
use reach::network::Network;
use reach::question::Question;
use reach::topology::{PortRange, Topology, Traffic};
use tests::browser;
use tests::random::{self, Dice};

const SEED: u64 = 0x5eed_0020_2611_2103;
const NETWORKS: u64 = 60;
/// Larger cases are left to the random networks: a test asks every pair alone.
const MOST_ENDS: usize = 24;

/// What was compared.
#[derive(Debug, Default)]
struct Count {
    pairs: usize,
    asked: usize,
}

#[test]
fn every_pair_of_every_sample_is_answered_as_a_trace_answers_it() {
    let mut count = Count::default();
    for file in diagrams() {
        let text = fs::read_to_string(&file).unwrap_or_default();
        let document = document::open(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        compare(&document.topology, &file.display().to_string(), &mut count);
    }
    println!("{count:?}");
    assert!(count.pairs > 300, "{count:?}");
}

#[test]
fn every_pair_of_random_networks_is_answered_as_a_trace_answers_it() {
    let mut count = Count::default();
    let networks = if browser::long() { NETWORKS * 10 } else { NETWORKS };
    for number in 1..=networks {
        let mut dice = Dice::new(SEED ^ number);
        let drawn = with_twins(random::network(&mut dice));
        compare(&drawn, &format!("seed {SEED:#x}, network {number}"), &mut count);
    }
    println!("{count:?}, seed {SEED:#x}");
    // Twins share their answers, or the classes are worth nothing.
    assert!(count.asked * 10 < count.pairs * 9, "{count:?}");
}

fn compare(drawn: &Topology, name: &str, count: &mut Count) {
    let (network, _) = reach::resolve(drawn);
    if reach::matrix::ends(&network).len() > MOST_ENDS {
        return;
    }
    let matrix = Matrix::of(&network);
    count.asked += matrix.asked();
    for pair in matrix.pairs() {
        let alone = alone(&network, &matrix, pair.from, pair.to);
        let (from, to) = (&matrix.ends()[pair.from].at.id, &matrix.ends()[pair.to].at.id);
        let code = alone
            .first_blocker()
            .and_then(|blocker| blocker.finding.reason.shown_code());
        let answer = (
            pair.cell.verdict,
            pair.cell.code,
            &pair.cell.allowed,
            &pair.cell.by_chance,
            &pair.cell.no_reply,
        );
        let expected = (alone.verdict, code, &alone.allowed, &alone.by_chance, &alone.no_reply);
        assert_eq!(answer, expected, "{name}: {from} to {to}");
        let addresses = |shares: &[reach::trace::AddressShare]| shares.len();
        assert_eq!(
            addresses(&pair.cell.by_address),
            addresses(&alone.by_address),
            "{name}: {from} to {to}"
        );
        count.pairs += 1;
    }
}

fn alone(network: &Network, matrix: &Matrix, from: usize, to: usize) -> reach::trace::Trace {
    let ends = matrix.ends();
    let question = Question {
        source_ports: PortRange { from: 1, to: 65535 },
        ..Question::new(ends[from].end.clone(), ends[to].end.clone(), Traffic::All)
    };
    reach::trace(network, &question)
}

/// Every interface twice, at the next address that is free, as machines of one group are.
fn with_twins(mut drawn: Topology) -> Topology {
    let interfaces: Vec<_> = drawn
        .interfaces
        .iter()
        .map(|(id, record)| (id.clone(), record.clone()))
        .collect();
    for (id, record) in interfaces {
        let mut twin = record.clone();
        let taken = |address| drawn.interfaces.iter().any(|(_, other)| other.ipv4 == Some(address));
        let Some(free) = record.ipv4.and_then(|address| {
            (1..=9)
                .map(|step| std::net::Ipv4Addr::from(u32::from(address) + step))
                .find(|address| !taken(*address))
        }) else {
            continue;
        };
        twin.ipv4 = Some(free);
        twin.ipv6.clear();
        twin.public_ipv4 = None;
        drawn.interfaces.insert(format!("{id}-twin").as_str().into(), twin);
    }
    drawn
}

/// The samples of the page, and the diagrams of the cases.
fn diagrams() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/samples");
    let mut files: Vec<PathBuf> = fs::read_dir(root)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|kind| kind == "reach"))
        .collect();
    files.sort();
    files
}

#[test]
fn an_end_is_not_paired_with_itself_nor_the_internet_with_a_service() {
    let text = "vpc v 10.0.0.0/16\n  subnet s 10.0.0.0/24\n    instance a 10.0.0.10\n    instance b 10.0.0.11\n";
    let document = document::open(text).unwrap_or_else(|error| panic!("{error}"));
    let (network, _) = reach::resolve(&document.topology);
    let matrix = Matrix::of(&network);
    let names: Vec<String> = matrix.ends().iter().map(|end| end.at.id.to_string()).collect();
    let place = |id: &str| {
        names
            .iter()
            .position(|name| name == id)
            .unwrap_or_else(|| panic!("{id} of {names:?}"))
    };
    let internet = matrix
        .ends()
        .iter()
        .position(|end| end.at == Ref::internet())
        .unwrap_or_default();
    assert!(matrix.cell(place("a"), place("a")).is_none());
    assert!(matrix.cell(place("a"), place("b")).is_some());
    assert!(matrix.cell(internet, internet).is_none());
    assert!(
        matrix
            .pairs()
            .all(|pair| matrix.ends()[pair.from].sends && matrix.ends()[pair.to].receives)
    );
}
