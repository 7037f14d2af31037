//! The one state of the application, and what follows from it.

use std::rc::Rc;

use document::{Document, Mode};
use reach::id::Ref;
use reach::trace::Trace;

use crate::derived::Derived;
use crate::edit::field::FieldError;
use crate::effect::Effect;
use crate::kernel::geometry::{Camera, Rect, World};
use crate::message::{Message, Placeable};

/// The application: the document, what is selected, what is being done, and everything derived from them.
#[derive(Debug)]
pub struct Session {
    document: Document,
    mode: Mode,
    selection: Vec<Ref>,
    camera: Camera,
    viewport: (f64, f64),
    armed: Option<Placeable>,
    flow: Option<usize>,
    step: usize,
    toast: Option<Toast>,
    field_error: Option<FieldError>,
    overlay: Overlay,
    derived: Derived,
}

/// A short message with one way back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    pub text: Rc<str>,
    pub undo: bool,
    /// A refusal or an error, in words.
    pub bad: bool,
}

/// What a gesture in flight draws above the scene.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlay {
    /// Outlines of what is moved or about to be placed.
    pub ghosts: Vec<Rect>,
    /// The line that follows the pointer while connecting.
    pub rubber: Option<(World, World)>,
    pub marquee: Option<Rect>,
    /// Snap guides, each a straight line.
    pub guides: Vec<(World, World)>,
    /// Where it would go if it were let go now, and whether that works.
    pub target: Option<DropTarget>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropTarget {
    pub of: Ref,
    pub rect: Rect,
    /// What would happen ("10.0.3.10 in private-b"), or why it cannot.
    pub text: Rc<str>,
    pub accepted: bool,
}

impl Session {
    pub fn new(document: Document, mode: Mode) -> Self {
        let derived = Derived::of(&document);
        Self {
            document,
            mode,
            selection: Vec::new(),
            camera: Camera::default(),
            viewport: (0.0, 0.0),
            armed: None,
            flow: None,
            step: 0,
            toast: None,
            field_error: None,
            overlay: Overlay::default(),
            derived,
        }
    }

    /// The one way to change anything.
    pub fn update(&mut self, _message: Message) -> Vec<Effect> {
        Vec::new()
    }

    pub fn document(&self) -> &Document {
        &self.document
    }

    pub fn mode(&self) -> Mode {
        self.mode
    }

    pub fn selection(&self) -> &[Ref] {
        &self.selection
    }

    pub fn camera(&self) -> Camera {
        self.camera
    }

    pub fn viewport(&self) -> (f64, f64) {
        self.viewport
    }

    /// What the next click places.
    pub fn armed(&self) -> Option<Placeable> {
        self.armed
    }

    /// The selected flow, as an index into the document's flows.
    pub fn flow(&self) -> Option<usize> {
        self.flow
    }

    pub fn trace(&self) -> Option<&Rc<Trace>> {
        self.derived.traces.get(self.flow?)
    }

    /// The shown hop of the selected flow, forward leg first.
    pub fn step(&self) -> usize {
        self.step
    }

    pub fn toast(&self) -> Option<&Toast> {
        self.toast.as_ref()
    }

    /// The value last typed into the inspector, if it was refused.
    pub fn field_error(&self) -> Option<&FieldError> {
        self.field_error.as_ref()
    }

    pub fn overlay(&self) -> &Overlay {
        &self.overlay
    }

    pub fn derived(&self) -> &Derived {
        &self.derived
    }
}
