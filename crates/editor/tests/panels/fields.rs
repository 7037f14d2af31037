use document::Mode;
use editor::Message;
use editor::edit::field;
use editor::panel::inspector::{ButtonAction, Field, Input, Inspector, Section, inspector};
use reach::id::{Kind, Ref};
use reach::operation::PeeringEvent;

use super::{add_row, sample, sample_text, select, session, session_in, table};

fn find<'a>(model: &'a Inspector, label: &str) -> &'a Field {
    let fields = model.sections.iter().filter_map(|section| match section {
        Section::Fields { fields, .. } => Some(fields),
        _ => None,
    });
    let found = fields.into_iter().flatten().find(|field| *field.label == *label);
    found.unwrap_or_else(|| panic!("no field {label}"))
}

#[test]
fn every_element_of_every_sample_has_an_inspector() {
    for sample_of in editor::panel::gallery::samples() {
        let mut session = sample(sample_of.file);
        for of in session.derived().network.topology().references() {
            session.update(Message::Select(vec![of.clone()]));
            let model = inspector(&session);
            assert_eq!(model.of.as_ref(), Some(&of), "{}", sample_of.file);
            assert!(!model.title.is_empty() && !model.crumb.is_empty(), "{of:?}");
            assert!(!model.sections.is_empty(), "{of:?}");
        }
        for of in [Ref::internet(), Ref::service("s3", "us-east-1")] {
            session.update(Message::Select(vec![of.clone()]));
            assert_eq!(inspector(&session).of, Some(of));
        }
    }
}

#[test]
fn a_refused_value_stays_with_its_field() {
    let mut session = sample("s3-lab");
    let of = Ref::new(Kind::Subnet, "private-a");
    session.update(Message::SetField {
        of,
        field: field::CIDR,
        value: "10.0.1.0/33".into(),
    });
    let model = select(&mut session, Kind::Subnet, "private-a");
    let cidr = find(&model, "IPv4 CIDR");
    assert_eq!(&*cidr.value, "10.0.1.0/33");
    assert!(
        cidr.error.as_ref().is_some_and(|error| error.contains("10.0.1.0/33")),
        "{cidr:?}"
    );
}

#[test]
fn a_refused_new_row_says_in_which_column() {
    let mut session = sample("s3-lab");
    let table_of = Ref::new(Kind::RouteTable, "rtb-public");
    add_row(&mut session, table_of, field::ROUTES, &["10.9.0.0/16", "nowhere"]);
    let model = select(&mut session, Kind::RouteTable, "rtb-public");
    let error = table(&model, "Routes").error.clone().expect("refused");
    assert_eq!((error.row, error.column, &*error.typed), (None, 1, "nowhere"));
}

#[test]
fn a_subnet_follows_the_main_table_or_its_own() {
    let mut session = session("vpc v 10.0.0.0/16\n  route-table own\n  subnet s 10.0.1.0/24 zone a\n");
    let model = select(&mut session, Kind::Subnet, "s");
    let choice = find(&model, "Route table");
    assert_eq!(&*choice.value, "");
    let Input::Choice(choices) = &choice.input else {
        panic!("{choice:?}");
    };
    let labels: Vec<&str> = choices.iter().map(|(_, label)| &**label).collect();
    assert_eq!(labels, ["Main: v.main", "own"]);
}

#[test]
fn who_may_only_look_gets_words_instead_of_inputs() {
    let text = sample_text("s3-lab");
    let mut session = session_in(&text, Mode::View);
    let model = select(&mut session, Kind::NetworkInterface, "app-1");
    assert_eq!(model.name, None);
    assert_eq!(find(&model, "State").input, Input::ReadOnly);
    assert_eq!(&*find(&model, "State").value, "Running");
    let model = select(&mut session, Kind::SecurityGroup, "sg-web");
    let rules = table(&model, "Inbound rules");
    assert!(rules.add.is_empty() && rules.rows.iter().all(|row| row.index.is_none() && !row.removable));
    assert!(
        !model
            .sections
            .iter()
            .any(|section| matches!(section, Section::Actions(_)))
    );
    // Who explores may try rules, not redraw.
    let mut session = session_in(&text, Mode::Explore);
    let model = select(&mut session, Kind::SecurityGroup, "sg-web");
    assert!(!table(&model, "Inbound rules").add.is_empty());
    let model = select(&mut session, Kind::Subnet, "private-a");
    assert_eq!(find(&model, "IPv4 CIDR").input, Input::ReadOnly);
    assert!(matches!(find(&model, "Route table").input, Input::Choice(_)));
}

#[test]
fn a_pending_peering_can_be_answered_once() {
    let mut session = session("vpc a 10.0.0.0/16\nvpc b 10.1.0.0/16\npeering pcx a b pending-acceptance\n");
    let pressable = |session: &mut editor::Session| {
        let model = select(session, Kind::PeeringConnection, "pcx");
        let buttons = model.sections.iter().filter_map(|section| match section {
            Section::Actions(buttons) => Some(buttons.clone()),
            _ => None,
        });
        let open = buttons.flatten().filter(|button| button.disabled.is_none());
        open.map(|button| button.label.to_string()).collect::<Vec<_>>()
    };
    let all = [
        "Accept request",
        "Reject request",
        "Delete connection",
        "Remove from the diagram",
    ];
    assert_eq!(pressable(&mut session), all);
    session.update(Message::Peering {
        of: Ref::new(Kind::PeeringConnection, "pcx"),
        event: PeeringEvent::Accept,
    });
    assert_eq!(pressable(&mut session), all[2..]);
    let model = select(&mut session, Kind::PeeringConnection, "pcx");
    assert!(super::texts(&model).iter().any(|(title, _)| *title == "Status: active"));
    let is_delete = |button: &editor::panel::inspector::ActionButton| {
        matches!(button.action, ButtonAction::Peering(PeeringEvent::Delete(_)))
    };
    assert!(
        model
            .sections
            .iter()
            .any(|section| matches!(section, Section::Actions(buttons) if buttons.iter().any(is_delete)))
    );
}

#[test]
fn nothing_selected_is_the_whole_diagram() {
    let session = sample("s3-lab");
    let model = inspector(&session);
    assert_eq!(
        (&*model.title, &*model.crumb),
        ("S3 from a private subnet", "1 VPC · 2 subnets · 2 machines")
    );
    let Some(Section::Flows(flows)) = model.sections.first() else {
        panic!("{model:?}");
    };
    let titles: Vec<&str> = flows.iter().map(|flow| &*flow.title).collect();
    assert_eq!(titles, ["app-1 → S3, tcp 443", "web-1 → app-1, tcp 8080"]);
    assert_eq!(&*flows[0].detail, "rtb-private: no route");
}
