//! An [`Edit`] and a document give the next document, or the reason why AWS says no.

use std::rc::Rc;

use document::{Document, Layout};
use reach::id::Ref;
use reach::topology::Topology;
use reach::trace::Finding;

use super::{Edit, Refused};
use crate::words::Called;

#[derive(Clone, Debug)]
pub struct Done {
    pub document: Document,
    /// What was there before and is not now.
    pub gone: Vec<Ref>,
    /// Accepted, but surprising: in words.
    pub warnings: Vec<String>,
}

/// All operations or none.
pub fn carry_out(document: &Document, edit: &Edit) -> Result<Done, Refused> {
    let accepted = reach::attempt_all(&document.topology, &edit.operations)
        .map_err(|refusal| words_of(&refusal.finding, &document.topology))?;
    let topology = Rc::new(accepted.topology);
    let names = Called(&topology);
    let sentence = |finding| reach::explain::sentence(finding, &names);
    let warnings = accepted.warnings.iter().map(sentence).collect();
    let gone = gone(&document.topology, &topology);
    let mut next = document.clone();
    next.layout = layout(document, edit, &topology);
    if *document.topology != *topology {
        next.topology = topology;
    }
    if let Some(flows) = edit.flows.as_ref().filter(|flows| **flows != *document.flows) {
        next.flows = Rc::new(flows.clone());
    }
    Ok(Done {
        document: next,
        gone,
        warnings,
    })
}

fn words_of(finding: &Finding, topology: &Topology) -> Refused {
    reach::explain::sentence(finding, &Called(topology)).into()
}

fn gone(before: &Topology, after: &Topology) -> Vec<Ref> {
    let mut references = before.references();
    references.retain(|reference| !after.contains(reference));
    references
}

/// The same pointer if nothing moved: then nothing is drawn anew.
fn layout(document: &Document, edit: &Edit, topology: &Topology) -> Rc<Layout> {
    let mut places = document.layout.places.clone();
    for (of, place) in &edit.places {
        match place {
            Some(place) => places.insert(of.clone(), *place),
            None => places.remove(of),
        };
    }
    places.retain(|of, _| topology.contains(of));
    if places == document.layout.places {
        return Rc::clone(&document.layout);
    }
    Rc::new(Layout { places })
}
