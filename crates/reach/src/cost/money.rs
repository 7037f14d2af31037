use std::fmt;
use std::iter::Sum;
use std::ops::Add;

/// An amount in millionths of a US dollar: prices have up to four decimals, and sums of them are exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(pub u64);

impl Money {
    pub const ZERO: Money = Money(0);

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    #[must_use]
    pub const fn times(self, count: u32) -> Self {
        Self(self.0.saturating_mul(count as u64))
    }
}

impl Add for Money {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// `0.045`: dollars, without zeros that say nothing.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (dollars, millionths) = (self.0 / 1_000_000, self.0 % 1_000_000);
        if millionths == 0 {
            return write!(f, "{dollars}");
        }
        let decimals = format!("{millionths:06}");
        write!(f, "{dollars}.{}", decimals.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::Money;

    #[test]
    fn shown_without_idle_zeros() {
        let shown = |amount| Money(amount).to_string();
        assert_eq!(shown(45_000), "0.045");
        assert_eq!(shown(3_500), "0.0035");
        assert_eq!(shown(0), "0");
        assert_eq!(shown(1_100_000), "1.1");
        assert_eq!(shown(20_000_000), "20");
    }
}
