//! Ctrl+D on every kind of thing that the frozen diagrams and the samples hold: a copy that can stand beside the original, or a reason in words.
#![allow(clippy::unwrap_used, clippy::panic)] // A test's way to fail is to panic.

use std::collections::BTreeSet;

use document::Document;
use editor::Session;
use editor::edit::duplicate::duplicate;
use reach::id::Kind;

/// Lines between two things, what there can be one of, what is there by itself, and what AWS refuses.
const NEVER: [Kind; 9] = [
    // A load balancer is behind one service.
    Kind::EndpointService,
    Kind::PeeringConnection,
    Kind::TransitGatewayAttachment,
    Kind::VpnConnection,
    Kind::HostedZone,
    Kind::ResourcePolicy,
    Kind::BlockPublicAccess,
    Kind::Internet,
    Kind::Service,
];

fn diagrams() -> Vec<Document> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<_> = ["links/v1", "../www/samples"]
        .into_iter()
        .flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "reach"))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| document::text::parse(&std::fs::read_to_string(path).unwrap()).unwrap())
        .collect()
}

#[test]
fn every_kind_is_copied_or_refused_with_a_reason() {
    let (mut copied, mut refused) = (BTreeSet::new(), BTreeSet::new());
    for document in diagrams() {
        let mut seen = BTreeSet::new();
        for of in document
            .topology
            .references()
            .into_iter()
            .filter(|of| seen.insert(of.kind))
        {
            let mut session = Session::new(document.clone(), document::Mode::Edit);
            session.update(editor::Message::Select(vec![of.clone()]));
            session.update(editor::Message::Command("duplicate"));
            let grown = session.document().topology.references().len() > document.topology.references().len();
            if grown {
                copied.insert(of.kind);
            } else {
                let reason = session.toast().map(|toast| toast.text.to_string()).unwrap_or_default();
                assert!(reason.len() > 20, "{of:?}: {reason:?}");
                if duplicate(&document.topology, std::slice::from_ref(&of)).is_err() {
                    refused.insert((of.kind, reason));
                }
            }
        }
    }
    let never: BTreeSet<Kind> = NEVER.into_iter().collect();
    for kind in Kind::ALL {
        assert!(
            copied.contains(&kind) != never.contains(&kind),
            "{kind:?}: copied {}, {:?}",
            copied.contains(&kind),
            refused.iter().filter(|(other, _)| *other == kind).collect::<Vec<_>>()
        );
    }
}
