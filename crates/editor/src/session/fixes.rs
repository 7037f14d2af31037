//! Fixes for the selected flow: looked for on request, carried out as one step.

use std::rc::Rc;

use reach::fix::Fixes;
use reach::question::Question;
use reach::topology::Topology;

use super::Session;
use crate::edit::Edit;
use crate::effect::Effect;
use crate::words;

/// What was found, and what for: another drawing or another flow has other fixes.
#[derive(Clone, Debug)]
pub(super) struct Found {
    topology: Rc<Topology>,
    question: Question,
    fixes: Fixes,
}

impl Session {
    /// The fixes for the selected flow as it is drawn now, if they were looked for.
    pub fn fixes(&self) -> Option<&Fixes> {
        let found = self.fixes.as_ref()?;
        let flow = self.document.flows.get(self.flow?)?;
        let is_for_this = Rc::ptr_eq(&found.topology, &self.document.topology) && found.question == flow.question;
        is_for_this.then_some(&found.fixes)
    }

    pub(crate) fn look_for_fixes(&mut self) -> Vec<Effect> {
        let Some(flow) = self.flow.and_then(|flow| self.document.flows.get(flow)) else {
            return self.say("Choose a flow first");
        };
        let watched: Vec<Question> = self.document.flows.iter().map(|flow| flow.question.clone()).collect();
        let fixes = reach::fix(&self.document.topology, &flow.question, &watched);
        let said = match (fixes.list.len(), &fixes.why_none) {
            (0, Some(why)) => reach::explain::sentence(why, &*self.document.topology),
            (0, None) => "The flow is allowed already".to_owned(),
            (number, _) => format!("{} found", words::count(number, "fix")),
        };
        self.fixes = Some(Found {
            topology: Rc::clone(&self.document.topology),
            question: flow.question.clone(),
            fixes,
        });
        // The button that asked gives way to the answer.
        vec![Effect::Announce(said), Effect::FocusFixes]
    }

    pub(super) fn apply_fix(&mut self, index: usize) -> Vec<Effect> {
        let fix = self.fixes().and_then(|fixes| fixes.list.get(index));
        let (Some(fix), Some(flow)) = (fix, self.flow) else {
            return self.refuse("The network has changed since this fix was found. Look for fixes again.");
        };
        let others = fix.effect.others.iter().map(|change| &change.question);
        let others = words::unwatched(&self.document.topology, others);
        let flow = self.document.flows.get(flow);
        let name = flow
            .map(|flow| words::flow(&self.document.topology, flow))
            .unwrap_or_default();
        let mut edit = Edit::new(format!("Fix {name}"), fix.operations());
        edit.said = others.map(|others| format!("This also changes {others}").into());
        match self.commit(edit) {
            // The fixes go with what they fixed.
            Ok(effects) => effects.into_iter().chain([Effect::FocusVerdict]).collect(),
            Err(refused) => self.refuse(refused.0),
        }
    }
}
