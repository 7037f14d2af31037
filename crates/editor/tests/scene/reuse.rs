//! What did not change is the same pointer as before.

use std::rc::Rc;

use editor::kernel::auto_layout::materialise;
use editor::{Derived, Scene};
use reach::topology::{NetworkInterface, Role};

use crate::{network, pictures};

#[test]
fn the_same_document_gives_the_same_pointers() {
    for (name, document, derived) in pictures() {
        let next = Scene::after(
            &derived.scene,
            &document,
            &derived.network,
            &derived.traces,
            derived.room,
        );
        assert_eq!(next, *derived.scene, "{name}");
        assert!(
            next.groups
                .iter()
                .zip(&derived.scene.groups)
                .all(|(a, b)| Rc::ptr_eq(a, b)),
            "{name}: a group"
        );
        assert!(
            next.edges
                .iter()
                .zip(&derived.scene.edges)
                .all(|(a, b)| Rc::ptr_eq(a, b)),
            "{name}: an edge"
        );
        assert!(
            next.flows
                .iter()
                .zip(&derived.scene.flows)
                .all(|(a, b)| Rc::ptr_eq(a, b)),
            "{name}: a flow"
        );
    }
}

#[test]
fn a_new_instance_leaves_the_other_vpcs_alone() {
    let (mut document, first) = network("hub");
    let layout = materialise(&first.scene.placement, &document.topology, &document.layout);
    document.layout = Rc::new(layout);
    let derived = Derived::of(&document);
    let record = NetworkInterface::new("spoke-1-a".into(), Role::Instance, [10, 1, 1, 77].into());
    Rc::make_mut(&mut document.topology)
        .interfaces
        .insert("new".into(), record);
    let next = Derived::of(&document);
    let next = Scene::after(&derived.scene, &document, &next.network, &next.traces, next.room);
    let group = |scene: &Scene, key: &str| Rc::clone(scene.groups.iter().find(|group| &*group.key == key).unwrap());
    assert!(!Rc::ptr_eq(
        &group(&next, "vpc/spoke-1"),
        &group(&derived.scene, "vpc/spoke-1")
    ));
    assert!(Rc::ptr_eq(
        &group(&next, "vpc/spoke-2"),
        &group(&derived.scene, "vpc/spoke-2")
    ));
}
