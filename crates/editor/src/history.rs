//! Undo and redo: a list of documents, never inverse edits. Cloning a document is cheap.

use std::rc::Rc;

use document::Document;
use reach::id::Ref;

/// As many steps as fit into a long afternoon.
const DEPTH: usize = 500;

/// The state before a step, and what the step did.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) document: Document,
    pub(crate) selection: Vec<Ref>,
    pub(crate) flow: Option<usize>,
    /// "Move app-1".
    pub(crate) name: Rc<str>,
}

#[derive(Debug, Default)]
pub(crate) struct History {
    past: Vec<Entry>,
    future: Vec<Entry>,
    /// The step that goes on growing while the same thing is repeated: nudging, typing a title.
    growing: Option<Rc<str>>,
}

impl History {
    /// A new step; what was undone is forgotten. Steps with the same `growing` key, one right after the other, are one.
    pub(crate) fn push(&mut self, before: Entry, growing: Option<Rc<str>>) {
        self.future.clear();
        if growing.is_some() && growing == self.growing && !self.past.is_empty() {
            return;
        }
        self.growing = growing;
        if self.past.len() == DEPTH {
            self.past.remove(0);
        }
        self.past.push(before);
    }

    /// Gives back what was before the last step, and keeps `now` for [`History::redo`].
    pub(crate) fn undo(&mut self, now: impl FnOnce(Rc<str>) -> Entry) -> Option<Entry> {
        let entry = self.past.pop()?;
        self.growing = None;
        self.future.push(now(Rc::clone(&entry.name)));
        Some(entry)
    }

    pub(crate) fn redo(&mut self, now: impl FnOnce(Rc<str>) -> Entry) -> Option<Entry> {
        let entry = self.future.pop()?;
        self.growing = None;
        self.past.push(now(Rc::clone(&entry.name)));
        Some(entry)
    }

    /// The next change of the same kind is a step of its own.
    pub(crate) fn settle(&mut self) {
        self.growing = None;
    }

    pub(crate) fn last(&self) -> Option<&Entry> {
        self.past.last()
    }

    pub(crate) fn undo_name(&self) -> Option<&Rc<str>> {
        self.past.last().map(|entry| &entry.name)
    }

    pub(crate) fn redo_name(&self) -> Option<&Rc<str>> {
        self.future.last().map(|entry| &entry.name)
    }
}
