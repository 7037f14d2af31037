//! The menu of what is selected, or of the drawing where nothing is: commands of the registry, in groups.

use std::rc::Rc;

use crate::command::{self, Command};
use crate::session::Session;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuItem {
    pub command: &'static str,
    pub title: &'static str,
    pub keys: Rc<str>,
    /// Why it cannot be done now.
    pub refused: Option<Rc<str>>,
    /// The first of its group.
    pub first: bool,
}

const OF_ONE: &[&[&str]] = &[
    &["trace-from", "trace-to", "reaches", "reached-by"],
    &[
        "rename",
        "connect",
        "copy",
        "paste",
        "duplicate",
        "accept-attachment",
        "reject-attachment",
    ],
    &["look-ahead", "zoom-selection"],
    &["delete"],
];

const OF_SEVERAL: &[&[&str]] = &[
    &[
        "align-left",
        "align-right",
        "align-top",
        "align-bottom",
        "space-across",
        "space-down",
    ],
    &["copy", "duplicate", "look-ahead", "zoom-selection"],
    &["delete"],
];

const OF_NOTHING: &[&[&str]] = &[
    &["trace", "matrix", "compare"],
    &["add", "paste", "undo", "redo", "select-all"],
    &["fit", "tidy-up"],
    &["commands", "keys"],
];

/// What is not for this mode is not there; what cannot be done now says why.
pub fn menu(session: &Session) -> Vec<MenuItem> {
    let groups = match session.selection() {
        [] => OF_NOTHING,
        [_] => OF_ONE,
        _ => OF_SEVERAL,
    };
    let mut items = Vec::new();
    for group in groups {
        let commands = group.iter().filter_map(|name| command::find(name));
        let shown = commands.filter(|command| !command.changes || session.may_edit());
        let mut first = true;
        for command in shown {
            if let Some(item) = item(session, command, first) {
                items.push(item);
                first = false;
            }
        }
    }
    items
}

/// An answer is only offered where one is waited for.
fn item(session: &Session, command: &Command, first: bool) -> Option<MenuItem> {
    let refused = (command.enabled)(session).err();
    let is_answer = command.name.ends_with("-attachment");
    (!is_answer || refused.is_none()).then(|| MenuItem {
        command: command.name,
        title: command.title,
        keys: command.keys.first().map(|keys| keys.text()).unwrap_or_default().into(),
        refused,
        first,
    })
}
