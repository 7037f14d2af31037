//! What a change would do to the watched flows, said before anybody makes it.

use std::rc::Rc;

use document::Flow;
use reach::harm::{self, Harm};
use reach::operation::Operation;
use reach::question::Question;
use reach::topology::Topology;

use super::{Session, Toast};
use crate::edit::remove;
use crate::edit::rows::edit_row;
use crate::edit::set_field::set_field;
use crate::effect::Effect;
use crate::message::Message;
use crate::words;

/// What a button would do, shown beside it while it is hovered or has the focus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ahead {
    /// "Breaks 2 flows".
    pub text: Rc<str>,
    /// Which: "shop-1 → orders-db and orders-db → shop-1". Empty if none.
    pub detail: Rc<str>,
    /// Something would break, or it cannot be done.
    pub bad: bool,
}

/// What was looked up, for one state of the drawing.
#[derive(Debug, Default)]
pub(super) struct Looked {
    topology: Rc<Topology>,
    flows: Rc<Vec<Flow>>,
    known: Vec<(Vec<Operation>, Ahead)>,
    shown: Option<Ahead>,
}

type Asked = Result<Vec<Operation>, Rc<str>>;

impl Session {
    /// What the hovered or focused button would do; nothing once the drawing has changed.
    pub fn ahead(&self) -> Option<&Ahead> {
        let is_current = self.is_current(&self.looked_ahead);
        self.looked_ahead.shown.as_ref().filter(|_| is_current)
    }

    fn is_current(&self, looked: &Looked) -> bool {
        Rc::ptr_eq(&looked.topology, &self.document.topology) && Rc::ptr_eq(&looked.flows, &self.document.flows)
    }

    /// What the message would break: looked up once for each state of the drawing.
    pub(super) fn look_at(&mut self, message: Option<&Message>) {
        if !self.is_current(&self.looked_ahead) {
            self.looked_ahead = Looked {
                topology: Rc::clone(&self.document.topology),
                flows: Rc::clone(&self.document.flows),
                ..Looked::default()
            };
        }
        self.looked_ahead.shown = match message.and_then(|message| self.operations_of(message)) {
            None => None,
            Some(Err(text)) => Some(refused(text)),
            Some(Ok(operations)) => Some(self.known_or_new(operations)),
        };
    }

    fn known_or_new(&mut self, operations: Vec<Operation>) -> Ahead {
        let known = &self.looked_ahead.known;
        if let Some((_, ahead)) = known.iter().find(|(known, _)| *known == operations) {
            return ahead.clone();
        }
        let ahead = match self.harm(&operations) {
            Ok(harm) => self.in_words(&harm),
            Err(text) => refused(text),
        };
        self.looked_ahead.known.push((operations, ahead.clone()));
        ahead
    }

    /// `None` for what changes no network.
    fn operations_of(&self, message: &Message) -> Option<Asked> {
        let edit = match message {
            Message::Command("delete") => remove::remove(&self.document.topology, &self.targets()),
            Message::SetField { of, field, value } => set_field(self.drawing(), of, field, value),
            Message::EditRow { of, edit } => edit_row(self.drawing(), of, edit).map_err(|refused| refused.refused),
            Message::Peering { of, event } => return Some(Ok(vec![Operation::Peering(of.to_id()?, *event)])),
            Message::Apply { operations, .. } => return Some(Ok(operations.clone())),
            Message::ApplyFix(index) => return Some(Ok(self.fixes()?.list.get(*index)?.operations())),
            _ => return None,
        };
        Some(edit.map(|edit| edit.operations).map_err(|refused| refused.0))
    }

    fn harm(&self, operations: &[Operation]) -> Result<Harm, Rc<str>> {
        let topology = &self.document.topology;
        let flows: Vec<Question> = self.document.flows.iter().map(|flow| flow.question.clone()).collect();
        harm::breaks(topology, &flows, operations)
            .map_err(|refusal| reach::explain::sentence(&refusal.finding, &**topology).into())
    }

    fn in_words(&self, harm: &Harm) -> Ahead {
        let (broken, opened) = (harm.broken.len(), harm.opened.len());
        let breaks = format!("Breaks {}", words::count(broken, "flow"));
        let text = match (broken, opened) {
            (0, 0) => "Breaks nothing that is watched".to_owned(),
            (0, _) => format!("Opens {}, breaks nothing that is watched", words::count(opened, "flow")),
            (_, 0) => breaks,
            _ => format!("{breaks}, opens {opened}"),
        };
        let details = [self.names(&harm.broken), self.names(&harm.opened)];
        let detail = match details {
            [broken, opened] if broken.is_empty() || opened.is_empty() => broken + &opened,
            [broken, opened] => format!("Breaks {broken}. Opens {opened}."),
        };
        Ahead {
            text: text.into(),
            detail: detail.into(),
            bad: broken > 0,
        }
    }

    fn names(&self, flows: &[usize]) -> String {
        let flows = flows.iter().filter_map(|index| self.document.flows.get(*index));
        let names: Vec<String> = flows
            .map(|flow| words::flow(&self.document.topology, flow).to_string())
            .collect();
        words::list(&names)
    }

    /// "Without igw, 2 flows would break: web-1 → the internet and the internet → web-1".
    pub(crate) fn look_ahead(&mut self) -> Vec<Effect> {
        let harm = match self.operations_of(&Message::Command("delete")) {
            Some(Ok(operations)) => self.harm(&operations),
            Some(Err(text)) => Err(text),
            None => return Vec::new(),
        };
        let harm = match harm {
            Ok(harm) => harm,
            Err(text) => return self.refuse(text),
        };
        let topology = &self.document.topology;
        let targets = self.targets();
        let names: Vec<String> = targets.iter().map(|of| words::name(topology, of).to_string()).collect();
        let broken = match harm.broken.len() {
            0 => "no watched flow would break".to_owned(),
            number => format!(
                "{} would break: {}",
                words::count(number, "flow"),
                self.names(&harm.broken)
            ),
        };
        let text = format!("Without {}, {broken}", words::list(&names));
        self.toast = Some(Toast {
            text: text.as_str().into(),
            undo: false,
            bad: false,
        });
        self.say(text)
    }
}

fn refused(text: Rc<str>) -> Ahead {
    Ahead {
        text: "Cannot be done".into(),
        detail: text,
        bad: true,
    }
}
