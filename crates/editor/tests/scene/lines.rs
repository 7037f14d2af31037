//! Lines keep clear of cards and frames; words keep clear of each other.

use std::collections::BTreeSet;

use editor::Outcome;
use editor::kernel::geometry::{Rect, World};
use editor::scene::{FlowLine, Scene};
use reach::id::Ref;

use crate::{network, pictures};

fn crosses(path: &[World], rect: Rect) -> bool {
    let inner = rect.inflated(-2);
    path.windows(2).any(|pair| {
        let (a, b) = (pair[0], pair[1]);
        a.x.min(b.x) < inner.right()
            && a.x.max(b.x) > inner.x
            && a.y.min(b.y) < inner.bottom()
            && a.y.max(b.y) > inner.y
    })
}

fn rect(scene: &Scene, of: &Ref) -> Rect {
    *scene.placement.rects.get(of).unwrap()
}

fn nodes(scene: &Scene) -> impl Iterator<Item = (Ref, Rect)> {
    scene
        .groups
        .iter()
        .flat_map(|group| &group.nodes)
        .map(|node| (node.of.clone(), node.rect))
}

#[test]
fn lines_are_right_angled() {
    for (name, _, derived) in pictures() {
        let scene = &derived.scene;
        let paths = scene
            .edges
            .iter()
            .map(|edge| &edge.path)
            .chain(scene.flows.iter().flat_map(|line| [&line.path, &line.ghost]));
        for path in paths {
            let straight = path
                .windows(2)
                .all(|pair| pair[0].x == pair[1].x || pair[0].y == pair[1].y);
            assert!(straight, "{name}: {path:?}");
        }
    }
}

#[test]
fn a_flow_crosses_only_what_its_trace_passes() {
    for (name, document, derived) in pictures() {
        let tables = &document.topology.transit_gateway_route_tables;
        for line in &derived.scene.flows {
            let trace = &derived.traces[line.flow];
            let mut passed: BTreeSet<Ref> = trace
                .forward
                .iter()
                .chain(&trace.reply)
                .map(|hop| hop.at.clone())
                .collect();
            passed.extend(ends(line, &derived.scene));
            // The tables of a transit gateway are drawn as the gateway.
            let asked: Vec<_> = passed.iter().filter_map(|of| tables.get(&of.to_id()?)).collect();
            passed.extend(asked.into_iter().map(|table| Ref::from(&table.gateway)));
            for (of, rect) in nodes(&derived.scene).filter(|(of, _)| !passed.contains(of)) {
                assert!(
                    !crosses(&line.path, rect),
                    "{name}: flow {} runs through {of:?}",
                    line.flow
                );
            }
        }
    }
}

/// What the line's two ends touch.
fn ends(line: &FlowLine, scene: &Scene) -> Vec<Ref> {
    let points: Vec<World> = [&line.path, &line.ghost]
        .into_iter()
        .flat_map(|path| path.first().into_iter().chain(path.last()))
        .copied()
        .collect();
    nodes(scene)
        .filter(|(_, rect)| points.iter().any(|point| rect.contains(*point)))
        .map(|(of, _)| of)
        .collect()
}

#[test]
fn a_peering_crosses_no_other_frame() {
    for (name, document, derived) in pictures() {
        for edge in &derived.scene.edges {
            let Some(record) = edge
                .of
                .to_id()
                .and_then(|id| document.topology.peering_connections.get(&id))
            else {
                continue;
            };
            let own = [Ref::from(&record.requester), Ref::from(&record.accepter)];
            for vpc in document
                .topology
                .vpcs
                .ids()
                .map(Ref::from)
                .filter(|vpc| !own.contains(vpc))
            {
                let rect = rect(&derived.scene, &vpc);
                assert!(!crosses(&edge.path, rect), "{name}: {:?} runs through {vpc:?}", edge.of);
            }
        }
    }
}

#[test]
fn words_cover_no_card_and_no_other_words() {
    for (name, _, derived) in pictures() {
        let pills: Vec<Rect> = derived.scene.flows.iter().map(|line| line.pill.rect).collect();
        for (index, pill) in pills.iter().enumerate() {
            assert!(
                pills.iter().skip(index + 1).all(|other| !other.intersects(*pill)),
                "{name}: pills overlap"
            );
            for (of, rect) in nodes(&derived.scene) {
                assert!(
                    !rect.intersects(*pill),
                    "{name}: the pill of flow {index} covers {of:?}"
                );
            }
        }
    }
}

#[test]
fn a_blocked_flow_stops_at_the_route_table_without_a_route() {
    let (_, derived) = network("s3-lab");
    let line = &derived.scene.flows[0];
    assert_eq!(line.outcome, Outcome::Blocked);
    assert!(!line.arrives);
    assert_eq!((&*line.pill.sign, &*line.pill.text), ("✕", "tcp 443: no route to S3"));
    let tabs: Vec<_> = derived
        .scene
        .groups
        .iter()
        .flat_map(|group| &group.frames)
        .flat_map(|frame| &frame.tabs)
        .collect();
    let tab = tabs.iter().find(|tab| &*tab.text == "rtb-private").unwrap();
    assert_eq!(line.path.last().copied(), line.stop, "the line ends at its sign");
    assert!(
        tab.rect.inflated(25).contains(line.stop.unwrap()),
        "the sign stands right before the tab"
    );
    assert!(
        line.ghost.iter().any(|point| tab.rect.inflated(1).contains(*point)),
        "the dotted line goes on to the tab"
    );
    let s3 = rect(&derived.scene, &Ref::service("s3", "us-east-1"));
    assert!(
        s3.inflated(1).contains(*line.ghost.last().unwrap()),
        "the dotted line leads to S3"
    );
}

#[test]
fn a_lost_reply_is_shown_where_it_ends() {
    let (_, derived) = network("no-return-route");
    let line = &derived.scene.flows[0];
    assert!(line.arrives);
    assert_eq!(&*line.pill.sign, "↩✕");
    let data = rect(&derived.scene, &Ref::new(reach::id::Kind::Subnet, "data-a"));
    assert!(
        data.contains(line.stop.unwrap()),
        "the sign stands in the receiver's subnet"
    );
}

#[test]
fn a_refused_request_goes_all_the_way_and_has_a_sign_at_its_policy() {
    let pictures = pictures();
    let (_, _, derived) = pictures.iter().find(|(name, ..)| name == "endpoint-policy").unwrap();
    let scene = &derived.scene;
    let line = |flow: usize| scene.flows.iter().find(|line| line.flow == flow).unwrap();
    let (read, write, report) = (line(0), line(1), line(2));
    assert_eq!((read.outcome, read.stop), (Outcome::Allowed, None));
    assert_eq!(write.outcome, Outcome::Refused);
    assert_eq!(
        (&*write.pill.sign, &*write.pill.text),
        ("⊘", "tcp 443: refused by policy")
    );
    assert!(
        write.label.ends_with("refused by policy, at vpce-s3"),
        "{}",
        write.label
    );
    assert!(write.arrives && write.ghost.is_empty());
    let s3 = rect(scene, &Ref::service("s3", "us-east-1"));
    assert!(
        s3.inflated(1).contains(*write.path.last().unwrap()),
        "the packets arrive"
    );
    let endpoint = rect(scene, &Ref::new(reach::id::Kind::GatewayEndpoint, "vpce-s3"));
    assert!(endpoint.inflated(40).contains(write.stop.unwrap()));
    assert!(
        s3.inflated(40).contains(report.stop.unwrap()),
        "the bucket's own policy"
    );
}

#[test]
fn an_allowed_flow_passes_its_gateways_in_order() {
    let (_, derived) = network("s3-endpoint");
    let scene = &derived.scene;
    let line = scene.flows.iter().find(|line| line.flow == 0).unwrap();
    assert_eq!(line.outcome, Outcome::Allowed);
    let endpoint = rect(scene, &Ref::new(reach::id::Kind::GatewayEndpoint, "vpce-s3"));
    assert!(crosses(&line.path, endpoint));
    let at = |index: usize| line.stations.iter().find(|(hop, _)| *hop == index).map(|(_, at)| *at);
    let hop = derived.traces[0]
        .forward
        .iter()
        .position(|hop| hop.at.kind == reach::id::Kind::GatewayEndpoint)
        .unwrap();
    assert_eq!(at(hop), Some(endpoint.centre()));
}

#[test]
fn a_subnet_says_which_route_its_table_lacks() {
    let (_, derived) = network("no-return-route");
    let badges: Vec<String> = derived
        .scene
        .groups
        .iter()
        .flat_map(|group| &group.frames)
        .filter_map(|frame| frame.badge.as_deref().map(str::to_owned))
        .collect();
    let lacking: Vec<&String> = badges.iter().filter(|badge| badge.contains(" · missing 10.")).collect();
    assert_eq!(lacking.len(), 1, "{badges:?}");
}
