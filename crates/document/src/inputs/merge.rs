//! Several documents into one network, by equal ids.

use std::rc::Rc;

use reach::topology::Topology;

use crate::import::{Note, NoteKind};
use crate::{Comments, Document, Flow, Layout};

/// The inputs so far.
#[derive(Debug, Default)]
pub(super) struct Merged {
    first: Option<Document>,
    topology: Topology,
    flows: Vec<Flow>,
    layout: Layout,
    comments: Comments,
    notes: Vec<Note>,
}

impl Merged {
    pub(super) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    pub(super) fn note(&mut self, kind: NoteKind, file: &str, id: Option<&Rc<str>>, text: String) {
        self.notes.push(Note {
            kind,
            file: file.into(),
            path: "".into(),
            id: id.cloned(),
            text: text.into(),
        });
    }

    /// Adds a document. What is there already stays as it is; where the two differ, a note says so.
    pub(super) fn add(&mut self, name: &str, document: Document) {
        let references = document.topology.references();
        let text = format!("{} elements and {} flows", references.len(), document.flows.len());
        self.note(NoteKind::Read, name, None, text);
        self.put(name, document);
    }

    /// Adds what was imported, with its own remarks.
    pub(super) fn import(&mut self, document: Document, notes: Vec<Note>) {
        self.notes.extend(notes);
        self.put("the imported files", document);
    }

    fn put(&mut self, name: &str, document: Document) {
        for reference in document.topology.references() {
            let Some(element) = document.topology.get(&reference) else {
                continue;
            };
            match self.topology.find(&reference.id) {
                None => self.topology.put(element),
                Some(known) if self.topology.get(&known).as_ref() == Some(&element) => {}
                Some(known) => {
                    let text = format!(
                        "the {} `{}` differs from the {} of an earlier input, which was kept",
                        reference.kind.title(),
                        reference.id,
                        known.kind.title()
                    );
                    self.note(NoteKind::Conflict, name, Some(&reference.id), text);
                }
            }
        }
        let before = self.flows.len();
        self.flows.extend(document.flows.iter().cloned());
        for (element, place) in &document.layout.places {
            self.layout.places.entry(element.clone()).or_insert(*place);
        }
        for (key, lines) in &document.comments.0 {
            let moved = key.strip_prefix("flow/").and_then(|index| index.parse::<usize>().ok());
            let key = moved.map_or_else(|| Rc::clone(key), |index| format!("flow/{}", before + index).into());
            self.comments.0.entry(key).or_insert_with(|| lines.clone());
        }
        if self.first.is_none() {
            self.first = Some(document);
        }
    }

    /// Title and view are the first input's.
    pub(super) fn finish(self) -> (Document, Vec<Note>) {
        let first = self.first.unwrap_or_default();
        let document = Document {
            title: first.title,
            topology: Rc::new(self.topology),
            layout: Rc::new(self.layout),
            flows: Rc::new(self.flows),
            view: first.view,
            comments: Rc::new(self.comments),
        };
        (document, self.notes)
    }
}
