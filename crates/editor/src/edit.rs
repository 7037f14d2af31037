//! What hands and fields mean for the network: every change is a value, an [`Edit`], made here and carried out by the session.
//!
//! - [`field`]: the names of everything that can be edited in the inspector; [`set_field`] and [`rows`] read what was typed.
//! - [`form`]: one description of the fields and tables of each kind, for showing and for setting them.
//! - [`create`], [`connect`], [`reparent`], [`duplicate`], [`remove`], [`answer`]: what the palette, gestures and commands make.
//! - [`free`]: the next free CIDR, address, id. [`containment`]: what lies in what.

pub mod answer;
pub mod arrange;
pub mod connect;
pub mod containment;
pub mod create;
pub mod duplicate;
pub mod field;
pub mod form;
pub mod free;
pub mod make_room;
pub mod parse;
pub mod paste;
pub mod remove;
pub mod reparent;
pub mod rows;
pub mod set_field;

mod carry_out;
mod record;

use std::rc::Rc;

use document::{Flow, Place};
use reach::id::Ref;
use reach::network::Network;
use reach::operation::Operation;
use reach::sorted::SortedMap;
use reach::topology::Topology;

pub use carry_out::{Done, carry_out};
pub(crate) use record::{change, drawn};

/// One undo step that has not happened yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edit {
    /// What it does, as the undo menu says it: "Move app-1".
    pub name: Rc<str>,
    pub operations: Vec<Operation>,
    /// New places, in grid units; `None` gives the element back to the automatic layout.
    pub places: SortedMap<Ref, Option<Place>>,
    pub flows: Option<Vec<Flow>>,
    /// What is selected afterwards; `None` keeps what is left of the selection.
    pub select: Option<Vec<Ref>>,
    /// Said when it is done: "app-1 moved to private-b, address 10.0.3.10".
    pub said: Option<Rc<str>>,
}

impl Edit {
    pub fn new(name: impl Into<Rc<str>>, operations: Vec<Operation>) -> Self {
        Self {
            name: name.into(),
            operations,
            ..Self::default()
        }
    }
}

/// Why an edit cannot be made, in words with a way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(pub Rc<str>);

impl<T: Into<Rc<str>>> From<T> for Refused {
    fn from(words: T) -> Self {
        Self(words.into())
    }
}

/// What edits read: the records as drawn, and what they mean (defaults filled in).
#[derive(Clone, Copy, Debug)]
pub struct Drawing<'a> {
    pub topology: &'a Topology,
    pub network: &'a Network,
}
