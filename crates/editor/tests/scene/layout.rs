//! The automatic layout: total, tidy, deterministic, and it never moves what has a place.

use std::collections::BTreeMap;
use std::rc::Rc;

use document::{Document, Layout};
use editor::kernel::auto_layout::{Placement, Room, materialise, place, place_of};
use editor::kernel::geometry::{GRID, Rect};
use proptest::prelude::*;
use reach::id::{Id, Kind, Ref};
use reach::topology::{Topology, Vpc};

use crate::arbitrary::{layouts, topologies};
use crate::pictures;

/// Everything with a box, by the frame in which it stands; `None` is the page.
fn by_parent(topology: &Topology, placement: &Placement) -> BTreeMap<Option<Ref>, Vec<(Ref, Rect)>> {
    let mut found: BTreeMap<Option<Ref>, Vec<(Ref, Rect)>> = BTreeMap::new();
    let whole = placement.rects.iter().map(|(of, rect)| (of.clone(), None, *rect));
    let parts = placement
        .parts
        .iter()
        .map(|((of, part), rect)| (of.clone(), Some(Rc::clone(part)), *rect));
    for (of, part, rect) in whole.chain(parts) {
        if let Some(parent) = parent(topology, &of, part.as_deref()) {
            found.entry(parent).or_default().push((of, rect));
        }
    }
    found
}

/// The frame that must hold the box; nothing for circles on borders and between frames, which hang on two.
fn parent(topology: &Topology, of: &Ref, part: Option<&str>) -> Option<Option<Ref>> {
    let subnet = |id: &Id<reach::topology::Subnet>| topology.subnets.get(id).map(|_| Ref::from(id));
    match of.kind {
        Kind::Vpc | Kind::Internet | Kind::Service => Some(None),
        Kind::Site => Some(part.map(|_| of.clone())),
        Kind::Subnet => {
            let vpc = &topology.subnets.get(&of.to_id()?)?.vpc;
            Some(topology.vpcs.get(vpc).map(|_| vpc.into()))
        }
        Kind::NetworkInterface => Some(subnet(&topology.interfaces.get(&of.to_id()?)?.subnet)),
        Kind::NatGateway => Some(subnet(&topology.nat_gateways.get(&of.to_id()?)?.subnet)),
        Kind::InterfaceEndpoint => part.map(|part| subnet(&Id::new(part))),
        _ => None,
    }
}

fn assert_inside(topology: &Topology, placement: &Placement) {
    for (parent, children) in by_parent(topology, placement) {
        let Some(frame) = parent.and_then(|parent| placement.rects.get(&parent).copied()) else {
            continue;
        };
        for (of, rect) in children {
            assert!(frame.encloses(rect), "{of:?} at {rect:?} sticks out of {frame:?}");
        }
    }
}

fn assert_apart(topology: &Topology, placement: &Placement) {
    for siblings in by_parent(topology, placement).into_values() {
        for (index, (a, first)) in siblings.iter().enumerate() {
            for (b, second) in siblings.iter().skip(index + 1) {
                assert!(
                    !first.intersects(*second),
                    "{a:?} at {first:?} and {b:?} at {second:?} overlap"
                );
            }
        }
    }
}

#[test]
fn pictures_are_tidy_and_on_the_grid() {
    for (name, document, derived) in pictures() {
        let placement = &derived.scene.placement;
        assert_inside(&document.topology, placement);
        assert_apart(&document.topology, placement);
        for (of, rect) in placement.rects.iter().filter(|(_, rect)| rect.width != rect.height) {
            let off = [rect.x, rect.y, rect.width, rect.height]
                .into_iter()
                .any(|value| value % GRID != 0);
            assert!(!off, "{name}: {of:?} at {rect:?} is off the grid");
        }
    }
}

#[test]
fn everything_that_is_drawn_has_a_place() {
    for (name, document, derived) in pictures() {
        for of in document.topology.references() {
            let boxless = matches!(
                of.kind,
                Kind::RouteTable
                    | Kind::NetworkAcl
                    | Kind::SecurityGroup
                    | Kind::PrefixList
                    | Kind::VpnConnection
                    | Kind::TransitGatewayRouteTable
            );
            assert!(
                boxless || derived.scene.placement.rects.contains_key(&of),
                "{name}: no place for {of:?}"
            );
        }
    }
}

#[test]
fn saved_places_are_kept_and_a_new_vpc_moves_nothing() {
    for (name, document, derived) in pictures() {
        let before = &derived.scene.placement;
        let layout = materialise(before, &document.topology, &Layout::default());
        let mentioned: Vec<Ref> = before
            .rects
            .keys()
            .filter(|of| !document.topology.references().contains(of))
            .cloned()
            .collect();
        let again = place(&document.topology, &layout, &mentioned, Room::Wide);
        assert_eq!(again.rects, before.rects, "{name}");
        let mut topology = Topology::clone(&document.topology);
        topology
            .vpcs
            .insert("vpc-far".into(), Vpc::new("10.200.0.0/16".parse().unwrap()));
        let after = place(&topology, &layout, &mentioned, Room::Wide);
        for of in layout.places.keys() {
            assert_eq!(after.rects.get(of), before.rects.get(of), "{name}: {of:?} moved");
        }
        assert_apart(&topology, &after);
    }
}

#[test]
fn places_of_hostile_size_do_not_overflow() {
    let (document, _) = crate::network("s3-lab");
    let huge = document::Place {
        x: i32::MAX,
        y: i32::MIN,
        width: i32::MAX,
        height: i32::MAX,
    };
    let places = document
        .topology
        .references()
        .into_iter()
        .map(|of| (of, huge))
        .collect();
    let document = Document {
        layout: Rc::new(Layout { places }),
        ..document
    };
    let derived = editor::Derived::of(&document);
    assert!(!editor::svg::svg(&derived.scene).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_diagram_is_tidy(topology in topologies(200)) {
        for room in [Room::Wide, Room::Tall, Room::Low] {
            let placement = place(&topology, &Layout::default(), &[], room);
            assert_inside(&topology, &placement);
            assert_apart(&topology, &placement);
            prop_assert_eq!(&placement, &place(&topology, &Layout::default(), &[], room));
        }
    }

    #[test]
    fn any_partial_layout_is_kept((topology, layout) in topologies(60).prop_flat_map(|topology| {
        let layout = layouts(&topology);
        (Just(topology), layout)
    })) {
        let placement = place(&topology, &layout, &[], Room::Wide);
        assert_inside(&topology, &placement);
        for (of, saved) in &layout.places {
            if let (Kind::NetworkInterface, Some(rect)) = (of.kind, placement.rects.get(of)) {
                let now = place_of(*rect);
                prop_assert_eq!((now.x, now.y), (saved.x, saved.y));
            }
        }
        prop_assert_eq!(&placement, &place(&topology, &layout, &[], Room::Wide));
    }

    #[test]
    fn any_diagram_can_be_drawn((topology, layout) in topologies(40).prop_flat_map(|topology| {
        let layout = layouts(&topology);
        (Just(topology), layout)
    })) {
        let document = Document { topology: Rc::new(topology), layout: Rc::new(layout), ..Document::default() };
        let derived = editor::Derived::of(&document);
        prop_assert!(editor::svg::svg(&derived.scene).ends_with("</svg>\n"));
    }
}
