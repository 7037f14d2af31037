//! Ranges of addresses: what an end that is not one machine stands for, and how rows of tables cut it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::sorted::sort;
use ipnet::{IpNet, Ipv4Subnets, Ipv6Subnets};

use crate::address::Family;
use crate::walk::Party;

/// Addresses of one family, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Range {
    pub(super) first: u128,
    pub(super) last: u128,
}

/// What an end's address may be.
#[derive(Clone, Debug)]
pub(super) enum Addresses {
    One(IpAddr),
    /// Those of the nodes of one thing, each of which is a party of its own: AWS picks one (DEC-27).
    Nodes {
        nodes: Vec<(Party, IpAddr)>,
        shown: IpAddr,
    },
    /// Any of these; `shown` stands for them, if it is not cut off.
    Any {
        ranges: Vec<Range>,
        shown: IpAddr,
    },
}

impl Addresses {
    /// `None` if there are no addresses at all.
    pub(super) fn any(ranges: Vec<Range>, shown: Option<IpAddr>) -> Option<Self> {
        let shown = shown.or_else(|| ranges.first().map(|range| address(range.first, Family::V4)))?;
        (!ranges.is_empty()).then_some(Self::Any { ranges, shown })
    }

    pub(super) fn shown(&self) -> IpAddr {
        match self {
            Addresses::One(address)
            | Addresses::Nodes { shown: address, .. }
            | Addresses::Any { shown: address, .. } => *address,
        }
    }
}

/// The ranges that the internet carries, of each family (VPC-31).
const NOT_PUBLIC: [&str; 9] = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "198.19.0.0/16",
    "224.0.0.0/3",
];
const GLOBAL_UNICAST: &str = "2000::/3";

/// Every public address of the family, without `taken`.
pub(super) fn public(family: Family, taken: impl Iterator<Item = IpNet>) -> Vec<Range> {
    let parsed = |text: &str| text.parse::<IpNet>().ok().map(Range::of);
    let mut ranges = match family {
        Family::V4 => vec![Range {
            first: 0,
            last: u128::from(u32::MAX),
        }],
        Family::V6 => parsed(GLOBAL_UNICAST).into_iter().collect(),
    };
    let never = NOT_PUBLIC
        .into_iter()
        .filter(|_| family == Family::V4)
        .filter_map(parsed);
    let taken = taken.filter(|net| Family::of(net.addr()) == family).map(Range::of);
    for cut in never.chain(taken) {
        ranges = ranges.into_iter().flat_map(|range| range.without(cut)).collect();
    }
    ranges
}

impl Range {
    pub(super) fn of(net: IpNet) -> Self {
        Self {
            first: number(net.network()),
            last: number(net.broadcast()),
        }
    }

    pub(super) fn contains(self, address: u128) -> bool {
        self.first <= address && address <= self.last
    }

    /// The part around `address` in which no address is told from it by `rows`.
    pub(super) fn around(self, address: u128, rows: &[Range]) -> Self {
        rows.iter().fold(self, |part, row| {
            if row.contains(address) {
                Self {
                    first: part.first.max(row.first),
                    last: part.last.min(row.last),
                }
            } else if row.last < address {
                Self {
                    first: part.first.max(row.last.saturating_add(1)),
                    ..part
                }
            } else {
                Self {
                    last: part.last.min(row.first.saturating_sub(1)),
                    ..part
                }
            }
        })
    }

    /// What lies before and after the part.
    pub(super) fn without(self, part: Self) -> Vec<Self> {
        if part.last < self.first || self.last < part.first {
            return vec![self];
        }
        let mut rest = Vec::new();
        if self.first < part.first {
            rest.push(Self {
                first: self.first,
                last: part.first - 1,
            });
        }
        if part.last < self.last {
            rest.push(Self {
                first: part.last + 1,
                last: self.last,
            });
        }
        rest
    }
}

pub(super) fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address),
    }
}

pub(super) fn address(number: u128, family: Family) -> IpAddr {
    match (family, u32::try_from(number)) {
        (Family::V4, Ok(number)) => IpAddr::V4(Ipv4Addr::from(number)),
        _ => IpAddr::V6(Ipv6Addr::from(number)),
    }
}

/// The fewest CIDRs that make up the ranges.
pub(super) fn cidrs(mut ranges: Vec<Range>, family: Family) -> Vec<IpNet> {
    sort(&mut ranges);
    let mut joined: Vec<Range> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if last.last.checked_add(1) == Some(range.first) => last.last = range.last,
            _ => joined.push(range),
        }
    }
    let cidrs_of = |range: &Range| -> Vec<IpNet> {
        match (address(range.first, family), address(range.last, family)) {
            (IpAddr::V4(first), IpAddr::V4(last)) => Ipv4Subnets::new(first, last, 0).map(IpNet::V4).collect(),
            (IpAddr::V6(first), IpAddr::V6(last)) => Ipv6Subnets::new(first, last, 0).map(IpNet::V6).collect(),
            _ => Vec::new(),
        }
    };
    joined.iter().flat_map(cidrs_of).collect()
}

#[cfg(test)]
mod tests;
