//! The diagram as a thing that is saved and shared.
//!
//! A [`Document`] has three outside forms, which carry the same information: the text form ([`text`]), JSON ([`file`]) and the
//! share link. Reading any of them gives a document or an error with its place; writing is canonical.
//! [`picture`] hides the JSON in a picture and finds it there; [`export`] writes what other programs read, [`import`] reads what they write.
//! [`Form`] says what some content is; [`inputs`] makes one diagram of many files, whatever they are.

mod document;
pub mod export;
pub mod file;
mod form;
pub mod import;
pub mod inputs;
mod layout;
pub mod link;
mod open;
pub mod picture;
mod records;
pub mod text;
mod words;

pub use document::{Comments, Document, Expectation, Flow, Mode, View};
pub use form::Form;
pub use layout::{Layout, Place};
pub use open::{OpenError, open, open_file};
