//! Any question about any topology has an answer that does not contradict itself.

use std::net::IpAddr;

use proptest::prelude::*;
use proptest::sample::select;

use super::{Action, Leg, Trace, Verdict};
use crate::address::Family;
use crate::explain;
use crate::id::{Kind, Ref};
use crate::question::{End, Question};
use crate::topology::{PortRange, SiteId, Topology, Traffic};

fn element() -> impl Strategy<Value = Ref> {
    (
        select(Kind::ALL.to_vec()),
        select(vec!["a", "b", "c", "d", "s3@us-east-1", "internet"]),
    )
        .prop_map(|(kind, id)| Ref::new(kind, id))
}

fn address() -> impl Strategy<Value = IpAddr> {
    let known = vec![
        "10.0.0.10",
        "10.0.1.4",
        "10.1.0.10",
        "192.168.0.9",
        "8.8.8.8",
        "52.216.8.1",
        "::1",
        "2001:db8::5",
    ];
    prop_oneof![select(known).prop_map(|text| text.parse().unwrap()), any::<IpAddr>()]
}

fn end() -> impl Strategy<Value = End> {
    prop_oneof![
        6 => element().prop_map(End::Element),
        3 => address().prop_map(End::Address),
        1 => Just(End::Internet),
        1 => select(vec!["a", "b"]).prop_map(|id| End::Site { site: SiteId::from(id), host: None }),
        1 => Just(End::Service { name: "s3".into(), region: None }),
        1 => (element(), address()).prop_map(|(at, address)| End::Injected { at, address }),
    ]
}

fn traffic() -> impl Strategy<Value = Traffic> {
    prop_oneof![
        Just(Traffic::All),
        any::<u16>().prop_map(|port| Traffic::Tcp(PortRange::single(port))),
        Just(Traffic::Icmp { kind: None, code: None }),
        Just(Traffic::Icmpv6 {
            kind: Some(128),
            code: None
        }),
        any::<u8>().prop_map(Traffic::Protocol),
    ]
}

fn question() -> impl Strategy<Value = Question> {
    let family = select(vec![None, None, Some(Family::V4), Some(Family::V6)]);
    (end(), end(), traffic(), family).prop_map(|(from, to, traffic, family)| Question {
        family,
        ..Question::new(from, to, traffic)
    })
}

/// Elements of the topology that can be ends, so that flows get far.
fn ends_of(topology: &Topology) -> Vec<End> {
    let is_end = |element: &Ref| {
        matches!(
            element.kind,
            Kind::NetworkInterface | Kind::NatGateway | Kind::InterfaceEndpoint | Kind::Site
        )
    };
    topology
        .references()
        .into_iter()
        .filter(is_end)
        .map(End::Element)
        .collect()
}

fn check(trace: &Trace, topology: &Topology) -> Result<(), TestCaseError> {
    let drops = |hops: &[super::Hop]| hops.iter().filter(|hop| hop.action == Action::Drop).count();
    let ends_well = |hops: &[super::Hop]| hops.iter().rev().skip(1).all(|hop| hop.action != Action::Drop);
    prop_assert!(ends_well(&trace.forward) && ends_well(&trace.reply));
    prop_assert_eq!(trace.verdict == Verdict::Allowed, trace.blockers.is_empty());
    prop_assert_eq!(trace.leg, trace.blockers.first().map(|blocker| blocker.leg));
    prop_assert_eq!(
        matches!(trace.verdict, Verdict::Allowed | Verdict::Partial),
        !trace.allowed.is_empty() || !trace.by_address.is_empty() && trace.verdict == Verdict::Partial
    );
    prop_assert!(trace.allowed.and(&trace.no_reply).is_empty() || !trace.by_address.is_empty());
    if trace.verdict == Verdict::Allowed {
        prop_assert_eq!(drops(&trace.forward) + drops(&trace.reply), 0);
    }
    for blocker in &trace.blockers {
        let hops = if blocker.leg == Leg::Forward {
            &trace.forward
        } else {
            &trace.reply
        };
        prop_assert!(blocker.hop.is_none_or(|index| index < hops.len()));
    }
    for finding in trace.findings() {
        for place in finding
            .reason
            .words
            .split('{')
            .skip(1)
            .filter_map(|text| text.split('}').next())
        {
            prop_assert!(
                place == "at" || finding.fact(place).is_some(),
                "{}: {place}",
                finding.reason.words
            );
        }
    }
    let explanation = explain::explain(trace, topology);
    let texts = explanation
        .forward
        .iter()
        .chain(&explanation.reply)
        .chain(&explanation.blockers);
    for text in texts.map(|hop| &hop.text).chain([&explanation.summary]) {
        prop_assert!(
            !text.is_empty() && !text.contains('{') && !text.contains('}'),
            "{}",
            text
        );
    }
    super::token::tokens(&trace.forward, topology);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_question_has_an_answer(topology in crate::tests::arbitrary::topology(), question in question()) {
        let (network, _) = crate::resolve(&topology);
        check(&crate::trace(&network, &question), &topology)?;
    }

    #[test]
    fn flows_between_what_is_there(topology in crate::tests::arbitrary::topology(), traffic in traffic()) {
        let (network, _) = crate::resolve(&topology);
        let mut ends = ends_of(network.topology());
        ends.push(End::Internet);
        ends.push(End::Service { name: "s3".into(), region: None });
        for from in ends.iter().take(4) {
            for to in &ends {
                let question = Question::new(from.clone(), to.clone(), traffic);
                check(&crate::trace(&network, &question), &topology)?;
            }
        }
    }
}
