//! Two descriptions of one thing into one. Joining is the same in any order: a value beats a missing one, and of two values that
//! differ the greater one stays, which the report says.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::Text;

/// The fields in which descriptions of one thing differ.
pub(crate) type Differing = BTreeSet<&'static str>;

pub(crate) trait Join: Sized {
    fn merge(&mut self, other: Self, field: &'static str, differing: &mut Differing);
}

impl<T: Ord> Join for Option<T> {
    fn merge(&mut self, other: Self, field: &'static str, differing: &mut Differing) {
        if self.is_some() && other.is_some() && *self != other {
            differing.insert(field);
        }
        if other > *self {
            *self = other;
        }
    }
}

impl Join for Text {
    fn merge(&mut self, other: Self, field: &'static str, differing: &mut Differing) {
        if !self.is_empty() && !other.is_empty() && *self != other {
            differing.insert(field);
        }
        if other > *self {
            *self = other;
        }
    }
}

/// Lists in another order are the same list.
impl<T: Ord + Clone> Join for Vec<T> {
    fn merge(&mut self, other: Self, field: &'static str, differing: &mut Differing) {
        if *self == other {
            return;
        }
        let sorted = |list: &Self| {
            let mut list = list.clone();
            list.sort();
            list
        };
        let is_same = self.len() == other.len() && sorted(self) == sorted(&other);
        if !self.is_empty() && !other.is_empty() && !is_same {
            differing.insert(field);
        }
        if other > *self {
            *self = other;
        }
    }
}

/// A list that comes in pieces: pages of an answer, or answers of several calls.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pages<T>(pub(crate) Vec<T>);

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Ord> Join for Pages<T> {
    fn merge(&mut self, mut other: Self, _: &'static str, _: &mut Differing) {
        if *self == other {
            return;
        }
        self.0.append(&mut other.0);
        self.0.sort();
        self.0.dedup();
    }
}

impl<T: super::lenient::Lenient> super::lenient::Lenient for Pages<T> {
    fn read<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Vec::read(from).map(Pages)
    }
}

/// A list in pieces of which it matters whether anybody was asked: an empty answer says that there are none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Told<T>(pub(crate) Option<Vec<T>>);

impl<T> Default for Told<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Told<T> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter().flatten()
    }
}

impl<T: Ord> Join for Told<T> {
    fn merge(&mut self, other: Self, _: &'static str, _: &mut Differing) {
        let Some(mut more) = other.0 else { return };
        let all = self.0.get_or_insert_default();
        all.append(&mut more);
        all.sort();
        all.dedup();
    }
}

impl<T: super::lenient::Lenient> super::lenient::Lenient for Told<T> {
    fn read<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Option::<super::lenient::Read<Vec<T>>>::deserialize(from).map(|list| Told(list.map(|list| list.0)))
    }
}
