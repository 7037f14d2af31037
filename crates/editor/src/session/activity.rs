//! Building or tracing: only panels, emphasis and what clicks mean differ, never the data.

use super::Session;
use crate::effect::Effect;
use crate::tool::Tool;

/// Build changes the network, Trace follows packets through it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Activity {
    #[default]
    Build,
    Trace,
}

impl Session {
    pub fn activity(&self) -> Activity {
        self.activity
    }

    /// What was begun in the one ends with it. In Trace one flow is looked at: the selected one, or the first.
    pub(super) fn turn_to(&mut self, activity: Activity) -> Vec<Effect> {
        self.activity = activity;
        let goes_on = match activity {
            Activity::Build => self.tool != Tool::Trace,
            Activity::Trace => self.tool != Tool::Connect && self.armed.is_none(),
        };
        if !goes_on {
            self.take_up(Tool::Select);
        }
        if activity == Activity::Trace && self.flow.is_none() && !self.document.flows.is_empty() {
            return self.select_flow(Some(0));
        }
        Vec::new()
    }
}
