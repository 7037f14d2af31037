//! An [`Edit`] and a document give the next document, or the reason why AWS says no.

use std::rc::Rc;

use document::{Document, Layout};
use reach::topology::Topology;
use reach::trace::Finding;

use super::{Edit, Refused};

#[derive(Clone, Debug)]
pub struct Done {
    pub document: Document,
    /// Accepted, but surprising: in words.
    pub warnings: Vec<String>,
}

/// All operations or none.
pub fn carry_out(document: &Document, edit: &Edit) -> Result<Done, Refused> {
    let before = &document.topology;
    let mut next = document.clone();
    let mut warnings = Vec::new();
    if !edit.operations.is_empty() {
        let accepted = reach::attempt_all(before, &edit.operations)
            .map_err(|refusal| Refused::from(words_of(&refusal.finding, before)))?;
        warnings.extend(
            accepted
                .warnings
                .iter()
                .map(|finding| words_of(finding, &accepted.topology)),
        );
        if accepted.topology != **before {
            next.topology = Rc::new(accepted.topology);
        }
    }
    next.layout = layout(document, edit, &next.topology);
    if let Some(flows) = edit.flows.as_ref().filter(|flows| **flows != *document.flows) {
        next.flows = Rc::new(flows.clone());
    }
    Ok(Done {
        document: next,
        warnings,
    })
}

fn words_of(finding: &Finding, topology: &Topology) -> String {
    reach::explain::sentence(finding, topology)
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
