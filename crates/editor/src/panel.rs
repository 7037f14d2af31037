//! Models of the panels around the canvas: plain values that the view turns into tables and fields.

pub mod dock;
pub mod inspector;
pub mod outline;
pub mod palette;
pub mod problems;
