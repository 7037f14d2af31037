//! What the menu of a thing does before it opens, and the first end of a trace that is chosen there.

use reach::id::Ref;

use super::Session;
use crate::effect::Effect;
use crate::kernel::geometry::Px;
use crate::tool::{self, Connect, Gesture, Purpose, Tool};

impl Session {
    /// The menu is about what lies there, or about the selection if that is a part of it; without a place about what has the focus.
    pub(super) fn open_menu(&mut self, at: Option<Px>) -> Vec<Effect> {
        self.take_up(Tool::Select);
        self.fingers.clear();
        let of = match at {
            Some(at) => tool::element_at(&self.canvas(), at),
            None => self.focus.clone(),
        };
        match of {
            Some(of) if !self.selection.contains(&of) => self.select(vec![of]),
            None if at.is_some() => self.select(Vec::new()),
            _ => {}
        }
        vec![Effect::OpenMenu]
    }

    /// A finger rests on something and has not begun to move it.
    pub fn is_pressing(&self) -> bool {
        matches!(self.gesture, Gesture::Pressing(_))
    }

    /// The one selected or focused thing is one end of a trace; the other one is chosen next.
    pub(crate) fn trace_here(&mut self, purpose: Purpose) -> Vec<Effect> {
        let [of] = &self.targets()[..] else {
            return self.refuse("Select one element first");
        };
        if let Some(trouble) = tool::trouble(&self.document.topology, of, purpose) {
            return self.refuse(trouble.0);
        }
        self.take_up(Tool::Trace);
        self.gesture = Gesture::Connecting(Connect::from(Ref::clone(of), purpose, false));
        let hint = self.hint().unwrap_or_default();
        self.say(hint)
    }
}
