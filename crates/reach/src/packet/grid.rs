use super::IntervalSet;
use crate::sorted::sort;

/// A set of pairs of 16-bit numbers: bands of the first number, each with the second numbers that go with it.
///
/// Canonical: bands are sorted, do not overlap, are not empty, and neighbours that touch differ.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grid(Vec<Band>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Band {
    from: u16,
    to: u16,
    seconds: IntervalSet,
}

impl Grid {
    pub fn product(firsts: IntervalSet, seconds: IntervalSet) -> Self {
        if seconds.is_empty() {
            return Self::default();
        }
        Self(
            firsts
                .ranges()
                .map(|(from, to)| Band {
                    from,
                    to,
                    seconds: seconds.clone(),
                })
                .collect(),
        )
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn contains(&self, first: u16, second: u16) -> bool {
        self.0
            .iter()
            .any(|band| band.from <= first && first <= band.to && band.seconds.contains(second))
    }

    /// The set as few products: first numbers × second numbers, the products disjoint, in order of their first numbers.
    pub fn products(&self) -> Vec<(IntervalSet, IntervalSet)> {
        let mut products: Vec<(IntervalSet, IntervalSet)> = Vec::new();
        for band in &self.0 {
            let firsts = IntervalSet::range(band.from, band.to);
            match products.iter_mut().find(|(_, seconds)| *seconds == band.seconds) {
                Some((known, _)) => *known = known.or(&firsts),
                None => products.push((firsts, band.seconds.clone())),
            }
        }
        products
    }

    /// All first numbers that occur.
    pub fn firsts(&self) -> IntervalSet {
        self.0.iter().map(|band| (band.from, band.to)).collect()
    }

    /// All second numbers that occur.
    pub fn seconds(&self) -> IntervalSet {
        self.0
            .iter()
            .fold(IntervalSet::default(), |all, band| all.or(&band.seconds))
    }

    /// First and second change places: the ports of the reply.
    #[must_use]
    pub fn transposed(&self) -> Self {
        self.products()
            .into_iter()
            .fold(Self::default(), |all, (firsts, seconds)| {
                all.or(&Self::product(seconds, firsts))
            })
    }

    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        if self.is_empty() || other.is_empty() {
            return Self::default();
        }
        self.combine(other, IntervalSet::and)
    }

    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        if self.is_empty() || other.is_empty() {
            return if self.is_empty() { other } else { self }.clone();
        }
        self.combine(other, IntervalSet::or)
    }

    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        if self.is_empty() || other.is_empty() {
            return self.clone();
        }
        self.combine(other, IntervalSet::minus)
    }

    /// Walks both sets from start to start of a band; between two starts nothing changes.
    fn combine(&self, other: &Self, seconds: impl Fn(&IntervalSet, &IntervalSet) -> IntervalSet) -> Self {
        let mut starts: Vec<u16> = vec![0];
        for band in self.0.iter().chain(&other.0) {
            starts.push(band.from);
            starts.extend(band.to.checked_add(1));
        }
        sort(&mut starts);
        starts.dedup();
        let none = IntervalSet::default();
        let mut bands: Vec<Band> = Vec::new();
        for (index, &from) in starts.iter().enumerate() {
            let to = starts.get(index + 1).map_or(u16::MAX, |next| next - 1);
            let seconds = seconds(self.at(from).unwrap_or(&none), other.at(from).unwrap_or(&none));
            if seconds.is_empty() {
                continue;
            }
            match bands.last_mut() {
                Some(last) if last.to.checked_add(1) == Some(from) && last.seconds == seconds => last.to = to,
                _ => bands.push(Band { from, to, seconds }),
            }
        }
        Self(bands)
    }

    fn at(&self, first: u16) -> Option<&IntervalSet> {
        self.0
            .iter()
            .find(|band| band.from <= first && first <= band.to)
            .map(|band| &band.seconds)
    }
}
