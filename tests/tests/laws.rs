//! What holds in every network: order, names and places do not matter, closing opens nothing, and nothing makes the engine fail.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // A test's way to fail is to panic.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use document::{Document, text};
use reach::explain::explain;
use reach::id::{Kind, Ref};
use reach::issue::Level;
use reach::question::{End, Question};
use reach::topology::Topology;
use reach::trace::{Trace, Verdict};
use tests::browser;
use tests::random::{self, Dice, change};

/// The same start, the same networks: a failure names its number.
const SEED: u64 = 0x5eed_0020_2611_2102;
const QUESTIONS: usize = 8;

#[test]
fn order_does_not_matter() {
    in_networks(300, |drawn, dice| {
        assert_eq!(change::declared_in_another_order(drawn, dice), *drawn);
        let shuffled = change::rows_in_another_order(drawn, dice);
        let questions = questions(drawn, dice);
        for (before, after) in traces(drawn, &questions).iter().zip(&traces(&shuffled, &questions)) {
            assert_eq!(outcome(after), outcome(before), "{:?}", before.question);
        }
    });
}

#[test]
fn closing_opens_nothing() {
    in_networks(300, |drawn, dice| {
        let questions = questions(drawn, dice);
        let before = traces(drawn, &questions);
        for _ in 0..4 {
            let Some(closed) = change::closed(drawn, dice) else {
                continue;
            };
            for (before, after) in before.iter().zip(&traces(&closed, &questions)) {
                let is_less = after.allowed.is_subset_of(&before.allowed);
                assert!(is_less, "{:?}\n{}", before.question, shown(&closed));
            }
        }
    });
}

#[test]
fn an_unrelated_vpc_changes_nothing() {
    in_networks(300, |drawn, dice| {
        let more = change::with_unrelated_vpc(drawn);
        let questions = questions(drawn, dice);
        assert_eq!(traces(&more, &questions), traces(drawn, &questions));
    });
}

#[test]
fn names_and_places_change_nothing() {
    in_networks(300, |drawn, dice| {
        let renamed = change::renamed(drawn);
        let questions = questions(drawn, dice);
        assert_eq!(traces(&renamed, &questions), traces(drawn, &questions));
        let moved = text::parse(&format!("{}\nlayout\n  v0 5 7 30 20\n", shown(drawn))).unwrap();
        assert_eq!(*moved.topology, *drawn);
    });
}

#[test]
fn other_ids_change_nothing_but_ids() {
    in_networks(150, |drawn, dice| {
        let other = text::parse(&written_with_other_ids(drawn))
            .unwrap_or_else(|errors| panic!("{}", errors[0]))
            .topology;
        let questions = questions(drawn, dice);
        let again: Vec<Question> = questions.iter().map(with_other_ids).collect();
        for (before, after) in traces(drawn, &questions).iter().zip(&traces(&other, &again)) {
            assert_eq!(outcome(after), outcome(before), "{:?}", before.question);
        }
    });
}

#[test]
fn nothing_makes_the_engine_fail() {
    in_networks(400, |drawn, dice| {
        let other = random::network(dice);
        let spoiled = change::spoiled(drawn, &other, dice);
        let mut asked = questions(drawn, dice);
        asked.extend(questions(&other, dice));
        for trace in traces(&spoiled, &asked) {
            assert_eq!(trace.verdict == Verdict::Allowed, trace.blockers.is_empty());
            assert!(!explain(&trace, &spoiled).summary.is_empty());
        }
        if dice.chance(20) {
            look_at_everything(&spoiled, &asked, dice);
        }
        let question = questions(&spoiled, dice).into_iter().next();
        if let Some(question) = question.filter(|_| dice.chance(10)) {
            for fix in reach::fix(&spoiled, &question, &[]).list {
                assert!(fix.edits() > 0);
            }
        }
    });
}

/// What else there is to know about a network and its flows.
fn look_at_everything(drawn: &Topology, asked: &[Question], dice: &mut Dice) {
    let (network, _) = reach::resolve(drawn);
    for lint in reach::lint::lints(&network) {
        assert!(!lint.name.is_empty());
    }
    reach::cost::hourly(&network);
    for trace in asked.iter().map(|question| reach::trace(&network, question)) {
        reach::cost::flow_cost(&network, &trace);
        reach::carriage::carriage(&network, &trace);
        reach::flow_log::flow_logs(&network, &trace);
    }
    for _ in 0..3 {
        let Some(element) = dice.pick(&drawn.references()).cloned() else {
            continue;
        };
        for way in reach::harm::ways(drawn, &element) {
            if let Ok(harm) = reach::harm::breaks(drawn, asked, &[way]) {
                assert!(harm.broken.iter().chain(&harm.opened).all(|at| *at < asked.len()));
            }
        }
    }
}

/// The laws hold for every kind of component, since there is one of every kind in these networks.
#[test]
fn random_networks_have_everything() {
    let mut kinds = BTreeSet::new();
    for number in 1..=150 {
        let drawn = random::network(&mut Dice::new(SEED ^ number));
        kinds.extend(drawn.references().iter().map(|reference| reference.kind));
    }
    // Names and policies, which say nothing about packets.
    let others = [
        Kind::HostedZone,
        Kind::ResolverRule,
        Kind::ResourcePolicy,
        Kind::Internet,
        Kind::Service,
    ];
    for kind in Kind::ALL {
        assert!(kinds.contains(&kind) || others.contains(&kind), "no {}", kind.word());
    }
}

/// Runs the law in so many random networks that AWS would accept; ten times as many in the long run.
fn in_networks(count: u64, law: impl Fn(&Topology, &mut Dice)) {
    let count = if browser::long() { count * 10 } else { count };
    for number in 1..=count {
        let mut dice = Dice::new(SEED ^ number);
        let drawn = random::network(&mut dice);
        let (_, issues) = reach::resolve(&drawn);
        if issues.iter().any(|issue| issue.level == Level::Error) {
            continue;
        }
        if let Err(failure) = catch_unwind(AssertUnwindSafe(|| law(&drawn, &mut dice))) {
            println!("seed {SEED:#x}, network {number}:\n{}", shown(&drawn));
            resume_unwind(failure);
        }
    }
    println!("{count} networks, seed {SEED:#x}");
}

fn questions(drawn: &Topology, dice: &mut Dice) -> Vec<Question> {
    (0..QUESTIONS).filter_map(|_| random::everything(drawn, dice)).collect()
}

fn traces(drawn: &Topology, questions: &[Question]) -> Vec<Trace> {
    let (network, _) = reach::resolve(drawn);
    questions
        .iter()
        .map(|question| reach::trace(&network, question))
        .collect()
}

type Said = (
    Verdict,
    Option<reach::trace::Leg>,
    Option<&'static str>,
    reach::packet::PacketSet,
);

fn outcome(trace: &Trace) -> Said {
    let code = trace.first_blocker().map(|blocker| blocker.finding.reason.code);
    (trace.verdict, trace.leg, code, trace.allowed.clone())
}

fn shown(drawn: &Topology) -> String {
    let document = Document {
        topology: std::rc::Rc::new(drawn.clone()),
        ..Document::default()
    };
    text::format(&document)
}

/// Every id with the same letter in front, so that their order stays: where AWS chooses at random the lowest counts.
fn written_with_other_ids(drawn: &Topology) -> String {
    let words = |line: &str| {
        let words = line.split(' ').map(|word| {
            if drawn.find(word).is_some() {
                format!("w{word}")
            } else {
                word.to_owned()
            }
        });
        words.collect::<Vec<_>>().join(" ")
    };
    shown(drawn).lines().map(|line| words(line) + "\n").collect()
}

fn with_other_ids(question: &Question) -> Question {
    Question {
        from: end_with_other_id(&question.from),
        to: end_with_other_id(&question.to),
        ..question.clone()
    }
}

fn end_with_other_id(end: &End) -> End {
    match end {
        End::Element(reference) => End::Element(Ref::new(reference.kind, format!("w{}", reference.id))),
        End::Site { site, host } => End::Site {
            site: format!("w{site}").as_str().into(),
            host: host.clone(),
        },
        End::Client { endpoint, client } => End::Client {
            endpoint: format!("w{endpoint}").as_str().into(),
            client: client.clone(),
        },
        other => other.clone(),
    }
}
