//! What hands and fields mean for the network: every change is a value, an [`Edit`], made here and carried out by the session.

pub mod field;
