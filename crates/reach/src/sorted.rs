//! Ordered maps and sets, and sorting, in little code.
//!
//! The page holds dozens of kinds of maps and sorts; the standard library makes kilobytes of code for each. Here a map is a sorted
//! vector and one merge sort serves every type. Looking up and building in bulk cost what they do in a tree; one insertion into the
//! middle moves what follows, which is cheap up to some ten thousand records.

mod map;
mod set;
mod sort;

pub use map::{Entry, Iter, SortedMap};
pub use set::SortedSet;
pub use sort::{sort, sort_by, sort_by_key};
