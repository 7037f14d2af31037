//! A diagram in other programs' languages: what is taken away, not what is saved.
//!
//! Each format is a file that writes from the same [`graph`]: boxes in frames, what joins them, and the watched flows with their
//! verdicts. What a picture of this kind does not hold (tables, rules, policies) stays behind. The same diagram gives the same
//! bytes; names are escaped for the format, whatever they are.

mod dot;
mod graph;
mod ids;
mod mermaid;
mod words;
mod xml;

pub use dot::dot;
pub use mermaid::mermaid;
pub use xml::escape_xml;
