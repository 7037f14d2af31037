//! Arbitrary documents: consistent or not, with every field in use, odd names, references into nowhere.
//!
//! Made from a seed and a size, so that a failing case shrinks to a small network. Ids are unique over all kinds and
//! networks are written without host bits: that is what a document promises; nothing else is.

mod beyond;
mod elements;
mod services;

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::rc::Rc;

use document::{Comments, Document, Expectation, Flow, Layout, Mode, Place, View};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use reach::address::Family;
use reach::id::{Id, Kind, Record, Ref};
use reach::question::{End, Question};
use reach::topology::{PortRange, Topology, Traffic};
use reach::trace::{Assumptions, Verdict};

/// Splitmix64: small, and the same everywhere.
#[derive(Debug)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.number() % (limit as u64)) as usize
    }

    pub fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }

    pub fn pick<'p, T>(&mut self, choices: &'p [T]) -> &'p T {
        &choices[self.below(choices.len())]
    }

    pub fn byte(&mut self) -> u8 {
        self.number().to_le_bytes()[0]
    }

    pub fn word(&mut self) -> u16 {
        u16::from_le_bytes([self.byte(), self.byte()])
    }

    pub fn maybe<T>(&mut self, one_in: usize, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.chance(one_in).then(|| make(self))
    }

    pub fn list<T>(&mut self, most: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| make(self)).collect()
    }

    pub fn ipv4(&mut self) -> Ipv4Addr {
        if self.chance(4) {
            Ipv4Addr::from_bits(self.number() as u32)
        } else {
            Ipv4Addr::new(10, self.byte() % 3, self.byte() % 3, self.byte())
        }
    }

    pub fn ipv6(&mut self) -> Ipv6Addr {
        Ipv6Addr::from_bits(0x2001_0db8 << 96 | u128::from(self.number()) << (self.below(64)))
    }

    pub fn cidr4(&mut self) -> Ipv4Net {
        let length = if self.chance(5) {
            self.byte() % 33
        } else {
            *self.pick(&[16, 24])
        };
        Ipv4Net::new(self.ipv4(), length).unwrap().trunc()
    }

    pub fn cidr6(&mut self) -> Ipv6Net {
        let length = if self.chance(5) {
            self.byte() % 129
        } else {
            *self.pick(&[56, 64])
        };
        Ipv6Net::new(self.ipv6(), length).unwrap().trunc()
    }

    pub fn cidr(&mut self) -> IpNet {
        match self.below(8) {
            0 => "0.0.0.0/0".parse().unwrap(),
            1 => IpNet::V6(self.cidr6()),
            _ => IpNet::V4(self.cidr4()),
        }
    }

    /// Any text that a person or an import may bring.
    pub fn text(&mut self) -> Rc<str> {
        let odd = [
            "web",
            "",
            "two words",
            "in",
            "main",
            "quote\"and\\slash",
            "# no comment",
            "büro 7",
            "<b>bold</b>",
            "a/b@c:d",
            "line\nbreak\ttab\u{7}",
            "10.0.0.1",
            "none",
            "42",
            "deleted",
            "日本",
            "->",
            "x\"",
            "a",
            "us-east-1a",
        ];
        (*self.pick(&odd)).into()
    }

    pub fn traffic(&mut self) -> Traffic {
        let (one, two) = (self.word(), self.word());
        let ports = match self.below(4) {
            0 => PortRange::ALL,
            1 => PortRange::new(one.min(two), one.max(two)),
            _ => PortRange::single(*self.pick(&[22, 80, 443, 5432])),
        };
        let (kind, code) = (self.maybe(2, Self::byte), self.maybe(3, Self::byte));
        match self.below(6) {
            0 => Traffic::All,
            1 => Traffic::Udp(ports),
            2 => Traffic::Icmp { kind, code },
            3 => Traffic::Icmpv6 { kind, code },
            4 => Traffic::Protocol(self.byte()),
            _ => Traffic::Tcp(ports),
        }
    }
}

/// All ids of a document, drawn up before its records.
#[derive(Debug, Default)]
pub struct Names(BTreeMap<Kind, Vec<Rc<str>>>);

impl Names {
    fn new(random: &mut Random, size: usize) -> Self {
        let bases = [
            "app", "vpc-0abc", "public-a", "x y", "in", "10.0.0.", "VpcId:", "pl-", "\"", "tür", "internet", "a@b",
            "top", "flow/", "-", "s3", "a/b", "web",
        ];
        let mut names = Self::default();
        for index in 0..size {
            let base = if random.chance(3) { *random.pick(&bases) } else { "e" };
            let kind = Kind::ALL[random.below(Kind::ALL.len() - 2)];
            let id = if index % 3 == 0 && random.chance(2) {
                format!("{}-{index}", kind.word())
            } else {
                format!("{base}{index}")
            };
            names.0.entry(kind).or_default().push(id.into());
        }
        names
    }

    pub fn of(&self, kind: Kind) -> &[Rc<str>] {
        self.0.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// An id of the kind, there or not.
    pub fn id<T: Record>(&self, random: &mut Random) -> Id<T> {
        let known = self.of(T::KIND);
        if known.is_empty() || random.chance(8) {
            return Id::new(*random.pick(&["gone", "gone with space", "e1", "subnet"]));
        }
        Id::new(Rc::clone(random.pick(known)))
    }

    pub fn any(&self, random: &mut Random) -> Ref {
        let kind = *random.pick(&Kind::ALL);
        let known = self.of(kind);
        if known.is_empty() || random.chance(8) {
            return Ref::new(kind, *random.pick(&["gone", "internet", "s3@us-east-1", "e 1"]));
        }
        Ref::new(kind, Rc::clone(random.pick(known)))
    }
}

pub fn document(seed: u64, size: usize) -> Document {
    let mut random = Random::new(seed);
    let names = Names::new(&mut random, size);
    let mut topology = Topology::default();
    for kind in Kind::ALL {
        for id in names.of(kind) {
            elements::add(&mut topology, kind, id, &names, &mut random);
        }
    }
    let flows = random.list(size / 4, |random| flow(&names, &topology, random));
    let count = flows.len();
    Document {
        title: if random.chance(2) {
            "Untitled network".into()
        } else {
            random.text()
        },
        layout: Rc::new(layout(&names, &mut random)),
        view: view(&mut random),
        comments: Rc::new(comments(&topology, count, &mut random)),
        flows: Rc::new(flows),
        topology: Rc::new(topology),
    }
}

fn end(names: &Names, topology: &Topology, random: &mut Random) -> End {
    let site = names.id(random);
    let host = topology
        .sites
        .get(&site)
        .and_then(|site| site.hosts.first())
        .map(|host| Rc::clone(&host.name));
    match random.below(10) {
        0 => End::Internet,
        8 => End::Domain((*random.pick(&["sqs.us-east-1.amazonaws.com", "a b", "x@y/z"])).into()),
        9 => End::Client {
            endpoint: names.id(random),
            client: random.maybe(2, Random::text),
        },
        1 => End::Address(random.ipv4().into()),
        2 => End::Address(random.ipv6().into()),
        3 => End::Site {
            host: if random.chance(3) { Some(random.text()) } else { host },
            site,
        },
        4 => End::Service {
            name: (*random.pick(&["s3", "sqs", "a b", "x@y"])).into(),
            region: random.maybe(3, |random| (*random.pick(&["eu-west-1", "in", "x y"])).into()),
        },
        5 => End::Injected {
            at: names.any(random),
            address: random.ipv4().into(),
        },
        _ => End::Element(names.any(random)),
    }
}

fn flow(names: &Names, topology: &Topology, random: &mut Random) -> Flow {
    let verdicts = [Verdict::Allowed, Verdict::Partial, Verdict::Blocked, Verdict::Unknown];
    let codes = [
        "NO_ROUTE_TO_DESTINATION",
        "allowed",
        "x",
        "A B",
        "",
        "X_PRIVATE",
        "refused",
    ];
    let (one, two) = (random.word(), random.word());
    let mut question = Question::new(
        end(names, topology, random),
        end(names, topology, random),
        random.traffic(),
    );
    if random.chance(3) {
        question.source_ports = PortRange::new(one.min(two), one.max(two));
    }
    question.resource = random.maybe(4, Random::text);
    question.action = random.maybe(6, Random::text);
    question.principal = random.maybe(6, Random::text);
    question.family = random.maybe(3, |random| *random.pick(&[Family::V4, Family::V6]));
    Flow {
        name: random.maybe(3, Random::text),
        question,
        expectation: random.maybe(2, |random| match random.below(4) {
            0 => Expectation::Authorized,
            1 => Expectation::Refused,
            2 => Expectation::Verdict(*random.pick(&verdicts)),
            _ => Expectation::Code((*random.pick(&codes)).into()),
        }),
    }
}

fn layout(names: &Names, random: &mut Random) -> Layout {
    let mut layout = Layout::default();
    for _ in 0..random.below(8) {
        let mut place = Place {
            x: i32::from(random.word()) - 100,
            y: i32::from(random.byte()) - 100,
            ..Place::default()
        };
        if random.chance(2) {
            place.width = i32::from(random.byte());
            place.height = i32::from(random.byte());
        }
        layout.places.insert(names.any(random), place);
    }
    layout
}

fn view(random: &mut Random) -> View {
    View {
        mode: random.maybe(3, |random| {
            *random.pick(&[Mode::View, Mode::Explore, Mode::Exercise, Mode::Edit])
        }),
        flow: random.maybe(3, |random| if random.chance(3) { random.word() } else { 1 }),
        step: random.maybe(3, |random| if random.chance(3) { random.word() } else { 1 }),
        assumptions: if random.chance(4) {
            Assumptions::NotMade
        } else {
            Assumptions::Made
        },
    }
}

/// Comments above what is there; others are not kept.
fn comments(topology: &Topology, flows: usize, random: &mut Random) -> Comments {
    let mut comments = Comments::default();
    let lines = ["one", "", "  indented", "# twice", "\"quoted", "über"];
    let mut add = |key: String, random: &mut Random| {
        let text = random.list(2, |random| Rc::from(*random.pick(&lines)));
        if !text.is_empty() {
            comments.0.insert(key.into(), text);
        }
    };
    for key in ["top", "end", "title", "view", "layout"] {
        // Without a line there is nothing that a comment can stand after.
        if random.chance(4) && (key == "top" || !topology.references().is_empty()) {
            add(key.to_owned(), random);
        }
    }
    for flow in 0..flows {
        if random.chance(4) {
            add(format!("flow/{flow}"), random);
        }
    }
    for element in topology.references() {
        if random.chance(6) && !element.id.starts_with("flow/") {
            add(element.id.to_string(), random);
        }
    }
    comments
}
