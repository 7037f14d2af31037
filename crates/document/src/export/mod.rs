//! A diagram in other programs' languages: what is taken away, not what is saved.
//!
//! Each format is a file that writes from the same graph: boxes in frames, what joins them, and the watched flows with their
//! verdicts. What a picture of this kind does not hold (tables, rules, policies) stays behind; Terraform and
//! CloudFormation are written from one list of resources, and what they cannot hold is noted. The same diagram gives the same
//! bytes; names are escaped for the format, whatever they are.

mod cloud;
mod cloudformation;
mod dot;
mod flow_logs;
mod graph;
mod ids;
mod mermaid;
pub mod report;
mod terraform;
mod words;
mod xml;

pub use cloudformation::cloudformation;
pub use dot::dot;
pub use flow_logs::flow_logs;
pub use ids::{Ids, plain};
pub use mermaid::mermaid;
pub use terraform::terraform;
pub use xml::escape_xml;
