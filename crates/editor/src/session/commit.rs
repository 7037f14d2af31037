//! How a change comes about: one door, one undo step, everything derived anew in the same update.

use std::rc::Rc;

use document::{Document, Layout};
use reach::id::Ref;
use reach::topology::Topology;

use super::{Session, Toast, verdicts};
use crate::edit::duplicate::{Duplicates, duplicate};
use crate::edit::make_room::make_room;
use crate::edit::paste::paste;
use crate::edit::{Edit, Refused, carry_out, remove};
use crate::effect::Effect;
use crate::history::Entry;
use crate::kernel::auto_layout::materialise;
use crate::kernel::geometry::Rect;
use crate::tool::{Gesture, rect_of};
use crate::words;

/// A document that is about to become the current one.
#[derive(Debug)]
pub(super) struct Next {
    pub(super) document: Document,
    pub(super) name: Rc<str>,
    pub(super) select: Option<Vec<Ref>>,
    pub(super) said: Option<Rc<str>>,
    /// Repeated changes with the same key are one undo step.
    pub(super) growing: Option<Rc<str>>,
}

impl Session {
    /// Carries the edit out, or says why not.
    pub(crate) fn commit(&mut self, edit: Edit) -> Result<Vec<Effect>, Refused> {
        self.commit_growing(edit, None)
    }

    pub(super) fn commit_growing(&mut self, edit: Edit, growing: Option<Rc<str>>) -> Result<Vec<Effect>, Refused> {
        let mut done = carry_out(&self.document, &edit)?;
        self.make_room(&mut done.document);
        let warnings = done.warnings.join(" ");
        let next = Next {
            document: done.document,
            name: edit.name,
            select: edit.select,
            said: edit.said,
            growing,
        };
        let effects = self.commit_document(next);
        if !warnings.is_empty() {
            self.toast = Some(Toast {
                text: warnings.into(),
                undo: true,
                bad: false,
            });
        }
        Ok(effects)
    }

    /// A picture without places is arranged anew at each edit. Where something goes, the rest stays where it was.
    fn stays(&self, next: &Document) -> Rc<Layout> {
        let gone = |of: &Ref| self.document.topology.contains(of) && !next.topology.contains(of);
        if !self.document.topology.references().iter().any(gone) {
            return Rc::clone(&next.layout);
        }
        let mut layout = materialise(&self.derived.scene.placement, &self.document.topology, &next.layout);
        layout.places.retain(|of, _| !gone(of));
        Rc::new(layout)
    }

    /// Frames that grow push their neighbours away, in the same step.
    fn make_room(&self, next: &mut Document) {
        let same =
            Rc::ptr_eq(&next.topology, &self.document.topology) && Rc::ptr_eq(&next.layout, &self.document.layout);
        let before = &self.derived.scene.placement;
        if !same && next.layout.places.is_empty() {
            next.layout = self.stays(next);
        }
        if same || next.layout.places.is_empty() {
            return;
        }
        let layout = Layout::clone(&next.layout);
        let layout = make_room(&next.topology, layout, before, self.derived.room);
        if layout != *next.layout {
            next.layout = Rc::new(layout);
        }
    }

    /// The same, with a refusal as a toast.
    pub(crate) fn commit_or_refuse(&mut self, edit: Result<Edit, Refused>) -> Vec<Effect> {
        match edit.and_then(|edit| self.commit(edit)) {
            Ok(effects) => effects,
            Err(refused) => self.refuse(refused.0),
        }
    }

    pub(super) fn commit_document(&mut self, next: Next) -> Vec<Effect> {
        if next.document == self.document {
            if let Some(select) = next.select {
                self.selection = select;
            }
            return next
                .said
                .map(|said| Effect::Announce(said.to_string()))
                .into_iter()
                .collect();
        }
        self.acted = true;
        let before = self.entry(next.name);
        let known = Rc::clone(&self.document.topology);
        self.history.push(before, next.growing);
        self.toast = None;
        self.field_error = None;
        let shown = self.shown();
        let verdicts = self.replace(next.document);
        if let Some(select) = next.select {
            self.selection = select;
        }
        self.keep_what_is_there();
        self.follow(shown);
        self.show_new(&known);
        let mut effects = vec![self.save()];
        let said: Vec<String> = next
            .said
            .map(|said| said.to_string())
            .into_iter()
            .chain(verdicts)
            .collect();
        if !said.is_empty() {
            effects.push(Effect::Announce(said.join(". ")));
        }
        effects
    }

    /// What was just made and lies outside of the view is brought into it.
    fn show_new(&mut self, before: &Topology) {
        let made = self.selection.iter().filter(|of| !before.contains(of));
        let rects = made.filter_map(|of| rect_of(&self.derived.scene, of));
        if let Some(rect) = rects.reduce(Rect::union) {
            self.reveal(rect);
        }
    }

    /// Makes the document the current one; gives back what that does to the flows.
    pub(super) fn replace(&mut self, document: Document) -> Option<String> {
        let derived = self.derived.after(&self.document, &document);
        let verdicts = verdicts::sentence(&self.derived.traces, &document, &derived.traces);
        self.derived = derived;
        self.document = document;
        verdicts
    }

    pub(super) fn save(&self) -> Effect {
        Effect::Save(Rc::new(self.document.clone()))
    }

    pub(super) fn entry(&self, name: Rc<str>) -> Entry {
        Entry {
            document: self.document.clone(),
            selection: self.selection.clone(),
            flow: self.flow,
            name,
        }
    }

    /// Selection, focus, flow and step point only at what is there.
    pub(super) fn keep_what_is_there(&mut self) {
        let known = self.derived.network.topology();
        let drawn = &self.document.topology;
        let exists = |of: &Ref| drawn.contains(of) || known.contains(of);
        self.selection.retain(exists);
        self.focus = self.focus.take().filter(exists);
        self.flow = self.flow.filter(|flow| *flow < self.document.flows.len());
        self.step = self.step.min(self.hops().saturating_sub(1));
    }

    /// A refusal: shown, and read out.
    pub(crate) fn refuse(&mut self, text: impl Into<Rc<str>>) -> Vec<Effect> {
        let text = text.into();
        let said = Effect::Announce(text.to_string());
        self.toast = Some(Toast {
            text,
            undo: false,
            bad: true,
        });
        vec![said]
    }

    pub(crate) fn delete(&mut self, all: &[Ref]) -> Vec<Effect> {
        let edit = match remove::remove(&self.document.topology, all) {
            Ok(edit) => edit,
            Err(refused) => return self.refuse(refused.0),
        };
        let before = Rc::clone(&self.document.topology);
        let asked: Vec<Ref> = all.iter().filter(|of| before.get(of).is_some()).cloned().collect();
        let effects = match self.commit(edit) {
            Ok(effects) => effects,
            Err(refused) => return self.refuse(refused.0),
        };
        let text = remove::sentence(&before, &asked, &self.document.topology);
        self.toast = Some(Toast {
            text: text.as_str().into(),
            undo: true,
            bad: false,
        });
        announce_first(effects, &text)
    }

    /// Copies what can be copied, and says what was left out.
    pub(crate) fn duplicate(&mut self) -> Vec<Effect> {
        let copies = duplicate(&self.document.topology, &self.targets());
        self.commit_copies(copies)
    }

    /// Remembers what is selected, to be pasted.
    pub(crate) fn copy(&mut self) -> Vec<Effect> {
        self.copied = self.targets();
        let names = self
            .copied
            .iter()
            .map(|of| words::name(&self.document.topology, of).to_string());
        let text = format!("Copied {}", words::some(names.collect(), 4));
        self.say(text)
    }

    pub(crate) fn paste(&mut self) -> Vec<Effect> {
        let copies = paste(&self.document.topology, &self.copied, self.selection.first());
        self.commit_copies(copies)
    }

    pub(crate) fn has_copied(&self) -> bool {
        !self.copied.is_empty()
    }

    fn commit_copies(&mut self, copies: Result<Duplicates, Refused>) -> Vec<Effect> {
        let before = Rc::clone(&self.document.topology);
        let copies = match copies {
            Ok(copies) => copies,
            Err(refused) => return self.refuse(refused.0),
        };
        let effects = match self.commit(copies.edit) {
            Ok(effects) => effects,
            Err(refused) => return self.refuse(refused.0),
        };
        if copies.left.is_empty() {
            return effects;
        }
        let names = copies.left.iter().map(|of| words::name(&before, of).to_string());
        let text = format!("Not copied: {}", words::some(names.collect(), 4));
        self.toast = Some(Toast {
            text: text.as_str().into(),
            undo: true,
            bad: false,
        });
        announce_first(effects, &text)
    }

    pub(crate) fn undo(&mut self) -> Vec<Effect> {
        let now = self.entry("".into());
        match self.history.undo(|name| Entry { name, ..now }) {
            Some(entry) => self.travel(entry, "Undone"),
            None => self.say("There is nothing to undo"),
        }
    }

    pub(crate) fn redo(&mut self) -> Vec<Effect> {
        let now = self.entry("".into());
        match self.history.redo(|name| Entry { name, ..now }) {
            Some(entry) => self.travel(entry, "Done again"),
            None => self.say("There is nothing to redo"),
        }
    }

    fn travel(&mut self, entry: Entry, word: &str) -> Vec<Effect> {
        self.gesture = Gesture::Idle;
        self.overlay = super::Overlay::default();
        self.toast = None;
        self.field_error = None;
        let (shown, flow) = (self.shown(), self.flow);
        let verdicts = self.replace(entry.document);
        self.selection = entry.selection;
        self.flow = entry.flow;
        self.keep_what_is_there();
        if self.flow == flow {
            self.follow(shown);
        } else {
            self.step = self.deciding_step();
        }
        let mut text = format!("{word}: {}", entry.name);
        if let Some(verdicts) = verdicts {
            text.push_str(&format!(". {verdicts}"));
        }
        vec![self.save(), Effect::Announce(text)]
    }

    pub(crate) fn say(&self, text: impl Into<String>) -> Vec<Effect> {
        vec![Effect::Announce(text.into())]
    }
}

/// Puts the sentence before what the flows have to say.
fn announce_first(mut effects: Vec<Effect>, text: &str) -> Vec<Effect> {
    for effect in &mut effects {
        if let Effect::Announce(said) = effect {
            *said = format!("{text}. {said}");
            return effects;
        }
    }
    effects.push(Effect::Announce(text.to_owned()));
    effects
}
