//! The right panel: what the AWS console calls the selected thing, its fields and tables, edited in place.

use std::rc::Rc;

use reach::id::{Ref, RowRef};
use reach::network::MissingRoute;
use reach::operation::PeeringEvent;

use crate::message::FieldId;
use crate::session::Session;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inspector {
    pub of: Option<Ref>,
    pub title: Rc<str>,
    /// "Route table · app-vpc · used by private-a".
    pub crumb: Rc<str>,
    pub sections: Vec<Section>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Section {
    Fields {
        title: Option<Rc<str>>,
        fields: Vec<Field>,
    },
    Table(Table),
    /// A paragraph: why it stops here, what this thing does.
    Text {
        title: Rc<str>,
        text: Rc<str>,
        source: Option<Rc<str>>,
    },
    Actions(Vec<ActionButton>),
    /// Elements that belong to it, each selectable.
    Links {
        title: Rc<str>,
        links: Vec<(Ref, Rc<str>)>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub id: FieldId,
    pub label: Rc<str>,
    pub value: Rc<str>,
    pub input: Input,
    /// Why the last typed value was refused, with an example of a good one.
    pub error: Option<Rc<str>>,
    pub hint: Option<Rc<str>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    ReadOnly,
    Text,
    Mono,
    Toggle,
    /// Value and label of each choice.
    Choice(Vec<(Rc<str>, Rc<str>)>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub id: FieldId,
    pub title: Rc<str>,
    pub columns: Vec<Rc<str>>,
    pub rows: Vec<TableRow>,
    /// The inputs of the "add" row, one a column; empty where rows cannot be added.
    pub add: Vec<Input>,
    pub error: Option<Rc<str>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    pub of: Option<RowRef>,
    pub cells: Vec<Cell>,
    pub mark: Mark,
    pub removable: bool,
    /// A missing route, with what "Add here" and "Add both" add.
    pub ghost: Option<Ghost>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub text: Rc<str>,
    pub input: Input,
}

/// What the shown trace says of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    #[default]
    None,
    /// On the path; the step's number.
    Hit(usize),
    /// Decided at this step, and for what: `true` lets the packet on.
    Deciding(usize, bool),
    /// Would have matched, but lost: "10.1.0.0/16 is more specific".
    Shadowed(Rc<str>),
    /// The place where a row is missing: "No row matches 52.216.8.1".
    Missing,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ghost {
    pub here: Vec<MissingRoute>,
    pub both: Vec<MissingRoute>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionButton {
    pub label: Rc<str>,
    pub action: ButtonAction,
    /// Why it cannot be pressed now.
    pub disabled: Option<Rc<str>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ButtonAction {
    Peering(PeeringEvent),
    Delete,
    Command(&'static str),
    Select(Ref),
}

pub fn inspector(_session: &Session) -> Inspector {
    Inspector::default()
}
