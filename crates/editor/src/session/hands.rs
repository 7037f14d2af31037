//! Pointer, keys and palette: what a gesture asks for is done here.

use reach::id::Ref;

use super::{Overlay, Session, hint};
use crate::edit::connect::{Connection, connect};
use crate::edit::create;
use crate::edit::create::lines::{self, Line};
use crate::effect::Effect;
use crate::input::{Key, KeyInput, PointerInput, PointerKind, PointerPhase};
use crate::message::Placeable;
use crate::tool::{self, Act, Connect, Gesture, Purpose, Tool};

impl Session {
    pub(super) fn pointer(&mut self, input: &PointerInput) -> Vec<Effect> {
        if !(input.at.x.is_finite() && input.at.y.is_finite()) {
            return Vec::new();
        }
        let gesture = std::mem::take(&mut self.gesture);
        let answer = tool::pointer(&self.canvas(), gesture, input);
        self.gesture = answer.gesture;
        self.count_fingers(input);
        self.note_pull(input);
        if self.overlay != answer.overlay {
            self.overlay = answer.overlay;
        }
        let effects = answer.acts.into_iter().flat_map(|act| self.act(act)).collect();
        self.with_next_end(input, effects)
    }

    /// A click that chose one end of a line, or missed the other, is followed by what to choose next.
    fn with_next_end(&self, input: &PointerInput, mut effects: Vec<Effect>) -> Vec<Effect> {
        let chooses = matches!(&self.gesture, Gesture::Connecting(connect) if !connect.is_held());
        if input.phase == PointerPhase::Up && chooses {
            effects.extend(self.hint().map(Effect::Announce));
        }
        effects
    }

    fn count_fingers(&mut self, input: &PointerInput) {
        let down = self.fingers.iter().any(|finger| finger.pointer == input.pointer);
        self.fingers.retain(|finger| finger.pointer != input.pointer);
        let stays = match input.phase {
            PointerPhase::Down => true,
            PointerPhase::Move => down,
            PointerPhase::Up | PointerPhase::Cancel => false,
        };
        if stays && input.pointer.kind == PointerKind::Touch {
            self.fingers.push(*input);
        }
    }

    fn act(&mut self, act: Act) -> Vec<Effect> {
        match act {
            Act::Select(selection) => {
                self.acted = true;
                self.select(selection);
                Vec::new()
            }
            Act::SelectFlow(flow) => self.select_flow(Some(flow)),
            Act::Commit(edit) => self.commit_or_refuse(Ok(edit)),
            Act::Refuse(text) => self.refuse(text),
            Act::Look(camera) => {
                self.looked = true;
                self.camera = camera;
                Vec::new()
            }
            Act::Connect { from, to, purpose } => self.join(&from, &to, purpose),
            Act::Attach(from) => vec![Effect::OpenConnectList(from)],
            Act::Rename(of) => {
                self.select(vec![of.clone()]);
                vec![Effect::Rename(of)]
            }
            Act::Disarm => {
                self.armed = None;
                Vec::new()
            }
        }
    }

    pub(super) fn select(&mut self, selection: Vec<Ref>) {
        self.history.settle();
        self.lit = None;
        self.selection = selection;
        if let [only] = &self.selection[..] {
            self.focus = Some(only.clone());
        }
        self.follow_selection();
    }

    fn join(&mut self, from: &Ref, to: &Ref, purpose: Purpose) -> Vec<Effect> {
        (self.tool, self.armed) = (Tool::Select, None);
        match purpose {
            Purpose::Trace => self.ask_between(from, to),
            Purpose::TraceBack => self.ask_between(to, from),
            Purpose::Connect => self.connect(from, to),
        }
    }

    pub(super) fn connect(&mut self, from: &Ref, to: &Ref) -> Vec<Effect> {
        match connect(self.drawing(), from, to) {
            Ok(Connection::Flow(question)) => self.ask(question),
            Ok(Connection::Edit(edit)) => self.commit_or_refuse(Ok(edit)),
            Err(refused) => self.refuse(refused.0),
        }
    }

    /// Without the pointer: into what is selected, at a free place. The keyboard is in the palette then, so that what has the focus
    /// of the drawing and is not selected cannot be seen, and is not meant.
    pub(super) fn place(&mut self, what: Placeable) -> Vec<Effect> {
        self.take_up(Tool::Select);
        if let Some(line) = lines::of(what) {
            return self.start_line(what, line);
        }
        let parent = self.selection.first().cloned();
        let mut edit = create::create(self.drawing(), what, parent.as_ref());
        // What is there stays where it is.
        if let Ok(edit) = &mut edit {
            edit.places = tool::materialised(&self.document, &self.derived.scene);
        }
        let made = edit
            .as_ref()
            .ok()
            .and_then(|edit| edit.select.as_ref()?.first().cloned());
        let done = edit.and_then(|edit| self.commit(edit));
        let mut effects = match done {
            Ok(effects) => effects,
            Err(refused) => return self.refuse(refused.0),
        };
        effects.push(Effect::ClearPalette);
        if let Some(of) = made.filter(|of| self.document.topology.contains(of)) {
            self.focus = Some(of.clone());
            effects.push(Effect::Focus(of));
        }
        effects
    }

    /// A connection without the pointer: from what is selected, if it can start there; else its ends are chosen in the drawing.
    fn start_line(&mut self, what: Placeable, line: Line) -> Vec<Effect> {
        let topology = &self.document.topology;
        if let Some(missing) = line.missing(topology) {
            return self.refuse(missing);
        }
        let starts = |of: &Ref| line.start(topology, of).ok();
        if let Some(from) = self.selection.first().and_then(starts) {
            return vec![Effect::ClearPalette, Effect::OpenConnectList(from)];
        }
        let first = self
            .focus_order()
            .into_iter()
            .find(|of| starts(of).as_ref() == Some(of));
        let mut effects = self.arm(what);
        effects.push(Effect::ClearPalette);
        effects.extend(first.map(Effect::Focus));
        effects
    }

    /// A click in the palette; a second one puts it back.
    pub(super) fn arm(&mut self, what: Placeable) -> Vec<Effect> {
        if self.armed == Some(what) {
            self.take_up(Tool::Select);
            return self.say(format!("The {} is put back", create::title(what)));
        }
        self.carry(what)
    }

    /// Taken from the palette: the next click places it, or begins its line.
    pub(super) fn carry(&mut self, what: Placeable) -> Vec<Effect> {
        let line = lines::of(what);
        if let Some(missing) = line.and_then(|line| line.missing(&self.document.topology)) {
            self.take_up(Tool::Select);
            return self.refuse(missing);
        }
        self.take_up(if line.is_some() { Tool::Connect } else { Tool::Select });
        self.armed = Some(what);
        self.say(hint::armed(what))
    }

    /// Takes another tool; what was being done is let go.
    pub(crate) fn take_up(&mut self, tool: Tool) {
        self.gesture = Gesture::Idle;
        self.overlay = Overlay::default();
        self.armed = None;
        self.tool = tool;
    }

    pub(super) fn key(&mut self, input: &KeyInput) -> Vec<Effect> {
        let picks = matches!(input.key, Key::Enter | Key::Space) && input.modifiers == Default::default();
        if picks && let Some(effects) = self.pick_focused(&input.key) {
            return effects;
        }
        match self.command_of_key(input) {
            Some(command) => self.run(command.name),
            None => Vec::new(),
        }
    }

    /// Enter or Space on the focused element: an end for the trace or connect tool; Space selects it.
    fn pick_focused(&mut self, key: &Key) -> Option<Vec<Effect>> {
        let of = self.focus.clone()?;
        let purpose = match self.tool {
            Tool::Trace => Purpose::Trace,
            Tool::Connect => Purpose::Connect,
            Tool::Select | Tool::Hand if *key == Key::Space => {
                self.acted = true;
                self.select(vec![of]);
                return Some(Vec::new());
            }
            Tool::Select | Tool::Hand => return None,
        };
        if let Gesture::Connecting(connect) = &self.gesture {
            let (from, purpose) = (connect.from.clone(), connect.purpose);
            self.gesture = Gesture::Idle;
            self.overlay = Overlay::default();
            return Some(self.join(&from, &of, purpose));
        }
        let topology = &self.document.topology;
        let line = self.armed.and_then(lines::of);
        let of = match line.map_or(Ok(of.clone()), |line| line.start(topology, &of)) {
            Ok(of) => of,
            Err(refused) => return Some(self.refuse(refused.0)),
        };
        if let Some(trouble) = tool::trouble(topology, &of, purpose) {
            return Some(self.refuse(trouble.0));
        }
        let name = crate::words::name(topology, &of);
        self.gesture = Gesture::Connecting(Connect::from(of, purpose, false));
        Some(self.say(format!("From {name}. Go to the other end and press Enter")))
    }

    /// Escape: one level out of whatever is being done.
    pub(crate) fn escape(&mut self) -> Vec<Effect> {
        if self.armed.is_some() || self.tool != Tool::Select || !matches!(self.gesture, Gesture::Idle) {
            self.take_up(Tool::Select);
            // What was to be done next is not to be done any more.
            return self.say("Cancelled");
        } else if self.toast.is_some() || !self.lit().is_empty() {
            (self.toast, self.lit) = (None, None);
        } else if let [only] = &self.selection[..]
            && crate::edit::containment::parent_of(&self.document.topology, only).is_some()
        {
            return self.go_out();
        } else {
            self.selection.clear();
        }
        Vec::new()
    }
}
