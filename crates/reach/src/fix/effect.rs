//! What else an edit changes: the flows that are watched, and a sample of the other pairs.

use crate::id::{Kind, Ref};
use crate::network::Network;
use crate::packet::PacketSet;
use crate::question::{End, Question};
use crate::topology::Traffic;
use crate::trace::Verdict;

/// What an edit does to flows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Watched flows that come out otherwise.
    pub watched: Vec<Change>,
    /// Of the other pairs that were looked at, those that come out otherwise.
    pub others: Vec<Change>,
    /// How many other pairs were looked at.
    pub looked_at: usize,
}

/// One flow before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub question: Question,
    pub before: Verdict,
    pub after: Verdict,
    pub gained: PacketSet,
    pub lost: PacketSet,
}

/// Other pairs that are looked at.
const SAMPLE: usize = 60;
/// Interfaces whose pairs these are.
const ENDS: usize = 12;

/// How everything fares without the edit.
pub(crate) struct Before {
    watched: Vec<Answer>,
    others: Vec<Answer>,
}

struct Answer {
    question: Question,
    verdict: Verdict,
    allowed: PacketSet,
}

impl Answer {
    fn of(network: &Network, question: Question) -> Self {
        let trace = crate::trace(network, &question);
        Self {
            question,
            verdict: trace.verdict,
            allowed: trace.allowed,
        }
    }

    fn compare(&self, network: &Network) -> Option<Change> {
        let after = crate::trace(network, &self.question);
        let is_same = after.verdict == self.verdict && after.allowed == self.allowed;
        (!is_same).then(|| Change {
            question: self.question.clone(),
            before: self.verdict,
            after: after.verdict,
            gained: after.allowed.minus(&self.allowed),
            lost: self.allowed.minus(&after.allowed),
        })
    }
}

impl Before {
    /// Without the asked flow itself, wherever it stands.
    pub(crate) fn new(network: &Network, asked: &Question, watched: &[Question]) -> Self {
        let answers = |questions: Vec<Question>| -> Vec<Answer> {
            let answer = |question| Answer::of(network, question);
            questions.into_iter().map(answer).collect()
        };
        let watched: Vec<Question> = watched.iter().filter(|other| *other != asked).cloned().collect();
        let is_other = |other: &Question| {
            let is_it = |known: &Question| known.from == other.from && known.to == other.to;
            !is_it(asked) && !watched.iter().any(is_it)
        };
        let others = sample(network).into_iter().filter(is_other).collect();
        Self {
            others: answers(others),
            watched: answers(watched),
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
        }
    }
}

/// Pairs of interfaces, and each of them with the internet: any packet.
fn sample(network: &Network) -> Vec<Question> {
    let interfaces: Vec<Ref> = spread(network.topology().interfaces.ids().map(Ref::from).collect(), ENDS);
    let has_internet = network.topology().references().iter().any(|element| {
        matches!(
            element.kind,
            Kind::InternetGateway | Kind::EgressOnlyInternetGateway | Kind::RegionalNatGateway
        )
    });
    let internet = interfaces.iter().filter(|_| has_internet).flat_map(|interface| {
        let interface = || End::Element(interface.clone());
        [(End::Internet, interface()), (interface(), End::Internet)]
    });
    let pairs = interfaces.iter().flat_map(|from| {
        let others = interfaces.iter().filter(move |to| *to != from);
        others.map(move |to| (End::Element(from.clone()), End::Element(to.clone())))
    });
    let all: Vec<(End, End)> = internet.chain(pairs).collect();
    let question = |(from, to)| Question::new(from, to, Traffic::All);
    spread(all, SAMPLE).into_iter().map(question).collect()
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
