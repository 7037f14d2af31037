//! How a value is typed or chosen.

use reach::id::Ref;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormInput {
    Text,
    /// Addresses and the like.
    Mono,
    Switch,
    /// Each word with its label.
    Words(&'static [(&'static str, &'static str)]),
    One(Vec<Ref>),
    /// One of them, or what the words say.
    OneOr(&'static str, Vec<Ref>),
    /// One of the words, or one of them.
    WordsOr(&'static [(&'static str, &'static str)], Vec<Ref>),
    Many(Vec<Ref>),
}
