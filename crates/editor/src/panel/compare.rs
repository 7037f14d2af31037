//! What the last change did, over all pairs of ends and not only the watched ones.

use std::rc::Rc;

use reach::matrix::{Difference, Matrix, differences};
use reach::question::Question;
use reach::topology::{Topology, Traffic};
use reach::trace::Verdict;

use super::words;
use crate::Outcome;
use crate::session::Session;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// "Delete igw": what was changed.
    pub change: Rc<str>,
    pub pairs: Vec<Changed>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// "app-1 → S3".
    pub pair: Rc<str>,
    /// `None` where one of the two was or is not there.
    pub before: Option<Outcome>,
    pub after: Option<Outcome>,
    /// "Some packets more get through".
    pub note: &'static str,
    /// To look at it as it is now; not where one of the two is gone.
    pub question: Option<Question>,
}

/// `None` if nothing was changed yet.
pub fn compare(session: &Session) -> Option<Comparison> {
    let (before, name) = session.before_last()?;
    let now = session.document();
    let matrix = |topology: &Topology| {
        let (network, _) = reach::resolve(topology);
        Matrix::of(&network.assuming(session.derived().assumptions))
    };
    let changed = if Rc::ptr_eq(&before.topology, &now.topology) {
        Vec::new()
    } else {
        differences(&matrix(&before.topology), &matrix(&now.topology))
    };
    let pairs = changed.iter().map(|one| pair(one, &before.topology, &now.topology));
    Some(Comparison {
        change: name,
        pairs: pairs.collect(),
    })
}

fn pair(one: &Difference, before: &Topology, now: &Topology) -> Changed {
    let topology = if one.after.is_some() { now } else { before };
    let (gains, loses) = (!one.gained.is_empty(), !one.lost.is_empty());
    let note = match (gains, loses) {
        _ if one.before != one.after => "",
        (true, false) => "more gets through",
        (false, true) => "less gets through",
        _ => "other packets get through",
    };
    let outcome = |verdict: Option<Verdict>| verdict.map(Outcome::from);
    Changed {
        pair: format!(
            "{} → {}",
            words::end(topology, &one.from),
            words::end(topology, &one.to)
        )
        .into(),
        before: outcome(one.before),
        after: outcome(one.after),
        note,
        question: one
            .after
            .map(|_| Question::new(one.from.clone(), one.to.clone(), Traffic::All)),
    }
}
