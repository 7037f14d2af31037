use editor::edit::field;
use editor::panel::inspector::{Mark, Section, Toggles};
use editor::{Message, RowEdit};
use reach::id::{Kind, Ref};

use super::{add_row, lines, sample, select, session, table, texts};

#[test]
fn the_lab_shows_where_a_route_is_missing() {
    let mut session = sample("s3-lab");
    let model = select(&mut session, Kind::RouteTable, "rtb-private");
    let routes = table(&model, "Routes");
    assert_eq!(
        lines(routes),
        [
            "10.0.0.0/16  local  active  VPC",
            "No row matches 52.216.8.1 (S3): the packet is dropped here",
        ]
    );
    assert!(matches!(routes.rows[1].mark, Mark::Missing(_)), "{:?}", routes.rows[1]);
    assert_eq!(routes.rows[0].mark, Mark::Unmatched("other destination".into()));
    assert_eq!(&*model.crumb, "Route table · app-vpc · used by private-a");
    let why = texts(&model)
        .into_iter()
        .find(|(title, _)| *title == "Why it stops here");
    assert!(why.is_some_and(|(_, text)| !text.is_empty()));
}

#[test]
fn the_endpoint_brings_the_row_that_decides() {
    let mut session = sample("s3-lab");
    session.update(Message::Select(vec![Ref::new(Kind::Vpc, "app-vpc")]));
    session.update(Message::Place(editor::Placeable::GatewayEndpoint));
    let endpoint = session
        .document()
        .topology
        .gateway_endpoints
        .ids()
        .next()
        .cloned()
        .expect("placed");
    add_row(&mut session, (&endpoint).into(), field::ROUTE_TABLES, &["rtb-private"]);
    let at_table = |session: &editor::Session| {
        let hops = session.trace().expect("a flow is shown").forward.clone();
        hops.iter()
            .position(|hop| *hop.at.id == *"rtb-private")
            .expect("it meets the table")
    };
    let step = at_table(&session);
    session.update(Message::Step(step));
    let model = select(&mut session, Kind::RouteTable, "rtb-private");
    let routes = table(&model, "Routes");
    assert_eq!(lines(routes).len(), 2, "{:?}", lines(routes));
    assert_eq!(routes.rows[1].mark, Mark::Deciding(step + 1, true));
    assert!(routes.rows[1].fixed.is_some() && !routes.rows[1].removable);
    // Elsewhere on the path the row is one that was used.
    session.update(Message::Step(0));
    let model = editor::panel::inspector::inspector(&session);
    assert_eq!(table(&model, "Routes").rows[1].mark, Mark::Hit(step + 1));
}

const LONGEST: &str = "
vpc near 10.0.0.0/16
  route-table rtb main
    0.0.0.0/0 -> igw
    10.1.0.0/16 -> pcx
  internet-gateway igw
  subnet a 10.0.1.0/24 zone a
    instance one 10.0.1.10
vpc far 10.1.0.0/16
  route-table rtb-far main
    10.0.0.0/16 -> pcx
  security-group open
    in all from 0.0.0.0/0
  subnet b 10.1.1.0/24 zone a
    instance two 10.1.1.10 groups open
peering pcx near far
flow one -> two tcp 443
view flow 1
";

#[test]
fn a_route_that_lost_says_to_which() {
    let mut session = session(LONGEST);
    let model = select(&mut session, Kind::RouteTable, "rtb");
    let routes = table(&model, "Routes");
    let lost = routes
        .rows
        .iter()
        .find(|row| &*row.cells[0].text == "0.0.0.0/0")
        .expect("the default route");
    assert_eq!(lost.mark, Mark::Shadowed("10.1.0.0/16 is more specific".into()));
}

#[test]
fn a_connection_without_routes_shows_them_as_ghosts() {
    let mut session = sample("missing-return-route");
    let model = select(&mut session, Kind::RouteTable, "rtb-api");
    let ghosts: Vec<_> = table(&model, "Routes")
        .rows
        .iter()
        .filter_map(|row| row.ghost.clone())
        .collect();
    assert_eq!(ghosts.len(), 1);
    assert_eq!(ghosts[0].here.len(), 1);
    assert!(ghosts[0].both.is_empty(), "one side has its route");
    session.update(Message::AddMissingRoutes(ghosts[0].here.clone()));
    let model = select(&mut session, Kind::RouteTable, "rtb-api");
    assert_eq!(
        lines(table(&model, "Routes")),
        [
            "10.1.0.0/16  local  active  VPC",
            "10.0.0.0/16  pcx-web-api  active  static"
        ]
    );
}

#[test]
fn a_new_peering_lacks_a_route_on_both_sides() {
    let mut session = session("vpc a 10.0.0.0/16\nvpc b 10.1.0.0/16\npeering pcx a b\n");
    let model = select(&mut session, Kind::PeeringConnection, "pcx");
    let rows = &table(&model, "Routes that lead here").rows;
    assert_eq!(rows.len(), 2);
    let both = rows[0].ghost.as_ref().map(|ghost| ghost.both.len());
    assert_eq!(both, Some(2));
}

#[test]
fn a_deleted_gateway_leaves_a_blackhole() {
    let mut session = sample("s3-lab");
    session.update(Message::Select(vec![Ref::new(Kind::InternetGateway, "igw")]));
    session.update(Message::Command("delete"));
    let model = select(&mut session, Kind::RouteTable, "rtb-public");
    assert_eq!(
        lines(table(&model, "Routes")),
        ["10.0.0.0/16  local  active  VPC", "0.0.0.0/0  igw  blackhole  static"]
    );
}

#[test]
fn security_group_rules_are_edited_row_by_row() {
    let mut session = sample("s3-lab");
    let group = Ref::new(Kind::SecurityGroup, "sg-web");
    add_row(
        &mut session,
        group.clone(),
        field::INBOUND_RULES,
        &["tcp", "443", "10.0.0.0/8", "office"],
    );
    let model = select(&mut session, Kind::SecurityGroup, "sg-web");
    let inbound = table(&model, "Inbound rules");
    assert_eq!(lines(inbound), ["tcp  80  0.0.0.0/0  ", "tcp  443  10.0.0.0/8  office"]);
    let index = inbound.rows[0].index.expect("rules can be changed");
    session.update(Message::EditRow {
        of: group,
        edit: RowEdit::Change {
            table: field::INBOUND_RULES,
            row: index,
            column: 1,
            value: "8080-8090".into(),
        },
    });
    let model = select(&mut session, Kind::SecurityGroup, "sg-web");
    assert_eq!(lines(table(&model, "Inbound rules"))[0], "tcp  8080-8090  0.0.0.0/0  ");
}

#[test]
fn a_group_without_a_fitting_rule_says_so() {
    let mut session = sample("security-group-reference");
    let model = select(&mut session, Kind::SecurityGroup, "sg-back");
    let inbound = table(&model, "Inbound rules");
    let last = inbound.rows.last().expect("rows");
    assert!(matches!(last.mark, Mark::Missing(_)), "{last:?}");
    assert_eq!(
        &*last.cells[0].text,
        "No rule lets tcp 5432 from 10.0.1.11 in: the packet is dropped here"
    );
}

#[test]
fn a_network_acl_ends_with_the_rule_that_nobody_deletes() {
    let text = "vpc v 10.0.0.0/16\n  network-acl acl\n    in 100 allow tcp 443 from 0.0.0.0/0\n  subnet s 10.0.1.0/24 zone a acl acl\n";
    let mut session = session(text);
    let model = select(&mut session, Kind::NetworkAcl, "acl");
    let inbound = table(&model, "Inbound rules");
    assert_eq!(
        lines(inbound),
        ["100  allow  tcp  443  0.0.0.0/0", "*  deny  all  all  everything"]
    );
    assert_eq!(inbound.rows[1].index, None);
    assert!(!inbound.rows[1].removable && inbound.rows[1].fixed.is_some());
    assert_eq!(&*inbound.add[0].text, "200");
}

#[test]
fn an_acl_that_refuses_fills_its_row() {
    let text = "vpc v 10.0.0.0/16
  network-acl closed
  security-group open
    in all from 0.0.0.0/0
  subnet s 10.0.1.0/24 zone a
    instance one 10.0.1.10
  subnet t 10.0.2.0/24 zone a acl closed
    instance two 10.0.2.10 groups open
flow one -> two tcp 443
view flow 1
";
    let mut session = session(text);
    let model = select(&mut session, Kind::NetworkAcl, "closed");
    let last = table(&model, "Inbound rules").rows.last().cloned().expect("rows");
    assert!(matches!(last.mark, Mark::Deciding(_, false)), "{last:?}");
}

fn toggles<'a>(model: &'a editor::panel::inspector::Inspector, title: &str) -> &'a Toggles {
    let found = model.sections.iter().find_map(|section| match section {
        Section::Toggles(toggles) if *toggles.title == *title => Some(toggles),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no switches {title}"))
}

#[test]
fn switches_add_and_remove_associations() {
    let mut session = sample("s3-lab");
    let table = Ref::new(Kind::RouteTable, "rtb-public");
    let rows = |session: &mut editor::Session| {
        let model = select(session, Kind::RouteTable, "rtb-public");
        let items = &toggles(&model, "Subnet associations").items;
        items
            .iter()
            .map(|item| (item.label.to_string(), item.row))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        rows(&mut session),
        [("private-a".into(), None), ("public-a".into(), Some(0))]
    );
    add_row(&mut session, table.clone(), field::ASSOCIATIONS, &["private-a"]);
    assert_eq!(
        rows(&mut session),
        [("private-a".into(), Some(0)), ("public-a".into(), Some(1))]
    );
    session.update(Message::EditRow {
        of: table,
        edit: RowEdit::Remove {
            table: field::ASSOCIATIONS,
            row: 1,
        },
    });
    assert_eq!(
        rows(&mut session),
        [("private-a".into(), Some(0)), ("public-a".into(), None)]
    );
}
