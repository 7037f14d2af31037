//! Models of the panels around the canvas: plain values that the view turns into tables and fields.

mod context;
pub mod find;
mod mark;
mod words;

pub mod along;
pub mod compare;
pub mod connect;
pub mod dock;
pub mod gallery;
pub mod import;
pub mod inspector;
pub mod matrix;
pub mod menu;
pub mod outline;
pub mod palette;
pub mod problems;
pub mod share;
