//! Several documents into one network, by equal ids.

use std::rc::Rc;

use document::import::{Import, NoteKind};
use document::{Comments, Document, Flow, Layout};
use reach::topology::Topology;

use crate::input::Note;

/// The inputs so far.
#[derive(Debug, Default)]
pub(crate) struct Merged {
    first: Option<Document>,
    topology: Topology,
    flows: Vec<Flow>,
    layout: Layout,
    comments: Comments,
    notes: Vec<Note>,
}

impl Merged {
    pub(crate) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    pub(crate) fn note(&mut self, kind: NoteKind, file: &str, id: Option<&str>, text: String) {
        self.notes.push(Note {
            kind,
            file: file.to_owned(),
            path: None,
            id: id.map(str::to_owned),
            text,
        });
    }

    /// Adds a document. What is there already stays as it is; where the two differ, a note says so.
    pub(crate) fn add(&mut self, name: &str, document: Document) {
        let references = document.topology.references();
        self.note(
            NoteKind::Read,
            name,
            None,
            format!("{} elements and {} flows", references.len(), document.flows.len()),
        );
        self.put(name, document);
    }

    /// Adds what was imported, with its own remarks.
    pub(crate) fn import(&mut self, import: Import) {
        self.notes.extend(import.notes.into_iter().map(|note| Note {
            kind: note.kind,
            file: note.file.to_string(),
            path: Some(note.path.to_string()).filter(|path| !path.is_empty()),
            id: note.id.as_deref().map(str::to_owned),
            text: note.text.to_string(),
        }));
        self.put("the imported files", import.document);
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
    pub(crate) fn finish(self) -> (Document, Vec<Note>) {
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
