//! Exact sets of packets: per protocol, destination ports × source ports (ICMP: types × codes).

mod grid;
mod interval;
#[cfg(test)]
mod laws;
mod reply;

pub use grid::Grid;
pub use interval::IntervalSet;

use crate::address::Family;
use crate::topology::{PortRange, Traffic};

pub const ICMP: u8 = 1;
pub const TCP: u8 = 6;
pub const UDP: u8 = 17;
pub const ICMPV6: u8 = 58;

/// A set of packets between two addresses. Two equal sets are equal values.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PacketSet {
    /// Destination ports × source ports.
    pub tcp: Grid,
    pub udp: Grid,
    /// Types × codes.
    pub icmp: Grid,
    pub icmpv6: Grid,
    /// Every other protocol number, one bit each.
    pub other: Protocols,
}

impl PacketSet {
    pub fn empty() -> Self {
        Self::default()
    }

    /// Everything that can be sent.
    pub fn all() -> Self {
        let ports = || Grid::product(IntervalSet::ports(), IntervalSet::ports());
        let messages = || Grid::product(IntervalSet::bytes(), IntervalSet::bytes());
        Self {
            tcp: ports(),
            udp: ports(),
            icmp: messages(),
            icmpv6: messages(),
            other: Protocols::all(),
        }
    }

    /// What a rule admits: its destination ports, from any source port.
    pub fn of_rule(traffic: Traffic) -> Self {
        Self::of(traffic, IntervalSet::ports())
    }

    /// What a question is about. Without a protocol it asks for everything that the family can carry.
    pub fn of_question(traffic: Traffic, source_ports: PortRange, family: Family) -> Self {
        let mut set = Self::of(traffic, IntervalSet::range(source_ports.from, source_ports.to));
        match family {
            Family::V4 => set.icmpv6 = Grid::default(),
            Family::V6 => set.icmp = Grid::default(),
        }
        set
    }

    fn of(traffic: Traffic, sources: IntervalSet) -> Self {
        let mut set = Self::empty();
        let ports = |range: PortRange| Grid::product(IntervalSet::range(range.from, range.to), sources.clone());
        let byte = |value: Option<u8>| value.map_or_else(IntervalSet::bytes, |value| IntervalSet::single(value.into()));
        match traffic {
            Traffic::All => {
                set = Self::all();
                set.tcp = ports(PortRange::ALL);
                set.udp = ports(PortRange::ALL);
            }
            Traffic::Tcp(range) => set.tcp = ports(range),
            Traffic::Udp(range) => set.udp = ports(range),
            Traffic::Icmp { kind, code } => set.icmp = Grid::product(byte(kind), byte(code)),
            Traffic::Icmpv6 { kind, code } => set.icmpv6 = Grid::product(byte(kind), byte(code)),
            Traffic::Protocol(TCP) => set.tcp = ports(PortRange::ALL),
            Traffic::Protocol(UDP) => set.udp = ports(PortRange::ALL),
            Traffic::Protocol(ICMP) => set.icmp = Grid::product(IntervalSet::bytes(), IntervalSet::bytes()),
            Traffic::Protocol(ICMPV6) => set.icmpv6 = Grid::product(IntervalSet::bytes(), IntervalSet::bytes()),
            Traffic::Protocol(number) => set.other = Protocols::single(number),
        }
        set
    }

    pub fn is_empty(&self) -> bool {
        self.tcp.is_empty()
            && self.udp.is_empty()
            && self.icmp.is_empty()
            && self.icmpv6.is_empty()
            && self.other.is_empty()
    }

    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        self.zip(other, Grid::and, Protocols::and)
    }

    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        self.zip(other, Grid::or, Protocols::or)
    }

    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.zip(other, Grid::minus, Protocols::minus)
    }

    /// The packets of this set that the rule is about: the same as `and` with [`PacketSet::of_rule`], for less work.
    #[must_use]
    pub fn of_these(&self, rule: Traffic) -> Self {
        match rule {
            Traffic::All => self.clone(),
            _ if self.is_empty() => Self::empty(),
            _ => self.and(&Self::of_rule(rule)),
        }
    }

    pub fn is_subset_of(&self, other: &Self) -> bool {
        self.minus(other).is_empty()
    }

    fn zip(
        &self,
        other: &Self,
        grid: impl Fn(&Grid, &Grid) -> Grid,
        protocols: impl Fn(Protocols, Protocols) -> Protocols,
    ) -> Self {
        Self {
            tcp: grid(&self.tcp, &other.tcp),
            udp: grid(&self.udp, &other.udp),
            icmp: grid(&self.icmp, &other.icmp),
            icmpv6: grid(&self.icmpv6, &other.icmpv6),
            other: protocols(self.other, other.other),
        }
    }
}

/// A set of IP protocol numbers without the four that have their own grids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Protocols([u64; 4]);

impl Protocols {
    pub fn all() -> Self {
        let mut all = Self([u64::MAX; 4]);
        for own in [ICMP, TCP, UDP, ICMPV6] {
            all = all.minus(Self::bit(own));
        }
        all
    }

    /// Only for numbers without a grid of their own; the others give the empty set.
    pub fn single(number: u8) -> Self {
        Self::bit(number).and(Self::all())
    }

    fn bit(number: u8) -> Self {
        let word = |index: u8| {
            if number / 64 == index { 1 << (number % 64) } else { 0 }
        };
        Self([word(0), word(1), word(2), word(3)])
    }

    pub fn is_empty(self) -> bool {
        self.0 == [0; 4]
    }

    pub fn contains(self, number: u8) -> bool {
        !self.and(Self::bit(number)).is_empty()
    }

    pub fn iter(self) -> impl Iterator<Item = u8> {
        (0..=u8::MAX).filter(move |number| self.contains(*number))
    }

    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.zip(other, |a, b| a & b)
    }

    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.zip(other, |a, b| a | b)
    }

    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        self.zip(other, |a, b| a & !b)
    }

    fn zip(self, other: Self, word: impl Fn(u64, u64) -> u64) -> Self {
        let [a, b, c, d] = self.0;
        let [e, f, g, h] = other.0;
        Self([word(a, e), word(b, f), word(c, g), word(d, h)])
    }
}
