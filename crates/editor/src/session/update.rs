//! The one way to change anything.

use std::rc::Rc;

use document::{Document, Mode};
use reach::id::{Ref, RowRef};
use reach::operation::{Operation, PeeringEvent};
use reach::topology::PeeringId;

use super::commit::Next;
use super::{Activity, Overlay, Session, permit};
use crate::command;
use crate::edit::field::{FieldError, NEW_ROW};
use crate::edit::rows::{RowRefused, edit_row, table_of};
use crate::edit::set_field::set_field;
use crate::edit::{Edit, connect, parse};
use crate::effect::Effect;
use crate::history::History;
use crate::message::{FieldId, Message, RowEdit};
use crate::tool::{Gesture, Tool};
use crate::words;

const FOR_LOOKING: &str = "This diagram is for looking at. Edit a copy of it in the full editor.";

impl Session {
    /// The one way to change anything.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        if !permit::allows(self.mode, &message) {
            return self.refuse(FOR_LOOKING);
        }
        // Handles are the pointer's: what anything else does may have moved or unselected what they belong to.
        let keeps = matches!(
            message,
            Message::Pointer(_) | Message::Wheel(_) | Message::Pull | Message::Viewport { .. }
        );
        if !keeps && !self.overlay.handles.is_empty() {
            self.overlay.handles.clear();
        }
        match message {
            Message::Pointer(input) => self.pointer(&input),
            Message::PointerGone => {
                if matches!(self.gesture, Gesture::Idle) {
                    self.overlay = Overlay::default();
                }
                Vec::new()
            }
            Message::Wheel(input) => {
                self.wheel(&input);
                Vec::new()
            }
            Message::Pull => self.pull(),
            Message::Menu(at) => self.open_menu(at),
            Message::Key(input) => self.key(&input),
            Message::SingleKeys(on) => {
                self.single_keys = on;
                Vec::new()
            }
            Message::Viewport { width, height, covered } => {
                self.resize(width, height, covered);
                Vec::new()
            }
            Message::Command(name) => self.run(name),
            Message::Arm(what) => self.arm(what),
            Message::Carry(what) => self.carry(what),
            Message::Place(what) => self.place(what),
            Message::Activity(activity) => self.turn_to(activity),
            Message::Select(selection) => {
                self.select(selection);
                Vec::new()
            }
            Message::SelectMore(of) => {
                let selection = crate::tool::toggled(&self.selection, &of);
                self.select(selection);
                Vec::new()
            }
            Message::Focus(of) => {
                self.focus = of;
                Vec::new()
            }
            Message::Connect { from, to } => self.connect(&from, &to),
            other => self.edit(other),
        }
    }

    fn edit(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::SetField { of, field, value } => self.set_field(&of, field, &value),
            Message::EditRow { of, edit } => self.edit_row(&of, &edit),
            Message::Peering { of, event } => self.peering(&of, event),
            Message::AddMissingRoutes(missing) => {
                let edit = connect::add_routes(self.drawing(), &missing);
                self.commit_or_refuse(edit)
            }
            Message::Apply { name, operations } => self.commit_or_refuse(Ok(Edit::new(name, operations))),
            Message::Ask(question) => self.ask(question),
            Message::RemoveFlow(flow) => self.remove_flow(flow),
            Message::SelectFlow(flow) => self.select_flow(flow),
            Message::SetFlow { flow, question } => self.set_flow(flow, question),
            Message::Step(step) => self.step_to(step),
            Message::ShowRow(row) => self.show_row(&row),
            Message::LookForFixes => self.look_for_fixes(),
            Message::ApplyFix(index) => self.apply_fix(index),
            Message::LookAhead(message) => {
                self.look_at(message.as_deref());
                Vec::new()
            }
            Message::SetTitle(title) => self.set_title(&title),
            Message::Open { document, mode } => self.open(*document, mode),
            Message::Replace(document) => self.commit_document(Next {
                document: *document,
                name: "Edit as text".into(),
                select: None,
                said: None,
                growing: None,
            }),
            Message::DismissToast => {
                self.toast = None;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// A command of the registry, if it can be run now; else why not.
    pub(crate) fn run(&mut self, name: &str) -> Vec<Effect> {
        let Some(command) = command::find(name) else {
            return Vec::new();
        };
        if command.changes && !self.may_edit() {
            return self.refuse(FOR_LOOKING);
        }
        match (command.enabled)(self) {
            Ok(()) => (command.run)(self),
            Err(reason) => self.say(reason.to_string()),
        }
    }

    fn set_field(&mut self, of: &Ref, field: FieldId, value: &str) -> Vec<Effect> {
        let done = set_field(self.drawing(), of, field, value).and_then(|edit| self.commit(edit));
        match done {
            Ok(effects) => {
                self.field_error = None;
                effects
            }
            Err(refused) => self.refuse_typed(of, field, None, value, refused.0),
        }
    }

    fn edit_row(&mut self, of: &Ref, edit: &RowEdit) -> Vec<Effect> {
        let done = edit_row(self.drawing(), of, edit);
        let done = done.and_then(|edit| self.commit(edit).map_err(RowRefused::from));
        let refused = match done {
            Ok(effects) => {
                self.field_error = None;
                return effects;
            }
            Err(refused) => refused,
        };
        let (cell, typed) = match edit {
            RowEdit::Add { cells, .. } => {
                let typed = cells.get(refused.column).cloned().unwrap_or_default();
                (Some((NEW_ROW, refused.column)), typed)
            }
            RowEdit::Change { row, column, value, .. } => (Some((*row, *column)), value.clone()),
            RowEdit::Remove { row, .. } => (Some((*row, 0)), String::new()),
        };
        self.refuse_typed(of, table_of(edit), cell, &typed, refused.refused.0)
    }

    /// A refusal in place: beside what was typed, and read out.
    fn refuse_typed(
        &mut self,
        of: &Ref,
        field: FieldId,
        cell: Option<(usize, usize)>,
        typed: &str,
        text: Rc<str>,
    ) -> Vec<Effect> {
        let said = Effect::Announce(text.to_string());
        self.field_error = Some(FieldError {
            of: of.clone(),
            field,
            cell,
            typed: typed.into(),
            text,
        });
        vec![said]
    }

    fn peering(&mut self, of: &Ref, event: PeeringEvent) -> Vec<Effect> {
        let name = words::name(&self.document.topology, of);
        let (verb, done) = match event {
            PeeringEvent::Accept | PeeringEvent::AcceptBy(_) => ("Accept", "is accepted"),
            PeeringEvent::Reject => ("Reject", "is rejected"),
            PeeringEvent::Expire => ("Let expire", "has expired"),
            PeeringEvent::Delete(_) => ("Delete", "is deleted"),
        };
        let Some(id) = of.to_id() else {
            return self.refuse(format!("{name} is not a peering connection."));
        };
        let id: PeeringId = id;
        let mut edit = Edit::new(format!("{verb} {name}"), vec![Operation::Peering(id, event)]);
        edit.said = Some(format!("{name} {done}").into());
        self.commit_or_refuse(Ok(edit))
    }

    fn show_row(&mut self, row: &RowRef) -> Vec<Effect> {
        self.select(vec![row.of.clone()]);
        Vec::new()
    }

    fn set_title(&mut self, title: &str) -> Vec<Effect> {
        let title = match parse::name(title) {
            Ok(title) => title.unwrap_or_else(|| Document::default().title),
            Err(refused) => return self.refuse(refused.0),
        };
        let mut document = self.document.clone();
        document.title = title;
        self.commit_document(Next {
            document,
            name: "Change the title".into(),
            select: None,
            said: None,
            growing: None,
        })
    }

    /// Another diagram: a new history, its first flow, everything in view.
    fn open(&mut self, document: Document, mode: Mode) -> Vec<Effect> {
        self.history = History::default();
        self.mode = mode;
        self.activity = Activity::Build;
        self.take_up(Tool::Select);
        (self.toast, self.field_error, self.focus) = (None, None, None);
        self.selection.clear();
        self.copied.clear();
        self.replace(document);
        self.show_opening_flow();
        self.overview();
        let opened = Effect::Announce(format!("Opened {}", self.document.title));
        self.flow.map(Effect::PostTrace).into_iter().chain([opened]).collect()
    }
}
