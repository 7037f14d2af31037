use crate::sorted::sort;

/// A set of 16-bit numbers: sorted ranges that neither touch nor overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IntervalSet(Vec<(u16, u16)>);

impl IntervalSet {
    pub fn ports() -> Self {
        Self(vec![(0, u16::MAX)])
    }

    pub fn bytes() -> Self {
        Self(vec![(0, 255)])
    }

    pub fn single(value: u16) -> Self {
        Self(vec![(value, value)])
    }

    /// Both ends included; empty if they are the wrong way round.
    pub fn range(from: u16, to: u16) -> Self {
        if to < from {
            Self::default()
        } else {
            Self(vec![(from, to)])
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn contains(&self, value: u16) -> bool {
        self.0.iter().any(|&(from, to)| from <= value && value <= to)
    }

    /// How many numbers are in it.
    pub fn count(&self) -> u32 {
        self.0
            .iter()
            .map(|&(from, to)| u32::from(to) - u32::from(from) + 1)
            .sum()
    }

    pub fn first(&self) -> Option<u16> {
        self.0.first().map(|range| range.0)
    }

    pub fn ranges(&self) -> impl Iterator<Item = (u16, u16)> + '_ {
        self.0.iter().copied()
    }

    /// "22", "8000–8010".
    pub fn spans(&self) -> Vec<String> {
        self.ranges()
            .map(|(from, to)| {
                if from == to {
                    from.to_string()
                } else {
                    format!("{from}–{to}")
                }
            })
            .collect()
    }

    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut common = Vec::new();
        while let (Some(&&(a, b)), Some(&&(c, d))) = (left.peek(), right.peek()) {
            let (from, to) = (a.max(c), b.min(d));
            if from <= to {
                common.push((from, to));
            }
            if b < d {
                left.next();
            } else {
                right.next();
            }
        }
        Self(common)
    }

    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        let mut all: Vec<_> = self.0.iter().chain(&other.0).copied().collect();
        sort(&mut all);
        let mut merged: Vec<(u16, u16)> = Vec::with_capacity(all.len());
        for (from, to) in all {
            match merged.last_mut() {
                Some(last) if u32::from(from) <= u32::from(last.1) + 1 => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        Self(merged)
    }

    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.and(&other.complement())
    }

    fn complement(&self) -> Self {
        let mut gaps = Vec::new();
        let mut next = Some(0);
        for &(from, to) in &self.0 {
            if let Some(start) = next
                && start < from
            {
                gaps.push((start, from - 1));
            }
            next = to.checked_add(1);
        }
        if let Some(start) = next {
            gaps.push((start, u16::MAX));
        }
        Self(gaps)
    }
}

impl FromIterator<(u16, u16)> for IntervalSet {
    fn from_iter<I: IntoIterator<Item = (u16, u16)>>(ranges: I) -> Self {
        let sorted = Self(ranges.into_iter().filter(|(from, to)| from <= to).collect());
        Self::default().or(&sorted)
    }
}
