//! What deleting the selected things would break, said before anybody does it.

use reach::harm;
use reach::question::Question;

use super::{Session, Toast};
use crate::edit::remove;
use crate::effect::Effect;
use crate::words;

impl Session {
    /// "Without igw, 2 flows would break: web-1 → the internet and the internet → web-1".
    pub(crate) fn look_ahead(&mut self) -> Vec<Effect> {
        let topology = &self.document.topology;
        let edit = match remove::remove(topology, &self.targets()) {
            Ok(edit) => edit,
            Err(refused) => return self.refuse(refused.0),
        };
        let flows: Vec<Question> = self.document.flows.iter().map(|flow| flow.question.clone()).collect();
        let harm = match harm::breaks(topology, &flows, &edit.operations) {
            Ok(harm) => harm,
            Err(refusal) => {
                let text = reach::explain::sentence(&refusal.finding, &**topology);
                return self.refuse(text);
            }
        };
        let targets = self.targets();
        let names: Vec<String> = targets.iter().map(|of| words::name(topology, of).to_string()).collect();
        let text = format!("Without {}, {}", words::list(&names), self.broken(&harm.broken));
        self.toast = Some(Toast {
            text: text.as_str().into(),
            undo: false,
            bad: false,
        });
        self.say(text)
    }

    fn broken(&self, broken: &[usize]) -> String {
        let flows = broken.iter().filter_map(|index| self.document.flows.get(*index));
        let names: Vec<String> = flows
            .map(|flow| words::flow(&self.document.topology, flow).to_string())
            .collect();
        if names.is_empty() {
            return "no watched flow would break".to_owned();
        }
        format!(
            "{} would break: {}",
            words::count(names.len(), "flow"),
            words::list(&names)
        )
    }
}
