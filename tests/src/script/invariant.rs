//! What holds after every line, whatever it did.

use std::collections::BTreeSet;

use editor::edit::containment;
use editor::{Derived, Message, Session};
use reach::id::Kind;

use super::Stage;

pub(super) fn check(session: &Session) -> Result<(), String> {
    let document = session.document();
    let topology = &document.topology;
    for of in session.selection().iter().chain(session.focused()) {
        if !topology.contains(of) && !session.derived().network.topology().contains(of) {
            return Err(format!("{of:?} is selected and does not exist"));
        }
    }
    let references = topology.references();
    let ids: BTreeSet<_> = references.iter().map(|of| &of.id).collect();
    if ids.len() != references.len() {
        return Err("two elements have one id".to_owned());
    }
    if let Some(of) = document.layout.places.keys().find(|of| !topology.contains(of)) {
        return Err(format!("{of:?} has a place and does not exist"));
    }
    if session.flow().is_some_and(|flow| flow >= document.flows.len()) {
        return Err("a flow is selected that does not exist".to_owned());
    }
    nested(session)?;
    derived(session)
}

/// Every card and subnet lies inside its frame.
fn nested(session: &Session) -> Result<(), String> {
    let rects = &session.derived().scene.placement.rects;
    for (of, rect) in rects {
        if !matches!(of.kind, Kind::Subnet | Kind::NetworkInterface | Kind::NatGateway) {
            continue;
        }
        let parent = containment::parent_of(&session.document().topology, of);
        let Some(frame) = parent.and_then(|parent| rects.get(&parent)) else {
            continue;
        };
        if !frame.encloses(*rect) {
            return Err(format!("{} at {rect:?} sticks out of its frame {frame:?}", of.id));
        }
    }
    Ok(())
}

/// What was kept from one edit to the next is what comes out from scratch.
fn derived(session: &Session) -> Result<(), String> {
    let (kept, fresh) = (
        session.derived(),
        Derived::shown_in(session.document(), session.derived().room)
            .assuming(session.document(), session.derived().assumptions),
    );
    let parts = [
        ("network", kept.network.topology() == fresh.network.topology()),
        ("issues", kept.issues == fresh.issues),
        ("traces", kept.traces == fresh.traces),
        ("scene", kept.scene == fresh.scene),
    ];
    match parts.iter().find(|(_, same)| !same) {
        Some((part, _)) => Err(format!("the {part} is not what comes out from scratch")),
        None => Ok(()),
    }
}

/// Undoing everything gives the start, and doing it all again gives the end.
pub(super) fn undo_all(stage: &mut Stage) -> Result<(), String> {
    let end = stage.session.document().clone();
    let mut steps = 0;
    while stage.session.undo_name().is_some() {
        stage.session.update(Message::Command("undo"));
        check(&stage.session).map_err(|error| format!("while undoing: {error}"))?;
        steps += 1;
        if steps > 1000 {
            return Err("undo never ends".to_owned());
        }
    }
    if steps > 0 && *stage.session.document() != stage.start {
        return Err("undoing everything does not give the start".to_owned());
    }
    for _ in 0..steps {
        stage.session.update(Message::Command("redo"));
    }
    if steps > 0 && *stage.session.document() != end {
        return Err("doing it all again does not give the end".to_owned());
    }
    Ok(())
}
