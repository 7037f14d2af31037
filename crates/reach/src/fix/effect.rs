//! What else an edit changes: the flows that are watched, and the other pairs of the matrix, or in a large network a part of them.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::matrix;
use crate::network::Network;
use crate::packet::PacketSet;
use crate::question::{End, Question};
use crate::sorted::sort_by_key;
use crate::topology::Vpc;
use crate::trace::{AddressShare, Trace, Verdict, destination, place_of};

use super::scene::home_region;

/// What an edit does to flows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Watched flows that come out otherwise.
    pub watched: Vec<Change>,
    /// Of the other pairs that were looked at, those that come out otherwise.
    pub others: Vec<Change>,
    /// How many other pairs were looked at.
    pub looked_at: usize,
    /// There are more, which were not.
    pub is_part: bool,
}

/// One flow before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub question: Question,
    pub before: Verdict,
    pub after: Verdict,
    pub gained: PacketSet,
    pub lost: PacketSet,
    /// What always passes stays; more or less passes by chance.
    pub is_by_chance: bool,
}

impl Change {
    /// Something passes less than before.
    fn is_harm(&self) -> bool {
        !self.lost.is_empty() || self.before == Verdict::Allowed
    }
}

impl Effect {
    fn all(&self) -> impl Iterator<Item = &Change> {
        self.watched.iter().chain(&self.others)
    }

    /// How many flows it breaks, at least in part.
    pub(super) fn breaks(&self) -> usize {
        self.all().filter(|change| change.is_harm()).count()
    }

    /// How many of the flows change only in what passes by chance.
    pub fn by_chance(&self) -> usize {
        self.all().filter(|change| change.is_by_chance).count()
    }
}

/// Other pairs that are looked at.
const MOST: usize = 150;
/// Ends whose pairs these are.
const ENDS: usize = 40;

/// How everything fares without the edit.
pub(crate) struct Before {
    watched: Vec<Answer>,
    others: Vec<Answer>,
    is_part: bool,
}

struct Answer {
    question: Question,
    verdict: Verdict,
    allowed: PacketSet,
    by_chance: PacketSet,
    by_address: Vec<AddressShare>,
    /// Its end stands for many addresses, of which this one is asked about.
    without: Option<IpAddr>,
}

impl Answer {
    fn of(network: &Network, question: Question, without: Option<IpAddr>) -> Self {
        let Trace {
            verdict,
            allowed,
            by_chance,
            by_address,
            ..
        } = crate::trace(network, &question);
        Self {
            question,
            verdict,
            allowed,
            by_chance,
            by_address,
            without,
        }
    }

    fn compare(&self, network: &Network) -> Option<Change> {
        let after = Self::of(network, self.question.clone(), self.without);
        let is_same = match self.without {
            Some(asked) => after.fares_alike_beside(self, asked) && self.fares_alike_beside(&after, asked),
            None => {
                after.verdict == self.verdict
                    && after.allowed == self.allowed
                    && after.by_chance == self.by_chance
                    && after.by_address == self.by_address
            }
        };
        (!is_same).then(|| Change {
            question: self.question.clone(),
            before: self.verdict,
            after: after.verdict,
            gained: after.allowed.minus(&self.allowed),
            lost: self.allowed.minus(&after.allowed),
            is_by_chance: after.allowed == self.allowed && after.by_chance != self.by_chance,
        })
    }

    /// Every range of the end but the asked address fares as it does there.
    fn fares_alike_beside(&self, other: &Self, asked: IpAddr) -> bool {
        let ranges = self.by_address.iter().flat_map(|share| &share.addresses);
        let beside = ranges.filter_map(|range| beside(*range, asked));
        let fares_alike = |address| self.fares(address) == other.fares(address);
        let is_uniform = self.by_address.is_empty() && other.by_address.is_empty();
        (!is_uniform || self.fares(asked) == other.fares(asked)) && beside.into_iter().all(fares_alike)
    }

    fn fares(&self, address: IpAddr) -> (Verdict, &PacketSet, &PacketSet) {
        let has_it = |share: &&AddressShare| share.addresses.iter().any(|range| range.contains(&address));
        let share = self.by_address.iter().find(has_it);
        share.map_or((self.verdict, &self.allowed, &self.by_chance), |share| {
            (share.verdict, &share.allowed, &share.by_chance)
        })
    }
}

/// An address of the range that is not the asked one.
fn beside(range: IpNet, asked: IpAddr) -> Option<IpAddr> {
    [range.network(), range.broadcast()]
        .into_iter()
        .find(|address| *address != asked)
}

impl Before {
    /// Without the asked flow itself, wherever it stands.
    pub(crate) fn new(network: &Network, asked: &Question, watched: &[Question]) -> Self {
        let watched: Vec<Question> = watched.iter().filter(|other| *other != asked).cloned().collect();
        let known: Vec<Question> = watched.iter().map(|flow| as_pair(network, flow)).collect();
        let asked = as_pair(network, asked);
        let is_other = |other: &Question| {
            let is_it = |known: &Question| known.from == other.from && known.to == other.to;
            !is_it(&asked) && !known.iter().any(is_it)
        };
        let (pairs, is_part) = pairs(network, &asked);
        let others = pairs.into_iter().filter(is_other).map(|pair| {
            let without = asked_of(network, &asked, &pair);
            Answer::of(network, pair, without)
        });
        Self {
            others: others.collect(),
            watched: watched
                .into_iter()
                .map(|flow| Answer::of(network, flow, None))
                .collect(),
            is_part,
        }
    }

    pub(crate) fn compare(&self, network: &Network) -> Effect {
        let changes = |answers: &[Answer]| -> Vec<Change> {
            let change = |answer: &Answer| answer.compare(network);
            answers.iter().filter_map(change).collect()
        };
        Effect {
            watched: changes(&self.watched),
            others: changes(&self.others),
            looked_at: self.others.len(),
            is_part: self.is_part,
        }
    }
}

/// Its ends as the matrix names them.
fn as_pair(network: &Network, flow: &Question) -> Question {
    let to = match destination(network, flow).unwrap_or_else(|| flow.to.clone()) {
        End::Service { name, region: None } => End::Service {
            name,
            region: home_region(network, &flow.from).or_else(|| Some(Vpc::DEFAULT_REGION.into())),
        },
        End::Element(at) => place_of(network, &at).unwrap_or(End::Element(at)),
        to => to,
    };
    Question { to, ..flow.clone() }
}

/// The pairs of the matrix; of too many, those that share an end with the asked flow first.
fn pairs(network: &Network, asked: &Question) -> (Vec<Question>, bool) {
    let all = matrix::ends(network);
    let is_asked = |end: &End| asked.from == *end || asked.to == *end;
    let (mut ends, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|end| is_asked(&end.end));
    let total = ends.len() + others.len();
    ends.extend(spread(others, ENDS));
    let mut pairs = matrix::questions_among(&ends);
    let is_part = ends.len() < total || pairs.len() > MOST;
    sort_by_key(&mut pairs, |pair| !is_asked(&pair.from) && !is_asked(&pair.to));
    let near = pairs
        .iter()
        .take_while(|pair| is_asked(&pair.from) || is_asked(&pair.to))
        .count();
    let far = pairs.split_off(near.min(MOST));
    let left = MOST - pairs.len();
    pairs.extend(spread(far, left));
    (pairs, is_part)
}

/// The address that is asked about, where the pair stands for it and others of the same site.
fn asked_of(network: &Network, asked: &Question, pair: &Question) -> Option<IpAddr> {
    let (from, to) = (
        part(network, &asked.from, &pair.from),
        part(network, &asked.to, &pair.to),
    );
    match (asked.from == pair.from, asked.to == pair.to) {
        (true, _) => to,
        (_, true) => from,
        _ => None,
    }
}

fn part(network: &Network, asked: &End, whole: &End) -> Option<IpAddr> {
    let End::Site { site, host: None } = whole else {
        return None;
    };
    let record = network.topology().sites.get(site)?;
    let address = match asked {
        End::Site {
            site: of,
            host: Some(name),
        } if of == site => record.hosts.iter().find(|host| host.name == *name)?.address,
        End::Address(address) => *address,
        _ => return None,
    };
    record
        .cidrs
        .iter()
        .any(|range| range.contains(&address))
        .then_some(address)
}

/// So many of them, evenly from the whole list.
fn spread<T>(all: Vec<T>, most: usize) -> Vec<T> {
    let length = all.len();
    let is_taken = |index: usize| index * most / length.max(1) != (index + 1) * most / length.max(1);
    all.into_iter()
        .enumerate()
        .filter(|(index, _)| length <= most || is_taken(*index))
        .map(|(_, item)| item)
        .collect()
}
