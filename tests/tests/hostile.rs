//! Files that somebody damaged, by accident or on purpose: our own cases, samples and links, cut, doubled and mixed. Whatever
//! comes of it is refused with a place, or means something that survives writing and reading, and every question in it has an
//! answer. `cargo xtask test --long` tries a hundred times as many.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // A test's way to fail is to panic.

use std::{fs, path::Path};

use document::{Document, file, link, text};
use reach::{
    explain::explain,
    question::{End, Question},
    topology::Traffic,
    trace::Verdict,
};
use tests::browser;

/// The same start, the same files: a failure names its number.
const SEED: u64 = 0x5eed_0020_2611_2100;

fn rounds() -> u64 {
    if browser::long() { 200_000 } else { 2_000 }
}

#[test]
fn damaged_text_is_refused_with_a_place_or_means_something() {
    let corpus = corpus(&["cases", "../www/samples", "links/v1"], &["case", "reach"]);
    damage("text", &corpus, |damaged| match text::parse(damaged) {
        Ok(document) => {
            let canonical = text::format(&document);
            let again = text::parse(&canonical).unwrap_or_else(|errors| panic!("{}\n{canonical}", errors[0]));
            assert_eq!(text::format(&again), canonical);
            ask_everything(&document);
            true
        }
        Err(errors) => {
            let lines = damaged.split('\n').count();
            assert!(!errors.is_empty() && errors.len() <= 50, "{} errors", errors.len());
            for error in &errors {
                let line = usize::try_from(error.line).unwrap();
                assert!((1..=lines).contains(&line) && error.column >= 1, "{error}");
            }
            false
        }
    });
}

#[test]
fn damaged_json_is_refused_or_means_something() {
    let corpus = corpus(&["links/v1"], &["json"]);
    damage("JSON", &corpus, |damaged| match file::read(damaged) {
        Ok(document) => {
            assert_eq!(file::read(&file::write(&document)).as_ref(), Ok(&document));
            ask_everything(&document);
            true
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            false
        }
    });
}

#[test]
fn a_damaged_link_never_opens() {
    let corpus = corpus(&["links/v1"], &["link"]);
    damage("link", &corpus, |damaged| match link::decode(damaged) {
        Ok(document) => {
            let is_one_of_ours = corpus.iter().any(|whole| link::decode(whole).as_ref() == Ok(&document));
            assert!(is_one_of_ours, "{damaged} opens as something else");
            true
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            false
        }
    });
}

/// Every watched flow, and everything that its machines may ask each other, has an answer that does not contradict itself.
fn ask_everything(document: &Document) {
    let (network, _) = reach::resolve(&document.topology);
    let interfaces: Vec<End> = document
        .topology
        .interfaces
        .ids()
        .take(4)
        .map(|id| End::Element(id.into()))
        .collect();
    let between = interfaces
        .iter()
        .flat_map(|from| interfaces.iter().map(move |to| (from, to)));
    let outwards = interfaces.iter().map(|from| (from, &End::Internet));
    let asked = between
        .chain(outwards)
        .map(|(from, to)| Question::new(from.clone(), to.clone(), Traffic::All));
    for question in document
        .flows
        .iter()
        .take(20)
        .map(|flow| flow.question.clone())
        .chain(asked)
    {
        let trace = reach::trace(&network, &question);
        assert_eq!(trace.verdict == Verdict::Allowed, trace.blockers.is_empty());
        let explanation = explain(&trace, &*document.topology);
        assert!(!explanation.summary.is_empty());
    }
}

fn corpus(folders: &[&str], endings: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for folder in folders {
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), endings, &mut found);
    }
    assert!(!found.is_empty());
    found
}

fn collect(folder: &Path, endings: &[&str], found: &mut Vec<String>) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, endings, found);
        } else if path
            .extension()
            .is_some_and(|ending| endings.iter().any(|known| ending == *known))
        {
            let whole = fs::read_to_string(&path).unwrap();
            // The network of a case, and the flows that it asks.
            let text = whole
                .split_once("== network\n")
                .map_or(whole.as_str(), |(_, network)| network);
            found.push(text.split("\n== ").next().unwrap_or(text).to_owned());
        }
    }
}

/// Damages the files of the corpus one after the other and hands each to `is_accepted`.
fn damage(what: &str, corpus: &[String], mut is_accepted: impl FnMut(&str) -> bool) {
    let mut dice = Dice(SEED);
    let mut accepted = 0_u64;
    for round in 0..rounds() {
        let mut lines: Vec<char> = dice.one_of(corpus).chars().collect();
        for _ in 0..=dice.below(3) {
            hit(&mut lines, corpus, &mut dice);
        }
        let damaged: String = lines.into_iter().collect();
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| is_accepted(&damaged)));
        match outcome {
            Ok(is_accepted) => accepted += u64::from(is_accepted),
            Err(failure) => {
                println!("seed {SEED:#x}, round {round}:\n{damaged}");
                std::panic::resume_unwind(failure);
            }
        }
    }
    println!("{what}: {} tried, {accepted} accepted, seed {SEED:#x}", rounds());
}

/// One mishap: a piece is lost, doubled, moved, or comes from elsewhere; a character is another.
fn hit(text: &mut Vec<char>, corpus: &[String], dice: &mut Dice) {
    let at = dice.below(text.len() + 1);
    let end = (at + 1 + dice.below(24)).min(text.len());
    match dice.below(6) {
        0 => text.truncate(at.max(1)),
        1 => drop(text.drain(at..end)),
        2 => {
            let piece = text[at..end].to_vec();
            let to = dice.below(text.len() + 1);
            text.splice(to..to, piece);
        }
        3 => {
            let other: Vec<char> = dice.one_of(corpus).chars().collect();
            let from = dice.below(other.len() + 1);
            let piece = other[from..(from + 1 + dice.below(80)).min(other.len())].to_vec();
            text.splice(at..end, piece);
        }
        4 => {
            let piece = dice.one_of(&PIECES);
            text.splice(at..at, piece.chars());
        }
        _ => {
            if let Some(character) = text.get_mut(at) {
                *character = char::from_u32(u32::try_from(dice.below(0x250)).unwrap()).unwrap_or(' ');
            }
        }
    }
}

/// What tends to go wrong: ends of ranges, other numbers, brackets, names that mean something.
const PIECES: [&str; 20] = [
    "\n",
    "  ",
    "{",
    "}",
    "\"",
    "\\",
    "#",
    "0.0.0.0/0",
    "::/0",
    "255.255.255.255/32",
    "10.0.0.0/33",
    "-1",
    "65536",
    "99999999999999999999",
    "null",
    "[]",
    "{}",
    "\u{0}",
    "\u{202e}",
    "<script>",
];

/// Numbers that only look random (xorshift64*), so that every run tries the same.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).unwrap_or_default()
    }

    fn one_of<'a, T: AsRef<str>>(&mut self, from: &'a [T]) -> &'a str {
        let at = self.below(from.len());
        from[at].as_ref()
    }
}
