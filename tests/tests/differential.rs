//! The engine and the literal interpreter of the rules answer alike, for random packets in random networks.
//! `cargo xtask test --long` asks about ten times as many.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // A test's way to fail is to panic.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use document::{Document, text};
use reach::issue::Level;
use reach::packet::{self, PacketSet};
use reach::topology::Topology;
use reach::trace::{Action, Hop, Leg, Trace, Verdict, token};
use tests::browser;
use tests::literal::{self, Answer, Place, ServiceRanges};
use tests::random::{self, Asked, Dice, corpus, mutate};

/// The same start, the same networks and packets: a failure names its number.
const SEED: u64 = 0x5eed_0020_2611_2101;
const PACKETS_OF_A_NETWORK: usize = 60;
/// So many of them are asked about in one question, after one that is asked for itself.
const IN_ONE: usize = 3;

/// What random networks are made of, and what the interpreter notes where a packet meets it.
const COMPONENTS: [&str; 31] = [
    "Block Public Access",
    "Client VPN",
    "CloudHub",
    "Direct Connect gateway",
    "Direct Connect on a transit gateway",
    "Gateway Load Balancer endpoint",
    "IPv6",
    "NAT gateway",
    "NAT instance",
    "NAT64",
    "PrivateLink service",
    "Resolver endpoint",
    "appliance",
    "appliance mode",
    "egress-only internet gateway",
    "gateway endpoint",
    "gateway route table",
    "interface endpoint",
    "internet gateway",
    "load balancer",
    "peering",
    "prefix list in a route",
    "prefix list in a rule",
    "private NAT gateway",
    "regional NAT gateway",
    "route inside the VPC",
    "security group in a rule",
    "transit gateway",
    "transit gateway peering",
    "virtual interface",
    "virtual private gateway",
];

/// What no rule says enough about: never let through, never stopped.
const UNKNOWN: &str = "Client VPN of a transit gateway";

fn packets() -> usize {
    if browser::long() { 1_000_000 } else { 100_000 }
}

#[test]
fn they_agree_in_random_networks() {
    let mut run = Run::default();
    while run.asked < packets() {
        run.networks += 1;
        let mut dice = Dice::new(SEED ^ run.networks as u64);
        let drawn = random::network(&mut dice);
        run.ask(&drawn, &mut dice);
    }
    run.report("engine and interpreter in random networks");
    run.check(15, 65);
    run.check_census();
}

/// Deep paths: the networks of the samples and cases, with a fault or two.
#[test]
fn they_agree_in_the_samples_and_cases_with_faults() {
    let networks = corpus::known();
    assert!(networks.len() >= 180);
    let mut run = Run::default();
    let each = packets() / 4 / PACKETS_OF_A_NETWORK / networks.len() + 1;
    for known in &networks {
        for round in 0..each {
            run.networks += 1;
            let mut dice = Dice::new(SEED ^ known.number.wrapping_add(round as u64));
            let changes = dice.below(4);
            let drawn = mutate::mutated(&known.topology, &mut dice, changes);
            run.ask(&drawn, &mut dice);
        }
    }
    run.report("engine and interpreter in samples and cases with faults");
    run.check(25, 40);
}

#[derive(Default)]
struct Run {
    networks: usize,
    asked: usize,
    /// How often each answer was given.
    tally: BTreeMap<String, usize>,
    /// How many packets met each component, by their answer.
    met: BTreeMap<&'static str, BTreeMap<String, usize>>,
    /// What the two say differently, how often, and one example.
    differ: BTreeMap<String, (usize, String)>,
}

impl Run {
    /// Asks both about packets in the network.
    fn ask(&mut self, drawn: &Topology, dice: &mut Dice) {
        let (network, issues) = reach::resolve(drawn);
        // What cannot exist is taken out by `resolve`, and the two would look at different networks.
        if let Some(issue) = issues.iter().find(|issue| issue.level == Level::Error) {
            *self.tally.entry(format!("skipped: {}", issue.name)).or_default() += 1;
            return;
        }
        let services = ServiceRanges::of(&network);
        for _ in 0..PACKETS_OF_A_NETWORK / (1 + IN_ONE) {
            let Some(asked) = random::packet(drawn, dice) else {
                continue;
            };
            let (answer, met) = literal::judge(drawn, &services, &asked.sender, &asked.to_all(asked.packet));
            self.census(&answer, &met);
            let trace = reach::trace(&network, &asked.question);
            let difference = difference(&answer, &trace);
            self.note(drawn, &asked, &trace, &answer, difference);
            // Many packets in one question: each is in the set that passes, or is not.
            let trace = reach::trace(&network, &asked.everything());
            for _ in 0..IN_ONE {
                let packet = asked.other(drawn, dice);
                let (answer, met) = literal::judge(drawn, &services, &asked.sender, &asked.to_all(packet));
                self.census(&answer, &met);
                let is_allowed = has(&trace.allowed, &packet);
                let is_by_chance = has(&trace.by_chance, &packet);
                // ENG-01: beside a conversation that fails, what nobody answers is no part that works.
                let is_beside = packet.reply().is_none() && trace.leg == Some(Leg::Return);
                let agrees = match answer {
                    Answer::Allowed(_) => is_allowed && !is_by_chance || is_beside,
                    Answer::Blocked(..) | Answer::Unknown => !is_allowed && !is_by_chance,
                    // Which port a NAT gateway chooses is not the packet's.
                    Answer::Partial(..) => is_allowed || is_by_chance || is_beside || trace.verdict == Verdict::Unknown,
                    Answer::Open(_) => true,
                };
                let difference = (!agrees).then(|| {
                    let engine = (is_allowed, is_by_chance);
                    format!("{} in a set, the engine has {engine:?}", words(&answer))
                });
                self.note(
                    drawn,
                    &Asked {
                        packet,
                        ..asked.clone()
                    },
                    &trace,
                    &answer,
                    difference,
                );
            }
        }
    }

    /// Which components the packet met, and how it ended.
    fn census(&mut self, answer: &Answer, met: &BTreeSet<&'static str>) {
        for component in met {
            *self.met.entry(component).or_default().entry(words(answer)).or_default() += 1;
        }
    }

    fn print_census(&self) {
        println!(" allowed  partial  blocked  unknown     open  met, and what stopped it most often");
        for (component, answers) in &self.met {
            let counts = KINDS_OF_ANSWERS
                .map(|kind| format!("{:8}", of_kind(answers, kind)))
                .join(" ");
            let mut stops: Vec<(&String, &usize)> = answers
                .iter()
                .filter(|(answer, _)| answer.starts_with("blocked"))
                .collect();
            stops.sort_by_key(|(answer, count)| (std::cmp::Reverse(**count), (*answer).clone()));
            let stops: Vec<String> = stops
                .iter()
                .take(3)
                .map(|(answer, count)| format!("{count} {}", answer.trim_start_matches("blocked ")))
                .collect();
            println!("{counts}  {component}: {}", stops.join(", "));
        }
    }

    fn note(&mut self, drawn: &Topology, asked: &Asked, trace: &Trace, answer: &Answer, difference: Option<String>) {
        self.asked += 1;
        *self.tally.entry(words(answer)).or_default() += 1;
        if let Some(difference) = difference {
            let example = || (0, example(self.networks, drawn, asked, trace, answer));
            self.differ.entry(difference).or_insert_with(example).0 += 1;
        }
    }

    /// How many different ways of being blocked it reached.
    fn codes(&self) -> usize {
        self.tally
            .keys()
            .filter(|answer| answer.starts_with("blocked "))
            .count()
    }

    /// Nothing differs, and the run reached at least what it reached when this was written, or it would test less.
    fn check(&self, allowed_percent: usize, codes: usize) {
        assert_eq!(self.differ.values().map(|(count, _)| count).sum::<usize>(), 0);
        assert!(of_kind(&self.tally, "allowed") * 100 >= self.asked * allowed_percent);
        assert!(self.codes() >= codes);
        assert!(
            of_kind(&self.tally, "left open") * 100 <= self.asked
                && of_kind(&self.tally, "skipped") * 10 <= self.networks
        );
    }

    /// It met every component often enough, and every one both let packets through and stopped them.
    fn check_census(&self) {
        for component in COMPONENTS {
            let answers = self.met.get(component).cloned().unwrap_or_default();
            let [all, allowed, blocked] = ["", "allowed", "blocked"].map(|kind| of_kind(&answers, kind));
            let is_fair = all >= self.asked / 2000 && allowed >= self.asked / 10_000 && blocked >= self.asked / 5_000;
            assert!(is_fair, "{component}: {allowed} of {all} allowed, {blocked} blocked");
        }
        let answers = self.met.get(UNKNOWN).cloned().unwrap_or_default();
        let all = of_kind(&answers, "");
        assert!(
            all >= self.asked / 2000 && of_kind(&answers, "unknown") == all,
            "{UNKNOWN}"
        );
    }

    fn report(&self, of: &str) {
        for (answer, count) in &self.tally {
            println!("{count:8} {answer}");
        }
        self.print_census();
        let (networks, asked) = (self.networks, self.asked);
        let disagreements: usize = self.differ.values().map(|(count, _)| count).sum();
        let codes = self.codes();
        // Written past the capture of a test that passes: every log of a run says what was asked.
        let mut out = std::io::stdout().lock();
        let line = format!(
            "{of}: {networks} networks, {asked} packets, {codes} ways of being blocked, {disagreements} disagreements, seed {SEED:#x}"
        );
        writeln!(out, "{line}").unwrap();
        for (difference, (count, example)) in &self.differ {
            println!("\n{count} times: {difference}\n{example}");
        }
    }
}

const KINDS_OF_ANSWERS: [&str; 5] = ["allowed", "partial", "blocked", "unknown", "left open"];

fn of_kind(answers: &BTreeMap<String, usize>, kind: &str) -> usize {
    let of_kind = answers.iter().filter(|(answer, _)| answer.starts_with(kind));
    of_kind.map(|(_, count)| count).sum()
}

fn words(answer: &Answer) -> String {
    let first = |drops: &[(Leg, literal::Drop)]| {
        let first = drops.first();
        first.map_or_else(String::new, |(leg, drop)| format!("{} {}", leg.word(), drop.code))
    };
    match answer {
        Answer::Allowed(places) => format!("allowed to {}", places.first().map_or("", Place::word)),
        Answer::Blocked(drops) => format!("blocked {}", first(drops)),
        Answer::Partial(drops) => format!("partial {}", first(drops)),
        Answer::Unknown => "unknown".to_owned(),
        Answer::Open(why) => format!("left open: {why}"),
    }
}

fn has(set: &PacketSet, packet: &literal::Packet) -> bool {
    let message = (u16::from(packet.message.0), u16::from(packet.message.1));
    match packet.protocol {
        packet::TCP => set.tcp.contains(packet.destination_port, packet.source_port),
        packet::UDP => set.udp.contains(packet.destination_port, packet.source_port),
        packet::ICMP => set.icmp.contains(message.0, message.1),
        packet::ICMPV6 => set.icmpv6.contains(message.0, message.1),
        number => set.other.contains(number),
    }
}

/// Where the request of the trace arrived.
fn arrived_at(trace: &Trace) -> &str {
    let last = trace.forward.iter().rev().find(|hop| hop.action == Action::Deliver);
    last.map_or("", |hop| &hop.at.id)
}

/// What the two say differently, if they do.
fn difference(answer: &Answer, trace: &Trace) -> Option<String> {
    let blocker = trace.first_blocker();
    let code = blocker
        .and_then(|it| it.finding.reason.shown_code())
        .unwrap_or_default();
    let leg = blocker.map_or("", |it| it.leg.word());
    let at = blocker.map(|it| &*it.finding.at.id).unwrap_or_default();
    let refused = |verdict, drops: &[(Leg, literal::Drop)]| {
        let fits = |(of, drop): &(Leg, literal::Drop)| {
            let is_there = drop.at.is_empty() || drop.at.iter().any(|place| place == at);
            leg == of.word() && (drop.code.is_empty() || code == drop.code && is_there)
        };
        trace.verdict == verdict && drops.iter().any(fits)
    };
    let agree = match answer {
        Answer::Open(_) => true,
        Answer::Allowed(places) => {
            let is_one = |place: &Place| match place {
                Place::Interface(id) => id.as_str() == arrived_at(trace),
                _ => true,
            };
            if !places.iter().any(is_one) {
                return Some(format!(
                    "{} {places:?}, the engine at {}",
                    words(answer),
                    arrived_at(trace)
                ));
            }
            trace.verdict == Verdict::Allowed
        }
        Answer::Unknown => trace.verdict == Verdict::Unknown,
        Answer::Blocked(drops) => refused(Verdict::Blocked, drops),
        Answer::Partial(drops) => refused(Verdict::Partial, drops),
    };
    (!agree).then(|| {
        format!(
            "the rules say {}, the engine {} {leg} {code}",
            words(answer),
            trace.verdict.word()
        )
    })
}

fn example(number: usize, drawn: &Topology, asked: &Asked, trace: &Trace, answer: &Answer) -> String {
    let document = Document {
        topology: std::rc::Rc::new(drawn.clone()),
        ..Document::default()
    };
    let hops = |hops: &[Hop]| token::tokens(hops, drawn).join(" | ");
    let blockers = trace
        .blockers
        .iter()
        .map(|it| (it.leg, it.finding.reason.code, &it.finding.at.id));
    format!(
        "{}\nnetwork {number}: {:?}\n{:?}\nthe rules: {answer:?}\nthe engine: {:?} {:?}\nforward: {}\nreturn: {}\n",
        text::format(&document),
        asked.question,
        asked.packet,
        trace.verdict,
        blockers.collect::<Vec<_>>(),
        hops(&trace.forward),
        hops(&trace.reply),
    )
}
