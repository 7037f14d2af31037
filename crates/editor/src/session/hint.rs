//! What the next click or key does, in words, for as long as something is armed or another tool is taken up.

use super::Session;
use crate::edit::create::{self, lines};
use crate::message::Placeable;
use crate::tool::{Gesture, Purpose, Tool};
use crate::words;

impl Session {
    /// "Click the VPC that asks, then the one that accepts"; `None` while clicks only select.
    pub fn hint(&self) -> Option<String> {
        if let Gesture::Connecting(connect) = &self.gesture
            && !connect.is_held()
        {
            let from = words::name(&self.document.topology, &connect.from);
            let line = self.armed.and_then(lines::of);
            let next = match (connect.purpose, &line) {
                (Purpose::Trace, _) => "the receiver",
                (Purpose::TraceBack, _) => return Some(format!("To {from}: choose the sender")),
                (Purpose::Connect, Some(line)) => line.then,
                (Purpose::Connect, None) => "what to connect it with",
            };
            return Some(format!("From {from}: choose {next}"));
        }
        let words = match (self.armed, self.tool) {
            (Some(what), _) => return Some(armed(what)),
            (None, Tool::Trace) => "Choose the sender, then the receiver",
            (None, Tool::Connect) => "Choose one end, then the other",
            (None, Tool::Hand) => "Drag to move the view",
            (None, Tool::Select) => return None,
        };
        Some(words.to_owned())
    }
}

/// What to do with what was taken from the palette.
pub(super) fn armed(what: Placeable) -> String {
    if let Some(line) = lines::of(what) {
        return line.words.to_owned();
    }
    let place = match create::container(what) {
        Some(reach::id::Kind::Site) => "on an on-premises site".to_owned(),
        Some(kind) => format!("on a {}", kind.title()),
        None => "anywhere".to_owned(),
    };
    format!("Click {place} to add the {}", create::title(what))
}
