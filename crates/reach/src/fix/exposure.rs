//! How much an edit opens, to tell a narrow one from a wide one.

use std::iter::Sum;
use std::ops::Add;

use ipnet::IpNet;

/// What is let in counts more than what is let out. The numbers are addresses; of IPv6 ranges, which are large, their sixteenth powers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exposure {
    pub inbound: u64,
    pub outbound: u64,
}

/// The internet.
const EVERYBODY: u64 = 1 << 32;

impl Exposure {
    pub(super) const NOTHING: Exposure = Exposure {
        inbound: 0,
        outbound: 0,
    };
    /// Whatever has a public address there can be reached from the internet, as far as filters let it.
    pub(super) const FROM_INTERNET: Exposure = Exposure {
        inbound: EVERYBODY,
        outbound: EVERYBODY,
    };
    pub(super) const TO_INTERNET: Exposure = Exposure {
        inbound: 0,
        outbound: EVERYBODY,
    };

    pub(super) fn inbound(addresses: u64) -> Self {
        Self {
            inbound: addresses,
            outbound: 0,
        }
    }

    pub(super) fn outbound(addresses: u64) -> Self {
        Self {
            inbound: 0,
            outbound: addresses,
        }
    }
}

pub(super) fn addresses(range: IpNet) -> u64 {
    let bits = match range {
        IpNet::V4(range) => 32 - u32::from(range.prefix_len()),
        IpNet::V6(range) => (128 - u32::from(range.prefix_len())) / 4,
    };
    1 << bits
}

impl Add for Exposure {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            inbound: self.inbound.saturating_add(other.inbound),
            outbound: self.outbound.saturating_add(other.outbound),
        }
    }
}

impl Sum for Exposure {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::NOTHING, Add::add)
    }
}
