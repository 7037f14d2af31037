//! Whatever is drawn: looking ahead agrees with doing it.

use proptest::prelude::*;

use super::{breaks, passes, ways, without_row};
use crate::attempt;
use crate::id::{Kind, Ref, Row, RowRef};
use crate::question::{End, Question};
use crate::tests::arbitrary;
use crate::topology::Traffic;
use crate::trace::Verdict;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn what_breaks_is_not_allowed_afterwards(topology in arbitrary::topology(), choice in any::<prop::sample::Index>()) {
        let ends: Vec<End> = topology.references().into_iter()
            .filter(|element| element.kind == Kind::NetworkInterface)
            .map(End::Element)
            .chain([End::Internet])
            .take(4)
            .collect();
        let flows: Vec<Question> = ends.iter().flat_map(|from| {
            ends.iter().map(move |to| Question::new(from.clone(), to.clone(), Traffic::All))
        }).collect();
        let all: Vec<Ref> = topology.references();
        if all.is_empty() {
            return Ok(());
        }
        let rows: Vec<RowRef> = topology.route_tables.iter().flat_map(|(id, table)| {
            table.routes.iter().map(move |route| RowRef { of: Ref::from(id), row: Row::Route(route.destination.clone()) })
        }).collect();
        let operations = ways(&topology, choice.get(&all)).into_iter()
            .chain(rows.iter().filter_map(|row| without_row(&topology, row)));
        for operation in operations {
            let Ok(harm) = breaks(&topology, &flows, std::slice::from_ref(&operation)) else {
                prop_assert!(attempt(&topology, &operation).is_err());
                continue;
            };
            let Ok(accepted) = attempt(&topology, &operation) else {
                return Err(TestCaseError::fail("refused the second time"));
            };
            let (before, after) = (crate::resolve(&topology).0, crate::resolve(&accepted.topology).0);
            for (index, question) in flows.iter().enumerate() {
                let (now, then) = (crate::trace(&before, question), crate::trace(&after, question));
                let is_same = passes(now.verdict) == passes(then.verdict) && now.allowed == then.allowed;
                prop_assert_eq!(is_same, !harm.broken.contains(&index) && !harm.opened.contains(&index));
                if harm.broken.contains(&index) {
                    prop_assert!(now.verdict != Verdict::Blocked);
                }
            }
        }
    }
}
