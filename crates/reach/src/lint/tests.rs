//! Whatever is drawn is looked at without fail, and every word has its fact.

use proptest::prelude::*;

use super::{LINTS, lints};
use crate::explain;
use crate::sorted::SortedSet;
use crate::tests::arbitrary;

#[test]
fn names_are_of_one_lint_each() {
    let names: SortedSet<&str> = LINTS.iter().map(|lint| lint.name).collect();
    assert_eq!(names.len(), LINTS.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_drawing_can_be_looked_at(topology in arbitrary::topology()) {
        let (network, _) = crate::resolve(&topology);
        for found in lints(&network) {
            let text = explain::sentence(&found.finding, network.topology());
            prop_assert!(!text.is_empty() && !text.contains('{'), "{}", text);
            let places = found.finding.reason.words.split('{').skip(1);
            for place in places.filter_map(|text| text.split('}').next()) {
                prop_assert!(place == "at" || found.finding.fact(place).is_some(), "nobody fills {}", place);
            }
        }
    }
}
