//! Which locals may still be read: what a tail has to be given, and what it has to give back.

use std::{collections::BTreeMap, ops::Range};

use wasmparser::Operator;

use super::code::Code;

/// A set of locals.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Locals(Vec<u64>);

impl Locals {
    pub(super) fn insert(&mut self, local: u32) {
        let word = local as usize / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1 << (local % 64);
        }
    }

    fn remove(&mut self, local: u32) {
        if let Some(word) = self.0.get_mut(local as usize / 64) {
            *word &= !(1 << (local % 64));
        }
    }

    fn has(&self, local: u32) -> bool {
        let word = self.0.get(local as usize / 64).copied().unwrap_or_default();
        word & (1 << (local % 64)) != 0
    }

    /// Adds `others`; whether that changed anything.
    pub(super) fn add(&mut self, others: &Self) -> bool {
        if self.0.len() < others.0.len() {
            self.0.resize(others.0.len(), 0);
        }
        let mut changed = false;
        for (word, other) in self.0.iter_mut().zip(&others.0) {
            changed |= *other & !*word != 0;
            *word |= *other;
        }
        changed
    }

    pub(super) fn and(&self, others: &Self) -> Self {
        let words = self.0.iter().zip(&others.0);
        Self(words.map(|(word, other)| word & other).collect())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        (0..super::module::index(self.0.len() * 64)).filter(|local| self.has(*local))
    }
}

/// What may be read behind each place where a tail of one function may go on.
#[derive(Debug, Default)]
pub(super) struct Live {
    /// By the place of a `block`, `loop` or `if`: at its label.
    labels: BTreeMap<usize, Locals>,
    /// By the same: behind its end.
    behind: BTreeMap<usize, Locals>,
}

impl Live {
    pub(super) fn of(code: &Code<'_>) -> Self {
        let mut walk = Walk {
            code,
            labels: vec![Locals::default()],
            live: Self::default(),
        };
        let end = code.operators.len().saturating_sub(1);
        walk.before(0..end, Locals::default());
        walk.live
    }

    pub(super) fn at_label(&self, opener: Option<usize>) -> Locals {
        let found = opener.and_then(|opener| self.labels.get(&opener));
        found.cloned().unwrap_or_default()
    }

    pub(super) fn behind(&self, opener: Option<usize>) -> Locals {
        let found = opener.and_then(|opener| self.behind.get(&opener));
        found.cloned().unwrap_or_default()
    }
}

/// What may be read at the beginning of `places`, if `labels` (from the function's own on) and what follows read this.
pub(super) fn live_in(code: &Code<'_>, places: Range<usize>, labels: Vec<Locals>, after: Locals) -> Locals {
    let live = Live::default();
    Walk { code, labels, live }.before(places, after)
}

struct Walk<'a> {
    code: &'a Code<'a>,
    /// What may be read at the labels around, the function's own first.
    labels: Vec<Locals>,
    live: Live,
}

impl Walk<'_> {
    /// Goes backwards from what is live behind `places` to what is live before.
    fn before(&mut self, places: Range<usize>, mut live: Locals) -> Locals {
        let mut place = places.end;
        while place > places.start {
            place -= 1;
            match self.code.operator(place) {
                Operator::End => {
                    let end = place;
                    place = self.code.opener(end).unwrap_or(places.start);
                    live = self.before_nested(place, end, live);
                }
                Operator::LocalGet { local_index } => live.insert(*local_index),
                Operator::LocalSet { local_index } | Operator::LocalTee { local_index } => live.remove(*local_index),
                Operator::Br { relative_depth } => live = self.label(*relative_depth),
                Operator::BrIf { relative_depth } => {
                    live.add(&self.label(*relative_depth));
                }
                Operator::BrTable { targets } => {
                    live = self.label(targets.default());
                    for target in targets.targets().flatten() {
                        live.add(&self.label(target));
                    }
                }
                Operator::Return | Operator::Unreachable => live = Locals::default(),
                _ => {}
            }
        }
        live
    }

    fn before_nested(&mut self, opener: usize, end: usize, behind: Locals) -> Locals {
        self.live.behind.entry(opener).or_default().add(&behind);
        match (self.code.operator(opener), self.code.else_of(opener)) {
            (Operator::Loop { .. }, _) => {
                let mut head = Locals::default();
                while head.add(&self.inside(opener, opener + 1..end, &head.clone(), &behind)) {}
                head
            }
            (Operator::If { .. }, Some(other)) => {
                let mut live = self.inside(opener, opener + 1..other, &behind, &behind);
                live.add(&self.inside(opener, other + 1..end, &behind, &behind));
                live
            }
            (Operator::If { .. }, None) => {
                let mut live = self.inside(opener, opener + 1..end, &behind, &behind);
                live.add(&behind);
                live
            }
            _ => self.inside(opener, opener + 1..end, &behind, &behind),
        }
    }

    fn inside(&mut self, opener: usize, places: Range<usize>, label: &Locals, behind: &Locals) -> Locals {
        self.live.labels.entry(opener).or_default().add(label);
        self.labels.push(label.clone());
        let live = self.before(places, behind.clone());
        self.labels.pop();
        live
    }

    fn label(&self, depth: u32) -> Locals {
        let label = self.labels.iter().rev().nth(depth as usize);
        label.cloned().unwrap_or_default()
    }
}
