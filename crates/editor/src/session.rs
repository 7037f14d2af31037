//! The one state of the application, and what follows from it.

mod activity;
mod arrange;
mod camera;
mod commit;
mod fixes;
mod flows;
mod focus;
mod hands;
mod harm;
mod hint;
mod light;
mod menu;
mod overlay;
mod permit;
mod pull;
mod update;
mod verdicts;

use std::rc::Rc;

use document::{Document, Mode};
use reach::id::Ref;
use reach::issue::Issue;
use reach::trace::Trace;

use crate::command::{self, Command};
use crate::derived::Derived;
use crate::edit::Drawing;
use crate::edit::create::lines;
use crate::edit::field::FieldError;
use crate::history::History;
use crate::input::{KeyInput, PointerInput};
use crate::kernel::geometry::Camera;
use crate::message::{FieldId, Placeable};
use crate::tool::{Canvas, Gesture, Tool};

pub use activity::Activity;
pub(crate) use camera::zoomed;
use fixes::Found;
pub use harm::Ahead;
use harm::Looked;
pub use overlay::{DropTarget, Handle, Overlay};

/// The application: the document, what is selected, what is being done, and everything derived from them.
#[derive(Debug)]
pub struct Session {
    document: Document,
    mode: Mode,
    history: History,
    selection: Vec<Ref>,
    focus: Option<Ref>,
    camera: Camera,
    viewport: (f64, f64),
    /// How much of the view's lower edge is covered.
    covered: f64,
    /// The user has looked elsewhere: the view no longer fits itself.
    looked: bool,
    single_keys: bool,
    activity: Activity,
    tool: Tool,
    gesture: Gesture,
    pull: Option<pull::Pull>,
    /// What Ctrl+C was pressed for.
    copied: Vec<Ref>,
    /// The fingers that are down, each where it is now.
    fingers: Vec<PointerInput>,
    armed: Option<Placeable>,
    flow: Option<usize>,
    step: usize,
    toast: Option<Toast>,
    field_error: Option<FieldError>,
    overlay: Overlay,
    derived: Derived,
    /// The fixes that were looked for last.
    fixes: Option<Found>,
    looked_ahead: Looked,
    lit: Option<light::Lit>,
    /// Somebody has clicked or changed something in the drawing: then the list of problems says what should not stay so, too.
    acted: bool,
}

/// A short message with one way back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    pub text: Rc<str>,
    pub undo: bool,
    /// A refusal or an error, in words.
    pub bad: bool,
}

impl Session {
    pub fn new(document: Document, mode: Mode) -> Self {
        let derived = Derived::of(&document);
        let mut session = Self {
            document,
            mode,
            history: History::default(),
            selection: Vec::new(),
            focus: None,
            camera: Camera::default(),
            viewport: (0.0, 0.0),
            covered: 0.0,
            looked: false,
            single_keys: true,
            activity: Activity::default(),
            tool: Tool::default(),
            gesture: Gesture::default(),
            pull: None,
            copied: Vec::new(),
            fingers: Vec::new(),
            armed: None,
            flow: None,
            step: 0,
            toast: None,
            field_error: None,
            overlay: Overlay::default(),
            derived,
            fixes: None,
            looked_ahead: Looked::default(),
            lit: None,
            acted: false,
        };
        session.show_opening_flow();
        session
    }

    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The document as it is shared: it opens with what is shown now.
    pub fn shared_document(&self) -> Document {
        let mut document = self.document.clone();
        document.view.flow = self.flow.and_then(|flow| u16::try_from(flow).ok());
        document.view.assumptions = self.derived.assumptions;
        document.view.step = u16::try_from(self.step).ok().filter(|_| self.flow.is_some());
        document
    }

    pub fn mode(&self) -> Mode {
        self.mode
    }

    pub fn selection(&self) -> &[Ref] {
        &self.selection
    }

    /// The element of the canvas that has the keyboard focus.
    pub fn focused(&self) -> Option<&Ref> {
        self.focus.as_ref()
    }

    pub fn camera(&self) -> Camera {
        self.camera
    }

    pub fn viewport(&self) -> (f64, f64) {
        self.viewport
    }

    /// Whether letters, digits and signs alone are shortcuts.
    pub fn single_keys(&self) -> bool {
        self.single_keys
    }

    /// What the key does now, if it does anything.
    pub fn command_of_key(&self, input: &KeyInput) -> Option<&'static Command> {
        (self.single_keys || !input.is_single_character())
            .then(|| command::of_key(input))
            .flatten()
    }

    /// Whether the command does something now.
    pub fn can_run(&self, command: &Command) -> bool {
        (!command.changes || self.may_edit()) && (command.enabled)(self).is_ok()
    }

    /// What a click on the canvas means.
    pub fn tool(&self) -> Tool {
        self.tool
    }

    /// Where a line that is being drawn starts.
    pub fn source(&self) -> Option<&Ref> {
        match &self.gesture {
            Gesture::Connecting(connect) => Some(&connect.from),
            _ => None,
        }
    }

    /// What was taken from the palette: the next click places it, or begins its line.
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

    /// What works and should not stay so; nothing before somebody has chosen or changed something.
    pub fn lints(&self) -> &[Issue] {
        if self.acted { self.derived.lints() } else { &[] }
    }

    /// What undo would take back: "Move app-1".
    pub fn undo_name(&self) -> Option<&Rc<str>> {
        self.history.undo_name()
    }

    /// The document before the last change, and what that was.
    pub(crate) fn before_last(&self) -> Option<(&Document, Rc<str>)> {
        self.history
            .last()
            .map(|entry| (&entry.document, Rc::clone(&entry.name)))
    }

    pub fn redo_name(&self) -> Option<&Rc<str>> {
        self.history.redo_name()
    }

    pub(crate) fn drawing(&self) -> Drawing<'_> {
        Drawing {
            topology: &self.document.topology,
            network: &self.derived.network,
        }
    }

    pub(crate) fn canvas(&self) -> Canvas<'_> {
        Canvas {
            document: &self.document,
            derived: &self.derived,
            camera: self.camera,
            viewport: self.viewport,
            selection: &self.selection,
            mode: self.mode,
            tool: self.tool,
            armed: self.armed.filter(|what| lines::of(*what).is_none()),
            line: self.armed.and_then(lines::of),
            fingers: &self.fingers,
        }
    }

    pub(crate) fn may_edit(&self) -> bool {
        matches!(self.mode, Mode::Edit | Mode::Exercise)
    }

    /// Whether the mode lets this field be changed.
    pub(crate) fn may_set(&self, field: FieldId) -> bool {
        permit::may_set(self.mode, field)
    }

    /// Whether the mode lets rows of tables be changed.
    pub(crate) fn may_edit_rows(&self) -> bool {
        self.mode != Mode::View
    }

    /// What a command acts on: the selection, else what has the focus.
    pub(crate) fn targets(&self) -> Vec<Ref> {
        match (&self.selection[..], &self.focus) {
            ([], Some(focus)) => vec![focus.clone()],
            (selection, _) => selection.to_vec(),
        }
    }
}
