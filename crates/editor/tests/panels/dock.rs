use editor::panel::dock::{Draft, Part, dock};
use editor::{Message, Outcome};
use reach::question::{End, Question};
use reach::topology::{PortRange, Traffic};
use reach::trace::{Action, Leg, PolicyVerdict, Verdict};

use super::{sample, session};

#[test]
fn the_lab_reads_as_a_story_that_ends_at_the_table() {
    let mut session = sample("s3-lab");
    let shown = dock(&session).shown.expect("the sample opens with its flow");
    assert_eq!(
        (shown.verdict, &*shown.headline),
        (Verdict::Blocked, "Blocked at rtb-private: no route")
    );
    let last = shown.hops.last().expect("hops");
    assert_eq!(
        (&*last.at.id, last.action, last.sign()),
        ("rtb-private", Action::Drop, "✕")
    );
    assert_eq!(shown.unreached.as_deref(), Some("S3"));
    assert_eq!(
        shown.no_reply.as_deref(),
        Some("No reply: the request does not arrive.")
    );
    session.update(Message::Step(shown.hops.len() - 1));
    let card = dock(&session)
        .shown
        .and_then(|shown| shown.card)
        .expect("a hop is shown");
    let packet: Vec<_> = card.packet.iter().map(|line| (line.label, &*line.arrives)).collect();
    assert_eq!(
        packet,
        [
            ("From", "10.0.1.10"),
            ("To", "52.216.8.1"),
            ("Packets", "tcp 443, from 1024–65535"),
        ]
    );
    assert_eq!(
        &*card.therefore,
        "Dropped, so nothing was asked that would come after it. A gateway endpoint for S3 would put a route to it into this table."
    );
    assert_eq!(card.source.code.as_deref(), Some("NO_ROUTE_TO_DESTINATION"));
}

#[test]
fn a_reply_that_is_lost_says_so() {
    let session = sample("missing-return-route");
    let shown = dock(&session).shown.expect("shown");
    assert_eq!(&*shown.headline, "Blocked at rtb-api: no route for the reply");
    assert_eq!(shown.unreached, None, "the request arrives");
    let so = shown.card.expect("the last hop").therefore;
    assert!(
        so.ends_with("Missing in this table: 10.0.0.0/16 → pcx-web-api."),
        "{so}"
    );
    let blocker = shown.blockers.first().expect("a blocker");
    let step = blocker.step.expect("its hop is in the list");
    assert_eq!(
        (shown.hops[step].leg, shown.hops[step].action),
        (Leg::Return, Action::Drop)
    );
}

#[test]
fn a_failed_peering_is_where_it_stops() {
    let session = sample("overlapping-cidrs");
    let shown = dock(&session).shown.expect("shown");
    assert_eq!(&*shown.headline, "Blocked at pcx-overlap: the peering has failed");
}

#[test]
fn an_allowed_flow_goes_there_and_back() {
    let session = sample("two-peered-vpcs");
    let shown = dock(&session).shown.expect("shown");
    assert_eq!(&*shown.headline, "Allowed, there and back");
    assert_eq!((shown.unreached, shown.no_reply), (None, None));
    assert!(shown.blockers.is_empty());
    assert!(shown.hops.iter().any(|hop| hop.leg == Leg::Return));
    assert!(
        shown
            .hops
            .iter()
            .all(|hop| !hop.sentence.is_empty() && !hop.text.is_empty())
    );
}

#[test]
fn a_translated_packet_shows_what_changes() {
    let mut session = sample("peers-nat-and-endpoint");
    session.update(Message::SelectFlow(Some(2)));
    let shown = dock(&session).shown.expect("shown");
    let step = shown
        .hops
        .iter()
        .position(|hop| hop.action == Action::Rewrite)
        .expect("a NAT gateway");
    session.update(Message::Step(step));
    let card = dock(&session).shown.and_then(|shown| shown.card).expect("a hop");
    let changed: Vec<_> = card
        .packet
        .iter()
        .filter(|line| line.leaves.is_some())
        .map(|line| line.label)
        .collect();
    assert!(changed.contains(&"From"), "{card:?}");
}

fn draft(from: &str, to: &str, protocol: &str, ports: &str) -> Draft {
    Draft {
        from: from.into(),
        to: to.into(),
        protocol: protocol.into(),
        ports: ports.into(),
        ..Draft::default()
    }
}

#[test]
fn fields_and_questions_say_the_same() {
    let session = sample("on-premises-vpn");
    let model = dock(&session);
    for item in &model.flows {
        let read = model.picker.question(&item.draft, None);
        assert_eq!(read.as_ref(), Ok(&item.question), "{:?}", item.draft);
        assert_eq!(
            model.picker.question(&item.draft, Some(item)).as_ref(),
            Ok(&item.question)
        );
    }
}

#[test]
fn ends_are_read_as_people_write_them() {
    let session = sample("s3-lab");
    let picker = dock(&session).picker;
    let ends = |from: &str, to: &str| {
        picker
            .question(&draft(from, to, "tcp", "443"), None)
            .map(|it| (it.from, it.to))
    };
    let s3 = End::Service {
        name: "s3".into(),
        region: None,
    };
    let (_, to) = ends("app-1", "s3").expect("names");
    assert_eq!(to, s3);
    assert!(ends("web-1", "Service:S3").is_err(), "the text form is exact");
    assert_eq!(
        ends(" 10.0.1.10 ", "internet"),
        Ok((End::Address("10.0.1.10".parse().unwrap()), End::Internet))
    );
    let wrong = ends("app-7", "internet").expect_err("nobody is called that");
    assert_eq!(wrong.part, Part::From);
    assert!(wrong.text.contains("app-7"));
}

#[test]
fn ports_are_numbers_ranges_or_nothing() {
    let session = session(
        "vpc v 10.0.0.0/16\n  subnet s 10.0.1.0/24 zone a\n    instance a 10.0.1.10\n    instance b 10.0.1.11\n",
    );
    let picker = dock(&session).picker;
    let ports = |protocol: &str, typed: &str| {
        picker
            .question(&draft("a", "b", protocol, typed), None)
            .map(|it| it.traffic)
    };
    assert_eq!(ports("tcp", ""), Ok(Traffic::Tcp(PortRange::ALL)));
    assert_eq!(ports("udp", "53"), Ok(Traffic::Udp(PortRange::single(53))));
    assert_eq!(
        ports("tcp", "1024 – 65535"),
        Ok(Traffic::Tcp(PortRange::new(1024, 65535)))
    );
    for wrong in ["70000", "9-1", "http", "-1"] {
        assert_eq!(
            ports("tcp", wrong).map_err(|error| error.part),
            Err(Part::Ports),
            "{wrong}"
        );
    }
    assert_eq!(ports("47", "9"), Ok(Traffic::Protocol(47)));
    assert_eq!(ports("300", "").map_err(|error| error.part), Err(Part::Protocol));
}

#[test]
fn what_the_fields_do_not_say_stays() {
    let mut session = sample("s3-lab");
    let picker = dock(&session).picker;
    let asked = picker
        .question(&draft("app-1", "web-1", "tcp", "22"), None)
        .expect("a question");
    let narrow = Question {
        source_ports: PortRange::single(50000),
        ..asked
    };
    session.update(Message::SetFlow {
        flow: 0,
        question: narrow,
    });
    let item = dock(&session).flows.swap_remove(0);
    let next = picker
        .question(&draft("app-1", "web-1", "tcp", "23"), Some(&item))
        .expect("a question");
    assert_eq!(
        (next.traffic, next.source_ports),
        (Traffic::Tcp(PortRange::single(23)), PortRange::single(50000))
    );
}

#[test]
fn network_and_policy_are_two_judgements() {
    let mut session = sample("endpoint-policy");
    let shown = dock(&session).shown.expect("shown");
    assert_eq!((shown.verdict, shown.outcome), (Verdict::Allowed, Outcome::Refused));
    assert_eq!(&*shown.headline, "Network: allowed, there and back");
    let policy = shown.policy.expect("a policy was asked");
    assert_eq!(&*policy.headline, "Policy of vpce-s3: refused");
    assert_eq!(&*policy.request, "s3:PutObject, photos");
    assert_eq!(policy.at.map(|(at, _)| at.id.to_string()).as_deref(), Some("vpce-s3"));
    assert!(
        policy.text.contains("does not allow s3:PutObject on photos"),
        "{}",
        policy.text
    );
    assert_eq!(policy.source.code.as_deref(), Some("X_ENDPOINT_POLICY"));

    session.update(Message::SelectFlow(Some(0)));
    let policy = dock(&session).shown.and_then(|shown| shown.policy).expect("asked");
    assert_eq!(
        (policy.verdict, &*policy.headline),
        (Some(PolicyVerdict::Allowed), "Policy of vpce-s3: allowed")
    );
}

#[test]
fn what_is_asked_of_a_service_is_typed_beside_the_ends() {
    let session = sample("endpoint-policy");
    let model = dock(&session);
    let item = model.flows.first().expect("flows");
    assert_eq!(item.request.as_deref(), Some("s3:GetObject, photos"));
    let mut typed = item.draft.clone();
    typed.action = "  ".into();
    typed.principal = " arn:aws:iam::111122223333:role/reader ".into();
    let asked = model.picker.question(&typed, Some(item)).expect("a question");
    assert_eq!((asked.action, asked.resource.as_deref()), (None, Some("photos")));
    assert_eq!(
        asked.principal.as_deref(),
        Some("arn:aws:iam::111122223333:role/reader")
    );

    let lab = dock(&sample("s3-lab"));
    let requests: Vec<_> = lab.flows.iter().map(|item| item.request.as_deref()).collect();
    assert_eq!(
        requests,
        [Some(""), None],
        "S3 can be asked for something, a machine cannot"
    );
}

#[test]
fn fixes_are_looked_for_on_request_and_for_one_drawing() {
    let mut session = sample("s3-lab");
    let fixes = |session: &editor::Session| dock(session).shown.expect("a flow is shown").fixes;
    let first = fixes(&session);
    assert!(first.may_ask && first.list.is_empty() && first.none.is_none());
    session.update(Message::LookForFixes);
    let found = fixes(&session);
    assert!(!found.may_ask && found.may_apply);
    let best = found.list.first().expect("an endpoint helps");
    assert_eq!(
        &*best.text,
        "Create a gateway endpoint vpce-s3-1 for S3, associated with rtb-private."
    );
    assert_eq!(
        best.edits.iter().map(|edit| &**edit).collect::<Vec<_>>(),
        ["+ app-vpc gateway-endpoint vpce-s3-1 s3 routes rtb-private"]
    );
    assert_eq!((&*best.effect, &*best.cost), ("Fixes 1 flow, changes 0 others", "Free"));
    session.update(Message::ApplyFix(0));
    let after = fixes(&session);
    assert!(!after.may_ask && after.list.is_empty());
}

#[test]
fn where_no_edit_helps_the_dock_says_why() {
    let mut session = sample("overlapping-cidrs");
    session.update(Message::LookForFixes);
    let none = dock(&session).shown.expect("shown").fixes.none.expect("a reason");
    assert!(none.contains("Give one of them another range"), "{none}");
}

#[test]
fn a_diagram_for_looking_at_offers_no_change() {
    let mut session = super::session_in(&super::sample_text("s3-lab"), document::Mode::View);
    session.update(Message::LookForFixes);
    let fixes = dock(&session).shown.expect("shown").fixes;
    assert!(!fixes.list.is_empty() && !fixes.may_apply);
    session.update(Message::ApplyFix(0));
    assert_eq!(dock(&session).shown.expect("shown").verdict, Verdict::Blocked);
}
