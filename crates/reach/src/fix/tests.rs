//! Whatever is drawn: an answer, the same twice, and every fix is proved.

use proptest::prelude::*;

use super::{Fixes, fix};
use crate::attempt_all;
use crate::explain;
use crate::id::Kind;
use crate::question::{End, Question};
use crate::tests::arbitrary;
use crate::topology::{PortRange, Topology, Traffic};
use crate::trace::Verdict;

fn check(topology: &Topology, question: &Question, fixes: &Fixes) -> Result<(), TestCaseError> {
    let (network, _) = crate::resolve(topology);
    let is_allowed = crate::trace(&network, question).verdict == Verdict::Allowed;
    prop_assert_eq!(is_allowed, fixes.list.is_empty() && fixes.why_none.is_none());
    for fix in &fixes.list {
        prop_assert!(fix.edits() > 0);
        let accepted = attempt_all(topology, &fix.operations());
        prop_assert!(accepted.is_ok());
        let Ok(accepted) = accepted else { continue };
        let (network, _) = crate::resolve(&accepted.topology);
        prop_assert_eq!(crate::trace(&network, question).verdict, Verdict::Allowed);
        let steps = fix.steps.iter().map(|step| &step.finding);
        for finding in steps.chain(&fix.findings()) {
            let text = explain::sentence(finding, &accepted.topology);
            prop_assert!(!text.contains('{') && !text.is_empty(), "{}", text);
            let places = finding.reason.words.split('{').skip(1);
            for place in places.filter_map(|text| text.split('}').next()) {
                prop_assert!(place == "at" || finding.fact(place).is_some(), "nobody fills {}", place);
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn any_drawing_has_fixes_or_a_reason(topology in arbitrary::topology(), port in 1_u16..2000) {
        let (network, _) = crate::resolve(&topology);
        let interfaces: Vec<End> = network.topology().references().into_iter()
            .filter(|element| matches!(element.kind, Kind::NetworkInterface | Kind::InterfaceEndpoint | Kind::Site))
            .map(End::Element)
            .take(3)
            .collect();
        let s3 = End::Service { name: "s3".into(), region: None };
        let ends: Vec<End> = interfaces.into_iter().chain([End::Internet, s3]).collect();
        for from in &ends {
            for to in &ends {
                let question = Question::new(from.clone(), to.clone(), Traffic::Tcp(PortRange::single(port)));
                let fixes = fix(&topology, &question, &[]);
                check(&topology, &question, &fixes)?;
                prop_assert_eq!(&fixes, &fix(&topology, &question, &[]));
            }
        }
    }
}
