use super::{Basis, PRICES};
use crate::cost::Money;

/// By the hour, by the GB, and for what is counted otherwise.
type Amounts = (u64, u64, Option<u64>);

/// Every line of the specification's price list but the one that compares two others (CO-17), with its amounts.
#[test]
fn the_list_is_complete() {
    let known = |rule: &str| -> Vec<Amounts> {
        let of_rule = PRICES.iter().filter(|price| price.rule() == rule);
        of_rule
            .map(|price| {
                (
                    price.per_hour.0,
                    price.per_gb.0,
                    price.otherwise.map(|(Money(amount), _)| amount),
                )
            })
            .collect()
    };
    let expected: &[(&str, &[Amounts])] = &[
        ("CO-01", &[(0, 0, None)]),
        ("CO-02", &[(0, 0, None)]),
        ("CO-03", &[(45_000, 45_000, None)]),
        ("CO-04", &[(10_000, 10_000, None)]),
        ("CO-05", &[(10_000, 3_500, None)]),
        ("CO-06", &[(12_500, 0, Some(4_000))]),
        ("CO-07", &[(22_500, 0, Some(6_000)), (22_500, 0, Some(8_000))]),
        ("CO-08", &[(50_000, 20_000, None)]),
        ("CO-09", &[(50_000, 0, None), (0, 90_000, None)]),
        ("CO-10", &[(100_000, 0, None), (50_000, 0, None)]),
        ("CO-11", &[(5_000, 0, None)]),
        ("CO-12", &[(0, 0, None)]),
        ("CO-13", &[(0, 10_000, None)]),
        ("CO-14", &[(0, 20_000, None)]),
        ("CO-15", &[(0, 90_000, None)]),
        ("CO-16", &[(0, 0, None)]),
        ("CO-18", &[(125_000, 0, Some(400_000))]),
        ("CO-19", &[(0, 500_000, None), (0, 250_000, None)]),
        ("CO-20", &[(0, 0, Some(100_000)), (0, 0, Some(2_000))]),
        ("CO-21", &[(0, 10_000, None)]),
    ];
    for (rule, prices) in expected {
        assert_eq!(known(rule), *prices, "{rule}");
    }
    assert_eq!(
        expected.iter().map(|(_, prices)| prices.len()).sum::<usize>(),
        PRICES.len()
    );
}

#[test]
fn every_price_has_a_source_and_says_if_it_is_assumed() {
    for price in PRICES {
        assert!(!price.source.is_empty(), "{}", price.rule());
        assert_eq!(price.basis == Basis::Assumed, price.reason.assumed, "{}", price.rule());
    }
}
