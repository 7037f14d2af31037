//! What the tests of the whole share: [`browser`] drives the built page as a person would.

pub mod browser;
pub mod case;
pub mod corpus;
pub mod describe;
pub mod docs;
pub mod large;
pub mod literal;
pub mod random;
pub mod reading;
pub mod rules;
pub mod script;
