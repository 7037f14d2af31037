//! Laws of the packet-set algebra, against plain membership.

use proptest::prelude::*;

use super::{Grid, IntervalSet, PacketSet, Protocols};
use crate::topology::{PortRange, Traffic};

/// Edges of the number range, and a few neighbours: where off-by-one errors live.
fn number() -> impl Strategy<Value = u16> {
    prop_oneof![
        Just(0),
        Just(1),
        Just(2),
        20..30u16,
        Just(65533),
        Just(65534),
        Just(65535)
    ]
}

fn intervals() -> impl Strategy<Value = IntervalSet> {
    prop::collection::vec((number(), number()), 0..4).prop_map(|ranges| ranges.into_iter().collect())
}

fn grid() -> impl Strategy<Value = Grid> {
    prop::collection::vec((intervals(), intervals()), 0..4).prop_map(|products| {
        products.into_iter().fold(Grid::default(), |all, (firsts, seconds)| {
            all.or(&Grid::product(firsts, seconds))
        })
    })
}

fn traffic() -> impl Strategy<Value = Traffic> {
    let ports = || (number(), number()).prop_map(|(a, b)| PortRange::new(a.min(b), a.max(b)));
    prop_oneof![
        Just(Traffic::All),
        ports().prop_map(Traffic::Tcp),
        ports().prop_map(Traffic::Udp),
        any::<(Option<u8>, Option<u8>)>().prop_map(|(kind, code)| Traffic::Icmp { kind, code }),
        any::<(Option<u8>, Option<u8>)>().prop_map(|(kind, code)| Traffic::Icmpv6 { kind, code }),
        any::<u8>().prop_map(Traffic::Protocol),
    ]
}

fn packets() -> impl Strategy<Value = PacketSet> {
    (prop::collection::vec(traffic(), 0..4), grid(), grid()).prop_map(|(rules, tcp, icmp)| {
        let mut all = rules
            .into_iter()
            .fold(PacketSet::empty(), |all, traffic| all.or(&PacketSet::of_rule(traffic)));
        all.tcp = all.tcp.or(&tcp);
        all.icmp = all.icmp.or(&icmp.and(&PacketSet::all().icmp));
        all
    })
}

proptest! {
    #[test]
    fn intervals_are_sets(a in intervals(), b in intervals(), n in number()) {
        prop_assert_eq!(a.and(&b).contains(n), a.contains(n) && b.contains(n));
        prop_assert_eq!(a.or(&b).contains(n), a.contains(n) || b.contains(n));
        prop_assert_eq!(a.minus(&b).contains(n), a.contains(n) && !b.contains(n));
    }

    #[test]
    fn intervals_count_their_numbers(a in intervals()) {
        let counted = (0..=u16::MAX).filter(|n| a.contains(*n)).count();
        prop_assert_eq!(a.count() as usize, counted);
    }

    #[test]
    fn grids_are_sets(a in grid(), b in grid(), x in number(), y in number()) {
        prop_assert_eq!(a.and(&b).contains(x, y), a.contains(x, y) && b.contains(x, y));
        prop_assert_eq!(a.or(&b).contains(x, y), a.contains(x, y) || b.contains(x, y));
        prop_assert_eq!(a.minus(&b).contains(x, y), a.contains(x, y) && !b.contains(x, y));
        prop_assert_eq!(a.transposed().contains(y, x), a.contains(x, y));
        prop_assert_eq!(a.firsts().contains(x), a.products().iter().any(|(firsts, _)| firsts.contains(x)));
        prop_assert_eq!(a.seconds().contains(y), a.products().iter().any(|(_, seconds)| seconds.contains(y)));
    }

    /// Equal sets are equal values: the same set made in two ways compares equal.
    #[test]
    fn grids_are_canonical(a in grid(), b in grid()) {
        prop_assert_eq!(a.or(&b), b.or(&a));
        prop_assert_eq!(a.minus(&b).or(&a.and(&b)), a.clone());
        prop_assert_eq!(a.transposed().transposed(), a.clone());
        let rebuilt = a
            .products()
            .into_iter()
            .rev()
            .fold(Grid::default(), |all, (firsts, seconds)| all.or(&Grid::product(firsts, seconds)));
        prop_assert_eq!(rebuilt, a);
    }

    #[test]
    fn packet_sets_are_sets(a in packets(), b in packets(), c in packets()) {
        prop_assert_eq!(a.and(&b), b.and(&a));
        prop_assert_eq!(a.and(&b.or(&c)), a.and(&b).or(&a.and(&c)));
        prop_assert_eq!(a.minus(&b.or(&c)), a.minus(&b).minus(&c));
        prop_assert_eq!(a.minus(&b).or(&a.and(&b)), a.clone());
        prop_assert!(a.minus(&a).is_empty());
        prop_assert!(a.and(&b).is_subset_of(&a));
        prop_assert_eq!(a.is_subset_of(&b), a.or(&b) == b);
    }

    #[test]
    fn what_a_rule_is_about(a in packets(), rule in traffic()) {
        prop_assert_eq!(a.of_these(rule), a.and(&PacketSet::of_rule(rule)));
    }

    #[test]
    fn replies_and_requests_undo_each_other(a in packets()) {
        let answered = a.minus(&a.unanswered());
        prop_assert_eq!(answered.replies().requests(), answered.clone());
        prop_assert_eq!(a.replies(), answered.replies());
    }

    #[test]
    fn protocols_are_sets(a in any::<u8>(), b in any::<u8>(), n in any::<u8>()) {
        let (x, y) = (Protocols::single(a), Protocols::single(b));
        prop_assert_eq!(x.or(y).contains(n), x.contains(n) || y.contains(n));
        prop_assert_eq!(x.and(y).contains(n), x.contains(n) && y.contains(n));
        prop_assert_eq!(x.minus(y).contains(n), x.contains(n) && !y.contains(n));
        prop_assert_eq!(x.contains(a), ![1, 6, 17, 58].contains(&a));
    }
}
